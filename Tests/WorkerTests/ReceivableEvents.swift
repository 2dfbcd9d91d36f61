import Application
import Domain
import Postgres
import Store
import Testing

/// Everything that can become of receivables, so that an event of each type is written.
enum ReceivableEvents {
  private static var today: LegalDate { WallClock.system.now().legalDate }
  private static func day(_ offset: Int) -> JSON { .string(today.adding(days: offset).text) }

  static func cause(_ world: World) async throws {
    let parties = try await world.registerSample(2, seed: 613).map(\.enterprise)
    let (seller, debtor) = (parties[0], parties[1])
    let application = world.application
    let owner = Actor(subject: "seller-1", role: .enterprise, organisation: seller.text)
    let payer = Actor(subject: "debtor-1", role: .enterprise, organisation: debtor.text)
    let code = try await application.enterprise(debtor, actor: World.actor).value["uscc"]
    let own = try await application.enterprise(seller, actor: World.actor).value["uscc"] ?? .null
    _ = try await application.inviteSuppliers(of: debtor, ["usccs": [own]], actor: payer)
    func terms(_ number: Int) -> [String: JSON] {
      [
        "invoice_number": .string("2434200000001000000\(number)"), "currency": "CNY",
        "gross_fen": .int(1_000_000 + Int64(number)), "vat_fen": 0,
        "invoiced_on": day(-20 - number),
        "due_on": day(60), "is_related": false,
      ]
    }
    func upload(_ number: Int) async throws -> (id: ReceivableID, digest: JSON) {
      var body = terms(number)
      body["enterprise_id"] = .string(seller.text)
      body["debtor_uscc"] = code
      let made = try await application.uploadReceivable(.object(body), actor: owner).body
      return (
        try #require(made["id"]?.stringValue.flatMap { ReceivableID($0) }),
        try #require(made["version_digest"])
      )
    }
    let amended = try await upload(1)
    _ = try await application.amendReceivable(
      amended.id, expectedVersion: 1, .object(terms(1)), actor: owner)
    _ = try await application.disputeReceivable(
      amended.id, ["reason": "amount"], actor: payer)
    _ = try await application.withdrawReceivable(amended.id, expectedVersion: 3, actor: owner)
    let paid = try await upload(2)
    _ = try await application.confirmReceivable(
      paid.id, ["version_digest": paid.digest, "confirmed_fen": 1_000_002], actor: payer)
    try await finance(paid.id, by: owner, application)
    let silent = try await upload(3)
    _ = try await application.requestConfirmation(of: silent.id, actor: owner)
    // What nobody did for long: the first step of its timer is due, then the last one.
    for next in [0, 3] {
      try await world.withConnection {
        _ = try await $0.execute(
          """
          UPDATE receivable SET next_step = \(next), step_at = now() - interval '1 s'
          WHERE id = \(silent.id.uuid)
          """)
      }
      #expect(try await application.escalateReceivables(limit: 10) == 1)
    }
  }

  /// One part is declined; another goes its whole way.
  private static func finance(
    _ receivable: ReceivableID, by owner: Actor, _ application: Application
  ) async throws {
    let liaison = Actor(subject: "liaison-1", role: .liaison, organisation: "huishang")
    func offer() async throws -> ReceivableFinancingID {
      let made = try await application.offerReceivable(
        receivable,
        ["institution": "huishang", "way": "factoring", "recourse": true, "amount_fen": 1_000],
        actor: owner)
      return try #require(made.body["id"]?.stringValue.flatMap { ReceivableFinancingID($0) })
    }
    let (declined, kept) = (try await offer(), try await offer())
    let steps: [(ReceivableFinancingID, FinancingVerb, Int, JSON)] = [
      (declined, .decline, 1, ["reason": "no_capacity"]),
      (kept, .notify, 1, ["notified_on": day(0), "voucher": "notice 1"]),
      (kept, .register, 2, ["registry_number": "1", "registry_queried_on": day(0)]),
      (kept, .fund, 3, ["funded_fen": 1_000, "funded_on": day(0)]),
      (kept, .collect, 4, ["collected_fen": 1_000, "collected_on": day(0)]),
      (kept, .release, 5, ["debtor_told_on": day(0), "registry_cancelled_on": day(0)]),
    ]
    for (id, verb, version, body) in steps {
      _ = try await application.advanceFinancing(
        id, verb, expectedVersion: version, body, actor: liaison)
    }
  }
}
