import Postgres

/// What must hold in the database when all is quiet, whatever was killed before: a statement that
/// counts where it does not.
struct Invariant: Sendable {
  /// What it means when one does not hold.
  enum Kind: String, Sendable, CaseIterable {
    /// Something accepted, or its effect, is not there.
    case lost
    /// An effect happened more than once.
    case duplicated
    /// What is there is wrong.
    case broken
  }

  let name: String
  let kind: Kind
  let statement: Statement

  init(_ name: String, _ kind: Kind, _ statement: Statement) {
    self.name = name
    self.kind = kind
    self.statement = statement
  }

  /// Runs of each need in the order in which the database stored them, each with the one before.
  private static let history: Statement = """
    WITH history AS (
      SELECT id, need_id, need_version, facts_version,
        lag(id) OVER w AS before, lag(need_version) OVER w AS need_before,
        lag(facts_version) OVER w AS facts_before
      FROM match_run WINDOW w AS (PARTITION BY need_id ORDER BY created_at, id))
    """

  /// Facts wait since a receivable changed; else they wait for the next day.
  static let undrawnFacts: Statement = """
    SELECT count(*) FROM receivable_account a WHERE a.facts_due_at <= (
      SELECT max(r.updated_at) FROM receivable r WHERE r.enterprise_id = a.enterprise_id)
    """

  /// Headroom that the service is to let go.
  static let guaranteesOfWithdrawnNeeds: Statement = """
    SELECT count(*) FROM guarantee g JOIN need n ON n.id = g.need_id
    WHERE g.state = 'reserved' AND n.status = 'withdrawn'
    """

  static let all = ofMatching + ofMoney + ofNurture

  private static let ofMatching = [
    Invariant(
      "needs_waiting", .lost, "SELECT count(*) FROM need WHERE match_due_since IS NOT NULL"),
    Invariant(
      "runs_missing", .lost,
      """
      SELECT count(*) FROM need n JOIN enterprise e ON e.id = n.enterprise_id
      WHERE n.status = 'submitted' AND NOT EXISTS (
        SELECT FROM match_run r WHERE r.need_id = n.id AND r.need_version = n.version
          AND r.facts_version = e.facts_version)
      """),
    Invariant("events_unpublished", .lost, "SELECT count(*) FROM outbox"),
    Invariant(
      "letters_unsettled", .lost,
      "SELECT count(*) FROM dead_letter WHERE state IN ('open', 'redriving', 'skipping')"),
    Invariant("events_held", .lost, "SELECT count(*) FROM held_event"),
    Invariant("sweeps_open", .lost, "SELECT count(*) FROM sweep WHERE finished_at IS NULL"),
    Invariant(
      "slices_open", .lost,
      """
      SELECT count(*) FROM sweep_slice l JOIN sweep s ON s.id = l.sweep_id
      WHERE l.done_at IS NULL AND s.state = 'finished'
      """),
    Invariant(
      "runs_doubled", .duplicated,
      """
      SELECT coalesce(sum(n - 1), 0)::bigint FROM (
        SELECT count(*) AS n FROM match_run GROUP BY need_id, need_version, facts_version,
          catalog_version, policy_version, engine_version, decided_on) AS runs
      """),
    Invariant(
      "inbox_doubled", .duplicated,
      "SELECT count(*) - count(DISTINCT (consumer, event_id)) FROM inbox"),
    Invariant(
      "flips_doubled", .duplicated,
      "SELECT count(*) - count(DISTINCT (to_run, product_id)) FROM decision_flip"),
    Invariant(
      "letters_doubled", .duplicated,
      """
      SELECT count(*) - count(DISTINCT (
        consumer, topic, partition_number, partition_offset, payload_digest)) FROM dead_letter
      """),
    Invariant(
      "runs_out_of_order", .broken,
      history
        + "SELECT count(*) FROM history WHERE need_version < need_before OR facts_version < facts_before"
    ),
    Invariant(
      "newest_run_not_newest", .broken,
      """
      SELECT count(*) FROM need n
      CROSS JOIN LATERAL (
        SELECT id FROM match_run WHERE need_id = n.id ORDER BY id DESC LIMIT 1) AS by_id
      CROSS JOIN LATERAL (
        SELECT id FROM match_run WHERE need_id = n.id ORDER BY created_at DESC, id DESC LIMIT 1)
        AS by_time
      WHERE by_id.id <> by_time.id
      """),
    Invariant(
      "flips_without_ground", .broken,
      history
        + """
        SELECT count(*) FROM decision_flip f JOIN history h ON h.id = f.to_run
        WHERE h.before IS DISTINCT FROM f.from_run OR h.need_id <> f.need_id
        """),
    Invariant(
      "runs_of_withdrawn_needs", .broken,
      """
      SELECT count(*) FROM match_run r JOIN need n ON n.id = r.need_id
      WHERE n.status = 'withdrawn' AND r.need_version >= n.version
      """),
    Invariant(
      "runs_of_another_enterprise", .broken,
      """
      SELECT count(*) FROM match_run r JOIN need n ON n.id = r.need_id
      WHERE r.enterprise_id <> n.enterprise_id
      """),
    Invariant(
      "rematch_of_an_older_run", .broken,
      """
      SELECT count(*) FROM need_rematch m JOIN need n ON n.id = m.need_id
      CROSS JOIN LATERAL (
        SELECT id FROM match_run WHERE need_id = n.id ORDER BY created_at DESC, id DESC LIMIT 1) r
      WHERE n.status = 'submitted' AND r.id <> m.run_id
      """),
    Invariant(
      "sweeps_miscounted", .broken,
      """
      SELECT count(*) FROM sweep s WHERE s.state = 'finished' AND (
        s.slices_done <> s.slices OR s.slices <> (
          SELECT count(*) FROM sweep_slice l WHERE l.sweep_id = s.id AND l.done_at IS NOT NULL))
      """),
    Invariant(
      "offers_doubled", .duplicated,
      """
      SELECT count(*) - count(DISTINCT (need_id, institution)) FROM offer
      WHERE state IN ('offered', 'claimed', 'contacted', 'granted')
      """),
    Invariant(
      "offers_of_withdrawn_needs", .broken,
      """
      SELECT count(*) FROM offer o JOIN need n ON n.id = o.need_id
      WHERE n.status = 'withdrawn' AND o.state IN ('offered', 'claimed', 'contacted', 'granted')
      """),
    Invariant(
      "reservations_miscounted", .broken,
      """
      SELECT count(*) FROM ledger_account a WHERE a.taken > a.maximum OR a.taken <> (
        SELECT coalesce(sum(r.amount), 0) FROM ledger_reservation r
        WHERE (r.kind, r.code) = (a.kind, a.code) AND r.state <> 'released')
      """),
    Invariant(
      "reservations_of_ended_offers", .broken,
      """
      SELECT count(*) FROM ledger_reservation r JOIN offer o ON o.id = r.holder_id
      WHERE (r.state <> 'released')
        <> (o.state IN ('offered', 'claimed', 'contacted', 'granted'))
      """),
    Invariant(
      "financings_above_limit", .broken,
      """
      SELECT count(*) FROM receivable r JOIN LATERAL (
        SELECT coalesce(sum(amount_fen), 0) AS fen, count(DISTINCT (institution, way)) AS funders
        FROM receivable_financing f WHERE f.receivable_id = r.id AND f.state <> 'released') s ON true
      LEFT JOIN ledger_account a ON a.kind = 'receivable' AND a.code = 'rcv_' || r.id
      WHERE s.funders > 1 OR s.fen <> coalesce(a.taken, 0) OR s.fen > coalesce(a.maximum, 0)
        OR s.fen > r.gross_fen - r.vat_fen
      """),
    Invariant(
      "reservations_of_ended_financings", .broken,
      """
      SELECT count(*) FROM ledger_reservation l
      LEFT JOIN receivable_financing f ON f.id = l.holder_id
      WHERE l.kind = 'receivable' AND (f.id IS NULL OR (l.state <> 'released') <> (f.state <> 'released'))
      """),
    Invariant("facts_undrawn", .lost, undrawnFacts),
    Invariant("guarantees_of_withdrawn_needs", .lost, guaranteesOfWithdrawnNeeds),
    Invariant(
      "guarantees_doubled", .duplicated,
      """
      SELECT count(*) - count(DISTINCT (need_id, guarantor, bank)) FROM guarantee WHERE is_live
      """),
    Invariant(
      "headroom_miscounted", .broken,
      """
      SELECT (SELECT count(*) FROM guarantor_borrower b
          WHERE b.weighted_fen > b.limit_fen OR b.own_fen <> b.weighed_own_fen
            OR b.own_fen <> coalesce((SELECT sum(g.own_fen) FROM guarantee g
              WHERE g.is_live AND g.guarantor = b.guarantor AND g.enterprise_id = b.enterprise_id), 0))
        + (SELECT count(*) FROM guarantor_group t
          WHERE t.weighted_fen > t.limit_fen OR t.weighted_fen <> coalesce((
            SELECT sum(b.weighted_fen) FROM guarantor_borrower b
            WHERE b.guarantor = t.guarantor AND b.group_code = t.group_code), 0))
        + (SELECT count(*) FROM guarantor g
          WHERE g.carried_fen > g.leverage_limit_fen OR g.carried_fen <> coalesce((
            SELECT sum(b.weighted_fen) FROM guarantor_borrower b WHERE b.guarantor = g.code), 0))
      """),
    // Events of the service itself must be handled in the end, however often that failed before.
    Invariant(
      "innocent_dead_letters", .broken,
      """
      SELECT count(*) FROM dead_letter
      WHERE position(convert_to(\(Poison.mark), 'UTF8') IN coalesce(payload, '')) = 0
      """),
  ]
}
