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

  /// The number last told of each target of a plan on some days; of one day the one told last.
  ///
  /// - Returns: by task and target.
  public static func reached(
    plan: String, from first: LegalDate, through last: LegalDate, _ session: any PostgresSession
  ) async throws(PostgresError) -> [String: [String: Int64]] {
    let rows = try await session.query(
      """
      SELECT DISTINCT ON (task, target) task, target, reached FROM task_report
      WHERE plan = \(plan) AND target IS NOT NULL
        AND reported_on BETWEEN \(first.bound) AND \(last.bound)
      ORDER BY task, target, reported_on DESC, id DESC
      """)
    var found: [String: [String: Int64]] = [:]
    for row in rows { found[try row.text(0), default: [:]][try row.text(1)] = try row.int64(2) }
    return found
  }
}
