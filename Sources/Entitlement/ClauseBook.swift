import Catalog
import Domain

/// Every clause under which enterprises may claim money, in its versions.
public struct ClauseBook: Sendable {
  /// A clause made ready to be judged.
  struct Entry: Sendable {
    let clause: EntitlementClause
    /// Each criterion by itself, that a refusal can name it.
    let conditions: [(id: String, condition: Condition)]
  }

  let entries: [Entry]

  public var clauses: [EntitlementClause] { entries.map(\.clause) }

  /// The version of a clause in force on a day.
  public func clause(_ code: String, on day: LegalDate) -> EntitlementClause? {
    entry(code, on: day)?.clause
  }

  func entry(_ code: String, on day: LegalDate) -> Entry? {
    entries.first { $0.clause.code == code && $0.clause.period.contains(day) }
  }
}

/// What happened that opens a claim.
public struct EntitlementEvent: Hashable, Sendable {
  public let trigger: EntitlementClause.Trigger
  /// The title or the stage; nil for contracts.
  public let event: String?
  public let on: LegalDate
  /// The contract or project; nil for what is of the enterprise itself.
  public let contract: String?
  /// What shares are of; a base that is not there is not known.
  public let bases: [EntitlementClause.Base: Fen]
  public let tenorMonths: Int64?

  public init(
    _ trigger: EntitlementClause.Trigger, event: String? = nil, on day: LegalDate,
    contract: String? = nil, bases: [EntitlementClause.Base: Fen] = [:], tenorMonths: Int64? = nil
  ) {
    self.trigger = trigger
    self.event = event
    self.on = day
    self.contract = contract
    self.bases = bases
    self.tenorMonths = tenorMonths
  }
}

/// A claim of the enterprise that counts: paid, or under way. One that was rejected or clawed back does
/// not.
public struct EarlierClaim: Hashable, Sendable {
  public let clause: String
  public let family: String?
  public let ladder: String?
  public let contract: String?
  public let fen: Fen
  /// The day on which it was made.
  public let on: LegalDate
  /// Whether what the enterprise had of the family so far has it in it, where that is known: it was paid.
  public let isPaid: Bool

  public init(
    clause: String, family: String?, ladder: String?, contract: String?, fen: Fen,
    on day: LegalDate, isPaid: Bool = false
  ) {
    self.clause = clause
    self.family = family
    self.ladder = ladder
    self.contract = contract
    self.fen = fen
    self.on = day
    self.isPaid = isPaid
  }

  /// Whether it is for the same as another event is for: the enterprise, or one contract.
  public func isSame(_ clause: EntitlementClause, _ event: EntitlementEvent) -> Bool {
    clause.subject == .enterprise || (contract != nil && contract == event.contract)
  }
}
