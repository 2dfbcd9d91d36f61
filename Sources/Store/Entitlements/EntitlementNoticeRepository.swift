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
  /// By which facts it was judged last.
  public var factsVersion: Int
  public var openedAt: Instant?
  public var closingAt: Instant?
  /// When to look again; nil when only other facts can change anything.
  public var dueAt: Instant?

  public init(
    event: AwardEventID, clause: String, enterprise: EnterpriseID, opensOn: LegalDate,
    closesOn: LegalDate?, factsVersion: Int, openedAt: Instant? = nil, closingAt: Instant? = nil,
    dueAt: Instant? = nil
  ) {
    self.event = event
    self.clause = clause
    self.enterprise = enterprise
    self.opensOn = opensOn
    self.closesOn = closesOn
    self.factsVersion = factsVersion
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
      SELECT event_id, clause, enterprise_id, opens_on, closes_on, facts_version, opened_at,
        closing_at, due_at
      FROM entitlement_notice WHERE event_id = \(event.uuid) ORDER BY clause
      """
    ).map { row throws(PostgresError) in
      EntitlementNotice(
        event: AwardEventID(try row.uuid(0)), clause: try row.text(1),
        enterprise: EnterpriseID(try row.uuid(2)), opensOn: try row.day(3),
        closesOn: try row.optionalDay(4), factsVersion: Int(try row.int32(5)),
        openedAt: try row.optionalInstant(6), closingAt: try row.optionalInstant(7),
        dueAt: try row.optionalInstant(8))
    }
  }

  public static func save(
    _ notices: [EntitlementNotice], _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline(
      notices.map { notice in
        """
        INSERT INTO entitlement_notice (event_id, clause, enterprise_id, opens_on, closes_on,
          facts_version, opened_at, closing_at, due_at)
        VALUES (\(notice.event.uuid), \(notice.clause), \(notice.enterprise.uuid),
          \(notice.opensOn.bound), \(notice.closesOn?.bound), \(notice.factsVersion),
          \(notice.openedAt?.bound), \(notice.closingAt?.bound), \(notice.dueAt?.bound))
        ON CONFLICT (event_id, clause) DO UPDATE SET opens_on = excluded.opens_on,
          closes_on = excluded.closes_on, facts_version = excluded.facts_version,
          opened_at = excluded.opened_at, closing_at = excluded.closing_at,
          due_at = excluded.due_at
        """
      })
  }

  /// Events of which something is due by the clock, the longest overdue first.
  public static func due(
    at instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AwardEventID] {
    try await session.query(
      """
      SELECT event_id FROM entitlement_notice WHERE due_at <= \(instant.bound)
      GROUP BY event_id ORDER BY min(due_at), event_id LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in AwardEventID(try row.uuid(0)) }
  }

  /// Events whose enterprise has other facts since it was told that it may not claim, or that something
  /// is missing; while the window is open.
  public static func outdated(
    of enterprise: EnterpriseID? = nil, on day: LegalDate, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [AwardEventID] {
    var statement = "SELECT DISTINCT n.event_id" + waiting(on: day)
    if let enterprise { statement = statement + " AND n.enterprise_id = \(enterprise.uuid)" }
    return try await session.query(statement + " ORDER BY n.event_id LIMIT \(limit)").map {
      row throws(PostgresError) in AwardEventID(try row.uuid(0))
    }
  }

  /// Of some enterprises those of which anything is outdated so.
  public static func waiting(
    among enterprises: [EnterpriseID], on day: LegalDate, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID] {
    let statement =
      "SELECT DISTINCT n.enterprise_id" + waiting(on: day)
      + " AND n.enterprise_id = ANY(\(enterprises.map(\.uuid)))"
    return try await session.query(statement).map { row throws(PostgresError) in
      EnterpriseID(try row.uuid(0))
    }
  }

  private static func waiting(on day: LegalDate) -> Statement {
    """
     FROM entitlement_notice n
    JOIN enterprise e ON e.id = n.enterprise_id AND e.facts_version > n.facts_version
    WHERE n.opened_at IS NULL AND (n.closes_on IS NULL OR n.closes_on >= \(day.bound))
      AND e.erased_at IS NULL AND e.frozen_at IS NULL
    """
  }
}
