import Domain
import Postgres
import Store

/// A further step of the only offer, which is claimed.
private func step(_ columns: String) -> String {
  """
  INSERT INTO offer_step (offer_id, version, from_state, state, verb, actor, actor_role, taken_at)
  SELECT offer_id, \(columns), taken_at FROM offer_step WHERE version = 2
  """
}

private func long(_ count: Int) -> String { "repeat('x', \(count))" }

private func granted(fen: Int = 10, rate: Int = 1) -> String {
  """
  contacted_on = '2026-03-02', granted_fen = \(fen), granted_rate_ppm = \(rate),
    granted_on = '2026-03-04'
  """
}

private let drawn = "UPDATE offer SET state = 'drawn', due_at = NULL, step_at = NULL, \(granted())"

private func revoked(_ at: String, _ by: String, _ why: String) -> String {
  "UPDATE consent SET revoked_at = \(at), revoked_by = \(by), revoked_for = \(why)"
}

/// What the tables of offers, consents and reservations must refuse.
let offerRows =
  ledgerRows + referralRows + [
    BadRow("offer_product_form", "UPDATE offer SET product_code = 'No'"),
    BadRow("offer_institution_form", "UPDATE offer SET institution = 'No'"),
    BadRow("offer_mode", "UPDATE offer SET mode = 'push'"),
    BadRow("offer_place", "UPDATE offer SET place = 0"),
    BadRow("offer_assignee", "UPDATE offer SET assignee = ''"),
    BadRow("offer_assignee", "UPDATE offer SET assignee = \(long(201))"),
    BadRow("offer_next_step", "UPDATE offer SET next_step = -1"),
    BadRow("offer_reasons", "UPDATE offer SET reasons = '{}'"),
    BadRow("offer_reasons", "UPDATE offer SET reasons = '{a,b,c,d,e}'"),
    BadRow("offer_about", "UPDATE offer SET about = ''"),
    BadRow("offer_about", "UPDATE offer SET about = \(long(101))"),
    BadRow("offer_note", "UPDATE offer SET note = ''"),
    BadRow("offer_note", "UPDATE offer SET note = \(long(1001))"),
    BadRow("offer_granted_range", "UPDATE offer SET \(granted(fen: 0))"),
    BadRow("offer_rate_range", "UPDATE offer SET \(granted(rate: 1_000_001))"),
    BadRow("offer_granted", "UPDATE offer SET granted_fen = 1"),
    BadRow("offer_granted", "UPDATE offer SET state = 'granted', contacted_on = '2026-03-02'"),
    BadRow("offer_drawn_range", "\(drawn), drawn_fen = 11, drawn_on = '2026-03-05'"),
    BadRow("offer_drawn_after", "\(drawn), drawn_fen = 9, drawn_on = '2026-03-03'"),
    BadRow(
      "offer_matures_after",
      "\(drawn), drawn_fen = 9, drawn_on = '2026-03-05', matures_on = '2026-03-05'"
    ),
    BadRow("offer_drawn", drawn),
    BadRow("offer_drawn", "UPDATE offer SET \(granted()), drawn_fen = 9, drawn_on = '2026-03-05'"),
    BadRow("offer_why", "UPDATE offer SET why = '[]'"),
    BadRow("offer_time_order", "UPDATE offer SET updated_at = created_at - interval '1 s'"),
    BadRow("offer_taken", "UPDATE offer SET assignee = NULL"),
    BadRow("offer_contacted", "UPDATE offer SET state = 'contacted'"),
    BadRow(
      "offer_declined", "UPDATE offer SET state = 'declined', due_at = NULL, step_at = NULL"),
    BadRow("offer_over", "UPDATE offer SET state = 'withdrawn'"),
    BadRow("offer_pkey", "INSERT INTO offer SELECT * FROM offer"),
    BadRow("offer_enterprise_id_fkey", "UPDATE offer SET enterprise_id = gen_random_uuid()"),
    BadRow("offer_run_id_fkey", "UPDATE offer SET run_id = gen_random_uuid()"),
    BadRow("offer_need_id_need_version_fkey", "UPDATE offer SET need_version = 99"),
    BadRow("offer_is_its_last_step", "UPDATE offer SET version = 9"),
    BadRow("offer_is_its_last_step", "UPDATE offer SET state = 'flown'"),
    BadRow("offer_step_version", step("0, 'claimed', 'contacted', 'contact', 'a', 'liaison'")),
    BadRow("offer_step_actor", step("3, 'claimed', 'contacted', 'contact', '', 'liaison'")),
    BadRow("offer_step_role", step("3, 'claimed', 'contacted', 'contact', 'a', 'auditor'")),
    BadRow("offer_step_edge", step("3, 'claimed', 'granted', 'grant', 'a', 'liaison'")),
    BadRow("offer_step_edge", step("3, 'claimed', 'contacted', 'claim', 'a', 'liaison'")),
    BadRow("offer_step_edge", step("3, NULL, 'offered', 'offer', 'a', 'service'")),
    BadRow("offer_step_follows", step("3, 'offered', 'claimed', 'claim', 'a', 'liaison'")),
    BadRow("offer_step_pkey", step("2, 'offered', 'claimed', 'claim', 'a', 'liaison'")),
    BadRow(
      "offer_step_offer_id_fkey",
      """
      INSERT INTO offer_step (offer_id, version, from_state, state, verb, actor, actor_role, taken_at)
      SELECT gen_random_uuid(), 1, NULL, 'offered', 'offer', 'a', 'service', taken_at FROM offer_step
      WHERE version = 1
      """),
    BadRow("offer_pause_reason", "UPDATE offer_pause SET reason = ''"),
    BadRow("offer_pause_reason", "UPDATE offer_pause SET reason = \(long(501))"),
    BadRow("offer_pause_author", "UPDATE offer_pause SET set_by = ''"),
    BadRow("offer_pause_days", "UPDATE offer_pause SET last_day = first_day - 1"),
    BadRow("offer_pause_days", "UPDATE offer_pause SET last_day = first_day + 366"),
    BadRow("offer_pause_pkey", "INSERT INTO offer_pause SELECT * FROM offer_pause"),
    BadRow("offer_pause_offer_id_fkey", "UPDATE offer_pause SET offer_id = gen_random_uuid()"),
  ] + consentRows

private let ledgerRows = [
  BadRow("ledger_account_kind", "UPDATE ledger_account SET kind = 'planet' WHERE taken = 0"),
  BadRow("ledger_account_code", "UPDATE ledger_account SET code = '' WHERE taken = 0"),
  BadRow("ledger_account_code", "UPDATE ledger_account SET code = \(long(301)) WHERE taken = 0"),
  BadRow("ledger_account_maximum", "UPDATE ledger_account SET maximum = -1"),
  BadRow("ledger_account_version", "UPDATE ledger_account SET version = 0"),
  BadRow("ledger_account_author", "UPDATE ledger_account SET updated_by = ''"),
  BadRow("ledger_account_room", "UPDATE ledger_account SET maximum = 0 WHERE taken > 0"),
  BadRow("ledger_account_room", "UPDATE ledger_account SET taken = -1"),
  BadRow("ledger_account_pkey", "INSERT INTO ledger_account SELECT * FROM ledger_account"),
  BadRow("ledger_reservation_amount", "UPDATE ledger_reservation SET amount = 0"),
  BadRow("ledger_reservation_state", "UPDATE ledger_reservation SET state = 'lost'"),
  BadRow(
    "ledger_reservation_time_order",
    "UPDATE ledger_reservation SET changed_at = held_at - interval '1 s'"),
  BadRow("ledger_reservation_kind_code_fkey", "UPDATE ledger_reservation SET code = 'none'"),
  BadRow("ledger_reservation_stays", "UPDATE ledger_reservation SET amount = 2"),
  BadRow(
    "ledger_reservation_stays", "UPDATE ledger_reservation SET holder_id = gen_random_uuid()"),
  BadRow(
    "ledger_reservation_pkey", "INSERT INTO ledger_reservation SELECT * FROM ledger_reservation"),
]

private let referralRows = [
  BadRow("referral_mode", "UPDATE referral SET mode = 'push'"),
  BadRow("referral_wanted", "UPDATE referral SET wanted = 0"),
  BadRow("referral_wanted", "UPDATE referral SET wanted = 21"),
  BadRow("referral_state", "UPDATE referral SET state = 'lost', due_at = NULL"),
  BadRow("referral_version", "UPDATE referral SET version = 0"),
  BadRow("referral_author", "UPDATE referral SET created_by = ''"),
  BadRow("referral_due", "UPDATE referral SET state = 'ended', due_at = now()"),
  BadRow("referral_time_order", "UPDATE referral SET updated_at = created_at - interval '1 s'"),
  BadRow("referral_pkey", "INSERT INTO referral SELECT * FROM referral"),
  BadRow("referral_need_id_fkey", "UPDATE referral SET need_id = gen_random_uuid()"),
  BadRow("referral_enterprise_id_fkey", "UPDATE referral SET enterprise_id = gen_random_uuid()"),
]

private let consentRows = [
  BadRow("consent_institution_form", "UPDATE consent SET institution = 'No'"),
  BadRow("consent_purpose", "UPDATE consent SET purpose = 'marketing'"),
  BadRow("consent_fields", "UPDATE consent SET fields = '{}'"),
  BadRow("consent_fields", "UPDATE consent SET fields = fields || NULL::text"),
  BadRow("consent_author", "UPDATE consent SET granted_by = ''"),
  BadRow("consent_expiry", "UPDATE consent SET expires_at = granted_at"),
  BadRow("consent_revoked_after", revoked("granted_at - interval '1 s'", "'a'", "'enterprise'")),
  BadRow("consent_revoker", revoked("granted_at", "''", "'enterprise'")),
  BadRow("consent_revoked_for", revoked("granted_at", "'a'", "'fun'")),
  BadRow("consent_revoked_whole", revoked("granted_at", "NULL", "'enterprise'")),
  BadRow("consent_revoked_whole", revoked("granted_at", "'a'", "NULL")),
  BadRow("consent_stays", "UPDATE consent SET expires_at = expires_at + interval '1 day'"),
  BadRow("consent_stays", "UPDATE consent SET fields = '{tax}'"),
  BadRow("consent_pkey", "INSERT INTO consent SELECT * FROM consent"),
  BadRow("consent_enterprise_id_fkey", "UPDATE consent SET enterprise_id = gen_random_uuid()"),
  BadRow("consent_need_id_fkey", "UPDATE consent SET need_id = gen_random_uuid()"),
  BadRow("access_entry_institution", "UPDATE access_entry SET institution = 'No'"),
  BadRow("access_entry_reader", "UPDATE access_entry SET reader = ''"),
  BadRow("access_entry_role", "UPDATE access_entry SET reader_role = 'enterprise'"),
  BadRow("access_entry_fields", "UPDATE access_entry SET fields = '{}'"),
  BadRow("access_entry_pkey", "INSERT INTO access_entry SELECT * FROM access_entry"),
  BadRow(
    "access_entry_enterprise_id_fkey", "UPDATE access_entry SET enterprise_id = gen_random_uuid()"),
  BadRow("access_entry_consent_id_fkey", "UPDATE access_entry SET consent_id = gen_random_uuid()"),
  BadRow("access_entry_offer_id_fkey", "UPDATE access_entry SET offer_id = gen_random_uuid()"),
  BadRow("enterprise_read_organisation", "UPDATE enterprise_read SET organisation = ''"),
  BadRow("enterprise_read_reader", "UPDATE enterprise_read SET reader = ''"),
  BadRow("enterprise_read_role", "UPDATE enterprise_read SET reader_role = 'nobody'"),
  BadRow("enterprise_read_document", "UPDATE enterprise_read SET document = 'No'"),
  BadRow("enterprise_read_basis", "UPDATE enterprise_read SET basis = 'curiosity'"),
  BadRow("enterprise_read_pkey", "INSERT INTO enterprise_read SELECT * FROM enterprise_read"),
]

extension Samples {
  /// An offer that a liaison has taken, with its referral, a pause, a consent, a read under it, and a
  /// reservation.
  func insertOffer(
    _ need: NeedRecord, run: RunRecord, _ session: PostgresConnection
  ) async throws {
    try await inTransaction(session) {
      try await ReferralRepository.save(
        ReferralRecord(
          need: need.id, enterprise: need.enterprise, mode: .dispatch, wanted: 3, isActive: true,
          version: 1, createdAt: now, updatedAt: now, createdBy: "enterprise-1", dueAt: now),
        session)
      var offer = OfferRecord(
        id: ids.next(), need: need.id, needVersion: need.version, enterprise: need.enterprise,
        run: run.id, productCode: "hefei-shuirongtong", institution: "huishang", mode: .dispatch,
        place: 1, state: "offered", why: ["place": 1], at: now)
      offer.dueAt = now.adding(milliseconds: 1_000)
      offer.stepAt = offer.dueAt
      try await OfferRepository.insert(
        offer,
        OfferStep(
          version: 1, from: nil, state: "offered", verb: "offer", actor: "system:dispatch",
          role: "service", takenAt: now), session)
      offer.state = "claimed"
      offer.version = 2
      offer.assignee = "liaison-1"
      try await OfferRepository.advance(
        offer,
        OfferStep(
          version: 2, from: "offered", state: "claimed", verb: "claim", actor: "liaison-1",
          role: "liaison", takenAt: now), session)
      try await OfferRepository.insert(
        OfferPauseRecord(
          id: ids.next(), offer: offer.id, first: now.legalDate, last: now.legalDate,
          reason: "documents are on their way", setAt: now, setBy: "manager-1"), session)
      let consent = ConsentRecord(
        id: ids.next(), enterprise: need.enterprise, need: need.id, institution: "huishang",
        purpose: .loan, fields: ["registry", "tax"], grantedAt: now, grantedBy: "enterprise-1",
        expiresAt: now.adding(milliseconds: 86_400_000))
      try await ConsentRepository.insert(consent, session)
      try await ConsentRepository.insert(
        AccessEntry(
          id: ids.next(), enterprise: need.enterprise, consent: consent.id, offer: offer.id,
          institution: "huishang", reader: "liaison-1", role: "liaison", fields: consent.fields,
          readAt: now), session)
      for (role, organisation) in [("operator", "340000"), ("liaison", "huishang")] {
        try await session.execute(
          AccessLogRepository.inserting(
            EnterpriseRead(
              institution: role == "liaison" ? organisation : nil, organisation: organisation,
              reader: "\(role)-1", role: role, document: .warning,
              basis: role == "liaison" ? .consent : .oversight, at: now),
            of: [(id: ids.next(), enterprise: need.enterprise)]))
      }
      for key in [LedgerAccount.Key(.institution, "huishang"), .init(.product, "spare")] {
        try await LedgerRepository.save(
          LedgerAccount(
            key: key, maximum: 2, taken: 0, version: 1, updatedAt: now, updatedBy: "manager-1"),
          session)
      }
      try await LedgerRepository.hold(
        [LedgerAccount.Key(.institution, "huishang")], for: offer.id.uuid, at: now, session)
    }
  }
}
