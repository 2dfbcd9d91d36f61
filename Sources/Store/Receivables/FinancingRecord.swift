import Domain

/// Money advanced on a receivable, or on a part of it, as it stands.
public struct FinancingRecord: Sendable, Hashable {
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// It takes room of the receivable; no money has gone out.
    case held
    case funded
    case collected
    /// It takes nothing any more: declined before money went out, or released after.
    case released
  }

  public var id: ReceivableFinancingID
  public var receivable: ReceivableID
  public var seller: EnterpriseID
  public var institution: String
  public var way: FinancingWay
  public var hasRecourse: Bool
  public var amount: Fen
  /// By what it was judged how much may be financed; nil of what was before such were kept.
  public var policy: FinancingPolicy?
  public var state: State
  /// The ETag.
  public var version = 1
  public var notice: FinancingNotice?
  public var registration: FinancingRegistration?
  public var fundedOn: LegalDate?
  public var collection: FinancingCollection?
  public var release: FinancingRelease?
  /// Why it ended without money.
  public var declinedFor: String?
  public var createdAt: Instant
  public var createdBy: String
  public var updatedAt: Instant

  /// A new one, which only takes room.
  public init(
    id: ReceivableFinancingID, receivable: ReceivableID, seller: EnterpriseID,
    institution: String, way: FinancingWay, hasRecourse: Bool, amount: Fen,
    policy: FinancingPolicy? = nil, at instant: Instant, by author: String
  ) {
    self.id = id
    self.receivable = receivable
    self.seller = seller
    self.institution = institution
    self.way = way
    self.hasRecourse = hasRecourse
    self.amount = amount
    self.policy = policy
    state = .held
    createdAt = instant
    createdBy = author
    updatedAt = instant
  }

  public var isLive: Bool { state != .released }
}

/// The version of a policy: whose it is, and its first day.
public struct FinancingPolicy: Sendable, Hashable {
  public var code: String
  public var from: LegalDate

  public init(code: String, from: LegalDate) {
    self.code = code
    self.from = from
  }
}

/// That the debtor was told (民法典 第五百四十六条, 第七百六十四条).
public struct FinancingNotice: Sendable, Hashable {
  public var on: LegalDate
  /// What the debtor was shown with it.
  public var voucher: String

  public init(on day: LegalDate, voucher: String) {
    on = day
    self.voucher = voucher
  }
}

/// That the claim is registered (动产融资统一登记公示系统).
public struct FinancingRegistration: Sendable, Hashable {
  public var number: String
  /// When the registry was asked what is registered already.
  public var queriedOn: LegalDate
  /// When it was noted here.
  public var at: Instant

  public init(number: String, queriedOn: LegalDate, at instant: Instant) {
    self.number = number
    self.queriedOn = queriedOn
    at = instant
  }
}

/// What the debtor paid.
public struct FinancingCollection: Sendable, Hashable {
  public var fen: Int64
  public var on: LegalDate

  public init(fen: Int64, on day: LegalDate) {
    self.fen = fen
    on = day
  }
}

/// That the receivable is free again: the debtor knows, and the registration is taken back.
public struct FinancingRelease: Sendable, Hashable {
  public var debtorToldOn: LegalDate
  public var registryCancelledOn: LegalDate

  public init(debtorToldOn: LegalDate, registryCancelledOn: LegalDate) {
    self.debtorToldOn = debtorToldOn
    self.registryCancelledOn = registryCancelledOn
  }
}
