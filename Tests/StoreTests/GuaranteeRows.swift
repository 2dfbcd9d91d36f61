import Domain
import Foundation
import Postgres
import Store

/// Columns of a guarantee that a statement may write.
private let columns = """
  id, need_id, need_version, enterprise_id, run_id, guarantor, re_guarantor, bank, product_code,
  scheme, scheme_from, fund, kind, size, contract, principal_fen, own_ppm, own_fen, all_in_ppm,
  state, version, began_at, due_at, step_at, signed_on, matures_on, contract_number, overdue_on,
  claimed_fen, claimed_on, ended_on, reason, created_at, updated_at
  """

/// What the tables of guarantors must refuse; see `badRows`.
let guarantorRows = [
  BadRow("enterprise_group_form", "UPDATE enterprise_group SET group_code = 'No'"),
  BadRow("enterprise_group_author", "UPDATE enterprise_group SET updated_by = ''"),
  BadRow(
    "enterprise_group_enterprise_id_fkey",
    "UPDATE enterprise_group SET enterprise_id = gen_random_uuid()"),
  BadRow("enterprise_group_pkey", "INSERT INTO enterprise_group SELECT * FROM enterprise_group"),
  BadRow("guarantor_code_form", "UPDATE guarantor SET code = 'No'"),
  BadRow("guarantor_kind", "UPDATE guarantor SET kind = 'bank'"),
  BadRow("guarantor_name", "UPDATE guarantor SET name = ''"),
  BadRow("guarantor_region", "UPDATE guarantor SET region = '34'"),
  BadRow("guarantor_net_assets", "UPDATE guarantor SET net_assets_fen = -1"),
  BadRow("guarantor_equity", "UPDATE guarantor SET equity_in_guarantors_fen = -1"),
  BadRow("guarantor_schemes", "UPDATE guarantor SET schemes = ARRAY[NULL]::text[]"),
  BadRow("guarantor_fee", "UPDATE guarantor SET fee_ppm = -1"),
  BadRow("guarantor_fee_base", "UPDATE guarantor SET fee_base = 'all'"),
  BadRow("guarantor_controllers", "UPDATE guarantor SET controllers = ARRAY[NULL]::text[]"),
  BadRow("guarantor_source", "UPDATE guarantor SET source = ''"),
  BadRow("guarantor_single_limit", "UPDATE guarantor SET single_limit_fen = -1"),
  BadRow("guarantor_group_limit", "UPDATE guarantor SET group_limit_fen = single_limit_fen - 1"),
  BadRow("guarantor_leverage", "UPDATE guarantor SET leverage_limit_fen = carried_fen - 1"),
  BadRow("guarantor_leverage", "UPDATE guarantor SET carried_fen = -1"),
  BadRow("guarantor_version", "UPDATE guarantor SET version = 0"),
  BadRow("guarantor_author", "UPDATE guarantor SET updated_by = ''"),
  BadRow("guarantor_pkey", "INSERT INTO guarantor SELECT * FROM guarantor"),
  BadRow("guarantee_bank_form", "UPDATE guarantee_bank SET institution = 'No'"),
  BadRow("guarantee_bank_schemes", "UPDATE guarantee_bank SET schemes = ARRAY[NULL]::text[]"),
  BadRow("guarantee_bank_version", "UPDATE guarantee_bank SET version = 0"),
  BadRow("guarantee_bank_author", "UPDATE guarantee_bank SET updated_by = ''"),
  BadRow("guarantee_bank_pkey", "INSERT INTO guarantee_bank SELECT * FROM guarantee_bank"),
  BadRow("guarantor_borrower_group_form", "UPDATE guarantor_borrower SET group_code = 'No'"),
  BadRow("guarantor_borrower_own", "UPDATE guarantor_borrower SET own_fen = -1"),
  BadRow(
    "guarantor_borrower_single", "UPDATE guarantor_borrower SET weighted_fen = limit_fen + 1"),
  BadRow("guarantor_borrower_is_weighed", "UPDATE guarantor_borrower SET own_fen = own_fen + 1"),
  BadRow(
    "guarantor_borrower_guarantor_fkey", "UPDATE guarantor_borrower SET guarantor = 'nobody'"),
  BadRow(
    "guarantor_borrower_enterprise_id_fkey",
    "UPDATE guarantor_borrower SET enterprise_id = gen_random_uuid()"),
  BadRow(
    "guarantor_borrower_pkey", "INSERT INTO guarantor_borrower SELECT * FROM guarantor_borrower"),
  BadRow("guarantor_group_form", "UPDATE guarantor_group SET group_code = 'No'"),
  BadRow(
    "guarantor_group_limit_holds", "UPDATE guarantor_group SET weighted_fen = limit_fen + 1"),
  BadRow("guarantor_group_limit_holds", "UPDATE guarantor_borrower SET group_code = 'full'"),
  BadRow("guarantor_group_guarantor_fkey", "UPDATE guarantor_group SET guarantor = 'nobody'"),
  BadRow("guarantor_group_pkey", "INSERT INTO guarantor_group SELECT * FROM guarantor_group"),
]

/// What guarantees, their shares and their steps must refuse.
let guaranteeRows = [
  BadRow("guarantee_bank_code", "UPDATE guarantee SET bank = 'No'"),
  BadRow("guarantee_product_form", "UPDATE guarantee SET product_code = 'No'"),
  BadRow("guarantee_scheme_form", "UPDATE guarantee SET scheme = 'No'"),
  BadRow("guarantee_kind", "UPDATE guarantee SET kind = 'loan'"),
  BadRow("guarantee_size", "UPDATE guarantee SET size = 'tiny'"),
  BadRow("guarantee_contract", "UPDATE guarantee SET contract = 'none'"),
  BadRow(
    "guarantee_principal",
    "UPDATE guarantee SET principal_fen = 0, own_fen = 0 WHERE claimed_fen IS NULL"),
  BadRow("guarantee_own", "UPDATE guarantee SET own_ppm = -1"),
  BadRow("guarantee_own_fen", "UPDATE guarantee SET own_fen = own_fen + 1"),
  BadRow(
    "guarantee_repaid",
    "UPDATE guarantee SET repaid_fen = principal_fen, own_fen = 0 WHERE claimed_fen IS NULL"),
  BadRow(
    "guarantee_repaid_sums",
    """
    UPDATE guarantee SET repaid_fen = 1,
      own_fen = ceil((principal_fen - 1)::numeric * own_ppm / 1000000) WHERE claimed_fen IS NULL
    """),
  BadRow("guarantee_maturity", "UPDATE guarantee SET matures_on = signed_on"),
  BadRow("guarantee_contract_number", "UPDATE guarantee SET contract_number = ''"),
  BadRow(
    "guarantee_claimed",
    "UPDATE guarantee SET claimed_fen = principal_fen + 1 WHERE claimed_fen IS NOT NULL"),
  BadRow(
    "guarantee_claim_whole",
    "UPDATE guarantee SET claimed_on = NULL WHERE claimed_on IS NOT NULL"),
  BadRow("guarantee_ended", "UPDATE guarantee SET ended_on = NULL WHERE ended_on IS NOT NULL"),
  BadRow("guarantee_reason", "UPDATE guarantee SET reason = ''"),
  BadRow("guarantee_signed", "UPDATE guarantee SET signed_on = NULL"),
  BadRow("guarantee_step_waits", "UPDATE guarantee SET step_at = now(), due_at = NULL"),
  BadRow("guarantee_time_order", "UPDATE guarantee SET updated_at = created_at - interval '1 s'"),
  BadRow("guarantee_stays", "UPDATE guarantee SET kind = 'other_loan'"),
  BadRow("guarantee_enterprise_id_fkey", "UPDATE guarantee SET enterprise_id = gen_random_uuid()"),
  BadRow("guarantee_run_id_fkey", "UPDATE guarantee SET run_id = gen_random_uuid()"),
  BadRow("guarantee_need_id_need_version_fkey", "UPDATE guarantee SET need_version = 99"),
  BadRow("guarantee_guarantor_fkey", "UPDATE guarantee SET guarantor = 'nobody'"),
  BadRow("guarantee_re_guarantor_fkey", "UPDATE guarantee SET re_guarantor = 'nobody'"),
  BadRow("guarantee_fund_fkey", "UPDATE guarantee SET fund = 'nobody'"),
  BadRow("guarantee_is_its_last_step", "UPDATE guarantee SET version = version + 1"),
  BadRow(
    "guarantee_pkey", "INSERT INTO guarantee (\(columns)) SELECT \(columns) FROM guarantee"),
  BadRow(
    "guarantee_shares_sum",
    """
    WITH more AS (
      INSERT INTO guarantee_share SELECT id, 5, 'insurer', 1, NULL FROM guarantee RETURNING 1)
    UPDATE guarantee SET updated_at = updated_at + interval '1 s'
    """),
  BadRow("guarantee_share_place", "UPDATE guarantee_share SET place = 0"),
  BadRow("guarantee_share_places", "UPDATE guarantee_share SET place = 1"),
  BadRow("guarantee_share_party", "UPDATE guarantee_share SET party = 'owner'"),
  BadRow("guarantee_share_range", "UPDATE guarantee_share SET ppm = -1"),
  BadRow("guarantee_share_institution", "UPDATE guarantee_share SET institution = 'No'"),
  BadRow(
    "guarantee_share_guarantee_id_fkey",
    """
    UPDATE guarantee_share SET guarantee_id = gen_random_uuid()
    WHERE guarantee_id IN (SELECT id FROM guarantee WHERE state = 'in_force')
    """),
  BadRow("guarantee_share_pkey", "INSERT INTO guarantee_share SELECT * FROM guarantee_share"),
  BadRow("guarantee_step_side", "UPDATE guarantee_step SET side = 'owner'"),
  BadRow(
    "guarantee_step_repaid",
    "UPDATE guarantee_step SET repaid_fen = 1, repaid_on = '2026-01-01' WHERE verb = 'confirm'"),
  BadRow(
    "guarantee_step_edge",
    "UPDATE guarantee_step SET state = 'settled' WHERE verb = 'confirm'"),
]

/// What losses, recoveries and funds must refuse.
let lossRows = [
  BadRow("compensation_loss", "UPDATE compensation SET loss_fen = 0"),
  BadRow("compensation_sums", "UPDATE compensation SET loss_fen = loss_fen + 1"),
  BadRow(
    "compensation_sums",
    "UPDATE compensation_part SET returned_fen = returned_fen - 1 WHERE returned_fen > 0"),
  BadRow(
    "compensation_guarantee_id_fkey",
    """
    INSERT INTO compensation SELECT gen_random_uuid(), loss_fen, compensated_on, created_at
    FROM compensation
    """),
  BadRow("compensation_pkey", "INSERT INTO compensation SELECT * FROM compensation"),
  BadRow("compensation_part_place", "UPDATE compensation_part SET place = 7"),
  BadRow("compensation_part_places", "UPDATE compensation_part SET place = 1"),
  BadRow("compensation_part_borne", "UPDATE compensation_part SET borne_fen = -1"),
  BadRow("compensation_part_returned", "UPDATE compensation_part SET returned_fen = borne_fen + 1"),
  BadRow(
    "compensation_part_state", "UPDATE compensation_part SET state = 'lost' WHERE state = 'borne'"),
  BadRow(
    "compensation_part_claimed",
    "UPDATE compensation_part SET claimed_at = now() WHERE state = 'borne'"),
  BadRow(
    "compensation_part_paid",
    "UPDATE compensation_part SET paid_on = '2026-01-01' WHERE state = 'borne'"),
  BadRow(
    "compensation_part_guarantee_id_party_fkey",
    "UPDATE compensation_part SET party = 'insurer' WHERE party = 'bank'"),
  BadRow(
    "compensation_part_guarantee_id_fkey",
    """
    INSERT INTO compensation_part (guarantee_id, place, party, borne_fen, state)
    SELECT id, 1, 'guarantor', 0, 'borne' FROM guarantee WHERE state = 'in_force'
    """),
  BadRow(
    "compensation_part_pkey", "INSERT INTO compensation_part SELECT * FROM compensation_part"),
  BadRow("recovery_number", "UPDATE recovery SET number = 0"),
  BadRow("recovery_gross", "UPDATE recovery SET gross_fen = 0, costs_fen = 0"),
  BadRow("recovery_costs", "UPDATE recovery SET costs_fen = gross_fen + 1"),
  BadRow("recovery_guarantee_id_fkey", "UPDATE recovery SET guarantee_id = gen_random_uuid()"),
  BadRow(
    "recovery_numbers",
    """
    INSERT INTO recovery SELECT gen_random_uuid(), guarantee_id, number, gross_fen, costs_fen,
      recovered_on, created_at FROM recovery
    """),
  BadRow("recovery_pkey", "INSERT INTO recovery SELECT * FROM recovery"),
  BadRow("recovery_part_party", "UPDATE recovery_part SET party = 'owner'"),
  BadRow("recovery_part_range", "UPDATE recovery_part SET fen = -1"),
  BadRow(
    "recovery_part_recovery_id_fkey", "UPDATE recovery_part SET recovery_id = gen_random_uuid()"),
  BadRow("recovery_part_pkey", "INSERT INTO recovery_part SELECT * FROM recovery_part"),
  BadRow("fund_code_form", "UPDATE fund SET code = 'No'"),
  BadRow("fund_kind", "UPDATE fund SET kind = 'piggy_bank'"),
  BadRow("fund_name", "UPDATE fund SET name = ''"),
  BadRow("fund_region", "UPDATE fund SET region = '34'"),
  BadRow("fund_room", "UPDATE fund SET held_fen = balance_fen + 1"),
  BadRow("fund_room", "UPDATE fund SET paid_fen = -1"),
  BadRow(
    "fund_cap", "UPDATE fund SET cap_fen = paid_fen + held_fen - 1 WHERE kind = 'compensation'"),
  BadRow("fund_cap_range", "UPDATE fund SET cap_fen = 10000000000001"),
  BadRow(
    "fund_terms", "UPDATE fund SET terms = 'anhui-technology' WHERE kind = 'compensation'"),
  BadRow("fund_version", "UPDATE fund SET version = 0"),
  BadRow("fund_author", "UPDATE fund SET updated_by = ''"),
  BadRow("fund_pkey", "INSERT INTO fund SELECT * FROM fund"),
  BadRow("fund_entry_kind", "UPDATE fund_entry SET kind = 'lose'"),
  BadRow("fund_entry_amount", "UPDATE fund_entry SET amount_fen = 0"),
  BadRow("fund_entry_reference", "UPDATE fund_entry SET reference = ''"),
  BadRow("fund_entry_author", "UPDATE fund_entry SET made_by = ''"),
  BadRow("fund_entry_fund_fkey", "UPDATE fund_entry SET fund = 'nobody'"),
  BadRow(
    "fund_entry_guarantee_id_fkey",
    "UPDATE fund_entry SET guarantee_id = gen_random_uuid(), bridge_id = NULL"),
  BadRow(
    "fund_entry_one",
    """
    INSERT INTO fund_entry (id, fund, kind, amount_fen, guarantee_id, offer_id, made_at, made_by)
    SELECT gen_random_uuid(), 'hefei-fund', 'endow', 1, g.id, o.id, now(), 'a'
    FROM guarantee g, offer o
    """),
  BadRow(
    "fund_entry_offer_id_fkey",
    "UPDATE fund_entry SET offer_id = gen_random_uuid(), guarantee_id = NULL, bridge_id = NULL"),
  BadRow("fund_entry_pkey", "INSERT INTO fund_entry SELECT * FROM fund_entry"),
  BadRow(
    "fund_room",
    """
    INSERT INTO fund_entry SELECT gen_random_uuid(), code, 'hold', balance_fen - held_fen + 1, NULL,
      NULL, NULL, now(), 'a' FROM fund
    """),
]

extension Samples {
  func guarantor(
    _ code: String, kind: GuarantorRecord.Kind = .guarantor
  ) -> GuarantorRecord {
    GuarantorRecord(
      code: code, kind: kind, name: "示例融资担保", region: "340100", netAssetsFen: 10_000_000,
      equityInGuarantorsFen: 0, isMainlySmall: false, schemes: ["zhengyindan-4321"], feePpm: 8_000,
      feeBase: "principal", controllers: [], source: "2025年度审计报告", asOf: now.legalDate,
      limits: GuarantorRecord.Limits(
        leverageFen: 100_000_000, singleFen: 1_000_000, groupFen: 1_500_000, from: now.legalDate),
      updatedAt: now, updatedBy: "operator-1")
  }

  func guarantee(_ need: NeedRecord, run: RunRecord, bank: String) -> GuaranteeRecord {
    GuaranteeRecord(
      id: ids.next(), need: need.id, needVersion: need.version, enterprise: need.enterprise,
      run: run.id, guarantor: "hefei-demo", reGuarantor: "anhui-demo", bank: bank,
      productCode: "huishang-loan", scheme: "zhengyindan-4321", schemeFrom: now.legalDate,
      fund: "hefei-fund", kind: "small_loan", size: "small", contract: "joint_liability",
      principalFen: 1_001, ownPpm: 400_000, ownFen: 401, allInPpm: 45_000, state: "reserved",
      at: now)
  }

  static var guaranteeShares: [GuaranteeRecord.Share] {
    [
      GuaranteeRecord.Share(party: "guarantor", ppm: 400_000, institution: "hefei-demo"),
      GuaranteeRecord.Share(party: "re_guarantor", ppm: 300_000, institution: "anhui-demo"),
      GuaranteeRecord.Share(party: "bank", ppm: 200_000, institution: "huishang"),
      GuaranteeRecord.Share(party: "government", ppm: 100_000, institution: nil),
    ]
  }

  private func step(
    _ verb: String, _ from: String?, _ to: String, _ version: Int
  ) -> GuaranteeStep {
    GuaranteeStep(
      version: version, from: from, state: to, verb: verb, actor: "somebody", side: "service",
      takenAt: now)
  }

  /// Takes a step of a guarantee with what it asks for.
  func advance(
    _ guarantee: inout GuaranteeRecord, _ verb: String, to state: String,
    _ session: any PostgresSession
  ) async throws {
    let step = step(verb, guarantee.state, state, guarantee.version + 1)
    guarantee.state = state
    guarantee.version += 1
    guarantee.updatedAt = now
    try await GuaranteeRepository.advance(guarantee, step, session)
  }

  /// One guarantee in force, and one that was compensated and of which something came back; with the
  /// borrower's related parties and a fund.
  func insertGuarantees(
    _ need: NeedRecord, run: RunRecord, _ session: PostgresConnection
  ) async throws {
    try await inTransaction(session) {
      try await GuarantorRepository.setGroup(
        "group-1", of: need.enterprise, at: now, by: "operator-1", session)
      try await GuarantorRepository.save(guarantor("hefei-demo"), session)
      try await GuarantorRepository.save(guarantor("anhui-demo", kind: .reGuarantor), session)
      _ = try await GuarantorRepository.save(
        GuaranteeBankRecord(
          institution: "huishang", schemes: ["zhengyindan-4321"], updatedAt: now,
          updatedBy: "operator-1"), session)
      try await FundRepository.save(
        FundRecord(
          code: "hefei-fund", kind: .compensation, name: "代偿补偿资金", region: "340100", capFen: nil,
          updatedAt: now, updatedBy: "operator-1"), session)
      try await move(.endow, 1_000, session)
      try await insertLive(need, run, session)
      try await insertCompensated(need, run, session)
      // A group that has no room.
      try await session.execute(
        "INSERT INTO guarantor_group VALUES ('hefei-demo', 'full', 0, 0)")
    }
  }

  private func move(
    _ kind: FundEntry.Kind, _ fen: Int64, _ session: any PostgresSession
  ) async throws {
    try await FundRepository.append(
      FundEntry(
        id: ids.next(), fund: "hefei-fund", kind: kind, amountFen: fen,
        reference: "2026-1", madeAt: now, madeBy: "operator-1"), session)
  }

  private func insertLive(
    _ need: NeedRecord, _ run: RunRecord, _ session: any PostgresSession
  ) async throws {
    var live = guarantee(need, run: run, bank: "huishang")
    try await GuaranteeRepository.insert(
      live, Self.guaranteeShares, step("reserve", nil, "reserved", 1), session)
    sign(&live)
    try await advance(&live, "confirm", to: "in_force", session)
    try await GuarantorRepository.weigh(301, by: "hefei-demo", for: need.enterprise, session)
  }

  private func sign(_ guarantee: inout GuaranteeRecord) {
    guarantee.signedOn = now.legalDate
    guarantee.maturesOn = now.legalDate.adding(days: 365)
    guarantee.contractNumber = "BZ-1"
  }

  private func insertCompensated(
    _ need: NeedRecord, _ run: RunRecord, _ session: any PostgresSession
  ) async throws {
    var lost = guarantee(need, run: run, bank: "hf-bank")
    try await GuaranteeRepository.insert(
      lost, Self.guaranteeShares, step("reserve", nil, "reserved", 1), session)
    sign(&lost)
    try await advance(&lost, "confirm", to: "in_force", session)
    lost.overdueOn = now.legalDate
    try await advance(&lost, "mark_overdue", to: "overdue", session)
    (lost.claimedFen, lost.claimedOn) = (1_001, now.legalDate)
    try await advance(&lost, "claim", to: "claimed", session)
    try await move(.hold, 100, session)
    try await advance(&lost, "review", to: "reviewing", session)
    lost.endedOn = now.legalDate
    try await advance(&lost, "compensate", to: "compensated", session)
    var parts = [("guarantor", 401, true), ("re_guarantor", 300, false), ("bank", 200, true)]
      .map { CompensationPart(party: $0.0, borneFen: Int64($0.1), state: $0.2 ? .borne : .due) }
    parts.append(CompensationPart(party: "government", borneFen: 100, state: .due))
    try await CompensationRepository.insert(
      CompensationRecord(
        guarantee: lost.id, lossFen: 1_001, on: now.legalDate, createdAt: now, parts: parts),
      session)
    try await advance(&lost, "claim_shares", to: "share_claimed", session)
    try await advance(&lost, "recover", to: "recovering", session)
    try await CompensationRepository.insert(
      RecoveryRecord(
        id: ids.next(), guarantee: lost.id, number: 1, grossFen: 11, costsFen: 1,
        on: now.legalDate, createdAt: now,
        parts: zip(parts, [4, 3, 2, 1] as [Int64]).map {
          RecoveryRecord.Part(party: $0.party, fen: $1)
        }),
      session)
    for (index, fen) in [Int64(4), 3, 2, 1].enumerated() {
      parts[index].returnedFen = fen
      guard parts[index].state == .due else { continue }
      parts[index].state = .paid
      parts[index].claimedAt = now
      parts[index].paidOn = now.legalDate
    }
    try await CompensationRepository.save(parts, of: lost.id, session)
    try await move(.pay, 60, session)
    try await GuarantorRepository.weigh(301, by: "hefei-demo", for: need.enterprise, session)
  }
}
