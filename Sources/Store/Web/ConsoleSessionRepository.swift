import Domain
import Postgres

/// Somebody who is signed in to the console.
public struct ConsoleSessionRecord: Sendable, Hashable {
  /// SHA-256 of the key that the browser holds.
  public var keyDigest: [UInt8]
  public var subject: String
  public var role: String
  public var organisation: String?
  public var uscc: String?
  public var region: String?
  public var openedAt: Instant
  /// When it was last used, to the minute.
  public var seenAt: Instant
  /// However much it is used, it ends then.
  public var expiresAt: Instant

  public init(
    keyDigest: [UInt8], subject: String, role: String, organisation: String?, uscc: String?,
    region: String?, openedAt: Instant, seenAt: Instant, expiresAt: Instant
  ) {
    self.keyDigest = keyDigest
    self.subject = subject
    self.role = role
    self.organisation = organisation
    self.uscc = uscc
    self.region = region
    self.openedAt = openedAt
    self.seenAt = seenAt
    self.expiresAt = expiresAt
  }
}

public enum ConsoleSessionRepository {
  public static func insert(
    _ record: ConsoleSessionRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO console_session (key_digest, subject, role, organisation, uscc, region, opened_at,
        seen_at, expires_at)
      VALUES (\(record.keyDigest), \(record.subject), \(record.role),
        \(record.organisation as String?), \(record.uscc as String?), \(record.region as String?),
        \(record.openedAt.bound), \(record.seenAt.bound), \(record.expiresAt.bound))
      """)
  }

  public static func find(
    _ keyDigest: [UInt8], _ session: any PostgresSession
  ) async throws(PostgresError) -> ConsoleSessionRecord? {
    try await session.query(
      """
      SELECT key_digest, subject, role, organisation, uscc, region, opened_at, seen_at, expires_at
      FROM console_session WHERE key_digest = \(keyDigest)
      """
    ).first.map(record)
  }

  private static func record(_ row: Row) throws(PostgresError) -> ConsoleSessionRecord {
    ConsoleSessionRecord(
      keyDigest: try row.decode(0, as: [UInt8].self), subject: try row.text(1),
      role: try row.text(2), organisation: try row.optionalText(3),
      uscc: try row.optionalText(4), region: try row.optionalText(5),
      openedAt: try row.instant(6), seenAt: try row.instant(7), expiresAt: try row.instant(8))
  }

  public static func touch(
    _ keyDigest: [UInt8], at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE console_session SET seen_at = greatest(seen_at, \(instant.bound))
      WHERE key_digest = \(keyDigest)
      """)
  }

  public static func delete(
    _ keyDigest: [UInt8], _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute("DELETE FROM console_session WHERE key_digest = \(keyDigest)")
  }

  /// Clears away sessions that are over, the oldest first.
  ///
  /// - Parameter limit: of one go.
  public static func clear(
    before instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      DELETE FROM console_session WHERE key_digest IN (
        SELECT key_digest FROM console_session WHERE expires_at <= \(instant.bound)
        ORDER BY expires_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
      """)
  }
}
