import Catalog
import Decision
import Domain
import Policy
import Testing

@Suite("Matching")
struct MatchTests {
  private static func priced(_ ppm: Int, _ more: String = "") -> String {
    more
      + "pricing: {form: all_in, base_ppm: \(ppm), citation: {document: x, tag: S}}\n"
  }

  private static func capped(_ fen: Int) -> String {
    "limit:\n  - {kind: cap, fen: \(fen), citation: {document: x, tag: S}}\n"
  }

  @Test("rank: cost ascending, null last; coverage descending, null last; code by bytes")
  func ranking() throws {
    let world = try World([
      "cheap": Self.priced(10_000), "dear-full": Self.priced(20_000, Self.capped(100_000_000)),
      "dear-half": Self.priced(20_000, Self.capped(60_000_000)), "dear-open": Self.priced(20_000),
      "unpriced-full": Self.capped(100_000_000), "unpriced-b": "", "unpriced-a": "",
      "unpriced-a1": "",
    ])
    let result = world.engine.match(World.input())
    #expect(
      result.top.map(\.code) == [
        "cheap", "dear-full", "dear-half", "dear-open", "unpriced-full", "unpriced-a",
        "unpriced-a1", "unpriced-b",
      ])
    #expect(result.top.map(\.costPPM).prefix(4) == [10_000, 20_000, 20_000, 20_000])
    #expect(result.top[2].limitFen == 60_000_000 && result.top[2].coveragePPM == 600_000)
    #expect(result.top[3].limitFen == nil && result.top[3].coveragePPM == nil)
    for ranked in result.top { #expect(world.catalog.products[ranked.product].code == ranked.code) }
    #expect(
      world.engine.match(World.input(), topLimit: 2).top.map(\.code) == ["cheap", "dear-full"])
    #expect(world.engine.match(World.input(), topLimit: 0).counts.eligible == 8)
  }

  @Test("near misses fail exactly one rule and have none unknown, cheapest first")
  func nearMisses() throws {
    let overdue = World.criterion("overdue", "fact: credit.has_overdue, op: eq, value: false")
    let years = World.criterion("years", "fact: tax.years, op: gte, value: 2")
    let world = try World([
      "near-dear": Self.priced(20_000, "criteria:\n" + overdue),
      "near-cheap": Self.priced(10_000, "criteria:\n" + overdue),
      "near-open": "criteria:\n" + overdue + "tenor: {max_months: 12}\n",
      "two-fail": "criteria:\n" + overdue + "tenor: {max_months: 6}\n",
      "one-unknown": "criteria:\n" + overdue + years, "fits": "", "asks": "criteria:\n" + years,
    ])
    let result = world.engine.match(World.input(["credit.has_overdue": .boolean(true)]))
    #expect(result.nearMisses.map(\.code) == ["near-cheap", "near-dear", "near-open"])
    #expect(result.nearMisses.map(\.ruleID) == ["overdue", "overdue", "overdue"])
    #expect(result.nearMisses.map(\.costPPM) == [10_000, 20_000, nil])
    #expect(
      result.counts
        == MatchResult.Counts(
          considered: 7, eligible: 1, ineligible: 5, needsInfo: 1, nearMisses: 3))
    #expect(
      world.engine.match(
        World.input(["credit.has_overdue": .boolean(true)]), topLimit: 1
      ).counts.nearMisses == 3)
  }

  @Test("a product takes part from its first to its last day, by the date in Shanghai")
  func effectiveDates() throws {
    let world = try World([
      "dated": "effective: {from: 2026-03-02, to: 2026-03-03}\n", "always": "",
    ])
    for (clock, isIn) in [
      ("2026-03-01T15:59:59.999999Z", false), ("2026-03-01T16:00:00Z", true),
      ("2026-03-03T15:59:59.999999Z", true), ("2026-03-03T16:00:00Z", false),
    ] {
      let input = World.input(clock: try #require(Instant(clock)))
      let result = world.engine.match(input)
      #expect(result.counts.considered == (isIn ? 2 : 1), "\(clock)")
      #expect(result.verdict(of: 1) == (isIn ? .eligible : nil))
      #expect((world.engine.decide(input, product: "dated") != nil) == isIn)
      #expect(world.engine.decideAll(input).count == (isIn ? 2 : 1))
    }
    #expect(world.engine.decide(World.input(), product: "none-such") == nil)
  }

  @Test("an LPR whose series has ended is carried with a warning, only where a price uses it")
  func carriedWarning() throws {
    let lpr = """
      pricing: {form: annualised, rate: {max: {lpr: {multiple_milli: 1300}}}, lpr_tenor: 5y, repayment: revolving, citation: {document: x, tag: S}}

      """
    let world = try World(["lpr-priced": lpr, "plain": ""])
    let short = world.engine.match(World.input(months: 12))
    #expect(short.warnings == [MatchResult.Warning(code: "parameter_carried", subject: "lpr_1y")])
    #expect(short.top[0].costPPM == 39_705)
    #expect(world.engine.match(World.input(months: 24)).warnings.isEmpty)
    #expect(try World(["plain": ""]).engine.match(World.input()).warnings.isEmpty)
  }

  @Test("an engine without the LPR its products refer to is refused, not silently open")
  func missingParameter() throws {
    let lpr = """
      tenor: {max_months: 12}
      pricing: {form: annualised, rate: {max: {lpr: {multiple_milli: 1300}}}, repayment: revolving, citation: {document: x, tag: S}}

      """
    let world = try World(["lpr-priced": lpr])
    let empty = try PolicySet.read(files: [])
    do throws(Faults) {
      _ = try Engine(catalog: world.catalog, policies: empty)
      Issue.record("accepted")
    } catch {
      #expect(error.list.map(\.code) == ["missing_parameter"])
      #expect(error.list.map(\.pointer) == ["/products/0/pricing"])
    }
  }

  @Test("a result survives its JSON byte for byte, and a damaged one is refused")
  func json() throws {
    var products: [String: String] = ["asks": World.one("fact: tax.years, op: gte, value: 2")]
    for index in 0..<12 { products["p-\(index)-x"] = Self.priced(10_000 + index) }
    products["near"] = "tenor: {max_months: 6}\n"
    products["later"] = "effective: {from: 2030-01-01}\n"
    let result = try World(products).engine.match(World.input())
    let again = try MatchResult(json: JSONParser.parse(result.json.canonicalBytes))
    #expect(again == result)
    #expect(again.json.canonicalBytes == result.json.canonicalBytes)
    guard case .object(let members) = result.json else { return }
    for (name, value) in [
      ("eligible", JSON.string("00")), ("considered", "zz"), ("counts", [:]), ("top", .null),
      ("extra", 1),
    ] {
      var damaged = members
      damaged[name] = value
      #expect(throws: Faults.self, "\(name)") { try MatchResult(json: .object(damaged)) }
    }
    let empty = try World([:]).engine.match(World.input())
    #expect(try MatchResult(json: empty.json) == empty)
  }

  @Test("a decision's JSON holds codes and values, and no prose")
  func decisionJSON() throws {
    let decision = try World.decide(
      World.one("fact: tax.years, op: gte, value: 2, reason: tax_record_short")
        + "limit:\n  - {kind: cap, fen: 70000000, citation: {document: x, tag: S}}\n",
      ["tax.years": .integer(1)])
    #expect(
      decision.json == [
        "product": "ppp", "verdict": "ineligible", "coverage_ppm": 700_000, "cost": nil,
        "missing_facts": [], "near_miss_rule": "rule",
        "limit": [
          "fen": 70_000_000, "state": "known",
          "terms": [
            [
              "kind": "cap", "state": "known", "fen": 70_000_000, "missing": [],
              "citation": ["document": "x", "tag": "S", "verified": true],
            ]
          ],
        ],
        "rules": [
          [
            "id": "rule", "result": "fail", "reason": "tax_record_short", "op": "gte",
            "threshold": 2, "margin": -1,
            "fact": [
              "path": "tax.years", "state": "known", "value": 1, "source": "tax_bureau",
              "as_of": "2026-02-28",
            ],
            "citation": [
              "document": "办法", "clause": "第四条", "from": "2015-12-03", "tag": "S",
              "verified": true,
            ],
          ],
          [
            "id": "coverage", "result": "pass", "op": "gte", "threshold": 50_000_000,
            "margin": 20_000_000,
            "fact": ["path": nil, "state": "known", "value": 70_000_000, "source": "engine"],
            "citation": ["document": "x", "tag": "S", "verified": true],
          ],
        ],
      ])
  }

  @Test("facts of the need go before facts of the enterprise, and its security may be unknown")
  func needFacts() throws {
    let world = try World(["ppp": World.one("fact: need.security, op: in, value: [mortgage]")])
    #expect(world.engine.decide(World.input(), product: "ppp")?.missingFacts == ["need.security"])
    let given = World.input(
      ["need.security": .set(["credit"])], security: ["mortgage"])
    #expect(world.engine.decide(given, product: "ppp")?.verdict == .eligible)
  }
}
