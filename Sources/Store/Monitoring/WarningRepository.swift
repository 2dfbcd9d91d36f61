import Domain
import Foundation
import Postgres
import Sealing

/// Warnings and their steps. Written under the enterprise's lock.
public enum WarningRepository {
  private static let columns: Statement = """
    SELECT w.id, w.enterprise_id, w.rule, w.level, w.state, w.version, w.period_kind, w.begun_on,
      w.since_on, w.assignee, w.due_at, w.reason, w.note, w.readings, w.opened_at, w.updated_at
    FROM warning w
    """

  /// Without the key of the enterprise: whoever opens the readings reads it where reads are checked.
  private static func record(_ row: Row) throws(PostgresError) -> WarningRecord {
    let (id, enterprise) = (WarningID(try row.uuid(0)), EnterpriseID(try row.uuid(1)))
    var warning = WarningRecord(
      id: id, enterprise: enterprise, rule: try row.text(2), level: try row.text(3),
      state: try row.text(4), periodKind: try row.text(6), begunOn: try row.day(7),
      sinceOn: try row.day(8),
      readings: SealedText(
        enterprise: enterprise, subject: id.uuid, body: try row.decode(13, as: [UInt8].self),
        key: nil),
      at: try row.instant(14))
    warning.version = Int(try row.int32(5))
    warning.assignee = try row.optionalText(9)
    warning.dueAt = try row.optionalInstant(10)
    warning.reason = try row.optionalText(11)
    warning.note = try row.optionalText(12)
    warning.updatedAt = try row.instant(15)
    return warning
  }

  /// Inserts a warning with its first step.
  public static func insert(
    _ warning: WarningRecord, _ step: WarningStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      """
      INSERT INTO warning (id, enterprise_id, rule, level, state, version, period_kind, begun_on,
        since_on, due_at, readings, opened_at, updated_at)
      VALUES (\(warning.id.uuid), \(warning.enterprise.uuid), \(warning.rule), \(warning.level),
        \(warning.state), \(warning.version), \(warning.periodKind), \(warning.begunOn.bound),
        \(warning.sinceOn.bound), \(warning.dueAt?.bound), \(warning.readings.body),
        \(warning.openedAt.bound), \(warning.updatedAt.bound))
      """, appending(step, to: warning.id),
    ])
  }

  /// Writes the next step of a warning and what stands after it.
  public static func advance(
    _ warning: WarningRecord, _ step: WarningStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      appending(step, to: warning.id),
      """
      UPDATE warning SET level = \(warning.level), state = \(warning.state),
        version = \(warning.version), begun_on = \(warning.begunOn.bound),
        since_on = \(warning.sinceOn.bound),
        assignee = \(warning.assignee as String?), due_at = \(warning.dueAt?.bound),
        reason = \(warning.reason as String?), note = \(warning.note as String?),
        readings = \(warning.readings.body), updated_at = \(warning.updatedAt.bound)
      WHERE id = \(warning.id.uuid)
      """,
    ])
  }

  private static func appending(_ step: WarningStep, to warning: WarningID) -> Statement {
    """
    INSERT INTO warning_step (warning_id, version, from_state, state, verb, level, actor, role,
      taken_at)
    VALUES (\(warning.uuid), \(step.version), \(step.from as String?), \(step.state),
      \(step.verb), \(step.level), \(step.actor), \(step.role), \(step.takenAt.bound))
    """
  }

  public static func find(
    _ id: WarningID, _ session: any PostgresSession
  ) async throws(PostgresError) -> WarningRecord? {
    try await session.query(columns + " WHERE w.id = \(id.uuid)").first.map(record)
  }

  /// Of an enterprise the newest of each rule, open or closed.
  public static func latest(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [String: WarningRecord] {
    let rows = try await session.query(
      columns + """
         JOIN (
          SELECT DISTINCT ON (rule) id FROM warning WHERE enterprise_id = \(enterprise.uuid)
          ORDER BY rule, id DESC) AS last ON last.id = w.id
        """
    ).map(record)
    return Dictionary(rows.map { ($0.rule, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// What a warning had looked at anew, and whether somebody looked at it.
  public enum Recheck: Sendable {
    case any
    /// Something that nobody looked at yet.
    case open
    /// Something that somebody looked at.
    case done
  }

  /// What lists choose by.
  public struct Filter: Sendable {
    public var enterprise: EnterpriseID?
    public var level: String?
    public var state: String?
    public var rule: String?
    public var isOpen: Bool
    /// Only those that had something looked at anew.
    public var recheck: Recheck?
    public var regionPrefix: String?
    /// Only of enterprises that have a consent for this institution that lasts beyond a moment.
    public var consented: (institution: String, at: Instant)?

    public init(
      enterprise: EnterpriseID? = nil, level: String? = nil, state: String? = nil,
      rule: String? = nil, isOpen: Bool = false, recheck: Recheck? = nil,
      regionPrefix: String? = nil,
      consented: (institution: String, at: Instant)? = nil
    ) {
      self.enterprise = enterprise
      self.level = level
      self.state = state
      self.rule = rule
      self.isOpen = isOpen
      self.recheck = recheck
      self.regionPrefix = regionPrefix
      self.consented = consented
    }
  }

  /// Newest first.
  public static func list(
    _ filter: Filter, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [WarningRecord] {
    var statement = columns
    if let prefix = filter.regionPrefix {
      statement =
        statement + " JOIN enterprise e ON e.id = w.enterprise_id AND e.region ^@ \(prefix)"
    }
    statement = statement + " WHERE true"
    if let enterprise = filter.enterprise {
      statement = statement + " AND w.enterprise_id = \(enterprise.uuid)"
    }
    if let level = filter.level { statement = statement + " AND w.level = \(level)" }
    if let state = filter.state { statement = statement + " AND w.state = \(state)" }
    if let rule = filter.rule { statement = statement + " AND w.rule = \(rule)" }
    if filter.isOpen { statement = statement + " AND w.state <> 'closed'" }
    if let recheck = filter.recheck {
      statement =
        statement + """
           AND EXISTS (
            SELECT FROM warning_touch t
            LEFT JOIN warning_recheck r ON r.warning_id = t.warning_id AND r.version = t.version
              AND r.kind = t.kind AND r.subject_id = t.subject_id
            WHERE t.warning_id = w.id AND (\(recheck == .any) OR (r.done_at IS NOT NULL) = \(recheck == .done))
              AND t.version = (
                SELECT max(l.version) FROM warning_touch l WHERE l.warning_id = t.warning_id)
            OFFSET 0)
          """
    }
    if let consented = filter.consented {
      statement =
        statement + """
           AND EXISTS (
            SELECT FROM consent c WHERE c.enterprise_id = w.enterprise_id
              AND c.institution = \(consented.institution) AND c.revoked_at IS NULL
              AND c.expires_at > \(consented.at.bound))
          """
    }
    if let after { statement = statement + " AND w.id < \(after)" }
    return try await session.query(statement + " ORDER BY w.id DESC LIMIT \(limit)").map(record)
  }

  /// Whether an institution has a consent of an enterprise that lasts beyond a moment.
  public static func isConsented(
    _ enterprise: EnterpriseID, to institution: String, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.query(
      """
      SELECT id FROM consent WHERE enterprise_id = \(enterprise.uuid)
        AND institution = \(institution) AND revoked_at IS NULL AND expires_at > \(instant.bound)
      LIMIT 1
      """
    ).first != nil
  }

  /// The steps of a warning in the order they were taken.
  public static func steps(
    of warning: WarningID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [WarningStep] {
    try await session.query(
      """
      SELECT version, from_state, state, verb, level, actor, role, taken_at FROM warning_step
      WHERE warning_id = \(warning.uuid) ORDER BY version
      """
    ).map { row throws(PostgresError) in
      WarningStep(
        version: Int(try row.int32(0)), from: try row.optionalText(1), state: try row.text(2),
        verb: try row.text(3), level: try row.text(4), actor: try row.text(5),
        role: try row.text(6), takenAt: try row.instant(7))
    }
  }
}
