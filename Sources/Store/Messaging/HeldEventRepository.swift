import Domain
import Foundation
import Postgres

/// Events that wait behind a dead letter of their enterprise. Written and taken under the
/// enterprise's lock.
public enum HeldEventRepository {
  /// Puts events at the end of their enterprises' lines, in the given order; one that waits there
  /// already stays where it is.
  public static func insert(
    _ events: [(enterprise: EnterpriseID, row: EventRow)], consumer: String, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !events.isEmpty else { return }
    let rows = events.map(\.row)
    // Ordinality keeps the array's order for the numbers.
    try await session.execute(
      """
      INSERT INTO held_event (consumer, event_id, enterprise_id, number, topic, key, type, subject,
        sequence, causation, traceparent, occurred_at, payload, held_at)
      SELECT \(consumer), event_id, enterprise_id, nextval('hold_number'), topic, key, type, subject,
        sequence, causation, traceparent, occurred_at, payload, \(instant.bound)
      FROM (
        SELECT * FROM unnest(
          \(rows.map(\.event.uuid)), \(events.map(\.enterprise.uuid)), \(rows.map(\.topic)),
          \(rows.map(\.key)), \(rows.map(\.typeName)), \(rows.map(\.subject)),
          \(rows.map(\.sequence)), \(rows.map(\.causation)), \(rows.map(\.traceparent)),
          \(rows.map(\.occurredAt.bound)), \(rows.map(\.payload)))
        WITH ORDINALITY AS n (event_id, enterprise_id, topic, key, type, subject, sequence, causation,
          traceparent, occurred_at, payload, place)
        ORDER BY place) AS ordered
      ON CONFLICT (consumer, event_id) DO NOTHING
      """)
  }

  /// Takes an enterprise's held events out, in their order.
  ///
  /// - Parameter number: only those before this place in the line; nil for all.
  public static func take(
    _ enterprise: EnterpriseID, consumer: String, before number: Int64?,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [EventRow] {
    let rows = try await session.query(
      """
      WITH taken AS (
        DELETE FROM held_event
        WHERE enterprise_id = \(enterprise.uuid) AND consumer = \(consumer)
          AND number < coalesce(\(number as Int64?), 9223372036854775807)
        RETURNING *)
      SELECT event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at,
        payload
      FROM taken ORDER BY number
      """)
    return try rows.map(Self.row)
  }

  static func row(_ row: Row) throws(PostgresError) -> EventRow {
    EventRow(
      event: EventID(try row.decode(0, as: UUID.self)), topic: try row.decode(1, as: String.self),
      key: try row.decode(2, as: String.self), typeName: try row.decode(3, as: String.self),
      subject: try row.decode(4, as: String.self), sequence: try row.decode(5, as: Int64.self),
      causation: try row.decode(6, as: String?.self),
      traceparent: try row.decode(7, as: String?.self), occurredAt: try row.instant(8),
      payload: try row.decode(9, as: [UInt8].self))
  }

  /// How many events of each enterprise wait.
  public static func counts(
    _ enterprises: [EnterpriseID], consumer: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID: Int] {
    guard !enterprises.isEmpty else { return [:] }
    let rows = try await session.query(
      """
      SELECT enterprise_id, count(*) FROM held_event
      WHERE enterprise_id = ANY(\(enterprises.map(\.uuid))) AND consumer = \(consumer)
      GROUP BY enterprise_id
      """)
    var counts: [EnterpriseID: Int] = [:]
    for row in rows {
      counts[EnterpriseID(try row.decode(0, as: UUID.self))] =
        Int(try row.decode(1, as: Int64.self))
    }
    return counts
  }

  /// How many events wait in all.
  public static func count(_ session: any PostgresSession) async throws(PostgresError) -> Int64 {
    try await session.query("SELECT count(*) FROM held_event").first?.decode(0, as: Int64.self)
      ?? 0
  }
}
