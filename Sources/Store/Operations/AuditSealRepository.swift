import Domain
import Foundation
import Postgres

/// One link of the chain that the audit trail is sealed with.
public struct AuditSealRecord: Sendable, Hashable {
  /// From 1, without a gap.
  public var number: Int64
  public var sealedAt: Instant
  /// In the order in which they are digested.
  public var entries: [AuditID]
  /// Digest of the seal before; zeros for the first.
  public var previous: Digest
  public var digest: Digest

  public init(
    number: Int64, sealedAt: Instant, entries: [AuditID], previous: Digest, digest: Digest
  ) {
    self.number = number
    self.sealedAt = sealedAt
    self.entries = entries
    self.previous = previous
    self.digest = digest
  }
}

/// The chain over the audit trail; only appended to, which the table itself enforces.
public enum AuditSealRepository {
  /// Most entries of one seal.
  public static let entriesMaximum = 10_000

  private static let columns: Statement =
    "SELECT number, sealed_at, entries, previous, digest FROM audit_seal"

  private static func record(_ row: Row) throws(PostgresError) -> AuditSealRecord {
    AuditSealRecord(
      number: try row.int64(0), sealedAt: try row.instant(1),
      entries: try row.decode(2, as: [UUID].self).map { AuditID($0) },
      previous: Digest(bytes: try row.bytes(3)), digest: Digest(bytes: try row.bytes(4)))
  }

  /// Lets one sealer work until the transaction ends.
  public static func tryLock(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.query("SELECT pg_try_advisory_xact_lock(7242004221)").first?
      .decode(0, as: Bool.self) ?? false
  }

  /// Whether an entry waits for its seal.
  public static func hasUnsealed(_ session: any PostgresSession) async throws(PostgresError) -> Bool
  {
    try await session.query("SELECT FROM audit_unsealed LIMIT 1").first != nil
  }

  /// Takes entries that wait for their seal, oldest first.
  public static func take(
    limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AuditRecord] {
    let rows = try await session.query(
      """
      DELETE FROM audit_unsealed WHERE entry_id IN (
        SELECT entry_id FROM audit_unsealed ORDER BY entry_id LIMIT \(limit))
      RETURNING entry_id
      """)
    let ids = try rows.map { row throws(PostgresError) in AuditID(try row.uuid(0)) }
    return try await AuditRepository.find(ids, session)
  }

  public static func append(
    _ seal: AuditSealRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO audit_seal (number, sealed_at, entries, previous, digest)
      VALUES (\(seal.number), \(seal.sealedAt.bound), \(seal.entries.map(\.uuid)),
        \(seal.previous.bytes), \(seal.digest.bytes))
      """)
  }

  /// The newest seal; nil before the first.
  public static func last(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> AuditSealRecord? {
    try await session.query(columns + " ORDER BY number DESC LIMIT 1").first.map(record)
  }

  /// In their order, from the one after `number` on.
  public static func list(
    after number: Int64, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [AuditSealRecord] {
    try await session.query(
      columns + " WHERE number > \(number) ORDER BY number LIMIT \(limit)"
    ).map(record)
  }

  /// How many entries there are, and how many of them wait for their seal.
  public static func counts(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> (entries: Int64, unsealed: Int64) {
    let row = try await session.queryOne(
      "SELECT (SELECT count(*) FROM audit_entry), (SELECT count(*) FROM audit_unsealed)")
    return (try row.int64(0), try row.int64(1))
  }

  /// Entries that neither a seal holds nor wait for one, and entries that are held twice or both.
  ///
  /// - Parameter limit: of each, at most.
  public static func misplaced(
    limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> (unaccounted: [AuditID], repeated: [AuditID]) {
    func ids(_ statement: Statement) async throws(PostgresError) -> [AuditID] {
      try await session.query(statement).map { row throws(PostgresError) in
        AuditID(try row.uuid(0))
      }
    }
    let unaccounted = try await ids(
      """
      SELECT id FROM audit_entry
      EXCEPT (SELECT e FROM audit_seal, unnest(entries) AS e UNION ALL
        SELECT entry_id FROM audit_unsealed)
      ORDER BY 1 LIMIT \(limit)
      """)
    let repeated = try await ids(
      """
      SELECT e FROM (
        SELECT e FROM audit_seal, unnest(entries) AS e UNION ALL
        SELECT entry_id FROM audit_unsealed) AS held
      GROUP BY e HAVING count(*) > 1 ORDER BY 1 LIMIT \(limit)
      """)
    return (unaccounted, repeated)
  }
}
