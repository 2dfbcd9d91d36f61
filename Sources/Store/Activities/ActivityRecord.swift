import Domain
import Foundation

/// A roadshow, a matching event or a training, as it stands.
public struct ActivityRecord: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// 路演.
    case roadshow
    /// 银企对接.
    case matching
    /// 金融培训.
    case training
  }

  public enum State: String, Sendable, Hashable, CaseIterable {
    case announced
    case cancelled
  }

  public var id: ActivityID
  public var kind: Kind
  public var title: String
  public var region: String
  public var place: String?
  public var startsAt: Instant
  public var endsAt: Instant
  public var capacity: Int
  /// Counted by the database.
  public var seatsTaken: Int
  public var state: State
  public var cancelledFor: String?
  /// The ETag.
  public var version: Int
  public var createdAt: Instant
  public var createdBy: String
  public var updatedAt: Instant

  /// A new one.
  public init(
    id: ActivityID, kind: Kind, title: String, region: String, place: String?, startsAt: Instant,
    endsAt: Instant, capacity: Int, at instant: Instant, by subject: String
  ) {
    self.id = id
    self.kind = kind
    self.title = title
    self.region = region
    self.place = place
    self.startsAt = startsAt
    self.endsAt = endsAt
    self.capacity = capacity
    seatsTaken = 0
    state = .announced
    version = 1
    createdAt = instant
    createdBy = subject
    updatedAt = instant
  }
}

/// Somebody invited to an activity: an enterprise, or an institution of the directory.
public struct ActivityGuestRecord: Sendable, Hashable {
  public enum State: String, Sendable, Hashable, CaseIterable {
    case invited
    case registered
    case withdrawn
    case attended
    case absent
  }

  public var id: ActivityGuestID
  public var activity: ActivityID
  public var enterprise: EnterpriseID?
  public var institution: String?
  public var state: State
  /// Whether the enterprise itself agreed that amounts are kept of what came of it.
  public var agreesToFigures: Bool
  /// The ETag.
  public var version: Int
  public var createdAt: Instant
  public var updatedAt: Instant

  /// One that is invited.
  public init(
    id: ActivityGuestID, activity: ActivityID, enterprise: EnterpriseID?, institution: String?,
    at instant: Instant
  ) {
    self.id = id
    self.activity = activity
    self.enterprise = enterprise
    self.institution = institution
    state = .invited
    agreesToFigures = false
    version = 1
    createdAt = instant
    updatedAt = instant
  }
}

/// What came of an activity for one of its guests.
public struct ActivityOutcomeRecord: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// 意向.
    case intention
    case contract
    /// 授信.
    case credit
    case loan
    case investment
    case certificate
    case other
  }

  public var id: ActivityOutcomeID
  public var guest: ActivityGuestID
  public var kind: Kind
  /// The institution it is with.
  public var institution: String?
  public var amountFen: Int64?
  public var note: String?
  public var recordedAt: Instant
  public var recordedBy: String

  public init(
    id: ActivityOutcomeID, guest: ActivityGuestID, kind: Kind, institution: String?,
    amountFen: Int64?, note: String?, recordedAt: Instant, recordedBy: String
  ) {
    self.id = id
    self.guest = guest
    self.kind = kind
    self.institution = institution
    self.amountFen = amountFen
    self.note = note
    self.recordedAt = recordedAt
    self.recordedBy = recordedBy
  }
}

/// What the activities of one kind came to.
public struct ActivityFigures: Sendable, Hashable {
  public var kind: ActivityRecord.Kind
  public var held: Int64
  public var cancelled: Int64
  public var invited: Int64
  public var attended: Int64
  public var outcomes: Int64
  /// Of amounts that enterprises agreed to.
  public var amountFen: Int64
}

/// Which activities are listed; nil asks for nothing.
public struct ActivityFilter: Sendable, Hashable {
  public var kind: String?
  public var state: String?
  public var regionPrefix: String?

  public init(kind: String? = nil, state: String? = nil, regionPrefix: String? = nil) {
    self.kind = kind
    self.state = state
    self.regionPrefix = regionPrefix
  }
}
