import Domain
import Foundation
import Postgres

/// One version of all facts of an enterprise.
public struct FactsRecord: Sendable, Hashable {
  public var enterprise: EnterpriseID
  public var version: Int
  public var digest: Digest
  /// `FactSheet.json` in canonical form.
  public var body: [UInt8]
  public var createdAt: Instant
  public var createdBy: String

  public init(
    enterprise: EnterpriseID, version: Int, digest: Digest, body: [UInt8], createdAt: Instant,
    createdBy: String
  ) {
    self.enterprise = enterprise
    self.version = version
    self.digest = digest
    self.body = body
    self.createdAt = createdAt
    self.createdBy = createdBy
  }
}

public enum FactsRepository {
  private static let columns: Statement = """
    SELECT enterprise_id, version, digest, body, created_at, created_by FROM facts_version
    """

  private static func record(_ row: Row) throws(PostgresError) -> FactsRecord {
    FactsRecord(
      enterprise: EnterpriseID(try row.decode(0, as: UUID.self)),
      version: Int(try row.decode(1, as: Int32.self)),
      digest: Digest(bytes: try row.decode(2, as: [UInt8].self)),
      body: try row.decode(3, as: [UInt8].self), createdAt: try row.instant(4),
      createdBy: try row.decode(5, as: String.self))
  }

  public static func insert(
    _ facts: [FactsRecord], _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO facts_version (enterprise_id, version, digest, body, created_at, created_by)
      SELECT * FROM unnest(\(facts.map(\.enterprise.uuid)), \(facts.map { Int32($0.version) }),
        \(facts.map(\.digest.bytes)), \(facts.map(\.body)), \(facts.map(\.createdAt.bound)),
        \(facts.map(\.createdBy)))
      """)
  }

  public static func find(
    _ enterprise: EnterpriseID, version: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> FactsRecord? {
    let rows = try await session.query(
      prepared(columns + " WHERE enterprise_id = \(enterprise.uuid) AND version = \(version)"))
    guard let row = rows.first else { return nil }
    return try record(row)
  }

  /// Versions of many enterprises in one read.
  public static func find(
    _ versions: [(enterprise: EnterpriseID, version: Int)], _ session: any PostgresSession
  ) async throws(PostgresError) -> [FactsRecord] {
    try await session.query(
      columns
        + """
         JOIN unnest(\(versions.map(\.enterprise.uuid)), \(versions.map { Int32($0.version) }))
          AS wanted (enterprise, number) ON enterprise_id = wanted.enterprise
          AND version = wanted.number
        """
    ).map(record)
  }

  /// The version that was the latest at `instant`.
  public static func find(
    _ enterprise: EnterpriseID, asOf instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> FactsRecord? {
    let rows = try await session.query(
      columns
        + """
         WHERE enterprise_id = \(enterprise.uuid) AND created_at <= \(instant.bound)
        ORDER BY version DESC LIMIT 1
        """)
    guard let row = rows.first else { return nil }
    return try record(row)
  }
}
