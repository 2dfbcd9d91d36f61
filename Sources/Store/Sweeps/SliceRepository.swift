import Domain
import Foundation
import Postgres

/// Some open needs of a sweep, by a range of their identifiers.
public struct SliceRecord: Sendable, Hashable {
  public var sweep: SweepID
  /// From 1.
  public var number: Int
  /// Above this one, and up to `last`.
  public var after: UUID
  public var last: UUID
  /// Open needs in the range when it was cut.
  public var needs: Int
  public var isDone: Bool

  public init(
    sweep: SweepID, number: Int, after: UUID, last: UUID, needs: Int, isDone: Bool = false
  ) {
    self.sweep = sweep
    self.number = number
    self.after = after
    self.last = last
    self.needs = needs
    self.isDone = isDone
  }

  /// The key of its events: `swp_…/3`.
  public var key: String { "\(sweep.text)/\(number)" }
}

public enum SliceRepository {
  /// Cuts the next slices of a sweep out of the open needs above an identifier.
  ///
  /// - Returns: up to `count` slices of `size` needs; the last one holds fewer when the needs end.
  public static func cut(
    _ sweep: SweepRecord, size: Int, count: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [SliceRecord] {
    let rows = try await session.query(
      """
      WITH page AS (
        SELECT id, row_number() OVER (ORDER BY id) AS number FROM (
          SELECT id FROM need WHERE status = 'submitted' AND id > \(sweep.plannedTo)
          ORDER BY id LIMIT \(size * count)) AS open)
      SELECT id, number FROM page
      WHERE number % \(size) = 0 OR number = (SELECT count(*) FROM page) ORDER BY number
      """)
    var slices: [SliceRecord] = []
    var (after, before) = (sweep.plannedTo, 0)
    for row in rows {
      let last = try row.decode(0, as: UUID.self)
      let number = Int(try row.decode(1, as: Int64.self))
      slices.append(
        SliceRecord(
          sweep: sweep.id, number: sweep.slices + slices.count + 1, after: after, last: last,
          needs: number - before))
      (after, before) = (last, number)
    }
    return slices
  }

  /// Inserts slices as asked for now.
  public static func insert(
    _ slices: [SliceRecord], at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !slices.isEmpty else { return }
    try await session.execute(
      """
      INSERT INTO sweep_slice (sweep_id, number, after_need, last_need, needs, requested_at)
      SELECT n.sweep_id, n.number, n.after_need, n.last_need, n.needs, \(instant.bound)
      FROM unnest(\(slices.map(\.sweep.uuid)), \(slices.map { Int32($0.number) }),
        \(slices.map(\.after)), \(slices.map(\.last)), \(slices.map { Int32($0.needs) }))
        AS n (sweep_id, number, after_need, last_need, needs)
      """)
  }

  /// - Parameter locking: holds off everybody else who works on it until the transaction ends.
  static func finding(_ sweep: SweepID, number: Int, locking: Bool) -> Statement {
    let statement: Statement = """
      SELECT sweep_id, number, after_need, last_need, needs, done_at IS NOT NULL FROM sweep_slice
      WHERE sweep_id = \(sweep.uuid) AND number = \(number)
      """
    return prepared(locking ? statement + " FOR NO KEY UPDATE" : statement)
  }

  /// A slice as it is without a lock.
  public struct Found: Sendable {
    public var slice: SliceRecord?
    public var sweep: SweepHead?
    public var inForce: VersionPins?
  }

  /// A slice with what it needs of its sweep, and the versions in force, in one round trip.
  public static func findWithHead(
    _ sweep: SweepID, number: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> Found {
    let answers = try await session.pipeline([
      finding(sweep, number: number, locking: false), SweepRepository.askingHead(sweep),
      CatalogRepository.askingVersions,
    ])
    return Found(
      slice: try found(answers[0]), sweep: try SweepRepository.head(answers[1]),
      inForce: try CatalogRepository.versions(answers[2]))
  }

  /// Locks a slice and notes its event as applied, in one round trip.
  ///
  /// - Parameter cause: as the attempt sees it; see `InboxRepository.claim`.
  public static func open(
    _ slice: SliceRecord, cause: Event, attempt: Int, consumer: String, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> OpenedSlice {
    try OpenedSlice(
      await session.pipeline(
        opening(slice, cause: cause, attempt: attempt, consumer: consumer, at: instant)))
  }

  /// The first statements of whoever works on a slice; see `OpenedSlice`.
  static func opening(
    _ slice: SliceRecord, cause: Event, attempt: Int, consumer: String, at instant: Instant
  ) -> [Statement] {
    [
      finding(slice.sweep, number: slice.number, locking: true),
      InboxRepository.claiming([cause], attempt: attempt, consumer: consumer, at: instant),
      SweepRepository.askingHead(slice.sweep),
    ]
  }

  /// The answer to `finding`.
  static func found(_ rows: [Row]) throws(PostgresError) -> SliceRecord? {
    try rows.first.map(record)
  }

  private static func record(_ row: Row) throws(PostgresError) -> SliceRecord {
    SliceRecord(
      sweep: SweepID(try row.decode(0, as: UUID.self)),
      number: Int(try row.decode(1, as: Int32.self)), after: try row.decode(2, as: UUID.self),
      last: try row.decode(3, as: UUID.self), needs: Int(try row.decode(4, as: Int32.self)),
      isDone: try row.decode(5, as: Bool.self))
  }

  /// - Parameter leavingDays: whether the days to match again of its needs are still to be noted.
  public static func markDone(
    _ slice: SliceRecord, leavingDays: Bool = false, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(markingDone(slice, leavingDays: leavingDays, at: instant))
  }

  /// What `markDone` runs.
  public static func markingDone(
    _ slice: SliceRecord, leavingDays: Bool = false, at instant: Instant
  ) -> Statement {
    prepared(
      """
      UPDATE sweep_slice SET done_at = \(instant.bound), days_due = \(leavingDays)
      WHERE sweep_id = \(slice.sweep.uuid) AND number = \(slice.number)
      """)
  }

  /// Marks what is left of ended sweeps as done. A slice that is worked on now ends by itself, and
  /// nobody waits for it here.
  public static func markRestDone(
    of sweeps: [SweepID], at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !sweeps.isEmpty else { return }
    try await session.execute(
      """
      UPDATE sweep_slice SET done_at = \(instant.bound)
      WHERE (sweep_id, number) IN (
        SELECT sweep_id, number FROM sweep_slice
        WHERE sweep_id = ANY(\(sweeps.map(\.uuid))) AND done_at IS NULL
        FOR NO KEY UPDATE SKIP LOCKED)
      """)
  }

  /// Slices of open sweeps that have waited since before `instant`, oldest first. Each time one
  /// waits twice as long, up to 16 times `patienceMilliseconds`.
  public static func overdue(
    at instant: Instant, patienceMilliseconds: Int64, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [SliceRecord] {
    let rows = try await session.query(
      """
      SELECT s.sweep_id, s.number, s.after_need, s.last_need, s.needs, false
      FROM sweep_slice s JOIN sweep w ON w.id = s.sweep_id AND w.finished_at IS NULL
      WHERE s.done_at IS NULL
        AND (s.requested_at > \(instant.adding(milliseconds: patienceMilliseconds).bound)
          OR s.requested_at < \(instant.bound)
            - make_interval(secs => \(patienceMilliseconds) / 1000.0)
            * (1 << least(s.requests - 1, 4)))
      ORDER BY s.requested_at, s.sweep_id, s.number LIMIT \(limit)
      FOR NO KEY UPDATE OF s SKIP LOCKED
      """)
    return try rows.map(record)
  }

  /// Remembers that slices were asked for again.
  public static func markRequested(
    _ slices: [SliceRecord], at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE sweep_slice s SET requested_at = \(instant.bound),
        requests = least(s.requests + 1, 1000)
      FROM unnest(\(slices.map(\.sweep.uuid)), \(slices.map { Int32($0.number) }))
        AS n (sweep_id, number)
      WHERE s.sweep_id = n.sweep_id AND s.number = n.number
      """)
  }
}
