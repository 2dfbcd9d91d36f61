import Domain
import Monitoring
import Testing

/// What must hold of any figures, by many random ones that are the same in every run.
@Suite("Levels of warning, whatever comes")
struct WarningPropertyTests {
  private typealias Fixture = MonitoringFixture

  @Test("the order in which reports and corrections come changes nothing", arguments: 0..<40)
  func order(seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let book = try Fixture.warnings()
    let first = try Fixture.period("2023-01")
    var reports: [PeriodReport] = []
    for place in 0..<30 where Int.random(in: 0..<5, using: &random) > 0 {
      for revision in 1...Int.random(in: 1...3, using: &random) {
        let source = ["tax", "enterprise"].randomElement(using: &random) ?? "tax"
        reports.append(
          Fixture.report(
            "revenue", source, first.adding(place),
            Int64.random(in: 0...3_000_000_000, using: &random), revision: revision))
      }
    }
    // Of one source, period and revision there is one report.
    reports = Dictionary(
      reports.map { ("\($0.key.source) \($0.key.period) \($0.revision)", $0) },
      uniquingKeysWith: { one, _ in one }
    ).sorted { $0.key < $1.key }.map(\.value)
    let rule = try Fixture.rule("revenue")
    let last = first.adding(30)
    let expected = book.history(of: rule, ReportSeries(reports), through: last)
    for _ in 0..<5 {
      let shuffled = reports.shuffled(using: &random)
      #expect(book.history(of: rule, ReportSeries(shuffled + shuffled), through: last) == expected)
    }
  }

  @Test("a figure that is missing is never zero: leaving one out never raises", arguments: 0..<60)
  func missing(seed: Int) throws {
    var random = Seeded(UInt64(seed) &+ 1_000)
    let book = try Fixture.warnings()
    let rule = try Fixture.rule("overdue")
    let figures = (0..<24).map { _ in Int64.random(in: 0...120, using: &random) }
    let gone = Int.random(in: 0..<24, using: &random)
    var fewer: [Int64?] = figures
    fewer[gone] = nil
    let last = try Fixture.period("2024-12")
    let whole = book.history(
      of: rule,
      try Fixture.series("overdue_days", from: "bank", since: "2023-01", figures.map { $0 }),
      through: last)
    let without = book.history(
      of: rule, try Fixture.series("overdue_days", from: "bank", since: "2023-01", fewer),
      through: last)
    let offset = whole.count - without.count
    // Up to the gap all is the same, and in it nothing changes.
    if gone > 0 {
      #expect(without[gone - 1].level == whole[gone - 1].level)
      #expect(without[gone].level == whole[gone - 1].level)
    } else {
      #expect(offset == 1)
    }
  }

  @Test("within its band a level never flaps, however the figures go to and fro", arguments: 0..<40)
  func band(seed: Int) throws {
    var random = Seeded(UInt64(seed) &+ 2_000)
    func quarters() -> [Int64?] {
      (0..<20).map { _ in
        Int.random(in: 0..<6, using: &random) == 0
          ? nil : Int64.random(in: 680_001...700_000, using: &random)
      }
    }
    func levels(_ figures: [Int64?]) throws -> Set<WarningLevel?> {
      let series = try Fixture.series("debt_ratio", from: "enterprise", since: "2020-Q1", figures)
      return Set(
        try Fixture.levels(
          "debt", series, through: Fixture.period("2020-Q1").adding(figures.count - 1).text))
    }
    #expect(try levels([690_000] + quarters()) == [nil])
    #expect(try levels([750_000] + quarters()) == [.yellow])
  }

  @Test("worse figures never give a lower level", arguments: 0..<40)
  func monotone(seed: Int) throws {
    var random = Seeded(UInt64(seed) &+ 3_000)
    let figures = (0..<20).map { _ in Int64.random(in: 0...1_200_000, using: &random) }
    let worse = figures.map { $0 + Int64.random(in: 0...300_000, using: &random) }
    func levels(_ figures: [Int64]) throws -> [Int] {
      try Fixture.levels(
        "debt",
        Fixture.series("debt_ratio", from: "enterprise", since: "2020-Q1", figures.map { $0 }),
        through: "2024-Q4"
      ).map { $0?.rank ?? 0 }
    }
    #expect(try zip(levels(figures), levels(worse)).allSatisfy { $0 <= $1 })
  }
}
