import Postgres
import Store

extension Invariant {
  /// Cases wait since a step was taken; else they wait for the next day.
  static let unreviewedListings: Statement = """
    SELECT count(*) FROM listing_account a WHERE a.due_at <= (
      SELECT max(c.updated_at) FROM listing_case c WHERE c.enterprise_id = a.enterprise_id)
    """

  /// Enterprises wait to be judged since something was reported of them.
  static let unjudgedReports: Statement = """
    SELECT count(*) FROM monitoring_account a WHERE a.due_at <= (
      SELECT max(r.received_at) FROM report r WHERE r.enterprise_id = a.enterprise_id)
    """

  /// An enterprise was listed, and no award event says so.
  static let unrecordedStages: Statement = """
    SELECT count(DISTINCT c.enterprise_id) FROM listing_step s JOIN listing_case c ON c.id = s.case_id
    WHERE c.board = \(Books.board) AND s.to_stage = 'listed' AND NOT EXISTS (
      SELECT FROM award_event e WHERE e.enterprise_id = c.enterprise_id AND e.kind = 'stage'
        AND e.event = \(Books.board + ".listed"))
    """

  /// Events that nobody read for webhooks, and deliveries that wait to be sent.
  static let unsentWebhooks: Statement = """
    SELECT (SELECT count(*) FROM webhook_event) + (
      SELECT count(*) FROM webhook_delivery WHERE state = 'pending')
    """

  /// Needs that nobody counted.
  static let uncountedNeeds: Statement = """
    SELECT count(*) FROM need n WHERE NOT EXISTS (
      SELECT FROM funnel_journey j WHERE j.need_id = n.id AND j.body <> '')
    """

  /// What webhooks were told, with the data of each.
  private static let told: Statement = """
    WITH told AS MATERIALIZED (
      SELECT e.organisation, d.endpoint_id, d.replay, d.type,
        convert_from(d.payload, 'UTF8')::jsonb->'data' AS data
      FROM webhook_endpoint e JOIN webhook_delivery d ON d.endpoint_id = e.id)
    """

  /// What must hold of the ways to boards, of awards, reports and warnings, consents, webhooks and figures.
  static let ofNurture = ofListing + ofClaims + ofReports + ofConsents + ofWebhooks + ofFigures

  private static let ofListing = [
    Invariant("listings_unreviewed", .lost, unreviewedListings),
    Invariant("stages_unrecorded", .lost, unrecordedStages),
    Invariant(
      "listings_doubled", .duplicated,
      """
      SELECT count(*) - count(DISTINCT (enterprise_id, board)) FROM listing_case WHERE is_live
      """),
    Invariant(
      "listings_off_their_steps", .broken,
      """
      SELECT (SELECT count(*) FROM listing_case c WHERE c.seq <> (
            SELECT count(*) FROM listing_step s WHERE s.case_id = c.id))
        + (SELECT count(*) FROM listing_step s JOIN listing_step b
            ON b.case_id = s.case_id AND b.seq = s.seq - 1 WHERE b.to_stage <> s.from_stage)
        + (SELECT count(*) FROM listing_step s WHERE s.gate IS NOT NULL AND NOT EXISTS (
            SELECT FROM listing_evidence e WHERE e.case_id = s.case_id AND e.seq = s.seq))
      """),
  ]

  private static let ofClaims = [
    Invariant(
      "award_events_doubled", .duplicated,
      "SELECT count(*) - count(DISTINCT (enterprise_id, key)) FROM award_event"),
    Invariant(
      "claims_doubled", .duplicated,
      """
      SELECT (SELECT count(*) - count(DISTINCT (enterprise_id, clause, coalesce(contract, '')))
          FROM claim WHERE counts)
        + (SELECT count(*) - count(DISTINCT (enterprise_id, family, coalesce(contract, '')))
          FROM claim WHERE counts AND family IS NOT NULL)
      """),
    Invariant(
      "claims_off_their_steps", .broken,
      """
      SELECT count(*) FROM claim c WHERE c.version <> (
          SELECT count(*) FROM claim_step s WHERE s.claim_id = c.id)
        OR (c.state = 'paid') <> coalesce((
          SELECT c.state IN ('passed', 'paid') AND bool_and(p.paid_on IS NOT NULL)
          FROM claim_part p WHERE p.claim_id = c.id), false)
      """),
    Invariant(
      "budgets_miscounted", .broken,
      """
      SELECT count(*) FROM ledger_account a WHERE a.kind = 'budget' AND (
        a.taken > a.maximum OR a.taken <> coalesce((
          SELECT sum(p.fen - p.returned_fen) FROM claim_part p JOIN claim c ON c.id = p.claim_id
          WHERE p.budget = a.code
            AND (c.state IN ('accepted', 'passed', 'paid') OR p.paid_on IS NOT NULL)), 0))
      """),
  ]

  private static let ofReports = [
    Invariant("reports_unjudged", .lost, unjudgedReports),
    Invariant(
      "revisions_missing", .lost,
      """
      SELECT count(*) FROM (
        SELECT FROM report GROUP BY enterprise_id, source, reporter, period_kind, period_on
        HAVING count(*) <> max(revision)) AS r
      """),
    Invariant(
      "warnings_doubled", .duplicated,
      """
      SELECT count(*) - count(DISTINCT (enterprise_id, rule)) FROM warning WHERE state <> 'closed'
      """),
    Invariant(
      "warnings_off_their_steps", .broken,
      """
      SELECT count(*) FROM warning w WHERE w.version <> (
          SELECT count(*) FROM warning_step s WHERE s.warning_id = w.id)
        OR w.level <> (
          SELECT s.level FROM warning_step s WHERE s.warning_id = w.id
          ORDER BY s.version DESC LIMIT 1)
      """),
  ]

  private static let ofConsents = [
    Invariant(
      "consents_doubled", .duplicated,
      """
      SELECT count(*) - count(DISTINCT (need_id, institution)) FROM consent
      WHERE revoked_at IS NULL
      """),
    // A read that had begun when the consent was revoked may have told its time a little later.
    Invariant(
      "reads_without_consent", .broken,
      """
      SELECT count(*) FROM access_entry a JOIN consent c ON c.id = a.consent_id
      JOIN offer o ON o.id = a.offer_id
      WHERE (a.institution, a.institution, a.enterprise_id, o.need_id)
          <> (c.institution, o.institution, c.enterprise_id, c.need_id)
        OR NOT a.fields <@ c.fields OR a.read_at < c.granted_at OR a.read_at > c.expires_at
        OR c.revoked_for = 'enterprise' AND a.read_at > c.revoked_at + interval '10 seconds'
      """),
  ]

  private static let ofWebhooks = [
    Invariant("webhooks_unsent", .lost, unsentWebhooks),
    Invariant(
      "webhooks_undelivered", .lost,
      "SELECT count(*) FROM webhook_delivery WHERE state IN ('failed', 'discarded')"),
    // Of what leaves a row in a table: who has an address is told of all that happened since.
    Invariant(
      "webhooks_untold", .lost,
      told
        + """
        , happened AS (
          SELECT enterprise_id, created_at AS at, 'cn.rongqiao.need.submitted.v1' AS type,
            'need_' || id AS id, NULL::text AS seq FROM need
          UNION ALL SELECT enterprise_id, created_at, 'cn.rongqiao.claim.submitted.v1', 'clm_' || id, NULL
            FROM claim
          UNION ALL SELECT c.enterprise_id, s.taken_at, CASE WHEN c.is_live OR s.seq < c.seq
              THEN 'cn.rongqiao.listing.stage_entered.v1' ELSE 'cn.rongqiao.listing.case_ended.v1' END,
            'lst_' || c.id, s.seq::text
            FROM listing_step s JOIN listing_case c ON c.id = s.case_id)
        SELECT count(*) FROM webhook_endpoint e
        JOIN happened h ON 'ent_' || h.enterprise_id = e.organisation AND h.at >= e.created_at
        WHERE NOT EXISTS (
          SELECT FROM told t WHERE t.organisation = e.organisation AND t.type = h.type
            AND coalesce(t.data->>'claim_id', t.data->>'case_id', t.data->>'need_id') = h.id
            AND coalesce(t.data->>'seq', '') = coalesce(h.seq, ''))
        """),
    Invariant(
      "webhooks_doubled", .duplicated,
      told
        + """
        SELECT count(*) - count(DISTINCT (endpoint_id, type, data)) FROM told
        WHERE replay = 0 AND type IN (
          'cn.rongqiao.need.submitted.v1', 'cn.rongqiao.need.decided.v1',
          'cn.rongqiao.claim.submitted.v1', 'cn.rongqiao.claim.paid.v1',
          'cn.rongqiao.listing.stage_entered.v1', 'cn.rongqiao.listing.case_ended.v1')
        """),
  ]

  private static let ofFigures = [
    Invariant("needs_uncounted", .lost, uncountedNeeds),
    Invariant(
      "funnel_missummed", .broken,
      """
      SELECT abs((SELECT coalesce(sum(submitted), 0) FROM funnel_cell WHERE dimension = 'all')
        - (SELECT count(*) FROM funnel_journey WHERE body <> ''))::bigint
      """),
  ]
}
