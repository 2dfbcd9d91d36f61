import Application
import Catalog
import Domain
import TestSupport

/// Receivables and guarantees in the books.
extension Books {
  static let guarantor = "hefei-demo"
  private static let reGuarantor = "anhui-demo"
  private static let scheme = "zhengyindan-4321"
  private static let fund = "hefei-fund"
  private static let pool = "anhui-pool"
  private static let fen: Int64 = 1_000_000_000_000

  /// Enters a guarantor, a re-guarantor and a fund, and has every bank take part.
  static func prepareGuarantees(_ application: Application) async throws {
    for (code, kind) in [(guarantor, "guarantor"), (reGuarantor, "re_guarantor")] {
      _ = try await application.putGuarantor(
        code, expectedVersion: nil,
        [
          "kind": .string(kind), "name": "示例融资担保", "region": "340100",
          "net_assets_fen": .int(fen), "schemes": [.string(scheme)], "fee_ppm": 8_000,
          "source": "2025年度审计报告", "as_of": "2025-12-31",
        ], actor: Checks.actor)
    }
    for institution in try SeedCatalog.catalog().institutions
    where institution.kind.rawValue == "bank" {
      _ = try await application.putGuaranteeBank(
        institution.code, ["schemes": [.string(scheme)]], actor: Checks.actor)
    }
    _ = try await application.putFund(
      fund, ["kind": "compensation", "name": "代偿补偿资金", "region": "340000"],
      actor: Checks.actor)
    _ = try await application.endowFund(fund, ["amount_fen": .int(fen)], actor: Checks.actor)
  }

  /// Whether a bundle is of those who take part here.
  static func isWanted(_ bundle: JSON) -> Bool {
    bundle["scheme"] == .string(scheme) && bundle["guarantor"] == .string(guarantor)
      && bundle["re_guarantor"] == .string(reGuarantor)
  }

  /// What reserves headroom for a bundle.
  static func reservation(_ bundle: JSON) -> JSON {
    [
      "product": bundle["product"] ?? .null, "guarantor": .string(guarantor),
      "re_guarantor": .string(reGuarantor), "scheme": .string(scheme),
      "contract": "joint_liability",
    ]
  }

  /// A debtor of whom both funders carry up to a credit line, which binds instead of its share of all claims.
  static func prepareDebtor(_ application: Application, _ debtor: EnterpriseID) async throws {
    _ = try await application.setCoreEnterprise(
      debtor, ["payer_kind": "enterprise", "strong": false], actor: Checks.actor)
    for funder in ClaimParties.funders {
      _ = try await application.setCreditLine(
        of: debtor, institution: funder, ["maximum_fen": .int(Fen.maximum)], actor: Checks.actor)
    }
  }

  /// Two receivables: on one money was refused and asked for again.
  func fillReceivables(_ seller: EnterpriseID, _ debtor: EnterpriseID) async throws {
    let application = store.application
    try await Self.prepareDebtor(application, debtor)
    let today = TestStore.morning.legalDate
    let uscc = try await application.enterprise(debtor, actor: Checks.actor).value["uscc"] ?? .null
    let payer = Actor(subject: "payer-1", role: .enterprise, organisation: debtor.text)
    let liaison = Actor(subject: "liaison-1", role: .liaison, organisation: "huishang")
    for number in 1...2 {
      let gross = JSON.int(100_000_000 + Int64(number) * 7_000_000)
      let made = try await application.uploadReceivable(
        [
          "enterprise_id": .string(seller.text), "debtor_uscc": uscc,
          "invoice_number": .string("2434200000001000000\(number)"),
          "contract": .string("HT-\(number)"), "currency": "CNY", "gross_fen": gross,
          "vat_fen": 1_000_000, "invoiced_on": .string(today.adding(days: -30 - number).text),
          "due_on": .string(today.adding(days: 60).text),
          "signed_on": .string(today.adding(days: -90).text),
          "delivered_on": .string(today.adding(days: -35).text), "seller_size": "small",
          "debtor_size": "large", "is_related": false,
        ], actor: Checks.actor
      ).body
      guard let id = made["id"]?.stringValue.flatMap({ ReceivableID($0) }) else {
        throw StoryError("\(made)")
      }
      ledger.accepted(claim: id.text)
      _ = try await application.confirmReceivable(
        id, ["version_digest": made["version_digest"] ?? .null, "confirmed_fen": gross],
        actor: payer)
      guard number == 1 else { continue }
      let declined = try await offer(id)
      _ = try await application.advanceFinancing(
        declined, .decline, expectedVersion: 1, ["reason": "no_capacity"], actor: liaison)
      _ = try await offer(id)
    }
  }

  private func offer(_ id: ReceivableID) async throws -> ReceivableFinancingID {
    let body = try await store.application.offerReceivable(
      id,
      [
        "institution": "huishang", "way": "factoring", "recourse": true, "amount_fen": 10_000_000,
      ], actor: Checks.actor
    ).body
    guard let financing = body["id"]?.stringValue.flatMap({ ReceivableFinancingID($0) }) else {
      throw StoryError("\(body)")
    }
    ledger.accepted(claim: financing.text)
    return financing
  }

  /// Guarantees for the first of these needs that have a lawful bundle: one is reserved, of another a loss
  /// was compensated, a pool has paid a part of it, and some came back.
  func fillGuarantees(_ needs: [NeedID]) async throws {
    let application = store.application
    try await Self.prepareGuarantees(application)
    var made: [(id: GuaranteeID, bank: String)] = []
    for need in needs where made.count < 2 {
      let found = try await application.bundles(for: need, asOf: nil, actor: Checks.actor)
      guard let bundle = (found["lawful"]?.arrayValue ?? []).first(where: Self.isWanted),
        let bank = bundle["bank"]?["code"]?.stringValue
      else { continue }
      let answer = try await application.reserveGuarantee(
        for: need, Self.reservation(bundle), actor: Checks.actor)
      guard let text = answer.body["id"]?.stringValue, let id = GuaranteeID(text) else {
        throw StoryError("\(answer)")
      }
      ledger.accepted(claim: text)
      made.append((id, bank))
    }
    guard made.count == 2, let lost = made.last else {
      throw StoryError("no two needs have a lawful bundle")
    }
    try await lose(lost.id, bank: lost.bank)
  }

  /// Has a guarantee go its way to a loss of which some came back.
  private func lose(_ id: GuaranteeID, bank: String) async throws {
    let application = store.application
    let today = JSON.string(TestStore.morning.legalDate.text)
    let steps: [(institution: String, body: JSON)] = [
      (
        Self.guarantor,
        [
          "verb": "confirm", "signed_on": today, "matures_on": "2030-12-31",
          "contract_number": "BZ-1",
        ]
      ), (bank, ["verb": "repay", "repaid_fen": 1, "repaid_on": today]),
      (bank, ["verb": "mark_overdue", "overdue_on": today]),
      (bank, ["verb": "claim", "claimed_fen": 1_001, "claimed_on": today]),
      (Self.guarantor, ["verb": "review"]),
      (Self.guarantor, ["verb": "compensate", "compensated_on": today]),
      (Self.guarantor, ["verb": "claim_shares"]),
    ]
    func step(_ institution: String, _ body: JSON) async throws {
      let actor = Actor(
        subject: "\(institution)-1", role: .liaison, organisation: institution)
      _ = try await application.advanceGuarantee(id, body, actor: actor)
    }
    for (institution, body) in steps { try await step(institution, body) }
    _ = try await application.putFund(
      Self.pool,
      [
        "kind": "loan_risk_pool", "name": "风险补偿资金池", "region": "340000",
        "terms": "anhui-technology",
      ], actor: Checks.actor)
    _ = try await application.endowFund(
      Self.pool, ["amount_fen": 1_000], actor: Checks.actor)
    _ = try await application.payFromPool(
      Self.pool, ["guarantee_id": .string(id.text)], actor: Checks.actor)
    try await step(
      Self.guarantor,
      ["verb": "recover", "gross_fen": 900, "costs_fen": 1, "recovered_on": today])
  }
}
