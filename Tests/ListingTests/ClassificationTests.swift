import Catalog
import Domain
import Listing
import Testing

@Suite("Titles and classes")
struct ClassificationTests {
  typealias Fixture = ListingFixture
  let book: StandardBook

  init() throws { book = try Fixture.standards() }

  private func facts(
    _ base: [String: FactState], on day: String = "2026-11-22"
  ) throws -> KnownFacts {
    KnownFacts(base, registry: book.registry, on: try Fixture.day(day))
  }

  /// Industry, revenue in 万元, and the class with it.
  static let scale: [(industry: String, revenue: Int64, met: [String])] = [
    ("3911", 2_000, ["industry-above"]), ("3911", 1_999, []), ("06", 2_000, ["industry-above"]),
    ("46", 2_000, ["industry-above"]), ("C", 2_000, ["industry-above"]),
    ("511", 2_000, ["wholesale-above"]), ("51", 1_999, []), ("52", 500, ["retail-above"]),
    ("52", 499, []), ("61", 200, ["hospitality-above"]), ("62", 199, []),
    ("65", 2_000, ["service-above-2000"]), ("54", 1_999, []), ("84", 2_000, ["service-above-2000"]),
    ("72", 1_000, ["service-above-1000"]), ("702", 999, []),
    ("7040", 1_000, ["service-above-1000"]),
    ("80", 500, ["service-above-500"]), ("85", 499, []), ("85", 500, ["service-above-500"]),
    ("66", 99_999, []), ("01", 99_999, []),
  ]

  @Test("each class begins at its line", arguments: scale)
  func aboveScale(_ row: (industry: String, revenue: Int64, met: [String])) throws {
    let known = try facts([
      "enterprise.industry": Fixture.code(row.industry),
      "finance.revenue_last_year_fen": Fixture.wan(row.revenue),
      "enterprise.construction_qualified": Fixture.flag(false),
      "enterprise.develops_property": Fixture.flag(false),
    ])
    let found = book.classification(.statisticalClass, in: nil, known)
    #expect(found.met == row.met && found.possible.isEmpty)
  }

  @Test("builders are above scale by their qualification, developers by developing")
  func withoutRevenue() throws {
    let builder = try facts([
      "enterprise.industry": Fixture.code("47"),
      "enterprise.construction_qualified": Fixture.flag(true),
    ])
    #expect(
      book.classification(.statisticalClass, in: nil, builder).met == ["construction-qualified"])
    let developer = try facts([
      "enterprise.industry": Fixture.code("7010"),
      "enterprise.develops_property": Fixture.flag(true),
    ])
    #expect(
      book.classification(.statisticalClass, in: nil, developer).met == ["property-developer"])
  }

  @Test("without the revenue the class is possible and the revenue is asked for")
  func unknownRevenue() throws {
    let found = book.classification(
      .statisticalClass, in: nil, try facts(["enterprise.industry": Fixture.code("39")]))
    #expect(found.met.isEmpty && found.possible == ["industry-above"])
    #expect(found.missing == ["finance.revenue_last_year_fen"])
  }

  /// Meets 专精特新 of both versions.
  private func srdi() throws -> [String: FactState] {
    [
      "enterprise.size": Fixture.code("small"),
      "enterprise.major_incident_3y": Fixture.flag(false),
      "legal.abnormal_operation": Fixture.flag(false),
      "legal.gravely_dishonest": Fixture.flag(false),
      "enterprise.titles": Fixture.codes(["innovative_sme"]),
      "enterprise.niche_since": try Fixture.date("2020-05-01"),
      "finance.revenue_last_year_fen": Fixture.wan(1_500),
      "finance.revenue_prior_year_fen": Fixture.wan(1_500),
      "finance.equity_raised_24m_fen": FactState.none,
      "finance.main_business_share_ppm": Fixture.number(800_000),
      "finance.assets_fen": Fixture.wan(1_000), "finance.liabilities_fen": Fixture.wan(800),
      "finance.rd_last_year_fen": Fixture.wan(100), "finance.rd_prior_year_fen": Fixture.wan(100),
      "ip.class1_own_in_use_count": Fixture.number(1),
      "enterprise.science_awards_3y": FactState.none,
      "enterprise.rd_institution": FactState.none, "enterprise.maker_contest": FactState.none,
      "enterprise.srdi_score": Fixture.number(60),
    ]
  }

  private func result(
    _ code: String, _ version: String, _ changes: [String: FactState], on day: String = "2026-11-22"
  ) throws -> RuleResult {
    var base = try srdi()
    base.merge(changes) { _, new in new }
    return try #require(book.standard(code, version: version)).assess(facts(base, on: day)).result
  }

  @Test("the rules of 2026 begin on 1 April")
  func versions() throws {
    for code in ["srdi-province", "little-giant"] {
      for (day, version) in [
        ("2022-07-31", nil), ("2022-08-01", "V2022"), ("2026-03-31", "V2022"),
        ("2026-04-01", "V2026"),
      ] as [(String, String?)] {
        #expect(try book.standard(code, on: Fixture.day(day))?.version == version, "\(day)")
      }
    }
  }

  /// A fact of the enterprise that meets both, changed, and what either version says.
  static let gates: [(fact: String, state: FactState, older: RuleResult, newer: RuleResult)] = [
    ("enterprise.size", ListingFixture.code("large"), .fail, .fail),
    ("finance.revenue_last_year_fen", ListingFixture.wan(1_499), .pass, .fail),
    ("finance.revenue_last_year_fen", ListingFixture.wan(999), .fail, .fail),
    ("finance.main_business_share_ppm", ListingFixture.number(799_999), .pass, .fail),
    ("finance.liabilities_fen", ListingFixture.wan(801), .pass, .fail),
    ("finance.rd_last_year_fen", ListingFixture.wan(99), .fail, .fail),
    ("finance.rd_prior_year_fen", ListingFixture.wan(99), .pass, .fail),
    ("ip.class1_own_in_use_count", ListingFixture.number(0), .pass, .fail),
    ("enterprise.srdi_score", ListingFixture.number(59), .fail, .pass),
    ("enterprise.srdi_score", ListingFixture.number(49), .fail, .fail),
    ("enterprise.titles", ListingFixture.codes(["high_tech"]), .pass, .fail),
    ("legal.gravely_dishonest", ListingFixture.flag(true), .fail, .fail),
    ("enterprise.srdi_score", .unknown, .unknown, .unknown),
  ]

  @Test("each gate of 专精特新 closes at its number, by version", arguments: gates)
  func srdiGates(
    _ row: (fact: String, state: FactState, older: RuleResult, newer: RuleResult)
  ) throws {
    #expect(try result("srdi-province", "V2022", [:], on: "2026-03-31") == .pass)
    #expect(try result("srdi-province", "V2026", [:]) == .pass)
    let change = [row.fact: row.state]
    #expect(try result("srdi-province", "V2022", change, on: "2026-03-31") == row.older)
    #expect(try result("srdi-province", "V2026", change) == row.newer)
  }

  @Test("equity, awards and a research institution stand in for revenue, score and rights")
  func alternatives() throws {
    let small = ["finance.revenue_last_year_fen": Fixture.wan(500)]
    #expect(try result("srdi-province", "V2026", small) == .fail)
    var funded = small
    funded["finance.equity_raised_24m_fen"] = Fixture.wan(2_000)
    #expect(try result("srdi-province", "V2026", funded) == .pass)
    let institution = [
      "ip.class1_own_in_use_count": Fixture.number(0),
      "enterprise.rd_institution": Fixture.code("province"),
    ]
    #expect(try result("srdi-province", "V2026", institution) == .pass)
    let award = [
      "enterprise.srdi_score": Fixture.number(10),
      "enterprise.science_awards_3y": Fixture.codes(["province_top3"]),
    ]
    #expect(try result("srdi-province", "V2022", award) == .pass)
    #expect(try result("srdi-province", "V2026", award) == .fail)
  }

  @Test("the years in the niche are full ones to the last end of a year")
  func niche() throws {
    for (since, day, expected) in [
      ("2023-01-01", "2026-11-22", RuleResult.pass), ("2023-01-02", "2026-11-22", .fail),
      ("2023-01-02", "2027-01-01", .pass),
    ] as [(String, String, RuleResult)] {
      let change = ["enterprise.niche_since": try Fixture.date(since)]
      #expect(try result("srdi-province", "V2026", change, on: day) == expected, "\(since) \(day)")
    }
  }

  private func giant(_ changes: [String: FactState]) -> [String: FactState] {
    let base: [String: FactState] = [
      "enterprise.titles": Fixture.codes(["srdi_province"]),
      "finance.revenue_last_year_fen": Fixture.wan(5_000),
      "finance.revenue_prior_year_fen": Fixture.wan(5_000),
      "finance.rd_last_year_fen": Fixture.wan(600), "finance.rd_prior_year_fen": Fixture.wan(600),
      "finance.main_business_share_ppm": Fixture.number(900_000),
      "finance.main_growth_2y_ppm": Fixture.number(50_000),
      "finance.revenue_cagr_2y_ppm": Fixture.number(50_000),
      "finance.liabilities_fen": Fixture.wan(700),
      "enterprise.market_share_ppm": Fixture.number(100_000),
      "enterprise.rd_institution": Fixture.code("city"), "ip.class1_count": Fixture.number(4),
      "ip.class1_own_in_use_count": Fixture.number(4),
      "enterprise.rd_staff_share_ppm": Fixture.number(100_000),
    ]
    return base.merging(changes) { _, new in new }
  }

  @Test("小巨人 asks for more: research by revenue in V2022, in sum in V2026")
  func littleGiant() throws {
    for (changes, older, newer) in [
      ([:], .pass, .pass),
      (["finance.liabilities_fen": Fixture.wan(750)], .fail, .pass),
      (["finance.liabilities_fen": Fixture.wan(751)], .fail, .fail),
      (["finance.main_business_share_ppm": Fixture.number(700_000)], .pass, .fail),
      (["finance.rd_last_year_fen": Fixture.wan(299)], .fail, .fail),
      (["finance.rd_prior_year_fen": Fixture.wan(599)], .pass, .fail),
      (["finance.revenue_last_year_fen": Fixture.wan(4_999)], .fail, .fail),
      (["enterprise.market_share_ppm": Fixture.number(99_999)], .fail, .fail),
      (["ip.class1_count": Fixture.number(1)], .fail, .pass),
      (["ip.class1_own_in_use_count": Fixture.number(3)], .pass, .fail),
      (
        [
          "ip.class1_count": Fixture.number(0), "ip.class1_own_in_use_count": Fixture.number(0),
          "enterprise.science_awards_3y": Fixture.codes(["national_top3"]),
        ], .pass, .pass
      ),
    ] as [([String: FactState], RuleResult, RuleResult)] {
      #expect(
        try result("little-giant", "V2022", giant(changes), on: "2026-03-31") == older,
        "\(changes)")
      #expect(try result("little-giant", "V2026", giant(changes)) == newer, "\(changes)")
    }
  }
}
