import Catalog
import Domain

/// When a debtor must pay an SME, and by when it must confirm what it owes
/// (保障中小企业款项支付条例: 国令第728号 for contracts signed before 2025-06-01, 国令第802号 since).
///
/// The day on which a term begins does not count; a last day off gives way to the next working day
/// (民法典 第二百零一条, 第二百零三条).
public struct PaymentClock: Sendable {
  /// Why the regulation says nothing of a contract, or nothing yet.
  public enum Silence: Error, Hashable, Sendable {
    /// It was signed before the first version.
    case noLaw
    /// The seller was no SME at the signing.
    case sellerNotSmall
    /// The debtor was an enterprise that was not large at the signing.
    case debtorNotBound
    case sellerSizeUnknown
    case debtorSizeUnknown
    /// Nothing is delivered, accepted or confirmed yet.
    case notStarted
    /// The version gives no number of days, and the contract neither.
    case noTerm
  }

  /// A last day.
  public struct LastDay: Hashable, Sendable {
    /// As counted.
    public let counted: LegalDate
    /// The day itself, or the next working day.
    public let day: LegalDate
    /// Whether holidays that are not published yet may still move it.
    public let isProvisional: Bool
  }

  /// Where a number of days comes from.
  public enum TermBasis: String, CaseIterable, Hashable, Sendable {
    case law
    case contract
    /// The contract says more than the law allows: the greatest lawful term counts.
    case cut
  }

  public struct Payment: Hashable, Sendable {
    /// Code of the version.
    public let law: String
    public let startsOn: LegalDate
    public let days: Int64
    public let basis: TermBasis
    public let due: LastDay
    /// Whether the contract may make payment wait for a third party's.
    public let mayPayWhenPaid: Bool
    public let citation: Citation
  }

  public struct Confirmation: Hashable, Sendable {
    public let law: String
    public let due: LastDay
    public let citation: Citation
  }

  private let laws: PaymentLaws
  private let calendar: WorkingCalendar

  public init(_ laws: PaymentLaws, _ calendar: WorkingCalendar) {
    self.laws = laws
    self.calendar = calendar
  }

  /// When payment is due.
  ///
  /// - Parameter today: decides whether an acceptance that did not come is late.
  /// - Throws: why the regulation says nothing. What was agreed among others is for the contract.
  public func payment(
    of contract: PaymentContract, on today: LegalDate
  ) throws(Silence) -> Payment {
    let (law, term) = try bound(contract)
    guard let start = Self.start(contract.settlement, today) else { throw .notStarted }
    let days: Int64
    let basis: TermBasis
    switch (contract.agreedDays, term.maximumDays) {
    case (let agreed?, let most?) where agreed > most: (days, basis) = (most, .cut)
    case (let agreed?, _): (days, basis) = (max(0, agreed), .contract)
    case (nil, _):
      guard let normal = term.defaultDays else { throw .noTerm }
      (days, basis) = (normal, .law)
    }
    return Payment(
      law: law.code, startsOn: start, days: days, basis: basis, due: last(start, days),
      mayPayWhenPaid: term.mayPayWhenPaid, citation: term.citation)
  }

  /// By when the debtor must confirm: so many days from the SME's request (728 第十四条, 802 第十六条).
  ///
  /// - Throws: why the regulation does not bind the debtor.
  public func confirmation(
    of contract: PaymentContract, requestedOn day: LegalDate
  ) throws(Silence) -> Confirmation {
    let (law, _) = try bound(contract)
    return Confirmation(
      law: law.code, due: last(day, law.confirmationDays.value),
      citation: law.confirmationDays.citation)
  }

  /// The version a contract is under and what it says of the debtor.
  func bound(
    _ contract: PaymentContract
  ) throws(Silence) -> (law: PaymentLaw, term: PaymentLaw.Term) {
    guard let law = laws.law(forSigning: contract.signedOn) else { throw .noLaw }
    guard let seller = contract.sellerSize else { throw .sellerSizeUnknown }
    guard seller < .large else { throw .sellerNotSmall }
    if contract.debtor == .enterprise {
      guard let debtor = contract.debtorSize else { throw .debtorSizeUnknown }
      guard debtor == .large else { throw .debtorNotBound }
    }
    guard let term = law.terms.first(where: { $0.debtors.contains(contract.debtor) }) else {
      throw .debtorNotBound
    }
    return (law, term)
  }

  /// The day from which the term runs (728 第八条第三款, 第九条; 802 第九条第四款, 第十条).
  private static func start(
    _ settlement: PaymentContract.Settlement, _ today: LegalDate
  ) -> LegalDate? {
    switch settlement {
    case .delivery(let day), .confirmedAmount(let day): return day
    case .acceptance(let acceptance):
      if let accepted = acceptance.acceptedOn { return min(accepted, acceptance.periodEnds) }
      // Who delays the acceptance pays from the end of its period.
      return today > acceptance.periodEnds ? acceptance.periodEnds : nil
    }
  }

  private func last(_ start: LegalDate, _ days: Int64) -> LastDay {
    let counted = start.adding(days: Int(days))
    let moved = calendar.workingDay(onOrAfter: counted)
    return LastDay(counted: counted, day: moved.value, isProvisional: moved.isProvisional)
  }
}
