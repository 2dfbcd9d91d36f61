import Domain
import Foundation
import Postgres
import Sealing

/// One version of all facts of an enterprise.
public struct FactsRecord: Sendable, Hashable {
  public var enterprise: EnterpriseID
  public var version: Int
  public var digest: Digest
  /// `FactSheet.json` in canonical form as it is stored; see ``sealed``.
  public var body: [UInt8]
  public var createdAt: Instant
  public var createdBy: String
  /// The enterprise's data key, wrapped; see `SealedFacts.key`.
  public var key: [UInt8]?

  /// What the facts are opened from.
  public var sealed: SealedFacts {
    SealedFacts(enterprise: enterprise, version: version, body: body[...], key: key.map { $0[...] })
  }

  public init(
    enterprise: EnterpriseID, version: Int, digest: Digest, body: [UInt8], createdAt: Instant,
    createdBy: String, key: [UInt8]? = nil
  ) {
    self.enterprise = enterprise
    self.version = version
    self.digest = digest
    self.body = body
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.key = key
  }
}

public enum FactsRepository {
  private static let columns: Statement = """
    SELECT f.enterprise_id, f.version, f.digest, f.body, f.created_at, f.created_by, e.data_key
    FROM facts_version f JOIN enterprise e ON e.id = f.enterprise_id
    """

  private static func record(_ row: Row) throws(PostgresError) -> FactsRecord {
    FactsRecord(
      enterprise: EnterpriseID(try row.decode(0, as: UUID.self)),
      version: Int(try row.decode(1, as: Int32.self)),
      digest: Digest(bytes: try row.decode(2, as: [UInt8].self)),
      body: try row.decode(3, as: [UInt8].self), createdAt: try row.instant(4),
      createdBy: try row.decode(5, as: String.self), key: try row.decode(6, as: [UInt8]?.self))
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
      prepared(columns + " WHERE f.enterprise_id = \(enterprise.uuid) AND f.version = \(version)"))
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
          AS wanted (enterprise, number) ON f.enterprise_id = wanted.enterprise
          AND f.version = wanted.number
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
         WHERE f.enterprise_id = \(enterprise.uuid) AND f.created_at <= \(instant.bound)
        ORDER BY f.version DESC LIMIT 1
        """)
    guard let row = rows.first else { return nil }
    return try record(row)
  }
}
