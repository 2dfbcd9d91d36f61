import Domain
import Postgres

/// Something that a red warning had looked at anew, and what came of it.
public struct RecheckRecord: Sendable, Hashable {
  /// That somebody looked at it.
  public struct Outcome: Sendable, Hashable {
    /// `kept`, `changed` or `ended`.
    public var finding: String
    public var at: Instant
    public var by: String

    public init(finding: String, at: Instant, by: String) {
      self.finding = finding
      self.at = at
      self.by = by
    }
  }

  public var warning: WarningID
  /// The step by which the warning came to red.
  public var version: Int
  public var touch: WarningTouch
  /// Nil while nobody did.
  public var outcome: Outcome?
}

/// What red warnings had looked at anew, as it stands.
public enum RecheckRepository {
  /// By warning, what it touched when it came to red last.
  public static func list(
    of warnings: [WarningID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [WarningID: [RecheckRecord]] {
    let rows = try await session.query(
      """
      SELECT t.warning_id, t.version, t.kind, t.subject_id, t.state, t.institutions, r.finding, r.done_at,
        r.done_by
      FROM warning_touch t
      LEFT JOIN warning_recheck r ON r.warning_id = t.warning_id AND r.version = t.version
        AND r.kind = t.kind AND r.subject_id = t.subject_id
      WHERE t.warning_id = ANY(\(warnings.map(\.uuid))) AND t.version = (
        SELECT max(l.version) FROM warning_touch l WHERE l.warning_id = t.warning_id)
      ORDER BY t.warning_id, t.kind, t.subject_id
      """
    ).map { row throws(PostgresError) in
      var record = RecheckRecord(
        warning: WarningID(try row.uuid(0)), version: Int(try row.int32(1)),
        touch: WarningTouch(
          kind: try row.text(2), subject: try row.uuid(3), state: try row.text(4),
          institutions: try row.decode(5, as: [String].self)))
      if let finding = try row.optionalText(6), let at = try row.optionalInstant(7),
        let by = try row.optionalText(8)
      {
        record.outcome = RecheckRecord.Outcome(finding: finding, at: at, by: by)
      }
      return record
    }
    return Dictionary(grouping: rows, by: \.warning)
  }

  /// Notes what came of one, unless somebody did before.
  ///
  /// - Returns: whether it was noted.
  public static func insert(
    _ outcome: RecheckRecord.Outcome, of recheck: RecheckRecord, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.execute(
      """
      INSERT INTO warning_recheck (warning_id, version, kind, subject_id, finding, done_at, done_by)
      VALUES (\(recheck.warning.uuid), \(recheck.version), \(recheck.touch.kind),
        \(recheck.touch.subject), \(outcome.finding), \(outcome.at.bound), \(outcome.by))
      ON CONFLICT DO NOTHING
      """) == 1
  }
}
