import Catalog
import Domain
import Listing
import Testing

@Suite("Readiness for a board")
struct ReadinessTests {
  typealias Fixture = ListingFixture
  let book: StandardBook
  let day: LegalDate

  init() throws {
    book = try Fixture.standards()
    day = try Fixture.day("2026-11-22")
  }

  /// A company that only lacks a financial route.
  private func company() throws -> [String: FactState] {
    [
      "enterprise.registered_on": try Fixture.date("2020-06-01"),
      "enterprise.joint_stock_since": try Fixture.date("2026-03-10"),
      "enterprise.reform_basis": Fixture.code("book"),
      "enterprise.equity_clear": Fixture.flag(true),
      "enterprise.control_shares_pledged": Fixture.flag(false),
      "enterprise.governance_sound": Fixture.flag(true),
      "enterprise.business_clear": Fixture.flag(true),
      "enterprise.new_economy": Fixture.flag(false),
      "enterprise.industry_policy_class": Fixture.code("permitted"),
      "enterprise.market_makers_count": FactState.none,
      "enterprise.market_value_fen": FactState.none,
      "finance.paid_in_capital_fen": Fixture.wan(2_000),
      "finance.assets_fen": Fixture.wan(6_000), "finance.liabilities_fen": Fixture.wan(3_000),
      "finance.net_profit_last_year_fen": Fixture.wan(100),
      "finance.net_profit_prior_year_fen": Fixture.wan(100),
      "finance.revenue_last_year_fen": Fixture.wan(2_000),
      "finance.revenue_prior_year_fen": Fixture.wan(2_000),
      "finance.operating_cash_last_year_fen": Fixture.wan(-1),
      "finance.operating_cash_prior_year_fen": Fixture.wan(-1),
      "finance.rd_last_year_fen": Fixture.wan(10), "finance.rd_prior_year_fen": Fixture.wan(10),
      "finance.equity_raised_12m_fen": FactState.none,
      "finance.equity_raised_24m_fen": FactState.none,
      "legal.last_conviction_on": FactState.none, "legal.sentence_unserved": Fixture.flag(false),
      "legal.last_major_violation_on": FactState.none,
      "legal.last_securities_penalty_on": FactState.none,
      "legal.under_investigation": Fixture.flag(false),
      "legal.dishonest_listed": Fixture.flag(false), "legal.officer_barred": Fixture.flag(false),
    ]
  }

  private func facts(_ changes: [String: FactState?] = [:]) throws -> KnownFacts {
    var base = try company()
    for (path, state) in changes { base[path] = state }
    return KnownFacts(base, registry: book.registry, on: day)
  }

  private func assess(
    _ changes: [String: FactState?], version: String = "2023"
  ) throws -> Assessment {
    try #require(book.standard("neeq", version: version)).assess(facts(changes))
  }

  /// In 万元: members of the row are the facts of the route, and whether the route is open with them.
  struct Row: Sendable {
    let route: String
    let facts: [String: Int64]
    let isOpen: Bool

    init(_ route: String, _ isOpen: Bool, _ facts: [String: Int64]) {
      self.route = route
      self.facts = facts
      self.isOpen = isOpen
    }
  }

  static let rows: [Row] = [
    Row("A1", true, ["net_profit_last_year": 600, "net_profit_prior_year": 1]),
    Row("A1", false, ["net_profit_last_year": 600, "net_profit_prior_year": 0]),
    Row("A1", true, ["net_profit_last_year": 599, "net_profit_prior_year": 201]),
    Row("A1", false, ["net_profit_last_year": 599, "net_profit_prior_year": 200]),
    Row("A1", false, ["net_profit_last_year": 599, "net_profit_prior_year": -1]),
    Row("A2", true, ["revenue_last_year": 3_600, "revenue_prior_year": 3_000]),
    Row("A2", false, ["revenue_last_year": 3_599, "revenue_prior_year": 3_000]),
    Row("A2", false, ["revenue_last_year": 3_599, "revenue_prior_year": 2_400]),
    Row(
      "A2", true,
      [
        "revenue_last_year": 5_000, "revenue_prior_year": 5_000, "operating_cash_last_year": 1,
        "operating_cash_prior_year": 1,
      ]),
    Row(
      "A2", false,
      [
        "revenue_last_year": 5_000, "revenue_prior_year": 5_000, "operating_cash_last_year": 1,
        "operating_cash_prior_year": 0,
      ]),
    Row(
      "A3", true,
      [
        "revenue_last_year": 3_000, "revenue_prior_year": 3_000, "rd_last_year": 200,
        "rd_prior_year": 100,
      ]),
    Row(
      "A3", false,
      [
        "revenue_last_year": 3_000, "revenue_prior_year": 3_000, "rd_last_year": 200,
        "rd_prior_year": 99,
      ]),
    Row(
      "A3", false,
      [
        "revenue_last_year": 2_999, "revenue_prior_year": 3_000, "rd_last_year": 200,
        "rd_prior_year": 100,
      ]),
    Row("A4", true, ["rd_last_year": 500, "rd_prior_year": 500, "equity_raised_24m": 2_000]),
    Row("A4", false, ["rd_last_year": 500, "rd_prior_year": 499, "equity_raised_24m": 2_000]),
    Row("A4", false, ["rd_last_year": 500, "rd_prior_year": 500, "equity_raised_24m": 1_999]),
    Row("B1", false, ["rd_last_year": 1_000, "equity_raised_12m": 2_000]),
  ]

  @Test("a verdict that fails says what would mend each failing condition, and when time does")
  func repairs() throws {
    let standard = try #require(book.standard("neeq", version: "2023"))
    // Profitable, but punished last year and pledged.
    let profit: [String: FactState?] = [
      "finance.net_profit_last_year_fen": Fixture.wan(600),
      "finance.net_profit_prior_year_fen": Fixture.wan(300),
    ]
    #expect(try standard.repairs(facts(profit)).isEmpty)
    var broken = profit
    broken["legal.last_major_violation_on"] = try Fixture.date("2025-12-05")
    broken["enterprise.control_shares_pledged"] = Fixture.flag(true)
    let repairs = try standard.repairs(facts(broken))
    #expect(repairs.map(\.criterion) == ["control_unpledged", "violation_24m"])
    #expect(repairs.allSatisfy { $0.route == nil && !$0.isAlternative })
    #expect(repairs[0].holdsOn == nil && repairs[0].tests.map(\.operand.json) == [false])
    #expect(try repairs[1].holdsOn == Fixture.day("2027-12-05"))
    // Without a route that opens, the nearest ones say what they lack.
    let poor = try facts()
    let nearest = Set(standard.assess(poor).nearest.map(\.code))
    let lacking = standard.repairs(poor)
    #expect(!lacking.isEmpty && Set(lacking.compactMap(\.route)) == nearest)
    #expect(lacking.allSatisfy { !$0.tests.isEmpty })
    // What is not known is asked for, and not mended.
    #expect(
      try standard.repairs(facts(["enterprise.equity_clear": FactState.unknown])).isEmpty == false)
    var unsure = profit
    unsure["enterprise.equity_clear"] = FactState.unknown
    #expect(try standard.repairs(facts(unsure)).isEmpty)
  }

  @Test("each financial route opens at its numbers and not below them", arguments: rows)
  func routes(_ row: Row) throws {
    var changes: [String: FactState?] = [:]
    for (name, amount) in row.facts { changes["finance.\(name)_fen"] = Fixture.wan(amount) }
    let assessment = try assess(changes)
    #expect(assessment.open.map(\.code) == (row.isOpen ? [row.route] : []))
    #expect(assessment.result == (row.isOpen ? .pass : .fail))
  }

  @Test("market makers and a value open A5, and in the new economy B2")
  func marketMaking() throws {
    let makers: [String: FactState?] = [
      "enterprise.market_makers_count": Fixture.number(4),
      "enterprise.market_value_fen": Fixture.wan(10_000),
    ]
    #expect(try assess(makers).open.map(\.code) == ["A5"])
    var young = makers
    young["enterprise.new_economy"] = Fixture.flag(true)
    young["enterprise.registered_on"] = try Fixture.date("2024-12-31")
    #expect(try assess(young).open.map(\.code) == ["B2"])
    young["finance.liabilities_fen"] = Fixture.wan(5_900)
    // Route B asks for no net assets per share.
    #expect(try assess(young).open.map(\.code) == ["B2"])
  }

  @Test("three market makers, or a value below 100 million, open neither A5 nor B2")
  func marketMakingBounds() throws {
    for (makers, value) in [(3, 10_000), (4, 9_999)] as [(Int64, Int64)] {
      let short: [String: FactState?] = [
        "enterprise.market_makers_count": Fixture.number(makers),
        "enterprise.market_value_fen": Fixture.wan(value),
        "enterprise.new_economy": Fixture.flag(true),
      ]
      #expect(try assess(short).open.isEmpty, "\(makers) \(value)")
    }
  }

  @Test("B1 opens in the new economy after one full fiscal year, at its numbers and not below")
  func newEconomy() throws {
    for (registered, research, equity, open) in [
      ("2024-12-31", 1_000, 2_000, ["B1"]), ("2024-12-31", 999, 2_000, []),
      ("2024-12-31", 1_000, 1_999, []), ("2025-01-02", 1_000, 2_000, []),
    ] as [(String, Int64, Int64, [String])] {
      let young: [String: FactState?] = [
        "enterprise.new_economy": Fixture.flag(true),
        "enterprise.registered_on": try Fixture.date(registered),
        "finance.rd_last_year_fen": Fixture.wan(research),
        "finance.equity_raised_12m_fen": Fixture.wan(equity),
      ]
      #expect(
        try assess(young).open.map(\.code) == open, "\(registered) \(research) \(equity)")
    }
  }

  private let profit: [String: FactState?] = [
    "finance.net_profit_last_year_fen": ListingFixture.wan(600)
  ]

  @Test("every bar of the negative list closes every route")
  func negatives() throws {
    #expect(try assess(profit).result == .pass)
    for (path, state) in [
      ("legal.under_investigation", Fixture.flag(true)),
      ("legal.dishonest_listed", Fixture.flag(true)), ("legal.officer_barred", Fixture.flag(true)),
      ("legal.sentence_unserved", Fixture.flag(true)),
      ("legal.last_conviction_on", try Fixture.date("2024-11-23")),
      ("legal.last_major_violation_on", try Fixture.date("2024-11-23")),
      ("legal.last_securities_penalty_on", try Fixture.date("2025-11-23")),
      ("enterprise.industry_policy_class", Fixture.code("eliminated")),
      ("finance.paid_in_capital_fen", Fixture.wan(499)), ("enterprise.joint_stock_since", .none),
    ] as [(String, FactState)] {
      var changes = profit
      changes[path] = state
      #expect(try assess(changes).result == .fail, "\(path)")
    }
    for (path, day) in [
      ("legal.last_conviction_on", "2024-11-22"),
      ("legal.last_securities_penalty_on", "2025-11-22"),
    ] {
      var changes = profit
      changes[path] = try Fixture.date(day)
      #expect(try assess(changes).result == .pass, "\(path)")
    }
  }

  @Test("margins say how far it is, in the unit of the fact")
  func margins() throws {
    let assessment = try assess(["finance.net_profit_last_year_fen": Fixture.wan(590)])
    let profit = try #require(assessment.routes.first { $0.code == "A1" }?.outcomes.last)
    #expect(profit.id == "profit" && profit.result == .fail)
    #expect(profit.tests.map(\.margin) == [-110_000_000, -10_000_000])
    #expect(assessment.nearest.contains { $0.code == "A1" && $0.failing == ["profit"] })
    let perShare = try #require(
      assessment.routes[0].outcomes.first { $0.id == "net_assets_per_share" })
    #expect(perShare.tests[0].margin == 500_000)
  }

  @Test("what is not known is asked for only where it can still change the result")
  func unknown() throws {
    let unknownProfit = try assess(["finance.net_profit_last_year_fen": nil])
    #expect(unknownProfit.result == .unknown)
    // Of a computed fact what it is computed from.
    #expect(unknownProfit.missing == ["finance.net_profit_last_year_fen"])
    // Another route is open: the profit is not asked for.
    let open = try assess([
      "finance.net_profit_last_year_fen": nil,
      "enterprise.market_makers_count": Fixture.number(4),
      "enterprise.market_value_fen": Fixture.wan(10_000),
    ])
    #expect(open.result == .pass && open.missing.isEmpty)
    // A bar is known: nothing is asked for.
    let barred = try assess([
      "finance.net_profit_last_year_fen": nil,
      "legal.under_investigation": Fixture.flag(true),
    ])
    #expect(barred.result == .fail && barred.missing.isEmpty)
  }

  @Test("the older rules ask for revenue of two years or net assets")
  func older() throws {
    #expect(try assess([:], version: "2013").open.map(\.code) == ["F1", "F2"])
    let small: [String: FactState?] = [
      "finance.revenue_last_year_fen": Fixture.wan(499),
      "finance.revenue_prior_year_fen": Fixture.wan(500),
      "finance.liabilities_fen": Fixture.wan(3_001),
    ]
    #expect(try assess(small, version: "2013").result == .fail)
    #expect(try book.standard("neeq", on: Fixture.day("2023-02-16"))?.version == "2013")
    #expect(try book.standard("neeq", on: Fixture.day("2023-02-17"))?.version == "2023")
  }

  @Test("fiscal years are full ones: two of them are not 730 days")
  func qualifyOn() throws {
    let standard = try #require(book.standard("neeq", version: "2023"))
    for (registered, basis, jointStock, expected) in [
      // Full years 2025 and 2026 end with 2026.
      ("2024-06-01", "book", "2026-03-10", "2027-01-01"),
      ("2025-01-01", "book", "2026-03-10", "2027-01-01"),
      ("2025-01-02", "book", "2026-03-10", "2028-01-01"),
      // Converted at an appraised value the years count anew.
      ("2015-01-01", "appraised", "2026-03-10", "2029-01-01"),
      ("2015-01-01", "founded", "2015-01-01", "2026-11-22"),
    ] {
      var changes = profit
      changes["enterprise.registered_on"] = try Fixture.date(registered)
      changes["enterprise.reform_basis"] = Fixture.code(basis)
      changes["enterprise.joint_stock_since"] = try Fixture.date(jointStock)
      #expect(
        try standard.qualifiesOn(facts(changes)) == Fixture.day(expected), "\(registered) \(basis)")
    }
  }

  @Test("a breach recedes to the day, and what time does not mend has no day")
  func recedes() throws {
    let standard = try #require(book.standard("neeq", version: "2023"))
    var changes = profit
    changes["legal.last_conviction_on"] = try Fixture.date("2025-02-28")
    #expect(try standard.qualifiesOn(facts(changes)) == Fixture.day("2027-02-28"))
    #expect(try standard.qualifiesOn(facts()) == nil)
  }

  @Test("the regional board asks for other things by batch")
  func regional() throws {
    let srdi: [String: FactState?] = [
      "enterprise.titles": Fixture.codes(["srdi_province"]),
      "enterprise.region": Fixture.code("340104"), "enterprise.legal_form": Fixture.code("company"),
      "enterprise.joint_stock_since": FactState.none,
      "finance.revenue_last_year_fen": Fixture.wan(3_000),
      "enterprise.major_incident_1y": Fixture.flag(false),
      "enterprise.major_incident_3y": Fixture.flag(true),
      "legal.abnormal_operation": Fixture.flag(false),
      "legal.gravely_dishonest": Fixture.flag(false),
    ]
    let fifth = try #require(book.standard("ah-srdi", version: "batch-5"))
    let seventh = try #require(book.standard("ah-srdi", version: "batch-7"))
    #expect(try fifth.assess(facts(srdi)).result == .pass)
    #expect(try seventh.assess(facts(srdi)).result == .fail)
    var clean = srdi
    clean["enterprise.major_incident_3y"] = Fixture.flag(false)
    #expect(try seventh.assess(facts(clean)).result == .pass)
    clean["finance.revenue_last_year_fen"] = Fixture.wan(2_999)
    #expect(try seventh.assess(facts(clean)).result == .fail)
  }
}
