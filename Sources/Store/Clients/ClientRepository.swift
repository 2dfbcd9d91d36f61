import Domain
import Foundation
import Postgres

/// Systems of institutions that ask for access tokens by themselves.
public enum ClientRepository {
  private static let columns: Statement = """
    SELECT c.id, c.institution, c.role, c.name, c.version, c.created_at, c.created_by, c.updated_at,
      c.disabled_at, c.disabled_by, c.disabled_reason
    FROM api_client c
    """

  private static func record(_ row: Row) throws(PostgresError) -> ClientRecord {
    guard let role = ClientRole(rawValue: try row.decode(2, as: String.self)) else {
      throw PostgresError(kind: .decoding, reason: "the role of a client is none of the known")
    }
    var disabled: ClientDisabling?
    if let at = try row.optionalInstant(8) {
      disabled = ClientDisabling(
        at: at, by: try row.decode(9, as: String.self), reason: try row.decode(10, as: String.self))
    }
    return ClientRecord(
      id: ClientID(try row.decode(0, as: UUID.self)),
      institution: try row.decode(1, as: String.self), role: role,
      name: try row.decode(3, as: String.self), version: Int(try row.decode(4, as: Int32.self)),
      createdAt: try row.instant(5), createdBy: try row.decode(6, as: String.self),
      updatedAt: try row.instant(7), disabled: disabled)
  }

  private static func condition(_ scope: ClientScope) -> Statement {
    switch scope {
    case .everybody: "true"
    case .institution(let code): "c.institution = \(code)"
    case .region(let prefix): "c.institution IN (" + servingOnly(prefix) + ")"
    }
  }

  /// Codes of the institutions that serve nothing outside a region; those that serve the whole country
  /// name none.
  private static func servingOnly(_ prefix: String) -> Statement {
    """
    SELECT e.code FROM directory_entry e WHERE cardinality(e.regions) > 0 AND e.status = 'listed'
      AND NOT EXISTS (
        SELECT FROM unnest(e.regions) AS served (region) WHERE NOT starts_with(region, \(prefix)))
    """
  }

  /// Whether an institution of the directory serves nothing outside a region.
  public static func servesOnly(
    _ institution: String, prefix: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.query(
      "SELECT 1 WHERE \(institution) IN (" + servingOnly(prefix) + ")"
    ).isEmpty == false
  }

  /// Writers of one institution's clients wait for each other from here to their commit, so that they
  /// can be counted.
  public static func lock(
    institution: String, _ session: any PostgresSession
  ) async throws(PostgresError) {
    _ = try await session.query(
      "SELECT pg_advisory_xact_lock(hashtextextended(\("client " + institution), 0))")
  }

  /// How many clients an institution has.
  public static func count(
    institution: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    let rows = try await session.query(
      "SELECT count(*) FROM api_client WHERE institution = \(institution)")
    guard let row = rows.first else { return 0 }
    return Int(try row.decode(0, as: Int64.self))
  }

  public static func insert(
    _ client: ClientRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO api_client (id, institution, role, name, version, created_at, created_by,
        updated_at, disabled_at, disabled_by, disabled_reason)
      VALUES (\(client.id.uuid), \(client.institution), \(client.role.rawValue), \(client.name),
        \(client.version), \(client.createdAt.bound), \(client.createdBy),
        \(client.updatedAt.bound), \(client.disabled?.at.bound as PostgresTimestamp?),
        \(client.disabled?.by as String?), \(client.disabled?.reason as String?))
      """)
  }

  /// - Parameter locking: nobody else changes it, or its secrets, until the transaction ends.
  public static func find(
    _ id: ClientID, in scope: ClientScope = .everybody, locking: Bool = false,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> ClientRecord? {
    let lock: Statement = locking ? " FOR NO KEY UPDATE OF c" : ""
    let rows = try await session.query(
      columns + " WHERE c.id = \(id.uuid) AND " + condition(scope) + lock)
    guard let row = rows.first else { return nil }
    return try record(row)
  }

  /// Newest first.
  public static func list(
    _ scope: ClientScope, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ClientRecord] {
    var statement = columns + " WHERE " + condition(scope)
    if let after { statement = statement + " AND c.id < \(after)" }
    return try await session.query(statement + " ORDER BY c.id DESC LIMIT \(limit)").map(record)
  }

  /// Writes everything that can change of a locked client.
  public static func update(
    _ client: ClientRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE api_client SET name = \(client.name), version = \(client.version),
        updated_at = \(client.updatedAt.bound),
        disabled_at = \(client.disabled?.at.bound as PostgresTimestamp?),
        disabled_by = \(client.disabled?.by as String?),
        disabled_reason = \(client.disabled?.reason as String?)
      WHERE id = \(client.id.uuid)
      """)
  }

  /// A client that is not disabled, with those of its secrets that count at an instant; nil when there is
  /// no such client or no such secret.
  public static func live(
    _ id: ClientID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> (client: ClientRecord, secrets: [ClientSecretRecord])? {
    let rows = try await session.pipeline([
      columns + " WHERE c.id = \(id.uuid) AND c.disabled_at IS NULL",
      ClientSecretRepository.columns
        + """
         WHERE client_id = \(id.uuid) AND revoked_at IS NULL AND expires_at > \(instant.bound)
        ORDER BY slot
        """,
    ])
    guard rows.count == 2, let row = rows[0].first, !rows[1].isEmpty else { return nil }
    return (try record(row), try rows[1].map(ClientSecretRepository.record))
  }
}
