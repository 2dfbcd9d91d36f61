import Domain
import Foundation
import Postgres

/// How far an enterprise was told of what an event lets it claim under one clause.
public struct EntitlementNotice: Sendable, Hashable {
  public var event: AwardEventID
  public var clause: String
  public var enterprise: EnterpriseID
  public var opensOn: LegalDate
  public var closesOn: LegalDate?
  public var openedAt: Instant?
  public var closingAt: Instant?
  /// When to look again; nil when only other facts or another place can change anything, which make it due.
  public var dueAt: Instant?

  public init(
    event: AwardEventID, clause: String, enterprise: EnterpriseID, opensOn: LegalDate,
    closesOn: LegalDate?, openedAt: Instant? = nil, closingAt: Instant? = nil,
    dueAt: Instant? = nil
  ) {
    self.event = event
    self.clause = clause
    self.enterprise = enterprise
    self.opensOn = opensOn
    self.closesOn = closesOn
    self.openedAt = openedAt
    self.closingAt = closingAt
    self.dueAt = dueAt
  }
}

/// What enterprises were told of their entitlements. Written under the enterprise's lock.
public enum EntitlementNoticeRepository {
  public static func list(
    of event: AwardEventID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EntitlementNotice] {
    try await session.query(
      """
      SELECT event_id, clause, enterprise_id, opens_on, closes_on, opened_at, closing_at, due_at
      FROM entitlement_notice WHERE event_id = \(event.uuid) ORDER BY clause
      """
    ).map { row throws(PostgresError) in
      EntitlementNotice(
        event: AwardEventID(try row.uuid(0)), clause: try row.text(1),
        enterprise: EnterpriseID(try row.uuid(2)), opensOn: try row.day(3),
        closesOn: try row.optionalDay(4), openedAt: try row.optionalInstant(5),
        closingAt: try row.optionalInstant(6), dueAt: try row.optionalInstant(7))
    }
  }

  public static func save(
    _ notices: [EntitlementNotice], _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline(
      notices.map { notice in
        """
        INSERT INTO entitlement_notice (event_id, clause, enterprise_id, opens_on, closes_on,
          opened_at, closing_at, due_at)
        VALUES (\(notice.event.uuid), \(notice.clause), \(notice.enterprise.uuid),
          \(notice.opensOn.bound), \(notice.closesOn?.bound), \(notice.openedAt?.bound),
          \(notice.closingAt?.bound), \(notice.dueAt?.bound))
        ON CONFLICT (event_id, clause) DO UPDATE SET opens_on = excluded.opens_on,
          closes_on = excluded.closes_on, opened_at = excluded.opened_at,
          closing_at = excluded.closing_at, due_at = excluded.due_at
        """
      })
  }

  /// Has what an enterprise may not claim yet looked at anew, for its facts have changed, or it has moved.
  public static func hastening(_ enterprise: EnterpriseID, at instant: Instant) -> Statement {
    """
    UPDATE entitlement_notice SET due_at = \(instant.bound)
    WHERE enterprise_id = \(enterprise.uuid) AND opened_at IS NULL
    """
  }

  /// Events of which something is due, the longest overdue first.
  ///
  /// - Parameter enterprise: only its own.
  public static func due(
    of enterprise: EnterpriseID? = nil, at instant: Instant, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [AwardEventID] {
    var statement: Statement = """
      SELECT event_id FROM entitlement_notice WHERE due_at <= \(instant.bound)
      """
    if let enterprise { statement = statement + " AND enterprise_id = \(enterprise.uuid)" }
    return try await session.query(
      statement + " GROUP BY event_id ORDER BY min(due_at), event_id LIMIT \(limit)"
    ).map { row throws(PostgresError) in AwardEventID(try row.uuid(0)) }
  }

  /// Of some enterprises those of which anything is due.
  public static func due(
    among enterprises: [EnterpriseID], at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID] {
    try await session.query(
      """
      SELECT DISTINCT enterprise_id FROM entitlement_notice
      WHERE enterprise_id = ANY(\(enterprises.map(\.uuid))) AND due_at <= \(instant.bound)
      """
    ).map { row throws(PostgresError) in EnterpriseID(try row.uuid(0)) }
  }
}
