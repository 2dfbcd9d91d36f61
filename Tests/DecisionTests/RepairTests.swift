import Catalog
import Decision
import Domain
import Seeds
import Testing

@Suite("Repair paths")
struct RepairTests {
  private func changes(_ path: RepairPath?) -> [String: FactState] {
    Dictionary(
      (path?.changes ?? []).map { ($0.path, $0.to) }, uniquingKeysWith: { first, _ in first })
  }

  /// What a sound small enterprise in Hefei says of itself, with changes.
  private static func seedFacts(_ more: World.Facts = [:]) throws -> World.Facts {
    let facts: World.Facts = [
      "enterprise.region": .text("340104"), "enterprise.size": .text("small"),
      "enterprise.industry": .text("3911"),
      "enterprise.registered_on": .date(try #require(LegalDate("2018-05-20"))),
      "enterprise.settlement_banks": .set(["ccb", "icbc"]),
      "enterprise.industry_policy_class": .text("permitted"),
      "tax.consecutive_years": .integer(4), "tax.credit_grade": .text("A"),
      "tax.paid_last_year_fen": .integer(80_000_000),
      "tax.paid_prior_year_fen": .integer(60_000_000), "tax.arrears_fen": .integer(0),
      "tax.paid_with_relief_last_12m_fen": .integer(90_000_000),
      "tax.vat_cit_last_12m_fen": .integer(70_000_000),
      "credit.has_bad_record": .boolean(false), "credit.current_overdue": .boolean(false),
      "finance.shuirongtong_balance_fen": .integer(0),
      "finance.existing_loans_fen": .integer(100_000_000),
      "finance.bank_loans_ex_mortgage_fen": .integer(100_000_000),
      "person.controller_business_loans_fen": .integer(50_000_000),
      "person.legal_rep_age": .integer(45), "person.legal_rep_mainland": .boolean(true),
    ]
    return facts.merging(more) { _, new in new }
  }

  private func seedPaths(
    _ code: String, _ more: World.Facts, amount: Int64 = 100_000_000, months: Int64 = 12
  ) throws -> RepairOutcome {
    let world = try RepairWorld.seed()
    let input = World.input(try Self.seedFacts(more), amount: amount, months: months)
    return world.engine.repairPaths(input, product: code)
  }

  @Test("tax arrears are paid off in three days at the tax bureau, and that is enough")
  func arrears() throws {
    let outcome = try seedPaths("abc-nashui-edai", ["tax.arrears_fen": .integer(1_200_000)])
    #expect(outcome.paths.count == 1 && outcome.isComplete && outcome.blockers.isEmpty)
    let path = try #require(outcome.paths.first)
    #expect(changes(path) == ["tax.arrears_fen": .known(.integer(0))])
    #expect(path.days == 3 && path.changes[0].department == "tax_bureau")
    #expect(path.changes[0].from == .known(.integer(1_200_000)) && !path.changes[0].isChoice)
    #expect(path.decision.verdict == .eligible)
    #expect(try seedPaths("abc-nashui-edai", [:]).paths.isEmpty)
  }

  @Test("a tax grade rises to the nearest that passes, with the days of a year's assessment")
  func grade() throws {
    let outcome = try seedPaths("ccb-yunshuidai", ["tax.credit_grade": .text("D")])
    #expect(outcome.paths.map(changes) == [["tax.credit_grade": .known(.text("B"))]])
    #expect(outcome.paths.first?.days == 365)
    // Grade B has a dearer band than A.
    #expect(try #require(outcome.paths.first?.costPPM) > 40_000)
  }

  @Test("who asks for too much may ask for just what the limit covers, at once")
  func amount() throws {
    let world = try RepairWorld.seed()
    let facts = try Self.seedFacts()
    let input = World.input(facts, amount: 1_000_000_000)
    // 8 × 900,000 yuan is more than the product's 3 million, which must cover half of what is asked.
    let path = try #require(
      world.engine.repairPaths(input, product: "ccb-yunshuidai").paths.first)
    #expect(changes(path) == ["need.amount_fen": .known(.integer(600_000_000))])
    #expect(path.days == 0 && path.changes[0].isChoice)
    #expect(
      world.engine.decide(World.input(facts, amount: 600_000_001), product: "ccb-yunshuidai")?
        .verdict == .ineligible)
  }

  @Test("a sum over the threshold is mended by the smallest change of one of its parts")
  func derived() throws {
    let outcome = try seedPaths(
      "ccb-yunshuidai",
      [
        "finance.existing_loans_fen": .integer(400_000_000),
        "person.controller_business_loans_fen": .integer(200_000_001),
      ])
    #expect(
      outcome.paths.map(changes) == [
        ["finance.existing_loans_fen": .known(.integer(299_999_999))],
        ["person.controller_business_loans_fen": .known(.integer(100_000_000))],
      ])
  }

  @Test("a ratio is mended through the part that can be changed, to the last fen")
  func ratio() throws {
    let world = try RepairWorld(
      ["ppp": World.one("fact: finance.used_ratio_ppm, op: lt, value: 700000")],
      actionable: ["finance.used_fen"])
    let input = World.input(
      ["finance.used_fen": .integer(9_000), "collateral.appraised_fen": .integer(9_999)],
      amount: 1_000)
    let path = try #require(world.engine.repairPaths(input, product: "ppp").paths.first)
    // (5,999 + 1,000) / 9,999 is 69.9969 %, one fen more 70.0070 %.
    #expect(changes(path) == ["finance.used_fen": .known(.integer(5_999))])
  }

  @Test("several faults are mended side by side: the longest counts, and other ways are kept apart")
  func severalFaults() throws {
    let outcome = try seedPaths(
      "ccb-yunshuidai",
      [
        "enterprise.settlement_banks": .set(["icbc"]), "tax.credit_grade": .text("C"),
      ], months: 18)
    let path = try #require(outcome.paths.first)
    #expect(outcome.paths.count == 1 && path.changes.count == 3 && path.days == 365)
    #expect(
      changes(path) == [
        "enterprise.settlement_banks": .known(.set(["ccb", "icbc"])),
        "need.tenor_months": .known(.integer(12)), "tax.credit_grade": .known(.text("B")),
      ])
    #expect(path.changes.map(\.path) == path.changes.map(\.path).sorted())
  }

  @Test("history, birth and place are beyond repair and are named")
  func blockers() throws {
    let outcome = try seedPaths(
      "hefei-shuirongtong",
      [
        "enterprise.region": .text("110105"), "tax.consecutive_years": .integer(1),
        "credit.has_bad_record": .boolean(true), "tax.credit_grade": .text("C"),
      ])
    #expect(outcome.paths.isEmpty && outcome.openPaths.isEmpty)
    #expect(outcome.blockers == ["region", "tax_years", "credit_record"])
    #expect(try seedPaths("hefei-shuirongtong", ["tax.credit_grade": .text("C")]).paths.count == 1)
  }

  @Test("nothing of history, birth or place is actionable in the registry that ships")
  func registry() throws {
    let registry = try RepairWorld.seed().catalog.registry
    for path in [
      "enterprise.registered_on", "enterprise.region", "enterprise.industry", "enterprise.size",
      "tax.consecutive_years", "tax.paid_last_year_fen", "tax.paid_prior_year_fen",
      "tax.breach_free_months", "tax.record_unbroken_months", "credit.has_bad_record",
      "credit.consecutive_late_count", "credit.late_count_24m", "credit.inquiries_3m",
      "person.legal_rep_age", "person.legal_rep_since", "need.purpose",
    ] {
      #expect(registry[path]?.isActionable == false, "\(path)")
    }
    for path in registry.paths {
      guard let definition = registry[path], definition.isActionable else { continue }
      #expect(definition.derivation == nil && definition.days != nil, "\(path)")
      #expect(definition.department != nil, "\(path)")
    }
  }

  @Test("no path leads to a grade that cannot be worked for, as M for new enterprises")
  func unattainable() throws {
    let outcome = try seedPaths("abc-nashui-edai", ["tax.credit_grade": .text("C")])
    let grades = outcome.paths.flatMap(\.changes).filter { $0.path == "tax.credit_grade" }
    #expect(!grades.isEmpty)
    #expect(grades.allSatisfy { $0.to != .known(.text("M")) })
  }

  @Test("a product that only lacks facts asks for them; one that fails as well says both")
  func unknown() throws {
    let world = try RepairWorld([
      "ppp": "criteria:\n" + World.criterion("a", "fact: credit.has_overdue, op: eq, value: false")
        + World.criterion("b", "fact: tax.years, op: gte, value: 2")
    ])
    let asks = world.engine.repairPaths(
      World.input(["tax.years": .integer(2)]), product: "ppp")
    #expect(asks.paths.isEmpty && asks.openPaths.isEmpty && asks.isComplete)
    #expect(asks.missing == ["credit.has_overdue"])
    let both = world.engine.repairPaths(
      World.input(["credit.has_overdue": .boolean(true)]), product: "ppp")
    #expect(both.paths.isEmpty && both.missing == ["tax.years"])
    #expect(both.openPaths.map(changes) == [["credit.has_overdue": .known(.boolean(false))]])
    #expect(both.openPaths.first?.decision.verdict == .needsInfo)
    #expect(both.json["open_paths"]?.arrayValue?.count == 1)
  }

  @Test("paths come soonest first, then cheapest, then by fewest changes and by path")
  func order() throws {
    let body =
      "criteria:\n  - {id: any, any_of: ["
      + "{id: a, fact: credit.has_overdue, op: eq, value: false}, "
      + "{id: b, fact: finance.used_fen, op: lte, value: 1}, "
      + "{id: c, fact: need.tenor_months, op: lte, value: 6}, "
      + "{id: d, fact: tax.credit_grade, op: eq, value: A}"
      + "], citation: {document: x, tag: S}}\n"
    let world = try RepairWorld(["ppp": body])
    let input = World.input([
      "credit.has_overdue": .boolean(true), "finance.used_fen": .integer(2),
      "tax.credit_grade": .text("D"),
    ])
    let outcome = world.engine.repairPaths(input, product: "ppp")
    #expect(outcome.paths.map(\.days) == [0, 5, 30, 365])
    #expect(
      outcome.paths.map { $0.changes.map(\.path) } == [
        ["need.tenor_months"], ["credit.has_overdue"], ["finance.used_fen"],
        ["tax.credit_grade"],
      ])
  }

  @Test("a search that reaches its bounds says so")
  func bounds() throws {
    let world = try RepairWorld([
      "ppp": "criteria:\n" + World.criterion("a", "fact: credit.has_overdue, op: eq, value: false")
        + World.criterion("b", "fact: finance.used_fen, op: lte, value: 1")
    ])
    let input = World.input([
      "credit.has_overdue": .boolean(true), "finance.used_fen": .integer(5),
    ])
    func outcome(_ limits: RepairLimits) -> RepairOutcome {
      world.engine.repairPaths(input, product: "ppp", limits: limits)
    }
    #expect(outcome(.standard).isComplete && outcome(.standard).paths.count == 1)
    #expect(!outcome(RepairLimits(maximumTrials: 1)).isComplete)
    #expect(!outcome(RepairLimits(maximumPaths: 0)).isComplete)
    #expect(outcome(RepairLimits(maximumChanges: 1)).paths.isEmpty)
    let none = world.engine.repairPaths(input, product: "none")
    #expect(none.paths.isEmpty && none.blockers.isEmpty && none.missing.isEmpty)
  }

  @Test("the order of products, criteria and facts changes no path, no question and no day")
  func reordering() throws {
    let seed = SeededGenerator.seed(for: "repair reordering")
    var random = RandomWorld(seed: seed)
    for _ in 0..<8 {
      let bodies = (0..<5).map { _ in random.repairable() }
      func world(_ bodies: [(criteria: [String], rest: String)]) throws -> RepairWorld {
        try RepairWorld(
          Dictionary(
            uniqueKeysWithValues: bodies.enumerated().map {
              ("p-\($0.offset)", RandomWorld.body($0.element.criteria, $0.element.rest))
            }))
      }
      let first = try world(bodies)
      let second = try world(
        bodies.map { ($0.criteria.shuffled(using: &random.random), $0.rest) })
      for _ in 0..<8 {
        let parts = random.input(random.facts(knownPercent: 92))
        let shuffled = World.Facts(
          uniqueKeysWithValues: parts.facts.shuffled(using: &random.random).map {
            ($0.key, $0.value)
          })
        let one = World.input(parts.facts, amount: parts.amount, months: parts.months)
        let two = World.input(shuffled, amount: parts.amount, months: parts.months)
        #expect(
          first.engine.nextQuestions(one) == second.engine.nextQuestions(two), "seed \(seed)")
        #expect(
          first.engine.nextQualifyDay(one) == second.engine.nextQualifyDay(two), "seed \(seed)")
        for code in first.catalog.products.map(\.code) {
          let outcomes = [
            first.engine.repairPaths(one, product: code),
            second.engine.repairPaths(two, product: code),
          ]
          #expect(
            outcomes[0].paths.map(changes) == outcomes[1].paths.map(changes), "seed \(seed)")
          #expect(outcomes[0].missing == outcomes[1].missing, "seed \(seed)")
          #expect(
            Set(outcomes[0].blockers) == Set(outcomes[1].blockers), "seed \(seed)")
        }
      }
    }
  }

  @Test("paying more tax never lowers the limit of a tax loan that ships, nor loses it")
  func moreTax() throws {
    let world = try RepairWorld.seed()
    let seed = SeededGenerator.seed(for: "more tax, seed catalog")
    var random = SeededGenerator(seed: seed)
    let codes = world.catalog.products.filter { $0.family.contains("tax") }.map(\.code)
    #expect(codes.count >= 4)
    let taxes = [
      "tax.paid_last_year_fen", "tax.paid_prior_year_fen", "tax.vat_cit_last_12m_fen",
      "tax.paid_with_relief_last_12m_fen",
    ]
    for _ in 0..<500 {
      var facts = try Self.seedFacts()
      for path in taxes { facts[path] = .integer(.random(in: 0...200_000_000, using: &random)) }
      facts["tax.credit_grade"] = .text(
        ["A", "B", "M", "C"].randomElement(using: &random) ?? "A")
      let path = taxes.randomElement(using: &random) ?? ""
      guard case .integer(let paid)?? = facts[path] else { continue }
      var more = facts
      more[path] = .integer(paid + .random(in: 0...200_000_000, using: &random))
      let (low, high) = (World.input(facts), World.input(more))
      for code in codes {
        let (one, two) = (
          world.engine.decide(low, product: code), world.engine.decide(high, product: code)
        )
        #expect((one?.limit.fen ?? 0) <= (two?.limit.fen ?? 0), "seed \(seed): \(code) \(path)")
        #expect(
          one?.verdict != .eligible || two?.verdict == .eligible, "seed \(seed): \(code) \(path)")
      }
    }
  }
}
