import Catalog
import Decision
import Domain
import Pricing
import Testing

/// The coverage contract of design section 5.
@Suite("Limit and coverage")
struct LimitTests {
  private static func term(_ text: String) -> String {
    "  - {\(text), citation: {document: 办法, clause: 第五条, tag: S}}\n"
  }

  private static func limit(_ terms: String..., amount: String = "") -> String {
    (amount.isEmpty ? "" : "amount: {\(amount)}\n") + "limit:\n" + terms.map(term).joined()
  }

  private static let multiple = "kind: multiple, fact: tax.last_fen, milli: 5000"
  private static let byGrade =
    "kind: multiple_by_grade, fact: tax.last_fen, grade: tax.credit_grade, milli: {A: 5000, B: null, M: 0}"

  private func coverage(_ decision: Decision) -> RuleOutcome? {
    decision.rules.first { $0.id == EngineRule.coverage }
  }

  @Test(
    "coverage passes from exactly half of the amount asked",
    arguments: [
      (Int64(49_999_999), RuleResult.fail, Int64(-1)), (50_000_000, .pass, 0),
      (50_000_001, .pass, 1),
    ])
  func half(_ cap: Int64, _ result: RuleResult, _ margin: Int64) throws {
    let decision = try World.decide(Self.limit("kind: cap, fen: \(cap)"))
    let rule = try #require(coverage(decision))
    #expect(rule.result == result && rule.margin == margin)
    #expect(rule.threshold == 50_000_000 && rule.state == .known(.integer(cap)))
    #expect(decision.limit.fen == cap && decision.limit.state == .known)
    #expect(decision.coveragePPM == cap / 100)
    #expect(decision.nearMissRule == (result == .fail ? "coverage" : nil))
  }

  @Test("a share of an odd amount rounds against the limit: 1/3 of 100 fen takes 34")
  func rounding() throws {
    let body = "min_coverage_ppm: 333334\n" + Self.limit("kind: cap, fen: 33")
    #expect(try World.decide(body, amount: 100).verdict == .ineligible)
    let enough = "min_coverage_ppm: 333334\n" + Self.limit("kind: cap, fen: 34")
    #expect(try World.decide(enough, amount: 100).verdict == .eligible)
  }

  @Test("coverage never exceeds the whole, and is rounded down")
  func coveragePPM() throws {
    #expect(
      try World.decide(Self.limit("kind: cap, fen: 900000000"), amount: 3).coveragePPM == 1_000_000)
    #expect(try World.decide(Self.limit("kind: cap, fen: 2"), amount: 3).coveragePPM == 666_666)
  }

  @Test("every kind of term is computed exactly and rounded down")
  func terms() throws {
    let facts: World.Facts = [
      "tax.last_fen": .integer(33_333_333), "collateral.appraised_fen": .integer(99_999_999),
      "finance.used_fen": .integer(30_000_001), "tax.credit_grade": .text("A"),
    ]
    for (term, fen) in [
      ("kind: cap, fen: 7", Int64(7)), (Self.multiple, 166_666_665),
      ("kind: multiple, fact: tax.last_fen, milli: 1500", 49_999_999), (Self.byGrade, 166_666_665),
      ("kind: advance_rate, fact: collateral.appraised_fen, ppm: 800000", 79_999_999),
      ("kind: share, fact: collateral.appraised_fen, ppm: 600000", 59_999_999),
      ("kind: headroom, cap_fen: 100000000, used: finance.used_fen", 69_999_999),
      ("kind: headroom, cap_fen: 1, used: finance.used_fen", 0),
      ("kind: fact, fact: finance.used_fen", 30_000_001),
    ] {
      #expect(try World.decide(Self.limit(term), facts).limit.fen == fen, "\(term)")
    }
    let least = try World.decide(
      Self.limit(Self.multiple, "kind: cap, fen: 70000000", amount: "max_fen: 60000000"), facts)
    #expect(least.limit.fen == 60_000_000)
    #expect(least.limit.terms.map(\.kind) == ["amount_max", "multiple", "cap"])
    #expect(least.limit.terms.map(\.fen) == [60_000_000, 166_666_665, 70_000_000])
  }

  @Test("a limit is never negative, and none counts as 0")
  func floor() throws {
    let loss = try World.decide(
      Self.limit("kind: fact, fact: finance.profit_fen"), ["finance.profit_fen": .integer(-5)])
    #expect(loss.limit.fen == 0 && loss.verdict == .ineligible)
    let none = try World.decide(
      Self.limit("kind: share, fact: collateral.appraised_fen, ppm: 600000"),
      ["collateral.appraised_fen": nil])
    #expect(none.limit.fen == 0 && none.verdict == .ineligible)
  }

  @Test("with unknown terms, the least known term decides only when it already fails")
  func unknownTerms() throws {
    let small = try World.decide(Self.limit(Self.multiple, "kind: cap, fen: 49999999"))
    #expect(small.verdict == .ineligible && small.nearMissRule == "coverage")
    #expect(small.limit.state == .unknown && small.limit.fen == nil)
    let large = try World.decide(Self.limit(Self.multiple, "kind: cap, fen: 50000000"))
    #expect(large.verdict == .needsInfo && large.missingFacts == ["tax.last_fen"])
    #expect(coverage(large)?.margin == nil && coverage(large)?.state == .unknown)
    #expect(large.coveragePPM == nil)
  }

  @Test("a grade chooses the multiple: listed, published or not, or 0")
  func grades() throws {
    let body = Self.limit(Self.byGrade)
    let tax: World.Facts = ["tax.last_fen": .integer(20_000_000)]
    func decide(_ grade: FactValue?, _ facts: World.Facts) throws -> Decision {
      try World.decide(body, facts.merging(grade.map { ["tax.credit_grade": $0] } ?? [:]) { $1 })
    }
    #expect(try decide(.text("A"), tax).limit.fen == 100_000_000)
    let unpublished = try decide(.text("B"), tax)
    #expect(unpublished.limit.state == .unpublished && unpublished.verdict == .eligible)
    #expect(unpublished.coveragePPM == nil && coverage(unpublished) == nil)
    // Nothing else could be learned from the tax paid when the grade alone decides.
    #expect(try decide(.text("B"), [:]).verdict == .eligible)
    #expect(try decide(.text("M"), [:]).limit.fen == 0)
    let unlisted = try decide(.text("C"), [:])
    #expect(unlisted.limit.fen == 0 && unlisted.verdict == .ineligible)
    #expect(try decide(nil, tax).missingFacts == ["tax.credit_grade"])
    #expect(try decide(.text("A"), [:]).missingFacts == ["tax.last_fen"])
  }

  @Test("an unpublished limit is no unknown of the enterprise, but what is published still binds")
  func unpublished() throws {
    let within = try World.decide("amount: {max_fen: 50000000}\n")
    #expect(within.verdict == .eligible && within.limit.fen == nil)
    #expect(within.limit.state == .unpublished && within.coveragePPM == nil)
    let beyond = try World.decide("amount: {max_fen: 49999999}\n")
    #expect(beyond.verdict == .ineligible && beyond.nearMissRule == "coverage")
    let mixed = try World.decide(
      Self.limit(Self.byGrade, "kind: cap, fen: 49999999"),
      ["tax.last_fen": .integer(1), "tax.credit_grade": .text("B")])
    #expect(mixed.verdict == .ineligible)
  }

  @Test("the least amount is tested against the lesser of limit and amount asked")
  func amountMin() throws {
    func decide(_ amount: Int64, _ cap: Int64) throws -> Decision {
      try World.decide(
        "min_coverage_ppm: 1\n" + Self.limit("kind: cap, fen: \(cap)", amount: "min_fen: 1000"),
        amount: amount)
    }
    #expect(try decide(999, 5000).nearMissRule == "amount_min")
    #expect(try decide(1000, 5000).verdict == .eligible)
    #expect(try decide(5000, 999).nearMissRule == "amount_min")
    #expect(try decide(5000, 1000).verdict == .eligible)
    let open = try World.decide(Self.limit(Self.multiple, amount: "min_fen: 1000"), amount: 999)
    #expect(open.verdict == .ineligible)
    let unknown = try World.decide(Self.limit(Self.multiple, amount: "min_fen: 1000"), amount: 1000)
    #expect(unknown.verdict == .needsInfo)
    let unpublished = try World.decide("amount: {min_fen: 1000}\n", amount: 1000)
    #expect(unpublished.verdict == .eligible && unpublished.rules.map(\.id) == ["amount_min"])
  }

  @Test(
    "the tenor range is a criterion with both ends included",
    arguments: [
      ("{min_months: 6, max_months: 12}", Int64(5), false),
      ("{min_months: 6, max_months: 12}", 6, true),
      ("{min_months: 6, max_months: 12}", 12, true), ("{min_months: 6, max_months: 12}", 13, false),
      ("{min_months: 6}", 5, false), ("{min_months: 6}", 600, true), ("{max_months: 12}", 1, true),
      ("{max_months: 12}", 13, false),
    ])
  func tenor(_ range: String, _ months: Int64, _ passes: Bool) throws {
    let decision = try World.decide("tenor: \(range)\n", months: months)
    #expect(decision.rules.map(\.id) == ["tenor"])
    #expect(decision.verdict == (passes ? .eligible : .ineligible))
    #expect(decision.rules[0].reason == (passes ? nil : .termOutOfRange))
  }

  @Test("a price is taken on the lesser of limit and amount asked")
  func pricedAmount() throws {
    let price = """
      pricing: {form: annualised, rate: {max: {ppm: 40000}}, repayment: revolving, citation: {document: x, tag: S}}

      """
    func priced(_ body: String, amount: Int64 = 1_000) throws -> Int64? {
      try World.decide(body + price, amount: amount).cost?.amountFen
    }
    #expect(try priced(Self.limit("kind: cap, fen: 700")) == 700)
    #expect(try priced(Self.limit("kind: cap, fen: 7000")) == 1_000)
    #expect(try priced("") == 1_000)
    #expect(try priced("amount: {max_fen: 600}\n") == 600)
    #expect(try priced(Self.limit("kind: cap, fen: 0")) == 1_000)
    #expect(try priced("", amount: 0) == nil)
  }
}
