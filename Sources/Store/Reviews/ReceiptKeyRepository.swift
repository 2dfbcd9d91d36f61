import Domain
import Postgres

/// An Ed25519 key that signs receipts, or signed them once.
public struct ReceiptKeyRecord: Sendable, Hashable {
  /// The RFC 7638 thumbprint of the public key.
  public var id: String
  /// 32 bytes.
  public var publicKey: [UInt8]
  /// 32 bytes; nil for a retired key.
  public var secretKey: [UInt8]?
  public var createdAt: Instant
  public var retiredAt: Instant?

  public init(
    id: String, publicKey: [UInt8], secretKey: [UInt8]?, createdAt: Instant,
    retiredAt: Instant? = nil
  ) {
    self.id = id
    self.publicKey = publicKey
    self.secretKey = secretKey
    self.createdAt = createdAt
    self.retiredAt = retiredAt
  }
}

/// The keys of receipts, shared by all replicas.
public enum ReceiptKeyRepository {
  private static let columns: Statement =
    "SELECT id, public_key, secret_key, created_at, retired_at FROM receipt_key"

  private static func record(_ row: Row) throws(PostgresError) -> ReceiptKeyRecord {
    ReceiptKeyRecord(
      id: try row.decode(0, as: String.self), publicKey: try row.decode(1, as: [UInt8].self),
      secretKey: try row.decode(2, as: [UInt8]?.self), createdAt: try row.instant(3),
      retiredAt: try row.optionalInstant(4))
  }

  /// The key in use, made from `candidate` when there is none; all replicas get the same.
  public static func currentOrInsert(
    _ candidate: ReceiptKeyRecord, _ session: any PostgresSession
  ) async throws(PostgresError) -> ReceiptKeyRecord {
    if let current = try await current(session) { return current }
    try await insert(candidate, session)
    return try await current(session) ?? candidate
  }

  private static func current(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> ReceiptKeyRecord? {
    let rows = try await session.query(columns + " WHERE retired_at IS NULL")
    guard let row = rows.first else { return nil }
    return try record(row)
  }

  private static func insert(
    _ key: ReceiptKeyRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO receipt_key (id, public_key, secret_key, created_at)
      VALUES (\(key.id), \(key.publicKey), \(key.secretKey as [UInt8]?), \(key.createdAt.bound))
      ON CONFLICT DO NOTHING
      """)
  }

  /// Retires the key in use, whose secret half is forgotten, and puts `next` in its place.
  public static func rotate(
    to next: ReceiptKeyRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute("LOCK TABLE receipt_key IN SHARE ROW EXCLUSIVE MODE")
    try await session.execute(
      """
      UPDATE receipt_key SET retired_at = greatest(\(next.createdAt.bound), created_at),
        secret_key = NULL
      WHERE retired_at IS NULL
      """)
    try await insert(next, session)
  }

  /// Every key there ever was, oldest first.
  public static func all(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReceiptKeyRecord] {
    try await session.query(columns + " ORDER BY created_at, id").map(record)
  }
}
