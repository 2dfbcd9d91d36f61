import Domain
import Sealing

/// Where a review stands.
public enum ReviewState: String, Sendable, Hashable, CaseIterable {
  /// Asked for; nobody has taken it.
  case requested
  /// Somebody of the operator has it.
  case assigned
  /// Decided by a person.
  case resolved
  /// Taken back by the side that asked.
  case withdrawn

  /// Whether it still waits for a decision.
  public var isOpen: Bool { self == .requested || self == .assigned }
}

/// What a person found.
public enum ReviewOutcome: String, Sendable, Hashable, CaseIterable {
  /// The automated verdict is right.
  case upheld
  /// The facts were wrong; they are corrected, and a new run decides.
  case correctedFacts = "corrected_facts"
  /// The verdict is wrong though the facts are right. The run stays as it is; this stands beside it.
  case overturned
}

/// A review as it stands.
public struct ReviewRecord: Sendable, Hashable {
  public var id: ReviewID
  public var run: RunID
  public var need: NeedID
  public var productCode: String
  public var enterprise: EnterpriseID
  /// Who asked: the actor of the first step, as what.
  public var asker: String
  /// `enterprise`, `operator` or `service`.
  public var askerRole: String
  /// `eligible`, `ineligible` or `needs_info`: the automated verdict that is contested.
  public var verdict: String
  /// Counts the steps.
  public var version: Int
  public var state: ReviewState
  public var assignee: String?
  public var outcome: ReviewOutcome?
  /// How the person who asked can be reached.
  public var contact: SealedText?
  public var requestedAt: Instant
  public var updatedAt: Instant

  public init(
    id: ReviewID, run: RunID, need: NeedID, productCode: String, enterprise: EnterpriseID,
    asker: String, askerRole: String, verdict: String, version: Int, state: ReviewState,
    assignee: String?, outcome: ReviewOutcome?, contact: SealedText?, requestedAt: Instant,
    updatedAt: Instant
  ) {
    self.id = id
    self.run = run
    self.need = need
    self.productCode = productCode
    self.enterprise = enterprise
    self.asker = asker
    self.askerRole = askerRole
    self.verdict = verdict
    self.version = version
    self.state = state
    self.assignee = assignee
    self.outcome = outcome
    self.contact = contact
    self.requestedAt = requestedAt
    self.updatedAt = updatedAt
  }
}

/// One step of a review, kept as it was taken.
public struct ReviewStep: Sendable, Hashable {
  public var version: Int
  /// Nil for the request itself.
  public var from: ReviewState?
  public var state: ReviewState
  /// Subject of the token, or `system:…`.
  public var actor: String
  /// `enterprise`, `operator` or `service`.
  public var role: String
  public var outcome: ReviewOutcome?
  /// The reason of the request, or the finding.
  public var note: String?
  public var takenAt: Instant

  public init(
    version: Int, from: ReviewState?, state: ReviewState, actor: String, role: String,
    outcome: ReviewOutcome?, note: String?, takenAt: Instant
  ) {
    self.version = version
    self.from = from
    self.state = state
    self.actor = actor
    self.role = role
    self.outcome = outcome
    self.note = note
    self.takenAt = takenAt
  }
}
