import Domain
import Foundation
import Postgres

/// An enterprise's permission to take in what one source knows of it.
public struct SourceAuthorisationRecord: Sendable, Hashable {
  public var id: SourceAuthorisationID
  public var enterprise: EnterpriseID
  public var source: String
  public var grantedAt: Instant
  public var grantedBy: String
  /// The last day on which anything may be taken in by it.
  public var expiresOn: LegalDate
  public var revokedAt: Instant?
  public var revokedBy: String?

  public init(
    id: SourceAuthorisationID, enterprise: EnterpriseID, source: String, grantedAt: Instant,
    grantedBy: String, expiresOn: LegalDate
  ) {
    self.id = id
    self.enterprise = enterprise
    self.source = source
    self.grantedAt = grantedAt
    self.grantedBy = grantedBy
    self.expiresOn = expiresOn
  }

  public func isLive(on day: LegalDate) -> Bool { revokedAt == nil && day <= expiresOn }
}

/// Permissions by source. Written under the enterprise's lock.
public enum SourceAuthorisationRepository {
  private static let columns: Statement = """
    SELECT id, enterprise_id, source, granted_at, granted_by, expires_on, revoked_at, revoked_by
    FROM source_authorisation
    """

  private static func record(_ row: Row) throws(PostgresError) -> SourceAuthorisationRecord {
    var record = SourceAuthorisationRecord(
      id: SourceAuthorisationID(try row.uuid(0)), enterprise: EnterpriseID(try row.uuid(1)),
      source: try row.text(2), grantedAt: try row.instant(3), grantedBy: try row.text(4),
      expiresOn: try row.day(5))
    record.revokedAt = try row.optionalInstant(6)
    record.revokedBy = try row.optionalText(7)
    return record
  }

  public static func insert(
    _ record: SourceAuthorisationRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO source_authorisation (id, enterprise_id, source, granted_at, granted_by,
        expires_on)
      VALUES (\(record.id.uuid), \(record.enterprise.uuid), \(record.source),
        \(record.grantedAt.bound), \(record.grantedBy), \(record.expiresOn.bound))
      """)
  }

  /// Ends what is live of a source.
  ///
  /// - Returns: how many; 0 or 1.
  public static func revoke(
    _ source: String, of enterprise: EnterpriseID, at instant: Instant, by subject: String,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    try await session.execute(
      """
      UPDATE source_authorisation SET revoked_at = greatest(granted_at, \(instant.bound)),
        revoked_by = \(subject)
      WHERE enterprise_id = \(enterprise.uuid) AND source = \(source) AND revoked_at IS NULL
      """)
  }

  public static func find(
    _ id: SourceAuthorisationID, _ session: any PostgresSession
  ) async throws(PostgresError) -> SourceAuthorisationRecord? {
    try await session.query(columns + " WHERE id = \(id.uuid)").first.map(record)
  }

  /// Those that were not revoked, of some enterprises and one source.
  public static func live(
    _ source: String, of enterprises: [EnterpriseID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID: SourceAuthorisationRecord] {
    let rows = try await session.query(
      columns + """
         WHERE source = \(source) AND revoked_at IS NULL
          AND enterprise_id = ANY(\(enterprises.map(\.uuid)))
        """
    ).map(record)
    return Dictionary(rows.map { ($0.enterprise, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Of one enterprise, newest first.
  public static func list(
    of enterprise: EnterpriseID, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [SourceAuthorisationRecord] {
    var statement = columns + " WHERE enterprise_id = \(enterprise.uuid)"
    if let after { statement = statement + " AND id < \(after)" }
    return try await session.query(statement + " ORDER BY id DESC LIMIT \(limit)").map(record)
  }
}
