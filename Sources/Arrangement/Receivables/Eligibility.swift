import Domain

/// Which receivables of one seller count under a policy on a day.
///
/// The tests come in a fixed order, and the first that fails is kept: the flags in the order of the
/// policy, the debtor's confirmation, the relation between seller and debtor, the age from the invoice,
/// the days past due, cross-aging. What is unknown does not count, and says so.
public struct Eligibility: Hashable, Sendable {
  /// Why a receivable does not count.
  public enum Reason: Hashable, Sendable {
    case flag(Receivable.Flag)
    /// It has a flag that wants a second look.
    case flagReview(Receivable.Flag)
    case unconfirmed
    case relatedParty
    case relatedPartyReview
    /// Whether the parties are related is not known.
    case relationUnknown
    /// Days from the invoice, and how many there may be.
    case tooOld(days: Int64, most: Int64)
    case pastDue(days: Int64, most: Int64)
    /// It is on time, but too much of what its debtor owes is too old: share and limit in ppm.
    case crossAged(ppm: Int64, limit: Int64)

    /// A stable code in snake_case.
    public var code: String {
      switch self {
      case .flag(let flag): flag.rawValue
      case .flagReview(let flag): flag.rawValue + "_review"
      case .unconfirmed: "unconfirmed"
      case .relatedParty: "related_party"
      case .relatedPartyReview: "related_party_review"
      case .relationUnknown: "relation_unknown"
      case .tooOld: "too_old"
      case .pastDue: "past_due"
      case .crossAged: "cross_aged"
      }
    }

    fileprivate var isAge: Bool {
      switch self {
      case .tooOld, .pastDue: true
      default: false
      }
    }
  }

  public struct Line: Hashable, Sendable {
    public let receivable: Receivable
    /// With or without VAT, as the policy says.
    public let face: Fen
    /// Nil for one that counts.
    public let reason: Reason?
  }

  public let policy: ReceivablePolicy
  /// In the order given.
  public let lines: [Line]

  /// - Parameter today: the day on which ages are counted.
  public init(_ receivables: [Receivable], by policy: ReceivablePolicy, on today: LegalDate) {
    self.policy = policy
    let first = receivables.map { Self.reason($0, policy, today) }
    // What a debtor owes in lawful, confirmed claims, and what of it is too old.
    var owed: [String: Int128] = [:]
    var aged: [String: Int128] = [:]
    for (receivable, reason) in zip(receivables, first) where reason?.isAge ?? true {
      owed[receivable.debtor, default: 0] += Int128(receivable.gross.value)
      if reason != nil { aged[receivable.debtor, default: 0] += Int128(receivable.gross.value) }
    }
    let limit = policy.crossAgingPPM.value
    lines = zip(receivables, first).map { receivable, reason in
      let face = Self.face(receivable, policy)
      guard reason == nil, let whole = owed[receivable.debtor],
        let old = aged[receivable.debtor], old * 1_000_000 >= whole * Int128(limit)
      else { return Line(receivable: receivable, face: face, reason: reason) }
      let share = Rounding.down(old * 1_000_000, over: whole)
      return Line(
        receivable: receivable, face: face, reason: .crossAged(ppm: share, limit: limit))
    }
  }

  private static func face(_ receivable: Receivable, _ policy: ReceivablePolicy) -> Fen {
    guard policy.face.value == .withoutVAT else { return receivable.gross }
    return Fen(receivable.gross.value - receivable.vat.value) ?? receivable.gross
  }

  /// The first of the tests of the receivable itself that fails.
  private static func reason(
    _ receivable: Receivable, _ policy: ReceivablePolicy, _ today: LegalDate
  ) -> Reason? {
    for rule in policy.flags where receivable.flags.contains(rule.flag) {
      switch rule.treatment {
      case .admit: continue
      case .exclude: return .flag(rule.flag)
      case .review where receivable.isReviewed: continue
      case .review: return .flagReview(rule.flag)
      }
    }
    if policy.confirmation.value == .required, !receivable.isConfirmed { return .unconfirmed }
    return relation(receivable, policy) ?? age(receivable, policy, today)
  }

  private static func relation(_ receivable: Receivable, _ policy: ReceivablePolicy) -> Reason? {
    guard policy.relatedParty.value != .admit, receivable.isRelated != false else { return nil }
    guard receivable.isRelated != nil else { return .relationUnknown }
    if policy.relatedParty.value == .exclude { return .relatedParty }
    return receivable.isReviewed ? nil : .relatedPartyReview
  }

  private static func age(
    _ receivable: Receivable, _ policy: ReceivablePolicy, _ today: LegalDate
  ) -> Reason? {
    let term = days(from: receivable.invoicedOn, to: receivable.dueOn)
    let most = min(
      max(policy.invoiceDays.value, policy.termMultiple.value * term),
      policy.invoiceDaysCeiling.value)
    let old = days(from: receivable.invoicedOn, to: today)
    if old > most { return .tooOld(days: old, most: most) }
    let late = days(from: receivable.dueOn, to: today)
    if late > policy.pastDueDays.value {
      return .pastDue(days: late, most: policy.pastDueDays.value)
    }
    return nil
  }

  private static func days(from start: LegalDate, to end: LegalDate) -> Int64 {
    Int64(end.daysSinceEpoch) - Int64(start.daysSinceEpoch)
  }
}
