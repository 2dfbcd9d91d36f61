import Catalog
import Decision
import Domain
import Seeds
import Testing

@Suite("Days on which products become open")
struct QualifyOnTests {
  private static let today = World.clock.legalDate

  private func day(_ text: String) throws -> LegalDate { try #require(LegalDate(text)) }

  private func input(_ registered: String, years: Int64 = 3) throws -> DecisionInput {
    World.input([
      "enterprise.registered_on": .date(try day(registered)), "tax.years": .integer(years),
    ])
  }

  @Test("a rule of months ripens on the same day of the month, and not the day before")
  func months() throws {
    let world = try RepairWorld([
      "p-24": World.one("fact: enterprise.age_months, op: gte, value: 24"),
      "p-13": World.one("fact: enterprise.age_months, op: gt, value: 12"),
    ])
    let input = try input("2024-08-31")
    #expect(try world.engine.qualifyOn(input, product: "p-24") == day("2026-08-31"))
    // Of a short month the last day is enough.
    let short = try self.input("2025-01-31")
    #expect(world.engine.qualifyOn(short, product: "p-13") == nil)
    #expect(
      try world.engine.qualifyOn(self.input("2025-02-28"), product: "p-13") == day("2026-03-28"))
    #expect(try world.engine.nextQualifyDay(short) == day("2027-01-31"))
    #expect(world.engine.qualifyOn(short, product: "p-24", horizonDays: 300) == nil)
    #expect(world.engine.qualifyOn(short, product: "none") == nil)
  }

  @Test("full fiscal years ripen on New Year's Day")
  func years() throws {
    let world = try RepairWorld([
      "ppp": World.one("fact: enterprise.full_years, op: gte, value: 2")
    ])
    #expect(
      try world.engine.qualifyOn(input("2025-06-15"), product: "ppp") == day("2028-01-01"))
    #expect(
      try world.engine.qualifyOn(input("2025-01-01"), product: "ppp") == day("2027-01-01"))
  }

  @Test("a product of tomorrow opens on its first day, and one whose other rules fail never does")
  func comesIntoForce() throws {
    let rule = World.one("fact: tax.years, op: gte, value: 3")
    let world = try RepairWorld([
      "new": "effective: {from: 2026-07-01}\n" + rule,
      "short": "effective: {from: 2026-07-01, to: 2026-07-31}\n"
        + World.one("fact: enterprise.age_months, op: gte, value: 30"),
    ])
    #expect(try world.engine.qualifyOn(input("2020-01-01"), product: "new") == day("2026-07-01"))
    #expect(try world.engine.qualifyOn(input("2020-01-01", years: 2), product: "new") == nil)
    #expect(try world.engine.qualifyOn(input("2024-01-15"), product: "short") == day("2026-07-15"))
    // It ripens after the offer has ended.
    #expect(try world.engine.qualifyOn(input("2024-02-15"), product: "short") == nil)
    #expect(try world.engine.nextQualifyDay(input("2024-01-15")) == day("2026-07-01"))
  }

  @Test(
    "a product opens on the day a policy parameter it refers to falls, and while it has a value")
  func parameters() throws {
    let world = try RepairWorld(
      [
        "tax": World.one("fact: tax.last_fen, op: gte, value: {parameter: least_tax}"),
        "cap": "limit:\n  - {kind: cap, fen: {parameter: most}, citation: {document: x, tag: S}}\n",
      ],
      parameters: """
          - {id: least_tax, unit: fen, label: {zh: 最低, en: least}, citation: {document: x, tag: S}, series: [{from: 2026-01-01, value: 300}, {from: 2026-09-01, value: 200}, {from: 2027-05-01, value: 100}]}
          - {id: most, unit: fen, label: {zh: 最高, en: most}, citation: {document: x, tag: S}, values: [{from: 2026-01-01, to: 2026-06-30, value: 7}, {from: 2026-07-01, to: 2026-12-31, value: 100}]}
        """)
    func on(_ code: String, tax: Int64, amount: Int64 = 50) -> LegalDate? {
      world.engine.qualifyOn(
        World.input(["tax.last_fen": .integer(tax)], amount: amount), product: code)
    }
    #expect(try on("tax", tax: 250) == day("2026-09-01"))
    #expect(try on("tax", tax: 150) == day("2027-05-01"))
    #expect(on("tax", tax: 300) == nil && on("tax", tax: 99) == nil)
    #expect(try on("cap", tax: 0) == day("2026-07-01"))
    #expect(on("cap", tax: 0, amount: 1_000) == nil)
    // A repair is judged by the values of the day.
    let path = world.engine.repairPaths(
      World.input(["tax.last_fen": .integer(250)]), product: "tax"
    ).paths.first
    #expect(path?.changes.first?.to == .known(.integer(300)))
  }

  @Test("the day found is the first of all days on which the engine says eligible")
  func exhaustive() throws {
    let seed = SeededGenerator.seed(for: "qualify on")
    var random = RandomWorld(seed: seed)
    // An engine keeps as many days compiled.
    let horizon = 30
    var found = 0
    for number in 0..<60 {
      var products: [String: String] = [:]
      for index in 0..<4 {
        var (criteria, rest) = random.product()
        let months = Int64.random(in: 0...4, using: &random.random)
        let op = ["gte", "gt", "lt", "eq", "ne"].randomElement(using: &random.random) ?? "gte"
        let fact =
          ["enterprise.age_months", "enterprise.full_years"].randomElement(using: &random.random)
          ?? ""
        if index < 2 { (criteria, rest) = ([], "") }
        criteria = Array(criteria.prefix(1))
        criteria.append(World.criterion("t", "fact: \(fact), op: \(op), value: \(months)"))
        if index == 3 {
          let from = Self.today.adding(days: Int.random(in: -9...25, using: &random.random))
          rest = "effective: {from: \(from.text), to: \(from.adding(days: 9).text)}\n" + rest
        }
        products["p-\(index)"] = RandomWorld.body(criteria, rest)
      }
      let world = try RepairWorld(products)
      for _ in 0..<3 {
        var facts = random.facts(knownPercent: 100)
        let registered = Self.today.adding(
          days: Int.random(in: -150...20, using: &random.random))
        facts["enterprise.registered_on"] = .date(registered)
        let input = World.input(facts, amount: 4, months: 12)
        var next: LegalDate?
        for code in products.keys.sorted() {
          let expected = firstDay(world, input, code, horizon)
          if expected != nil { found += 1 }
          #expect(
            world.engine.qualifyOn(input, product: code, horizonDays: horizon) == expected,
            "seed \(seed), world \(number), \(code), registered \(registered)")
          if let expected { next = min(next ?? expected, expected) }
        }
        #expect(
          world.engine.nextQualifyDay(input, horizonDays: horizon) == next,
          "seed \(seed), world \(number)")
      }
    }
    #expect(found >= 20, "too few: \(found)")
  }

  /// Day by day.
  private func firstDay(
    _ world: RepairWorld, _ input: DecisionInput, _ code: String, _ horizon: Int
  ) -> LegalDate? {
    func isEligible(_ day: LegalDate) -> Bool {
      let then = DecisionInput(
        needFacts: input.needFacts, enterpriseFacts: input.enterpriseFacts,
        clock: Instant(startOf: day))
      return world.engine.decide(then, product: code)?.verdict == .eligible
    }
    guard !isEligible(Self.today) else { return nil }
    return (1...horizon).lazy.map { Self.today.adding(days: $0) }.first(where: isEligible)
  }
}
