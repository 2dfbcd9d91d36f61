import Domain
import Postgres

/// Whose cases are to be looked at anew, and what came of it: layers, and what is at risk.
public enum ListingAccountRepository {
  /// Notes that a case of an enterprise changed.
  public static func marking(_ enterprise: EnterpriseID, at instant: Instant) -> Statement {
    """
    INSERT INTO listing_account (enterprise_id, due_at)
    VALUES (\(enterprise.uuid), \(instant.bound))
    ON CONFLICT (enterprise_id) DO UPDATE
    SET due_at = least(listing_account.due_at, excluded.due_at)
    """
  }

  /// Notes that facts of an enterprise changed, if it ever had a case.
  public static func hastening(_ enterprise: EnterpriseID, at instant: Instant) -> Statement {
    prepared(
      """
      UPDATE listing_account SET due_at = least(due_at, \(instant.bound))
      WHERE enterprise_id = \(enterprise.uuid)
      """)
  }

  /// When the cases of an enterprise are to be looked at; nil when nothing waits.
  public static func dueAt(
    _ enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> Instant? {
    try await session.query(
      "SELECT due_at FROM listing_account WHERE enterprise_id = \(enterprise.uuid)"
    ).first?.optionalInstant(0)
  }

  /// Writes when they are to be looked at next; nil when nothing will change by itself.
  public static func settle(
    _ enterprise: EnterpriseID, next: Instant?, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE listing_account SET due_at = \(next?.bound)
      WHERE enterprise_id = \(enterprise.uuid)
      """)
  }

  /// Enterprises that are due, those that wait longest first.
  public static func due(
    at instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [EnterpriseID] {
    try await session.query(
      """
      SELECT enterprise_id FROM listing_account WHERE due_at <= \(instant.bound)
      ORDER BY due_at, enterprise_id LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in EnterpriseID(try row.uuid(0)) }
  }

  /// Which of some enterprises ever had a case.
  public static func known(
    among enterprises: [EnterpriseID], _ session: any PostgresSession
  ) async throws(PostgresError) -> Set<EnterpriseID> {
    let rows = try await session.query(
      """
      SELECT enterprise_id FROM listing_account
      WHERE enterprise_id = ANY(\(enterprises.map(\.uuid)))
      """)
    return Set(try rows.map { row throws(PostgresError) in EnterpriseID(try row.uuid(0)) })
  }

  // MARK: Layers

  /// The layers of an enterprise, by board.
  public static func layers(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ListingLayerRecord] {
    try await session.query(
      """
      SELECT board, layer, since_on FROM listing_layer
      WHERE enterprise_id = \(enterprise.uuid) ORDER BY board
      """
    ).map { row throws(PostgresError) in
      ListingLayerRecord(
        board: try row.text(0), layer: try row.optionalText(1), since: try row.day(2))
    }
  }

  public static func save(
    _ layer: ListingLayerRecord, of enterprise: EnterpriseID, at instant: Instant,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO listing_layer (enterprise_id, board, layer, since_on, updated_at)
      VALUES (\(enterprise.uuid), \(layer.board), \(layer.layer as String?),
        \(layer.since.bound), \(instant.bound))
      ON CONFLICT (enterprise_id, board) DO UPDATE
      SET layer = excluded.layer, since_on = excluded.since_on, updated_at = excluded.updated_at
      """)
  }

  // MARK: What is at risk

  /// What a case is told to be at risk of now, oldest first.
  public static func alerts(
    of id: ListingCaseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ListingAlert] {
    try await alerts(of: [id], session)
  }

  /// The same of each of some cases.
  public static func alerts(
    of ids: [ListingCaseID], _ session: any PostgresSession
  ) async throws(PostgresError) -> [ListingAlert] {
    guard !ids.isEmpty else { return [] }
    return try await session.query(
      """
      SELECT id, case_id, gate, limited_by, due_on, earliest_on, raised_at FROM listing_alert
      WHERE case_id = ANY(\(ids.map(\.uuid))) AND cleared_at IS NULL ORDER BY raised_at, id
      """
    ).map { row throws(PostgresError) in
      ListingAlert(
        id: ListingAlertID(try row.uuid(0)), listingCase: ListingCaseID(try row.uuid(1)),
        gate: try row.text(2), limit: try row.text(3), due: try row.day(4),
        earliest: try row.day(5), raisedAt: try row.instant(6))
    }
  }

  public static func raise(
    _ alert: ListingAlert, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO listing_alert (id, case_id, gate, limited_by, due_on, earliest_on, raised_at)
      VALUES (\(alert.id.uuid), \(alert.listingCase.uuid), \(alert.gate), \(alert.limit),
        \(alert.due.bound), \(alert.earliest.bound), \(alert.raisedAt.bound))
      """)
  }

  /// Notes that some are at risk no more.
  public static func clear(
    _ ids: [ListingAlertID], at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    guard !ids.isEmpty else { return }
    try await session.execute(
      """
      UPDATE listing_alert SET cleared_at = greatest(raised_at, \(instant.bound))
      WHERE id = ANY(\(ids.map(\.uuid))) AND cleared_at IS NULL
      """)
  }
}
