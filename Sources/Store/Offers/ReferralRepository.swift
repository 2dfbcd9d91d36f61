import Domain
import Foundation
import Postgres

/// That needs are to be put before institutions. Written under the enterprise's lock.
public enum ReferralRepository {
  public static func find(
    _ need: NeedID, _ session: any PostgresSession
  ) async throws(PostgresError) -> ReferralRecord? {
    let rows = try await session.query(
      """
      SELECT enterprise_id, mode, wanted, state, version, created_at, updated_at, created_by,
        due_at
      FROM referral WHERE need_id = \(need.uuid)
      """)
    guard let row = rows.first else { return nil }
    return ReferralRecord(
      need: need, enterprise: EnterpriseID(try row.uuid(0)),
      mode: try OfferRepository.mode(row.text(1)), wanted: Int(try row.int32(2)),
      isActive: try row.text(3) == "active", version: Int(try row.int32(4)),
      createdAt: try row.instant(5), updatedAt: try row.instant(6), createdBy: try row.text(7),
      dueAt: try row.optionalInstant(8))
  }

  /// Inserts a referral, or writes what it is now.
  public static func save(
    _ referral: ReferralRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO referral (need_id, enterprise_id, mode, wanted, state, version, created_at,
        updated_at, created_by, due_at)
      VALUES (\(referral.need.uuid), \(referral.enterprise.uuid), \(referral.mode.rawValue),
        \(referral.wanted), \(referral.isActive ? "active" : "ended"), \(referral.version),
        \(referral.createdAt.bound), \(referral.updatedAt.bound), \(referral.createdBy),
        \(referral.dueAt?.bound))
      ON CONFLICT (need_id) DO UPDATE SET mode = excluded.mode, wanted = excluded.wanted,
        state = excluded.state, version = excluded.version, updated_at = excluded.updated_at,
        due_at = excluded.due_at
      """)
  }

  /// Active referrals of decided needs for which more institutions are to be looked for, the longest
  /// overdue first. Periodic ones wait for a run; see ``AllocationRepository/waiting(limit:_:)``.
  public static func due(
    at instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [NeedID] {
    try await session.query(
      """
      SELECT r.need_id FROM referral r JOIN need n ON n.id = r.need_id
      WHERE r.due_at <= \(instant.bound) AND r.mode <> 'periodic' AND n.match_due_since IS NULL
      ORDER BY r.due_at, r.need_id LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in NeedID(try row.uuid(0)) }
  }
}
