import Catalog
import Domain
import Pricing

extension Engine {
  /// Decides a need against all products in force, without traces.
  /// - Parameter topLimit: most ranked products, and most near misses.
  public func match(_ input: DecisionInput, topLimit: Int = 10) -> MatchResult {
    let view = FactView(input, table: table)
    guard let kernel = days.kernelIfWorthwhile(on: view.day) else {
      return plainMatch(view, topLimit: topLimit)
    }
    return kernelMatch(kernel, view, topLimit: topLimit)
  }

  /// The same, rule by rule and product by product: it says what every faster way must say.
  public func plainMatch(_ input: DecisionInput, topLimit: Int = 10) -> MatchResult {
    plainMatch(FactView(input, table: table), topLimit: topLimit)
  }

  func plainMatch(_ view: FactView, topLimit: Int) -> MatchResult {
    let asked = view.state(NeedFact.amount).integer
    var tally = MatchTally(productCount: catalog.products.count)
    for product in days.products(on: view.day) {
      let count = RuleCount(product, view, asked: asked)
      switch count.verdict {
      case .needsInfo: tally.addNeedsInfo(product.index)
      case .ineligible:
        guard let rule = count.nearMissRule else {
          tally.addIneligible(product.index)
          continue
        }
        let limit = count.limit ?? LimitState(product.product, view)
        tally.addNearMiss(
          product, rule: product.ruleID(at: rule), cost: rankedCost(product, limit, view))
      case .eligible:
        let limit = count.limit ?? LimitState(product.product, view)
        tally.addEligible(
          product, limit: limit.fen, cost: rankedCost(product, limit, view),
          coverage: asked.flatMap { limit.coveragePPM(asked: $0) })
      }
    }
    return tally.result(topLimit: topLimit)
  }

  func rankedCost(
    _ product: CompiledProduct, _ limit: LimitState, _ view: FactView
  ) -> Pricer.RankedCost? {
    product.rankedCost(limit, view)
  }
}

extension CompiledProduct {
  /// What ranking needs of the cost; nil when no price is published or nothing is asked.
  func rankedCost(_ limit: LimitState, _ view: FactView) -> Pricer.RankedCost? {
    guard let price, let request = limit.priceRequest(view) else { return nil }
    return price.rankedCost(request) { view.state($0) }
  }

  /// The id of a rule by its place: the criteria, then tenor, least amount, coverage.
  func ruleID(at place: Int) -> String {
    let engineRules = [EngineRule.tenor, EngineRule.amountMin, EngineRule.coverage]
    return place < criteria.count
      ? product.criteria[place].id : engineRules[place - criteria.count]
  }
}

/// The rules of one product for one input, counted until nothing more can change.
struct RuleCount {
  private(set) var limit: LimitState?
  private var failures = 0
  private var unknowns = 0
  private var failed = 0

  init(_ product: CompiledProduct, _ view: FactView, asked: Int64?) {
    for (place, rule) in product.criteria.enumerated() {
      guard add(rule.result(view), at: place) else { return }
    }
    let place = product.criteria.count
    if let tenor = product.tenor {
      guard add(tenor.result(view), at: place) else { return }
    }
    let limit = LimitState(product.product, view)
    self.limit = limit
    if let result = product.amountMinResult(limit, asked: asked) {
      guard add(result, at: place + 1) else { return }
    }
    if let result = product.coverageResult(limit, asked: asked) {
      _ = add(result, at: place + 2)
    }
  }

  /// False when the product is ineligible and no near miss any more.
  private mutating func add(_ result: RuleResult, at place: Int) -> Bool {
    switch result {
    case .pass: break
    case .unknown: unknowns += 1
    case .fail:
      failures += 1
      failed = place
    }
    return failures == 0 || (failures == 1 && unknowns == 0)
  }

  var verdict: Verdict { failures > 0 ? .ineligible : unknowns > 0 ? .needsInfo : .eligible }

  /// Place of the one rule that fails while all others pass.
  var nearMissRule: Int? { failures == 1 && unknowns == 0 ? failed : nil }
}

/// Collects the verdicts of one match.
struct MatchTally {
  private let productCount: Int
  private var considered: [UInt8]
  private var eligible: [UInt8]
  private var needsInfo: [UInt8]
  private var ineligibleCount = 0
  private var ranked: [MatchResult.RankedProduct] = []
  private var nearMisses: [MatchResult.NearMiss] = []
  private var warnings: Set<MatchResult.Warning> = []

  init(productCount: Int) {
    self.productCount = productCount
    considered = Bitmap.empty(count: productCount)
    eligible = considered
    needsInfo = considered
  }

  mutating func addNeedsInfo(_ product: Int) {
    Bitmap.insert(product, into: &considered)
    Bitmap.insert(product, into: &needsInfo)
  }

  mutating func addIneligible(_ product: Int) {
    Bitmap.insert(product, into: &considered)
    ineligibleCount += 1
  }

  mutating func addNearMiss(
    _ product: CompiledProduct, rule: String, cost: Pricer.RankedCost?
  ) {
    addIneligible(product.index)
    warn(cost)
    nearMisses.append(
      MatchResult.NearMiss(
        product: product.index, code: product.product.code, ruleID: rule,
        costPPM: cost?.effectivePPM))
  }

  mutating func addEligible(
    _ product: CompiledProduct, limit: Int64?, cost: Pricer.RankedCost?, coverage: Int64?
  ) {
    Bitmap.insert(product.index, into: &considered)
    Bitmap.insert(product.index, into: &eligible)
    warn(cost)
    ranked.append(
      MatchResult.RankedProduct(
        product: product.index, code: product.product.code, limitFen: limit,
        costPPM: cost?.effectivePPM, coveragePPM: coverage))
  }

  private mutating func warn(_ cost: Pricer.RankedCost?) {
    guard let parameter = cost?.carriedParameter else { return }
    warnings.insert(MatchResult.Warning(code: "parameter_carried", subject: parameter))
  }

  func result(topLimit: Int) -> MatchResult {
    // Indices follow the bytes of the codes, so the index breaks ties.
    let top = ranked.sorted {
      ($0.costPPM ?? .max, -($0.coveragePPM ?? -1), $0.product)
        < ($1.costPPM ?? .max, -($1.coveragePPM ?? -1), $1.product)
    }
    let misses = nearMisses.sorted {
      ($0.costPPM ?? .max, $0.product) < ($1.costPPM ?? .max, $1.product)
    }
    let needsInfoCount = Bitmap.count(needsInfo)
    return MatchResult(
      productCount: productCount,
      counts: MatchResult.Counts(
        considered: ranked.count + ineligibleCount + needsInfoCount, eligible: ranked.count,
        ineligible: ineligibleCount, needsInfo: needsInfoCount, nearMisses: nearMisses.count),
      considered: considered, eligible: eligible, needsInfo: needsInfo,
      top: Array(top.prefix(max(0, topLimit))),
      nearMisses: Array(misses.prefix(max(0, topLimit))),
      warnings: warnings.sorted { ($0.code, $0.subject) < ($1.code, $1.subject) })
  }
}
