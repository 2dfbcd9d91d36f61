import Postgres

/// How to break each invariant on purpose.
enum Sabotage {
  /// Foreign keys and triggers are not looked at (PostgreSQL manual, `session_replication_role`).
  static let unchecked: Statement = "SET LOCAL session_replication_role = replica"
  private static let someOpen: Statement = """
    (SELECT id FROM need WHERE status = 'submitted' ORDER BY id LIMIT 1)
    """
  /// A need with more than one run.
  private static let someMatchedAgain: Statement = """
    (SELECT n.id FROM need n JOIN match_run r ON r.need_id = n.id WHERE n.status = 'submitted'
     GROUP BY n.id HAVING count(*) > 1 ORDER BY n.id LIMIT 1)
    """

  private static func letter(_ payload: String) -> Statement {
    """
    INSERT INTO dead_letter (id, consumer, topic, partition_number, partition_offset, headers,
      payload, payload_digest, reason, detail, attempts, first_failed_at, created_at)
    VALUES (gen_random_uuid(), 'test', 'test', 0, 0, '{}', convert_to(\(payload), 'UTF8'),
      sha256(convert_to(\(payload), 'UTF8')), 'test', '', 1, now(), now())
    """
  }

  static func again(_ table: SQLIdentifier) -> [Statement] {
    [
      "CREATE TEMP TABLE again ON COMMIT DROP AS SELECT * FROM \(identifier: table) LIMIT 1",
      "UPDATE again SET id = gen_random_uuid()",
      "INSERT INTO \(identifier: table) SELECT * FROM again",
    ]
  }

  /// Statements by the name of the invariant that they break.
  static let all = ofMatchingAndMoney.merging(ofNurture) { first, _ in first }

  private static let ofMatchingAndMoney: [String: [Statement]] = [
    "needs_waiting": ["UPDATE need SET match_due_since = now() WHERE id = " + someOpen],
    "runs_missing": [unchecked, "DELETE FROM match_run WHERE need_id = " + someOpen],
    "events_unpublished": [
      """
      INSERT INTO outbox (event_id, topic, key, type, subject, sequence, occurred_at, payload)
      VALUES (gen_random_uuid(), 'test', 'test', 'test', 'test', 1, now(), '')
      """
    ],
    "letters_unsettled": [letter(Poison.mark)],
    "events_held": [
      """
      INSERT INTO held_event (consumer, event_id, enterprise_id, topic, key, type, subject, sequence,
        occurred_at, payload, held_at)
      SELECT 'test', gen_random_uuid(), id, 'test', 'test', 'test', 'test', 1, now(), '', now()
      FROM enterprise LIMIT 1
      """
    ],
    "sweeps_open": ["UPDATE sweep SET state = 'running', finished_at = NULL"],
    "slices_open": ["UPDATE sweep_slice SET done_at = NULL"],
    "runs_doubled": ["ALTER TABLE match_run DROP CONSTRAINT match_run_once"] + again("match_run"),
    "inbox_doubled": [
      "ALTER TABLE inbox DROP CONSTRAINT inbox_pkey",
      "INSERT INTO inbox SELECT * FROM inbox LIMIT 1",
    ],
    "flips_doubled": ["ALTER TABLE decision_flip DROP CONSTRAINT decision_flip_once"]
      + again("decision_flip"),
    "letters_doubled": [
      "ALTER TABLE dead_letter DROP CONSTRAINT dead_letter_once", letter(Poison.mark),
      letter(Poison.mark),
    ],
    "runs_out_of_order": [
      """
      UPDATE match_run SET created_at = created_at + interval '1 day' WHERE need_version = 1
        AND need_id IN (SELECT need_id FROM match_run WHERE need_version = 2)
      """
    ],
    "newest_run_not_newest": [
      "UPDATE match_run SET created_at = created_at + interval '1 day' WHERE id = "
        + "(SELECT min(id::text)::uuid FROM match_run WHERE need_id = " + someMatchedAgain + ")"
    ],
    "flips_without_ground": [
      unchecked,
      """
      UPDATE decision_flip f SET from_run = (
        SELECT id FROM match_run r WHERE r.need_id <> f.need_id LIMIT 1)
      """,
    ],
    "runs_of_withdrawn_needs": ["UPDATE need SET status = 'withdrawn' WHERE id = " + someOpen],
    "runs_of_another_enterprise": [
      unchecked,
      """
      UPDATE match_run r SET enterprise_id = (
        SELECT id FROM enterprise e WHERE e.id <> r.enterprise_id LIMIT 1)
      """,
    ],
    "rematch_of_an_older_run": [
      "UPDATE need_rematch SET run_id = (SELECT min(id::text)::uuid FROM match_run WHERE need_id = "
        + someMatchedAgain + ") WHERE need_id = " + someMatchedAgain
    ],
    "sweeps_miscounted": ["UPDATE sweep SET slices = slices + 1, needs = needs + 1"],
    "offers_doubled": [
      "DROP INDEX offer_one_live", unchecked,
      "CREATE TEMP TABLE again ON COMMIT DROP AS SELECT * FROM offer WHERE state = 'offered' LIMIT 1",
      "UPDATE again SET id = gen_random_uuid()", "INSERT INTO offer SELECT * FROM again",
    ],
    "offers_of_withdrawn_needs": [
      """
      UPDATE need SET status = 'withdrawn' WHERE id IN (
        SELECT need_id FROM offer WHERE state = 'offered')
      """
    ],
    "reservations_miscounted": [unchecked, "UPDATE ledger_account SET taken = taken + 1"],
    "reservations_of_ended_offers": [
      unchecked, "UPDATE ledger_reservation SET state = 'held' WHERE state = 'released'",
    ],
    "financings_above_limit": [
      unchecked, "UPDATE receivable_financing SET amount_fen = amount_fen + 1 WHERE state = 'held'",
    ],
    "reservations_of_ended_financings": [
      unchecked,
      "UPDATE ledger_reservation SET state = 'held' WHERE state = 'released' AND kind = 'receivable'",
    ],
    "credit_lines_of_ended_financings": [
      unchecked,
      "UPDATE ledger_reservation SET state = 'held' WHERE state = 'released' AND kind = 'credit_line'",
    ],
    "facts_undrawn": [
      "UPDATE receivable_account SET facts_due_at = (SELECT min(created_at) FROM receivable)"
    ],
    "guarantees_of_withdrawn_needs": [
      """
      UPDATE need SET status = 'withdrawn' WHERE id IN (
        SELECT need_id FROM guarantee WHERE state = 'reserved')
      """
    ],
    "guarantees_doubled": [
      "DROP INDEX guarantee_one_live", unchecked,
      """
      CREATE TEMP TABLE again ON COMMIT DROP AS SELECT need_id, need_version, enterprise_id, run_id,
        guarantor, bank, product_code, scheme, scheme_from, kind, size, contract, principal_fen, own_ppm,
        own_fen, all_in_ppm, state, version, began_at, created_at, updated_at
      FROM guarantee WHERE state = 'reserved' LIMIT 1
      """,
      """
      INSERT INTO guarantee (id, need_id, need_version, enterprise_id, run_id, guarantor, bank,
        product_code, scheme, scheme_from, kind, size, contract, principal_fen, own_ppm, own_fen,
        all_in_ppm, state, version, began_at, created_at, updated_at)
      SELECT gen_random_uuid(), * FROM again
      """,
    ],
    "headroom_miscounted": [unchecked, "UPDATE guarantor SET carried_fen = carried_fen + 1"],
    "funds_miscounted": [unchecked, "UPDATE fund SET balance_fen = balance_fen + 1"],
    "payments_of_funds_miscounted": [unchecked, "UPDATE fund SET paid_fen = paid_fen + 1"],
    "loans_of_funds_miscounted": [unchecked, "UPDATE fund SET out_fen = out_fen + 1"],
    "holds_of_guarantees_doubled": [
      unchecked,
      """
      INSERT INTO fund_entry (id, fund, kind, amount_fen, guarantee_id, made_at, made_by)
      SELECT gen_random_uuid(), fund, 'hold', amount_fen, guarantee_id, made_at, made_by
      FROM fund_entry, generate_series(1, 2) WHERE kind = 'hold' AND guarantee_id IS NOT NULL
      """,
    ],
    "losses_miscounted": [
      unchecked, "UPDATE compensation_part SET returned_fen = returned_fen + 1",
    ],
    "losses_made_good_twice": [
      unchecked, "UPDATE compensation_part SET returned_fen = borne_fen",
    ],
    "repayments_miscounted": [
      unchecked,
      "UPDATE guarantee_step SET repaid_fen = repaid_fen + 1 WHERE repaid_fen IS NOT NULL",
    ],
    "innocent_dead_letters": [letter("{}")],
  ]
}
