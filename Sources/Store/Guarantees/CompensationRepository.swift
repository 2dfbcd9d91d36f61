import Domain
import Postgres

/// Compensated losses, who bears them, and what came back. The database checks at the commit that all of it
/// sums to the fen.
public enum CompensationRepository {
  /// Inserts a compensation with the part of each party.
  public static func insert(
    _ compensation: CompensationRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    let parts = compensation.parts.enumerated().map { index, part -> Statement in
      """
      INSERT INTO compensation_part (guarantee_id, place, party, borne_fen, state)
      VALUES (\(compensation.guarantee.uuid), \(index + 1), \(part.party), \(part.borneFen),
        \(part.state.rawValue))
      """
    }
    let inserting: Statement = """
      INSERT INTO compensation (guarantee_id, loss_fen, compensated_on, created_at)
      VALUES (\(compensation.guarantee.uuid), \(compensation.lossFen), \(compensation.on.bound),
        \(compensation.createdAt.bound))
      """
    try await session.pipeline([inserting] + parts)
  }

  public static func find(
    _ guarantee: GuaranteeID, _ session: any PostgresSession
  ) async throws(PostgresError) -> CompensationRecord? {
    let found = try await session.query(
      """
      SELECT loss_fen, compensated_on, created_at FROM compensation
      WHERE guarantee_id = \(guarantee.uuid)
      """)
    guard let row = found.first else { return nil }
    var parts: [CompensationPart] = []
    for row in try await session.query(
      """
      SELECT party, borne_fen, returned_fen, state, claimed_at, paid_on FROM compensation_part
      WHERE guarantee_id = \(guarantee.uuid) ORDER BY place
      """)
    {
      guard let state = CompensationPart.State(rawValue: try row.text(3)) else {
        throw PostgresError(
          kind: .decoding, reason: "the state of a share is none of the known ones")
      }
      parts.append(
        CompensationPart(
          party: try row.text(0), borneFen: try row.int64(1), returnedFen: try row.int64(2),
          state: state, claimedAt: try row.optionalInstant(4), paidOn: try row.optionalDay(5)))
    }
    return CompensationRecord(
      guarantee: guarantee, lossFen: try row.int64(0), on: try row.day(1),
      createdAt: try row.instant(2), parts: parts)
  }

  /// Writes what stands of the parts of a compensation.
  public static func save(
    _ parts: [CompensationPart], of guarantee: GuaranteeID, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.pipeline(
      parts.map { part -> Statement in
        """
        UPDATE compensation_part SET returned_fen = \(part.returnedFen),
          state = \(part.state.rawValue), claimed_at = \(part.claimedAt?.bound),
          paid_on = \(part.paidOn?.bound)
        WHERE guarantee_id = \(guarantee.uuid) AND party = \(part.party)
        """
      })
  }

  /// Inserts one round with what each party gets of it.
  public static func insert(
    _ recovery: RecoveryRecord, _ session: any PostgresSession
  ) async throws(PostgresError) {
    let parts = recovery.parts.map { part -> Statement in
      """
      INSERT INTO recovery_part (recovery_id, party, fen)
      VALUES (\(recovery.id.uuid), \(part.party), \(part.fen))
      """
    }
    let inserting: Statement = """
      INSERT INTO recovery (id, guarantee_id, number, gross_fen, costs_fen, recovered_on, created_at)
      VALUES (\(recovery.id.uuid), \(recovery.guarantee.uuid), \(recovery.number),
        \(recovery.grossFen), \(recovery.costsFen), \(recovery.on.bound),
        \(recovery.createdAt.bound))
      """
    try await session.pipeline([inserting] + parts)
  }

  /// How many rounds there were.
  public static func recoveryCount(
    of guarantee: GuaranteeID, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    Int(
      try await session.queryOne(
        "SELECT count(*) FROM recovery WHERE guarantee_id = \(guarantee.uuid)"
      ).int64(0))
  }

  /// The rounds of a guarantee in their order.
  public static func recoveries(
    of guarantee: GuaranteeID, _ session: any PostgresSession
  ) async throws(PostgresError) -> [RecoveryRecord] {
    var rounds: [RecoveryRecord] = []
    for row in try await session.query(
      """
      SELECT r.id, r.number, r.gross_fen, r.costs_fen, r.recovered_on, r.created_at, q.party, q.fen
      FROM recovery r JOIN recovery_part q ON q.recovery_id = r.id
      JOIN guarantee_share s ON s.guarantee_id = r.guarantee_id AND s.party = q.party
      WHERE r.guarantee_id = \(guarantee.uuid) ORDER BY r.number, s.place
      """)
    {
      let part = RecoveryRecord.Part(party: try row.text(6), fen: try row.int64(7))
      let id = RecoveryID(try row.uuid(0))
      if rounds.last?.id == id {
        rounds[rounds.count - 1].parts.append(part)
      } else {
        rounds.append(
          RecoveryRecord(
            id: id, guarantee: guarantee, number: Int(try row.int32(1)),
            grossFen: try row.int64(2), costsFen: try row.int64(3), on: try row.day(4),
            createdAt: try row.instant(5), parts: [part]))
      }
    }
    return rounds
  }
}
