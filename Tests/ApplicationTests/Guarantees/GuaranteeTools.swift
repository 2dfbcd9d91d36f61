import Application
import Catalog
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// A decided need with a lawful bundle, and the sides of a guarantee around it.
struct GuaranteeCase: Sendable {
  static let guarantor = "hefei-demo"
  static let reGuarantor = "anhui-demo"
  static let fund = "hefei-fund"
  static let scheme = "zhengyindan-4321"

  let world: World
  let need: NeedID
  let enterprise: EnterpriseID
  let owner: Actor
  /// The cheapest lawful bundle under the scheme, as it is shown.
  let bundle: JSON

  var application: Application { world.application }
  var product: String { bundle["product"]?.stringValue ?? "" }
  var bank: String { bundle["bank"]?["code"]?.stringValue ?? "" }

  /// Figures of a guarantor that carries everything a test asks for.
  static func figures(
    kind: String = "guarantor", netAssetsFen: Int64 = 1_000_000_000_000
  ) -> JSON {
    [
      "kind": .string(kind), "name": "示例融资担保", "region": "340100",
      "net_assets_fen": .int(netAssetsFen), "schemes": [.string(scheme), "national-2-8"],
      "fee_ppm": 8_000, "source": "2025年度审计报告", "as_of": "2025-12-31",
    ]
  }

  /// Guarantor, re-guarantor, fund and all banks, ready for guarantees.
  static func prepare(_ world: World) async throws {
    let application = world.application
    _ = try await application.putGuarantor(
      guarantor, expectedVersion: nil, figures(), actor: World.system)
    _ = try await application.putGuarantor(
      reGuarantor, expectedVersion: nil, figures(kind: "re_guarantor"), actor: World.system)
    for institution in try SeedCatalog.catalog().institutions
    where institution.kind.rawValue == "bank" {
      _ = try await application.putGuaranteeBank(
        institution.code, ["schemes": [.string(scheme)]], actor: World.system)
    }
    _ = try await application.putFund(
      fund, ["kind": "compensation", "name": "代偿补偿资金", "region": "340000"], actor: World.system)
    _ = try await application.endowFund(
      fund, ["amount_fen": 1_000_000_000_000], actor: World.system)
  }

  /// Needs of samples that have a lawful bundle.
  static func all(_ world: World, samples: Int = 60, seed: UInt64 = 41) async throws
    -> [GuaranteeCase]
  {
    try await prepare(world)
    try await world.decideSamples(samples, seed: seed)
    try await world.drain()
    let owners = try await world.query("SELECT id, enterprise_id FROM need ORDER BY id").map {
      (NeedID(try $0.decode(0, as: UUID.self)), EnterpriseID(try $0.decode(1, as: UUID.self)))
    }
    var cases: [GuaranteeCase] = []
    for (need, enterprise) in owners {
      let found = try await world.application.bundles(
        for: need, asOf: nil, actor: World.system)
      guard
        let bundle = found["lawful"]?.arrayValue?.first(where: {
          $0["scheme"] == .string(scheme) && $0["re_guarantor"] == .string(reGuarantor)
        })
      else { continue }
      cases.append(
        GuaranteeCase(
          world: world, need: need, enterprise: enterprise,
          owner: Actor(
            subject: "owner-\(need.text.suffix(4))", role: .enterprise,
            organisation: enterprise.text), bundle: bundle))
    }
    return cases
  }

  static func make(_ world: World) async throws -> GuaranteeCase {
    try #require(try await all(world).first, "no sample has a lawful bundle")
  }

  var reservation: JSON {
    [
      "product": .string(product), "guarantor": .string(Self.guarantor),
      "re_guarantor": .string(Self.reGuarantor), "scheme": .string(Self.scheme),
      "contract": "joint_liability",
    ]
  }

  @discardableResult
  func reserve(_ changes: [String: JSON?] = [:], by actor: Actor? = nil) async throws
    -> GuaranteeID
  {
    let answer = try await application.reserveGuarantee(
      for: need, reservation.with(changes), actor: actor ?? owner)
    return try #require(answer.body["id"]?.stringValue.flatMap { GuaranteeID($0) })
  }

  // MARK: Sides

  static func liaison(_ institution: String) -> Actor {
    Actor(subject: "\(institution)-liaison", role: .liaison, organisation: institution)
  }

  var today: String { world.store.clock.now.legalDate.text }

  @discardableResult
  func guarantor(_ id: GuaranteeID, _ verb: String, _ body: JSON = [:]) async throws -> JSON {
    try await step(id, verb, body, by: Self.liaison(Self.guarantor))
  }

  @discardableResult
  func bank(_ id: GuaranteeID, _ verb: String, _ body: JSON = [:]) async throws -> JSON {
    try await step(id, verb, body, by: Self.liaison(bank))
  }

  @discardableResult
  func step(
    _ id: GuaranteeID, _ verb: String, _ body: JSON = [:], by actor: Actor
  ) async throws -> JSON {
    try await application.advanceGuarantee(
      id, body.with(["verb": .string(verb)]), actor: actor
    ).body
  }

  /// Confirmed by the guarantor.
  func confirm(_ id: GuaranteeID) async throws {
    try await guarantor(
      id, "confirm",
      [
        "signed_on": .string(today), "matures_on": "2027-12-31", "contract_number": "BZ-2026-0001",
      ])
  }

  /// From a reservation to a compensated loss with its shares claimed.
  @discardableResult
  func compensated(fen: Int64 = 100_000_001) async throws -> GuaranteeID {
    let id = try await reserve()
    try await confirm(id)
    try await bank(id, "mark_overdue", ["overdue_on": .string(today)])
    try await bank(
      id, "claim", ["claimed_fen": .int(fen), "claimed_on": .string(today)])
    try await guarantor(id, "review")
    try await guarantor(id, "compensate", ["compensated_on": .string(today)])
    try await guarantor(id, "claim_shares")
    return id
  }

  func read(_ id: GuaranteeID) async throws -> JSON {
    try await application.guarantee(id, actor: World.system).value
  }

  /// Has everything happen to guarantees that tells of itself.
  static func everything(_ world: World) async throws {
    let given = try await make(world)
    let first = try await given.reserve()
    try await given.step(first, "release", by: given.owner)
    let repaid = try await given.reserve()
    try await given.confirm(repaid)
    try await given.bank(repaid, "repay", ["repaid_fen": 1, "repaid_on": .string(given.today)])
    try await given.bank(repaid, "close", ["ended_on": .string(given.today)])
    let second = try await given.compensated()
    try await given.guarantor(
      second, "recover",
      ["gross_fen": 1_000, "costs_fen": 1, "recovered_on": .string(given.today)])
  }
}

extension World {
  /// What guarantors carry is what their live guarantees weigh, and nowhere above a limit; funds hold what
  /// their entries say; losses and recoveries sum to the fen.
  func expectGuaranteesHold(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let wrong = try await query(
      """
      SELECT 'own of ' || b.guarantor FROM guarantor_borrower b WHERE b.own_fen <> coalesce((
        SELECT sum(g.own_fen) FROM guarantee g WHERE g.is_live AND g.guarantor = b.guarantor
          AND g.enterprise_id = b.enterprise_id), 0)
        OR b.weighed_own_fen <> b.own_fen OR b.weighted_fen > b.limit_fen
      UNION ALL
      SELECT 'carried of ' || g.code FROM guarantor g WHERE g.carried_fen > g.leverage_limit_fen
        OR g.carried_fen <> coalesce((
          SELECT sum(weighted_fen) FROM guarantor_borrower b WHERE b.guarantor = g.code), 0)
      UNION ALL
      SELECT 'group ' || t.group_code FROM guarantor_group t WHERE t.weighted_fen > t.limit_fen
        OR t.weighted_fen <> coalesce((
          SELECT sum(weighted_fen) FROM guarantor_borrower b
          WHERE b.guarantor = t.guarantor AND b.group_code = t.group_code), 0)
      UNION ALL
      SELECT 'fund ' || f.code FROM fund f WHERE f.held_fen > f.balance_fen
        OR f.balance_fen <> coalesce((
          SELECT sum(CASE kind WHEN 'endow' THEN amount_fen WHEN 'recover' THEN amount_fen
            WHEN 'repay' THEN amount_fen WHEN 'fee' THEN amount_fen WHEN 'pay' THEN -amount_fen
            WHEN 'lend' THEN -amount_fen ELSE 0 END) FROM fund_entry e WHERE e.fund = f.code), 0)
      UNION ALL
      SELECT 'repaid of ' || g.id FROM guarantee g WHERE g.repaid_fen <> coalesce((
        SELECT sum(repaid_fen) FROM guarantee_step s WHERE s.guarantee_id = g.id), 0)
        OR g.own_fen <> ceil((g.principal_fen - g.repaid_fen)::numeric * g.own_ppm / 1000000)
      UNION ALL
      SELECT 'loss ' || c.guarantee_id FROM compensation c WHERE c.loss_fen <> coalesce((
        SELECT sum(borne_fen) FROM compensation_part p WHERE p.guarantee_id = c.guarantee_id), 0)
      UNION ALL
      SELECT 'made good twice ' || p.guarantee_id FROM compensation_part p
      WHERE p.party = 'guarantor' AND p.borne_fen - p.returned_fen < coalesce((
        SELECT sum(CASE e.kind WHEN 'pay' THEN e.amount_fen WHEN 'recover' THEN -e.amount_fen
          ELSE 0 END)
        FROM fund_entry e JOIN fund f ON f.code = e.fund AND f.kind = 'loan_risk_pool'
        WHERE e.guarantee_id = p.guarantee_id), 0)
      """
    ).map { try $0.decode(0, as: String.self) }
    #expect(wrong == [], sourceLocation: sourceLocation)
  }
}
