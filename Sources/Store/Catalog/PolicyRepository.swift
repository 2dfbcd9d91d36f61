import Domain
import Postgres

/// The policy packs in force together.
public enum PolicyRepository {
  public static func lockPublishing(_ session: any PostgresSession) async throws(PostgresError) {
    try await session.execute("LOCK TABLE policy_version IN SHARE ROW EXCLUSIVE MODE")
  }

  public static func latestVersion(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> (version: Int, digest: Digest)? {
    let rows = try await session.query(
      prepared("SELECT version, digest FROM policy_version ORDER BY version DESC LIMIT 1"))
    guard let row = rows.first else { return nil }
    return (
      Int(try row.decode(0, as: Int32.self)), Digest(bytes: try row.decode(1, as: [UInt8].self))
    )
  }

  public static func insert(
    version: Int, digest: Digest, publishedAt: Instant, publishedBy: String,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    // The version before it ends where this one begins, a clock that was set back notwithstanding.
    try await session.execute(
      """
      UPDATE policy_version SET in_force = tstzrange(lower(in_force),
        greatest(\(publishedAt.bound), lower(in_force) + interval '1 microsecond'))
      WHERE upper_inf(in_force)
      """)
    try await session.execute(
      """
      INSERT INTO policy_version (version, digest, published_at, published_by, in_force)
      SELECT \(version), \(digest.bytes), \(publishedAt.bound), \(publishedBy),
        tstzrange(greatest(\(publishedAt.bound), max(upper(in_force))), NULL)
      FROM policy_version
      """)
  }

  /// The packs' document in canonical form; nil when there is no such version.
  public static func find(
    version: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [UInt8]? {
    try await session.query(
      """
      SELECT d.body FROM policy_version p JOIN document d ON d.digest = p.digest
      WHERE p.version = \(version)
      """
    ).first?.decode(0, as: [UInt8].self)
  }
}
