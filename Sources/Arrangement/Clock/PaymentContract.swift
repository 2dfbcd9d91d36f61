import Domain

/// What of a contract, and of how it was performed, decides when a debtor must pay.
public struct PaymentContract: Hashable, Sendable {
  /// Acceptance (检验或者验收) as a condition of payment.
  public struct Acceptance: Hashable, Sendable {
    /// The last day of the period in which it must be done.
    public let periodEnds: LegalDate
    /// When the goods were accepted; nil while they are not.
    public let acceptedOn: LegalDate?

    public init(periodEnds: LegalDate, acceptedOn: LegalDate?) {
      self.periodEnds = periodEnds
      self.acceptedOn = acceptedOn
    }
  }

  /// From when the term runs, by how the contract settles.
  public enum Settlement: Hashable, Sendable {
    /// The day of delivery; nil while nothing is delivered.
    case delivery(LegalDate?)
    case acceptance(Acceptance)
    /// Progress or periodic settlement: the day on which both confirmed the amount.
    case confirmedAmount(LegalDate?)
  }

  public let signedOn: LegalDate
  public let debtor: DebtorKind
  /// Sizes at the signing, which are fixed then (第三条第二款); nil when not known.
  public let sellerSize: EnterpriseSize?
  /// Of a debtor that is an enterprise.
  public let debtorSize: EnterpriseSize?
  public let settlement: Settlement
  /// Days of payment that the contract says; nil when it says nothing.
  public let agreedDays: Int64?
  /// Late interest a year in ppm that the contract says; nil when it says nothing.
  public let agreedInterestPPM: Int64?

  public init(
    signedOn: LegalDate, debtor: DebtorKind, sellerSize: EnterpriseSize?,
    debtorSize: EnterpriseSize? = nil, settlement: Settlement, agreedDays: Int64? = nil,
    agreedInterestPPM: Int64? = nil
  ) {
    self.signedOn = signedOn
    self.debtor = debtor
    self.sellerSize = sellerSize
    self.debtorSize = debtorSize
    self.settlement = settlement
    self.agreedDays = agreedDays
    self.agreedInterestPPM = agreedInterestPPM
  }
}
