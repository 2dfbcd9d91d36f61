import Domain
import Seeds
import Statistics
import Testing

@Suite("Figures of lending")
struct LendingFigureTests {
  private func three(_ rows: [LoanRow], before: [LoanRow]?) throws -> [String: LendingFigure] {
    try figures("three-not-below-cbrc", on: "2016-12-31", rows, before: before)
  }

  private func two(_ rows: [LoanRow], before: [LoanRow]?) throws -> [String: LendingFigure] {
    try figures("two-ups-two-controls", on: "2019-12-31", rows, before: before)
  }

  private func figures(
    _ code: String, on day: String, _ rows: [LoanRow], before: [LoanRow]?
  ) throws -> [String: LendingFigure] {
    let found = try StatisticsFixture.definition(code, on: day).figures(rows, before: before)
    return Dictionary(uniqueKeysWithValues: found.map { ($0.indicator, $0) })
  }

  @Test("growth that equals that of all loans is enough, and a fen less is not")
  func ties() throws {
    let before = try [
      StatisticsFixture.loan("a", 300), StatisticsFixture.loan("b", 700, size: .large),
    ]
    let tie = try [
      StatisticsFixture.loan("a", 330), StatisticsFixture.loan("b", 770, size: .large),
    ]
    #expect(try three(tie, before: before)["k1"]?.outcome == .met)
    #expect(try three(tie, before: before)["k1"]?.reached?.ppm == 100_000)
    #expect(try three(tie, before: before)["k2"]?.outcome == .met)
    let less = try [
      StatisticsFixture.loan("a", 329), StatisticsFixture.loan("b", 771, size: .large),
    ]
    #expect(try three(less, before: before)["k1"]?.outcome == .missed)
  }

  @Test("what has no base or no applicants is undefined, and never 0")
  func undefined() throws {
    let some = try [StatisticsFixture.loan("a", 100)]
    let asked = try [
      StatisticsFixture.loan("a", 100, asked: true), StatisticsFixture.loan("b", 0, asked: true),
    ]
    #expect(try three(some, before: nil)["k1"]?.outcome == .undefined(.notReportedBefore))
    #expect(try three(some, before: nil)["k2"]?.outcome == .undefined(.notReportedBefore))
    #expect(try three(some, before: [])["k1"]?.outcome == .undefined(.noBase))
    #expect(try three(some, before: [])["k2"]?.outcome == .met)
    #expect(try three([], before: [])["k2"]?.outcome == .met)
    #expect(try three(some, before: some)["k3"]?.outcome == .undefined(.noApplicants))
    #expect(try three(asked, before: some)["k3"]?.outcome == .undefined(.noApplicantsBefore))
    #expect(try three(asked, before: some)["k3"]?.reached == nil)
    #expect(try two([], before: [])["control1"]?.outcome == .undefined(.noBase))
    #expect(try two(some, before: some)["control2"]?.outcome == .undefined(.nothingLent))
  }

  @Test("households count once, and applied without a loan counts against the share")
  func households() throws {
    let before = try [
      StatisticsFixture.loan("a", 1, asked: true, got: true),
      StatisticsFixture.loan("b", 1, asked: true), StatisticsFixture.loan("c", 1, asked: true),
    ]
    let now = try [
      StatisticsFixture.loan("a1", of: "a", 1, asked: true, got: true),
      StatisticsFixture.loan("a2", of: "a", 1, asked: true, got: true),
      StatisticsFixture.loan("b", 1, asked: true), StatisticsFixture.loan("c", 1, asked: true),
    ]
    let found = try three(now, before: before)
    #expect(found["k3"]?.outcome == .met)
    #expect(found["k3"]?.reached == found["k3"]?.bound)
    #expect(found["k2"]?.reached?.ppm == 3_000_000)
    let fewer = try three(Array(now.dropLast()), before: before)
    #expect(fewer["k2"]?.outcome == .missed)
  }

  @Test("each figure names the rows behind it, and rows that may count stand apart")
  func rows() throws {
    let now = try [
      StatisticsFixture.loan("s", 1), StatisticsFixture.loan("l", 1, size: .large),
      StatisticsFixture.loan("u", 1, size: nil),
    ]
    let found = try three(now, before: [StatisticsFixture.loan("p", 1)])
    #expect(found["k1"]?.rows == ["l", "s", "u"])
    #expect(found["k2"]?.rows == ["s"])
    #expect(found["k2"]?.rowsBefore == ["p"])
    #expect(found["k2"]?.unclear == ["u"])
  }

  @Test("a credit line at the limit counts, one fen above does not, one unknown is unclear")
  func limit() throws {
    let limit: Int64 = 1_000_000_000
    let now = try [
      StatisticsFixture.loan("at", 1, credit: limit),
      StatisticsFixture.loan("above", 1, credit: limit + 1),
      StatisticsFixture.loan("unknown", 1, credit: nil),
      StatisticsFixture.loan("owner", 1, size: .owner, credit: 1),
    ]
    let found = try two(now, before: [])
    #expect(found["up2"]?.rows == ["at", "owner"])
    #expect(found["up2"]?.unclear == ["unknown"])
  }

  @Test(
    "bad loans may lie above those of all loans by the margin and no more; cost weighs by amount")
  func controls() throws {
    // All loans: 1 % bad. Those that count: 4 %, which is the margin to the point.
    let tie = try [
      StatisticsFixture.loan("s", 100, bad: 4),
      StatisticsFixture.loan("l", 900, size: .large, bad: 6),
    ]
    #expect(try two(tie, before: nil)["control1"]?.outcome == .met)
    let more = try [
      StatisticsFixture.loan("s", 100, bad: 5),
      StatisticsFixture.loan("l", 900, size: .large, bad: 5),
    ]
    #expect(try two(more, before: nil)["control1"]?.outcome == .missed)
    let before = try [StatisticsFixture.loan("s", 1, granted: 300, rate: 50_000)]
    let now = try [
      StatisticsFixture.loan("s", 1, granted: 100, rate: 70_000),
      StatisticsFixture.loan("t", 1, granted: 200, rate: 40_000),
    ]
    #expect(try two(now, before: before)["control2"]?.outcome == .met)
    #expect(try two(now, before: before)["control2"]?.reached?.ppm == 50_000)
  }

  @Test("fractions compare exactly, however large, and by value")
  func ratios() throws {
    let huge = Int128(Int64.max) * Int128(Int64.max)
    let one = try #require(Ratio(huge - 1, over: huge))
    let other = try #require(Ratio(huge - 2, over: huge - 1))
    #expect(other.isBelow(one))
    #expect(!one.isBelow(other))
    #expect(Ratio(1, over: 2) == Ratio(2, over: 4))
    let zero = try #require(Ratio(0, over: 1))
    #expect(Ratio(-1, over: 2)?.isBelow(zero) == true)
    #expect(Ratio(1, over: 0) == nil)
    var generator = SeededGenerator(seed: SeededGenerator.seed(for: "ratios"))
    for _ in 0..<2_000 {
      let a = Int128.random(in: -50...50, using: &generator)
      let b = Int128.random(in: 1...50, using: &generator)
      let c = Int128.random(in: -50...50, using: &generator)
      let d = Int128.random(in: 1...50, using: &generator)
      let left = try #require(Ratio(a, over: b))
      let right = try #require(Ratio(c, over: d))
      #expect(left.isBelow(right) == (a * d < c * b))
      #expect((left == right) == (a * d == c * b))
    }
  }
}
