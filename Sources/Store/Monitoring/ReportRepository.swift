import Domain
import Foundation
import Postgres
import Sealing

/// What is reported of enterprises. Written under the enterprise's lock; what was said is never changed.
public enum ReportRepository {
  private static let columns: Statement = """
    SELECT r.id, r.enterprise_id, r.source, r.period_kind, r.period_on, r.revision, r.as_of,
      r.provenance, r.authorisation_id, r.outcome, r.broken, r.figures, r.due_on, r.received_at,
      r.received_by, r.decision, r.decided_at, r.decided_by, e.data_key, r.reporter
    FROM report r JOIN enterprise e ON e.id = r.enterprise_id
    """

  private static func record(_ row: Row) throws(PostgresError) -> ReportRecord {
    let (id, enterprise) = (ReportID(try row.uuid(0)), EnterpriseID(try row.uuid(1)))
    var report = ReportRecord(
      id: id, enterprise: enterprise, source: try row.text(2),
      reporter: try row.optionalText(19), periodKind: try row.text(3), periodOn: try row.day(4),
      revision: Int(try row.int32(5)), asOf: try row.day(6),
      provenance: try row.text(7),
      authorisation: row.isNull(8) ? nil : SourceAuthorisationID(try row.uuid(8)),
      outcome: try row.text(9), broken: try row.decode(10, as: [String].self),
      figures: SealedText(
        enterprise: enterprise, subject: id.uuid, body: try row.decode(11, as: [UInt8].self),
        key: try row.decode(18, as: [UInt8]?.self)),
      dueOn: try row.optionalDay(12), receivedAt: try row.instant(13),
      receivedBy: try row.text(14))
    if let outcome = try row.optionalText(15), let at = try row.optionalInstant(16),
      let by = try row.optionalText(17)
    {
      report.decision = ReportRecord.Decision(outcome: outcome, at: at, by: by)
    }
    return report
  }

  public static func insert(
    _ reports: [ReportRecord], _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline(
      reports.map { report in
        """
        INSERT INTO report (id, enterprise_id, source, reporter, period_kind, period_on, revision,
          as_of, provenance, authorisation_id, outcome, broken, figures, due_on, received_on, received_at,
          received_by)
        VALUES (\(report.id.uuid), \(report.enterprise.uuid), \(report.source),
          \(report.reporter), \(report.periodKind), \(report.periodOn.bound), \(report.revision),
          \(report.asOf.bound), \(report.provenance), \(report.authorisation?.uuid),
          \(report.outcome), \(report.broken), \(report.figures.body), \(report.dueOn?.bound),
          \(report.receivedAt.legalDate.bound), \(report.receivedAt.bound), \(report.receivedBy))
        """
      })
  }

  /// Writes what somebody found of one in quarantine.
  public static func decide(
    _ report: ReportRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE report SET decision = \(report.decision?.outcome),
        decided_at = \(report.decision?.at.bound), decided_by = \(report.decision?.by)
      WHERE id = \(report.id.uuid)
      """)
  }

  public static func find(
    _ id: ReportID, _ session: any PostgresSession
  ) async throws(PostgresError) -> ReportRecord? {
    try await session.query(columns + " WHERE r.id = \(id.uuid)").first.map(record)
  }

  /// What lists choose by.
  public struct Filter: Sendable, Hashable {
    public var enterprise: EnterpriseID?
    public var source: String?
    public var isInQuarantine: Bool
    /// Only what came on a day.
    public var receivedOn: LegalDate?
    public var regionPrefix: String?

    public init(
      enterprise: EnterpriseID? = nil, source: String? = nil, isInQuarantine: Bool = false,
      receivedOn: LegalDate? = nil, regionPrefix: String? = nil
    ) {
      self.enterprise = enterprise
      self.source = source
      self.isInQuarantine = isInQuarantine
      self.receivedOn = receivedOn
      self.regionPrefix = regionPrefix
    }
  }

  /// Newest first, all revisions.
  public static func list(
    _ filter: Filter, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReportRecord] {
    var statement = columns + " WHERE true"
    if let enterprise = filter.enterprise {
      statement = statement + " AND r.enterprise_id = \(enterprise.uuid)"
    }
    if let source = filter.source { statement = statement + " AND r.source = \(source)" }
    if filter.isInQuarantine {
      statement = statement + " AND r.outcome = 'quarantine' AND r.decision IS NULL"
    }
    if let day = filter.receivedOn {
      statement = statement + " AND r.received_on = \(day.bound)"
    }
    if let prefix = filter.regionPrefix { statement = statement + " AND e.region ^@ \(prefix)" }
    if let after { statement = statement + " AND r.id < \(after)" }
    return try await session.query(statement + " ORDER BY r.id DESC LIMIT \(limit)").map(record)
  }

  /// Of every source, who speaks for it and period of an enterprise the last accepted revision, the newest periods
  /// first.
  public static func current(
    of enterprise: EnterpriseID, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ReportRecord] {
    let accepted: Statement = """
       JOIN (
        SELECT DISTINCT ON (source, reporter, period_kind, period_on) id FROM report
        WHERE enterprise_id = \(enterprise.uuid) AND coalesce(decision, outcome) = 'accept'
        ORDER BY source, reporter, period_kind, period_on, revision DESC) AS last ON last.id = r.id
      ORDER BY r.period_on DESC, r.id DESC LIMIT \(limit)
      """
    return try await session.query(columns + accepted).map(record)
  }

  /// The last revision of a source, who speaks for it and a period, whatever became of it.
  public static func last(
    _ source: String, by reporter: String? = nil, _ periodKind: String, _ periodOn: LegalDate,
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> ReportRecord? {
    try await session.query(
      columns + """
         WHERE r.enterprise_id = \(enterprise.uuid) AND r.source = \(source)
          AND r.period_kind = \(periodKind) AND r.period_on = \(periodOn.bound)
          AND r.reporter IS NOT DISTINCT FROM \(reporter)
        ORDER BY r.revision DESC LIMIT 1
        """
    ).first.map(record)
  }

  /// The identifier of one revision.
  public static func find(
    _ source: String, by reporter: String?, _ periodKind: String, _ periodOn: LegalDate,
    revision: Int, of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> ReportID? {
    try await session.query(
      """
      SELECT id FROM report WHERE enterprise_id = \(enterprise.uuid) AND source = \(source)
        AND period_kind = \(periodKind) AND period_on = \(periodOn.bound)
        AND reporter IS NOT DISTINCT FROM \(reporter) AND revision = \(revision)
      """
    ).first.map { row throws(PostgresError) in ReportID(try row.uuid(0)) }
  }

  /// On which day the first report of a period came that was not sent back, by the period's first day.
  public static func received(
    _ source: String, _ periodKind: String, of enterprise: EnterpriseID,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [LegalDate: LegalDate] {
    let rows = try await session.query(
      """
      SELECT period_on, min(received_on) FROM report
      WHERE enterprise_id = \(enterprise.uuid) AND source = \(source)
        AND period_kind = \(periodKind) AND coalesce(decision, outcome) <> 'reject'
      GROUP BY period_on
      """)
    var found: [LegalDate: LegalDate] = [:]
    for row in rows { found[try row.day(0)] = try row.day(1) }
    return found
  }

  // MARK: Sealing

  /// The figures of an enterprise, and what was measured of them, as they are stored.
  public static func sealed(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [(subject: UUID, body: [UInt8])] {
    try await session.query(
      """
      SELECT id, figures FROM report WHERE enterprise_id = \(enterprise.uuid) AND figures <> ''
      UNION ALL
      SELECT id, readings FROM warning WHERE enterprise_id = \(enterprise.uuid) AND readings <> ''
      """
    ).map { row throws(PostgresError) in (try row.uuid(0), try row.bytes(1)) }
  }

  /// Replaces them by the same ones sealed otherwise.
  public static func replace(
    _ bodies: [(subject: UUID, body: [UInt8])], _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !bodies.isEmpty else { return }
    let (subjects, sealed) = (bodies.map(\.subject), bodies.map(\.body))
    try await session.pipeline([
      """
      UPDATE report t SET figures = n.body FROM unnest(\(subjects), \(sealed)) AS n (id, body)
      WHERE t.id = n.id
      """,
      """
      UPDATE warning t SET readings = n.body FROM unnest(\(subjects), \(sealed)) AS n (id, body)
      WHERE t.id = n.id
      """,
    ])
  }
}
