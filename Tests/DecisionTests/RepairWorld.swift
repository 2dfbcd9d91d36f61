import Catalog
import Decision
import Domain
import Policy
import Schemas
import Testing

/// A catalog over a registry in which some facts can be changed by an enterprise.
struct RepairWorld {
  let catalog: Catalog
  let engine: Engine

  /// Facts that may be actionable, with days to bring them about.
  static let days: [String: Int64] = [
    "need.amount_fen": 0, "need.tenor_months": 0, "enterprise.titles": 180,
    "tax.credit_grade": 365, "tax.last_fen": 60, "tax.prior_fen": 61, "tax.years": 90,
    "finance.profit_fen": 20, "finance.used_fen": 30, "credit.has_overdue": 5,
    "collateral.appraised_fen": 10, "enterprise.industry": 7,
  ]

  static let derived = """
      - {path: finance.used_with_need_fen, type: integer, unit: fen, label: {zh: 含本次, en: used with this need}, derive: {sum: [finance.used_fen, need.amount_fen]}}
      - {path: finance.used_ratio_ppm, type: integer, unit: ppm, label: {zh: 占比, en: used ratio}, derive: {ratio: {of: finance.used_with_need_fen, over: collateral.appraised_fen}}}
      - {path: finance.net_fen, type: integer, unit: fen, label: {zh: 净额, en: net}, derive: {difference: [collateral.appraised_fen, finance.used_fen]}}
      - {path: enterprise.title_count, type: integer, unit: count, label: {zh: 资质数, en: titles}, derive: {count: enterprise.titles}}
      - {path: enterprise.full_years, type: integer, unit: year, label: {zh: 完整年度, en: full years}, derive: {full_fiscal_years_since: enterprise.registered_on}}
    """

  /// - Parameters:
  ///   - products: the body of each product by its code, as `World` takes it.
  ///   - actionable: facts of `days` that the enterprise can change.
  ///   - parameters: further lines of the national policy pack.
  init(
    _ products: [String: String], actionable: Set<String> = Set(days.keys),
    parameters: String = ""
  ) throws {
    // A need of nothing would be the best repair of all.
    var facts = World.facts.replacing(
      "need.amount_fen, type: integer,", with: "need.amount_fen, type: integer, min: 1,")
    for path in actionable {
      facts = facts.replacing(
        "{path: \(path), ",
        with: "{path: \(path), actionable: true, days: \(Self.days[path] ?? 1), ")
    }
    catalog = try World.catalog(products, facts: facts + "\n" + Self.derived)
    let policies =
      parameters.isEmpty
      ? try World.policies()
      : try PolicySet.read(files: [
        SourceFile(name: "cn.yaml", text: Self.national + parameters)
      ])
    engine = try Engine(catalog: catalog, policies: policies)
  }

  private static let national = """
    code: cn
    jurisdiction: {code: CN, name: {zh: 国家, en: national}}
    parameters:

    """

  /// The catalog and policies that ship.
  static func seed() throws -> RepairWorld {
    func files(_ folder: SchemaFiles.Folder) throws -> [SourceFile] {
      try SchemaFiles.texts(in: folder, suffix: ".yaml").map {
        SourceFile(name: $0.name, text: $0.text)
      }
    }
    let catalog = try Catalog.read(files: files(.catalog))
    return RepairWorld(
      catalog: catalog,
      engine: try Engine(catalog: catalog, policies: PolicySet.read(files: files(.policy))))
  }

  private init(catalog: Catalog, engine: Engine) {
    self.catalog = catalog
    self.engine = engine
  }

  /// An input with some facts changed, as an enterprise would hand them in.
  static func applying(
    _ changes: [(path: String, to: FactState)], to input: DecisionInput
  ) -> DecisionInput {
    var need = input.needFacts
    var enterprise = input.enterpriseFacts
    for change in changes {
      let value: FactValue? = if case .known(let value) = change.to { value } else { nil }
      let fact = Fact(
        path: change.path, value: value, source: "enterprise", asOf: input.clock.legalDate)
      if change.path.hasPrefix("need.") {
        need[change.path] = fact
      } else {
        enterprise[change.path] = fact
      }
    }
    return DecisionInput(needFacts: need, enterpriseFacts: enterprise, clock: input.clock)
  }

  /// The verdict after changes.
  func verdict(
    _ code: String, _ input: DecisionInput, _ changes: [(path: String, to: FactState)]
  ) -> Verdict? {
    engine.decide(Self.applying(changes, to: input), product: code)?.verdict
  }
}

extension RepairPath {
  /// The changes as `RepairWorld.applying` takes them.
  var states: [(path: String, to: FactState)] { changes.map { ($0.path, $0.to) } }
}

extension RandomWorld {
  /// A product as `product()` gives it, often with a criterion on a derived fact as well.
  mutating func repairable() -> (criteria: [String], rest: String) {
    var (criteria, rest) = product()
    let tests = [
      "fact: finance.used_with_need_fen, op: lte, value: \(Int64.random(in: 2...9, using: &random))",
      "fact: finance.used_ratio_ppm, op: lte, value: \(Int64.random(in: 1...5, using: &random) * 300000)",
      "fact: finance.net_fen, op: gte, value: \(Int64.random(in: 0...4, using: &random))",
      "fact: enterprise.title_count, op: gte, value: \(Int64.random(in: 1...3, using: &random))",
      "fact: need.amount_fen, op: between, value: [2, \(Int64.random(in: 2...6, using: &random))]",
      "fact: tax.mean_fen, op: eq, value: 2",
    ]
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      guard let test = tests.randomElement(using: &random) else { continue }
      criteria.append(World.criterion("d\(criteria.count)", test))
    }
    return (criteria, rest)
  }
}
