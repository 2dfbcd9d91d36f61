import Domain

/// Money a third party pays towards the cost.
public struct Subsidy: Hashable, Sendable {
  /// What a subsidy is a share of.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// A share of the interest paid.
    case interestShare = "interest_share"
    /// A share of the fees paid.
    case feeShare = "fee_share"
  }

  /// When a subsidy is paid.
  public enum Payment: String, CaseIterable, Hashable, Sendable {
    /// Together with the last repayment.
    case atEnd = "at_end"
    /// At the end of each year of the loan for that year, the last with the last repayment.
    case yearly
  }

  /// Unique in the price.
  public let id: String
  public let kind: Kind
  public let ppm: Int64
  /// Greatest amount.
  public let capFen: Int64?
  public let paid: Payment
  /// Whether it is due to everyone who fulfils `fact` and `when`. What is not certain is shown, not netted.
  public let isCertain: Bool
  /// A boolean fact it hangs on.
  public let fact: String?
  /// Criteria that must all hold; what hangs on an unknown fact is shown, not netted.
  public let when: [Criterion]
  public let citation: Citation

  public init(
    id: String, kind: Kind, ppm: Int64, capFen: Int64? = nil, paid: Payment = .atEnd,
    isCertain: Bool, fact: String? = nil, when: [Criterion] = [], citation: Citation
  ) {
    self.id = id
    self.kind = kind
    self.ppm = ppm
    self.capFen = capFen
    self.paid = paid
    self.isCertain = isCertain
    self.fact = fact
    self.when = when
    self.citation = citation
  }
}

/// A part of an all-in price that a third party takes over on conditions.
public struct AllInSubsidy: Hashable, Sendable {
  /// Unique in the price.
  public let id: String
  /// Ppm a year off the cost.
  public let ppm: Int64
  /// Criteria that must all hold; what hangs on an unknown fact is shown, not netted.
  public let when: [Criterion]
  /// Whether it is due to everyone who fulfils `when`.
  public let isCertain: Bool
  public let citation: Citation

  public init(
    id: String, ppm: Int64, when: [Criterion] = [], isCertain: Bool, citation: Citation
  ) {
    self.id = id
    self.ppm = ppm
    self.when = when
    self.isCertain = isCertain
    self.citation = citation
  }
}
