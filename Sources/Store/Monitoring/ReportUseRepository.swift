import Domain
import Foundation
import Postgres

/// That a fact stands on a report.
public struct ReportUse: Sendable, Hashable {
  public var path: String
  public var report: ReportID

  public init(path: String, report: ReportID) {
    self.path = path
    self.report = report
  }
}

/// In which versions of facts it did, and which runs decided by those.
public struct ReportUsePeriod: Sendable, Hashable {
  public var use: ReportUse
  public var from: Int
  /// Nil while it lasts.
  public var through: Int?
  public var runs: Int64
  /// The newest of them.
  public var lastRun: RunID?
}

/// A run that decided by facts that stood on a report.
public struct ReportRun: Sendable, Hashable {
  public var run: RunID
  public var need: NeedID
  public var decidedOn: LegalDate
  public var factsVersion: Int
  /// Those facts.
  public var paths: [String]
}

/// Which facts stand on what was reported. Written under the enterprise's lock.
public enum ReportUseRepository {
  public static func live(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReportUse] {
    try await session.query(
      """
      SELECT path, report_id FROM report_use
      WHERE enterprise_id = \(enterprise.uuid) AND through_version IS NULL
      """
    ).map { row throws(PostgresError) in
      ReportUse(path: try row.text(0), report: ReportID(try row.uuid(1)))
    }
  }

  public static func begin(
    _ uses: Set<ReportUse>, of enterprise: EnterpriseID, from version: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !uses.isEmpty else { return }
    // What ended in this version and is so again goes on.
    try await session.pipeline(
      uses.map { use in
        """
        INSERT INTO report_use (enterprise_id, path, report_id, from_version)
        VALUES (\(enterprise.uuid), \(use.path), \(use.report.uuid), \(version))
        ON CONFLICT (enterprise_id, path, report_id, from_version) DO UPDATE
        SET through_version = NULL
        """
      })
  }

  public static func end(
    _ uses: Set<ReportUse>, of enterprise: EnterpriseID, through version: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !uses.isEmpty else { return }
    try await session.pipeline(
      uses.map { use in
        """
        UPDATE report_use SET through_version = greatest(from_version, \(version))
        WHERE enterprise_id = \(enterprise.uuid) AND path = \(use.path)
          AND report_id = \(use.report.uuid) AND through_version IS NULL
        """
      })
  }

  /// Every use of what was reported of an enterprise, the newest first, with the runs that decided by it.
  public static func list(
    of enterprise: EnterpriseID, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReportUsePeriod] {
    try await session.query(
      """
      WITH run AS (
        SELECT r.id, r.facts_version FROM need n JOIN match_run r ON r.need_id = n.id
        WHERE n.enterprise_id = \(enterprise.uuid))
      SELECT u.path, u.report_id, u.from_version, u.through_version, d.runs, d.last
      FROM report_use u CROSS JOIN LATERAL (
        SELECT count(*) AS runs, (array_agg(id ORDER BY id DESC))[1] AS last FROM run
        WHERE run.facts_version >= u.from_version
          AND (u.through_version IS NULL OR run.facts_version <= u.through_version)) AS d
      WHERE u.enterprise_id = \(enterprise.uuid)
      ORDER BY u.from_version DESC, u.path, u.report_id LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in
      ReportUsePeriod(
        use: ReportUse(path: try row.text(0), report: ReportID(try row.uuid(1))),
        from: Int(try row.int32(2)), through: row.isNull(3) ? nil : Int(try row.int32(3)),
        runs: try row.int64(4), lastRun: row.isNull(5) ? nil : RunID(try row.uuid(5)))
    }
  }

  /// The runs that decided by facts that stood on one report, the newest first.
  public static func runs(
    of report: ReportID, of enterprise: EnterpriseID, after: UUID?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReportRun] {
    var statement: Statement = """
      SELECT r.id, r.need_id, r.decided_on, r.facts_version,
        array_agg(DISTINCT u.path ORDER BY u.path)
      FROM report_use u JOIN need n ON n.enterprise_id = u.enterprise_id
      JOIN match_run r ON r.need_id = n.id AND r.facts_version >= u.from_version
        AND (u.through_version IS NULL OR r.facts_version <= u.through_version)
      WHERE u.enterprise_id = \(enterprise.uuid) AND u.report_id = \(report.uuid)
      """
    if let after { statement = statement + " AND r.id < \(after)" }
    return try await session.query(
      statement + " GROUP BY r.id ORDER BY r.id DESC LIMIT \(limit)"
    ).map(run)
  }

  /// By report, the newest runs that decided by facts that stood on it.
  ///
  /// - Parameter limit: of one report.
  public static func runs(
    of reports: [(id: ReportID, enterprise: EnterpriseID)], limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReportID: [ReportRun]] {
    guard !reports.isEmpty else { return [:] }
    let (ids, enterprises) = (reports.map { $0.id.uuid }, Set(reports.map { $0.enterprise.uuid }))
    let rows = try await session.query(
      """
      SELECT id, need_id, decided_on, facts_version, paths, report_id FROM (
        SELECT r.id, r.need_id, r.decided_on, r.facts_version, u.report_id,
          array_agg(DISTINCT u.path ORDER BY u.path) AS paths,
          row_number() OVER (PARTITION BY u.report_id ORDER BY r.id DESC) AS place
        FROM report_use u JOIN need n ON n.enterprise_id = u.enterprise_id
        JOIN match_run r ON r.need_id = n.id AND r.facts_version >= u.from_version
          AND (u.through_version IS NULL OR r.facts_version <= u.through_version)
        WHERE u.enterprise_id = ANY(\(Array(enterprises))) AND u.report_id = ANY(\(ids))
        GROUP BY u.report_id, r.id) AS placed
      WHERE place <= \(limit) ORDER BY report_id, id DESC
      """)
    var runs: [ReportID: [ReportRun]] = [:]
    for row in rows { runs[ReportID(try row.uuid(5)), default: []].append(try run(row)) }
    return runs
  }

  private static func run(_ row: Row) throws(PostgresError) -> ReportRun {
    ReportRun(
      run: RunID(try row.uuid(0)), need: NeedID(try row.uuid(1)), decidedOn: try row.day(2),
      factsVersion: Int(try row.int32(3)), paths: try row.decode(4, as: [String].self))
  }
}
