import Domain
import Postgres
import Store

private func long(_ count: Int) -> String { "repeat('x', \(count))" }

/// A further step of the receivable that is with an institution.
private func step(_ columns: String) -> String {
  """
  INSERT INTO receivable_step (receivable_id, version, from_state, state, verb, actor, actor_role,
    version_digest, taken_at)
  SELECT receivable_id, \(columns), version_digest, taken_at FROM receivable_step WHERE version = 3
  """
}

/// Changes the receivable that is with an institution.
private func change(_ columns: String) -> String {
  "UPDATE receivable SET \(columns) WHERE funder IS NOT NULL"
}

/// Changes the money that has gone out.
private let financing = "UPDATE receivable_financing SET"

/// What the tables of receivables must refuse; see `badRows`.
let receivableRows =
  [
    BadRow("receivable_invoice_code", change("invoice_code = ''")),
    BadRow("receivable_invoice_code", change("invoice_code = \(long(51))")),
    BadRow("receivable_invoice_number", change("invoice_number = ''")),
    BadRow("receivable_invoice_number", change("invoice_number = \(long(51))")),
    BadRow("receivable_contract", change("contract = ''")),
    BadRow(
      "receivable_gross_range",
      "UPDATE receivable SET gross_fen = 0, vat_fen = 0 WHERE funder IS NULL"),
    BadRow("receivable_gross_range", change("gross_fen = 10000000000001")),
    BadRow("receivable_vat_range", change("vat_fen = gross_fen + 1")),
    BadRow("receivable_signed_before", change("signed_on = invoiced_on + 1")),
    BadRow("receivable_accepted", change("accepted_on = '2026-03-01', acceptance_ends_on = NULL")),
    BadRow("receivable_agreed_days", change("agreed_days = 3651")),
    BadRow("receivable_agreed_interest", change("agreed_interest_ppm = 1000001")),
    BadRow("receivable_payer", change("payer_kind = 'friend'")),
    BadRow("receivable_seller_size", change("seller_size = 'huge'")),
    BadRow("receivable_debtor_size", change("debtor_size = 'huge'")),
    BadRow("receivable_flags", change("flags = ARRAY[NULL]::text[]")),
    BadRow(
      "receivable_held_for", change("held_for = '{odd}', reviewed_at = now(), reviewed_by = 'a'")),
    BadRow(
      "receivable_resembles",
      change("resembles = (SELECT array_agg(gen_random_uuid()) FROM generate_series(1, 101))")),
    BadRow("receivable_reviewer", change("reviewed_at = now(), reviewed_by = ''")),
    BadRow("receivable_reviewed", change("reviewed_at = now()")),
    BadRow("receivable_held", change("held_for = '{near}'")),
    BadRow("receivable_digest_length", change("version_digest = '\\x00'")),
    BadRow("receivable_requested", change("requested_at = NULL")),
    BadRow("receivable_confirmed_range", change("confirmed_fen = gross_fen + 1")),
    BadRow("receivable_confirmer", change("confirmed_by = ''")),
    BadRow("receivable_confirmed", change("confirmed_at = NULL")),
    BadRow(
      "receivable_confirmed",
      change("confirmed_fen = NULL, confirmed_at = NULL, confirmed_by = NULL")),
    BadRow("receivable_disputed_for", change("disputed_for = 'mood'")),
    BadRow("receivable_disputed", "UPDATE receivable SET state = 'disputed' WHERE funder IS NULL"),
    BadRow("receivable_note", change("note = ''")),
    BadRow("receivable_funder_form", change("funder = 'No'")),
    BadRow("receivable_funder_way", change("funder_way = 'gift'")),
    BadRow("receivable_funded", change("funder_way = NULL")),
    BadRow(
      "receivable_funded",
      "UPDATE receivable SET funder = 'huishang', funder_way = 'pledge' WHERE funder IS NULL"),
    BadRow("receivable_next_step", change("next_step = -1")),
    BadRow("receivable_author", change("created_by = ''")),
    BadRow("receivable_parties", change("debtor_id = enterprise_id")),
    BadRow("receivable_days", change("due_on = invoiced_on - 1")),
    BadRow("receivable_time_order", change("updated_at = created_at - interval '1 s'")),
    BadRow(
      "receivable_over",
      "UPDATE receivable SET state = 'withdrawn', due_at = now() WHERE funder IS NULL"),
    BadRow("receivable_pkey", "INSERT INTO receivable SELECT * FROM receivable"),
    BadRow(
      "receivable_enterprise_id_fkey",
      "UPDATE receivable SET enterprise_id = gen_random_uuid() WHERE funder IS NULL"),
    BadRow(
      "receivable_debtor_id_fkey",
      "UPDATE receivable SET debtor_id = gen_random_uuid() WHERE funder IS NULL"),
    BadRow("receivable_is_its_last_step", change("version = 99")),
    BadRow(
      "receivable_step_version", step("0, 'confirmed', 'offered', 'offer', 'a', 'enterprise'")),
    BadRow("receivable_step_actor", step("9, 'confirmed', 'offered', 'offer', '', 'enterprise'")),
    BadRow("receivable_step_role", step("9, 'confirmed', 'offered', 'offer', 'a', 'auditor'")),
    BadRow("receivable_step_edge", step("9, 'uploaded', 'funded', 'fund', 'a', 'liaison'")),
    BadRow("receivable_step_edge", step("9, NULL, 'uploaded', 'upload', 'a', 'enterprise'")),
    BadRow(
      "receivable_step_follows", step("9, 'confirmed', 'offered', 'offer', 'a', 'enterprise'")),
    BadRow("receivable_step_pkey", step("3, 'confirmed', 'offered', 'offer', 'a', 'enterprise'")),
    BadRow(
      "receivable_step_digest",
      """
      INSERT INTO receivable_step (receivable_id, version, from_state, state, verb, actor, actor_role,
        version_digest, taken_at)
      SELECT receivable_id, 9, 'confirmed', 'offered', 'offer', 'a', 'enterprise', '\\x00', taken_at
      FROM receivable_step WHERE version = 3
      """),
    BadRow(
      "receivable_step_receivable_id_fkey",
      """
      INSERT INTO receivable_step (receivable_id, version, state, verb, actor, actor_role,
        version_digest, taken_at)
      SELECT gen_random_uuid(), 1, 'uploaded', 'upload', 'a', 'enterprise', version_digest, taken_at
      FROM receivable_step WHERE version = 3
      """),
  ] + fingerprintRows + financingRows + coreRows

private let fingerprintRows = [
  BadRow("receivable_fingerprint_kind", "UPDATE receivable_fingerprint SET kind = 'guess'"),
  BadRow("receivable_fingerprint_length", "UPDATE receivable_fingerprint SET digest = '\\x00'"),
  BadRow(
    "receivable_fingerprint_pkey",
    "INSERT INTO receivable_fingerprint SELECT * FROM receivable_fingerprint"),
  BadRow(
    "receivable_fingerprint_receivable_id_fkey",
    "UPDATE receivable_fingerprint SET receivable_id = gen_random_uuid()"),
  BadRow("confirmation_token_length", "UPDATE confirmation_token SET digest = '\\x00'"),
  BadRow("confirmation_token_version", "UPDATE confirmation_token SET version_digest = '\\x00'"),
  BadRow("confirmation_token_author", "UPDATE confirmation_token SET created_by = ''"),
  BadRow(
    "confirmation_token_expiry",
    "UPDATE confirmation_token SET expires_at = created_at - interval '1 s'"),
  BadRow(
    "confirmation_token_used",
    "UPDATE confirmation_token SET used_at = expires_at + interval '1 s'"),
  BadRow(
    "confirmation_token_pkey", "INSERT INTO confirmation_token SELECT * FROM confirmation_token"),
  BadRow(
    "confirmation_token_receivable_id_fkey",
    "UPDATE confirmation_token SET receivable_id = gen_random_uuid()"),
]

private let financingRows = [
  BadRow("receivable_financing_institution", "\(financing) institution = 'No'"),
  BadRow("receivable_financing_way", "\(financing) way = 'gift'"),
  BadRow("receivable_financing_amount", "\(financing) amount_fen = 0"),
  BadRow("receivable_financing_state", "\(financing) state = 'lost'"),
  BadRow("receivable_financing_version", "\(financing) version = 0"),
  BadRow("receivable_financing_voucher", "\(financing) voucher = ''"),
  BadRow("receivable_financing_registry", "\(financing) registry_number = ''"),
  BadRow(
    "receivable_financing_collected_range",
    "\(financing) collected_fen = 0, collected_on = funded_on"),
  BadRow(
    "receivable_financing_collected_after",
    "\(financing) collected_fen = 1, collected_on = funded_on - 1"),
  BadRow(
    "receivable_financing_declined_for", "\(financing) state = 'released', declined_for = 'No!'"),
  BadRow("receivable_financing_policy", "\(financing) policy = 'No!', policy_from = '2020-01-01'"),
  BadRow(
    "receivable_financing_policy_whole", "\(financing) policy = 'platform', policy_from = NULL"),
  BadRow("receivable_financing_author", "\(financing) created_by = ''"),
  BadRow("receivable_financing_noticed", "\(financing) voucher = NULL"),
  BadRow("receivable_financing_registered", "\(financing) registered_at = NULL"),
  BadRow("receivable_financing_funded", "\(financing) funded_on = NULL"),
  BadRow("receivable_financing_days", "\(financing) registry_queried_on = notified_on - 1"),
  BadRow("receivable_financing_days", "\(financing) funded_on = registry_queried_on - 1"),
  BadRow(
    "receivable_financing_days", "\(financing) registered_at = registered_at + interval '2 days'"),
  BadRow("receivable_financing_collected", "\(financing) state = 'collected'"),
  BadRow("receivable_financing_released", "\(financing) state = 'released'"),
  BadRow("receivable_financing_released", "\(financing) declined_for = 'other'"),
  BadRow(
    "receivable_financing_time_order",
    "\(financing) updated_at = created_at - interval '1 s'"),
  BadRow("receivable_financing_one_funder", "\(financing) institution = 'bocom'"),
  BadRow("receivable_financing_one_funder", "\(financing) way = 'pledge'"),
  BadRow(
    "receivable_financing_one_funder",
    "UPDATE receivable SET funder = 'bocom' WHERE funder IS NOT NULL"),
  BadRow(
    "receivable_financing_enterprise_id_fkey", "\(financing) enterprise_id = gen_random_uuid()"),
  BadRow(
    "receivable_financing_receivable_id_fkey",
    """
    \(financing) receivable_id = gen_random_uuid(), state = 'released',
      debtor_told_on = funded_on, registry_cancelled_on = funded_on
    """),
  BadRow(
    "receivable_financing_pkey",
    """
    INSERT INTO receivable_financing (id, receivable_id, enterprise_id, institution, way,
      has_recourse, amount_fen, state, version, created_at, created_by, updated_at)
    SELECT id, receivable_id, enterprise_id, institution, way, has_recourse, amount_fen, 'held', 1,
      created_at, created_by, updated_at FROM receivable_financing
    """),
]

private let coreRows = [
  BadRow("core_enterprise_payer", "UPDATE core_enterprise SET payer_kind = 'friend'"),
  BadRow("core_enterprise_group", "UPDATE core_enterprise SET group_code = 'No'"),
  BadRow("core_enterprise_version", "UPDATE core_enterprise SET version = 0"),
  BadRow("core_enterprise_author", "UPDATE core_enterprise SET updated_by = ''"),
  BadRow("core_enterprise_pkey", "INSERT INTO core_enterprise SELECT * FROM core_enterprise"),
  BadRow(
    "core_enterprise_enterprise_id_fkey",
    "UPDATE core_enterprise SET enterprise_id = gen_random_uuid()"),
  BadRow("supplier_invitation_uscc", "UPDATE supplier_invitation SET supplier_uscc = 'x'"),
  BadRow("supplier_invitation_author", "UPDATE supplier_invitation SET created_by = ''"),
  BadRow(
    "supplier_invitation_pkey",
    "INSERT INTO supplier_invitation SELECT * FROM supplier_invitation"),
  BadRow(
    "supplier_invitation_once",
    """
    INSERT INTO supplier_invitation
    SELECT gen_random_uuid(), debtor_id, supplier_uscc, created_at, created_by
    FROM supplier_invitation
    """),
  BadRow(
    "supplier_invitation_debtor_id_fkey",
    "UPDATE supplier_invitation SET debtor_id = gen_random_uuid()"),
  BadRow(
    "receivable_account_pkey", "INSERT INTO receivable_account SELECT * FROM receivable_account"),
  BadRow(
    "receivable_account_enterprise_id_fkey",
    "UPDATE receivable_account SET enterprise_id = gen_random_uuid()"),
]

extension Samples {
  func receivable(
    _ number: String, of seller: EnterpriseID, owedBy debtor: EnterpriseID
  ) throws -> ReceivableRecord {
    guard let gross = Fen(1_130_000), let vat = Fen(130_000) else {
      throw PostgresError(kind: .decoding, reason: "an amount of a sample")
    }
    let day = now.legalDate
    return ReceivableRecord(
      id: ids.next(), seller: seller, debtor: debtor,
      terms: ReceivableTerms(
        invoiceNumber: number, contract: "HT-1", gross: gross, vat: vat, invoicedOn: day,
        dueOn: day.adding(days: 90), payerKind: "enterprise", flags: ["services_or_works"]),
      state: "uploaded", digest: Digest(ofBytes: Array(number.utf8)), at: now, by: "seller-1")
  }

  private func step(
    _ receivable: ReceivableRecord, from: String?, _ verb: String, _ role: String
  ) -> ReceivableStep {
    ReceivableStep(
      version: receivable.version, from: from, state: receivable.state, verb: verb,
      actor: "\(role)-1", role: role, digest: receivable.digest, takenAt: now)
  }

  /// A receivable on which money has gone out, one that was just uploaded, a core enterprise that owes
  /// both, an invitation, a token and the mark that facts are due.
  func insertReceivables(
    of seller: EnterpriseID, owedBy debtor: EnterpriseID, _ session: PostgresConnection
  ) async throws {
    let plain = try receivable("2", of: seller, owedBy: debtor)
    var funded = try receivable("1", of: seller, owedBy: debtor)
    try await inTransaction(session) {
      try await ReceivableRepository.insert(
        plain, step(plain, from: nil, "upload", "enterprise"), session)
      try await ReceivableRepository.insert(
        funded, step(funded, from: nil, "upload", "enterprise"), session)
      try await FingerprintRepository.replace(
        of: funded.id,
        by: [FingerprintRepository.Print(kind: "near", digest: funded.digest.bytes)], session)
      funded.request = ConfirmationRequest(at: now, dueOn: now.legalDate.adding(days: 30))
      funded.confirmation = ReceivableConfirmation(fen: 1_130_000, at: now, by: "debtor-1")
      funded.state = "confirmed"
      funded.version = 2
      try await ReceivableRepository.advance(
        funded, step(funded, from: "uploaded", "confirm", "debtor"), session)
      funded.funding = ReceivableFunding(institution: "huishang", way: .factoring)
      for (state, before, verb) in [
        ("offered", "confirmed", "offer"), ("notified", "offered", "notify"),
        ("registered", "notified", "register"), ("funded", "registered", "fund"),
      ] {
        funded.state = state
        funded.version += 1
        try await ReceivableRepository.advance(
          funded, step(funded, from: before, verb, verb == "offer" ? "enterprise" : "liaison"),
          session)
      }
      try await insertFinancing(of: funded, session)
      try await ConfirmationTokenRepository.insert(
        ConfirmationTokenRecord(
          digest: plain.digest.bytes, receivable: plain.id, version: plain.digest, createdAt: now,
          createdBy: "seller-1", expiresAt: now.adding(milliseconds: 60_000)), session)
      try await CoreEnterpriseRepository.save(
        CoreEnterpriseRecord(
          enterprise: debtor, payerKind: "enterprise", group: "steel", isStrong: true, version: 1,
          updatedAt: now, updatedBy: "officer-1"), session)
      try await SupplierInvitationRepository.insert(
        [
          SupplierInvitationRecord(
            id: ids.next(), debtor: debtor, supplierUSCC: "91340100MA2TE2W99N", createdAt: now,
            createdBy: "debtor-1")
        ], session)
      try await session.execute(ReceivableAccountRepository.marking([seller], at: now))
    }
  }

  private func insertFinancing(
    of receivable: ReceivableRecord, _ session: PostgresConnection
  ) async throws {
    var financing = FinancingRecord(
      id: ids.next(), receivable: receivable.id, seller: receivable.seller,
      institution: "huishang", way: .factoring, hasRecourse: true, amount: receivable.terms.gross,
      at: now, by: "seller-1")
    try await FinancingRepository.insert(financing, session)
    financing.notice = FinancingNotice(on: now.legalDate, voucher: "letter 1")
    financing.registration = FinancingRegistration(
      number: "1", queriedOn: now.legalDate, at: now)
    financing.fundedOn = now.legalDate
    financing.state = .funded
    try await FinancingRepository.save(financing, session)
  }
}
