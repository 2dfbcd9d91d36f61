import Domain
import Postgres
import Store

/// What came of events for webhooks.
public struct WebhookIntakeOutcome: Sendable, Equatable {
  /// Deliveries that now wait to be sent.
  public var queued = 0
  /// Events that nobody is to be told of, or that were applied before.
  public var skipped = 0

  public init(queued: Int = 0, skipped: Int = 0) {
    self.queued = queued
    self.skipped = skipped
  }
}

extension Application {
  /// Queues a delivery for each address that is to be told of an event, in one transaction with the
  /// inbox entries; a repeated event queues nothing.
  ///
  /// An enterprise's addresses are told of what happens to it and of receivables that it owes, an
  /// institution's only of what names it as `institution` or among `institutions`; and both only of what
  /// happened since the address was entered.
  ///
  /// - Parameter consumer: the name under which the inbox remembers.
  /// - Throws: `ContendedError`; database errors. Nothing is stored then.
  public func queueWebhooks(
    events: [Event], consumer: String
  ) async throws -> WebhookIntakeOutcome {
    let told = events.filter { $0.type.isPublic }
    guard !told.isEmpty else { return WebhookIntakeOutcome(skipped: events.count) }
    return try await writeQuietly(tellingContention: true) { session in
      let organisations = Set(told.flatMap(Self.organisations))
      let endpoints = Dictionary(
        grouping: try await WebhookRepository.active(of: organisations.sorted(), session),
        by: \.organisation)
      // Few enterprises have an address: an event for nobody leaves no trace.
      let meant = told.filter { !Self.endpoints(for: $0, among: endpoints).isEmpty }
      guard !meant.isEmpty else { return WebhookIntakeOutcome(skipped: events.count) }
      let now = clock.now()
      let new = try await InboxRepository.claim(
        meant, attempt: AttemptNumber.current, consumer: consumer, at: now, session)
      var deliveries: [WebhookDeliveryRecord] = []
      var done: Set<EventID> = []
      for event in meant where new.contains(event.id) && done.insert(event.id).inserted {
        for endpoint in Self.endpoints(for: event, among: endpoints) {
          deliveries.append(
            WebhookDeliveryRecord(
              id: ids.next(), endpoint: endpoint.id, event: event.id, type: event.type.rawValue,
              payload: WebhookPayload.bytes(event, to: endpoint.organisation),
              nextAttemptAt: now, createdAt: now))
        }
      }
      let queued = try await WebhookDeliveryRepository.insert(deliveries, session)
      return WebhookIntakeOutcome(queued: queued, skipped: events.count - done.count)
    }
  }

  /// Whom an event is about.
  private static func organisations(_ event: Event) -> [String] {
    let data = event.data
    let named = data["institutions"]?.arrayValue?.compactMap(\.stringValue) ?? []
    return [event.key]
      + [data["institution"], data["debtor_id"], data["supplier_id"]].compactMap { $0?.stringValue }
      + named
  }

  private static func endpoints(
    for event: Event, among endpoints: [String: [WebhookRecord]]
  ) -> [WebhookRecord] {
    Set(organisations(event)).sorted().flatMap { endpoints[$0] ?? [] }.filter { endpoint in
      endpoint.createdAt <= event.time
        && (endpoint.types.isEmpty || endpoint.types.contains(event.type.rawValue))
    }
  }
}
