import Domain
import Postgres

/// That something is stopped for now.
public struct PauseRecord: Sendable, Hashable {
  public var kind: PauseKind
  /// The worker's name, the product's code, or the institution's code.
  public var target: String
  public var reason: String
  public var setAt: Instant
  /// Subject of the token.
  public var setBy: String
  /// From then on it is over; nil: until somebody ends it.
  public var endsAt: Instant?

  public init(
    kind: PauseKind, target: String, reason: String, setAt: Instant, setBy: String,
    endsAt: Instant?
  ) {
    self.kind = kind
    self.target = target
    self.reason = reason
    self.setAt = setAt
    self.setBy = setBy
    self.endsAt = endsAt
  }
}

/// Pauses. One whose end has passed is over, whether its row is still there or not.
public enum PauseRepository {
  private static let columns: Statement =
    "SELECT kind, target, reason, set_at, set_by, ends_at FROM pause"

  private static func record(_ row: Row) throws(PostgresError) -> PauseRecord {
    let kind = try row.decode(0, as: String.self)
    guard let known = PauseKind(rawValue: kind) else {
      throw PostgresError(kind: .decoding, reason: "pause kind \(kind)")
    }
    return PauseRecord(
      kind: known, target: try row.decode(1, as: String.self),
      reason: try row.decode(2, as: String.self), setAt: try row.instant(3),
      setBy: try row.decode(4, as: String.self), endsAt: try row.optionalInstant(5))
  }

  /// Sets a pause. One that is in force keeps its beginning and takes reason, author and end.
  ///
  /// - Returns: the pause as it stands.
  public static func set(
    _ pause: PauseRecord, _ session: any PostgresSession
  ) async throws(PostgresError) -> PauseRecord {
    let rows = try await session.query(
      """
      INSERT INTO pause AS p (kind, target, reason, set_at, set_by, ends_at)
      VALUES (\(pause.kind.rawValue), \(pause.target), \(pause.reason), \(pause.setAt.bound),
        \(pause.setBy), \(pause.endsAt?.bound as PostgresTimestamp?))
      ON CONFLICT (kind, target) DO UPDATE SET reason = excluded.reason, set_by = excluded.set_by,
        ends_at = excluded.ends_at, set_at = CASE
          WHEN p.ends_at <= excluded.set_at THEN excluded.set_at
          ELSE least(p.set_at, excluded.set_at) END
      RETURNING kind, target, reason, set_at, set_by, ends_at
      """)
    guard let row = rows.first else { return pause }
    return try record(row)
  }

  /// Ends a pause.
  ///
  /// - Returns: the pause as it was; nil when there was none in force.
  public static func end(
    _ kind: PauseKind, target: String, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> PauseRecord? {
    let rows = try await session.query(
      """
      DELETE FROM pause WHERE kind = \(kind.rawValue) AND target = \(target)
      RETURNING kind, target, reason, set_at, set_by, ends_at
      """)
    guard let row = rows.first else { return nil }
    let pause = try record(row)
    return pause.endsAt.map { $0 > instant } ?? true ? pause : nil
  }

  /// The pauses in force, by kind and target.
  ///
  /// - Parameter limit: rows at most; there are never many, see `Application.pausesMaximum`.
  public static func inForce(
    _ kinds: Set<PauseKind> = Set(PauseKind.allCases), at instant: Instant, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [PauseRecord] {
    let rows = try await session.query(
      columns
        + """
         WHERE kind = ANY(\(kinds.map(\.rawValue).sorted()))
          AND (ends_at IS NULL OR ends_at > \(instant.bound))
        ORDER BY kind, target LIMIT \(limit)
        """)
    return try rows.map(record)
  }

  /// Lets one operator set pauses at a time, until the transaction ends, so that counting them holds.
  public static func lock(_ session: any PostgresSession) async throws(PostgresError) {
    try await session.execute("SELECT pg_advisory_xact_lock(7242004221)")
  }

  /// Removes pauses that were over before `instant`.
  @discardableResult
  public static func forget(
    endedBefore instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    try await session.execute("DELETE FROM pause WHERE ends_at <= \(instant.bound)")
  }
}
