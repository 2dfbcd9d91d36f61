import Catalog
import Domain
import Policy
import Synchronization

/// Prices products: rates resolved on a day, fees and subsidies laid into cash flows, and the cost
/// as an internal rate of return (PBC 公告〔2021〕第3号).
public struct Pricer: Sendable {
  /// Ids of the policy parameters that LPR prices refer to.
  public static let oneYearLPR = "lpr_1y"
  public static let fiveYearLPR = "lpr_5y"
  /// Longest tenor that is priced, in months.
  public static let maximumMonths: Int64 = 600
  /// Path of the amount asked for.
  static let amountFact = "need.amount_fen"

  private let policies: PolicySet
  private let registry: FactRegistry?
  private let reach: InternalRate.Reach
  private let days = SubsidyDays()

  /// - Parameters:
  ///   - policies: LPR, ceilings and subsidies.
  ///   - registry: the vocabulary of conditions; without it conditions stay open.
  ///   - findsEveryRate: whether a price in the terms of the first documents has a cost also where a
  ///     subsidy at the end is above the last repayment. At first such a price had none; stored runs
  ///     replay with that. Prices that use anything newer always have theirs.
  public init(
    policies: PolicySet, registry: FactRegistry? = nil, findsEveryRate: Bool = false
  ) {
    self.policies = policies
    self.registry = registry
    reach = findsEveryRate ? .whole : .singleRoot
  }

  /// What is priced: an amount over a tenor on a day.
  public struct Request: Hashable, Sendable {
    /// Above 0.
    public let amountFen: Int64
    public let tenorMonths: Int64
    public let day: LegalDate

    public init(amountFen: Int64, tenorMonths: Int64, day: LegalDate) {
      self.amountFen = amountFen
      self.tenorMonths = tenorMonths
      self.day = day
    }
  }

  /// What ranking needs of a cost.
  public struct RankedCost: Hashable, Sendable {
    /// `CostOutcome.effectivePPM`.
    public let effectivePPM: Int64?
    /// Id of the parameter whose last value is carried past its series' end.
    public let carriedParameter: String?
  }

  /// Makes the price of a product ready for a day: its rates by the LPR then, its fees, its own
  /// subsidies, and the policy packs' subsidies for its family then in force.
  /// - Returns: nil for a product without a price.
  public func price(_ product: Product, on day: LegalDate) -> ProductPrice? {
    product.pricing.map { terms in
      ProductPrice(
        terms, product: product, policies: policies, registry: registry,
        subsidies: subsidies(for: product.family, on: day), on: day, reach: reach)
    }
  }

  /// The whole outcome of terms alone, without subsidies of policy packs.
  /// - Parameter fact: the state of a fact by its path.
  public func cost(
    _ terms: PricingTerms, _ request: Request, fact: (String) -> FactState
  ) -> CostOutcome {
    price(terms, on: request.day).cost(request, fact: fact)
  }

  /// Terms alone made ready for a day, without subsidies of policy packs.
  public func price(_ terms: PricingTerms, on day: LegalDate) -> ProductPrice {
    ProductPrice(
      terms, product: nil, policies: policies, registry: registry, subsidies: [], on: day,
      reach: reach)
  }

  private func subsidies(for family: String, on day: LegalDate) -> [SubsidyLine] {
    days.subsidies(of: policies, on: day).filter { $0.subsidy.covers(family: family) }
      .compactMap { SubsidyLine($0, registry: registry) }
  }
}

/// The subsidies in force by day: finding out which overrides which is the same for every product.
private final class SubsidyDays: Sendable {
  /// Most days kept; past it all are forgotten and found anew.
  static let maximumCount = 64

  private let days = Mutex<[LegalDate: [ApplicableSubsidy]]>([:])

  func subsidies(of policies: PolicySet, on day: LegalDate) -> [ApplicableSubsidy] {
    if let found = days.withLock({ $0[day] }) { return found }
    let found = policies.subsidies(on: day)
    days.withLock { days in
      if days.count >= Self.maximumCount { days.removeAll(keepingCapacity: true) }
      days[day] = found
    }
    return found
  }
}
