import Domain
import Foundation
import Postgres

/// A record that could not be handled, kept whole with the reason.
public struct DeadLetterRecord: Sendable, Hashable {
  public var id: DeadLetterID
  public var consumer: String
  /// Nil when the record was too broken to name its event.
  public var event: EventID?
  public var topic: String
  public var partition: Int32
  public var offset: Int64
  public var key: [UInt8]?
  /// Header names and values; a value that is not UTF-8 is hexadecimal with the prefix `hex:`.
  public var headers: JSON
  public var payload: [UInt8]?
  /// A stable code such as `event_header_ce_type`.
  public var reason: String
  /// One sentence without personal data.
  public var detail: String
  public var attempts: Int
  public var firstFailedAt: Instant
  public var createdAt: Instant

  public init(
    id: DeadLetterID, consumer: String, event: EventID?, topic: String, partition: Int32,
    offset: Int64, key: [UInt8]?, headers: JSON, payload: [UInt8]?, reason: String, detail: String,
    attempts: Int, firstFailedAt: Instant, createdAt: Instant
  ) {
    self.id = id
    self.consumer = consumer
    self.event = event
    self.topic = topic
    self.partition = partition
    self.offset = offset
    self.key = key
    self.headers = headers
    self.payload = payload
    self.reason = reason
    self.detail = detail
    self.attempts = attempts
    self.firstFailedAt = firstFailedAt
    self.createdAt = createdAt
  }
}

public enum DeadLetterRepository {
  /// Keeps a dead letter.
  ///
  /// - Returns: false when the same record was kept before.
  public static func insert(
    _ letter: DeadLetterRecord, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.execute(
      """
      INSERT INTO dead_letter (id, consumer, event_id, topic, partition_number, partition_offset,
        key, headers, payload, payload_digest, reason, detail, attempts, first_failed_at, created_at)
      VALUES (\(letter.id.uuid), \(letter.consumer), \(letter.event?.uuid as UUID?), \(letter.topic),
        \(letter.partition), \(letter.offset), \(letter.key as [UInt8]?),
        \(PostgresJSON(bytes: letter.headers.canonicalBytes)), \(letter.payload as [UInt8]?),
        \(Digest(ofBytes: letter.payload ?? []).bytes), \(letter.reason),
        \(String(letter.detail.unicodeScalars.prefix(1_000))), \(letter.attempts), \(letter.firstFailedAt.bound),
        \(letter.createdAt.bound))
      ON CONFLICT ON CONSTRAINT dead_letter_once DO NOTHING
      """) == 1
  }

  public static func count(_ session: any PostgresSession) async throws(PostgresError) -> Int64 {
    try await session.query("SELECT count(*) FROM dead_letter").first?.decode(0, as: Int64.self)
      ?? 0
  }
}
