import Domain
import Foundation
import Postgres

/// What an operator tells of a task of a government; never changed.
public struct TaskReportRecord: Sendable, Hashable {
  public var id: TaskReportID
  public var plan: String
  public var task: String
  /// The target whose number it tells, and the number.
  public var target: String?
  public var reached: Int64?
  public var words: String
  public var reportedOn: LegalDate
  public var madeAt: Instant
  public var madeBy: String

  public init(
    id: TaskReportID, plan: String, task: String, target: String?, reached: Int64?, words: String,
    reportedOn: LegalDate, madeAt: Instant, madeBy: String
  ) {
    self.id = id
    self.plan = plan
    self.task = task
    self.target = target
    self.reached = reached
    self.words = words
    self.reportedOn = reportedOn
    self.madeAt = madeAt
    self.madeBy = madeBy
  }
}

public enum TaskReportRepository {
  private static let columns: Statement = """
    SELECT id, plan, task, target, reached, words, reported_on, made_at, made_by FROM task_report
    """

  private static func record(_ row: Row) throws(PostgresError) -> TaskReportRecord {
    TaskReportRecord(
      id: TaskReportID(try row.uuid(0)), plan: try row.text(1), task: try row.text(2),
      target: try row.optionalText(3), reached: row.isNull(4) ? nil : try row.int64(4),
      words: try row.text(5), reportedOn: try row.day(6), madeAt: try row.instant(7),
      madeBy: try row.text(8))
  }

  public static func insert(
    _ report: TaskReportRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO task_report (id, plan, task, target, reached, words, reported_on, made_at,
        made_by)
      VALUES (\(report.id.uuid), \(report.plan), \(report.task), \(report.target as String?),
        \(report.reached), \(report.words), \(report.reportedOn.bound), \(report.madeAt.bound),
        \(report.madeBy))
      """)
  }

  /// Newest first.
  public static func list(
    plan: String, task: String, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [TaskReportRecord] {
    var statement = columns + " WHERE plan = \(plan) AND task = \(task)"
    if let after { statement = statement + " AND id < \(after)" }
    return try await session.query(statement + " ORDER BY id DESC LIMIT \(limit)").map(record)
  }

  /// The number last told of each of some targets of a task on some days; of one day the one told last.
  ///
  /// - Returns: by target, without those of which none was told.
  public static func reached(
    plan: String, task: String, targets: [String], from first: LegalDate, through last: LegalDate,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [String: Int64] {
    // One row for each target, however much was told of it.
    let rows = try await session.query(
      """
      SELECT t.target, r.reached FROM unnest(\(targets)) AS t (target) CROSS JOIN LATERAL (
        SELECT reached FROM task_report
        WHERE plan = \(plan) AND task = \(task) AND target = t.target AND target IS NOT NULL
          AND reported_on BETWEEN \(first.bound) AND \(last.bound)
        ORDER BY reported_on DESC, id DESC LIMIT 1) r
      """)
    var found: [String: Int64] = [:]
    for row in rows { found[try row.text(0)] = try row.int64(1) }
    return found
  }
}
