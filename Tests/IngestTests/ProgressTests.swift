import Domain
import Ingest
import Testing

@Suite("Progress")
struct ProgressTests {
  private let start = Instant(microseconds: 1_000_000_000)

  private func progress(_ done: Int, _ total: Int, after milliseconds: Int64) -> ImportProgress {
    ProgressReporter(total: total, startedAt: start)
      .progress(done: done, now: start.adding(milliseconds: milliseconds))
  }

  @Test("speed and time left follow from the clock that is passed in")
  func figures() {
    let half = progress(500, 1_000, after: 2_000)
    #expect(half.perSecond == 250 && half.remainingSeconds == 2 && half.percent == 50)
    let none = progress(0, 1_000, after: 2_000)
    #expect(none.perSecond == 0 && none.remainingSeconds == nil)
    let start = progress(10, 1_000, after: 0)
    #expect(start.perSecond == nil && start.remainingSeconds == nil)
    let done = progress(1_000, 1_000, after: 3_000)
    #expect(done.remainingSeconds == 0 && done.percent == 100)
    #expect(progress(5, 0, after: 10).percent == 100)
    #expect(progress(2_000, 1_000, after: -5).perSecond == nil)
    #expect(progress(999_999, 1_000_000, after: 10).percent == 99)
  }

  @Test("the line says all there is room for, in either language")
  func lines() {
    let value = progress(1_500, 6_000, after: 3_000)
    #expect(
      ProgressBar.render(value, width: 80)
        == "[##########" + String(repeating: "-", count: 30) + "] 25%   1500/6000  500 行/秒  剩余 0:09"
    )
    #expect(ProgressBar.render(value, width: 80, language: .en).hasSuffix("500/s  left 0:09"))
    #expect(ProgressBar.render(value, width: 4) == "25% ")
    #expect(ProgressBar.render(value, width: 0).isEmpty)
  }

  @Test("the line never passes the width, and the bar never shrinks as work goes on")
  func width() {
    for width in 0...120 {
      var filled = 0
      for done in stride(from: 0, through: 10_000, by: 250) {
        for language in ReportLanguage.allCases {
          let line = ProgressBar.render(
            progress(done, 10_000, after: 7_777_777), width: width, language: language)
          #expect(DisplayWidth.columns(line) <= width)
          #expect(!line.contains("\n"))
        }
        let bar = ProgressBar.render(progress(done, 10_000, after: 0), width: width)
        let now = bar.count { $0 == "#" }
        if width > 30 { #expect(now >= filled - 1) }
        filled = now
      }
    }
  }

  @Test("Chinese characters take two columns")
  func columns() {
    #expect(DisplayWidth.columns("行/秒 a") == 7)
    #expect(DisplayWidth.padded("行", to: 4) == "行  ")
    #expect(DisplayWidth.prefix("行业代码", 5) == "行业")
  }
}
