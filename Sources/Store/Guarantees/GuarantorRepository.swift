import Domain
import Foundation
import Postgres

/// Guarantors and what they carry. What is carried is summed by the database, which refuses more than the
/// law allows (migration 0023).
public enum GuarantorRepository {
  private static let columns: Statement = """
    SELECT code, kind, name, region, net_assets_fen, equity_in_guarantors_fen, is_mainly_small,
      schemes, fee_ppm, fee_base, controllers, source, as_of, leverage_limit_fen,
      single_limit_fen, group_limit_fen, limits_from, carried_fen, version, updated_at, updated_by
    FROM guarantor
    """

  private static func record(_ row: Row) throws(PostgresError) -> GuarantorRecord {
    guard let kind = GuarantorRecord.Kind(rawValue: try row.text(1)) else {
      throw PostgresError(
        kind: .decoding, reason: "the kind of a guarantor is none of the known ones")
    }
    return GuarantorRecord(
      code: try row.text(0), kind: kind, name: try row.text(2), region: try row.text(3),
      netAssetsFen: try row.int64(4), equityInGuarantorsFen: try row.int64(5),
      isMainlySmall: try row.decode(6, as: Bool.self),
      schemes: try row.decode(7, as: [String].self),
      feePpm: Int(try row.int32(8)), feeBase: try row.text(9),
      controllers: try row.decode(10, as: [String].self), source: try row.text(11),
      asOf: try row.day(12),
      limits: GuarantorRecord.Limits(
        leverageFen: try row.int64(13), singleFen: try row.int64(14), groupFen: try row.int64(15),
        from: try row.day(16)),
      carriedFen: try row.int64(17), version: Int(try row.int32(18)),
      updatedAt: try row.instant(19), updatedBy: try row.text(20))
  }

  public static func find(
    _ code: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> GuarantorRecord? {
    try await session.query(columns + " WHERE code = \(code)").first.map(record)
  }

  /// Locks a guarantor: whoever changes what it carries waits for whoever does already. To be taken
  /// before the enterprise's lock.
  public static func lock(
    _ code: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> GuarantorRecord? {
    try await session.query(columns + " WHERE code = \(code) FOR NO KEY UPDATE").first.map(record)
  }

  /// Locks the guarantors that have, or had, a guarantee for an enterprise, in the order of their
  /// codes.
  public static func lock(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [GuarantorRecord] {
    try await session.query(
      columns
        + """
         WHERE code IN (
          SELECT guarantor FROM guarantor_borrower WHERE enterprise_id = \(enterprise.uuid))
        ORDER BY code FOR NO KEY UPDATE
        """
    ).map(record)
  }

  /// In the order of their codes.
  public static func list(
    limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [GuarantorRecord] {
    try await session.query(columns + " ORDER BY code LIMIT \(limit)").map(record)
  }

  /// Writes a guarantor, which may be new, with the limits of all it carries.
  ///
  /// - Returns: its version, the next one of what is there: of two who write it first, one is the second.
  /// - Throws: a check violation of `guarantor_leverage`, `guarantor_borrower_single` or
  ///   `guarantor_group_limit_holds` when it carries more than the new limits allow.
  @discardableResult
  public static func save(
    _ guarantor: GuarantorRecord, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    let row = try await session.queryOne(
      """
      INSERT INTO guarantor AS t (code, kind, name, region, net_assets_fen, equity_in_guarantors_fen,
        is_mainly_small, schemes, fee_ppm, fee_base, controllers, source, as_of,
        leverage_limit_fen, single_limit_fen, group_limit_fen, limits_from, version, updated_at,
        updated_by)
      VALUES (\(guarantor.code), \(guarantor.kind.rawValue), \(guarantor.name),
        \(guarantor.region), \(guarantor.netAssetsFen), \(guarantor.equityInGuarantorsFen),
        \(guarantor.isMainlySmall), \(guarantor.schemes), \(guarantor.feePpm),
        \(guarantor.feeBase), \(guarantor.controllers), \(guarantor.source),
        \(guarantor.asOf.bound), \(guarantor.limits.leverageFen), \(guarantor.limits.singleFen),
        \(guarantor.limits.groupFen), \(guarantor.limits.from.bound), 1,
        \(guarantor.updatedAt.bound), \(guarantor.updatedBy))
      ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, name = excluded.name,
        region = excluded.region, net_assets_fen = excluded.net_assets_fen,
        equity_in_guarantors_fen = excluded.equity_in_guarantors_fen,
        is_mainly_small = excluded.is_mainly_small, schemes = excluded.schemes,
        fee_ppm = excluded.fee_ppm, fee_base = excluded.fee_base,
        controllers = excluded.controllers, source = excluded.source, as_of = excluded.as_of,
        leverage_limit_fen = excluded.leverage_limit_fen,
        single_limit_fen = excluded.single_limit_fen,
        group_limit_fen = excluded.group_limit_fen, limits_from = excluded.limits_from,
        version = t.version + 1, updated_at = excluded.updated_at,
        updated_by = excluded.updated_by
      RETURNING version
      """)
    try await session.pipeline([
      """
      UPDATE guarantor_borrower SET limit_fen = \(guarantor.limits.singleFen)
      WHERE guarantor = \(guarantor.code)
      """,
      """
      UPDATE guarantor_group SET limit_fen = \(guarantor.limits.groupFen)
      WHERE guarantor = \(guarantor.code)
      """,
    ])
    return Int(try row.int32(0))
  }

  // MARK: What is carried

  /// What a locked guarantor carries for an enterprise and its related parties.
  public static func carried(
    by guarantor: String, for enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> CarriedRecord {
    let sums = try await session.queryOne(
      """
      SELECT
        coalesce((SELECT weighted_fen FROM guarantor_borrower
          WHERE guarantor = \(guarantor) AND enterprise_id = \(enterprise.uuid)), 0),
        coalesce((SELECT t.weighted_fen FROM guarantor_group t
          JOIN enterprise_group r ON r.group_code = t.group_code
          WHERE t.guarantor = \(guarantor) AND r.enterprise_id = \(enterprise.uuid)), 0)
      """)
    let (borrower, group) = (try sums.int64(0), try sums.int64(1))
    let live = try await session.query(
      """
      SELECT kind, principal_fen - repaid_fen, own_ppm, scheme FROM guarantee
      WHERE guarantor = \(guarantor) AND enterprise_id = \(enterprise.uuid) AND is_live ORDER BY id
      """
    ).map { row throws(PostgresError) in
      CarriedRecord.Live(
        kind: try row.text(0), principalFen: try row.int64(1), ownPpm: Int(try row.int32(2)),
        scheme: try row.text(3))
    }
    return CarriedRecord(
      borrowerFen: borrower, relatedFen: max(0, group - borrower), live: live)
  }

  /// What is guaranteed for an enterprise by anybody, by the code of the scheme.
  public static func guaranteed(
    for enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [String: Int64] {
    var sums: [String: Int64] = [:]
    for row in try await session.query(
      """
      SELECT scheme, sum(principal_fen - repaid_fen)::bigint FROM guarantee
      WHERE enterprise_id = \(enterprise.uuid) AND is_live GROUP BY scheme
      """)
    {
      sums[try row.text(0)] = try row.int64(1)
    }
    return sums
  }

  /// Writes what the liability for a borrower weighs now, after its guarantees changed.
  ///
  /// - Throws: a check violation of the limit that is passed.
  public static func weigh(
    _ weightedFen: Int64, by guarantor: String, for enterprise: EnterpriseID,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE guarantor_borrower SET weighted_fen = \(weightedFen), weighed_own_fen = own_fen
      WHERE guarantor = \(guarantor) AND enterprise_id = \(enterprise.uuid)
      """)
  }

  // MARK: Banks

  public static func banks(
    limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [GuaranteeBankRecord] {
    try await session.query(
      """
      SELECT institution, schemes, version, updated_at, updated_by FROM guarantee_bank
      ORDER BY institution LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in
      GuaranteeBankRecord(
        institution: try row.text(0), schemes: try row.decode(1, as: [String].self),
        version: Int(try row.int32(2)), updatedAt: try row.instant(3), updatedBy: try row.text(4))
    }
  }

  /// Writes the schemes of a bank, which may be new.
  ///
  /// - Returns: its version.
  public static func save(
    _ bank: GuaranteeBankRecord, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    let row = try await session.queryOne(
      """
      INSERT INTO guarantee_bank AS b (institution, schemes, version, updated_at, updated_by)
      VALUES (\(bank.institution), \(bank.schemes), 1, \(bank.updatedAt.bound), \(bank.updatedBy))
      ON CONFLICT (institution) DO UPDATE SET schemes = excluded.schemes, version = b.version + 1,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by
      RETURNING version
      """)
    return Int(try row.int32(0))
  }

  // MARK: Related parties

  /// Says which related parties a locked enterprise belongs to; what its guarantors carry for it counts
  /// for these from now on.
  ///
  /// - Parameter group: nil for none.
  /// - Throws: a check violation of `guarantor_group_limit_holds` when that is too much for one of them.
  public static func setGroup(
    _ group: String?, of enterprise: EnterpriseID, at instant: Instant, by author: String,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    let naming: Statement
    if let group {
      naming = """
        INSERT INTO enterprise_group (enterprise_id, group_code, updated_at, updated_by)
        VALUES (\(enterprise.uuid), \(group), \(instant.bound), \(author))
        ON CONFLICT (enterprise_id) DO UPDATE SET group_code = excluded.group_code,
          updated_at = excluded.updated_at, updated_by = excluded.updated_by
        """
    } else {
      naming = "DELETE FROM enterprise_group WHERE enterprise_id = \(enterprise.uuid)"
    }
    try await session.pipeline([
      naming,
      """
      UPDATE guarantor_borrower SET group_code = \(group as String?)
      WHERE enterprise_id = \(enterprise.uuid)
      """,
    ])
  }

  /// The related parties an enterprise belongs to.
  public static func group(
    of enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> String? {
    try await session.query(
      "SELECT group_code FROM enterprise_group WHERE enterprise_id = \(enterprise.uuid)"
    ).first.map { row throws(PostgresError) in try row.text(0) }
  }
}
