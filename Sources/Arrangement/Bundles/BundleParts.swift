import Catalog
import Domain

/// What an enterprise or a farming household asks a guaranteed loan for.
public struct BundleNeed: Hashable, Sendable {
  public enum Borrower: Hashable, Sendable {
    case enterprise(EnterpriseSize)
    case farmer
  }

  public let amount: Fen
  public let day: LegalDate
  public let region: RegionCode?
  public let borrower: Borrower
  /// Section letter and code (GB/T 4754).
  public let industrySection: String
  public let industryCode: String
  /// Such as `bridge`; nil for none that a scheme leaves out.
  public let use: String?
  /// What is guaranteed for the borrower under each scheme already, by its code.
  public let inForce: [String: Fen]

  public init(
    amount: Fen, day: LegalDate, region: RegionCode?, borrower: Borrower, industrySection: String,
    industryCode: String, use: String? = nil, inForce: [String: Fen] = [:]
  ) {
    self.amount = amount
    self.day = day
    self.region = region
    self.borrower = borrower
    self.industrySection = industrySection
    self.industryCode = industryCode
    self.use = use
    self.inForce = inForce
  }
}

/// A bank's product that takes guarantees.
public struct BankPart: Hashable, Sendable {
  public let code: String
  /// What the bank costs a year, in ppm of the loan.
  public let costPPM: Int64
  /// The greatest loan; nil where none is published.
  public let maximum: Fen?
  /// Codes of the schemes it takes part in.
  public let schemes: Set<String>
  public let citation: Citation

  public init(
    code: String, costPPM: Int64, maximum: Fen?, schemes: Set<String>, citation: Citation
  ) {
    self.code = code
    self.costPPM = costPPM
    self.maximum = maximum
    self.schemes = schemes
    self.citation = citation
  }
}

/// A guarantor, or a credit insurer in its place, with what it carries.
public struct GuarantorPart: Hashable, Sendable {
  /// What the fee is charged on.
  public enum FeeBase: String, CaseIterable, Hashable, Sendable {
    case principal
    /// What the bank does not bear itself.
    case guaranteed
  }

  public let code: String
  /// A year, in ppm of its base.
  public let feePPM: Int64
  public let feeBase: FeeBase
  public let schemes: Set<String>
  public let kind: ExposureKind
  public let book: GuarantorBook
  /// What it may bear: an insurer nothing of a guarantor's share, a guarantor nothing of an insurer's.
  public let party: LossParty
  public let citation: Citation

  public init(
    code: String, feePPM: Int64, feeBase: FeeBase, schemes: Set<String>, kind: ExposureKind,
    book: GuarantorBook, isInsurer: Bool = false, citation: Citation
  ) {
    self.code = code
    self.feePPM = feePPM
    self.feeBase = feeBase
    self.schemes = schemes
    self.kind = kind
    self.book = book
    party = isInsurer ? .insurer : .guarantor
    self.citation = citation
  }
}

/// Who stands behind the guarantor: a province's re-guarantor, with the national fund behind it or not.
public struct ReGuarantorPart: Hashable, Sendable {
  public let code: String
  /// A year, in ppm of what it bears.
  public let feePPM: Int64
  /// Whether the borrower pays it; else the guarantor does, out of its own fee.
  public let isPaidByBorrower: Bool
  public let schemes: Set<String>
  public let citation: Citation

  public init(
    code: String, feePPM: Int64, isPaidByBorrower: Bool, schemes: Set<String>, citation: Citation
  ) {
    self.code = code
    self.feePPM = feePPM
    self.isPaidByBorrower = isPaidByBorrower
    self.schemes = schemes
    self.citation = citation
  }
}

/// A subsidy that makes a bundle cheaper.
public struct SubsidyPart: Hashable, Sendable {
  /// What it pays a share of.
  public enum Base: String, CaseIterable, Hashable, Sendable {
    case bankCost = "bank_cost"
    case guaranteeFee = "guarantee_fee"
  }

  public let code: String
  public let base: Base
  public let sharePPM: Int64
  /// At most so much a year.
  public let cap: Fen?
  /// Codes of the schemes it is for; nil for any.
  public let schemes: Set<String>?
  public let period: EffectivePeriod
  public let citation: Citation

  public init(
    code: String, base: Base, sharePPM: Int64, cap: Fen?, schemes: Set<String>?,
    period: EffectivePeriod, citation: Citation
  ) {
    self.code = code
    self.base = base
    self.sharePPM = min(max(0, sharePPM), PartsPerMillion.one)
    self.cap = cap
    self.schemes = schemes
    self.period = period
    self.citation = citation
  }
}
