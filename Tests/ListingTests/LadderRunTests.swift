import Catalog
import Domain
import Listing
import Testing

@Suite("A yearly run of a ladder")
struct LadderRunTests {
  typealias Fixture = ListingFixture
  let book: StandardBook
  let ladder: Ladder

  init() throws {
    book = try Fixture.standards()
    ladder = try Fixture.ladder()
  }

  private func facts(_ changes: [String: FactState] = [:]) throws -> KnownFacts {
    let base: [String: FactState] = [
      "enterprise.region": Fixture.code("610112"),
      "enterprise.statistics_monitored": Fixture.flag(true),
      "enterprise.growth_above_peers_2y": Fixture.flag(true),
      "finance.revenue_last_year_fen": Fixture.wan(3_000),
      "finance.revenue_prior_year_fen": Fixture.wan(2_000),
      "finance.net_profit_last_year_fen": Fixture.wan(300),
      "finance.net_profit_prior_year_fen": Fixture.wan(200),
      "tax.paid_last_year_fen": Fixture.wan(90), "finance.rd_last_year_fen": Fixture.wan(150),
    ]
    return KnownFacts(
      base.merging(changes) { _, new in new }, registry: book.registry,
      on: try Fixture.day("2026-11-22"))
  }

  @Test("figures are drawn from facts in ppm; over nothing, or over a loss, there is none")
  func figures() throws {
    #expect(
      ladder.figures(try facts()) == [
        "revenue_growth": 500_000, "profit_growth": 500_000, "profit_margin": 100_000,
        "tax_share": 30_000, "research_share": 50_000,
      ])
    let without = try facts([
      "finance.net_profit_prior_year_fen": Fixture.wan(-200),
      "finance.revenue_last_year_fen": Fixture.wan(0),
    ])
    let left = Set(ladder.figures(without).keys)
    #expect(left.isDisjoint(with: ["profit_growth", "profit_margin", "tax_share"]))
  }

  private func run(
    _ members: [(String, KnownFacts, Set<LadderNews>)], _ candidates: [String: KnownFacts] = [:]
  ) throws -> LadderRun {
    LadderRun(
      members.map {
        LadderRun.Member(name: $0.0, tier: "sn-growth-star", facts: $0.1, news: $0.2)
      },
      candidates.map { LadderRun.Candidate(name: $0.key, facts: $0.value, endedOn: nil) },
      by: ladder, entries: [], on: try Fixture.day("2026-11-22"), in: book)
  }

  @Test(
    "last and failing ends, last or failing alone stays, and the order of who is given changes nothing"
  )
  func lines() throws {
    let failing: [String: FactState] = [
      "enterprise.growth_above_peers_2y": Fixture.flag(false)
    ]
    let slow: [String: FactState] = ["finance.net_profit_last_year_fen": Fixture.wan(10)]
    let members: [(String, KnownFacts, Set<LadderNews>)] = [
      ("a", try facts(failing), []), ("b", try facts(), [.rename]),
      ("c", try facts(failing.merging(slow) { $1 }), []),
    ]
    let made = try run(members, ["d": try facts()])
    #expect(made.lines.map(\.name) == ["a", "b", "c", "d"])
    #expect(made.lines.map(\.outcome) == [.keep, .recogniseAnew, .end, .admit])
    #expect(made.lines[2].reason == .lastAndFailing && made.lines[2].next == nil)
    #expect(made.lines[2].bannedThrough?.text == "2028-11-22")
    #expect(made.lines[0].rank == 1 && made.lines[2].rank == 3)
    #expect(try run(members.reversed(), ["d": try facts()]).lines == made.lines)
    // Last, but still of its tier.
    let kept = try run([("a", try facts(), []), ("b", try facts(slow), [])])
    #expect(kept.lines.map(\.outcome) == [.keep, .keep])
  }

  @Test("who is in no statistical class is below scale, and whose class is not known may be")
  func quota() throws {
    let above = try facts(["enterprise.industry": Fixture.code("39")])
    let below = try facts([
      "enterprise.industry": Fixture.code("39"),
      "finance.revenue_last_year_fen": Fixture.wan(900),
      "enterprise.above_scale_in_2y": Fixture.flag(true),
    ])
    let unknown = try facts(["enterprise.industry": .unknown])
    let half = try run([("a", above, [])], ["b": below]).quota
    #expect(half.members == 2 && half.belowScale == 1 && half.unknown == 0)
    #expect(half.isMet == true)
    let open = try run([("a", above, []), ("b", unknown, [])]).quota
    #expect(open.unknown == 1 && open.isMet == nil)
    // Who leaves with the run is not of it any more.
    let left = try run([("a", above, []), ("b", below, [.falseInformation])]).quota
    #expect(left.members == 1 && left.isMet == false)
  }

  @Test("while a figure is missing nobody who fails is kept or ended for being last")
  func missing() throws {
    let failing = try facts(["enterprise.growth_above_peers_2y": Fixture.flag(false)])
    let unknown = try facts(["tax.paid_last_year_fen": .unknown])
    let made = try run([("a", failing, []), ("b", unknown, [])])
    #expect(made.lines[0].outcome == .undecided && made.lines[0].missing == ["tax_share"])
    #expect(made.lines[1].missing == ["tax_share"])
    let told = try run([("a", failing, [.falseInformation]), ("b", unknown, [])])
    #expect(told.lines[0].outcome == .end && told.lines[0].reason == .falseInformation)
  }
}
