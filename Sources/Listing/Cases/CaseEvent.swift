import Domain

/// Something to be done in a case.
public struct CaseRequest: Hashable, Sendable {
  public let verb: String
  /// Who does it.
  public let role: String
  public let on: LegalDate
  public let evidence: [CaseEvidence]
  /// Why, where it leads to a hold or an end.
  public let reason: String?

  public init(
    _ verb: String, by role: String, on day: LegalDate, evidence: [CaseEvidence] = [],
    reason: String? = nil
  ) {
    self.verb = verb
    self.role = role
    self.on = day
    self.evidence = evidence
    self.reason = reason
  }
}

/// What happened in a case: never changed, and all that its state is made of.
public struct CaseEvent: Hashable, Sendable {
  /// 1 for the first of a case, rising by one.
  public let number: Int
  public let board: String
  public let version: String
  public let from: String
  public let to: String
  public let request: CaseRequest
  /// The gate that it opened.
  public let gate: String?

  public init(
    number: Int, board: String, version: String, from: String, to: String, request: CaseRequest,
    gate: String?
  ) {
    self.number = number
    self.board = board
    self.version = version
    self.from = from
    self.to = to
    self.request = request
    self.gate = gate
  }

  /// What clauses of awards call the stage that was entered.
  public var stageEvent: String { "\(board).\(to)" }
}

/// Why nothing happened.
public enum CaseRefusal: Error, Hashable, Sendable {
  /// The case was begun by another board or version.
  case board
  case unknownVerb(String)
  /// The role may not use the verb.
  case role(String)
  /// The verb is of another stage; names the one the case is in.
  case stage(String)
  /// The verb is of another review channel; names that of the case.
  case channel(String)
  /// The day is before the last event of the case.
  case backInTime(since: LegalDate)
  /// A hold or an end needs one of these reasons.
  case reason([String])
  /// Gates that the case must have passed before.
  case notPassed([String])
  /// Kinds of documents that the gate demands and nobody gave, sorted.
  case missing([String])
  /// Kinds of documents that the gate does not ask for, sorted.
  case surplus([String])
  /// Documents of a later day, by their kinds.
  case issuedLater([String])
  /// Documents of these kinds must say up to which day they speak.
  case cutOff([String])
  /// What is too old: its kind, and the last day on which it counted.
  case expired(String, lastDay: LegalDate)

  /// A stable code in snake_case.
  public var code: String {
    switch self {
    case .board: "board"
    case .unknownVerb: "unknown_verb"
    case .role: "role"
    case .stage: "stage"
    case .channel: "channel"
    case .backInTime: "back_in_time"
    case .reason: "reason"
    case .notPassed: "not_passed"
    case .missing: "missing_evidence"
    case .surplus: "surplus_evidence"
    case .issuedLater: "issued_later"
    case .cutOff: "cut_off"
    case .expired: "expired_evidence"
    }
  }
}
