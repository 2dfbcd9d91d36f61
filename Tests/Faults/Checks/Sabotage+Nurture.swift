import Postgres

extension Sabotage {
  /// How to break what must hold of the ways to boards, of awards, reports, consents, webhooks and figures.
  static let ofNurture: [String: [Statement]] = [
    "listings_unreviewed": [
      "UPDATE listing_account SET due_at = (SELECT min(created_at) FROM listing_case)"
    ],
    "stages_unrecorded": [unchecked, "DELETE FROM award_event WHERE kind = 'stage'"],
    "listings_doubled": [
      "DROP INDEX listing_case_one_live", unchecked, "UPDATE listing_case SET is_live = true",
    ],
    "listings_off_their_steps": [
      unchecked, "UPDATE listing_step SET from_stage = 'another' WHERE seq = 2",
    ],
    "award_events_doubled": ["DROP INDEX award_event_once", unchecked] + again("award_event"),
    "claims_doubled": [
      "DROP INDEX claim_once", "DROP INDEX claim_family_once", unchecked,
      "UPDATE claim SET contract = 'L-1'",
    ],
    "claims_off_their_steps": [unchecked, "UPDATE claim SET version = version + 1"],
    "budgets_miscounted": [
      unchecked, "UPDATE ledger_account SET taken = taken - 1 WHERE kind = 'budget' AND taken > 0",
    ],
    "reports_unjudged": [
      "UPDATE monitoring_account SET due_at = (SELECT min(received_at) FROM report)"
    ],
    "revisions_missing": [unchecked, "DELETE FROM report WHERE revision = 1"],
    "warnings_doubled": ["DROP INDEX warning_one_open", unchecked] + again("warning"),
    "warnings_off_their_steps": [unchecked, "UPDATE warning SET version = version + 1"],
    "consents_doubled": [
      "DROP INDEX consent_one_live", unchecked,
      "CREATE TEMP TABLE again ON COMMIT DROP AS SELECT * FROM consent WHERE revoked_at IS NULL LIMIT 1",
      "UPDATE again SET id = gen_random_uuid()", "INSERT INTO consent SELECT * FROM again",
    ],
    "reads_without_consent": [unchecked, "UPDATE access_entry SET fields = '{another}'"],
    "webhooks_unsent": [
      """
      INSERT INTO webhook_event (event_id, topic, key, type, subject, sequence, occurred_at, payload,
        kept_at)
      VALUES (gen_random_uuid(), 'test', 'test', 'test', 'test', 1, now(), '', now())
      """
    ],
    "webhooks_undelivered": ["UPDATE webhook_delivery SET state = 'failed'"],
    "webhooks_untold": ["DELETE FROM webhook_delivery WHERE type LIKE '%stage_entered%'"],
    "webhooks_doubled": [
      """
      CREATE TEMP TABLE again ON COMMIT DROP AS SELECT * FROM webhook_delivery
      WHERE type LIKE '%need.submitted%' LIMIT 1
      """, "UPDATE again SET id = gen_random_uuid(), event_id = gen_random_uuid()",
      "INSERT INTO webhook_delivery SELECT * FROM again",
    ],
    "needs_uncounted": ["UPDATE funnel_journey SET body = ''"],
    "funnel_missummed": [
      "UPDATE funnel_cell SET submitted = submitted + 1 WHERE dimension = 'all'"
    ],
  ]
}
