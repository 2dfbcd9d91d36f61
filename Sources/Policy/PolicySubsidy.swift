import Catalog
import Domain

/// Money a government pays towards the cost of a financing, by a clause of its policy.
public struct PolicySubsidy: Hashable, Sendable {
  /// What it is a share of.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// `ppm` of the interest paid.
    case interestShare = "interest_share"
    /// `ppm` a year off the rate, on the principal drawn.
    case interestPoints = "interest_points"
    /// `ppm` of the fees paid.
    case feeShare = "fee_share"
    /// `ppm` of the amount financed.
    case amountShare = "amount_share"
  }

  /// When it is paid.
  public enum Payment: String, CaseIterable, Hashable, Sendable {
    /// Together with the last repayment.
    case atEnd = "at_end"
    /// At the end of each year of the loan.
    case yearly
  }

  /// Snake-case; unique in its pack. The same id in a lower jurisdiction takes its place there.
  public let id: String
  public let label: Label
  /// Codes of product families; empty for all.
  public let families: [String]
  public let kind: Kind
  /// Of `feeShare`: the kinds of fees that count; nil for all.
  public let fees: [String]?
  public let ppm: Int64
  /// Greatest amount for one loan.
  public let capFen: Int64?
  /// Greatest amount for one enterprise over all its loans; comes with `used`.
  public let capFirmFen: Int64?
  /// Path of the fact that says what the enterprise had of it so far, in fen.
  public let used: String?
  /// Only what falls in the first months counts.
  public let maxMonths: Int64?
  public let minTenorMonths: Int64?
  /// All must hold.
  public let criteria: [Criterion]
  /// Whether it is due to everyone who fulfils its criteria. What is not certain is shown, not
  /// netted.
  public let isCertain: Bool
  public let paid: Payment
  /// Of several subsidies of one group only one counts for a loan.
  public let group: String?
  public let effective: EffectivePeriod
  public let citation: Citation

  public init(
    id: String, label: Label, families: [String] = [], kind: Kind, fees: [String]? = nil,
    ppm: Int64, capFen: Int64? = nil, capFirmFen: Int64? = nil, used: String? = nil,
    maxMonths: Int64? = nil, minTenorMonths: Int64? = nil, criteria: [Criterion] = [],
    isCertain: Bool, paid: Payment = .atEnd, group: String? = nil, effective: EffectivePeriod,
    citation: Citation
  ) {
    self.id = id
    self.label = label
    self.families = families
    self.kind = kind
    self.fees = fees
    self.ppm = ppm
    self.capFen = capFen
    self.capFirmFen = capFirmFen
    self.used = used
    self.maxMonths = maxMonths
    self.minTenorMonths = minTenorMonths
    self.criteria = criteria
    self.isCertain = isCertain
    self.paid = paid
    self.group = group
    self.effective = effective
    self.citation = citation
  }

  /// Whether it may be paid for products of a family.
  public func covers(family: String) -> Bool { families.isEmpty || families.contains(family) }

  /// Paths of all facts it depends on, the enterprise's region aside.
  public var facts: Set<String> {
    criteria.reduce(into: Set(used.map { [$0] } ?? [])) { $0.formUnion($1.facts) }
  }
}
