import Catalog
import Domain
import Policy

/// What of an annualised price does not depend on a need: LPR of the day and subsidies made ready.
struct AnnualisedPlan: Sendable {
  let terms: AnnualisedTerms
  let lines: [SubsidyLine]
  private let oneYear: CostOutcome.ParameterUse
  private let fiveYears: CostOutcome.ParameterUse
  private let reach: InternalRate.Reach

  /// - Parameter reach: for prices in the terms that were there at first; all others are looked for
  ///   in the whole range.
  init(
    _ terms: AnnualisedTerms, lines: [SubsidyLine], policies: PolicySet, on day: LegalDate,
    reach: InternalRate.Reach
  ) {
    self.terms = terms
    self.lines = lines
    self.reach = Self.isInFirstTerms(terms, lines) ? reach : .whole
    func use(_ id: String) -> CostOutcome.ParameterUse {
      let value = policies.value(id, on: day)
      return CostOutcome.ParameterUse(
        id: id, value: value?.value, from: value?.from,
        carriedPastEnd: value?.carriedPastEnd ?? false,
        isVerified: value?.isVerified ?? false, citation: value?.citation)
    }
    oneYear = use(Pricer.oneYearLPR)
    fiveYears = use(Pricer.fiveYearLPR)
  }

  /// Whether a price uses only what the first documents could say.
  private static func isInFirstTerms(_ terms: AnnualisedTerms, _ lines: [SubsidyLine]) -> Bool {
    terms.deposit == nil && terms.bridge == nil && !terms.fees.contains { $0.timing == .atEnd }
      && lines.allSatisfy { $0.pack == nil && $0.paid == .atEnd }
      && terms.subsidies.allSatisfy(\.when.isEmpty)
  }

  /// The band for a known grade, or the general one; and the grade's path when it is unknown.
  func grade(_ fact: (String) -> FactState) -> (code: String?, missing: String?) {
    guard let path = terms.gradeFact else { return (nil, nil) }
    switch fact(path) {
    case .known(.text(let code)) where terms.gradeBands[code] != nil: return (code, nil)
    case .unknown: return (nil, path)
    case .known, .none: return (nil, nil)
    }
  }

  /// The band of a grade.
  func band(_ grade: String?) -> RateBand { grade.flatMap { terms.gradeBands[$0] } ?? terms.rate }

  /// Up to 12 months the one-year rate, from 60 the five-year one, between them the one the product
  /// names (design section 5).
  func lpr(tenorMonths: Int64) -> CostOutcome.ParameterUse? {
    let tenor: LPRTenor? =
      if tenorMonths <= 12 { .oneYear } else if tenorMonths >= 60 { .fiveYears } else {
        terms.lprTenor
      }
    return tenor.map { $0 == .oneYear ? oneYear : fiveYears }
  }

  /// The yearly rate in ppm, never below 0; nil without the LPR it refers to.
  func rate(_ end: RateEnd, _ parameter: CostOutcome.ParameterUse?) -> Int64? {
    switch end {
    case .fixed(let ppm): return ppm
    case .lpr(let multiple, let spread):
      guard let lpr = parameter?.value,
        let base = Exact.scaled(lpr, by: multiple, over: 1_000)
      else { return nil }
      return Swift.max(0, base + spread)
    }
  }

  /// Nil when one of the fees has no such end.
  func schedule(ratePPM: Int64, term: LoanTerm, fee: (Fee) -> Int64?) -> LoanSchedule? {
    var schedule = LoanSchedule(
      ratePPM: ratePPM, term: term, repayment: terms.repayment, reach: reach)
    for item in terms.fees {
      guard let ppm = fee(item) else { return nil }
      schedule.add(fee: ppm, timing: item.timing, kind: item.kind)
    }
    if let deposit = terms.deposit { schedule.add(deposit) }
    return schedule
  }
}
