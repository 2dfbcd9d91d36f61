import Catalog
import Domain
import Listing
import Testing

@Suite("Scores of titles")
struct ScoreTests {
  typealias Fixture = ListingFixture
  let book: StandardBook

  init() throws { book = try Fixture.standards() }

  /// What every title asks for, and nothing that opens it directly.
  private static let base: [String: FactState] = [
    "enterprise.size": ListingFixture.code("small"),
    "enterprise.major_incident_3y": ListingFixture.flag(false),
    "legal.abnormal_operation": ListingFixture.flag(false),
    "legal.gravely_dishonest": ListingFixture.flag(false),
    "enterprise.science_awards_3y": .none, "enterprise.rd_institution": .none,
    "enterprise.maker_contest": .none, "enterprise.titles": ListingFixture.codes(["tech_sme"]),
    "finance.equity_raised_24m_fen": .none, "finance.equity_raised_36m_fen": .none,
  ]

  /// An innovative SME with just 60 points: 20 (5 + 15), 20 (15 + 5) and 20 (5 + 15).
  private static let innovative: [String: FactState] = [
    "ip.class1_high_value_count": .none, "ip.class1_own_in_use_count": .none,
    "ip.class1_count": .none, "ip.class2_count": ListingFixture.number(1),
    "finance.revenue_last_year_fen": ListingFixture.wan(1_000),
    "finance.rd_last_year_fen": ListingFixture.wan(30),
    "finance.main_growth_last_ppm": ListingFixture.number(100_000),
    "finance.assets_fen": ListingFixture.wan(1_000),
    "finance.liabilities_fen": ListingFixture.wan(551),
    "enterprise.strategic_emerging": ListingFixture.flag(false),
    "finance.main_business_share_ppm": ListingFixture.number(600_000),
  ]

  private func assess(
    _ code: String, _ facts: [String: FactState], _ changes: [String: FactState],
    on day: String = "2026-11-22"
  ) throws -> Assessment {
    let known = Self.base.merging(facts) { $1 }.merging(changes) { $1 }
    let standard = try #require(book.standard(code, version: "V2022"))
    return standard.assess(
      KnownFacts(known, registry: book.registry, on: try Fixture.day(day)))
  }

  private func outcome(_ id: String, in assessment: Assessment) throws -> Assessment.Outcome {
    let route = try #require(assessment.routes.first { $0.code == "score" })
    return try #require(route.outcomes.first { $0.id == id })
  }

  private func points(
    _ id: String, _ code: String, _ facts: [String: FactState], _ changes: [String: FactState]
  ) throws -> ClosedRange<Int64>? {
    try outcome(id, in: assess(code, facts, changes)).points
  }

  /// One fact at the bounds of its bands, and the points of the part with it.
  private static let bands: [(part: String, fact: String, states: [(FactState, Int64)])] = {
    let (number, wan) = (ListingFixture.number, ListingFixture.wan)
    return [
      ("innovation", "ip.class1_high_value_count", [(number(1), 35), (.none, 20)]),
      ("innovation", "ip.class1_own_in_use_count", [(number(1), 30)]),
      ("innovation", "ip.class1_count", [(number(1), 25)]),
      ("innovation", "ip.class2_count", [(number(0), 15)]),
      (
        "innovation", "finance.rd_last_year_fen",
        [(wan(50), 25), (wan(49), 20), (wan(29), 15), (wan(19), 10), (wan(9), 5)]
      ),
      (
        "growth", "finance.main_growth_last_ppm",
        [
          (number(150_000), 25), (number(149_999), 20), (number(99_999), 15), (number(49_999), 10),
          (number(0), 10), (number(-1), 5),
        ]
      ),
      ("growth", "finance.liabilities_fen", [(wan(550), 25), (wan(749), 20), (wan(750), 15)]),
      ("specialisation", "enterprise.strategic_emerging", [(ListingFixture.flag(true), 25)]),
      (
        "specialisation", "finance.main_business_share_ppm",
        [
          (number(700_000), 25), (number(699_999), 20), (number(599_999), 15),
          (number(549_999), 10), (number(499_999), 5),
        ]
      ),
    ]
  }()

  @Test("each indicator of an innovative SME gives the points of its first band that holds")
  func indicators() throws {
    for (part, fact, states) in Self.bands {
      for (state, expected) in states {
        let found = try points("score_\(part)", "innovative-sme", Self.innovative, [fact: state])
        #expect(found == expected...expected, "\(fact) \(state)")
      }
    }
  }

  private func result(
    _ changes: [String: FactState], _ facts: [String: FactState] = Self.innovative
  ) throws -> RuleResult {
    try assess("innovative-sme", facts, changes).result
  }

  @Test("60 points are enough, 55 are not, and neither are 70 where one part has too few")
  func least() throws {
    #expect(try points("score", "innovative-sme", Self.innovative, [:]) == 60...60)
    #expect(try result([:]) == .pass)
    #expect(try result(["finance.main_growth_last_ppm": Fixture.number(99_999)]) == .fail)
    let lopsided = [
      "ip.class1_high_value_count": Fixture.number(1),
      "finance.main_business_share_ppm": Fixture.number(700_000),
      "finance.main_growth_last_ppm": Fixture.number(0),
    ]
    #expect(try points("score", "innovative-sme", Self.innovative, lopsided) == 70...70)
    #expect(try result(lopsided) == .fail, "10 of the 15 points of growth")
    var enough = lopsided
    enough["finance.main_growth_last_ppm"] = Fixture.number(50_000)
    #expect(try result(enough) == .pass)
  }

  @Test("each direct way opens without any points")
  func direct() throws {
    let poor: [String: FactState] = [
      "finance.main_growth_last_ppm": Fixture.number(-1),
      "finance.main_business_share_ppm": Fixture.number(0),
    ]
    #expect(try result(poor) == .fail)
    for (fact, state) in [
      ("enterprise.science_awards_3y", Fixture.codes(["province_top3"])),
      ("enterprise.titles", Fixture.codes(["high_tech"])),
      ("enterprise.rd_institution", Fixture.code("province")),
      ("finance.equity_raised_36m_fen", Fixture.wan(500)),
    ] {
      #expect(try result(poor.merging([fact: state]) { $1 }) == .pass, "\(fact)")
    }
    for (fact, state) in [
      ("enterprise.rd_institution", Fixture.code("city")),
      ("finance.equity_raised_36m_fen", Fixture.wan(499)),
    ] {
      #expect(try result(poor.merging([fact: state]) { $1 }) == .fail, "\(fact)")
    }
  }

  @Test("what is not known leaves a range, and is asked for only where it can still decide")
  func unknown() throws {
    let open = try assess(
      "innovative-sme", Self.innovative, ["ip.class2_count": .unknown])
    #expect(try outcome("score", in: open).points == 55...60)
    #expect(open.result == .unknown && open.missing == ["ip.class2_count"])
    // A band that holds hides what would give fewer points.
    let hidden = try assess(
      "innovative-sme", Self.innovative,
      ["ip.class1_high_value_count": Fixture.number(1), "ip.class2_count": .unknown])
    #expect(hidden.result == .pass && hidden.missing == [])
    // Whatever it is, it is too little, or enough.
    let hopeless: [String: FactState] = [
      "ip.class2_count": .unknown, "finance.main_growth_last_ppm": Fixture.number(-1),
    ]
    #expect(try result(hopeless) == .fail)
    #expect(try result(["enterprise.strategic_emerging": .unknown]) == .pass)
    #expect(
      try points(
        "score", "innovative-sme", Self.innovative, ["enterprise.strategic_emerging": .unknown])
        == 60...65)
  }

  /// 专精特新 of V2022 with just 60 points, 15 of them the province's.
  private static let srdi: [String: FactState] = {
    let (number, wan) = (ListingFixture.number, ListingFixture.wan)
    return [
      "enterprise.srdi_score": .none,
      // 5 + 10 + 1 + 3
      "finance.main_business_share_ppm": number(800_000),
      "finance.main_growth_2y_ppm": number(100_000),
      "enterprise.srdi_field": ListingFixture.code("foundation"),
      // 3 + 5 + 4 + 3
      "enterprise.digital_level": ListingFixture.code("level_2"),
      "enterprise.quality_marks": ListingFixture.codes(["own_brand", "system_certified"]),
      "finance.net_profit_last_year_fen": wan(80),
      "finance.assets_fen": wan(1_000), "finance.liabilities_fen": wan(600),
      "enterprise.srdi_feature_points": number(15),
      // 6 + 4 + 1 + 0
      "ip.class1_high_value_count": .none, "ip.class1_own_in_use_count": .none,
      "ip.class1_count": number(1), "ip.class2_count": number(9),
      "finance.revenue_last_year_fen": wan(2_000), "finance.rd_last_year_fen": wan(100),
      "finance.rd_prior_year_fen": wan(100), "enterprise.rd_staff_share_ppm": number(50_000),
    ]
  }()

  private func srdi(
    _ changes: [String: FactState] = [:]
  ) throws -> (points: ClosedRange<Int64>?, result: RuleResult) {
    var facts = Self.srdi
    facts["enterprise.niche_since"] = try Fixture.date("2022-05-01")
    let found = try assess("srdi-province", facts, changes, on: "2026-03-31")
    return (try outcome("score", in: found).points, found.result)
  }

  @Test("the 100 points of 专精特新 are counted over thirteen indicators, and 60 are enough")
  func provincial() throws {
    let just = try srdi()
    #expect(just.points == 60...60 && just.result == .pass)
    for (fact, state, expected) in [
      ("finance.main_business_share_ppm", Fixture.number(799_999), 58),
      ("finance.main_growth_2y_ppm", Fixture.number(99_999), 58),
      ("enterprise.niche_since", try Fixture.date("2017-01-01"), 63),
      ("enterprise.srdi_field", .none, 57),
      ("enterprise.srdi_field", Fixture.code("shortfall"), 62),
      ("enterprise.digital_level", Fixture.code("level_3"), 62),
      ("enterprise.digital_level", Fixture.code("level_1"), 57),
      ("enterprise.quality_marks", Fixture.codes(["own_brand"]), 58),
      (
        "enterprise.quality_marks",
        Fixture.codes(["own_brand", "quality_award", "standard_maker", "system_certified"]), 60
      ),
      ("finance.net_profit_last_year_fen", Fixture.wan(200), 66),
      ("finance.liabilities_fen", Fixture.wan(500), 62),
      ("enterprise.srdi_feature_points", Fixture.number(14), 59),
      ("ip.class1_high_value_count", Fixture.number(1), 64),
      ("finance.rd_last_year_fen", Fixture.wan(500), 66),
      // 4 % of revenue, and less than 2 million.
      ("finance.rd_last_year_fen", Fixture.wan(80), 60),
      ("enterprise.rd_staff_share_ppm", Fixture.number(200_000), 64),
    ] as [(String, FactState, Int64)] {
      let found = try srdi([fact: state])
      #expect(found.points == expected...expected, "\(fact) \(state)")
    }
    #expect(try srdi(["enterprise.srdi_feature_points": Fixture.number(14)]).result == .fail)
  }

  @Test("points of the province that nobody told are a range; a score that was told counts alone")
  func told() throws {
    let open = try srdi(["enterprise.srdi_feature_points": .unknown])
    #expect(open.points == 45...60 && open.result == .unknown)
    for (told, expected) in [(60, RuleResult.pass), (59, .fail)] as [(Int64, RuleResult)] {
      let found = try srdi([
        "enterprise.srdi_score": Fixture.number(told), "enterprise.srdi_feature_points": .unknown,
      ])
      #expect(found.points == told...told && found.result == expected)
    }
  }

  /// Codes of the faults of the shipped table of the innovative SME with members changed.
  private func codes(_ change: (inout [String: JSON]) -> Void) throws -> [String] {
    let shipped = try Fixture.document("Schemas/listing/standards/titles.yaml")
    let all = shipped["standards"]?.arrayValue ?? []
    var standard = try #require(all.first { $0["code"] == "innovative-sme" }?.objectValue)
    var group = try #require(standard["groups"]?.arrayValue?.first?.objectValue)
    var routes = group["routes"]?.arrayValue ?? []
    var route = try #require(routes.first?.objectValue)
    var score = try #require(route["score"]?.objectValue)
    change(&score)
    route["score"] = .object(score)
    routes[0] = .object(route)
    group["routes"] = .array(routes)
    standard["groups"] = .array([.object(group)])
    do {
      _ = try StandardBook(
        [("titles.yaml", ["standards": [.object(standard)]])], registry: book.registry)
      return []
    } catch {
      return error.list.map(\.code)
    }
  }

  /// One part with one indicator, which is the whole.
  private func table(_ indicator: JSON, least: Int64 = 1) -> JSON {
    [["code": "part", "least": .int(least), "indicators": [indicator]]]
  }

  @Test("a table that cannot be meant is refused with a code")
  func faults() throws {
    #expect(try codes { _ in } == [])
    #expect(try codes { $0["of"] = 99 } == ["points_sum"])
    #expect(try codes { $0["least"] = 101 } == ["order"])
    #expect(try codes { $0["told"] = "enterprise.titles" } == ["unknown_fact"])
    #expect(try codes { $0["surprise"] = 1 } == ["unknown_member"])
    let held: JSON = [
      ["id": "one", "fact": "ip.class2_count", "op": "gte", "value": 1]
    ]
    func indicator(_ members: [String: JSON]) -> JSON {
      .object(members.merging(["code": "one", "most": 5]) { first, _ in first })
    }
    for (made, expected) in [
      (["bands": [["points": 5, "criteria": held], ["points": 2]]], []),
      (["bands": [["points": 5], ["points": 2, "criteria": held]]], ["empty"]),
      (["bands": [["points": 4, "criteria": held]]], ["order"]),
      (["bands": [["points": 5, "criteria": held], ["points": 5]]], ["order"]),
      (["adds": true, "bands": [["points": 4, "criteria": held]]], ["order"]),
      (["adds": true, "bands": [["points": 5]]], ["empty"]),
      (["fact": "ip.class2_count"], []), ([:], ["one_of"]),
      (["fact": "ip.class2_count", "bands": [["points": 5]]], ["one_of"]),
    ] as [([String: JSON], [String])] {
      let found = try codes { score in
        score["of"] = 5
        score["least"] = 5
        score["parts"] = table(indicator(made))
      }
      #expect(found == expected, "\(made)")
    }
    let high = try codes { score in
      score["of"] = 5
      score["least"] = 5
      score["parts"] = table(indicator(["fact": "ip.class2_count"]), least: 6)
    }
    #expect(high == ["order"])
  }
}
