import Domain
import Foundation
import Postgres

/// Published events that may be for somebody's webhook, put aside until they are read for that.
public enum WebhookEventRepository {
  /// Who reads events for webhooks, as the inbox names it.
  public static let consumer = "rongqiao.webhook"

  /// Puts those rows of the outbox aside of which an organisation with an address in use may have to be
  /// told, unless that was seen to already. While nobody has an address, no row is looked at.
  ///
  /// Whom an event names is not parsed here, where a payload that is no JSON must not stop the relay:
  /// every text of the payload counts, between its quotes. One too many does no harm, for the reader
  /// decides. What goes back to one consumer, with headers of its own, was here when it was new.
  static func puttingAside(_ ids: [Int64], at instant: Instant) -> Statement {
    """
    INSERT INTO webhook_event (event_id, topic, key, type, subject, sequence, causation,
      traceparent, occurred_at, payload, kept_at)
    SELECT o.event_id, o.topic, o.key, o.type, o.subject, o.sequence, o.causation, o.traceparent,
      o.occurred_at, o.payload, \(instant.bound)
    FROM outbox o
    WHERE EXISTS (SELECT FROM webhook_endpoint WHERE state = 'active')
      AND o.id = ANY(\(ids)) AND o.headers IS NULL
      AND o.type = ANY(\(EventType.publicTypes.map(\.rawValue)))
      AND EXISTS (
        SELECT FROM webhook_endpoint e
        WHERE e.organisation = ANY(
            array_append(string_to_array(encode(o.payload, 'escape'), '"'), o.key))
          AND e.state = 'active')
      AND NOT EXISTS (
        SELECT FROM inbox i WHERE i.consumer = \(consumer) AND i.event_id = o.event_id OFFSET 0)
    ON CONFLICT (event_id) DO NOTHING
    """
  }

  /// Events are read: they need not be kept any longer.
  public static func forget(
    _ events: [EventID], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !events.isEmpty else { return }
    try await session.execute(
      "DELETE FROM webhook_event WHERE event_id = ANY(\(events.map(\.uuid)))")
  }

  /// Events that nobody read for as long as anything that was handled is remembered, a few at a time.
  ///
  /// - Returns: how many.
  public static func forget(
    before instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    try await session.execute(
      """
      DELETE FROM webhook_event WHERE event_id IN (
        SELECT event_id FROM webhook_event WHERE kept_at < \(instant.bound)
        ORDER BY kept_at, event_id LIMIT \(limit))
      """)
  }

  /// Takes events out that were put aside before an instant and that nobody read since, oldest first. Those
  /// that somebody reads just now are left to them, and those of types this program does not know to
  /// one that does.
  public static func take(
    before instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EventRow] {
    try await session.query(
      """
      WITH taken AS (
        DELETE FROM webhook_event WHERE event_id IN (
          SELECT event_id FROM webhook_event
          WHERE kept_at < \(instant.bound)
            AND type = ANY(\(EventType.publicTypes.map(\.rawValue)))
          ORDER BY kept_at, event_id LIMIT \(limit) FOR UPDATE SKIP LOCKED)
        RETURNING *)
      SELECT event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at,
        payload
      FROM taken ORDER BY occurred_at, key, sequence
      """
    ).map(HeldEventRepository.row)
  }
}
