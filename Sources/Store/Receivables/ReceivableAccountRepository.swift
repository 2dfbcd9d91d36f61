import Domain
import Postgres

/// Whose facts are to be drawn from its receivables anew, and when.
public enum ReceivableAccountRepository {
  /// Notes that receivables of some sellers changed.
  public static func marking(_ sellers: [EnterpriseID], at instant: Instant) -> Statement {
    """
    INSERT INTO receivable_account (enterprise_id, facts_due_at)
    SELECT id, \(instant.bound) FROM unnest(\(sellers.map(\.uuid))) AS s (id)
    ON CONFLICT (enterprise_id) DO UPDATE
    SET facts_due_at = least(receivable_account.facts_due_at, excluded.facts_due_at)
    """
  }

  /// When the facts of a seller are to be drawn; nil when nothing waits.
  public static func dueAt(
    _ seller: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> Instant? {
    try await session.query(
      "SELECT facts_due_at FROM receivable_account WHERE enterprise_id = \(seller.uuid)"
    ).first?.optionalInstant(0)
  }

  /// Writes when they are to be drawn next; nil when nothing will change by itself.
  public static func settle(
    _ seller: EnterpriseID, next: Instant?, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE receivable_account SET facts_due_at = \(next?.bound)
      WHERE enterprise_id = \(seller.uuid)
      """)
  }

  /// Sellers whose facts are due, those that wait longest first.
  public static func due(
    at instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID] {
    try await session.query(
      """
      SELECT enterprise_id FROM receivable_account WHERE facts_due_at <= \(instant.bound)
      ORDER BY facts_due_at, enterprise_id LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in EnterpriseID(try row.uuid(0)) }
  }
}
