import Domain

/// One event as a consumer applied it; what programs before migration 0009 did not note is nil.
public struct InboxEntry: Sendable, Hashable {
  public var consumer: String
  public var event: EventID
  public var typeName: String?
  public var subject: String?
  public var causation: String?
  /// Of the attempt that succeeded.
  public var traceparent: String?
  public var occurredAt: Instant?
  public var handledAt: Instant
  /// Attempts it took, from 1.
  public var attempts: Int?
}

/// An event that is not applied yet: it waits in the outbox, or is parked behind a dead letter.
public struct PendingEvent: Sendable, Hashable {
  public var event: EventID
  public var typeName: String
  public var key: String
  public var subject: String
  public var causation: String?
  public var traceparent: String?
  public var occurredAt: Instant
  /// Who parked it; nil in the outbox.
  public var consumer: String?
  /// Since when it is parked; nil in the outbox.
  public var heldAt: Instant?
}

/// A dead letter without its record.
public struct DeadLetterHead: Sendable, Hashable {
  public var id: DeadLetterID
  public var consumer: String
  public var event: EventID?
  /// Null when nothing waits behind it.
  public var enterprise: EnterpriseID?
  public var reason: String
  public var attempts: Int
  public var state: String
  public var redrives: Int
  public var createdAt: Instant
  /// W3C trace context of the record, as it came.
  public var traceparent: String?
}

/// A match run without its result.
public struct RunHead: Sendable, Hashable {
  public var id: RunID
  public var need: NeedID
  public var needVersion: Int
  public var enterprise: EnterpriseID
  public var factsVersion: Int
  public var catalogVersion: Int
  public var policyVersion: Int
  public var engineVersion: Int
  public var clock: Instant
  public var considered: Int
  public var eligible: Int
  public var ineligible: Int
  public var needsInfo: Int
  public var cause: EventID
  public var traceparent: String?
  public var createdAt: Instant
}

/// A flipped verdict as lineage shows it.
public struct FlipHead: Sendable, Hashable {
  public var id: FlipID
  /// The run that has the new verdict.
  public var run: RunID
  /// The product's code.
  public var product: String
  public var from: String
  public var to: String
  /// `change` or `time`.
  public var cause: String
  public var sweep: SweepID?
  public var createdAt: Instant
}

/// What was sent of an event to one address, without what it said.
public struct DeliveryHead: Sendable, Hashable {
  public var id: WebhookDeliveryID
  public var endpoint: WebhookID
  public var event: EventID
  /// Whose the address is.
  public var organisation: String
  public var state: String
  public var attempts: Int
  public var createdAt: Instant
}
