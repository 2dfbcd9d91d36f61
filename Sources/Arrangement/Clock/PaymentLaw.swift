import Catalog
import Domain

/// Who owes an SME, as the payment regulation tells them apart.
public enum DebtorKind: String, CaseIterable, Hashable, Sendable {
  /// 机关.
  case governmentBody = "government_body"
  /// 事业单位.
  case publicInstitution = "public_institution"
  /// 部分或者全部使用财政资金的团体组织: treated like the two above.
  case fundedGroup = "funded_group"
  /// An enterprise; the regulation binds it when it was large at the signing.
  case enterprise
}

/// One version of 保障中小企业款项支付条例 (`Schemas/arrangement/payment.yaml`). A contract is under the
/// version in force on the day it was signed.
public struct PaymentLaw: Hashable, Sendable {
  /// By when some debtors pay.
  public struct Term: Hashable, Sendable {
    public let debtors: Set<DebtorKind>
    /// Where the contract says nothing; nil where the law gives no number.
    public let defaultDays: Int64?
    /// The longest a contract may say; nil where the law gives no number.
    public let maximumDays: Int64?
    /// Whether payment may hang on what a third party pays.
    public let mayPayWhenPaid: Bool
    public let citation: Citation
  }

  /// A number of days or a rate with its source.
  public struct Number: Hashable, Sendable {
    public let value: Int64
    public let citation: Citation
  }

  public let code: String
  public let label: Label
  /// Days of signing it is for.
  public let period: EffectivePeriod
  public let terms: [Term]
  /// Days the debtor has to confirm the claim.
  public let confirmationDays: Number
  /// Late interest a day in ppm where none is agreed.
  public let dailyInterestPPM: Number
  /// Days of a year for an agreed yearly rate.
  public let agreedRateYearDays: Number
  public let citation: Citation
}

/// All versions.
public struct PaymentLaws: Hashable, Sendable {
  public let laws: [PaymentLaw]

  /// The version a contract signed on a day is under; nil before the first.
  public func law(forSigning day: LegalDate) -> PaymentLaw? {
    laws.first { $0.period.contains(day) }
  }
}
