import Domain

/// What becomes of a dead letter.
public enum DeadLetterState: String, Sendable, CaseIterable {
  /// Waits for an operator.
  case open
  /// Its record is on its way back to the consumer.
  case redriving
  /// The event that tells the consumer to go on without it is on its way.
  case skipping
  /// The consumer has applied its event after all.
  case resolved
  /// It will never be applied; an operator said why.
  case skipped

  /// Whether later events of its enterprise still wait behind it.
  public var isUnsettled: Bool {
    switch self {
    case .open, .redriving, .skipping: true
    case .resolved, .skipped: false
    }
  }
}

/// A record that could not be handled, kept whole with the reason.
public struct DeadLetterRecord: Sendable, Hashable {
  public var id: DeadLetterID
  public var consumer: String
  /// Nil when the record was too broken to name its event.
  public var event: EventID?
  public var topic: String
  public var partition: Int32
  public var offset: Int64
  public var key: [UInt8]?
  /// Header names and values; a value that is not UTF-8 is hexadecimal with the prefix `hex:`.
  public var headers: JSON
  public var payload: [UInt8]?
  /// A stable code such as `event_header_ce_type`.
  public var reason: String
  /// One sentence without personal data.
  public var detail: String
  public var attempts: Int
  public var firstFailedAt: Instant
  public var createdAt: Instant
  /// The enterprise whose later events wait behind it; nil: nothing waits.
  public var enterprise: EnterpriseID?

  public init(
    id: DeadLetterID, consumer: String, event: EventID?, topic: String, partition: Int32,
    offset: Int64, key: [UInt8]?, headers: JSON, payload: [UInt8]?, reason: String, detail: String,
    attempts: Int, firstFailedAt: Instant, createdAt: Instant, enterprise: EnterpriseID? = nil
  ) {
    self.id = id
    self.consumer = consumer
    self.event = event
    self.topic = topic
    self.partition = partition
    self.offset = offset
    self.key = key
    self.headers = headers
    self.payload = payload
    self.reason = reason
    self.detail = detail
    self.attempts = attempts
    self.firstFailedAt = firstFailedAt
    self.createdAt = createdAt
    self.enterprise = enterprise
  }

  /// A header's text; nil when there is none or it was not UTF-8.
  public func header(_ name: String) -> String? {
    headers[name]?.stringValue.flatMap { $0.hasPrefix("hex:") ? nil : $0 }
  }
}

/// A kept dead letter with what became of it.
public struct DeadLetterStatus: Sendable, Hashable {
  public var record: DeadLetterRecord
  public var state: DeadLetterState
  /// How often it was sent back to its topic.
  public var redrives: Int
  public var stateChangedAt: Instant?
  public var stateChangedBy: String?
  public var skipReason: String?
  /// Its place in the line of its enterprise; nil when nothing waits behind it.
  public var number: Int64?

  public var id: DeadLetterID { record.id }
}

/// A letter that holds up an enterprise for a consumer.
public struct BlockingLetter: Sendable, Hashable {
  public var id: DeadLetterID
  public var event: EventID?
  public var state: DeadLetterState
  /// Its place in the line of its enterprise.
  public var number: Int64

  public init(id: DeadLetterID, event: EventID?, state: DeadLetterState, number: Int64) {
    self.id = id
    self.event = event
    self.state = state
    self.number = number
  }
}
