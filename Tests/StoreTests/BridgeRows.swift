import Domain
import Postgres
import Store

/// What the tables of bridges must refuse; see `badRows`.
let bridgeRows = [
  BadRow("fund_out", "UPDATE fund SET out_fen = -1"),
  BadRow("fund_entry_bridge_id_fkey", "UPDATE fund_entry SET bridge_id = gen_random_uuid()"),
  BadRow("bridge_loan_lender", "UPDATE bridge_loan SET lender = 'No'"),
  BadRow("bridge_loan_amount", "UPDATE bridge_loan SET amount_fen = 0"),
  BadRow("bridge_loan_commitment", "UPDATE bridge_loan SET commitment_fen = 0"),
  BadRow("bridge_loan_days", "UPDATE bridge_loan SET repays_on = starts_on"),
  BadRow("bridge_loan_lpr", "UPDATE bridge_loan SET lpr_ppm = -1"),
  BadRow("bridge_loan_fee", "UPDATE bridge_loan SET fee_fen = -1"),
  BadRow("bridge_loan_lent", "UPDATE bridge_loan SET lent_on = NULL"),
  BadRow("bridge_loan_repaid", "UPDATE bridge_loan SET repaid_on = lent_on"),
  BadRow(
    "bridge_loan_repaid_after",
    "UPDATE bridge_loan SET repaid_on = lent_on - 1, state = 'repaid', fee_fen = 0"),
  BadRow("bridge_loan_step_waits", "UPDATE bridge_loan SET step_at = now(), due_at = NULL"),
  BadRow(
    "bridge_loan_time_order", "UPDATE bridge_loan SET updated_at = created_at - interval '1 s'"),
  BadRow("bridge_loan_fund_fkey", "UPDATE bridge_loan SET fund = 'nobody'"),
  BadRow(
    "bridge_loan_enterprise_id_fkey", "UPDATE bridge_loan SET enterprise_id = gen_random_uuid()"),
  BadRow("bridge_loan_is_its_last_step", "UPDATE bridge_loan SET version = version + 1"),
  BadRow("bridge_loan_pkey", "INSERT INTO bridge_loan SELECT * FROM bridge_loan"),
]

extension Samples {
  /// A bridge that is lent.
  func insertBridge(of enterprise: EnterpriseID, _ session: PostgresConnection) async throws {
    try await inTransaction(session) {
      try await FundRepository.save(
        FundRecord(
          code: "anqing-bridge", kind: .bridge, name: "续贷过桥资金", region: "340800", capFen: nil,
          terms: "anqing", updatedAt: now, updatedBy: "operator-1"), session)
      var bridge = BridgeRecord(
        id: ids.next(), enterprise: enterprise, fund: "anqing-bridge", termsFrom: now.legalDate,
        lender: "huishang", maturesOn: now.legalDate, amountFen: 100, commitmentFen: 100,
        startsOn: now.legalDate, repaysOn: now.legalDate.adding(days: 10), lprPpm: 30_000,
        state: "reserved", at: now)
      try await BridgeRepository.insert(
        bridge,
        BridgeStep(
          version: 1, from: nil, state: "reserved", verb: "reserve", actor: "operator-1",
          takenAt: now), session)
      bridge.state = "lent"
      bridge.version = 2
      bridge.lentOn = now.legalDate
      try await BridgeRepository.advance(
        bridge,
        BridgeStep(
          version: 2, from: "reserved", state: "lent", verb: "lend", actor: "operator-1",
          takenAt: now), session)
      for (kind, fen) in [(FundEntry.Kind.endow, 1_000), (.hold, 100), (.lend, 100)] {
        try await FundRepository.append(
          FundEntry(
            id: ids.next(), fund: "anqing-bridge", kind: kind, amountFen: Int64(fen),
            bridge: kind == .endow ? nil : bridge.id, reference: nil, madeAt: now,
            madeBy: "operator-1"), session)
      }
    }
  }
}
