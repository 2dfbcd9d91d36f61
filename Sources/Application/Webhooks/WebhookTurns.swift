import Domain
import Foundation
import Postgres
import Store

/// One address with what is due there, which a sender has to itself for a while.
public struct WebhookTurn: Sendable {
  public let endpoint: WebhookID
  /// Whether it failed last time.
  public let isFailing: Bool
  /// Nil when the address is not allowed any more.
  public let address: WebhookAddress?
  /// Oldest first.
  public let requests: [WebhookRequest]
}

/// One delivery that is due, and all it takes to send it.
public struct WebhookRequest: Sendable {
  public let delivery: WebhookDeliveryID
  /// `webhook-id`: the event's id, the same at every attempt and every replay, so that a receiver
  /// knows what it has handled.
  public let event: EventID
  /// Attempts before this one.
  public let attempts: Int
  public let body: [UInt8]
  let keys: [WebhookSigner]

  /// The header fields of one attempt, made and signed at that time.
  public func headers(at instant: Instant) throws -> [(name: String, value: String)] {
    let seconds = instant.microseconds / 1_000_000
    return [
      (WebhookSignature.idHeader, event.text), (WebhookSignature.timestampHeader, String(seconds)),
      (
        WebhookSignature.signatureHeader,
        try WebhookSignature.header(id: event.text, seconds: seconds, body: body, keys: keys)
      ), ("content-type", "application/json"), ("user-agent", "rongqiao"),
    ]
  }
}

/// What an attempt came to.
public enum WebhookAnswer: Sendable, Hashable {
  /// The receiver answered; `retryAfter` in seconds.
  case status(Int, retryAfter: Int64?)
  case failure(WebhookFailure)
}

/// Why there was no answer.
public enum WebhookFailure: String, Sendable, Hashable, CaseIterable {
  /// It leads to an address that nothing is sent to.
  case address
  /// Its name leads nowhere.
  case name
  case connect
  case tls
  case timeout
  /// The connection broke, or what came is no HTTP.
  case broken
}

/// What an attempt led to.
public struct WebhookVerdict: Sendable, Hashable {
  /// How the delivery stands now; nil: it, or its address, is gone.
  public var state: WebhookDeliveryState?
  /// The address was disabled by this attempt.
  public var disabled: WebhookDisabledReason?
  /// Deliveries that were given up with it.
  public var discarded = 0

  public var isDelivered: Bool { state == .delivered }
  /// How the delivery ended; nil while it has not.
  public var ending: String? { state.flatMap { $0 == .pending ? nil : $0.rawValue } }
  /// Why the address was disabled, in a word.
  public var disabledWord: String? { disabled?.rawValue }
}

extension Application {
  /// Takes addresses that have something due, each for one sender at a time.
  ///
  /// - Parameters:
  ///   - owner: the sender.
  ///   - limit: addresses at most.
  ///   - failing: of them, those that failed last time, at most. Nil: all may be.
  ///   - deliveries: of each at most; of one that has just failed a single one.
  ///   - leaseMilliseconds: after that another sender may take it.
  public func takeWebhookTurns(
    owner: UUID, limit: Int, failing: Int? = nil, deliveries: Int, leaseMilliseconds: Int64
  ) async throws -> [WebhookTurn] {
    let now = clock.now()
    let (leases, keys) = try await writeQuietly { session in
      let leases = try await WebhookTurnRepository.take(
        owner: owner, limit: limit, failing: failing, deliveries: deliveries, at: now,
        until: now.adding(milliseconds: leaseMilliseconds), session)
      let keys = try await WebhookRepository.keys(
        of: leases.map(\.endpoint), at: now, session)
      return (leases, keys)
    }
    return try leases.map { lease in
      let signers = try (keys[lease.endpoint] ?? []).map { key in
        let signer = try WebhookSigner(secret: key.secretKey)
        guard signer.publicKey == key.publicKey else {
          throw StoredDataError(what: "key of webhook \(lease.endpoint)")
        }
        return signer
      }
      return WebhookTurn(
        endpoint: lease.endpoint, isFailing: lease.failures > 0,
        address: try? WebhookAddress(
          lease.url, allowsPrivate: webhookOptions.allowsPrivateAddresses),
        requests: lease.due.map {
          WebhookRequest(
            delivery: $0.id, event: $0.event, attempts: $0.attempts, body: $0.payload,
            keys: signers)
        })
    }
  }

  /// Lets others take the address before the lease ends.
  public func endWebhookTurn(_ endpoint: WebhookID, owner: UUID) async throws {
    try await read { try await WebhookTurnRepository.release(endpoint, owner: owner, $0) }
  }

  /// Stores an attempt and what follows from it for the delivery and its address.
  ///
  /// - Parameters:
  ///   - instant: when it was made.
  ///   - milliseconds: how long it took.
  public func noteWebhookAttempt(
    _ request: WebhookRequest, at endpoint: WebhookID, _ answer: WebhookAnswer,
    made instant: Instant,
    milliseconds: Int
  ) async throws -> WebhookVerdict {
    try await writeQuietly { session in
      guard var hook = try await WebhookRepository.find(endpoint, locking: true, session),
        var delivery = try await WebhookDeliveryRepository.find(request.delivery, session),
        delivery.state == .pending
      else { return WebhookVerdict(state: nil) }
      let now = clock.now()
      let before = hook
      delivery.attempts += 1
      let attempt = WebhookAttemptRecord(
        delivery: delivery.id, number: delivery.attempts, madeAt: instant, status: answer.status,
        error: answer.error, milliseconds: max(0, milliseconds))
      let disabled = webhookOptions.apply(answer, to: &delivery, of: &hook, at: now)
      try await WebhookDeliveryRepository.note(attempt, of: delivery, session)
      var verdict = WebhookVerdict(state: delivery.state, disabled: disabled)
      if let disabled {
        verdict.discarded = try await WebhookDeliveryRepository.discard(
          of: hook.id, at: now, session)
        try await audit(
          "webhook.disable", subject: hook.id.text, reason: disabled.rawValue,
          data: ["organisation": .string(hook.organisation)], by: .system("webhook"), at: now,
          session)
      }
      if hook != before { try await WebhookRepository.update(hook, session) }
      return verdict
    }
  }

  /// What waits to be sent, and for how long the oldest delivery that is due has waited.
  public func webhookBacklog() async throws -> (waiting: Int, oldestDueMilliseconds: Int64) {
    let now = clock.now()
    let backlog = try await read { try await WebhookDeliveryRepository.backlog(at: now, $0) }
    let oldest = backlog.oldestDueAt.map { (now.microseconds - $0.microseconds) / 1_000 } ?? 0
    return (backlog.waiting, max(0, oldest))
  }
}

extension WebhookAnswer {
  var status: Int? {
    if case .status(let status, _) = self { status } else { nil }
  }

  var error: String? {
    if case .failure(let failure) = self { failure.rawValue } else { nil }
  }
}

extension WebhookOptions {
  /// What follows from an answer: pure.
  ///
  /// - Returns: why the address is disabled now, when it is.
  func apply(
    _ answer: WebhookAnswer, to delivery: inout WebhookDeliveryRecord,
    of hook: inout WebhookRecord, at now: Instant
  ) -> WebhookDisabledReason? {
    delivery.lastStatus = answer.status
    delivery.lastError = answer.error
    var retryAfter: Int64?
    if case .status(let status, let asked) = answer {
      if (200..<300).contains(status) {
        delivery.settle(as: .delivered, at: now)
        hook.failures = 0
        hook.failingSince = nil
        hook.restsUntil = nil
        return nil
      }
      if status == 410 {
        delivery.settle(as: .discarded, at: now)
        return hook.disable(.gone, at: now)
      }
      if status == 429 || status == 503 { retryAfter = asked }
    }
    hook.failures = min(hook.failures + 1, 1_000_000)
    hook.failingSince = hook.failingSince ?? now
    hook.restsUntil = rest(after: hook.failures, retryAfter: retryAfter, at: now)
    if let next = nextAttempt(after: delivery.attempts, retryAfter: retryAfter, at: now) {
      delivery.nextAttemptAt = next
    } else {
      delivery.settle(as: .failed, at: now)
    }
    let failing = (now.microseconds - (hook.failingSince ?? now).microseconds) / 1_000_000
    guard hook.failures >= disableAfterFailures, failing >= disableAfterSeconds else { return nil }
    return hook.disable(.failures, at: now)
  }
}

extension WebhookDeliveryRecord {
  fileprivate mutating func settle(as state: WebhookDeliveryState, at now: Instant) {
    self.state = state
    nextAttemptAt = nil
    settledAt = now
  }
}

extension WebhookRecord {
  /// - Returns: the reason, or nil when it was disabled before.
  mutating func disable(_ reason: WebhookDisabledReason, at now: Instant) -> WebhookDisabledReason?
  {
    guard state == .active else { return nil }
    state = .disabled
    disabledReason = reason
    version += 1
    updatedAt = max(now, updatedAt)
    return reason
  }
}
