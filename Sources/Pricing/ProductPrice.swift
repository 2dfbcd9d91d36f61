import Catalog
import Domain
import Policy

/// The price of one product on one day, with everything made ready that does not depend on a need.
/// Safe to use from any thread.
public struct ProductPrice: Sendable {
  enum Plan: Sendable {
    case annualised(AnnualisedPlan)
    case allIn(AllInPlan)
  }

  /// What a ranked cost can depend on, beside the product and the day.
  ///
  /// `Pricer.RankedCost` is a function of the results of `tests`, of the tenor where `usesTenor`, and
  /// where `dependsOnAmount` of the amount and the values of `facts`. Subsidies that are never certain
  /// are shown beside a cost and do not change it; what they hang on is not among these.
  public struct Dependencies: Hashable, Sendable {
    /// Comparisons whose (three-valued) results decide which band and which subsidies count, none
    /// twice.
    public let tests: [FactTest]
    /// Paths of all facts the cost can depend on, apart from the amount asked for.
    public let facts: Set<String>
    /// Whether it depends on the tenor.
    public let usesTenor: Bool
    /// Whether a cap, or what a firm already had, can bind.
    public let dependsOnAmount: Bool
  }

  /// Code of the product.
  public let productCode: String
  /// The day whose rates and subsidies it has; that of a request is not asked.
  public let day: LegalDate
  public let dependencies: Dependencies
  let product: Product?
  let policies: PolicySet
  let plan: Plan
  private let memo = CostMemo()

  init(
    _ terms: PricingTerms, product: Product?, policies: PolicySet, registry: FactRegistry?,
    subsidies: [SubsidyLine], on day: LegalDate, reach: InternalRate.Reach
  ) {
    productCode = product?.code ?? ""
    self.product = product
    self.policies = policies
    self.day = day
    switch terms {
    case .allIn(let terms):
      let allIn = AllInPlan(terms, registry: registry)
      plan = .allIn(allIn)
      dependencies = Dependencies(allIn)
    case .annualised(let terms):
      // A subsidy the product names itself is not paid again by a pack.
      let own = terms.subsidies.map { SubsidyLine($0, registry: registry) }
      let ids = Set(own.map(\.id))
      let annualised = AnnualisedPlan(
        terms, lines: own + subsidies.filter { !ids.contains($0.id) }, policies: policies, on: day,
        reach: reach)
      plan = .annualised(annualised)
      dependencies = Dependencies(annualised)
    }
  }

  /// The whole outcome.
  /// - Parameters:
  ///   - request: amount and tenor; its day is taken to be this price's.
  ///   - fact: the state of a fact by its path.
  public func cost(
    _ request: Pricer.Request, fact: (String) -> FactState
  ) -> CostOutcome {
    switch plan {
    case .allIn(let plan): plan.outcome(request, fact: fact)
    case .annualised(let plan): AnnualisedPricing(plan, on(request), fact: fact).outcome
    }
  }

  /// The unrounded figures behind `cost`; nil for all-in prices, which have no cash flows.
  public func rates(
    _ request: Pricer.Request, fact: (String) -> FactState
  ) -> CostRates? {
    guard case .annualised(let plan) = plan else { return nil }
    return AnnualisedPricing(plan, on(request), fact: fact).rates
  }

  /// The same figure as `cost(_:fact:).effectivePPM`, remembered by tenor, grade and netted
  /// subsidies as long as no cap binds.
  public func rankedCost(
    _ request: Pricer.Request, fact: (String) -> FactState
  ) -> Pricer.RankedCost {
    switch plan {
    case .allIn(let plan):
      return Pricer.RankedCost(effectivePPM: plan.effectivePPM(fact), carriedParameter: nil)
    case .annualised(let plan):
      let pricing = AnnualisedPricing(plan, on(request), fact: fact)
      guard let mask = pricing.standings.nettedMask else { return pricing.ranked().cost }
      let key = CostMemo.Key(
        tenorMonths: request.tenorMonths, grade: pricing.grade, netted: mask)
      if let found = memo[key], pricing.isUncapped(found.uncapped) { return found.cost }
      let entry = pricing.ranked()
      if pricing.isUncapped(entry.uncapped) { memo.insert(entry, for: key) }
      return entry.cost
    }
  }

  /// A bridge is counted from this price's day.
  private func on(_ request: Pricer.Request) -> Pricer.Request {
    Pricer.Request(amountFen: request.amountFen, tenorMonths: request.tenorMonths, day: day)
  }
}

extension ProductPrice.Dependencies {
  init(_ plan: AllInPlan) {
    let gates = zip(plan.gates, plan.terms.subsidies).filter(\.1.isCertain).map(\.0)
    self.init(
      tests: gates.flatMap(\.tests), values: [], usesTenor: false, dependsOnAmount: false)
  }

  init(_ plan: AnnualisedPlan) {
    var tests: [FactTest] = []
    if let path = plan.terms.gradeFact {
      tests = plan.terms.gradeBands.keys.sorted().map {
        FactTest(fact: path, op: .equal, operand: .value(.text($0)))
      }
    }
    let certain = plan.lines.filter(\.isCertain)
    tests += certain.flatMap(\.tests)
    self.init(
      tests: tests, values: certain.compactMap(\.usedFact), usesTenor: true,
      dependsOnAmount: certain.contains(where: \.hasCap))
  }

  private init(
    tests: [FactTest], values: [String], usesTenor: Bool, dependsOnAmount: Bool
  ) {
    var seen: Set<FactTest> = []
    self.tests = tests.filter { seen.insert($0).inserted }
    facts = Set(tests.map(\.fact) + values).subtracting([Pricer.amountFact])
    self.usesTenor = usesTenor
    self.dependsOnAmount = dependsOnAmount
  }
}
