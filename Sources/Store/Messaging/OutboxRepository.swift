import Domain
import Foundation
import Postgres

/// An event waiting for the relay, which passes it on unread: its type may be newer than this program.
public struct OutboxRecord: Sendable, Hashable {
  /// Rises in commit order within one key.
  public var id: Int64
  public var event: EventID
  public var topic: String
  public var key: String
  public var typeName: String
  public var subject: String
  public var sequence: Int64
  public var causation: String?
  public var traceparent: String?
  public var occurredAt: Instant
  public var payload: [UInt8]
  /// Headers beyond those of the event itself, such as `rq_redrive`.
  public var extraHeaders: [String: String] = [:]

  /// CloudEvents headers of the record, then the extra ones by name.
  public var headers: [(name: String, value: String)] {
    Event.headers(
      id: event, typeName: typeName, key: key, subject: subject, time: occurredAt,
      sequence: sequence, causation: causation, traceparent: traceparent)
      + extraHeaders.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
  }
}

public enum OutboxRepository {
  /// Session lock of the one relay that publishes.
  private static let leaderKey: Int64 = 7_242_004_219

  /// Appends events in the given order; the caller holds the lock of each event's enterprise.
  public static func append(
    _ events: [Event], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !events.isEmpty else { return }
    try await session.execute(appending(events))
  }

  /// Appends events, at least one, in the given order; see `append`. A single one gets a statement
  /// without arrays, whose plan the server keeps.
  public static func appending(_ events: [Event]) -> Statement {
    if events.count == 1, let only = events.first {
      return prepared(
        """
        INSERT INTO outbox (event_id, topic, key, type, subject, sequence, causation, traceparent,
          occurred_at, payload)
        VALUES (\(only.id.uuid), \(only.type.topic.rawValue), \(only.key), \(only.type.rawValue),
          \(only.subject), \(only.sequence), \(only.causation as String?),
          \(only.traceparent as String?), \(only.time.bound), \(only.data.canonicalBytes))
        """)
    }
    // Ordinality keeps the array's order for the identity column.
    return prepared(
      """
      INSERT INTO outbox (event_id, topic, key, type, subject, sequence, causation, traceparent,
        occurred_at, payload)
      SELECT event_id, topic, key, type, subject, sequence, causation, traceparent, occurred_at,
        payload
      FROM unnest(
        \(events.map(\.id.uuid)), \(events.map(\.type.topic.rawValue)), \(events.map(\.key)),
        \(events.map(\.type.rawValue)), \(events.map(\.subject)), \(events.map(\.sequence)),
        \(events.map(\.causation)), \(events.map(\.traceparent)), \(events.map(\.time.bound)),
        \(events.map(\.data.canonicalBytes)))
      WITH ORDINALITY AS n (event_id, topic, key, type, subject, sequence, causation, traceparent,
        occurred_at, payload, number)
      ORDER BY number
      """)
  }

  /// Appends one event with headers beyond its own, as a dead letter goes back to its topic.
  ///
  /// - Parameter extraHeaders: their names must not be those of an event.
  public static func append(
    _ row: EventRow, extraHeaders: [String: String], _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO outbox (event_id, topic, key, type, subject, sequence, causation, traceparent,
        occurred_at, payload, headers)
      VALUES (\(row.event.uuid), \(row.topic), \(row.key), \(row.typeName), \(row.subject),
        \(row.sequence), \(row.causation as String?), \(row.traceparent as String?),
        \(row.occurredAt.bound), \(row.payload),
        \(PostgresJSON(bytes: JSON.object(extraHeaders.mapValues(JSON.string)).canonicalBytes)))
      """)
  }

  /// The oldest events still present. State, not a cursor: a row that commits late is simply there
  /// at the next read.
  ///
  /// - Parameters:
  ///   - held: topics left out, because they cannot be written now.
  ///   - heldKeys: keys left out, because Kafka refuses a record of theirs.
  public static func oldest(
    limit: Int, except held: [String] = [], heldKeys: [String] = [], _ session: any PostgresSession
  ) async throws(PostgresError) -> [OutboxRecord] {
    let rows = try await session.query(
      """
      SELECT id, event_id, topic, key, type, subject, sequence, causation, traceparent,
        occurred_at, payload, headers::text
      FROM outbox WHERE topic <> ALL(\(held)) AND key <> ALL(\(heldKeys))
      ORDER BY id LIMIT \(limit)
      """)
    var records: [OutboxRecord] = []
    records.reserveCapacity(rows.count)
    for row in rows {
      records.append(
        OutboxRecord(
          id: try row.decode(0, as: Int64.self), event: EventID(try row.decode(1, as: UUID.self)),
          topic: try row.decode(2, as: String.self), key: try row.decode(3, as: String.self),
          typeName: try row.decode(4, as: String.self), subject: try row.decode(5, as: String.self),
          sequence: try row.decode(6, as: Int64.self),
          causation: try row.decode(7, as: String?.self),
          traceparent: try row.decode(8, as: String?.self), occurredAt: try row.instant(9),
          payload: try row.decode(10, as: [UInt8].self),
          extraHeaders: extraHeaders(try row.decode(11, as: String?.self))))
    }
    return records
  }

  /// What is not a text is left out: a header the relay cannot send must not stop it.
  private static func extraHeaders(_ text: String?) -> [String: String] {
    guard let text, let json = try? JSONParser.parse(Array(text.utf8)) else { return [:] }
    return (json.objectValue ?? [:]).compactMapValues(\.stringValue)
  }

  /// Since when the oldest event of a topic waits; nil when none does.
  public static func oldest(
    of topic: Topic, _ session: any PostgresSession
  ) async throws(PostgresError) -> Instant? {
    try await session.query(
      "SELECT occurred_at FROM outbox WHERE topic = \(topic.rawValue) ORDER BY id LIMIT 1"
    ).first?.instant(0)
  }

  /// Removes rows, and keeps nothing of them.
  public static func delete(
    _ ids: [Int64], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !ids.isEmpty else { return }
    try await session.execute("DELETE FROM outbox WHERE id = ANY(\(ids))")
  }

  /// Removes what Kafka has acknowledged, and puts aside what organisations may have to be told of by
  /// webhook until it is read for that; in one statement, so that no event is ever in neither place.
  ///
  /// - Parameter instant: now.
  public static func settle(
    _ ids: [Int64], at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !ids.isEmpty else { return }
    try await session.execute(
      prepared(
        "WITH aside AS (" + WebhookEventRepository.puttingAside(ids, at: instant)
          + ") DELETE FROM outbox WHERE id = ANY(\(ids))"))
  }

  /// Where hints of new rows are sent.
  public static let channel = "rongqiao_outbox"

  /// Hints to listening relays that there is something to publish.
  public static func notify(_ session: any PostgresSession) async throws(PostgresError) {
    try await session.execute("SELECT pg_notify(\(channel), '')")
  }

  /// How many events wait, and since when the oldest does.
  public static func backlog(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> (waiting: Int64, oldest: Instant?) {
    let rows = try await session.query("SELECT count(*), min(occurred_at) FROM outbox")
    guard let row = rows.first else { return (0, nil) }
    return (try row.decode(0, as: Int64.self), try row.optionalInstant(1))
  }

  /// Tries to become the one relay; held as long as the connection lives.
  public static func tryLead(_ connection: any PostgresSession) async throws(PostgresError) -> Bool
  {
    try await connection.query("SELECT pg_try_advisory_lock(\(leaderKey))").first?
      .decode(0, as: Bool.self) ?? false
  }
}
