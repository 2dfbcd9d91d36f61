import Catalog
import Decision
import Domain
import Policy
import Testing

/// A catalog of given products over a fixed registry, with its engine, on 2026-03-02.
struct World {
  let catalog: Catalog
  let engine: Engine

  static let facts = """
    version: 1
    facts:
      - {path: need.amount_fen, type: integer, unit: fen, label: {zh: 融资金额, en: amount asked}}
      - {path: need.tenor_months, type: integer, unit: months, max: 600, label: {zh: 融资期限, en: tenor}}
      - {path: need.security, type: set, values: [credit, mortgage], label: {zh: 担保方式, en: security}}
      - {path: enterprise.region, type: region, label: {zh: 注册地, en: region}}
      - {path: enterprise.industry, type: industry, label: {zh: 行业, en: industry}}
      - {path: enterprise.registered_on, type: date, may_be_none: true, label: {zh: 成立日期, en: registered on}}
      - {path: enterprise.titles, type: set, values: [high_tech, little_giant, srdi], label: {zh: 资质, en: titles}}
      - {path: enterprise.alias, type: text, label: {zh: 简称, en: alias}}
      - {path: tax.credit_grade, type: enum, values: [A, B, M, C, D], value_labels: {A: {zh: A级, en: grade A}}, label: {zh: 纳税信用等级, en: tax credit grade}}
      - {path: tax.years, type: integer, unit: year, may_be_none: true, label: {zh: 纳税年数, en: years of tax record}}
      - {path: tax.last_fen, type: integer, unit: fen, label: {zh: 去年纳税额, en: tax last year}}
      - {path: tax.prior_fen, type: integer, unit: fen, label: {zh: 前年纳税额, en: tax the year before}}
      - {path: finance.profit_fen, type: integer, unit: fen, min: -10000000000000, label: {zh: 利润, en: profit}}
      - {path: finance.debt_ppm, type: integer, unit: ppm, label: {zh: 资产负债率, en: debt ratio}}
      - {path: finance.used_fen, type: integer, unit: fen, label: {zh: 已用额度, en: balance used}}
      - {path: credit.has_overdue, type: boolean, label: {zh: 当前逾期, en: overdue now}}
      - {path: collateral.appraised_fen, type: integer, unit: fen, may_be_none: true, label: {zh: 抵押物评估值, en: appraised collateral}}
    derived:
      - {path: tax.mean_fen, type: integer, unit: fen, label: {zh: 年均纳税额, en: mean tax}, derive: {mean: [tax.last_fen, tax.prior_fen]}}
      - {path: enterprise.age_months, type: integer, unit: months, label: {zh: 成立月数, en: age in months}, derive: {months_since: enterprise.registered_on}}
    """

  private static let policy = """
    code: cn
    jurisdiction: {code: CN, name: {zh: 国家, en: national}}
    parameters:
      - {id: lpr_1y, unit: ppm, label: {zh: LPR, en: LPR}, citation: {document: LPR, tag: K}, series: [{from: 2025-01-01, value: 30000}]}
      - {id: lpr_5y, unit: ppm, label: {zh: LPR, en: LPR}, citation: {document: LPR, tag: K}, series: [{from: 2026-01-01, value: 35000}]}
    """

  static let clock = Instant("2026-03-02T09:00:00+08:00") ?? Instant(microseconds: 0)

  /// - Parameter products: the body of each product by its code; identity and dates are supplied
  ///   unless the body begins with `effective:`.
  init(_ products: [String: String]) throws {
    catalog = try Self.catalog(products, facts: Self.facts)
    engine = try Engine(catalog: catalog, policies: Self.policies())
  }

  /// The catalog of given products over a registry.
  static func catalog(_ products: [String: String], facts: String) throws -> Catalog {
    let files = products.map { code, body in
      let effective = body.hasPrefix("effective:") ? "" : "effective: {from: 2020-01-01}\n"
      return SourceFile(
        name: "products/\(code).yaml",
        text: """
          code: \(code)
          name: {zh: \(code), en: \(code)}
          institution: bank
          family: loans
          source: {url: example.test, tag: S, observed_on: 2026-01-01}

          """ + effective + body)
    }
    return try Catalog.read(
      files: files + [
        SourceFile(name: "facts.yaml", text: facts),
        SourceFile(
          name: "institutions.yaml",
          text: "- {code: bank, kind: bank, name: {zh: 银行, en: bank}}"),
        SourceFile(
          name: "families.yaml", text: "- {code: loans, name: {zh: 贷款, en: loans}, order: 1}"),
      ])
  }

  static func policies() throws -> PolicySet {
    try PolicySet.read(files: [SourceFile(name: "cn.yaml", text: policy)])
  }

  /// One criterion on one fact.
  static func criterion(_ id: String, _ test: String) -> String {
    "  - {id: \(id), \(test), citation: {document: 办法, clause: 第四条, from: 2015-12-03, tag: S}}\n"
  }

  /// A product with one criterion.
  static func one(_ test: String) -> String { "criteria:\n" + criterion("rule", test) }

  /// Facts of an enterprise; nil is known to be none.
  typealias Facts = [String: FactValue?]

  static func input(
    _ facts: Facts = [:], amount: Int64 = 100_000_000, months: Int64 = 12,
    security: [String]? = nil,
    clock: Instant = clock
  ) -> DecisionInput {
    let day = LegalDate("2026-02-28") ?? LegalDate(daysSinceEpoch: 0)
    var need = [
      Fact(path: NeedFact.amount, value: .integer(amount), source: "need", asOf: day),
      Fact(path: NeedFact.tenor, value: .integer(months), source: "need", asOf: day),
    ]
    if let security {
      need.append(Fact(path: "need.security", value: .set(security), source: "need", asOf: day))
    }
    return DecisionInput(
      needFacts: FactSheet(need),
      enterpriseFacts: FactSheet(
        facts.map { Fact(path: $0.key, value: $0.value, source: "tax_bureau", asOf: day) }),
      clock: clock)
  }

  /// The decision on a product called `p`.
  static func decide(
    _ body: String, _ facts: Facts = [:], amount: Int64 = 100_000_000, months: Int64 = 12,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Decision {
    let world = try World(["ppp": body])
    let input = input(facts, amount: amount, months: months)
    let decision = try #require(
      world.engine.decide(input, product: "ppp"), sourceLocation: sourceLocation)
    // The plain match must say the same, whatever is tested.
    let match = world.engine.match(input)
    #expect(match.verdict(of: 0) == decision.verdict, sourceLocation: sourceLocation)
    #expect(
      match.nearMisses.first?.ruleID == decision.nearMissRule, sourceLocation: sourceLocation)
    return decision
  }
}
