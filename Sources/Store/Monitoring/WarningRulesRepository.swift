import Domain
import Postgres

/// Rules of warnings as they came into force.
public struct WarningRulesRecord: Sendable, Hashable {
  /// From 1, without a gap.
  public var version: Int
  public var digest: Digest
  /// In the form of `Schemas/monitoring/warnings.yaml`.
  public var document: JSON
  public var inForceAt: Instant
  public var putBy: String
  /// The dry run that went before; nil of the first ones, and where there was none.
  public var trial: Int64?
  /// Why there was none.
  public var overrideReason: String?

  public init(
    version: Int, digest: Digest, document: JSON, inForceAt: Instant, putBy: String,
    trial: Int64? = nil, overrideReason: String? = nil
  ) {
    self.version = version
    self.digest = digest
    self.document = document
    self.inForceAt = inForceAt
    self.putBy = putBy
    self.trial = trial
    self.overrideReason = overrideReason
  }
}

/// The rules by which enterprises are judged: the last ones that were put in force.
public enum WarningRulesRepository {
  /// Has everybody else wait who puts rules in force.
  public static func lock(_ session: any PostgresSession) async throws(PostgresError) {
    try await session.execute("LOCK TABLE warning_rules IN SHARE ROW EXCLUSIVE MODE")
  }

  /// Nil while none were recorded.
  public static func latestVersion(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> Int? {
    try await session.query(
      "SELECT version FROM warning_rules ORDER BY version DESC LIMIT 1"
    ).first.map { row throws(PostgresError) in Int(try row.int32(0)) }
  }

  public static func find(
    version: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> WarningRulesRecord? {
    try await session.query(
      """
      SELECT version, digest, document::text, in_force_at, put_by, trial_id, override_reason
      FROM warning_rules WHERE version = \(version)
      """
    ).first.map { row throws(PostgresError) in
      WarningRulesRecord(
        version: Int(try row.int32(0)), digest: Digest(bytes: try row.bytes(1)),
        document: try WarningTrialRepository.json(try row.text(2)),
        inForceAt: try row.instant(3), putBy: try row.text(4),
        trial: row.isNull(5) ? nil : try row.int64(5), overrideReason: try row.optionalText(6))
    }
  }

  /// Writes rules that come into force, unless others of their version did before.
  ///
  /// - Returns: whether they were written.
  @discardableResult
  public static func insert(
    _ rules: WarningRulesRecord, _ session: any PostgresSession
  ) async throws(PostgresError) -> Bool {
    try await session.execute(
      """
      INSERT INTO warning_rules (version, digest, document, in_force_at, put_by, trial_id,
        override_reason)
      VALUES (\(rules.version), \(rules.digest.bytes),
        \(PostgresJSON(bytes: rules.document.canonicalBytes)), \(rules.inForceAt.bound),
        \(rules.putBy), \(rules.trial), \(rules.overrideReason))
      ON CONFLICT (version) DO NOTHING
      """) == 1
  }
}
