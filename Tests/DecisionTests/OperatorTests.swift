import Catalog
import Decision
import Domain
import Testing

/// Every operator below, at and above its threshold, for a known none and for an unknown fact.
@Suite("Operators")
struct OperatorTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let test: String
    let value: FactValue?
    let result: RuleResult
    let margin: Int64?
    var testDescription: String { "\(test) of \(value.map { "\($0.json)" } ?? "none")" }
  }

  private static func integers(_ test: String, _ rows: [(Int64, RuleResult, Int64?)]) -> [Row] {
    rows.map {
      Row(test: "fact: tax.years, \(test)", value: .integer($0), result: $1, margin: $2)
    }
  }

  private static func dates(_ test: String, _ rows: [(String, RuleResult, Int64?)]) -> [Row] {
    rows.map {
      Row(
        test: "fact: enterprise.registered_on, \(test)",
        value: LegalDate($0).map(FactValue.date), result: $1, margin: $2)
    }
  }

  private static func texts(_ path: String, _ test: String, _ rows: [(String, RuleResult)]) -> [Row]
  {
    rows.map { Row(test: "fact: \(path), \(test)", value: .text($0), result: $1, margin: nil) }
  }

  private static func sets(_ test: String, _ rows: [([String], RuleResult)]) -> [Row] {
    rows.map {
      Row(test: "fact: enterprise.titles, \(test)", value: .set($0), result: $1, margin: nil)
    }
  }

  static let known: [Row] =
    integers("op: gte, value: 2", [(1, .fail, -1), (2, .pass, 0), (3, .pass, 1)])
    + integers("op: gt, value: 2", [(1, .fail, -2), (2, .fail, -1), (3, .pass, 0)])
    + integers("op: lte, value: 2", [(1, .pass, 1), (2, .pass, 0), (3, .fail, -1)])
    + integers("op: lt, value: 2", [(1, .pass, 0), (2, .fail, -1), (3, .fail, -2)])
    + integers("op: eq, value: 2", [(1, .fail, -1), (2, .pass, 0), (3, .fail, -1)])
    + integers("op: ne, value: 2", [(1, .pass, 0), (2, .fail, -1), (4, .pass, 1)])
    + integers(
      "op: between, value: [2, 4]",
      [(1, .fail, -1), (2, .pass, 0), (3, .pass, 1), (4, .pass, 0), (5, .fail, -1)])
    + integers("op: in, value: [2, 4]", [(1, .fail, nil), (2, .pass, nil), (3, .fail, nil)])
    + integers("op: not_in, value: [2, 4]", [(2, .fail, nil), (3, .pass, nil)])
    + integers("op: exists", [(0, .pass, nil), (1, .pass, nil)])
    + dates(
      "op: gte, value: 2024-03-01",
      [("2024-02-29", .fail, -1), ("2024-03-01", .pass, 0), ("2024-03-02", .pass, 1)])
    + dates("op: lt, value: 2024-03-01", [("2024-02-29", .pass, 0), ("2024-03-01", .fail, -1)])
    + dates("op: gt, value: 2024-03-01", [("2024-03-01", .fail, -1), ("2024-03-02", .pass, 0)])
    + dates("op: lte, value: 2024-03-01", [("2024-03-01", .pass, 0), ("2024-03-02", .fail, -1)])
    + dates("op: eq, value: 2024-03-01", [("2024-03-01", .pass, 0), ("2024-03-02", .fail, -1)])
    + dates("op: ne, value: 2024-03-01", [("2024-03-01", .fail, -1), ("2024-03-02", .pass, 0)])
    + dates(
      "op: between, value: [2024-01-01, 2024-12-31]",
      [
        ("2023-12-31", .fail, -1), ("2024-01-01", .pass, 0), ("2024-12-31", .pass, 0),
        ("2025-01-01", .fail, -1),
      ])
    + texts("tax.credit_grade", "op: eq, value: A", [("A", .pass), ("B", .fail)])
    + texts("tax.credit_grade", "op: ne, value: A", [("A", .fail), ("B", .pass)])
    + texts("tax.credit_grade", "op: in, value: [A, B]", [("A", .pass), ("M", .fail)])
    + texts("tax.credit_grade", "op: not_in, value: [C, D]", [("M", .pass), ("D", .fail)])
    + texts("enterprise.alias", "op: in, value: [x]", [("x", .pass), ("y", .fail)])
    + texts(
      "enterprise.industry", "op: in, value: [C, '65']",
      [
        ("3911", .pass), ("C", .pass), ("1300", .pass), ("65", .pass), ("6510", .pass),
        ("6410", .fail), ("D", .fail), ("4400", .fail),
      ])
    + texts(
      "enterprise.industry", "op: not_in, value: [K, '6631']",
      [("7010", .fail), ("6631", .fail), ("6632", .pass), ("66", .pass)])
    + texts("enterprise.industry", "op: eq, value: '39'", [("3911", .pass), ("4000", .fail)])
    + texts(
      "enterprise.region", "op: within_region, value: '340100'",
      [("340104", .pass), ("340100", .pass), ("340000", .fail), ("340200", .fail)])
    + texts(
      "enterprise.region", "op: within_region, value: ['340000', '110105']",
      [
        ("341302", .pass), ("340000", .pass), ("110105", .pass), ("110106", .fail),
        ("110000", .fail),
      ])
    // 341000 (黄山) ends in a single zero pair: 3410, not 341.
    + texts(
      "enterprise.region", "op: within_region, value: '341000'",
      [("341002", .pass), ("341100", .fail), ("341102", .fail)])
    + sets(
      "op: in, value: [high_tech, srdi]",
      [
        (["high_tech"], .pass), (["little_giant", "srdi"], .pass), (["little_giant"], .fail),
        ([], .fail),
      ])
    + sets("op: not_in, value: [srdi]", [(["srdi"], .fail), (["high_tech"], .pass), ([], .pass)])
    + sets(
      "op: eq, value: [srdi, high_tech]",
      [
        (["high_tech", "srdi"], .pass), (["srdi"], .fail),
        (["high_tech", "little_giant", "srdi"], .fail),
      ])
    + sets("op: ne, value: [srdi]", [(["srdi"], .fail), ([], .pass)])
    + [
      Row(
        test: "fact: credit.has_overdue, op: eq, value: false", value: .boolean(false),
        result: .pass, margin: nil),
      Row(
        test: "fact: credit.has_overdue, op: eq, value: false", value: .boolean(true),
        result: .fail, margin: nil),
      Row(
        test: "fact: credit.has_overdue, op: ne, value: true", value: .boolean(true), result: .fail,
        margin: nil),
    ]

  @Test("a known value passes or fails at the boundary, with its slack", arguments: known)
  func boundary(_ row: Row) throws {
    let path = try #require(row.test.split(separator: ",").first).dropFirst("fact: ".count)
    let decision = try World.decide(World.one(row.test), [String(path): row.value])
    let rule = decision.rules[0]
    #expect(rule.result == row.result)
    #expect(rule.margin == row.margin)
    if let margin = rule.margin { #expect((margin >= 0) == (rule.result == .pass)) }
    #expect(rule.state == row.value.map(FactState.known))
    #expect(rule.source == "tax_bureau" && rule.asOf == LegalDate("2026-02-28"))
    #expect(rule.missing.isEmpty)
    #expect(decision.verdict == (row.result == .pass ? .eligible : .ineligible))
    #expect(decision.nearMissRule == (row.result == .pass ? nil : "rule"))
  }

  static let none: [(String, RuleResult)] = [
    ("fact: tax.years, op: exists", .fail), ("fact: tax.years, op: gte, value: 1", .fail),
    ("fact: tax.years, op: gte, value: 0", .pass), ("fact: tax.years, op: gt, value: 0", .fail),
    ("fact: tax.years, op: lte, value: 0", .pass), ("fact: tax.years, op: lt, value: 1", .pass),
    ("fact: tax.years, op: eq, value: 0", .pass), ("fact: tax.years, op: eq, value: 1", .fail),
    ("fact: tax.years, op: ne, value: 1", .pass), ("fact: tax.years, op: in, value: [1]", .fail),
    ("fact: tax.years, op: not_in, value: [1]", .pass),
    ("fact: tax.years, op: between, value: [1, 2]", .fail),
    ("fact: enterprise.registered_on, op: lte, value: 2024-01-01", .fail),
    ("fact: enterprise.registered_on, op: gte, value: 2024-01-01", .fail),
    ("fact: enterprise.registered_on, op: ne, value: 2024-01-01", .pass),
    ("fact: enterprise.registered_on, op: exists", .fail),
    ("fact: enterprise.age_months, op: gte, value: 1", .fail),
    ("fact: enterprise.age_months, op: lte, value: 48", .fail),
    ("fact: enterprise.age_months, op: between, value: [0, 48]", .fail),
    ("fact: enterprise.age_months, op: ne, value: 3", .pass),
    ("fact: enterprise.age_months, op: exists", .fail),
    ("fact: tax.credit_grade, op: eq, value: A", .fail),
    ("fact: tax.credit_grade, op: in, value: [A]", .fail),
    ("fact: tax.credit_grade, op: ne, value: A", .pass),
    ("fact: tax.credit_grade, op: not_in, value: [A]", .pass),
    ("fact: enterprise.titles, op: in, value: [srdi]", .fail),
    ("fact: enterprise.titles, op: not_in, value: [srdi]", .pass),
    ("fact: enterprise.titles, op: eq, value: [srdi]", .fail),
    ("fact: enterprise.region, op: within_region, value: '340000'", .fail),
    ("fact: enterprise.industry, op: in, value: [C]", .fail),
    ("fact: enterprise.industry, op: not_in, value: [C]", .pass),
    ("fact: credit.has_overdue, op: eq, value: false", .fail),
    ("fact: credit.has_overdue, op: ne, value: true", .pass),
  ]

  @Test(
    "a known none fails what asks for something; among integers a reported one compares as 0, a computed one fails",
    arguments: none)
  func knownNone(_ test: String, _ result: RuleResult) throws {
    let path = try #require(test.split(separator: ",").first).dropFirst("fact: ".count)
    let base = path == "enterprise.age_months" ? "enterprise.registered_on" : String(path)
    let decision = try World.decide(World.one(test), [base: nil])
    #expect(decision.rules[0].result == result)
    #expect(decision.rules[0].state == FactState.none)
  }

  @Test("an unknown fact leaves every operator unknown and is asked for", arguments: none)
  func unknown(_ test: String, _: RuleResult) throws {
    let decision = try World.decide(World.one(test))
    #expect(decision.rules[0].result == .unknown)
    #expect(decision.verdict == .needsInfo)
    #expect(decision.rules[0].margin == nil && decision.nearMissRule == nil)
    let path = try #require(test.split(separator: ",").first).dropFirst("fact: ".count)
    let base = path == "enterprise.age_months" ? "enterprise.registered_on" : String(path)
    #expect(decision.missingFacts == [base])
  }

  @Test("a value of another type than the registry's counts as unknown")
  func wrongType() throws {
    let decision = try World.decide(
      World.one("fact: tax.years, op: gte, value: 1"), ["tax.years": .text("3")])
    #expect(decision.verdict == .needsInfo)
    let region = try World.decide(
      World.one("fact: enterprise.region, op: within_region, value: '340000'"),
      ["enterprise.region": .text("合肥")])
    #expect(region.verdict == .needsInfo)
  }

  @Test("a derived fact is judged by its inputs and asks for the unknown ones only")
  func derived() throws {
    let body = World.one("fact: tax.mean_fen, op: gte, value: 30000000")
    let known = try World.decide(
      body, ["tax.last_fen": .integer(40_000_000), "tax.prior_fen": .integer(20_000_001)])
    #expect(known.verdict == .eligible)
    #expect(known.rules[0].state == .known(.integer(30_000_000)))
    #expect(known.rules[0].source == "derived" && known.rules[0].asOf == LegalDate("2026-02-28"))
    let half = try World.decide(body, ["tax.last_fen": .integer(40_000_000)])
    #expect(half.missingFacts == ["tax.prior_fen"])
  }
}
