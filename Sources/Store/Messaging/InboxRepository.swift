import Domain
import Foundation
import Postgres

/// Which events a consumer has applied, in the transaction of their effect.
public enum InboxRepository {
  /// Records events and returns those that are new to this consumer; the others are done already.
  public static func claim(
    _ events: [EventID], consumer: String, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> Set<EventID> {
    guard !events.isEmpty else { return [] }
    // Sorted, so that two consumers claiming the same events wait in one order.
    let sorted = Set(events).sorted()
    let rows = try await session.query(
      """
      INSERT INTO inbox (consumer, event_id, handled_at)
      SELECT \(consumer), n.event_id, \(instant.bound)
      FROM unnest(\(sorted.map(\.uuid))) AS n (event_id)
      ON CONFLICT (consumer, event_id) DO NOTHING
      RETURNING event_id
      """)
    var claimed: Set<EventID> = []
    for row in rows { claimed.insert(EventID(try row.decode(0, as: UUID.self))) }
    return claimed
  }

  /// Records events with what they are, and returns those that are new to this consumer; the others
  /// are done already.
  ///
  /// - Parameters:
  ///   - events: as the attempt sees them: `traceparent` is its own span.
  ///   - attempt: which attempt this is, from 1.
  public static func claim(
    _ events: [Event], attempt: Int, consumer: String, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> Set<EventID> {
    guard !events.isEmpty else { return [] }
    return try claimed(
      await session.query(claiming(events, attempt: attempt, consumer: consumer, at: instant)))
  }

  /// What `claim` runs.
  static func claiming(
    _ events: [Event], attempt: Int, consumer: String, at instant: Instant
  ) -> Statement {
    // Sorted, so that two consumers claiming the same events wait in one order.
    let sorted = Dictionary(events.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      .values.sorted { $0.id < $1.id }
    return prepared(
      """
      INSERT INTO inbox (consumer, event_id, handled_at, event_type, subject, causation, traceparent,
        occurred_at, attempts)
      SELECT \(consumer), n.event_id, \(instant.bound), n.event_type, left(n.subject, 200),
        left(n.causation, 200), n.traceparent, n.occurred_at, \(Int16(clamping: max(1, attempt)))
      FROM unnest(
        \(sorted.map(\.id.uuid)), \(sorted.map(\.type.rawValue)), \(sorted.map(\.subject)),
        \(sorted.map(\.causation)), \(sorted.map(\.traceparent)), \(sorted.map(\.time.bound)))
        AS n (event_id, event_type, subject, causation, traceparent, occurred_at)
      ON CONFLICT (consumer, event_id) DO NOTHING
      RETURNING event_id
      """)
  }

  /// The answer to `claiming`.
  static func claimed(_ rows: [Row]) throws(PostgresError) -> Set<EventID> {
    var claimed: Set<EventID> = []
    for row in rows { claimed.insert(EventID(try row.uuid(0))) }
    return claimed
  }

  /// Whether a consumer has applied an event.
  public static func contains(
    _ event: EventID, consumer: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await !session.query(
      "SELECT FROM inbox WHERE consumer = \(consumer) AND event_id = \(event.uuid)"
    ).isEmpty
  }

  /// Forgets entries older than `instant`, at most `limit` of them. Kafka must keep events shorter than
  /// that; one that comes back later finds its need decided and changes nothing.
  @discardableResult
  public static func forget(
    before instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    try await session.execute(
      """
      DELETE FROM inbox WHERE (consumer, event_id) IN (
        SELECT consumer, event_id FROM inbox WHERE handled_at < \(instant.bound)
        ORDER BY handled_at LIMIT \(limit))
      """)
  }
}
