import Domain
import Foundation
import Postgres

/// Where an enterprise stands as a whole, and when it is to be judged anew.
public struct MonitoringAccount: Sendable, Hashable {
  /// `yellow`, `orange`, `red`; nil when nothing is to be looked at.
  public var level: String?
  public var judgedAt: Instant?
  public var dueAt: Instant?
}

/// That an enterprise must report under a duty.
public struct EnrolmentRecord: Sendable, Hashable {
  public var enterprise: EnterpriseID
  public var duty: String
  /// First days of the first and the last period; nil while it lasts.
  public var from: LegalDate
  public var to: LegalDate?
  /// The ETag.
  public var version: Int
  public var updatedAt: Instant
  public var updatedBy: String

  public init(
    enterprise: EnterpriseID, duty: String, from: LegalDate, to: LegalDate?, version: Int,
    updatedAt: Instant, updatedBy: String
  ) {
    self.enterprise = enterprise
    self.duty = duty
    self.from = from
    self.to = to
    self.version = version
    self.updatedAt = updatedAt
    self.updatedBy = updatedBy
  }
}

/// Whose reports are watched. Written under the enterprise's lock.
public enum MonitoringAccountRepository {
  /// Notes that an enterprise is to be judged at a moment, or earlier.
  public static func marking(_ enterprise: EnterpriseID, at instant: Instant) -> Statement {
    """
    INSERT INTO monitoring_account (enterprise_id, due_at)
    VALUES (\(enterprise.uuid), \(instant.bound))
    ON CONFLICT (enterprise_id) DO UPDATE
    SET due_at = least(monitoring_account.due_at, excluded.due_at)
    """
  }

  public static func find(
    _ enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> MonitoringAccount? {
    try await session.query(
      """
      SELECT level, judged_at, due_at FROM monitoring_account
      WHERE enterprise_id = \(enterprise.uuid)
      """
    ).first.map { row throws(PostgresError) in
      MonitoringAccount(
        level: try row.optionalText(0), judgedAt: try row.optionalInstant(1),
        dueAt: try row.optionalInstant(2))
    }
  }

  /// Writes how an enterprise was judged, and when to look again; nil when nothing changes by itself.
  public static func settle(
    _ enterprise: EnterpriseID, level: String?, by rules: [UInt8], at instant: Instant,
    next: Instant?, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE monitoring_account SET level = \(level), judged_by = \(rules),
        judged_at = \(instant.bound), due_at = \(next?.bound)
      WHERE enterprise_id = \(enterprise.uuid)
      """)
  }

  /// Nothing is to be looked at any more.
  public static func end(
    _ enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      "UPDATE monitoring_account SET due_at = NULL WHERE enterprise_id = \(enterprise.uuid)")
  }

  /// Enterprises that are due, those that wait longest first.
  public static func due(
    at instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID] {
    try await session.query(
      """
      SELECT enterprise_id FROM monitoring_account WHERE due_at <= \(instant.bound)
      ORDER BY due_at, enterprise_id LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in EnterpriseID(try row.uuid(0)) }
  }

  /// Enterprises that are watched, in the order of their identifiers.
  ///
  /// - Parameter after: the last one of the page before.
  public static func page(
    after: EnterpriseID? = nil, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID] {
    var statement: Statement = "SELECT enterprise_id FROM monitoring_account"
    if let after { statement = statement + " WHERE enterprise_id > \(after.uuid)" }
    return try await session.query(statement + " ORDER BY enterprise_id LIMIT \(limit)").map {
      row throws(PostgresError) in EnterpriseID(try row.uuid(0))
    }
  }

  /// Has enterprises that were judged by other rules judged again. Of one that waits to be erased nothing is judged any
  /// more: it would be due for ever.
  ///
  /// - Returns: how many.
  public static func hasten(
    otherThan rules: [UInt8], at instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    try await session.execute(
      """
      UPDATE monitoring_account a SET due_at = \(instant.bound)
      FROM (
        SELECT m.enterprise_id FROM monitoring_account m
        JOIN enterprise e ON e.id = m.enterprise_id AND e.erased_at IS NULL
          AND e.frozen_at IS NULL
        WHERE (m.judged_by < \(rules) OR m.judged_by > \(rules))
          AND (m.due_at IS NULL OR m.due_at > \(instant.bound))
        LIMIT \(limit) FOR UPDATE OF m SKIP LOCKED) AS other
      WHERE a.enterprise_id = other.enterprise_id
      """)
  }

  // MARK: Who must report

  public static func save(
    _ enrolment: EnrolmentRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO report_enrolment (enterprise_id, duty, from_on, to_on, version, updated_at,
        updated_by)
      VALUES (\(enrolment.enterprise.uuid), \(enrolment.duty), \(enrolment.from.bound),
        \(enrolment.to?.bound), \(enrolment.version), \(enrolment.updatedAt.bound),
        \(enrolment.updatedBy))
      ON CONFLICT (enterprise_id, duty) DO UPDATE SET from_on = excluded.from_on,
        to_on = excluded.to_on, version = excluded.version, updated_at = excluded.updated_at,
        updated_by = excluded.updated_by
      """)
  }

  /// Of one enterprise, by duty.
  public static func enrolments(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnrolmentRecord] {
    try await session.query(
      """
      SELECT duty, from_on, to_on, version, updated_at, updated_by FROM report_enrolment
      WHERE enterprise_id = \(enterprise.uuid) ORDER BY duty
      """
    ).map { row throws(PostgresError) in
      EnrolmentRecord(
        enterprise: enterprise, duty: try row.text(0), from: try row.day(1),
        to: try row.optionalDay(2), version: Int(try row.int32(3)), updatedAt: try row.instant(4),
        updatedBy: try row.text(5))
    }
  }
}
