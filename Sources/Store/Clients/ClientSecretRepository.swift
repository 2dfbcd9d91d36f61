import Domain
import Foundation
import Postgres

/// Digests of the secrets of clients.
public enum ClientSecretRepository {
  static let columns: Statement = """
    SELECT id, client_id, slot, digest, created_at, created_by, expires_at, revoked_at, last_used_at
    FROM api_client_secret
    """

  static func record(_ row: Row) throws(PostgresError) -> ClientSecretRecord {
    ClientSecretRecord(
      id: ClientSecretID(try row.decode(0, as: UUID.self)),
      client: ClientID(try row.decode(1, as: UUID.self)),
      slot: Int(try row.decode(2, as: Int16.self)), digest: try row.decode(3, as: [UInt8].self),
      createdAt: try row.instant(4), createdBy: try row.decode(5, as: String.self),
      expiresAt: try row.instant(6), revokedAt: try row.optionalInstant(7),
      lastUsedAt: try row.optionalInstant(8))
  }

  /// The secrets of some clients, the newest first, those that ended too.
  public static func list(
    of clients: [ClientID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [ClientID: [ClientSecretRecord]] {
    guard !clients.isEmpty else { return [:] }
    let rows = try await session.query(
      columns + " WHERE client_id = ANY(\(clients.map(\.uuid))) ORDER BY client_id, id DESC")
    return Dictionary(grouping: try rows.map(record), by: \.client)
  }

  public static func insert(
    _ secret: ClientSecretRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO api_client_secret (id, client_id, slot, digest, created_at, created_by, expires_at,
        revoked_at, last_used_at)
      VALUES (\(secret.id.uuid), \(secret.client.uuid), \(secret.slot), \(secret.digest),
        \(secret.createdAt.bound), \(secret.createdBy), \(secret.expiresAt.bound),
        \(secret.revokedAt?.bound as PostgresTimestamp?),
        \(secret.lastUsedAt?.bound as PostgresTimestamp?))
      """)
  }

  /// Ends a secret; false when it was revoked already, or is none of the client's.
  public static func revoke(
    _ id: ClientSecretID, of client: ClientID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.execute(
      """
      UPDATE api_client_secret SET revoked_at = greatest(\(instant.bound), created_at)
      WHERE id = \(id.uuid) AND client_id = \(client.uuid) AND revoked_at IS NULL
      """) > 0
  }

  /// Frees the slots of secrets that expired, and forgets all but the newest of those that ended.
  ///
  /// - Parameter kept: how many that ended stay to be seen.
  public static func clear(
    of client: ClientID, kept: Int, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE api_client_secret SET revoked_at = expires_at
      WHERE client_id = \(client.uuid) AND revoked_at IS NULL AND expires_at <= \(instant.bound)
      """)
    try await session.execute(
      """
      DELETE FROM api_client_secret WHERE id IN (
        SELECT id FROM api_client_secret
        WHERE client_id = \(client.uuid) AND revoked_at IS NOT NULL
        ORDER BY id DESC OFFSET \(kept))
      """)
  }

  /// Notes that a secret was used, unless that was noted after `before`.
  public static func noteUse(
    _ id: ClientSecretID, at instant: Instant, before: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE api_client_secret SET last_used_at = greatest(\(instant.bound), created_at)
      WHERE id = \(id.uuid) AND (last_used_at IS NULL OR last_used_at < \(before.bound))
      """)
  }
}
