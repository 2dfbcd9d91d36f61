import Postgres

/// Secrets shared by all replicas of one installation.
public enum SecretRepository {
  /// The secret, made from `candidate` when there is none yet; all replicas get the same.
  public static func findOrInsert(
    _ name: String, candidate: [UInt8], _ session: any PostgresSession
  ) async throws(PostgresError) -> [UInt8] {
    try await session.execute(
      """
      INSERT INTO instance_secret (name, value) VALUES (\(name), \(candidate))
      ON CONFLICT (name) DO NOTHING
      """)
    return try await session.query("SELECT value FROM instance_secret WHERE name = \(name)")
      .first?.decode(0, as: [UInt8].self) ?? candidate
  }
}
