import Domain
import Postgres

/// What was typed into the form of a need, to go on with later.
public struct NeedDraftRecord: Sendable, Hashable {
  public var enterprise: EnterpriseID
  /// RFC 8785 JSON.
  public var fields: String
  public var savedAt: Instant
  public var savedBy: String

  public init(enterprise: EnterpriseID, fields: String, savedAt: Instant, savedBy: String) {
    self.enterprise = enterprise
    self.fields = fields
    self.savedAt = savedAt
    self.savedBy = savedBy
  }
}

public enum NeedDraftRepository {
  /// Keeps a draft in place of the one before.
  public static func put(
    _ draft: NeedDraftRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO need_draft (enterprise_id, fields, saved_at, saved_by)
      VALUES (\(draft.enterprise.uuid), \(draft.fields), \(draft.savedAt.bound), \(draft.savedBy))
      ON CONFLICT (enterprise_id) DO UPDATE SET fields = excluded.fields,
        saved_at = excluded.saved_at, saved_by = excluded.saved_by
      """)
  }

  public static func find(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> NeedDraftRecord? {
    try await session.query(
      """
      SELECT enterprise_id, fields, saved_at, saved_by FROM need_draft
      WHERE enterprise_id = \(enterprise.uuid)
      """
    ).first.map(record)
  }

  private static func record(_ row: Row) throws(PostgresError) -> NeedDraftRecord {
    NeedDraftRecord(
      enterprise: EnterpriseID(try row.uuid(0)), fields: try row.text(1),
      savedAt: try row.instant(2), savedBy: try row.text(3))
  }

  public static func delete(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      "DELETE FROM need_draft WHERE enterprise_id = \(enterprise.uuid)")
  }
}
