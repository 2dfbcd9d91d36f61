import Domain
import Postgres

/// A dry run of rules of warnings against those in force.
public struct WarningTrialRecord: Sendable, Hashable {
  public var id: Int64
  /// Of the rules that are tried, and of those that were in force.
  public var rules: Digest
  public var against: Digest
  public var begunAt: Instant
  public var begunBy: String
  /// The last enterprise that was looked at.
  public var through: EnterpriseID?
  public var lookedAt: Int64
  /// An object: how many enterprises come from which level to which.
  public var summary: JSON
  /// Nil while pages are left.
  public var doneAt: Instant?
}

/// Dry runs, page by page.
public enum WarningTrialRepository {
  /// Begins one that has looked at nobody yet.
  public static func begin(
    _ rules: Digest, against: Digest, summary: JSON, at instant: Instant, by actor: String,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO warning_trial (rules, against, begun_at, begun_by, looked_at, summary)
      VALUES (\(rules.bytes), \(against.bytes), \(instant.bound), \(actor), 0,
        \(PostgresJSON(bytes: summary.canonicalBytes)))
      """)
  }

  /// The last one of rules against others.
  ///
  /// - Parameter isLocked: nobody else goes on with it meanwhile.
  public static func latest(
    of rules: Digest, against: Digest, isLocked: Bool = false, _ session: any PostgresSession
  ) async throws(PostgresError) -> WarningTrialRecord? {
    var statement: Statement = """
      SELECT id, rules, against, begun_at, begun_by, through, looked_at, summary::text, done_at
      FROM warning_trial WHERE rules = \(rules.bytes) AND against = \(against.bytes)
      ORDER BY id DESC LIMIT 1
      """
    if isLocked { statement = statement + " FOR UPDATE" }
    return try await session.query(statement).first.map { row throws(PostgresError) in
      WarningTrialRecord(
        id: try row.int64(0), rules: Digest(bytes: try row.bytes(1)),
        against: Digest(bytes: try row.bytes(2)), begunAt: try row.instant(3),
        begunBy: try row.text(4), through: row.isNull(5) ? nil : EnterpriseID(try row.uuid(5)),
        lookedAt: try row.int64(6), summary: try json(try row.text(7)),
        doneAt: try row.optionalInstant(8))
    }
  }

  /// Writes how far it came.
  public static func advance(
    _ trial: WarningTrialRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE warning_trial SET through = \(trial.through?.uuid), looked_at = \(trial.lookedAt),
        summary = \(PostgresJSON(bytes: trial.summary.canonicalBytes)),
        done_at = \(trial.doneAt?.bound)
      WHERE id = \(trial.id)
      """)
  }

  static func json(_ text: String) throws(PostgresError) -> JSON {
    do {
      return try JSONParser.parse(text)
    } catch {
      throw PostgresError(kind: .decoding, reason: "a stored document is not JSON")
    }
  }
}
