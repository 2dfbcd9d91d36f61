import Domain
import Postgres
import Store

/// What the tables of listing cases must refuse; see `badRows`.
let listingRows = [
  BadRow("listing_case_board", "UPDATE listing_case SET board = 'No'"),
  BadRow("listing_case_board_version", "UPDATE listing_case SET board_version = ''"),
  BadRow("listing_case_sponsor", "UPDATE listing_case SET sponsor = 'No'"),
  BadRow("listing_case_stage", "UPDATE listing_case SET stage = ''"),
  BadRow("listing_case_left", "UPDATE listing_case SET left_stage = ''"),
  BadRow("listing_case_channel", "UPDATE listing_case SET channel = 'No'"),
  BadRow("listing_case_seq", "UPDATE listing_case SET seq = -1"),
  BadRow("listing_case_seq", "UPDATE listing_case SET seq = 501, version = 502"),
  BadRow("listing_case_target", "UPDATE listing_case SET target_on = '1999-12-31'"),
  BadRow("listing_case_pace", "UPDATE listing_case SET pace = 'slow'"),
  BadRow("listing_case_options", "UPDATE listing_case SET options = ARRAY[NULL]::text[]"),
  BadRow(
    "listing_case_options", "UPDATE listing_case SET options = array_fill('a'::text, ARRAY[21])"),
  BadRow("listing_case_rounds", "UPDATE listing_case SET rounds = 0"),
  BadRow("listing_case_author", "UPDATE listing_case SET created_by = ''"),
  BadRow("listing_case_days", "UPDATE listing_case SET since_on = day_on + 1"),
  BadRow("listing_case_days", "UPDATE listing_case SET began_on = since_on + 1"),
  BadRow("listing_case_counts", "UPDATE listing_case SET version = seq WHERE seq > 0"),
  BadRow(
    "listing_case_time_order", "UPDATE listing_case SET updated_at = created_at - interval '1 s'"),
  BadRow(
    "listing_case_over", "UPDATE listing_case SET is_live = false, target_on = '2027-06-30'"),
  BadRow(
    "listing_case_enterprise_id_fkey", "UPDATE listing_case SET enterprise_id = gen_random_uuid()"),
  BadRow(
    "listing_case_is_its_last_step", "UPDATE listing_case SET seq = seq + 1, version = version + 1"),
  BadRow("listing_case_is_its_last_step", "UPDATE listing_case SET stage = 'listed'"),
  BadRow(
    "listing_case_pkey",
    """
    INSERT INTO listing_case (id, enterprise_id, board, board_version, stage, since_on, day_on,
      channel, seq, is_live, began_on, pace, options, version, created_at, created_by, updated_at)
    SELECT id, enterprise_id, board, board_version, stage, since_on, day_on, channel, seq, false,
      began_on, pace, options, version, created_at, created_by, updated_at FROM listing_case
    """),
  BadRow("listing_step_seq", "UPDATE listing_step SET seq = 0 WHERE seq = 2"),
  BadRow("listing_step_verb", "UPDATE listing_step SET verb = ''"),
  BadRow("listing_step_to", "UPDATE listing_step SET to_stage = 'No'"),
  BadRow("listing_step_gate", "UPDATE listing_step SET gate = 'No'"),
  BadRow("listing_step_role", "UPDATE listing_step SET role = ''"),
  BadRow("listing_step_actor", "UPDATE listing_step SET actor = ''"),
  BadRow("listing_step_reason", "UPDATE listing_step SET reason = 'Why not'"),
  BadRow(
    "listing_step_follows",
    """
    INSERT INTO listing_step (case_id, seq, verb, from_stage, to_stage, role, actor, taken_on,
      taken_at)
    SELECT case_id, 90, verb, from_stage, to_stage, role, actor, taken_on, taken_at
    FROM listing_step WHERE seq = 2
    """),
  BadRow(
    "listing_step_case_id_fkey",
    """
    INSERT INTO listing_step (case_id, seq, verb, from_stage, to_stage, role, actor, taken_on,
      taken_at)
    SELECT gen_random_uuid(), 1, verb, from_stage, to_stage, role, actor, taken_on, taken_at
    FROM listing_step WHERE seq = 1
    """),
  BadRow(
    "listing_step_pkey",
    """
    INSERT INTO listing_step (case_id, seq, verb, from_stage, to_stage, role, actor, taken_on,
      taken_at)
    SELECT case_id, seq, verb, from_stage, to_stage, role, actor, taken_on, taken_at
    FROM listing_step
    """),
  BadRow("listing_evidence_place", "UPDATE listing_evidence SET place = 0"),
  BadRow("listing_evidence_kind", "UPDATE listing_evidence SET kind = ''"),
  BadRow("listing_evidence_document", "UPDATE listing_evidence SET document = ''"),
  BadRow("listing_evidence_digest", "UPDATE listing_evidence SET digest = '\\x00'"),
  BadRow("listing_evidence_issuer", "UPDATE listing_evidence SET issuer = ''"),
  BadRow("listing_evidence_cut_off", "UPDATE listing_evidence SET cut_off_on = issued_on + 1"),
  BadRow(
    "listing_evidence_of_step",
    """
    INSERT INTO listing_evidence
    SELECT case_id, 90, place, kind, document, digest, issued_on, issuer, cut_off_on
    FROM listing_evidence WHERE seq = 1
    """),
  BadRow("listing_evidence_pkey", "INSERT INTO listing_evidence SELECT * FROM listing_evidence"),
  BadRow("listing_alert_gate", "UPDATE listing_alert SET gate = ''"),
  BadRow("listing_alert_limit", "UPDATE listing_alert SET limited_by = 'mood'"),
  BadRow(
    "listing_alert_time_order",
    "UPDATE listing_alert SET cleared_at = raised_at - interval '1 s'"),
  BadRow("listing_alert_case_id_fkey", "UPDATE listing_alert SET case_id = gen_random_uuid()"),
  BadRow(
    "listing_alert_pkey",
    """
    INSERT INTO listing_alert
    SELECT id, case_id, gate, limited_by, due_on, earliest_on, raised_at, raised_at
    FROM listing_alert
    """),
  BadRow("listing_layer_board", "UPDATE listing_layer SET board = 'No'"),
  BadRow("listing_layer_layer", "UPDATE listing_layer SET layer = ''"),
  BadRow(
    "listing_layer_enterprise_id_fkey",
    "UPDATE listing_layer SET enterprise_id = gen_random_uuid()"),
  BadRow("listing_layer_pkey", "INSERT INTO listing_layer SELECT * FROM listing_layer"),
  BadRow(
    "listing_account_enterprise_id_fkey",
    "UPDATE listing_account SET enterprise_id = gen_random_uuid()"),
  BadRow("listing_account_pkey", "INSERT INTO listing_account SELECT * FROM listing_account"),
]

extension Samples {
  /// A document of a kind.
  func listingEvidence(_ kind: String) -> ListingStep.Evidence {
    ListingStep.Evidence(
      kind: kind, document: "皖挂〔2026〕1号", digest: Digest(ofBytes: Array(kind.utf8)),
      issuedOn: now.legalDate, issuer: "主办券商", cutOff: nil)
  }

  /// A case that has come to its second step, with a layer, and something at risk.
  func insertListing(of enterprise: EnterpriseID, _ session: PostgresConnection) async throws {
    let day = now.legalDate
    var record = ListingCaseRecord(
      id: ids.next(), enterprise: enterprise, board: "neeq", boardVersion: "2023",
      sponsor: "huishang", stage: "reserve", channel: "standard", on: day, pace: "typical",
      at: now, by: "operator-1")
    try await inTransaction(session) {
      try await ListingCaseRepository.insert(record, session)
      let way = [
        ("engage", "reserve", "engagement"), ("investigate", "engagement", "due_diligence"),
      ]
      for (place, (verb, from, to)) in way.enumerated() {
        record.stage = to
        record.seq = place + 1
        record.version += 1
        try await ListingCaseRepository.advance(
          record,
          ListingStep(
            seq: place + 1, verb: verb, from: from, to: to, gate: "pool", role: "enterprise",
            actor: "owner-1", on: day, takenAt: now, reason: nil,
            evidence: [listingEvidence("pool_entry")]), session)
      }
      record.target = day.adding(days: 400)
      record.version += 1
      try await ListingCaseRepository.save(record, session)
      try await ListingAccountRepository.raise(
        ListingAlert(
          id: ids.next(), listingCase: record.id, gate: "documents", limit: "target",
          due: day.adding(days: 400), earliest: day.adding(days: 410), raisedAt: now), session)
      try await ListingAccountRepository.save(
        ListingLayerRecord(board: "neeq", layer: "neeq.base", since: day), of: enterprise,
        at: now, session)
      try await session.execute(ListingAccountRepository.marking(enterprise, at: now))
    }
  }
}
