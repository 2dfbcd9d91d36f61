import Domain
import Foundation
import Postgres

/// What is known of an enterprise that owes many others.
public struct CoreEnterpriseRecord: Sendable, Hashable {
  public var enterprise: EnterpriseID
  /// How the payment regulation tells it apart.
  public var payerKind: String
  public var group: String?
  public var isStrong: Bool
  /// The ETag.
  public var version: Int
  public var updatedAt: Instant
  public var updatedBy: String

  public init(
    enterprise: EnterpriseID, payerKind: String, group: String?, isStrong: Bool, version: Int,
    updatedAt: Instant, updatedBy: String
  ) {
    self.enterprise = enterprise
    self.payerKind = payerKind
    self.group = group
    self.isStrong = isStrong
    self.version = version
    self.updatedAt = updatedAt
    self.updatedBy = updatedBy
  }
}

public enum CoreEnterpriseRepository {
  private static let columns: Statement = """
    SELECT c.enterprise_id, c.payer_kind, c.group_code, c.is_strong, c.version, c.updated_at,
      c.updated_by
    FROM core_enterprise c
    """

  private static func record(_ row: Row) throws(PostgresError) -> CoreEnterpriseRecord {
    CoreEnterpriseRecord(
      enterprise: EnterpriseID(try row.uuid(0)), payerKind: try row.text(1),
      group: try row.optionalText(2), isStrong: try row.decode(3, as: Bool.self),
      version: Int(try row.int32(4)), updatedAt: try row.instant(5), updatedBy: try row.text(6))
  }

  /// Writes one, which may be new.
  public static func save(
    _ core: CoreEnterpriseRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO core_enterprise (enterprise_id, payer_kind, group_code, is_strong, version,
        updated_at, updated_by)
      VALUES (\(core.enterprise.uuid), \(core.payerKind), \(core.group as String?),
        \(core.isStrong), \(core.version), \(core.updatedAt.bound), \(core.updatedBy))
      ON CONFLICT (enterprise_id) DO UPDATE SET payer_kind = excluded.payer_kind,
        group_code = excluded.group_code, is_strong = excluded.is_strong,
        version = excluded.version, updated_at = excluded.updated_at,
        updated_by = excluded.updated_by
      """)
  }

  /// Those of some enterprises that are core enterprises.
  public static func find(
    _ enterprises: [EnterpriseID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID: CoreEnterpriseRecord] {
    guard !enterprises.isEmpty else { return [:] }
    var found: [EnterpriseID: CoreEnterpriseRecord] = [:]
    for row in try await session.query(
      columns + " WHERE c.enterprise_id = ANY(\(enterprises.map(\.uuid)))")
    {
      let core = try record(row)
      found[core.enterprise] = core
    }
    return found
  }

  /// Newest registration first.
  public static func list(
    regionPrefix: String, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [CoreEnterpriseRecord] {
    var statement =
      columns
      + " JOIN enterprise e ON e.id = c.enterprise_id WHERE e.region ^@ \(regionPrefix)"
    if let after { statement = statement + " AND c.enterprise_id < \(after)" }
    return try await session.query(
      statement + " ORDER BY c.enterprise_id DESC LIMIT \(limit)"
    ).map(record)
  }
}
