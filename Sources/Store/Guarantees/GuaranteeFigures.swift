import Domain
import Postgres

/// What a guarantor compensated of what it was released from, in one year.
public struct GuaranteeTurnover: Sendable, Hashable {
  /// 本年累计代偿: what it paid to banks.
  public var compensatedFen: Int64
  /// 本年累计解除: what it was released from, repaid (also in part) or compensated.
  public var endedFen: Int64

  public init(compensatedFen: Int64, endedFen: Int64) {
    self.compensatedFen = compensatedFen
    self.endedFen = endedFen
  }
}

/// The figures of one guarantor that its regulator asks for.
public struct GuaranteeFigures: Sendable, Hashable {
  /// In force of one kind and size: own shares, and how many borrowers.
  public struct InForce: Sendable, Hashable {
    public var kind: String
    public var size: String
    public var principalFen: Int64
    public var ownFen: Int64
    public var borrowers: Int64
  }

  public var inForce: [InForce]
  public var weightedFen: Int64
  public var turnover: GuaranteeTurnover
  /// Since the beginning: paid to banks, recovered of it, and lost for good.
  public var compensatedFen: Int64
  public var recoveredFen: Int64
  public var lostFen: Int64
  /// 逾期未代偿: what banks claim that is not compensated.
  public var claimedFen: Int64
}

/// Whom a guarantor serves: own shares in force and clients, and what of both is of small firms and farming.
public struct GuaranteeMix: Sendable, Hashable {
  public var fen: Int64
  public var smallFen: Int64
  public var clients: Int64
  public var smallClients: Int64
}

/// Sums over guarantees.
public enum GuaranteeFiguresRepository {
  /// What a guarantor paid banks and was released from in a year, under one scheme.
  ///
  /// - Parameters:
  ///   - bank: nil for all.
  ///   - scheme: nil for all.
  public static func turnover(
    of guarantor: String, bank: String?, scheme: String?, year: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> GuaranteeTurnover {
    let row = try await session.queryOne(
      """
      SELECT
        coalesce(sum(c.loss_fen - coalesce(b.borne_fen, 0)), 0)::bigint,
        coalesce(sum(g.principal_fen - g.repaid_fen), 0)::bigint + coalesce((
          SELECT sum(s.repaid_fen) FROM guarantee g
          JOIN guarantee_step s ON s.guarantee_id = g.id
            AND s.repaid_on BETWEEN make_date(\(Int32(year)), 1, 1) AND make_date(\(Int32(year)), 12, 31)
          WHERE g.guarantor = \(guarantor) AND g.repaid_fen > 0
            AND (\(bank as String?)::text IS NULL OR g.bank = \(bank as String?))
            AND (\(scheme as String?)::text IS NULL OR g.scheme = \(scheme as String?))
        ), 0)::bigint
      FROM guarantee g
      LEFT JOIN compensation c ON c.guarantee_id = g.id
      LEFT JOIN compensation_part b ON b.guarantee_id = g.id AND b.party = 'bank'
      WHERE g.guarantor = \(guarantor) AND g.ended_on BETWEEN make_date(\(Int32(year)), 1, 1)
          AND make_date(\(Int32(year)), 12, 31)
        AND (\(bank as String?)::text IS NULL OR g.bank = \(bank as String?))
        AND (\(scheme as String?)::text IS NULL OR g.scheme = \(scheme as String?))
      """)
    return GuaranteeTurnover(compensatedFen: try row.int64(0), endedFen: try row.int64(1))
  }

  /// What a guarantor has in force, and what of it is of some kinds, with the clients.
  public static func mix(
    of guarantor: String, small kinds: [String], _ session: any PostgresSession
  ) async throws(PostgresError) -> GuaranteeMix {
    let row = try await session.queryOne(
      """
      SELECT coalesce(sum(own_fen), 0)::bigint,
        coalesce(sum(own_fen) FILTER (WHERE kind = ANY(\(kinds))), 0)::bigint,
        count(DISTINCT enterprise_id),
        count(DISTINCT enterprise_id) FILTER (WHERE kind = ANY(\(kinds)))
      FROM guarantee WHERE guarantor = \(guarantor) AND is_live AND state <> 'reserved'
      """)
    return GuaranteeMix(
      fen: try row.int64(0), smallFen: try row.int64(1), clients: try row.int64(2),
      smallClients: try row.int64(3))
  }

  public static func figures(
    of guarantor: String, year: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> GuaranteeFigures {
    let inForce = try await session.query(
      """
      SELECT kind, size, sum(principal_fen - repaid_fen)::bigint, sum(own_fen)::bigint,
        count(DISTINCT enterprise_id)
      FROM guarantee WHERE guarantor = \(guarantor) AND is_live AND state <> 'reserved'
      GROUP BY kind, size ORDER BY kind, size
      """
    ).map { row throws(PostgresError) in
      GuaranteeFigures.InForce(
        kind: try row.text(0), size: try row.text(1), principalFen: try row.int64(2),
        ownFen: try row.int64(3), borrowers: try row.int64(4))
    }
    let sums = try await session.queryOne(
      """
      SELECT
        coalesce((SELECT carried_fen FROM guarantor WHERE code = \(guarantor)), 0),
        coalesce(sum(c.loss_fen - coalesce(b.borne_fen, 0)), 0)::bigint,
        coalesce(sum(t.fen), 0)::bigint,
        coalesce(sum(CASE WHEN g.state = 'written_off'
          THEN c.loss_fen - coalesce(b.borne_fen, 0) - coalesce(t.fen, 0) END), 0)::bigint,
        coalesce(sum(CASE WHEN g.state IN ('claimed', 'reviewing') THEN g.claimed_fen END), 0)::bigint
      FROM guarantee g
      LEFT JOIN compensation c ON c.guarantee_id = g.id
      LEFT JOIN compensation_part b ON b.guarantee_id = g.id AND b.party = 'bank'
      LEFT JOIN LATERAL (
        SELECT sum(p.returned_fen) AS fen FROM compensation_part p
        WHERE p.guarantee_id = g.id AND p.party <> 'bank') t ON true
      WHERE g.guarantor = \(guarantor)
      """)
    return GuaranteeFigures(
      inForce: inForce, weightedFen: try sums.int64(0),
      turnover: try await turnover(of: guarantor, bank: nil, scheme: nil, year: year, session),
      compensatedFen: try sums.int64(1), recoveredFen: try sums.int64(2),
      lostFen: try sums.int64(3), claimedFen: try sums.int64(4))
  }
}
