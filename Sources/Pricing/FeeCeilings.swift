import Catalog
import Domain
import Policy

/// What policy packs let a guarantee fee cost at most.
struct FeeCeilings {
  /// Fees whose kinds begin so are held to the ceilings.
  static let feePrefix = "guarantee_fee"
  /// The national ceilings, in ppm of the guaranteed amount a year: for amounts a borrower up to
  /// `smallLoan`, and above.
  static let small = "guarantee_fee_small_max_ppm"
  static let large = "guarantee_fee_large_max_ppm"
  /// Up to which amount a borrower a guarantee counts as small, in fen.
  static let smallLoan = "guarantee_small_loan_fen"
  /// Parameters whose ids begin so are ceilings for any amount.
  static let anyAmountPrefix = "guarantee_fee_ceiling"

  private let ceilings: [(parameter: PolicyParameter, value: ParameterValue)]

  /// Those in force on a day in a region for a guaranteed amount, in the order of their ids. Where
  /// nothing says which amounts are small, only the ceiling for great ones counts.
  init(_ policies: PolicySet, on day: LegalDate, in region: RegionCode?, amountFen: Int64) {
    let isSmall = policies.value(Self.smallLoan, on: day, in: region).map { amountFen <= $0.value }
    let sized = isSmall == true ? Self.small : Self.large
    var parameters: [String: PolicyParameter] = [:]
    for parameter in policies.packs.flatMap(\.parameters)
    where parameter.unit == .ppm
      && (parameter.id == sized || parameter.id.hasPrefix(Self.anyAmountPrefix))
    {
      parameters[parameter.id] = parameters[parameter.id] ?? parameter
    }
    ceilings = parameters.sorted { $0.key < $1.key }.compactMap { id, parameter in
      policies.value(id, on: day, in: region).map { (parameter, $0) }
    }
  }

  /// The ceilings a fee is held to; what is charged once is spread over the tenor.
  func of(_ fee: Fee, tenorMonths: Int64) -> [CostSheet.Ceiling] {
    guard fee.kind.hasPrefix(Self.feePrefix), let ppm = fee.maxPPM, tenorMonths > 0 else {
      return []
    }
    let isOnce = fee.timing == .upfront || fee.timing == .atEnd
    return ceilings.map { parameter, ceiling in
      CostSheet.Ceiling(
        parameter: parameter.id, label: parameter.label, ceilingPPM: ceiling.value,
        chargedPPM: isOnce ? FenMath.rounded(Int128(ppm) * 12, over: Int128(tenorMonths)) : ppm,
        isExceeded: isOnce
          ? Int128(ppm) * 12 > Int128(ceiling.value) * Int128(tenorMonths) : ppm > ceiling.value,
        citation: ceiling.citation, isVerified: ceiling.isVerified)
    }
  }
}
