import Catalog
import Domain

/// What one clause gives an enterprise for one event.
public struct Entitlement: Sendable {
  public enum Verdict: Sendable, Hashable {
    case due(Due)
    case refused(Refusal)
    /// It hangs on what is not known: paths of facts, names of bases, `contract`, `tenor_months`.
    case needsInfo([String])
    /// It may be claimed, and the text says no number.
    case unstated(opensOn: LegalDate, closesOn: LegalDate?)
  }

  /// Money that may be claimed.
  public struct Due: Sendable, Hashable {
    public let fen: Fen
    /// Whether the text only says "at most".
    public let isCeiling: Bool
    /// The cap that binds; nil when it is the whole amount.
    public let bound: Bound?
    /// First and last day on which it may be claimed; nil without an end.
    public let opensOn: LegalDate
    public let closesOn: LegalDate?
  }

  /// A cap that lowers an amount.
  public enum Bound: String, Sendable, Hashable, CaseIterable {
    case claim
    case enterprise
    case year
    /// What the ladder paid before.
    case ladder
  }

  /// Why nothing is due, in the order in which it is looked at.
  public enum Refusal: Sendable, Hashable {
    /// The enterprise is outside the jurisdiction.
    case region
    /// The tenor in months is shorter than this.
    case tenor(least: Int64)
    /// Criteria that fail, by their identifiers.
    case criteria([String])
    /// The clause has paid for this enterprise, or for this contract.
    case once
    /// Another clause of the family has paid for it.
    case family(clause: String)
    case notOpen(from: LegalDate)
    case closed(on: LegalDate)
    /// A cap leaves nothing.
    case exhausted(Bound)

    /// A stable code in snake_case.
    public var code: String {
      switch self {
      case .region: "region"
      case .tenor: "tenor"
      case .criteria: "criteria"
      case .once: "once"
      case .family: "family"
      case .notOpen: "not_open"
      case .closed: "closed"
      case .exhausted: "exhausted"
      }
    }
  }

  public let clause: EntitlementClause
  public let event: EntitlementEvent
  public let verdict: Verdict

  public var due: Due? {
    if case .due(let due) = verdict { return due }
    return nil
  }
}

extension ClauseBook {
  /// What every clause in force on the day of an event says of it; those that another trigger opens are
  /// left out. Of several of a family that are due the one that pays most counts: the others say so.
  ///
  /// - Parameters:
  ///   - region: where the enterprise is.
  ///   - fact: the state of a fact by its path.
  ///   - earlier: claims of the enterprise that count.
  ///   - had: in fen by family, what the enterprise had of it so far, also elsewhere; a family that is not
  ///     there is not known, and then only the claims count.
  ///   - today: the day on which it would be claimed.
  /// - Returns: in the order of the book.
  public func entitlements(
    for event: EntitlementEvent, in region: RegionCode, facts fact: (String) -> FactState,
    after earlier: [EarlierClaim], having had: [String: Int64] = [:], on today: LegalDate
  ) -> [Entitlement] {
    let list = entries.filter { entry in
      entry.clause.trigger == event.trigger && entry.clause.event == event.event
        && entry.clause.period.contains(event.on)
    }.map { entry in
      Entitlement(
        clause: entry.clause, event: event,
        verdict: Self.verdict(entry, event, region, fact, earlier, had, today))
    }
    return Self.withoutStacking(list)
  }

  private static func verdict(
    _ entry: Entry, _ event: EntitlementEvent, _ region: RegionCode,
    _ fact: (String) -> FactState, _ earlier: [EarlierClaim], _ had: [String: Int64],
    _ today: LegalDate
  ) -> Entitlement.Verdict {
    let clause = entry.clause
    if let place = clause.jurisdiction, !place.contains(region) { return .refused(.region) }
    var unknown: [String] = []
    if clause.subject == .contract, event.contract == nil { unknown.append("contract") }
    if let least = clause.minimumTenorMonths {
      if let tenor = event.tenorMonths {
        if tenor < least { return .refused(.tenor(least: least)) }
      } else {
        unknown.append("tenor_months")
      }
    }
    let results = entry.conditions.map { ($0, $0.condition.result(fact)) }
    let failed = results.filter { $0.1 == .fail }.map(\.0.id)
    if !failed.isEmpty { return .refused(.criteria(failed)) }
    if let refusal = repetition(clause, event, earlier) { return .refused(refusal) }
    let (first, last) = clause.window.days(after: event.on)
    if let last, last < today { return .refused(.closed(on: last)) }
    unknown += results.filter { $0.1 == .unknown }.flatMap { hanging($0.0.condition, fact) }
    let whole = amount(of: clause, event, earlier)
    if whole == nil, case .share(_, let base) = clause.amount { unknown.append(base.rawValue) }
    guard unknown.isEmpty else { return .needsInfo(unknown) }
    if today < first { return .refused(.notOpen(from: first)) }
    guard let whole else { return .unstated(opensOn: first, closesOn: last) }
    let (fen, bound) = capped(whole, clause, earlier, had, on: today)
    guard fen.value > 0 else { return .refused(.exhausted(bound ?? .ladder)) }
    var isCeiling = false
    if case .upTo = clause.amount { isCeiling = true }
    return .due(
      Entitlement.Due(
        fen: fen, isCeiling: isCeiling, bound: bound, opensOn: first, closesOn: last))
  }

  /// How much a clause gives for an event after other claims, whoever may claim it and when.
  ///
  /// - Parameter day: the day of the claim.
  /// - Returns: nil when what it is a share of is not known, or no number is said.
  public static func amount(
    of clause: EntitlementClause, for event: EntitlementEvent, after earlier: [EarlierClaim],
    having had: [String: Int64], on day: LegalDate
  ) -> Fen? {
    amount(of: clause, event, earlier).map { capped($0, clause, earlier, had, on: day).0 }
  }

  /// Facts of one condition that are not known; all of them when it cannot be judged by what is known.
  private static func hanging(
    _ condition: Condition, _ fact: (String) -> FactState
  ) -> [String] {
    let unknown = condition.facts.sorted().filter { fact($0) == .unknown }
    return unknown.isEmpty ? condition.facts.sorted() : unknown
  }

  /// Whether it was paid already, by this clause or by one that excludes it.
  private static func repetition(
    _ clause: EntitlementClause, _ event: EntitlementEvent, _ earlier: [EarlierClaim]
  ) -> Entitlement.Refusal? {
    let same = earlier.filter { $0.isSame(clause, event) }
    if same.contains(where: { $0.clause == clause.code }) { return .once }
    guard let family = clause.family, let other = same.first(where: { $0.family == family })
    else { return nil }
    return .family(clause: other.clause)
  }

  /// Before any cap but the ladder's; nil when what it is a share of is not known, or no number is said.
  /// Shares round down: no text gives more than its share.
  private static func amount(
    of clause: EntitlementClause, _ event: EntitlementEvent, _ earlier: [EarlierClaim]
  ) -> (fen: Int64, bound: Entitlement.Bound?)? {
    switch clause.amount {
    case .fixed(let fen): return (fen.value, nil)
    case .upTo(let fen):
      guard clause.ladder != nil else { return (fen.value, nil) }
      return remaining(of: fen, clause, earlier)
    case .share(let ppm, let base):
      guard let amount = event.bases[base] else { return nil }
      return (
        Rounding.down(Int128(amount.value) * Int128(ppm), over: Int128(PartsPerMillion.one)), nil
      )
    case .topUp(let target): return remaining(of: target, clause, earlier)
    case .unstated: return nil
    }
  }

  /// What a ladder has not paid yet of a sum.
  private static func remaining(
    of target: Fen, _ clause: EntitlementClause, _ earlier: [EarlierClaim]
  ) -> (fen: Int64, bound: Entitlement.Bound?) {
    let paid = earlier.reduce(Int64(0)) { sum, claim in
      claim.ladder == clause.ladder ? sum + claim.fen.value : sum
    }
    return (max(0, target.value - paid), paid > 0 ? .ladder : nil)
  }

  private static func capped(
    _ whole: (fen: Int64, bound: Entitlement.Bound?), _ clause: EntitlementClause,
    _ earlier: [EarlierClaim], _ had: [String: Int64], on today: LegalDate
  ) -> (Fen, Entitlement.Bound?) {
    var (fen, bound) = whole
    func lower(to room: Int64, _ cap: Entitlement.Bound) {
      guard room < fen else { return }
      (fen, bound) = (max(0, room), cap)
    }
    let own = earlier.filter { $0.clause == clause.code }
    if let cap = clause.claimCap { lower(to: cap.value, .claim) }
    if let cap = clause.enterpriseCap {
      lower(to: cap.value - all(own, clause, earlier, had), .enterprise)
    }
    if let cap = clause.yearCap {
      let inYear = own.filter { $0.on.year == today.year }
      lower(to: cap.value - inYear.reduce(0) { $0 + $1.fen.value }, .year)
    }
    return (Fen(min(fen, Fen.maximum)) ?? Self.nothing, bound)
  }

  /// What counts against the cap over everything: the claims made here, and at least what the enterprise
  /// had of the family so far with what it has claimed of it and was not paid yet.
  private static func all(
    _ own: [EarlierClaim], _ clause: EntitlementClause, _ earlier: [EarlierClaim],
    _ had: [String: Int64]
  ) -> Int64 {
    let claimed = own.reduce(0) { $0 + $1.fen.value }
    guard let family = clause.family, let before = had[family] else { return claimed }
    let open = earlier.filter { $0.family == family && !$0.isPaid }
    return max(claimed, open.reduce(before) { $0 + $1.fen.value })
  }

  private static let nothing: Fen = {
    guard let fen = Fen(0) else { preconditionFailure("0 is an amount") }
    return fen
  }()

  /// Of each family the one that pays most; of equal ones the lower jurisdiction's, then by code. One
  /// whose text gives an amount comes before one that only says "at most".
  private static func withoutStacking(_ list: [Entitlement]) -> [Entitlement] {
    var best: [String: Entitlement] = [:]
    for one in list where one.due != nil {
      guard let family = one.clause.family else { continue }
      if let known = best[family], !precedes(one, known) { continue }
      best[family] = one
    }
    return list.map { one in
      guard one.due != nil, let family = one.clause.family, let chosen = best[family],
        chosen.clause.code != one.clause.code
      else { return one }
      return Entitlement(
        clause: one.clause, event: one.event,
        verdict: .refused(.family(clause: chosen.clause.code)))
    }
  }

  private static func precedes(_ first: Entitlement, _ second: Entitlement) -> Bool {
    guard let one = first.due, let other = second.due else { return first.due != nil }
    if one.isCeiling != other.isCeiling { return !one.isCeiling }
    if one.fen != other.fen { return one.fen > other.fen }
    let depth = (
      first.clause.jurisdiction?.prefix.utf8.count ?? 0,
      second.clause.jurisdiction?.prefix.utf8.count ?? 0
    )
    if depth.0 != depth.1 { return depth.0 > depth.1 }
    return first.clause.code.utf8.lexicographicallyPrecedes(second.clause.code.utf8)
  }
}
