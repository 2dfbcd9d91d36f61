import Catalog
import Domain
import Policy

/// Prices products: rates resolved on a day, fees and subsidies laid into cash flows, and the cost
/// as an internal rate of return (PBC 公告〔2021〕第3号; `domain/lending.md` section 6).
public struct Pricer: Sendable {
  /// Ids of the policy parameters that LPR prices refer to.
  public static let oneYearLPR = "lpr_1y"
  public static let fiveYearLPR = "lpr_5y"
  /// Longest tenor that is priced, in months.
  public static let maximumMonths: Int64 = 600

  private let policies: PolicySet
  private let memo = CostMemo()

  public init(policies: PolicySet) { self.policies = policies }

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

  /// The whole outcome.
  /// - Parameter fact: the state of a fact by its path.
  public func cost(
    _ terms: PricingTerms, _ request: Request, fact: (String) -> FactState
  ) -> CostOutcome {
    switch terms {
    case .allIn(let terms):
      return CostOutcome(
        form: .allIn, amountFen: request.amountFen, tenorMonths: request.tenorMonths,
        rateMaxPPM: terms.basePPM, rateMinPPM: nil,
        effectivePPM: terms.basePPM + terms.feesPPM - terms.subsidiesPPM, nominalPPM: nil,
        minEffectivePPM: nil, minNominalPPM: nil, subsidies: [], parameters: [], missing: [])
    case .annualised(let terms):
      return AnnualisedPricing(terms, request, policies: policies, fact: fact).outcome
    }
  }

  /// What ranking needs of a cost.
  public struct RankedCost: Hashable, Sendable {
    /// `CostOutcome.effectivePPM`.
    public let effectivePPM: Int64?
    /// Id of the parameter whose last value is carried past its series' end.
    public let carriedParameter: String?
  }

  /// The same figure as `cost`, remembered per product, tenor, day, grade and subsidies where the
  /// amount does not matter.
  /// - Parameter product: distinguishes `terms` within this pricer.
  public func rankedCost(
    _ terms: PricingTerms, product: Int, _ request: Request, fact: (String) -> FactState
  ) -> RankedCost {
    guard case .annualised(let annualised) = terms else {
      return RankedCost(cost(terms, request, fact: fact))
    }
    let pricing = AnnualisedPricing(annualised, request, policies: policies, fact: fact)
    guard !pricing.dependsOnAmount else { return RankedCost(pricing.outcome) }
    let key = CostMemo.Key(
      product: product, tenorMonths: request.tenorMonths, day: request.day, grade: pricing.grade,
      netted: pricing.nettedMask)
    return memo.value(key) { RankedCost(pricing.outcome) }
  }
}

extension Pricer.RankedCost {
  init(_ outcome: CostOutcome) {
    effectivePPM = outcome.effectivePPM
    carriedParameter = outcome.parameters.first(where: \.carriedPastEnd)?.id
  }
}

/// One annualised price for one request.
private struct AnnualisedPricing {
  let terms: AnnualisedTerms
  let request: Pricer.Request
  let policies: PolicySet
  /// The known grade whose band is used; nil for the general band.
  let grade: String?
  let statuses: [CostOutcome.SubsidyUse.Status]
  let missing: [String]

  init(
    _ terms: AnnualisedTerms, _ request: Pricer.Request, policies: PolicySet,
    fact: (String) -> FactState
  ) {
    self.terms = terms
    self.request = request
    self.policies = policies
    var missing: Set<String> = []
    var grade: String?
    if let path = terms.gradeFact {
      switch fact(path) {
      case .known(.text(let code)) where terms.gradeBands[code] != nil: grade = code
      case .unknown: missing.insert(path)
      case .known, .none: break
      }
    }
    self.grade = grade
    statuses = terms.subsidies.map { subsidy in
      guard let path = subsidy.fact else { return subsidy.isCertain ? .netted : .apart }
      switch fact(path) {
      case .known(.boolean(true)): return subsidy.isCertain ? .netted : .apart
      case .unknown:
        missing.insert(path)
        return .apart
      case .known, .none: return .notApplicable
      }
    }
    self.missing = missing.sorted()
  }

  /// A capped subsidy counts for less on a greater amount.
  var dependsOnAmount: Bool {
    zip(terms.subsidies, statuses).contains { $0.capFen != nil && $1 == .netted }
  }

  var nettedMask: UInt64 {
    var mask: UInt64 = 0
    for (index, status) in statuses.enumerated() where status == .netted { mask |= 1 << index }
    return mask
  }

  var outcome: CostOutcome {
    let band = grade.flatMap { terms.gradeBands[$0] } ?? terms.rate
    let parameter = band.usesLPR ? lpr() : nil
    let max = band.max.flatMap { rate($0, parameter) }
    let min = band.min.flatMap { rate($0, parameter) }
    let isPriced = (1...Pricer.maximumMonths).contains(request.tenorMonths)
    var upper = max.flatMap { isPriced ? schedule(ratePPM: $0, fee: \.maxPPM) : nil }
    // A fee without a published lower end may be waived: "from" counts it as 0.
    var lower = min.flatMap { isPriced ? schedule(ratePPM: $0) { $0.minPPM ?? 0 } : nil }
    let subsidies = zip(terms.subsidies, statuses).map { subsidy, status in
      let share = upper.map { amount(of: subsidy, in: $0) }
      return CostOutcome.SubsidyUse(
        id: subsidy.id, status: status,
        amountFen: share.flatMap {
          Int64(exactly: ($0 * Double(request.amountFen)).rounded(.toNearestOrEven))
        })
    }
    net(&upper)
    net(&lower)
    let (upperCost, lowerCost) = (upper?.cost, lower?.cost)
    return CostOutcome(
      form: .annualised, amountFen: request.amountFen, tenorMonths: request.tenorMonths,
      rateMaxPPM: max, rateMinPPM: min, effectivePPM: upperCost?.effectivePPM,
      nominalPPM: upperCost?.nominalPPM, minEffectivePPM: lowerCost?.effectivePPM,
      minNominalPPM: lowerCost?.nominalPPM, subsidies: subsidies,
      parameters: parameter.map { [$0] } ?? [], missing: missing)
  }

  /// Nil when one of the fees has no such end.
  private func schedule(ratePPM: Int64, fee: (Fee) -> Int64?) -> LoanSchedule? {
    var schedule = LoanSchedule(
      ratePPM: ratePPM, months: Int(request.tenorMonths), repayment: terms.repayment)
    for item in terms.fees {
      guard let ppm = fee(item) else { return nil }
      schedule.add(fee: ppm, timing: item.timing)
    }
    return schedule
  }

  /// What a subsidy pays, as a part of the principal.
  private func amount(of subsidy: Subsidy, in schedule: LoanSchedule) -> Double {
    let base =
      switch subsidy.kind {
      case .interestShare: schedule.interest
      case .feeShare: schedule.fees
      }
    let share = base * Double(subsidy.ppm) / 1_000_000
    guard let cap = subsidy.capFen else { return share }
    return Swift.min(share, Double(cap) / Double(request.amountFen))
  }

  private func net(_ schedule: inout LoanSchedule?) {
    guard var copy = schedule else { return }
    for (subsidy, status) in zip(terms.subsidies, statuses) where status == .netted {
      copy.net(atEnd: amount(of: subsidy, in: copy))
    }
    schedule = copy
  }

  /// Up to 12 months the one-year rate, from 60 the five-year one, between them the one the product
  /// names (design section 5).
  private func lpr() -> CostOutcome.ParameterUse? {
    let tenor: LPRTenor? =
      if request.tenorMonths <= 12 { .oneYear } else if request.tenorMonths >= 60 {
        .fiveYears
      } else { terms.lprTenor }
    guard let tenor else { return nil }
    let id = tenor == .oneYear ? Pricer.oneYearLPR : Pricer.fiveYearLPR
    let value = policies.value(id, on: request.day)
    return CostOutcome.ParameterUse(
      id: id, value: value?.value, from: value?.from,
      carriedPastEnd: value?.carriedPastEnd ?? false)
  }

  /// The yearly rate in ppm, never below 0.
  private func rate(_ end: RateEnd, _ parameter: CostOutcome.ParameterUse?) -> Int64? {
    switch end {
    case .fixed(let ppm): return ppm
    case .lpr(let multiple, let spread):
      guard let lpr = parameter?.value,
        let base = Exact.scaled(lpr, by: multiple, over: 1_000)
      else { return nil }
      return Swift.max(0, base + spread)
    }
  }
}
