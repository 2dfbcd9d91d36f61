import Domain
import Foundation
import Postgres

/// Answers kept for a repeated Idempotency-Key.
public enum IdempotencyRepository {
  public struct Answer: Sendable, Equatable {
    public var fingerprint: [UInt8]
    public var status: Int
    /// RFC 8785 JSON object of header names and values.
    public var headers: [UInt8]
    /// Whose facts the body tells, when it is sealed with their key.
    public var enterprise: EnterpriseID?
    public var body: [UInt8]
    /// That key, wrapped, where the answer was found.
    public var key: [UInt8]?

    public init(
      fingerprint: [UInt8], status: Int, headers: [UInt8], enterprise: EnterpriseID? = nil,
      body: [UInt8], key: [UInt8]? = nil
    ) {
      self.fingerprint = fingerprint
      self.status = status
      self.headers = headers
      self.enterprise = enterprise
      self.body = body
      self.key = key
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
        SELECT i.fingerprint, i.status, i.headers::text, i.body, i.enterprise_id, e.data_key
        FROM idempotency i LEFT JOIN enterprise e ON e.id = i.enterprise_id
        WHERE i.client = \(client) AND i.key = \(key)
        """))
    guard let row = rows.first else { return nil }
    return Answer(
      fingerprint: try row.decode(0, as: [UInt8].self),
      status: Int(try row.decode(1, as: Int16.self)),
      headers: Array(try row.decode(2, as: String.self).utf8),
      enterprise: row.isNull(4) ? nil : EnterpriseID(try row.uuid(4)),
      body: try row.decode(3, as: [UInt8].self), key: try row.decode(5, as: [UInt8]?.self))
  }

  /// Keeps an answer, with the COMMIT of the transaction; the caller holds the key's lock.
  public static func insert(
    client: String, key: String, _ answer: Answer, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.deferToCommit([
      prepared(
        """
        INSERT INTO idempotency (client, key, fingerprint, status, headers, enterprise_id, body,
          created_at)
        VALUES (\(client), \(key), \(answer.fingerprint), \(answer.status),
          \(PostgresJSON(bytes: answer.headers)), \(answer.enterprise?.uuid as UUID?), \(answer.body),
          \(instant.bound))
        """)
    ])
  }

  /// The answers that tell facts of an enterprise, with whose they are; without their headers.
  public static func telling(
    _ enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [(client: String, key: String, answer: Answer)] {
    try await session.query(
      """
      SELECT client, key, fingerprint, status, body FROM idempotency
      WHERE enterprise_id = \(enterprise.uuid)
      """
    ).map { row throws(PostgresError) in
      (
        try row.decode(0, as: String.self), try row.decode(1, as: String.self),
        Answer(
          fingerprint: try row.decode(2, as: [UInt8].self),
          status: Int(try row.decode(3, as: Int16.self)), headers: [], enterprise: enterprise,
          body: try row.decode(4, as: [UInt8].self))
      )
    }
  }

  /// Replaces the body of an answer by the same one sealed otherwise.
  public static func replace(
    client: String, key: String, body: [UInt8], _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      "UPDATE idempotency SET body = \(body) WHERE client = \(client) AND key = \(key)")
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
