import Domain
import Postgres

/// What erasing writes in place of an enterprise's data. All of it in one transaction, under the
/// enterprise's lock; each statement is about one enterprise.
public enum Tombstones {
  /// What stands where a name or words stood.
  public static let word = "erased"

  /// From then on an enterprise only waits to be erased.
  public static func freeze(
    _ enterprise: EnterpriseID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      UPDATE enterprise SET frozen_at = \(instant.bound), version = version + 1,
        updated_at = greatest(updated_at, \(instant.bound))
      WHERE id = \(enterprise.uuid)
      """)
  }

  /// Erases an enterprise: its key first, so that no copy of its facts opens again.
  ///
  /// - Returns: how many rows lost what they said, by what they are of.
  public static func erase(
    _ enterprise: EnterpriseID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> [String: Int64] {
    try await eraseEnterprise(enterprise, at: instant, session)
    var counts: [String: Int64] = [:]
    for part in statements(enterprise) {
      var count = 0
      for statement in part.statements { count += try await session.execute(statement) }
      counts[part.name] = Int64(count)
    }
    return counts
  }

  private static func eraseEnterprise(
    _ enterprise: EnterpriseID, at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) {
    // Nobody goes on as the enterprise.
    try await session.execute(
      """
      DELETE FROM console_session WHERE organisation = \(enterprise.text)
        OR uscc = (SELECT uscc FROM enterprise WHERE id = \(enterprise.uuid))
      """)
    // Whoever invited it knew it by its code, which goes with the row below.
    try await session.execute(
      """
      DELETE FROM supplier_invitation WHERE debtor_id = \(enterprise.uuid)
        OR supplier_uscc = (SELECT uscc FROM enterprise WHERE id = \(enterprise.uuid))
      """)
    try await session.execute(
      """
      UPDATE enterprise SET data_key = NULL, erased_at = \(instant.bound), frozen_at = NULL,
        uscc = 'erased:' || id::text, uscc_override_reason = NULL, name = \(word),
        registered_on = make_date(extract(year FROM registered_on)::integer, 1, 1),
        version = version + 1, updated_at = greatest(updated_at, \(instant.bound))
      WHERE id = \(enterprise.uuid)
      """)
  }

  private static func statements(
    _ enterprise: EnterpriseID
  ) -> [(name: String, statements: [Statement])] {
    let id = enterprise.uuid
    return [
      ("facts_versions", ["UPDATE facts_version SET body = '' WHERE enterprise_id = \(id)"]),
      (
        "runs",
        [
          """
          UPDATE match_run SET result = '', verdicts = NULL
          WHERE need_id IN (SELECT id FROM need WHERE enterprise_id = \(id))
          """
        ]
      ),
      (
        "words",
        [
          "DELETE FROM need_draft WHERE enterprise_id = \(id)",
          """
          UPDATE review SET contact = NULL, sealed_contact = NULL
          WHERE enterprise_id = \(id) AND (contact IS NOT NULL OR sealed_contact IS NOT NULL)
          """,
          """
          UPDATE review_step SET note = \(word) WHERE note IS NOT NULL
            AND review_id IN (SELECT id FROM review WHERE enterprise_id = \(id))
          """,
          "UPDATE offer SET note = NULL WHERE enterprise_id = \(id) AND note IS NOT NULL",
          """
          UPDATE guarantee SET reason = NULL,
            contract_number = CASE WHEN contract_number IS NOT NULL THEN \(word) END
          WHERE enterprise_id = \(id) AND (contract_number IS NOT NULL OR reason IS NOT NULL)
          """,
          """
          UPDATE offer_pause SET reason = \(word)
          WHERE offer_id IN (SELECT id FROM offer WHERE enterprise_id = \(id))
          """,
        ]
      ),
      (
        "receivables",
        [
          """
          DELETE FROM confirmation_token
          WHERE receivable_id IN (SELECT id FROM receivable WHERE enterprise_id = \(id))
          """,
          """
          DELETE FROM receivable_fingerprint
          WHERE receivable_id IN (SELECT id FROM receivable WHERE enterprise_id = \(id))
          """,
          """
          UPDATE receivable SET invoice_code = NULL, invoice_number = \(word), contract = NULL,
            note = NULL
          WHERE enterprise_id = \(id)
          """,
          // The words of the debtor are its own.
          "UPDATE receivable SET note = NULL WHERE debtor_id = \(id) AND note IS NOT NULL",
          """
          UPDATE receivable_financing SET voucher = \(word)
          WHERE enterprise_id = \(id) AND voucher IS NOT NULL
          """,
          """
          UPDATE receivable_financing SET registry_number = \(word)
          WHERE enterprise_id = \(id) AND registry_number IS NOT NULL
          """,
          "DELETE FROM core_enterprise WHERE enterprise_id = \(id)",
          "DELETE FROM receivable_account WHERE enterprise_id = \(id)",
        ]
      ),
      (
        "claims",
        [
          """
          DELETE FROM claim_document
          WHERE claim_id IN (SELECT id FROM claim WHERE enterprise_id = \(id))
          """,
          """
          UPDATE claim_part SET voucher = \(word) WHERE voucher IS NOT NULL
            AND claim_id IN (SELECT id FROM claim WHERE enterprise_id = \(id))
          """,
          // Contracts stay apart, as the database wants them.
          """
          UPDATE claim SET note = NULL, decision_note = NULL,
            contract = CASE WHEN contract IS NOT NULL THEN \(word) || ':' || event_id::text END
          WHERE enterprise_id = \(id)
            AND (note IS NOT NULL OR decision_note IS NOT NULL OR contract IS NOT NULL)
          """,
          """
          UPDATE award_event SET key = \(word) || ':' || id::text,
            contract = CASE WHEN contract IS NOT NULL THEN \(word) || ':' || id::text END,
            evidence_reference = NULL, evidence_digest = NULL, evidence_on = NULL,
            evidence_issuer = NULL
          WHERE enterprise_id = \(id)
          """,
          "DELETE FROM entitlement_notice WHERE enterprise_id = \(id)",
        ]
      ),
      (
        "listing_cases",
        [
          """
          UPDATE listing_evidence SET document = \(word), issuer = \(word)
          WHERE case_id IN (SELECT id FROM listing_case WHERE enterprise_id = \(id))
          """,
          // What is told to be at risk is no more.
          """
          UPDATE listing_alert SET cleared_at = greatest(raised_at, now()) WHERE cleared_at IS NULL
            AND case_id IN (SELECT id FROM listing_case WHERE enterprise_id = \(id))
          """,
          """
          UPDATE listing_case SET is_live = false, target_on = NULL, version = version + 1
          WHERE enterprise_id = \(id) AND is_live
          """,
          "DELETE FROM listing_layer WHERE enterprise_id = \(id)",
          "DELETE FROM listing_account WHERE enterprise_id = \(id)",
        ]
      ),
      (
        // That it reported stays, and that it was warned of; what was reported goes with the key.
        "monitoring",
        [
          """
          UPDATE report SET figures = '', provenance = \(word)
          WHERE enterprise_id = \(id) AND (figures <> '' OR provenance <> \(word))
          """,
          """
          UPDATE warning SET readings = '', note = NULL
          WHERE enterprise_id = \(id) AND (readings <> '' OR note IS NOT NULL)
          """,
          "DELETE FROM monitoring_account WHERE enterprise_id = \(id)",
          "DELETE FROM report_enrolment WHERE enterprise_id = \(id)",
          """
          UPDATE source_authorisation SET revoked_at = greatest(granted_at, now()),
            revoked_by = \(word)
          WHERE enterprise_id = \(id) AND revoked_at IS NULL
          """,
        ]
      ),
      (
        // That it was in a pool stays, with nothing that anybody wrote of it.
        "pools",
        [
          "UPDATE pool_member SET note = NULL WHERE enterprise_id = \(id) AND note IS NOT NULL",
          """
          UPDATE pool_proposal SET reason = \(word) WHERE enterprise_id = \(id) AND reason IS NOT NULL
          """,
          """
          UPDATE adviser_assignment SET reason = \(word)
          WHERE enterprise_id = \(id) AND reason IS NOT NULL
          """,
          """
          UPDATE activity_outcome SET note = NULL, amount_fen = NULL
          WHERE guest_id IN (SELECT id FROM activity_guest WHERE enterprise_id = \(id))
          """,
        ]
      ),
      (
        "dead_letters",
        [
          // Whatever could not be read as an event may hold anything.
          """
          UPDATE dead_letter SET payload = NULL
          WHERE payload IS NOT NULL
            AND (enterprise_id = \(id) OR key = convert_to(\(enterprise.text), 'UTF8'))
          """
        ]
      ),
      (
        "kept_answers",
        [
          // Those that tell facts say whose; others are kept by client and key alone, and each is looked
          // at. They are few, for they are kept for days only. What names no enterprise names a need, a
          // receivable, a listing case, a claim, a report or a warning.
          """
          DELETE FROM idempotency WHERE enterprise_id = \(id) OR EXISTS (
            SELECT FROM (
              SELECT \(enterprise.text) UNION ALL
              SELECT 'need_' || n.id::text FROM need n WHERE n.enterprise_id = \(id) UNION ALL
              SELECT 'rcv_' || r.id::text FROM receivable r WHERE r.enterprise_id = \(id) UNION ALL
              SELECT 'lst_' || c.id::text FROM listing_case c WHERE c.enterprise_id = \(id) UNION ALL
              SELECT 'clm_' || c.id::text FROM claim c WHERE c.enterprise_id = \(id) UNION ALL
              SELECT 'rpt_' || r.id::text FROM report r WHERE r.enterprise_id = \(id) UNION ALL
              SELECT 'wrn_' || w.id::text FROM warning w WHERE w.enterprise_id = \(id)
            ) AS mark (text)
            WHERE position(convert_to(mark.text, 'UTF8') IN idempotency.body) > 0)
          """
        ]
      ),
      (
        // An address may say whose it is; keys, deliveries and attempts go with it.
        "webhooks",
        [
          "DELETE FROM webhook_endpoint WHERE organisation = \(enterprise.text)",
          "DELETE FROM webhook_event WHERE key = \(enterprise.text)",
        ]
      ),
      (
        // Nobody is told of them any more.
        "untold_gains",
        [
          """
          DELETE FROM untold_gain WHERE flip_id IN (
            SELECT f.id FROM decision_flip f JOIN need n ON n.id = f.need_id
            WHERE n.enterprise_id = \(id))
          """
        ]
      ),
    ]
  }
}
