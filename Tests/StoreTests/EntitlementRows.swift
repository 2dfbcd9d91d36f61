import Domain
import Foundation
import Postgres
import Store

/// What the tables of entitlements must refuse; see `badRows`.
let entitlementRows =
  [
    BadRow("award_event_kind", "UPDATE award_event SET kind = 'gift'"),
    BadRow("award_event_event", "UPDATE award_event SET event = 'No' WHERE event IS NOT NULL"),
    BadRow(
      "award_event_contract", "UPDATE award_event SET contract = '' WHERE contract IS NOT NULL"),
    BadRow(
      "award_event_tenor", "UPDATE award_event SET tenor_months = 0 WHERE contract IS NOT NULL"),
  ]
  + ["financed", "interest", "lpr_interest", "rent_interest", "fees"].map {
    BadRow(
      "award_event_\($0)", "UPDATE award_event SET \($0)_fen = -1 WHERE contract IS NOT NULL")
  } + [
    BadRow("award_event_key_length", "UPDATE award_event SET key = ''"),
    BadRow("award_event_source", "UPDATE award_event SET source = ''"),
    BadRow(
      "award_event_reference",
      "UPDATE award_event SET evidence_reference = '' WHERE evidence_on IS NOT NULL"),
    BadRow(
      "award_event_digest",
      "UPDATE award_event SET evidence_digest = '\\x00' WHERE evidence_on IS NOT NULL"),
    BadRow(
      "award_event_issuer",
      "UPDATE award_event SET evidence_issuer = '' WHERE evidence_on IS NOT NULL"),
    BadRow("award_event_state", "UPDATE award_event SET state = 'lost'"),
    BadRow("award_event_version", "UPDATE award_event SET version = 0"),
    BadRow("award_event_author", "UPDATE award_event SET recorded_by = ''"),
    BadRow("award_event_decider", "UPDATE award_event SET decided_by = ''"),
    BadRow("award_event_subject", "UPDATE award_event SET event = NULL WHERE event IS NOT NULL"),
    BadRow(
      "award_event_evidence",
      "UPDATE award_event SET evidence_issuer = NULL WHERE evidence_on IS NOT NULL"),
    BadRow("award_event_decided", "UPDATE award_event SET decided_by = NULL"),
    BadRow(
      "award_event_time_order",
      "UPDATE award_event SET decided_at = recorded_at - interval '1 s'"),
    BadRow(
      "award_event_enterprise_id_fkey",
      "UPDATE award_event SET enterprise_id = gen_random_uuid() WHERE key = 'lease/L-1'"),
    BadRow("award_event_once", "UPDATE award_event SET key = 'title/srdi_province'"),
    BadRow("award_event_pkey", "INSERT INTO award_event SELECT * FROM award_event"),
    BadRow(
      "entitlement_notice_clause", "UPDATE entitlement_notice SET clause = 'No'"),
    BadRow("entitlement_notice_days", "UPDATE entitlement_notice SET closes_on = opens_on - 1"),
    BadRow(
      "entitlement_notice_closing",
      "UPDATE entitlement_notice SET closing_at = now(), closes_on = NULL"),
    BadRow(
      "entitlement_notice_event_id_enterprise_id_fkey",
      "UPDATE entitlement_notice SET event_id = gen_random_uuid()"),
    BadRow(
      "entitlement_notice_pkey", "INSERT INTO entitlement_notice SELECT * FROM entitlement_notice"),
    BadRow(
      "award_budget_level",
      "UPDATE award_budget SET level = 'town', code = 'town:' || region || ':2026:*'"),
    BadRow(
      "award_budget_region",
      "UPDATE award_budget SET region = '34', code = level || ':34:2026:*'"),
    BadRow(
      "award_budget_year",
      "UPDATE award_budget SET fiscal_year = 1, code = level || ':' || region || ':1:*'"),
    BadRow("award_budget_clause", "UPDATE award_budget SET clause = 'No'"),
    BadRow("award_budget_code", "UPDATE award_budget SET region = '340001'"),
    BadRow(
      "award_budget_kind_code_fkey",
      """
      INSERT INTO award_budget (code, level, region, fiscal_year, clause)
      VALUES ('city:340200:2031:*', 'city', '340200', 2031, '*')
      """),
    BadRow(
      "award_budget_pkey",
      """
      INSERT INTO award_budget (code, level, region, fiscal_year, clause)
      SELECT code, level, region, fiscal_year, clause FROM award_budget
      """),
  ] + claimRows

/// What the tables of claims must refuse.
private let claimRows = [
  BadRow("claim_clause", "UPDATE claim SET clause = 'No'"),
  BadRow("claim_subject", "UPDATE claim SET subject = 'group'"),
  BadRow("claim_contract", "UPDATE claim SET contract = ''"),
  BadRow("claim_family", "UPDATE claim SET family = ''"),
  BadRow("claim_ladder", "UPDATE claim SET ladder = ''"),
  BadRow("claim_amount", "UPDATE claim SET amount_fen = 0"),
  BadRow("claim_clawed_back", "UPDATE claim SET clawed_back_fen = amount_fen + 1"),
  BadRow("claim_reason", "UPDATE claim SET reason = 'No'"),
  BadRow("claim_note", "UPDATE claim SET note = ''"),
  BadRow("claim_region", "UPDATE claim SET region = '34'"),
  BadRow("claim_decision_note", "UPDATE claim SET decision_note = ''"),
  BadRow("claim_subject_named", "UPDATE claim SET contract = 'L-1'"),
  BadRow("claim_amount_known", "UPDATE claim SET amount_fen = NULL"),
  BadRow("claim_in_window", "UPDATE claim SET claimed_on = opens_on - 1"),
  BadRow("claim_paid", "UPDATE claim SET paid_on = claimed_on"),
  BadRow("claim_clawed_back_whole", "UPDATE claim SET clawed_back_fen = 1"),
  BadRow("claim_reason_named", "UPDATE claim SET reason = 'fraud'"),
  BadRow("claim_time_order", "UPDATE claim SET updated_at = created_at - interval '1 s'"),
  BadRow("claim_enterprise_id_fkey", "UPDATE claim SET enterprise_id = gen_random_uuid()"),
  BadRow("claim_event_id_enterprise_id_fkey", "UPDATE claim SET event_id = gen_random_uuid()"),
  BadRow("claim_is_its_last_step", "UPDATE claim SET version = version + 1"),
  BadRow(
    "claim_pkey",
    """
    INSERT INTO claim (id, enterprise_id, region, event_id, clause, clause_from, subject, is_ceiling,
      amount_fen, state, version, opens_on, claimed_on, created_at, updated_at)
    SELECT id, enterprise_id, region, event_id, 'another', clause_from, subject, is_ceiling, amount_fen,
      state, version, opens_on, claimed_on, created_at, updated_at FROM claim
    """),
  BadRow(
    "claim_once",
    """
    INSERT INTO claim (id, enterprise_id, region, event_id, clause, clause_from, subject, is_ceiling,
      amount_fen, state, version, opens_on, claimed_on, created_at, updated_at)
    SELECT gen_random_uuid(), enterprise_id, region, event_id, clause, clause_from, subject, is_ceiling,
      amount_fen, state, version, opens_on, claimed_on, created_at, updated_at FROM claim
    """),
  BadRow(
    "claim_family_once",
    """
    INSERT INTO claim (id, enterprise_id, region, event_id, clause, clause_from, subject, family,
      is_ceiling, amount_fen, state, version, opens_on, claimed_on, created_at, updated_at)
    SELECT gen_random_uuid(), enterprise_id, region, event_id, 'another', clause_from, subject, family,
      is_ceiling, amount_fen, state, version, opens_on, claimed_on, created_at, updated_at FROM claim
    """),
  BadRow("claim_step_role", "UPDATE claim_step SET role = 'bank'"),
  BadRow("claim_part_place", "UPDATE claim_part SET place = 9"),
  BadRow("claim_part_level", "UPDATE claim_part SET level = 'town'"),
  BadRow("claim_part_region", "UPDATE claim_part SET region = '34'"),
  BadRow("claim_part_fen", "UPDATE claim_part SET fen = 0"),
  BadRow("claim_part_voucher", "UPDATE claim_part SET voucher = '' WHERE paid_on IS NOT NULL"),
  BadRow("claim_part_paid", "UPDATE claim_part SET voucher = NULL"),
  BadRow("claim_part_clawed_back", "UPDATE claim_part SET clawed_back_fen = fen + 1"),
  BadRow("claim_part_clawed_back_paid", "UPDATE claim_part SET clawed_back_fen = 1"),
  BadRow("claim_part_returned", "UPDATE claim_part SET returned_fen = 1"),
  BadRow("claim_part_levels", "UPDATE claim_part SET level = 'city'"),
  BadRow("claim_part_places", "UPDATE claim_part SET place = 1"),
  BadRow("claim_part_budget_fkey", "UPDATE claim_part SET budget = 'nobody'"),
  BadRow("claim_part_claim_id_fkey", "UPDATE claim_part SET claim_id = gen_random_uuid()"),
  BadRow("claim_part_pkey", "INSERT INTO claim_part SELECT * FROM claim_part"),
  BadRow("claim_parts_sum", "UPDATE claim_part SET fen = fen + 1"),
  BadRow("claim_document_place", "UPDATE claim_document SET place = 0"),
  BadRow("claim_document_kind", "UPDATE claim_document SET kind = 'No'"),
  BadRow("claim_document_reference", "UPDATE claim_document SET reference = ''"),
  BadRow("claim_document_digest", "UPDATE claim_document SET digest = '\\x00'"),
  BadRow("claim_document_issuer", "UPDATE claim_document SET issuer = ''"),
  BadRow(
    "claim_document_claim_id_fkey", "UPDATE claim_document SET claim_id = gen_random_uuid()"),
  BadRow("claim_document_pkey", "INSERT INTO claim_document SELECT * FROM claim_document"),
]

extension Samples {
  /// A claim that is passed and of which one level has paid, for a title; and a lease that was reported.
  /// It was made in a county that the enterprise has left.
  @discardableResult
  func insertClaim(of enterprise: EnterpriseID, _ session: PostgresConnection) async throws
    -> ClaimID
  {
    let day = now.legalDate
    let proof = DocumentProof(
      reference: "皖经信〔2026〕12号", digest: Digest(ofBytes: [1]).bytes, issuedOn: day,
      issuer: "安徽省经济和信息化厅")
    let title = AwardEventRecord(
      id: ids.next(), enterprise: enterprise, kind: "title", event: "srdi_province", contract: nil,
      occurredOn: day, key: "title/srdi_province", source: "operator", evidence: proof,
      state: .verified, recordedAt: now, recordedBy: "operator-1")
    let lease = AwardEventRecord(
      id: ids.next(), enterprise: enterprise, kind: "lease", event: nil, contract: "L-1",
      occurredOn: day, tenorMonths: 36, bases: AwardEventRecord.Bases(financedFen: 1_000),
      key: "lease/L-1", source: "enterprise", evidence: proof, state: .verified, recordedAt: now,
      recordedBy: "owner-1")
    var claim = ClaimRecord(
      id: ids.next(), enterprise: enterprise, region: "340281", event: title.id,
      clause: "wuhu-board-award", clauseFrom: day, contract: nil, family: "wuhu_board",
      ladder: nil, amountFen: 10, isCeiling: false, state: "submitted", opensOn: day,
      closesOn: nil, claimedOn: day, at: now)
    func step(_ from: String?, _ verb: String) -> ClaimStep {
      ClaimStep(
        version: claim.version, from: from, state: claim.state, verb: verb, actor: "operator-1",
        role: "operator", takenAt: now)
    }
    try await inTransaction(session) {
      for event in [title, lease] { _ = try await AwardEventRepository.insert(event, session) }
      try await EntitlementNoticeRepository.save(
        [
          EntitlementNotice(
            event: title.id, clause: "wuhu-board-award", enterprise: enterprise, opensOn: day,
            closesOn: day.adding(days: 90), openedAt: now, dueAt: now)
        ], session)
      try await ClaimRepository.insert(
        claim, step(nil, "submit"), [ClaimDocument(kind: "title_notice", proof: proof)], session)
      var parts: [ClaimPart] = []
      for (level, region, fen) in [("city", "340200", 2), ("county", "340281", 8)] {
        let key = AwardBudgetRecord.Key(
          level: level, region: region, fiscalYear: 2026, clause: nil)
        try await LedgerRepository.save(
          LedgerAccount(
            key: key.account, maximum: 100, taken: 0, version: 1, updatedAt: now,
            updatedBy: "operator-1"), session)
        try await AwardBudgetRepository.insert(key, session)
        let part = ClaimPart(
          id: ids.next(), level: level, region: region, fen: Int64(fen), budget: key.code)
        parts.append(part)
        try await LedgerRepository.hold(
          fen: part.fen, of: [key.account], for: part.id.uuid, at: now, session)
      }
      try await ClaimRepository.insert(parts, of: claim.id, session)
      (claim.state, claim.version) = ("accepted", 2)
      try await ClaimRepository.advance(claim, step("submitted", "accept"), session)
      (claim.state, claim.version) = ("passed", 3)
      try await ClaimRepository.advance(claim, step("accepted", "pass"), session)
      parts[0].paidOn = day
      parts[0].voucher = "P-1"
      try await LedgerRepository.confirm(parts[0].id.uuid, at: now, session)
      try await ClaimRepository.savePaid(parts[0], session)
      claim.version = 4
      try await ClaimRepository.advance(claim, step("passed", "pay"), session)
    }
    return claim.id
  }
}
