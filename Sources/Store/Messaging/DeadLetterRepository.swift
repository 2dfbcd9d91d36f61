import Domain
import Foundation
import Postgres

/// Dead letters: kept, found, and moved from state to state. A letter that holds up an enterprise is
/// written under that enterprise's lock.
public enum DeadLetterRepository {
  private static let columns: Statement = """
    SELECT d.id, d.consumer, d.event_id, d.topic, d.partition_number, d.partition_offset, d.key,
      d.headers::text, d.payload, d.reason, d.detail, d.attempts, d.first_failed_at, d.created_at,
      d.enterprise_id, d.state, d.redrives, d.state_changed_at, d.state_changed_by,
      d.skip_reason, d.hold_number
    FROM dead_letter d
    """

  private static func status(_ row: Row) throws(PostgresError) -> DeadLetterStatus {
    let headers: JSON
    do {
      headers = try JSONParser.parse(Array(try row.decode(7, as: String.self).utf8))
    } catch let error as PostgresError {
      throw error
    } catch {
      throw PostgresError(kind: .decoding, reason: "the headers of a dead letter are not JSON")
    }
    return DeadLetterStatus(
      record: DeadLetterRecord(
        id: DeadLetterID(try row.decode(0, as: UUID.self)),
        consumer: try row.decode(1, as: String.self),
        event: try row.decode(2, as: UUID?.self).map { EventID($0) },
        topic: try row.decode(3, as: String.self), partition: try row.decode(4, as: Int32.self),
        offset: try row.decode(5, as: Int64.self), key: try row.decode(6, as: [UInt8]?.self),
        headers: headers, payload: try row.decode(8, as: [UInt8]?.self),
        reason: try row.decode(9, as: String.self), detail: try row.decode(10, as: String.self),
        attempts: Int(try row.decode(11, as: Int32.self)), firstFailedAt: try row.instant(12),
        createdAt: try row.instant(13),
        enterprise: try row.decode(14, as: UUID?.self).map { EnterpriseID($0) }),
      state: try state(try row.decode(15, as: String.self)),
      redrives: Int(try row.decode(16, as: Int16.self)),
      stateChangedAt: try row.optionalInstant(17),
      stateChangedBy: try row.decode(18, as: String?.self),
      skipReason: try row.decode(19, as: String?.self),
      number: try row.decode(20, as: Int64?.self))
  }

  private static func state(_ text: String) throws(PostgresError) -> DeadLetterState {
    guard let state = DeadLetterState(rawValue: text) else {
      throw PostgresError(
        kind: .decoding, reason: "the state of a dead letter is none of the known ones")
    }
    return state
  }

  /// Keeps a dead letter. One that holds up its enterprise takes the next place in its line.
  ///
  /// - Returns: false when the same record was kept before.
  public static func insert(
    _ letter: DeadLetterRecord, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.execute(
      """
      INSERT INTO dead_letter (id, consumer, event_id, topic, partition_number, partition_offset,
        key, headers, payload, payload_digest, reason, detail, attempts, first_failed_at, created_at,
        enterprise_id, hold_number)
      VALUES (\(letter.id.uuid), \(letter.consumer), \(letter.event?.uuid as UUID?), \(letter.topic),
        \(letter.partition), \(letter.offset), \(letter.key as [UInt8]?),
        \(PostgresJSON(bytes: letter.headers.canonicalBytes)), \(letter.payload as [UInt8]?),
        \(Digest(ofBytes: letter.payload ?? []).bytes), \(letter.reason),
        \(cut(letter.detail)), \(letter.attempts), \(letter.firstFailedAt.bound),
        \(letter.createdAt.bound), \(letter.enterprise?.uuid as UUID?),
        CASE WHEN \(letter.enterprise?.uuid as UUID?) IS NOT NULL THEN nextval('hold_number') END)
      ON CONFLICT ON CONSTRAINT dead_letter_once DO NOTHING
      """) == 1
  }

  private static func cut(_ detail: String) -> String {
    String(String.UnicodeScalarView(detail.unicodeScalars.prefix(1_000)))
  }

  /// The unsettled letter about the same event with the same bytes, wherever in Kafka it was read.
  public static func unsettled(
    like letter: DeadLetterRecord, _ session: any PostgresSession
  ) async throws(PostgresError) -> DeadLetterStatus? {
    guard let event = letter.event else { return nil }
    let rows = try await session.query(
      columns
        + """
         WHERE d.event_id = \(event.uuid) AND d.consumer = \(letter.consumer)
          AND d.payload_digest = \(Digest(ofBytes: letter.payload ?? []).bytes)
          AND d.state IN ('open', 'redriving', 'skipping')
        ORDER BY d.id LIMIT 1 FOR UPDATE
        """)
    guard let row = rows.first else { return nil }
    return try status(row)
  }

  /// What still holds up some enterprises for a consumer, each in the order of its line.
  public static func blocking(
    _ enterprises: [EnterpriseID], consumer: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID: [BlockingLetter]] {
    guard !enterprises.isEmpty else { return [:] }
    return try blocking(await session.query(askingBlocking(enterprises, consumer: consumer)))
  }

  /// What `blocking` asks.
  static func askingBlocking(_ enterprises: [EnterpriseID], consumer: String) -> Statement {
    prepared(
      """
      SELECT enterprise_id, id, event_id, state, hold_number FROM dead_letter
      WHERE enterprise_id = ANY(\(enterprises.map(\.uuid))) AND consumer = \(consumer)
        AND state IN ('open', 'redriving', 'skipping') AND enterprise_id IS NOT NULL
      ORDER BY hold_number
      """)
  }

  /// The answer to `askingBlocking`.
  static func blocking(
    _ rows: [Row]
  ) throws(PostgresError) -> [EnterpriseID: [BlockingLetter]] {
    var found: [EnterpriseID: [BlockingLetter]] = [:]
    for row in rows {
      found[EnterpriseID(try row.decode(0, as: UUID.self)), default: []].append(
        BlockingLetter(
          id: DeadLetterID(try row.decode(1, as: UUID.self)),
          event: try row.decode(2, as: UUID?.self).map { EventID($0) },
          state: try state(try row.decode(3, as: String.self)),
          number: try row.decode(4, as: Int64.self)))
    }
    return found
  }

  public static func find(
    _ id: DeadLetterID, locking: Bool = false, _ session: any PostgresSession
  ) async throws(PostgresError) -> DeadLetterStatus? {
    let rows = try await session.query(
      columns + " WHERE d.id = \(id.uuid)" + (locking ? " FOR UPDATE" : ""))
    guard let row = rows.first else { return nil }
    return try status(row)
  }

  /// Letters that fit a filter.
  ///
  /// - Parameters:
  ///   - ascending: oldest first, from the one after `after` on; else newest first.
  public static func list(
    _ filter: DeadLetterFilter, after: UUID?, ascending: Bool = false, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [DeadLetterStatus] {
    var statement = columns + " WHERE " + condition(filter)
    if let after {
      statement = statement + (ascending ? " AND d.id > \(after)" : " AND d.id < \(after)")
    }
    statement = statement + (ascending ? " ORDER BY d.id" : " ORDER BY d.id DESC")
    return try await session.query(statement + " LIMIT \(limit)").map(status)
  }

  /// How many letters fit a filter, from the one after `after` on.
  public static func count(
    _ filter: DeadLetterFilter, after: UUID? = nil, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int64 {
    var statement: Statement = "SELECT count(*) FROM dead_letter d WHERE " + condition(filter)
    if let after { statement = statement + " AND d.id > \(after)" }
    return try await session.query(statement).first?.decode(0, as: Int64.self) ?? 0
  }

  private static func condition(_ filter: DeadLetterFilter) -> Statement {
    var statement: Statement = "true"
    if let state = filter.state { statement = statement + " AND d.state = \(state.rawValue)" }
    if let reason = filter.reason { statement = statement + " AND d.reason = \(reason)" }
    if let consumer = filter.consumer { statement = statement + " AND d.consumer = \(consumer)" }
    if let enterprise = filter.enterprise {
      statement = statement + " AND d.enterprise_id = \(enterprise.uuid)"
    }
    if let type = filter.typeName {
      statement = statement + " AND d.headers ->> 'ce_type' = \(type)"
    }
    if let before = filter.createdBefore {
      statement = statement + " AND d.created_at < \(before.bound)"
    }
    return statement
  }

  /// Moves a letter to another state.
  ///
  /// - Parameters:
  ///   - sentAt: when its record, or the event that skips it, was sent.
  ///   - isRedrive: counts one more redrive.
  public static func move(
    _ id: DeadLetterID, to state: DeadLetterState, at instant: Instant, by author: String,
    sentAt: Instant? = nil, skipReason: String? = nil, isRedrive: Bool = false,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE dead_letter SET state = \(state.rawValue), state_changed_at = \(instant.bound),
        state_changed_by = \(author),
        sent_at = coalesce(\(sentAt?.bound as PostgresTimestamp?), sent_at),
        skip_reason = CASE WHEN \(state.rawValue) IN ('skipping', 'skipped')
          THEN coalesce(\(skipReason as String?), skip_reason) END,
        redrives = redrives + \(Int16(isRedrive ? 1 : 0))
      WHERE id = \(id.uuid)
      """)
  }

  /// Opens a letter again whose event failed once more; its attempts add up.
  public static func reopen(
    _ id: DeadLetterID, reason: String, detail: String, attempts: Int, at instant: Instant,
    by author: String, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE dead_letter SET state = 'open', skip_reason = NULL, reason = \(reason),
        detail = \(cut(detail)), attempts = attempts + \(attempts),
        state_changed_at = \(instant.bound), state_changed_by = \(author)
      WHERE id = \(id.uuid)
      """)
  }

  /// Letters on their way whose record was last sent before `instant`, oldest first; of those that
  /// hold up an enterprise only the first in its line.
  ///
  /// - Parameter ahead: sent after this instant means sent by a machine whose clock is wrong: such
  ///   letters are overdue, too, as nobody should wait until that instant has come.
  public static func overdue(
    before instant: Instant, ahead: Instant? = nil, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [DeadLetterStatus] {
    let statement =
      columns
        + """
         WHERE d.state IN ('redriving', 'skipping')
          AND (d.sent_at < \(instant.bound) OR d.sent_at > \(ahead?.bound))
          AND NOT EXISTS (
            SELECT FROM dead_letter earlier
            WHERE earlier.enterprise_id = d.enterprise_id AND earlier.consumer = d.consumer
              AND earlier.enterprise_id IS NOT NULL
              AND earlier.state IN ('open', 'redriving', 'skipping')
              AND earlier.hold_number < d.hold_number)
        ORDER BY d.id LIMIT \(limit)
        """
    return try await session.query(statement).map(status)
  }

  /// Remembers that the record of a letter on its way was sent again.
  public static func markSent(
    _ ids: [DeadLetterID], at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !ids.isEmpty else { return }
    try await session.execute(
      "UPDATE dead_letter SET sent_at = \(instant.bound) WHERE id = ANY(\(ids.map(\.uuid)))")
  }

  /// Of some letters on their way, those about these events that hold up nobody.
  public static func redriving(
    _ events: [EventID], consumer: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> [DeadLetterID] {
    try await session.query(
      """
      SELECT id FROM dead_letter
      WHERE event_id = ANY(\(events.map(\.uuid))) AND consumer = \(consumer)
        AND state = 'redriving' AND enterprise_id IS NULL
      ORDER BY id FOR UPDATE
      """
    ).map { row throws(PostgresError) in DeadLetterID(try row.decode(0, as: UUID.self)) }
  }

  /// Forgets letters that were resolved or skipped before `instant`, at most `limit` of them.
  @discardableResult
  public static func forget(
    settledBefore instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    try await session.execute(
      """
      DELETE FROM dead_letter WHERE id IN (
        SELECT id FROM dead_letter
        WHERE state IN ('resolved', 'skipped') AND state_changed_at < \(instant.bound)
        ORDER BY state_changed_at LIMIT \(limit))
      """)
  }

  /// Letters kept so far, whatever became of them.
  public static func count(_ session: any PostgresSession) async throws(PostgresError) -> Int64 {
    try await session.query("SELECT count(*) FROM dead_letter").first?.decode(0, as: Int64.self)
      ?? 0
  }

  /// How many letters are in each unsettled state.
  public static func unsettledCounts(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [DeadLetterState: Int64] {
    let rows = try await session.query(
      """
      SELECT state, count(*) FROM dead_letter WHERE state IN ('open', 'redriving', 'skipping')
      GROUP BY state
      """)
    var counts: [DeadLetterState: Int64] = [:]
    for row in rows {
      counts[try state(try row.decode(0, as: String.self))] = try row.decode(1, as: Int64.self)
    }
    return counts
  }
}

/// Which dead letters are meant; a nil member means any.
public struct DeadLetterFilter: Sendable, Hashable {
  public var state: DeadLetterState?
  public var reason: String?
  public var consumer: String?
  public var enterprise: EnterpriseID?
  /// The event's type as its header names it.
  public var typeName: String?
  public var createdBefore: Instant?

  public init(
    state: DeadLetterState? = nil, reason: String? = nil, consumer: String? = nil,
    enterprise: EnterpriseID? = nil, typeName: String? = nil, createdBefore: Instant? = nil
  ) {
    self.state = state
    self.reason = reason
    self.consumer = consumer
    self.enterprise = enterprise
    self.typeName = typeName
    self.createdBefore = createdBefore
  }
}
