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
      let (queued, done) = try await queue(told, consumer: consumer, session)
      return WebhookIntakeOutcome(queued: queued, skipped: events.count - done)
    }
  }

  /// Queues what the reader of webhooks did not read in time: its topic may be lost. Who reads the event
  /// after all finds it done.
  ///
  /// - Parameters:
  ///   - instant: what was put aside before it is late.
  ///   - limit: events that are looked at.
  /// - Returns: how many events were looked at, and how many deliveries wait to be sent for them.
  public func queueUnreadWebhooks(
    before instant: Instant, limit: Int
  ) async throws -> (events: Int, queued: Int) {
    try await writeQuietly { session in
      let rows = try await WebhookEventRepository.take(
        before: instant, limit: max(1, limit), session)
      let events = rows.compactMap(\.asEvent)
      guard !events.isEmpty else { return (rows.count, 0) }
      let outcome = try await queue(
        events.map { $0.entered(ids) }, consumer: Consumer.webhook.name, session)
      return (rows.count, outcome.queued)
    }
  }

  /// The same of what was put aside before an instant as long ago as the reader has time.
  ///
  /// - Parameter patienceMilliseconds: how long that is.
  public func queueUnreadWebhooks(
    patienceMilliseconds: Int64, limit: Int
  ) async throws -> (events: Int, queued: Int) {
    try await queueUnreadWebhooks(
      before: clock.now().adding(milliseconds: -patienceMilliseconds), limit: limit)
  }

  /// - Returns: how many deliveries are new, and of how many events nobody had read.
  private func queue(
    _ told: [Event], consumer: String, _ session: any PostgresSession
  ) async throws -> (queued: Int, events: Int) {
    let organisations = Set(told.flatMap(Self.organisations))
    let endpoints = Dictionary(
      grouping: try await WebhookRepository.active(of: organisations.sorted(), session),
      by: \.organisation)
    guard !endpoints.isEmpty else { return (0, 0) }
    try await WebhookEventRepository.forget(told.map(\.id), session)
    // Few enterprises have an address: an event for nobody leaves no trace.
    let meant = told.filter { !Self.endpoints(for: $0, among: endpoints).isEmpty }
    guard !meant.isEmpty else { return (0, 0) }
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
    return (try await WebhookDeliveryRepository.insert(deliveries, session), done.count)
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
