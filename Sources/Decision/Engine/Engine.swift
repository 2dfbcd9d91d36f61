import Catalog
import Domain
import Policy
import Pricing

/// Decides needs against a catalog. Compiled once, used for many needs, from any thread; equal
/// inputs give equal outcomes, on any machine.
public struct Engine: Sendable {
  /// What is decided against.
  public let catalog: Catalog
  public let policies: PolicySet
  public let version: EngineVersion
  let table: FactTable
  /// Reads stored facts into the places of `table`.
  let reader: StoredFactReader
  /// What is compiled for each day.
  let days: EngineDays
  /// Of the products' codes: see `VerdictDigest`.
  let codesDigest: [UInt8]

  /// Compiles the catalog.
  /// - Throws: the fault `missing_parameter` for every product that refers to an LPR or another
  ///   parameter no policy pack has, `not_compiled` for one whose criteria do not fit the registry,
  ///   and under `/policies` what policy packs say of facts and families that are not so.
  public init(
    catalog: Catalog, policies: PolicySet, version: EngineVersion = .current
  ) throws(Faults) {
    self.catalog = catalog
    self.policies = policies
    self.version = version
    let table = FactTable(catalog.registry)
    self.table = table
    reader = StoredFactReader(table)
    codesDigest = Self.codesDigest(catalog)
    let pricer = Pricer(
      policies: policies, registry: catalog.registry, findsEveryRate: version.findsEveryRate)
    var faults = policies.faults(
      against: catalog.registry, families: Set(catalog.families.map(\.code))
    ).map { $0.under("/policies") }
    var compiled: [CompiledProduct] = []
    // The LPR is read without a region, so only the national pack counts.
    let declared = Set(policies.packs(in: nil).flatMap { $0.parameters.map(\.id) })
    for (index, product) in catalog.products.enumerated() {
      let pointer = "/products/\(index)"
      for parameter in Self.parameters(of: product) where !declared.contains(parameter) {
        faults.append(
          Fault(
            pointer + "/pricing", "missing_parameter", zh: "政策包缺少参数 \(parameter)",
            en: "no policy pack has \(parameter)"))
      }
      faults += policies.faults(of: product).map { $0.under(pointer) }
      // Any number stands in for a parameter: which one does not matter to whether it fits.
      let bounds = Dictionary(
        product.references.map { ($0.id, $0.bounds) }, uniquingKeysWith: { first, _ in first })
      if let resolved = product.resolved({ bounds[$0]?.lowerBound }),
        let ready = CompiledProduct(resolved, index: index, table: table)
      {
        compiled.append(ready)
      } else {
        faults.append(
          Fault(
            pointer, "not_compiled", zh: "条件与指标登记不符",
            en: "a criterion does not fit the fact registry"))
      }
    }
    guard faults.isEmpty else { throw Faults(faults) }
    days = EngineDays(
      products: compiled, catalog: catalog, policies: policies, table: table, reader: reader,
      pricer: pricer)
  }

  /// Policy parameters a product's price can refer to.
  private static func parameters(of product: Product) -> [String] {
    guard case .annualised(let terms) = product.pricing, terms.usesLPR else { return [] }
    let low = product.tenor.minMonths ?? 1
    let high = product.tenor.maxMonths ?? Pricer.maximumMonths
    var parameters: [String] = []
    if low <= 12 || terms.lprTenor == .oneYear { parameters.append(Pricer.oneYearLPR) }
    if high >= 60 || terms.lprTenor == .fiveYears { parameters.append(Pricer.fiveYearLPR) }
    return parameters
  }

  /// The full decision on one product; nil when there is no such product or it is not in force on
  /// the clock's day.
  public func decide(_ input: DecisionInput, product code: String) -> Decision? {
    guard let index = catalog.index(of: code) else { return nil }
    let view = FactView(input, table: table)
    return days.product(index, on: view.day).map { decision($0, view) }
  }

  /// The full decisions on all products in force, in the order of their codes.
  public func decideAll(_ input: DecisionInput) -> [Decision] {
    let view = FactView(input, table: table)
    return days.products(on: view.day).map { decision($0, view) }
  }

  private func decision(_ product: CompiledProduct, _ view: FactView) -> Decision {
    let limit = LimitState(product.product, view)
    let rules = Tracer(product: product, view: view, limit: limit).rules
    let verdict = Verdict(RuleResult.all(rules.lazy.map(\.result)))
    let asked = view.state(NeedFact.amount).integer
    let failed = rules.filter { $0.result == .fail }
    let hasUnknown = rules.contains { $0.result == .unknown }
    let missing: Set<String> =
      verdict == .needsInfo ? rules.reduce(into: []) { $0.formUnion($1.missing) } : []
    return Decision(
      productCode: product.product.code, verdict: verdict, rules: rules,
      limit: LimitOutcome(product.product, limit, view),
      coveragePPM: asked.flatMap { limit.coveragePPM(asked: $0) },
      cost: cost(product, limit, view), missingFacts: missing.sorted(),
      nearMissRule: failed.count == 1 && !hasUnknown ? failed[0].id : nil)
  }

  private func cost(
    _ product: CompiledProduct, _ limit: LimitState, _ view: FactView
  ) -> CostOutcome? {
    guard let price = product.price, let request = limit.priceRequest(view) else { return nil }
    var outcome = price.cost(request) { view.state($0) }
    outcome.missing = outcome.missing.reduce(into: Set()) { $0.formUnion(view.missing($1)) }
      .sorted()
    return outcome
  }
}
