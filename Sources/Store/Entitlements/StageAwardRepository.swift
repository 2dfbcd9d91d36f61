import Domain
import Foundation
import Postgres

/// A stage or a layer that an enterprise has come to, and that no award event tells of yet.
public struct StageAward: Sendable, Hashable {
  public var enterprise: EnterpriseID
  /// As clauses name it.
  public var event: String
  public var day: LegalDate
  /// The step of the case, or the board whose layer it is.
  public var source: String
  /// The role of the board that took the step; nil for a layer, which follows from facts.
  public var role: String?
}

/// What follows for awards from the steps of listing cases: the truth, when an event was lost. The first time
/// counts that a stage was entered.
public enum StageAwardRepository {
  /// - Parameters:
  ///   - events: what clauses name, such as `neeq.listed`.
  ///   - instant: only what was entered since; nil for everything.
  private static func missing(
    _ events: [String], since instant: Instant? = nil, _ condition: Statement, limit: Int
  ) -> Statement {
    var steps: Statement = ""
    var layers: Statement = ""
    if let instant {
      steps = " AND s.taken_at >= \(instant.bound)"
      layers = " AND l.updated_at >= \(instant.bound)"
    }
    let stages = Set(events.compactMap { $0.split(separator: ".").last.map(String.init) }).sorted()
    let entered: Statement = """
      WITH entered AS (
        SELECT c.enterprise_id, c.board || '.' || s.to_stage AS event, s.taken_on AS day,
          'lst_' || c.id::text || '/' || s.seq::text AS source, s.role
        FROM listing_step s JOIN listing_case c ON c.id = s.case_id
        WHERE s.to_stage = ANY(\(stages)) AND c.board || '.' || s.to_stage = ANY(\(events))
      """
    let layered: Statement = """

        UNION ALL
        SELECT l.enterprise_id, l.layer, l.since_on, 'layer/' || l.board, NULL
        FROM listing_layer l WHERE l.layer = ANY(\(events))
      """
    let unknown: Statement = """
      )
      SELECT DISTINCT ON (n.enterprise_id, n.event) n.enterprise_id, n.event, n.day, n.source,
        n.role
      FROM entered n
      JOIN enterprise e ON e.id = n.enterprise_id AND e.erased_at IS NULL AND e.frozen_at IS NULL
      WHERE NOT EXISTS (
        SELECT FROM award_event a
        WHERE a.enterprise_id = n.enterprise_id AND a.kind = 'stage' AND a.event = n.event)
      """
    return entered + steps + layered + layers + unknown + condition
      + " ORDER BY n.enterprise_id, n.event, n.day, n.source LIMIT \(limit)"
  }

  private static func award(_ row: Row) throws(PostgresError) -> StageAward {
    StageAward(
      enterprise: EnterpriseID(try row.uuid(0)), event: try row.text(1), day: try row.day(2),
      source: try row.text(3), role: try row.optionalText(4))
  }

  /// Those of one enterprise.
  public static func missing(
    of enterprise: EnterpriseID, _ events: [String], limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [StageAward] {
    try await session.query(
      missing(events, " AND n.enterprise_id = \(enterprise.uuid)", limit: limit)
    ).map(award)
  }

  /// Enterprises of which any is missing, in the order of their identifiers.
  ///
  /// - Parameter instant: only what was entered since; nil for everything.
  public static func enterprises(
    _ events: [String], among named: [EnterpriseID]? = nil, since instant: Instant? = nil,
    limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID] {
    var condition: Statement = ""
    if let named { condition = " AND n.enterprise_id = ANY(\(named.map(\.uuid)))" }
    let found = try await session.query(missing(events, since: instant, condition, limit: limit))
      .map(award)
    return Set(found.map(\.enterprise)).sorted()
  }
}
