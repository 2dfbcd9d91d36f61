import Domain
import Foundation
import Postgres

/// A need whose next day to be matched on is to be computed.
public struct RematchTask: Sendable, Hashable {
  public var need: NeedID
  public var run: RunID
  /// Rises whenever the day becomes unknown again.
  public var revision: Int

  public init(need: NeedID, run: RunID, revision: Int) {
    self.need = need
    self.run = run
    self.revision = revision
  }
}

/// On which day each need is to be matched again.
public enum RematchRepository {
  /// Notes the newest runs of needs; the day that follows from them is not known yet.
  public static func reset(
    _ runs: [(need: NeedID, run: RunID)], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !runs.isEmpty else { return }
    try await session.execute(resetting(runs))
  }

  /// What `reset` runs, of at least one.
  public static func resetting(_ runs: [(need: NeedID, run: RunID)]) -> Statement {
    prepared(
      """
      INSERT INTO need_rematch (need_id, run_id, state)
      SELECT n.need_id, n.run_id, 'unknown'
      FROM unnest(\(runs.map(\.need.uuid)), \(runs.map(\.run.uuid))) AS n (need_id, run_id)
      ON CONFLICT (need_id) DO UPDATE SET run_id = excluded.run_id, state = 'unknown',
        rematch_on = NULL, revision = need_rematch.revision + 1
      """)
  }

  /// Whether slices left it to be noted which of their needs' days are unknown.
  public static func hasSlices(_ session: any PostgresSession) async throws(PostgresError) -> Bool {
    try await session.query("SELECT FROM sweep_slice WHERE days_due LIMIT 1").first != nil
  }

  /// Notes for slices that left it the newest runs of their needs, whose days are not known yet.
  ///
  /// - Parameter limit: slices, at most.
  /// - Returns: how many were done.
  public static func resetSlices(
    limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    // A need that waits for the run of its day keeps what that run will be compared with.
    try await session.execute(
      """
      WITH slice AS (
        UPDATE sweep_slice SET days_due = false
        WHERE (sweep_id, number) IN (
          SELECT sweep_id, number FROM sweep_slice WHERE days_due
          ORDER BY sweep_id, number LIMIT \(limit) FOR NO KEY UPDATE SKIP LOCKED)
        RETURNING sweep_id, number, after_need, last_need),
      noted AS (
        INSERT INTO need_rematch (need_id, run_id, state)
        SELECT DISTINCT ON (n.id) n.id, r.id, 'unknown' FROM slice s
        JOIN need n ON n.id > s.after_need AND n.id <= s.last_need AND n.status = 'submitted'
          AND n.match_due_since IS NULL
        CROSS JOIN LATERAL (
          SELECT id FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) r
        ORDER BY n.id
        ON CONFLICT (need_id) DO UPDATE SET run_id = excluded.run_id, state = 'unknown',
          rematch_on = NULL, revision = need_rematch.revision + 1
        WHERE need_rematch.run_id <> excluded.run_id)
      SELECT FROM slice
      """)
  }

  /// Makes the day of needs unknown, because what it was computed from has changed.
  public static func forgetDay(
    of needs: [NeedID], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !needs.isEmpty else { return }
    try await session.execute(
      """
      UPDATE need_rematch SET state = 'unknown', rematch_on = NULL, revision = revision + 1
      WHERE need_id = ANY(\(needs.map(\.uuid))) AND state <> 'asked'
      """)
  }

  /// Makes the day of needs unknown whose run was asked for and did not come, because it is there
  /// already; others stay as they are.
  public static func forgetAsked(
    of needs: [NeedID], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !needs.isEmpty else { return }
    try await session.execute(
      prepared(
        """
        UPDATE need_rematch SET state = 'unknown', rematch_on = NULL, revision = revision + 1
        WHERE need_id = ANY(\(needs.map(\.uuid))) AND state = 'asked'
        """))
  }

  /// Needs whose day is to be computed, oldest first.
  public static func unknown(
    limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [RematchTask] {
    let rows = try await session.query(
      """
      SELECT need_id, run_id, revision FROM need_rematch WHERE state = 'unknown'
      ORDER BY need_id LIMIT \(limit)
      """)
    return try rows.map { row throws(PostgresError) in
      RematchTask(
        need: NeedID(try row.decode(0, as: UUID.self)),
        run: RunID(try row.decode(1, as: UUID.self)),
        revision: Int(try row.decode(2, as: Int32.self)))
    }
  }

  /// Writes computed days; nil is: none ahead. What became unknown again meanwhile stays so.
  ///
  /// - Returns: how many were taken.
  @discardableResult
  public static func settle(
    _ days: [(task: RematchTask, day: LegalDate?)], _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    guard !days.isEmpty else { return 0 }
    return try await session.execute(
      """
      UPDATE need_rematch r SET rematch_on = n.rematch_on,
        state = CASE WHEN n.rematch_on IS NULL THEN 'none' ELSE 'scheduled' END
      FROM unnest(\(days.map(\.task.need.uuid)), \(days.map { Int32($0.task.revision) }),
        \(days.map { $0.day?.bound })) AS n (need_id, revision, rematch_on)
      WHERE r.need_id = n.need_id AND r.revision = n.revision AND r.state = 'unknown'
      """)
  }

  /// Needs whose day has come, with their owners, oldest day first.
  public static func due(
    on day: LegalDate, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [(need: NeedID, enterprise: EnterpriseID)] {
    let rows = try await session.query(
      """
      SELECT r.need_id, n.enterprise_id FROM need_rematch r JOIN need n ON n.id = r.need_id
      WHERE r.state = 'scheduled' AND r.rematch_on <= \(day.bound)
      ORDER BY r.rematch_on, r.need_id LIMIT \(limit)
      """)
    return try rows.map { row throws(PostgresError) in
      (
        NeedID(try row.decode(0, as: UUID.self)), EnterpriseID(try row.decode(1, as: UUID.self))
      )
    }
  }

  /// Marks needs of locked enterprises as waiting for the run of their day.
  ///
  /// - Returns: those that now wait; a withdrawn need, or one that waits already, is left as it is.
  public static func markAsked(
    _ needs: [NeedID], on day: LegalDate, since instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> Set<NeedID> {
    guard !needs.isEmpty else { return [] }
    let rows = try await session.query(
      """
      WITH due AS (
        UPDATE need_rematch SET state = 'asked'
        WHERE need_id = ANY(\(needs.map(\.uuid))) AND state = 'scheduled'
          AND rematch_on <= \(day.bound)
        RETURNING need_id)
      UPDATE need SET match_due_since = \(instant.bound)
      FROM due WHERE need.id = due.need_id AND need.status = 'submitted'
        AND need.match_due_since IS NULL
      RETURNING need.id
      """)
    var asked: Set<NeedID> = []
    for row in rows { asked.insert(NeedID(try row.decode(0, as: UUID.self))) }
    return asked
  }

  /// Asks for the runs whose day has come, by need, among the waiting needs of locked enterprises:
  /// what the new ones are compared with.
  static func asked(of enterprises: [EnterpriseID]) -> Statement {
    prepared(
      """
      SELECT n.id, r.run_id FROM need n
      CROSS JOIN LATERAL (
        SELECT run_id FROM need_rematch WHERE need_id = n.id AND state = 'asked' LIMIT 1) r
      WHERE n.enterprise_id = ANY(\(enterprises.map(\.uuid))) AND n.match_due_since IS NOT NULL
      """)
  }
}
