import Domain
import Foundation
import Postgres

/// Which deliveries are asked for again.
public struct WebhookReplayFilter: Sendable, Hashable {
  /// These; nil: by time.
  public var deliveries: [WebhookDeliveryID]?
  /// Made at or after.
  public var from: Instant?
  /// Made before.
  public var until: Instant?
  public var states: [WebhookDeliveryState]

  public init(
    deliveries: [WebhookDeliveryID]? = nil, from: Instant? = nil, until: Instant? = nil,
    states: [WebhookDeliveryState]
  ) {
    self.deliveries = deliveries
    self.from = from
    self.until = until
    self.states = states
  }
}

/// What waits to be sent.
public struct WebhookBacklog: Sendable, Hashable {
  public var waiting: Int
  /// When the oldest one that is due became so; nil: none is.
  public var oldestDueAt: Instant?
}

/// Deliveries and the attempts at them.
public enum WebhookDeliveryRepository {
  private static let columns: Statement = """
    SELECT d.id, d.endpoint_id, d.event_id, d.replay, d.type, d.payload, d.state, d.attempts,
      d.next_attempt_at, d.last_status, d.last_error, d.created_at, d.settled_at
    FROM webhook_delivery d
    """

  static func record(_ row: Row) throws(PostgresError) -> WebhookDeliveryRecord {
    guard let state = WebhookDeliveryState(rawValue: try row.decode(6, as: String.self)) else {
      throw PostgresError(kind: .decoding, reason: "the state of a delivery is none of the known")
    }
    return WebhookDeliveryRecord(
      id: WebhookDeliveryID(try row.decode(0, as: UUID.self)),
      endpoint: WebhookID(try row.decode(1, as: UUID.self)),
      event: EventID(try row.decode(2, as: UUID.self)),
      replay: Int(try row.decode(3, as: Int16.self)), type: try row.decode(4, as: String.self),
      payload: try row.decode(5, as: [UInt8].self), state: state,
      attempts: Int(try row.decode(7, as: Int16.self)), nextAttemptAt: try row.optionalInstant(8),
      lastStatus: try row.decode(9, as: Int16?.self).map { Int($0) },
      lastError: try row.decode(10, as: String?.self), createdAt: try row.instant(11),
      settledAt: try row.optionalInstant(12))
  }

  /// Adds deliveries that are due at once. One whose event its address was told of before is left out.
  ///
  /// - Returns: how many are new.
  @discardableResult
  public static func insert(
    _ deliveries: [WebhookDeliveryRecord], _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    guard !deliveries.isEmpty else { return 0 }
    return try await session.execute(
      """
      INSERT INTO webhook_delivery (id, endpoint_id, event_id, replay, type, payload, state,
        attempts, next_attempt_at, created_at)
      SELECT n.id, n.endpoint_id, n.event_id, n.replay, n.type, n.payload, 'pending', 0,
        n.created_at, n.created_at
      FROM unnest(
        \(deliveries.map(\.id.uuid)), \(deliveries.map(\.endpoint.uuid)),
        \(deliveries.map(\.event.uuid)), \(deliveries.map { Int16(clamping: $0.replay) }),
        \(deliveries.map(\.type)), \(deliveries.map(\.payload)),
        \(deliveries.map(\.createdAt.bound)))
        AS n (id, endpoint_id, event_id, replay, type, payload, created_at)
      ON CONFLICT (endpoint_id, event_id, replay) DO NOTHING
      """)
  }

  public static func find(
    _ id: WebhookDeliveryID, _ session: any PostgresSession
  ) async throws(PostgresError) -> WebhookDeliveryRecord? {
    let rows = try await session.query(columns + " WHERE d.id = \(id.uuid)")
    guard let row = rows.first else { return nil }
    return try record(row)
  }

  /// Newest first.
  public static func list(
    of endpoint: WebhookID, state: WebhookDeliveryState?, after: UUID?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [WebhookDeliveryRecord] {
    var statement = columns + " WHERE d.endpoint_id = \(endpoint.uuid)"
    if let state { statement = statement + " AND d.state = \(state.rawValue)" }
    if let after { statement = statement + " AND d.id < \(after)" }
    return try await session.query(statement + " ORDER BY d.id DESC LIMIT \(limit)").map(record)
  }

  /// The attempts at each delivery in their order.
  public static func attempts(
    at deliveries: [WebhookDeliveryID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [WebhookDeliveryID: [WebhookAttemptRecord]] {
    guard !deliveries.isEmpty else { return [:] }
    let rows = try await session.query(
      """
      SELECT delivery_id, number, made_at, status, error, milliseconds FROM webhook_attempt
      WHERE delivery_id = ANY(\(deliveries.map(\.uuid))) ORDER BY delivery_id, number
      """)
    var attempts: [WebhookDeliveryID: [WebhookAttemptRecord]] = [:]
    for row in rows {
      let delivery = WebhookDeliveryID(try row.decode(0, as: UUID.self))
      attempts[delivery, default: []].append(
        WebhookAttemptRecord(
          delivery: delivery, number: Int(try row.decode(1, as: Int16.self)),
          madeAt: try row.instant(2), status: try row.decode(3, as: Int16?.self).map { Int($0) },
          error: try row.decode(4, as: String?.self),
          milliseconds: Int(try row.decode(5, as: Int32.self))))
    }
    return attempts
  }

  /// Writes an attempt and what became of its delivery by it. A delivery that was settled meanwhile
  /// stays as it is.
  public static func note(
    _ attempt: WebhookAttemptRecord, of delivery: WebhookDeliveryRecord,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    _ = try await session.pipeline([
      """
      UPDATE webhook_delivery SET state = \(delivery.state.rawValue),
        attempts = \(Int16(clamping: delivery.attempts)),
        next_attempt_at = \(delivery.nextAttemptAt?.bound as PostgresTimestamp?),
        last_status = \(delivery.lastStatus.map { Int16(clamping: $0) } as Int16?),
        last_error = \(delivery.lastError as String?),
        settled_at = \(delivery.settledAt?.bound as PostgresTimestamp?)
      WHERE id = \(delivery.id.uuid) AND state = 'pending'
      """,
      """
      INSERT INTO webhook_attempt (delivery_id, number, made_at, status, error, milliseconds)
      VALUES (\(attempt.delivery.uuid), \(Int16(clamping: attempt.number)), \(attempt.madeAt.bound),
        \(attempt.status.map { Int16(clamping: $0) } as Int16?), \(attempt.error as String?),
        \(Int32(clamping: attempt.milliseconds)))
      ON CONFLICT (delivery_id, number) DO NOTHING
      """,
    ])
  }

  /// Gives up everything that waits for one address.
  ///
  /// - Returns: how many deliveries that were.
  @discardableResult
  public static func discard(
    of endpoint: WebhookID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    try await session.execute(
      """
      UPDATE webhook_delivery SET state = 'discarded', next_attempt_at = NULL,
        settled_at = \(instant.bound)
      WHERE endpoint_id = \(endpoint.uuid) AND state = 'pending'
      """)
  }

  /// Settled deliveries of an address that fit a filter, oldest first, of each event the latest one.
  public static func replayable(
    of endpoint: WebhookID, _ filter: WebhookReplayFilter, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [WebhookDeliveryRecord] {
    var statement =
      columns + """
         WHERE d.endpoint_id = \(endpoint.uuid) AND d.state <> 'pending'
          AND d.state = ANY(\(filter.states.map(\.rawValue)))
          AND NOT EXISTS (SELECT FROM webhook_delivery later
            WHERE later.endpoint_id = d.endpoint_id AND later.event_id = d.event_id
              AND later.replay > d.replay)
        """
    if let deliveries = filter.deliveries {
      statement = statement + " AND d.id = ANY(\(deliveries.map(\.uuid)))"
    }
    if let from = filter.from { statement = statement + " AND d.created_at >= \(from.bound)" }
    if let until = filter.until { statement = statement + " AND d.created_at < \(until.bound)" }
    return try await session.query(statement + " ORDER BY d.created_at, d.id LIMIT \(limit)")
      .map(record)
  }

  /// Forgets settled deliveries with their attempts, at most `limit` of them.
  @discardableResult
  public static func forget(
    settledBefore instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    try await session.execute(
      """
      DELETE FROM webhook_delivery WHERE id IN (
        SELECT id FROM webhook_delivery WHERE settled_at < \(instant.bound)
        ORDER BY settled_at LIMIT \(limit))
      """)
  }

  /// What waits for active addresses.
  public static func backlog(
    at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> WebhookBacklog {
    let rows = try await session.query(
      """
      SELECT coalesce(sum(w.waiting), 0)::bigint, min(w.oldest)
      FROM webhook_endpoint e CROSS JOIN LATERAL (
        SELECT count(*) AS waiting,
          min(d.next_attempt_at) FILTER (WHERE d.next_attempt_at <= \(instant.bound)) AS oldest
        FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.state = 'pending') AS w
      WHERE e.state = 'active'
      """)
    guard let row = rows.first else { return WebhookBacklog(waiting: 0, oldestDueAt: nil) }
    return WebhookBacklog(
      waiting: Int(try row.decode(0, as: Int64.self)), oldestDueAt: try row.optionalInstant(1))
  }
}
