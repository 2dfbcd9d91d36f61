import Domain
import Postgres

/// Answers kept for a repeated Idempotency-Key.
public enum IdempotencyRepository {
  public struct Answer: Sendable, Equatable {
    public var fingerprint: [UInt8]
    public var status: Int
    /// RFC 8785 JSON object of header names and values.
    public var headers: [UInt8]
    public var body: [UInt8]

    public init(fingerprint: [UInt8], status: Int, headers: [UInt8], body: [UInt8]) {
      self.fingerprint = fingerprint
      self.status = status
      self.headers = headers
      self.body = body
    }
  }

  /// Takes the key for this transaction; false while another transaction works on it.
  public static func tryLock(
    client: String, key: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.query(
      "SELECT pg_try_advisory_xact_lock(hashtextextended(\(client + "\u{1F}" + key), 7242))"
    ).first?.decode(0, as: Bool.self) ?? false
  }

  public static func find(
    client: String, key: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> Answer? {
    let rows = try await session.query(
      prepared(
        """
        SELECT fingerprint, status, headers::text, body FROM idempotency
        WHERE client = \(client) AND key = \(key)
        """))
    guard let row = rows.first else { return nil }
    return Answer(
      fingerprint: try row.decode(0, as: [UInt8].self),
      status: Int(try row.decode(1, as: Int16.self)),
      headers: Array(try row.decode(2, as: String.self).utf8),
      body: try row.decode(3, as: [UInt8].self))
  }

  /// Keeps an answer, with the COMMIT of the transaction; the caller holds the key's lock.
  public static func insert(
    client: String, key: String, _ answer: Answer, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.deferToCommit([
      prepared(
        """
        INSERT INTO idempotency (client, key, fingerprint, status, headers, body, created_at)
        VALUES (\(client), \(key), \(answer.fingerprint), \(answer.status),
          \(PostgresJSON(bytes: answer.headers)), \(answer.body), \(instant.bound))
        """)
    ])
  }

  /// Forgets answers older than `instant`, at most `limit` of them.
  @discardableResult
  public static func forget(
    before instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    try await session.execute(
      """
      DELETE FROM idempotency WHERE (client, key) IN (
        SELECT client, key FROM idempotency WHERE created_at < \(instant.bound)
        ORDER BY created_at LIMIT \(limit))
      """)
  }
}
