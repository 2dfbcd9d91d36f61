import Domain
import Postgres

/// By what somebody without an account confirms a receivable for its debtor, once.
public struct ConfirmationTokenRecord: Sendable, Hashable {
  /// SHA-256 of the token.
  public var digest: [UInt8]
  public var receivable: ReceivableID
  /// What the receivable said when it was made.
  public var version: Digest
  public var createdAt: Instant
  public var createdBy: String
  public var expiresAt: Instant
  public var usedAt: Instant?

  public init(
    digest: [UInt8], receivable: ReceivableID, version: Digest, createdAt: Instant,
    createdBy: String, expiresAt: Instant, usedAt: Instant? = nil
  ) {
    self.digest = digest
    self.receivable = receivable
    self.version = version
    self.createdAt = createdAt
    self.createdBy = createdBy
    self.expiresAt = expiresAt
    self.usedAt = usedAt
  }
}

public enum ConfirmationTokenRepository {
  /// Keeps a new one; those that were made before for the same receivable end.
  public static func insert(
    _ token: ConfirmationTokenRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      ending(of: token.receivable, at: token.createdAt),
      """
      INSERT INTO confirmation_token (digest, receivable_id, version_digest, created_at, created_by,
        expires_at)
      VALUES (\(token.digest), \(token.receivable.uuid), \(token.version.bytes),
        \(token.createdAt.bound), \(token.createdBy), \(token.expiresAt.bound))
      """,
    ])
  }

  /// Ends those of a receivable that were not used.
  public static func end(
    of receivable: ReceivableID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(ending(of: receivable, at: instant))
  }

  private static func ending(of receivable: ReceivableID, at instant: Instant) -> Statement {
    """
    UPDATE confirmation_token SET expires_at = greatest(created_at, \(instant.bound))
    WHERE receivable_id = \(receivable.uuid) AND used_at IS NULL AND expires_at > \(instant.bound)
    """
  }

  public static func find(
    _ digest: [UInt8], _ session: any PostgresSession
  ) async throws(PostgresError) -> ConfirmationTokenRecord? {
    let rows = try await session.query(
      """
      SELECT digest, receivable_id, version_digest, created_at, created_by, expires_at, used_at
      FROM confirmation_token WHERE digest = \(digest)
      """)
    guard let row = rows.first else { return nil }
    return ConfirmationTokenRecord(
      digest: try row.decode(0, as: [UInt8].self), receivable: ReceivableID(try row.uuid(1)),
      version: Digest(bytes: try row.decode(2, as: [UInt8].self)),
      createdAt: try row.instant(3), createdBy: try row.text(4), expiresAt: try row.instant(5),
      usedAt: try row.optionalInstant(6))
  }

  /// Uses one up.
  public static func use(
    _ digest: [UInt8], at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      "UPDATE confirmation_token SET used_at = \(instant.bound) WHERE digest = \(digest)")
  }
}
