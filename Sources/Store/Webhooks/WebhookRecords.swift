import Domain

/// Whether an address gets events.
public enum WebhookState: String, Sendable, Hashable, CaseIterable {
  case active
  case disabled
}

/// Why an address gets none any more.
public enum WebhookDisabledReason: String, Sendable, Hashable, CaseIterable {
  /// It answered 410.
  case gone
  /// Nothing but failures for days.
  case failures
  case byHand = "by_hand"
}

/// An address of an organisation that events are sent to.
public struct WebhookRecord: Sendable, Hashable {
  public var id: WebhookID
  /// An institution's code, or an enterprise's id as `ent_…`.
  public var organisation: String
  public var url: String
  /// Event types it gets; empty: all that are public.
  public var types: [String]
  public var state: WebhookState
  /// Nil while it is active.
  public var disabledReason: WebhookDisabledReason?
  /// Counts the changes; the ETag.
  public var version: Int
  public var createdAt: Instant
  /// Subject of the token.
  public var createdBy: String
  public var updatedAt: Instant
  /// Failed attempts since the last one that succeeded, and since when.
  public var failures: Int
  public var failingSince: Instant?
  /// Until then nothing is sent.
  public var restsUntil: Instant?

  public init(
    id: WebhookID, organisation: String, url: String, types: [String] = [],
    state: WebhookState = .active, disabledReason: WebhookDisabledReason? = nil, version: Int = 1,
    createdAt: Instant, createdBy: String, updatedAt: Instant, failures: Int = 0,
    failingSince: Instant? = nil, restsUntil: Instant? = nil
  ) {
    self.id = id
    self.organisation = organisation
    self.url = url
    self.types = types
    self.state = state
    self.disabledReason = disabledReason
    self.version = version
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.updatedAt = updatedAt
    self.failures = failures
    self.failingSince = failingSince
    self.restsUntil = restsUntil
  }
}

/// An Ed25519 pair that signs what is sent to one address.
public struct WebhookKeyRecord: Sendable, Hashable {
  public var endpoint: WebhookID
  /// Counts the keys of the address.
  public var number: Int
  /// 32 bytes.
  public var publicKey: [UInt8]
  /// 32 bytes.
  public var secretKey: [UInt8]
  public var createdAt: Instant
  /// From then on it signs nothing; nil for the one in use.
  public var endsAt: Instant?

  public init(
    endpoint: WebhookID, number: Int, publicKey: [UInt8], secretKey: [UInt8], createdAt: Instant,
    endsAt: Instant? = nil
  ) {
    self.endpoint = endpoint
    self.number = number
    self.publicKey = publicKey
    self.secretKey = secretKey
    self.createdAt = createdAt
    self.endsAt = endsAt
  }
}

/// How far a delivery is.
public enum WebhookDeliveryState: String, Sendable, Hashable, CaseIterable {
  case pending
  case delivered
  /// Its attempts are used up.
  case failed
  /// Its address was disabled first.
  case discarded
}

/// One event on its way to one address.
public struct WebhookDeliveryRecord: Sendable, Hashable {
  public var id: WebhookDeliveryID
  public var endpoint: WebhookID
  public var event: EventID
  /// How often the event had been asked for again when this was made.
  public var replay: Int
  public var type: String
  /// The body as it is signed and sent.
  public var payload: [UInt8]
  public var state: WebhookDeliveryState
  public var attempts: Int
  /// Nil once it is settled.
  public var nextAttemptAt: Instant?
  public var lastStatus: Int?
  public var lastError: String?
  public var createdAt: Instant
  /// Nil while it is pending.
  public var settledAt: Instant?

  public init(
    id: WebhookDeliveryID, endpoint: WebhookID, event: EventID, replay: Int = 0, type: String,
    payload: [UInt8], state: WebhookDeliveryState = .pending, attempts: Int = 0,
    nextAttemptAt: Instant?, lastStatus: Int? = nil, lastError: String? = nil, createdAt: Instant,
    settledAt: Instant? = nil
  ) {
    self.id = id
    self.endpoint = endpoint
    self.event = event
    self.replay = replay
    self.type = type
    self.payload = payload
    self.state = state
    self.attempts = attempts
    self.nextAttemptAt = nextAttemptAt
    self.lastStatus = lastStatus
    self.lastError = lastError
    self.createdAt = createdAt
    self.settledAt = settledAt
  }
}

/// One attempt at a delivery, kept as it went.
public struct WebhookAttemptRecord: Sendable, Hashable {
  public var delivery: WebhookDeliveryID
  /// Counts from 1.
  public var number: Int
  public var madeAt: Instant
  /// Either an HTTP status or the kind of error.
  public var status: Int?
  public var error: String?
  public var milliseconds: Int

  public init(
    delivery: WebhookDeliveryID, number: Int, madeAt: Instant, status: Int?, error: String?,
    milliseconds: Int
  ) {
    self.delivery = delivery
    self.number = number
    self.madeAt = madeAt
    self.status = status
    self.error = error
    self.milliseconds = milliseconds
  }
}
