import Catalog
import Domain

/// Bank × guarantor × re-guarantor × scheme × subsidy.
public struct GuaranteeBundle: Hashable, Sendable {
  /// By what a bundle is refused, in the order in which they are looked at.
  public enum Limit: String, CaseIterable, Hashable, Sendable {
    /// The scheme does not serve borrowers of this size, this industry, or this use.
    case size
    case industry
    case use
    /// The scheme's greatest balance of one borrower.
    case borrowerMaximum = "borrower_maximum"
    case bankMaximum = "bank_maximum"
    /// In ppm a year, all other limits in fen.
    case feeCeiling = "fee_ceiling"
    /// The guarantor's legal limits.
    case controller
    case single
    case group
    case leverage
    /// No limits of guarantors hold on the day.
    case noGuarantorRules = "no_guarantor_rules"
  }

  public struct Refusal: Hashable, Sendable {
    public let limit: Limit
    /// By how much; nil where there is no amount.
    public let excess: Int64?
    public let citation: Citation?
  }

  public let bank: String
  public let guarantor: String
  /// Nil where the scheme has no share for one.
  public let reGuarantor: String?
  public let scheme: String
  public let subsidy: String?
  /// Costs a year in ppm of the loan; the subsidy comes off.
  public let bankPPM: Int64
  public let guaranteePPM: Int64
  public let reGuaranteePPM: Int64
  public let subsidyPPM: Int64
  /// Who bears how much of a loss.
  public let table: ShareTable
  /// Of the scheme, the bank, the guarantor, the re-guarantor, the subsidy.
  public let citations: [Citation]
  /// Nil for a lawful one.
  public let refusal: Refusal?

  /// All a borrower pays a year, in ppm of the loan: one additive rate without compounding.
  public var allInPPM: Int64 { bankPPM + guaranteePPM + reGuaranteePPM - subsidyPPM }

  /// What tells it from others, and decides between equal costs.
  public var codes: [String] { [bank, guarantor, reGuarantor ?? "", scheme, subsidy ?? ""] }

  static func precedes(_ left: GuaranteeBundle, _ right: GuaranteeBundle) -> Bool {
    if left.allInPPM != right.allInPPM { return left.allInPPM < right.allInPPM }
    for (one, other) in zip(left.codes, right.codes) where one != other {
      return one.utf8.lexicographicallyPrecedes(other.utf8)
    }
    return false
  }
}
