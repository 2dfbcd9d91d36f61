import Domain
import Foundation
import Postgres

/// Claims with their steps, parts and papers. Written under the enterprise's lock.
public enum ClaimRepository {
  private static let columns: Statement = """
    SELECT c.id, c.enterprise_id, c.event_id, c.clause, c.clause_from, c.contract, c.family, c.ladder,
      c.amount_fen, c.is_ceiling, c.state, c.version, c.opens_on, c.closes_on, c.claimed_on,
      c.due_at, c.paid_on, c.clawed_back_fen, c.clawed_back_on, c.reason, c.note, c.created_at,
      c.updated_at, c.region, c.decision_note
    FROM claim c
    """

  private static func record(_ row: Row) throws(PostgresError) -> ClaimRecord {
    func fen(_ column: Int) throws(PostgresError) -> Int64? {
      row.isNull(column) ? nil : try row.int64(column)
    }
    var claim = ClaimRecord(
      id: ClaimID(try row.uuid(0)), enterprise: EnterpriseID(try row.uuid(1)),
      region: try row.text(23), event: AwardEventID(try row.uuid(2)), clause: try row.text(3),
      clauseFrom: try row.day(4), contract: try row.optionalText(5),
      family: try row.optionalText(6), ladder: try row.optionalText(7), amountFen: try fen(8),
      isCeiling: try row.decode(9, as: Bool.self), state: try row.text(10),
      opensOn: try row.day(12), closesOn: try row.optionalDay(13), claimedOn: try row.day(14),
      at: try row.instant(21))
    claim.version = Int(try row.int32(11))
    claim.dueAt = try row.optionalInstant(15)
    claim.paidOn = try row.optionalDay(16)
    claim.clawedBackFen = try fen(17)
    claim.clawedBackOn = try row.optionalDay(18)
    claim.reason = try row.optionalText(19)
    claim.note = try row.optionalText(20)
    claim.updatedAt = try row.instant(22)
    claim.decisionNote = try row.optionalText(24)
    return claim
  }

  /// Enters a claim with its first step and its papers.
  ///
  /// - Throws: a unique violation of `claim_once` or `claim_family_once` when one counts already.
  public static func insert(
    _ claim: ClaimRecord, _ step: ClaimStep, _ documents: [ClaimDocument],
    _ session: any PostgresSession
  ) async throws(PostgresError) {
    var statements: [Statement] = [
      """
      INSERT INTO claim (id, enterprise_id, region, event_id, clause, clause_from, subject, contract,
        family, ladder, amount_fen, is_ceiling, state, version, opens_on, closes_on, claimed_on,
        due_at, note, created_at, updated_at)
      VALUES (\(claim.id.uuid), \(claim.enterprise.uuid), \(claim.region), \(claim.event.uuid),
        \(claim.clause), \(claim.clauseFrom.bound),
        \(claim.contract == nil ? "enterprise" : "contract"),
        \(claim.contract as String?), \(claim.family as String?), \(claim.ladder as String?),
        \(claim.amountFen), \(claim.isCeiling), \(claim.state), \(claim.version),
        \(claim.opensOn.bound), \(claim.closesOn?.bound), \(claim.claimedOn.bound),
        \(claim.dueAt?.bound), \(claim.note as String?), \(claim.createdAt.bound),
        \(claim.updatedAt.bound))
      """, appending(step, to: claim.id),
    ]
    statements += documents.enumerated().map { index, document in
      """
      INSERT INTO claim_document (claim_id, place, kind, reference, digest, issued_on, issuer)
      VALUES (\(claim.id.uuid), \(index + 1), \(document.kind), \(document.proof.reference),
        \(document.proof.digest), \(document.proof.issuedOn.bound), \(document.proof.issuer))
      """
    }
    try await session.pipeline(statements)
  }

  /// Writes the next step of a claim and what stands after it.
  public static func advance(
    _ claim: ClaimRecord, _ step: ClaimStep, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline([
      appending(step, to: claim.id),
      """
      UPDATE claim SET state = \(claim.state), version = \(claim.version),
        amount_fen = \(claim.amountFen), due_at = \(claim.dueAt?.bound),
        paid_on = \(claim.paidOn?.bound), clawed_back_fen = \(claim.clawedBackFen),
        clawed_back_on = \(claim.clawedBackOn?.bound), reason = \(claim.reason as String?),
        decision_note = \(claim.decisionNote as String?), updated_at = \(claim.updatedAt.bound)
      WHERE id = \(claim.id.uuid)
      """,
    ])
  }

  private static func appending(_ step: ClaimStep, to claim: ClaimID) -> Statement {
    """
    INSERT INTO claim_step (claim_id, version, from_state, state, verb, actor, role, taken_at)
    VALUES (\(claim.uuid), \(step.version), \(step.from as String?), \(step.state), \(step.verb),
      \(step.actor), \(step.role), \(step.takenAt.bound))
    """
  }

  public static func find(
    _ id: ClaimID, _ session: any PostgresSession
  ) async throws(PostgresError) -> ClaimRecord? {
    try await session.query(columns + " WHERE c.id = \(id.uuid)").first.map(record)
  }

  /// Newest first.
  ///
  /// - Parameter regionPrefix: only those made where regions begin so.
  public static func list(
    state: String?, enterprise: EnterpriseID?, regionPrefix: String?, after: UUID?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [ClaimRecord] {
    var statement = columns + " WHERE true"
    if let regionPrefix { statement = statement + " AND c.region ^@ \(regionPrefix)" }
    if let state { statement = statement + " AND c.state = \(state)" }
    if let enterprise { statement = statement + " AND c.enterprise_id = \(enterprise.uuid)" }
    if let after { statement = statement + " AND c.id < \(after)" }
    return try await session.query(statement + " ORDER BY c.id DESC LIMIT \(limit)").map(record)
  }

  /// Those of an enterprise that stand in the way of others, in the order in which they were made.
  public static func counting(
    _ enterprise: EnterpriseID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ClaimRecord] {
    try await session.query(
      columns + " WHERE c.enterprise_id = \(enterprise.uuid) AND c.counts ORDER BY c.id"
    ).map(record)
  }

  /// The steps of a claim in the order they were taken.
  public static func steps(
    of claim: ClaimID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ClaimStep] {
    try await session.query(
      """
      SELECT version, from_state, state, verb, actor, role, taken_at FROM claim_step
      WHERE claim_id = \(claim.uuid) ORDER BY version
      """
    ).map { row throws(PostgresError) in
      ClaimStep(
        version: Int(try row.int32(0)), from: try row.optionalText(1), state: try row.text(2),
        verb: try row.text(3), actor: try row.text(4), role: try row.text(5),
        takenAt: try row.instant(6))
    }
  }

  /// Its papers as they were given.
  public static func documents(
    of claim: ClaimID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ClaimDocument] {
    try await session.query(
      """
      SELECT kind, reference, digest, issued_on, issuer FROM claim_document
      WHERE claim_id = \(claim.uuid) ORDER BY place
      """
    ).map { row throws(PostgresError) in
      ClaimDocument(
        kind: try row.text(0),
        proof: DocumentProof(
          reference: try row.text(1), digest: try row.decode(2, as: [UInt8].self),
          issuedOn: try row.day(3), issuer: try row.text(4)))
    }
  }

  // MARK: Parts

  public static func insert(
    _ parts: [ClaimPart], of claim: ClaimID, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline(
      parts.enumerated().map { index, part in
        """
        INSERT INTO claim_part (id, claim_id, place, level, region, fen, budget)
        VALUES (\(part.id.uuid), \(claim.uuid), \(index + 1), \(part.level), \(part.region),
          \(part.fen), \(part.budget))
        """
      })
  }

  /// Writes that a level has paid.
  public static func savePaid(
    _ part: ClaimPart, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE claim_part SET paid_on = \(part.paidOn?.bound), voucher = \(part.voucher as String?)
      WHERE id = \(part.id.uuid)
      """)
  }

  /// Writes how much of what a level has paid came back, and what of it went into its budget.
  public static func saveClawedBack(
    _ part: ClaimPart, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE claim_part SET clawed_back_fen = \(part.clawedBackFen), returned_fen = \(part.returnedFen)
      WHERE id = \(part.id.uuid)
      """)
  }

  /// In the order of the clause.
  public static func parts(
    of claim: ClaimID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [ClaimPart] {
    try await session.query(
      """
      SELECT id, level, region, fen, budget, paid_on, voucher, clawed_back_fen, returned_fen
      FROM claim_part WHERE claim_id = \(claim.uuid) ORDER BY place
      """
    ).map { row throws(PostgresError) in
      var part = ClaimPart(
        id: ClaimPartID(try row.uuid(0)), level: try row.text(1), region: try row.text(2),
        fen: try row.int64(3), budget: try row.text(4))
      part.paidOn = try row.optionalDay(5)
      part.voucher = try row.optionalText(6)
      part.clawedBackFen = try row.int64(7)
      part.returnedFen = try row.int64(8)
      return part
    }
  }

  // MARK: Figures

  /// What one clause came to at one level in a year.
  public struct Figure: Sendable, Hashable {
    public var clause: String
    /// Nil for claims that no level has accepted.
    public var level: String?
    public var state: String
    public var claims: Int64
    public var fen: Int64
    /// What of it was paid, less what came back.
    public var paidFen: Int64
    /// What came back of what was paid.
    public var clawedBackFen: Int64
  }

  /// Claims made in a year by clause, level and state, of those made in one region.
  public static func figures(
    year: Int, regionPrefix: String, limit: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> [Figure] {
    try await session.query(
      """
      SELECT c.clause, p.level, c.state, count(*)::bigint,
        coalesce(sum(coalesce(p.fen, c.amount_fen)), 0)::bigint,
        coalesce(sum(p.fen - p.clawed_back_fen) FILTER (WHERE p.paid_on IS NOT NULL), 0)::bigint,
        coalesce(sum(p.clawed_back_fen), 0)::bigint
      FROM claim c LEFT JOIN claim_part p ON p.claim_id = c.id
      WHERE c.claimed_on BETWEEN make_date(\(Int32(year)), 1, 1) AND make_date(\(Int32(year)), 12, 31)
        AND c.region ^@ \(regionPrefix)
      GROUP BY c.clause, p.level, c.state ORDER BY c.clause, p.level NULLS FIRST, c.state
      LIMIT \(limit)
      """
    ).map { row throws(PostgresError) in
      Figure(
        clause: try row.text(0), level: try row.optionalText(1), state: try row.text(2),
        claims: try row.int64(3), fen: try row.int64(4), paidFen: try row.int64(5),
        clawedBackFen: try row.int64(6))
    }
  }
}
