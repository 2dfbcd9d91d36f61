import Catalog
import Domain
import Listing
import Testing

@Suite("The Shaanxi ladder")
struct LadderTests {
  typealias Fixture = ListingFixture
  let book: StandardBook
  let ladder: Ladder

  init() throws {
    book = try Fixture.standards()
    ladder = try Fixture.ladder()
  }

  private func facts(
    _ changes: [String: FactState] = [:], on day: String = "2026-11-22"
  ) throws -> KnownFacts {
    let base: [String: FactState] = [
      "enterprise.region": Fixture.code("610112"),
      "enterprise.statistics_monitored": Fixture.flag(true),
      "enterprise.growth_above_peers_2y": Fixture.flag(true),
      "enterprise.above_scale_in_2y": Fixture.flag(true),
      "enterprise.industry": Fixture.code("39"),
      "enterprise.construction_qualified": Fixture.flag(false),
      "finance.revenue_last_year_fen": Fixture.wan(5_000),
    ]
    return KnownFacts(
      base.merging(changes) { _, new in new }, registry: book.registry, on: try Fixture.day(day))
  }

  private func entry(_ facts: KnownFacts, endedOn ended: LegalDate? = nil) -> LadderEntry {
    ladder.entry(facts, endedOn: ended, entries: [], in: book)
  }

  /// Industry and revenue in 万元, and the tier.
  static let tiers: [(industry: String, revenue: Int64, tier: String?)] = [
    ("39", 10_000, "sn-industry-star"), ("39", 9_999, "sn-growth-star"),
    ("39", 2_000, "sn-growth-star"), ("39", 1_999, "sn-startup-star"),
    ("39", 500, "sn-startup-star"), ("39", 499, nil), ("51", 1_999, "sn-startup-star"),
    // Retail from 5 million yuan is above the limit.
    ("52", 500, nil), ("72", 999, "sn-startup-star"), ("72", 1_000, nil),
    ("47", 1_500, "sn-startup-star"),
  ]

  @Test("以上 is inclusive, 以下 is not", arguments: tiers)
  func entryTiers(_ row: (industry: String, revenue: Int64, tier: String?)) throws {
    let known = try facts([
      "enterprise.industry": Fixture.code(row.industry),
      "finance.revenue_last_year_fen": Fixture.wan(row.revenue),
    ])
    #expect(entry(known) == row.tier.map { LadderEntry.admit(tier: $0) } ?? .noTier)
  }

  @Test("nobody of another province comes in, nor one that is not monitored")
  func place() throws {
    #expect(try entry(facts(["enterprise.region": Fixture.code("340104")])) == .conditions)
    #expect(
      try entry(facts(["enterprise.statistics_monitored": Fixture.flag(false)])) == .conditions)
    #expect(
      try entry(facts(["enterprise.region": .unknown])) == .undecided(["enterprise.region"]))
    #expect(
      try entry(facts(["enterprise.growth_above_peers_2y": .unknown]))
        == .undecided(["enterprise.growth_above_peers_2y"]))
  }

  @Test("the ban of two years ends to the day")
  func ban() throws {
    for (ended, day, isBanned) in [
      ("2024-11-22", "2026-11-22", true), ("2024-11-22", "2026-11-23", false),
      ("2024-02-29", "2026-02-28", true), ("2024-02-29", "2026-03-01", false),
    ] {
      let found = entry(try facts(on: day), endedOn: try Fixture.day(ended))
      let expected: LadderEntry =
        isBanned
        ? .banned(through: ladder.lastDayOfBan(endedOn: try Fixture.day(ended)))
        : .admit(tier: "sn-growth-star")
      #expect(found == expected, "\(ended) \(day)")
    }
  }

  @Test("new members are taken in once a year")
  func onceAYear() throws {
    let known = try facts()
    func entry(_ days: [String]) throws -> LadderEntry {
      ladder.entry(known, endedOn: nil, entries: try days.map(Fixture.day), in: book)
    }
    #expect(try entry(["2025-12-31"]) == .admit(tier: "sn-growth-star"))
    #expect(try entry(["2026-03-01"]) == .afterEntries(year: 2026))
    // The entry of that very day.
    #expect(try entry(["2026-11-22"]) == .admit(tier: "sn-growth-star"))
  }

  private func figures(_ growth: Int64) -> [String: Int64] {
    Dictionary(uniqueKeysWithValues: ladder.indicators.map { ($0.code, growth) })
  }

  @Test(
    "the ranking is the weighted mean; equal ones share a place, and nobody is last without figures"
  )
  func ranking() {
    let ranking = LadderRanking(
      ["a": figures(300_000), "b": figures(-7), "c": figures(300_000), "d": figures(-7)],
      by: ladder)
    #expect(ranking.places.map(\.member) == ["a", "c", "b", "d"])
    #expect(ranking.places.map(\.rank) == [1, 1, 3, 3])
    #expect(ranking.places.map(\.scorePPM) == [300_000, 300_000, -7, -7])
    #expect(ranking.last == ["b", "d"])
    var partial = figures(1)
    partial["tax_share"] = nil
    let open = LadderRanking(["a": figures(1), "b": partial], by: ladder)
    #expect(open.unranked == ["b": ["tax_share"]] && open.last == nil)
    #expect(open.mayBeLast("a") && open.mayBeLast("b") && !open.mayBeLast("c"))
    // Somebody with figures is behind: whatever those of the others are.
    let three = LadderRanking(["a": figures(2), "b": partial, "c": figures(1)], by: ladder)
    #expect(!three.mayBeLast("a") && three.mayBeLast("c"))
  }

  private func review(
    _ changes: [String: FactState] = [:], news: Set<LadderNews> = [], isLast: Bool? = false
  ) throws -> LadderOutcome {
    let tier = try #require(book.standard("sn-growth-star", version: "2017"))
    var partial = figures(2)
    partial["tax_share"] = nil
    let ranking = LadderRanking(
      ["it": figures(isLast == true ? 1 : 5), "other": isLast == nil ? partial : figures(3)],
      by: ladder)
    return ladder.review("it", on: tier, try facts(changes), news: news, ranking: ranking, in: book)
  }

  @Test("last and failing leaves; last but passing, or failing but not last, stays")
  func exits() throws {
    let banned = try Fixture.day("2028-11-22")
    let failing = ["enterprise.growth_above_peers_2y": Fixture.flag(false)]
    #expect(try review(isLast: true) == .keep)
    #expect(try review(failing) == .keep)
    #expect(try review(failing, isLast: true) == .end(.lastAndFailing, bannedThrough: banned))
    #expect(try review(failing, isLast: nil) == .undecided(["tax_share"]))
    #expect(
      try review(["enterprise.growth_above_peers_2y": .unknown], isLast: true)
        == .undecided(["enterprise.growth_above_peers_2y"]))
    #expect(try review(["enterprise.growth_above_peers_2y": .unknown]) == .keep)
    #expect(
      try review(["enterprise.region": Fixture.code("340104")])
        == .end(.conditions, bannedThrough: banned))
    #expect(
      try review(news: [.falseInformation]) == .end(.falseInformation, bannedThrough: banned))
    #expect(try review(news: [.majorChange]) == .keep)
    #expect(
      try review(failing, news: [.majorChange]) == .end(.majorChange, bannedThrough: banned))
  }

  @Test("another name is recognised anew, and who grew is promoted")
  func renameAndPromotion() throws {
    #expect(try review(news: [.rename]) == .recogniseAnew)
    #expect(
      try review(["finance.revenue_last_year_fen": Fixture.wan(10_000)])
        == .promote(to: "sn-industry-star"))
    // Being last among the smaller ones ends nothing for one that outgrew them.
    #expect(
      try review(["finance.revenue_last_year_fen": Fixture.wan(10_000)], isLast: true)
        == .promote(to: "sn-industry-star"))
  }

  @Test("half of the ladder are below scale")
  func quota() {
    func quota(_ members: Int, _ belowScale: Int, _ unknown: Int = 0) -> LadderQuota {
      LadderQuota(
        members: members, belowScale: belowScale, unknown: unknown,
        leastPPM: ladder.belowScalePPM)
    }
    #expect(quota(10, 5).isMet == true && quota(0, 0).isMet == true)
    #expect(quota(11, 5).isMet == false && quota(11, 5, 1).isMet == nil)
    #expect(quota(3, 1).belowScalePPM == 333_333 && quota(0, 0).belowScalePPM == nil)
  }

  @Test("weights must sum to the whole")
  func weights() throws {
    let label: JSON = ["zh": "甲", "en": "a"]
    #expect(throws: Faults.self) {
      try Fixture.ladder([
        "indicators": [
          [
            "code": "a", "label": label, "ppm": 999_999,
            "from": ["fact": "finance.revenue_growth_ppm"],
          ]
        ]
      ])
    }
    #expect(throws: Faults.self) { try Fixture.ladder(["weights_citation": nil]) }
  }
}
