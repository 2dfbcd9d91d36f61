import Postgres

extension Invariant {
  /// What must hold of credit lines, and of the money of guarantees and funds.
  static let ofMoney = [
    Invariant(
      "credit_lines_of_ended_financings", .broken,
      """
      SELECT count(*) FROM ledger_reservation l
      LEFT JOIN receivable_financing f ON f.id = l.holder_id
      WHERE l.kind = 'credit_line' AND (f.id IS NULL OR (l.state <> 'released') <> (f.state <> 'released'))
      """),
    Invariant(
      "funds_miscounted", .broken,
      """
      SELECT count(*) FROM fund f WHERE f.held_fen > f.balance_fen OR (f.balance_fen, f.held_fen) <> (
        SELECT coalesce(sum(CASE WHEN kind IN ('endow', 'recover', 'repay', 'fee') THEN amount_fen
            WHEN kind IN ('pay', 'lend') THEN -amount_fen ELSE 0 END), 0),
          coalesce(sum(CASE WHEN kind = 'hold' THEN amount_fen
            WHEN kind IN ('release', 'pay', 'lend') THEN -amount_fen ELSE 0 END), 0)
        FROM fund_entry e WHERE e.fund = f.code)
      """),
    Invariant(
      "payments_of_funds_miscounted", .broken,
      """
      SELECT count(*) FROM fund f WHERE f.paid_fen <> (
        SELECT coalesce(sum(amount_fen), 0) FROM fund_entry e WHERE e.fund = f.code AND e.kind = 'pay')
      """),
    Invariant(
      "loans_of_funds_miscounted", .broken,
      """
      SELECT count(*) FROM fund f WHERE f.out_fen <> (
        SELECT coalesce(sum(CASE WHEN kind = 'lend' THEN amount_fen
          WHEN kind IN ('repay', 'write_off') THEN -amount_fen ELSE 0 END), 0)
        FROM fund_entry e WHERE e.fund = f.code)
      """),
    Invariant(
      "holds_of_guarantees_doubled", .duplicated,
      """
      SELECT count(*) FROM (
        SELECT e.fund, e.guarantee_id,
          count(*) FILTER (WHERE e.kind = 'hold')
            - count(*) FILTER (WHERE e.kind IN ('release', 'pay')) AS held
        FROM fund_entry e WHERE e.guarantee_id IS NOT NULL GROUP BY 1, 2) h
      WHERE h.held NOT BETWEEN 0 AND 1
      """),
    Invariant(
      "losses_miscounted", .broken,
      """
      SELECT (SELECT count(*) FROM compensation c WHERE c.loss_fen <> coalesce((
            SELECT sum(p.borne_fen) FROM compensation_part p
            WHERE p.guarantee_id = c.guarantee_id), 0))
        + (SELECT count(*) FROM compensation_part p
          WHERE p.returned_fen > p.borne_fen OR p.returned_fen <> coalesce((
            SELECT sum(q.fen) FROM recovery_part q JOIN recovery r ON r.id = q.recovery_id
            WHERE r.guarantee_id = p.guarantee_id AND q.party = p.party), 0))
        + (SELECT count(*) FROM recovery r WHERE r.gross_fen - r.costs_fen <> coalesce((
            SELECT sum(q.fen) FROM recovery_part q WHERE q.recovery_id = r.id), 0))
      """),
    Invariant(
      "losses_made_good_twice", .duplicated,
      """
      SELECT count(*) FROM compensation c
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(borne_fen), 0) AS borne, coalesce(sum(returned_fen), 0) AS back
        FROM compensation_part p
        WHERE p.guarantee_id = c.guarantee_id AND p.party IN ('guarantor', 'insurer')) own
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(CASE e.kind WHEN 'pay' THEN e.amount_fen WHEN 'recover' THEN -e.amount_fen
          ELSE 0 END), 0) AS fen
        FROM fund_entry e JOIN fund f ON f.code = e.fund AND f.kind = 'loan_risk_pool'
        WHERE e.guarantee_id = c.guarantee_id) pools
      WHERE own.back + pools.fen > own.borne OR pools.fen < 0
      """),
    Invariant(
      "repayments_miscounted", .broken,
      """
      SELECT count(*) FROM guarantee g WHERE g.repaid_fen <> coalesce((
          SELECT sum(s.repaid_fen) FROM guarantee_step s WHERE s.guarantee_id = g.id), 0)
        OR g.own_fen <> ceil((g.principal_fen - g.repaid_fen)::numeric * g.own_ppm / 1000000)
      """),
  ]
}
