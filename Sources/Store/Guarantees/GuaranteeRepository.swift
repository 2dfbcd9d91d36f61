import Domain
import Foundation
import Postgres

/// Guarantees with their shares and steps. Written under the locks of guarantor and enterprise.
public enum GuaranteeRepository {
  private static let columns: Statement = """
    SELECT g.id, g.need_id, g.need_version, g.enterprise_id, g.run_id, g.guarantor, g.re_guarantor,
      g.bank, g.product_code, g.scheme, g.scheme_from, g.fund, g.kind, g.size, g.contract,
      g.principal_fen, g.own_ppm, g.own_fen, g.all_in_ppm, g.state, g.version, g.began_at,
      g.due_at, g.step_at, g.signed_on, g.matures_on, g.contract_number, g.overdue_on,
      g.claimed_fen, g.claimed_on, g.ended_on, g.reason, g.created_at, g.updated_at, g.repaid_fen
    FROM guarantee g
    """

  private static func record(_ row: Row) throws(PostgresError) -> GuaranteeRecord {
    var guarantee = GuaranteeRecord(
      id: GuaranteeID(try row.uuid(0)), need: NeedID(try row.uuid(1)),
      needVersion: Int(try row.int32(2)), enterprise: EnterpriseID(try row.uuid(3)),
      run: RunID(try row.uuid(4)), guarantor: try row.text(5),
      reGuarantor: try row.optionalText(6), bank: try row.text(7), productCode: try row.text(8),
      scheme: try row.text(9), schemeFrom: try row.day(10), fund: try row.optionalText(11),
      kind: try row.text(12), size: try row.text(13), contract: try row.text(14),
      principalFen: try row.int64(15), ownPpm: Int(try row.int32(16)), ownFen: try row.int64(17),
      allInPpm: try row.int64(18), state: try row.text(19), at: try row.instant(32))
    guarantee.version = Int(try row.int32(20))
    guarantee.beganAt = try row.instant(21)
    guarantee.dueAt = try row.optionalInstant(22)
    guarantee.stepAt = try row.optionalInstant(23)
    guarantee.signedOn = try row.optionalDay(24)
    guarantee.maturesOn = try row.optionalDay(25)
    guarantee.contractNumber = try row.optionalText(26)
    guarantee.overdueOn = try row.optionalDay(27)
    guarantee.claimedFen = row.isNull(28) ? nil : try row.int64(28)
    guarantee.claimedOn = try row.optionalDay(29)
    guarantee.endedOn = try row.optionalDay(30)
    guarantee.reason = try row.optionalText(31)
    guarantee.updatedAt = try row.instant(33)
    guarantee.repaidFen = try row.int64(34)
    return guarantee
  }

  /// Inserts a guarantee with its shares and its first step.
  ///
  /// - Throws: a unique violation of `guarantee_one_live` when the need has one of this guarantor for
  ///   this bank already.
  public static func insert(
    _ guarantee: GuaranteeRecord, _ shares: [GuaranteeRecord.Share], _ step: GuaranteeStep,
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    let inserting: Statement = """
      INSERT INTO guarantee (id, need_id, need_version, enterprise_id, run_id, guarantor,
        re_guarantor, bank, product_code, scheme, scheme_from, fund, kind, size, contract,
        principal_fen, own_ppm, own_fen, all_in_ppm, state, version, began_at, due_at, step_at,
        created_at, updated_at)
      VALUES (\(guarantee.id.uuid), \(guarantee.need.uuid), \(guarantee.needVersion),
        \(guarantee.enterprise.uuid), \(guarantee.run.uuid), \(guarantee.guarantor),
        \(guarantee.reGuarantor as String?), \(guarantee.bank), \(guarantee.productCode),
        \(guarantee.scheme), \(guarantee.schemeFrom.bound), \(guarantee.fund as String?),
        \(guarantee.kind), \(guarantee.size), \(guarantee.contract), \(guarantee.principalFen),
        \(guarantee.ownPpm), \(guarantee.ownFen), \(guarantee.allInPpm), \(guarantee.state),
        \(guarantee.version), \(guarantee.beganAt.bound), \(guarantee.dueAt?.bound),
        \(guarantee.stepAt?.bound), \(guarantee.createdAt.bound), \(guarantee.updatedAt.bound))
      """
    let sharing = shares.enumerated().map { index, share -> Statement in
      """
      INSERT INTO guarantee_share (guarantee_id, place, party, ppm, institution)
      VALUES (\(guarantee.id.uuid), \(index + 1), \(share.party), \(share.ppm),
        \(share.institution as String?))
      """
    }
    try await session.pipeline([inserting] + sharing + [appending(step, to: guarantee.id)])
  }

  /// Writes the next step of a guarantee and what stands after it.
  public static func advance(
    _ guarantee: GuaranteeRecord, _ step: GuaranteeStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      appending(step, to: guarantee.id),
      """
      UPDATE guarantee SET state = \(guarantee.state), version = \(guarantee.version),
        began_at = \(guarantee.beganAt.bound), due_at = \(guarantee.dueAt?.bound),
        step_at = \(guarantee.stepAt?.bound), signed_on = \(guarantee.signedOn?.bound),
        matures_on = \(guarantee.maturesOn?.bound),
        contract_number = \(guarantee.contractNumber as String?),
        overdue_on = \(guarantee.overdueOn?.bound), claimed_fen = \(guarantee.claimedFen),
        claimed_on = \(guarantee.claimedOn?.bound), ended_on = \(guarantee.endedOn?.bound),
        reason = \(guarantee.reason as String?), own_fen = \(guarantee.ownFen),
        repaid_fen = \(guarantee.repaidFen), updated_at = \(guarantee.updatedAt.bound)
      WHERE id = \(guarantee.id.uuid)
      """,
    ])
  }

  private static func appending(_ step: GuaranteeStep, to guarantee: GuaranteeID) -> Statement {
    """
    INSERT INTO guarantee_step (guarantee_id, version, from_state, state, verb, actor, side, taken_at,
      repaid_fen, repaid_on)
    VALUES (\(guarantee.uuid), \(step.version), \(step.from as String?), \(step.state),
      \(step.verb), \(step.actor), \(step.side), \(step.takenAt.bound), \(step.repayment?.fen),
      \(step.repayment?.on.bound))
    """
  }

  public static func find(
    _ id: GuaranteeID, _ session: any PostgresSession
  ) async throws(PostgresError) -> GuaranteeRecord? {
    try await session.query(columns + " WHERE g.id = \(id.uuid)").first.map(record)
  }

  /// All guarantees of a need, oldest first.
  public static func list(
    need: NeedID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [GuaranteeRecord] {
    try await session.query(columns + " WHERE g.need_id = \(need.uuid) ORDER BY g.id").map(record)
  }

  /// The guarantees that were made from some runs, oldest first.
  public static func list(
    runs: [RunID], limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [GuaranteeRecord] {
    guard !runs.isEmpty else { return [] }
    return try await session.query(
      columns + " WHERE g.run_id = ANY(\(runs.map(\.uuid))) ORDER BY g.id LIMIT \(limit)"
    ).map(record)
  }

  /// What a list of guarantees is cut to.
  public struct Filter: Sendable {
    public var state: String?
    /// As guarantor, re-guarantor or bank.
    public var institution: String?
    public var enterprise: EnterpriseID?
    public var regionPrefix: String?

    public init(
      state: String? = nil, institution: String? = nil, enterprise: EnterpriseID? = nil,
      regionPrefix: String? = nil
    ) {
      self.state = state
      self.institution = institution
      self.enterprise = enterprise
      self.regionPrefix = regionPrefix
    }
  }

  /// Newest first.
  public static func list(
    _ filter: Filter, after: UUID?, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [GuaranteeRecord] {
    var statement = columns
    if let prefix = filter.regionPrefix {
      statement =
        statement
        + " JOIN enterprise e ON e.id = g.enterprise_id AND e.region ^@ \(prefix)"
    }
    statement = statement + " WHERE true"
    if let state = filter.state { statement = statement + " AND g.state = \(state)" }
    if let code = filter.institution {
      statement =
        statement
        + " AND (g.guarantor = \(code) OR g.bank = \(code) OR g.re_guarantor = \(code))"
    }
    if let id = filter.enterprise { statement = statement + " AND g.enterprise_id = \(id.uuid)" }
    if let after { statement = statement + " AND g.id < \(after)" }
    return try await session.query(statement + " ORDER BY g.id DESC LIMIT \(limit)").map(record)
  }

  /// The shares of a guarantee in their order.
  public static func shares(
    of guarantee: GuaranteeID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [GuaranteeRecord.Share] {
    try await session.query(
      """
      SELECT party, ppm, institution FROM guarantee_share
      WHERE guarantee_id = \(guarantee.uuid) ORDER BY place
      """
    ).map { row throws(PostgresError) in
      GuaranteeRecord.Share(
        party: try row.text(0), ppm: Int(try row.int32(1)), institution: try row.optionalText(2))
    }
  }

  /// The steps of a guarantee in the order they were taken.
  public static func steps(
    of guarantee: GuaranteeID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [GuaranteeStep] {
    try await session.query(
      """
      SELECT version, from_state, state, verb, actor, side, taken_at, repaid_fen, repaid_on
      FROM guarantee_step
      WHERE guarantee_id = \(guarantee.uuid) ORDER BY version
      """
    ).map { row throws(PostgresError) in
      GuaranteeStep(
        version: Int(try row.int32(0)), from: try row.optionalText(1), state: try row.text(2),
        verb: try row.text(3), actor: try row.text(4), side: try row.text(5),
        takenAt: try row.instant(6),
        repayment: row.isNull(7)
          ? nil : GuaranteeRepayment(fen: try row.int64(7), on: try row.day(8)))
    }
  }

  /// Has the service look at what is reserved for a need, which its enterprise took back. Under the
  /// enterprise's lock; the guarantor's comes before it, and is taken when the reservation is released.
  public static func hasten(
    need: NeedID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE guarantee SET step_at = least(step_at, \(instant.bound))
      WHERE need_id = \(need.uuid) AND state = 'reserved' AND due_at IS NOT NULL
      """)
  }

  /// Guarantees of which the service is to take the next step, the longest overdue first.
  public static func due(
    at instant: Instant, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [GuaranteeID] {
    try await session.query(
      """
      SELECT id FROM guarantee WHERE step_at <= \(instant.bound) ORDER BY step_at, id LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in GuaranteeID(try row.uuid(0)) }
  }
}
