import Catalog
import Domain
import Listing
import Testing

@Suite("Layers")
struct LayerTests {
  typealias Fixture = ListingFixture
  let book: StandardBook

  init() throws { book = try Fixture.standards() }

  private func facts(_ base: [String: FactState]) throws -> KnownFacts {
    KnownFacts(base, registry: book.registry, on: try Fixture.day("2026-11-22"))
  }

  private let innovation: [String: FactState] = [
    "enterprise.listed_boards": ListingFixture.codes(["neeq"]),
    "finance.raised_on_board_fen": ListingFixture.wan(1_000),
    "enterprise.qualified_investors_count": ListingFixture.number(50),
    "finance.assets_fen": ListingFixture.wan(5_000),
    "finance.liabilities_fen": ListingFixture.wan(5_000),
    "enterprise.layer_governance": ListingFixture.flag(true),
    "legal.last_major_violation_on": .none, "legal.last_securities_penalty_on": .none,
    "legal.under_investigation": ListingFixture.flag(false),
    "finance.net_profit_last_year_fen": ListingFixture.wan(1_000),
    "finance.net_profit_prior_year_fen": ListingFixture.wan(1_000),
    "finance.roe_mean_2y_ppm": ListingFixture.number(60_000),
    "finance.paid_in_capital_fen": ListingFixture.wan(2_000),
  ]

  @Test(
    "the next day on which time may change a layer is the anniversary that counts, or a new version"
  )
  func nextTurn() throws {
    var base = innovation
    #expect(try book.nextTurn(.layer, of: "neeq", facts(base)) == nil)
    base["legal.last_major_violation_on"] = .known(.date(try Fixture.day("2025-12-05")))
    // Eleven months were full on 5 November; a year is on 5 December, and lets it in.
    let turn = try #require(try book.nextTurn(.layer, of: "neeq", facts(base)))
    #expect(turn == (try Fixture.day("2025-12-05")).adding(months: 12))
    let before = try facts(base)
    #expect(book.placement(.layer, of: "neeq", before).sure == "neeq.base")
    #expect(book.placement(.layer, of: "neeq", before.on(turn)).sure == "neeq.innovation")
    // Seen from before it is in force, a version is what turns next.
    let old = KnownFacts(innovation, registry: book.registry, on: try Fixture.day("2022-03-03"))
    #expect(book.nextTurn(.layer, of: "neeq", old) == (try Fixture.day("2022-03-04")))
  }

  @Test("a listed enterprise rises into the innovation layer and falls out of it again")
  func upAndDown() throws {
    var base = innovation
    #expect(
      try book.change(.layer, of: "neeq", from: "neeq.base", facts(base))
        == .up(from: "neeq.base", to: "neeq.innovation"))
    #expect(
      try book.change(.layer, of: "neeq", from: "neeq.innovation", facts(base)) == .none)
    base["enterprise.qualified_investors_count"] = Fixture.number(49)
    base["finance.market_value_60d_fen"] = Fixture.wan(30_000)
    #expect(
      try book.change(.layer, of: "neeq", from: "neeq.innovation", facts(base))
        == .down(from: "neeq.innovation", to: "neeq.base"))
    base["enterprise.listed_boards"] = FactState.none
    #expect(
      try book.change(.layer, of: "neeq", from: "neeq.base", facts(base))
        == .down(from: "neeq.base", to: nil))
  }

  /// Facts by which nobody is in the innovation layer, all of them known.
  private static let poor: [String: FactState] = [
    "finance.net_profit_last_year_fen": ListingFixture.wan(0),
    "finance.net_profit_prior_year_fen": ListingFixture.wan(0),
    "finance.roe_mean_2y_ppm": ListingFixture.number(0),
    "finance.paid_in_capital_fen": ListingFixture.wan(5_000),
    "finance.revenue_last_year_fen": ListingFixture.wan(1),
    "finance.revenue_prior_year_fen": ListingFixture.wan(1),
    "finance.revenue_cagr_2y_ppm": ListingFixture.number(0),
    "finance.rd_last_year_fen": ListingFixture.wan(0),
    "finance.rd_prior_year_fen": ListingFixture.wan(0),
    "finance.directed_issue_24m_fen": .none, "finance.issue_value_least_fen": .none,
    "finance.market_value_60d_fen": .none, "enterprise.market_makers_count": .none,
    "enterprise.traded_60d_shares": .none,
  ]

  /// One way into the innovation layer: the facts that open it, and changes by any of which it is shut.
  struct Way: Sendable {
    let opens: [String: FactState]
    let shuts: [(path: String, state: FactState)]

    init(_ opens: [String: FactState], shuts: [(String, FactState)]) {
      self.opens = opens
      self.shuts = shuts.map { (path: $0.0, state: $0.1) }
    }
  }

  /// Amounts in 万元.
  private static let waysIn: [Way] = [
    Way(
      [
        "finance.net_profit_last_year_fen": Fixture.wan(1_000),
        "finance.net_profit_prior_year_fen": Fixture.wan(1_000),
        "finance.roe_mean_2y_ppm": Fixture.number(60_000),
        "finance.paid_in_capital_fen": Fixture.wan(2_000),
      ],
      shuts: [
        ("finance.net_profit_last_year_fen", Fixture.wan(999)),
        ("finance.net_profit_prior_year_fen", Fixture.wan(999)),
        ("finance.roe_mean_2y_ppm", Fixture.number(59_999)),
        ("finance.paid_in_capital_fen", Fixture.wan(1_999)),
      ]),
    Way(
      [
        "finance.revenue_last_year_fen": Fixture.wan(9_000),
        "finance.revenue_prior_year_fen": Fixture.wan(7_000),
        "finance.revenue_cagr_2y_ppm": Fixture.number(300_000),
        "finance.paid_in_capital_fen": Fixture.wan(2_000),
      ],
      shuts: [
        ("finance.revenue_last_year_fen", Fixture.wan(8_999)),
        // Enough in both, and no more than the year before.
        ("finance.revenue_prior_year_fen", Fixture.wan(9_000)),
        ("finance.revenue_cagr_2y_ppm", Fixture.number(299_999)),
        ("finance.paid_in_capital_fen", Fixture.wan(1_999)),
      ]),
    Way(
      [
        "finance.rd_last_year_fen": Fixture.wan(1_500),
        "finance.rd_prior_year_fen": Fixture.wan(1_000),
        "finance.directed_issue_24m_fen": Fixture.wan(4_000),
        "finance.issue_value_least_fen": Fixture.wan(30_000),
      ],
      shuts: [
        ("finance.rd_last_year_fen", Fixture.wan(1_499)),
        ("finance.directed_issue_24m_fen", Fixture.wan(3_999)),
        ("finance.issue_value_least_fen", Fixture.wan(29_999)),
      ]),
    Way(
      [
        "finance.market_value_60d_fen": Fixture.wan(30_000),
        "enterprise.market_makers_count": Fixture.number(4),
        "enterprise.traded_60d_shares": Fixture.number(999_999),
      ],
      shuts: [
        ("finance.market_value_60d_fen", Fixture.wan(29_999)),
        ("enterprise.market_makers_count", Fixture.number(3)),
        ("finance.paid_in_capital_fen", Fixture.wan(4_999)),
      ]),
    Way(
      [
        "finance.market_value_60d_fen": Fixture.wan(30_000),
        "enterprise.traded_60d_shares": Fixture.number(1_000_000),
      ], shuts: [("enterprise.traded_60d_shares", Fixture.number(999_999))]),
  ]

  @Test("each way into the innovation layer opens at its numbers and not below them")
  func waysIn() throws {
    func layer(_ changes: [String: FactState]) throws -> String? {
      let base = innovation.merging(Self.poor) { $1 }.merging(changes) { $1 }
      let placement = try book.placement(.layer, of: "neeq", facts(base))
      #expect(placement.isDecided)
      return placement.sure
    }
    #expect(try layer([:]) == "neeq.base")
    for way in Self.waysIn {
      #expect(try layer(way.opens) == "neeq.innovation", "\(way.opens)")
      for (path, state) in way.shuts {
        var shut = way.opens
        shut[path] = state
        #expect(try layer(shut) == "neeq.base", "\(path)")
      }
    }
  }

  @Test("while a fact that matters is unknown the layer stays")
  func undecided() throws {
    var base = innovation
    base["enterprise.layer_governance"] = nil
    let placement = try book.placement(.layer, of: "neeq", facts(base))
    #expect(placement.sure == "neeq.base" && placement.possible == "neeq.innovation")
    #expect(
      try book.change(.layer, of: "neeq", from: "neeq.base", facts(base))
        == .undecided(["enterprise.layer_governance"]))
  }

  @Test("the layer of the regional board follows titles and rounds")
  func regional() throws {
    for (titles, hadRound, reserve, expected) in [
      (["high_tech"], false, false, "ah-srdi.incubation"),
      (["srdi_province"], false, false, "ah-srdi.norm"),
      (["high_tech"], true, false, "ah-srdi.norm"),
      (["little_giant"], false, false, "ah-srdi.nurture"),
      (["srdi_province"], false, true, "ah-srdi.nurture"),
    ] {
      let placement = try book.placement(
        .layer, of: "ah-srdi",
        facts([
          "enterprise.listed_boards": Fixture.codes(["anhui_srdi_board"]),
          "enterprise.titles": Fixture.codes(titles),
          "enterprise.had_b_round": Fixture.flag(hadRound),
          "enterprise.listing_reserve": Fixture.flag(reserve),
        ]))
      #expect(placement.isDecided && placement.sure == expected, "\(titles)")
    }
  }

  @Test("every stage or layer for which an award is paid today is one of a board")
  func awards() throws {
    let day = try Fixture.day("2026-11-22")
    let clauses = try Fixture.document("Schemas/entitlement/clauses.yaml")["clauses"]?.arrayValue
    let paid = (clauses ?? []).filter { clause in
      clause["trigger"] == "stage"
        && (clause["to"]?.stringValue.flatMap { LegalDate($0) }.map { day <= $0 } ?? true)
    }.compactMap { $0["event"]?.stringValue }
    let stages = try Fixture.boards().boards.flatMap { board in
      board.stages.map { board.event(of: $0.code) }
    }
    let layers = book.standards(.layer, on: day).map(\.code)
    #expect(!paid.isEmpty && Set(paid).isSubset(of: stages + layers))
  }
}
