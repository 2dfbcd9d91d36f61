import Domain
import Foundation
import Postgres

/// What the funnel is counted from: needs, runs, offers and pools as they stand.
public enum FunnelInputRepository {
  /// Needs of some enterprises, in the order of their identifiers, from one on.
  public static func needs(
    of enterprises: [EnterpriseID], after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [NeedID] {
    var statement: Statement =
      "SELECT id FROM need WHERE enterprise_id = ANY(\(enterprises.map(\.uuid)))"
    if let after { statement = statement + " AND id > \(after)" }
    return try await session.query(statement + " ORDER BY id LIMIT \(limit)").map {
      row throws(PostgresError) in NeedID(try row.uuid(0))
    }
  }

  /// All needs, in the same order.
  public static func needs(
    after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [NeedID] {
    var statement: Statement = "SELECT id FROM need"
    if let after { statement = statement + " WHERE id > \(after)" }
    return try await session.query(statement + " ORDER BY id LIMIT \(limit)").map {
      row throws(PostgresError) in NeedID(try row.uuid(0))
    }
  }

  /// Needs of a page in the order of their identifiers that were never counted, or of which something changed
  /// since, or so shortly before that a transaction may have told of it later.
  ///
  /// - Parameters:
  ///   - slackMilliseconds: how long such a transaction lasts at most.
  ///   - instant: now. Whoever counted with a clock that was ahead did not count what is still to come.
  /// - Returns: the last need of the page, nil when there is none; and those that are to be counted.
  public static func stale(
    after: UUID?, limit: Int, slackMilliseconds: Int64, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> (last: NeedID?, needs: [NeedID]) {
    var page: Statement = "SELECT n.id, n.enterprise_id, n.updated_at FROM need n"
    if let after { page = page + " WHERE n.id > \(after)" }
    page = page + " ORDER BY n.id LIMIT \(limit)"
    // One by one by their keys: a page is small beside the tables.
    let start: Statement = """
      SELECT n.id, coalesce(greatest(n.updated_at,
        (SELECT e.updated_at FROM enterprise e WHERE e.id = n.enterprise_id),
        (SELECT max(o.updated_at) FROM offer o WHERE o.need_id = n.id),
        (SELECT max(r.created_at) FROM match_run r WHERE r.need_id = n.id),
        (SELECT max(m.updated_at) FROM pool_member m WHERE m.enterprise_id = n.enterprise_id))
        > (SELECT least(j.counted_at, \(instant.bound)) FROM funnel_journey j
          WHERE j.need_id = n.id AND j.body <> '')
          - \(Double(slackMilliseconds)) * interval '1 millisecond', true)
      FROM (
      """
    let end: Statement = ") AS n ORDER BY n.id"
    let rows = try await session.query(start + page + end).map {
      row throws(PostgresError) in
      (need: NeedID(try row.uuid(0)), isStale: try row.decode(1, as: Bool.self))
    }
    return (rows.last?.need, rows.filter { $0.isStale }.map { $0.need })
  }

  public static func rows(
    of needs: [NeedID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [FunnelNeedRow] {
    try await session.query(
      """
      SELECT n.id, n.enterprise_id, e.region, e.industry, n.created_at, v.amount_fen,
        first.facts_version, matched.decided_on
      FROM need n
      JOIN enterprise e ON e.id = n.enterprise_id
      JOIN need_version v ON v.need_id = n.id AND v.version = n.version
      LEFT JOIN LATERAL (
        SELECT r.facts_version FROM match_run r WHERE r.need_id = n.id ORDER BY r.id LIMIT 1
      ) AS first ON true
      LEFT JOIN LATERAL (
        SELECT r.decided_on FROM match_run r WHERE r.need_id = n.id AND r.eligible > 0
        ORDER BY r.id LIMIT 1
      ) AS matched ON true
      WHERE n.id = ANY(\(needs.map(\.uuid))) ORDER BY n.id
      """
    ).map { row throws(PostgresError) in
      FunnelNeedRow(
        need: NeedID(try row.uuid(0)), enterprise: EnterpriseID(try row.uuid(1)),
        region: try row.text(2), industry: try row.text(3),
        submittedAt: try row.instant(4), amountFen: try row.int64(5),
        factsVersion: try row.decode(6, as: Int32?.self).map { Int($0) },
        matchedOn: try row.optionalDay(7))
    }
  }

  public static func offers(
    of needs: [NeedID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [FunnelOfferRow] {
    try await session.query(
      """
      SELECT o.need_id, o.product_code, o.institution, o.created_at, o.granted_on, o.granted_fen,
        o.drawn_on, o.drawn_fen, claim.taken_at, refusal.taken_at,
        CASE WHEN o.state = 'declined' THEN o.reasons END, o.id, o.state,
        o.granted_rate_ppm::bigint
      FROM offer o
      LEFT JOIN LATERAL (
        SELECT s.taken_at FROM offer_step s WHERE s.offer_id = o.id AND s.verb = 'claim'
        ORDER BY s.version LIMIT 1
      ) AS claim ON true
      LEFT JOIN LATERAL (
        SELECT s.taken_at FROM offer_step s WHERE s.offer_id = o.id AND s.verb = 'decline'
        ORDER BY s.version LIMIT 1
      ) AS refusal ON true
      WHERE o.need_id = ANY(\(needs.map(\.uuid))) ORDER BY o.need_id, o.id
      """
    ).map { row throws(PostgresError) in
      FunnelOfferRow(
        id: OfferID(try row.uuid(11)), need: NeedID(try row.uuid(0)), state: try row.text(12),
        product: try row.text(1), institution: try row.text(2),
        offeredAt: try row.instant(3), claimedAt: try row.optionalInstant(8),
        grantedOn: try row.optionalDay(4), grantedFen: try row.decode(5, as: Int64?.self),
        grantedRatePPM: try row.decode(13, as: Int64?.self),
        drawnOn: try row.optionalDay(6), drawnFen: try row.decode(7, as: Int64?.self),
        declinedAt: try row.optionalInstant(9),
        reasons: try row.decode(10, as: [String]?.self) ?? [])
    }
  }

  public static func pools(
    of enterprises: [EnterpriseID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [FunnelPoolRow] {
    try await session.query(
      """
      SELECT enterprise_id, pool, entered_on, left_on FROM pool_member
      WHERE enterprise_id = ANY(\(enterprises.map(\.uuid))) ORDER BY enterprise_id, id
      """
    ).map { row throws(PostgresError) in
      FunnelPoolRow(
        enterprise: EnterpriseID(try row.uuid(0)), pool: try row.text(1),
        enteredOn: try row.day(2), leftOn: try row.optionalDay(3))
    }
  }
}
