import Domain
import Foundation
import Postgres

/// An address that a sender has to itself for a while.
public struct WebhookLease: Sendable, Hashable {
  public var endpoint: WebhookID
  public var url: String
  /// Failed attempts since the last one that succeeded.
  public var failures: Int
  /// What is due, oldest first.
  public var due: [WebhookDeliveryRecord]
}

/// Turns at sending: one sender at a time works on one address, so that an address that does not
/// answer holds up nothing but its own deliveries.
public enum WebhookTurnRepository {
  /// Takes addresses that have something due, the longest waiting first.
  ///
  /// - Parameters:
  ///   - owner: the sender; only it may end the lease before its time.
  ///   - limit: addresses at most.
  ///   - failing: of them, those that failed last time, at most; they come first. Nil: all may be.
  ///   - deliveries: of each at most; of one that failed last time a single one, to try it.
  public static func take(
    owner: UUID, limit: Int, failing: Int? = nil, deliveries: Int, at instant: Instant,
    until: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> [WebhookLease] {
    func lease(_ limit: Int, _ which: Statement) async throws(PostgresError) -> [Row] {
      guard limit > 0 else { return [] }
      return try await session.query(
        """
        WITH due AS (
          SELECT e.id FROM webhook_endpoint e CROSS JOIN LATERAL (
            SELECT d.next_attempt_at FROM webhook_delivery d
            WHERE d.endpoint_id = e.id AND d.state = 'pending'
            ORDER BY d.next_attempt_at, d.id LIMIT 1) AS first
          WHERE e.state = 'active'
            AND (e.leased_until IS NULL OR e.leased_until <= \(instant.bound))
            AND (e.rests_until IS NULL OR e.rests_until <= \(instant.bound))
            AND first.next_attempt_at <= \(instant.bound)\(which)
          ORDER BY first.next_attempt_at, e.id LIMIT \(limit)
          FOR NO KEY UPDATE OF e SKIP LOCKED)
        UPDATE webhook_endpoint e SET lease_owner = \(owner), leased_until = \(until.bound)
        FROM due WHERE e.id = due.id RETURNING e.id, e.url, e.failures
        """)
    }
    var taken: [Row] = []
    if let failing, failing < limit {
      taken = try await lease(failing, " AND e.failures > 0")
      taken += try await lease(limit - taken.count, " AND e.failures = 0")
    } else {
      taken = try await lease(limit, "")
    }
    guard !taken.isEmpty else { return [] }
    var leases: [WebhookID: WebhookLease] = [:]
    var order: [WebhookID] = []
    for row in taken {
      let id = WebhookID(try row.decode(0, as: UUID.self))
      order.append(id)
      leases[id] = WebhookLease(
        endpoint: id, url: try row.decode(1, as: String.self),
        failures: Int(try row.decode(2, as: Int32.self)), due: [])
    }
    let limits = order.map { Int64(leases[$0]?.failures == 0 ? deliveries : 1) }
    let rows = try await session.query(
      """
      SELECT d.id, d.endpoint_id, d.event_id, d.replay, d.type, d.payload, d.state, d.attempts,
        d.next_attempt_at, d.last_status, d.last_error, d.created_at, d.settled_at
      FROM unnest(\(order.map(\.uuid)), \(limits)) AS t (endpoint_id, most) CROSS JOIN LATERAL (
        SELECT * FROM webhook_delivery w
        WHERE w.endpoint_id = t.endpoint_id AND w.state = 'pending'
          AND w.next_attempt_at <= \(instant.bound)
        ORDER BY w.next_attempt_at, w.id LIMIT t.most) AS d
      """)
    for row in rows {
      let delivery = try WebhookDeliveryRepository.record(row)
      leases[delivery.endpoint]?.due.append(delivery)
    }
    return order.compactMap { leases[$0] }
  }

  /// Ends a lease before its time.
  public static func release(
    _ endpoint: WebhookID, owner: UUID, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE webhook_endpoint SET lease_owner = NULL, leased_until = NULL
      WHERE id = \(endpoint.uuid) AND lease_owner = \(owner)
      """)
  }
}
