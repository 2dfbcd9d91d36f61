import Domain

/// A claim of one seller on a debtor, with what decides whether it may be financed.
public struct Receivable: Hashable, Sendable {
  /// Something about a claim that stands in its way, or wants a second look.
  public enum Flag: String, CaseIterable, Hashable, Sendable {
    /// 基础合同不合法.
    case unlawfulContract = "unlawful_contract"
    /// 寄售.
    case consignment
    /// 未来应收账款.
    case future
    /// 权属不清: pledged or transferred and not released.
    case titleUnclear = "title_unclear"
    /// 因票据或其他有价证券而产生的付款请求权.
    case negotiableInstrument = "negotiable_instrument"
    /// Registered at 中登网 for somebody else.
    case registeredElsewhere = "registered_elsewhere"
    case disputed
    /// 质保金.
    case retention
    /// Progress billing that the debtor has not confirmed.
    case progressUnconfirmed = "progress_unconfirmed"
    /// A public payer without a budget for it.
    case unbudgeted
    case debtorInsolvent = "debtor_insolvent"
    /// 失信被执行人.
    case debtorDishonest = "debtor_dishonest"
    /// A foreign debtor without credit insurance.
    case foreignUninsured = "foreign_uninsured"
    /// 红冲.
    case invoiceReversed = "invoice_reversed"
    case invoiceUnverified = "invoice_unverified"
    /// Services or engineering: looked at strictly.
    case servicesOrWorks = "services_or_works"
  }

  /// Who, by any name that stays the same for one receivable.
  public let id: String
  public let debtor: String
  /// The group the debtor belongs to; nil when it stands alone.
  public let debtorGroup: String?
  /// Whether seller and debtor are related; nil when nobody knows.
  public let isRelated: Bool?
  public let invoicedOn: LegalDate
  public let dueOn: LegalDate
  /// What is still owed, with VAT.
  public let gross: Fen
  /// The VAT in it.
  public let vat: Fen
  public let isConfirmed: Bool
  public let flags: Set<Flag>
  /// Somebody looked at it and let it pass where the policy wants a second look.
  public let isReviewed: Bool

  /// - Returns: nil when nothing is owed, the VAT is more than the whole, or it is due before it was
  ///   invoiced.
  public init?(
    id: String, debtor: String, debtorGroup: String? = nil, isRelated: Bool?,
    invoicedOn: LegalDate, dueOn: LegalDate, gross: Fen, vat: Fen, isConfirmed: Bool,
    flags: Set<Flag> = [], isReviewed: Bool = false
  ) {
    guard gross.value > 0, vat <= gross, invoicedOn <= dueOn else { return nil }
    self.id = id
    self.debtor = debtor
    self.debtorGroup = debtorGroup
    self.isRelated = isRelated
    self.invoicedOn = invoicedOn
    self.dueOn = dueOn
    self.gross = gross
    self.vat = vat
    self.isConfirmed = isConfirmed
    self.flags = flags
    self.isReviewed = isReviewed
  }
}
