import Domain
import Sealing

/// One warning as it stands.
public struct WarningRecord: Sendable, Hashable {
  public var id: WarningID
  public var enterprise: EnterpriseID
  /// The rule that opened it.
  public var rule: String
  /// `yellow`, `orange` or `red`.
  public var level: String
  /// As the state machine names it.
  public var state: String
  /// The ETag.
  public var version: Int
  /// `month` or `quarter`; first days of the periods in which it began, and came to this level.
  public var periodKind: String
  public var begunOn: LegalDate
  public var sinceOn: LegalDate
  public var assignee: String?
  /// Until when it should leave its state.
  public var dueAt: Instant?
  public var reason: String?
  public var note: String?
  /// What was measured and the figures that say so, sealed.
  public var readings: SealedText
  public var openedAt: Instant
  public var updatedAt: Instant

  public init(
    id: WarningID, enterprise: EnterpriseID, rule: String, level: String, state: String,
    periodKind: String, begunOn: LegalDate, sinceOn: LegalDate, readings: SealedText,
    at instant: Instant
  ) {
    self.id = id
    self.enterprise = enterprise
    self.rule = rule
    self.level = level
    self.state = state
    version = 1
    self.periodKind = periodKind
    self.begunOn = begunOn
    self.sinceOn = sinceOn
    self.readings = readings
    openedAt = instant
    updatedAt = instant
  }
}

/// A step of a warning.
public struct WarningStep: Sendable, Hashable {
  public var version: Int
  public var from: String?
  public var state: String
  public var verb: String
  public var level: String
  public var actor: String
  public var role: String
  public var takenAt: Instant

  public init(
    version: Int, from: String?, state: String, verb: String, level: String, actor: String,
    role: String, takenAt: Instant
  ) {
    self.version = version
    self.from = from
    self.state = state
    self.verb = verb
    self.level = level
    self.actor = actor
    self.role = role
    self.takenAt = takenAt
  }
}
