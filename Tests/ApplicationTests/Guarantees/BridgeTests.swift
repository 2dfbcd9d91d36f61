import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Bridges and renewals", .serialized)
struct BridgeTests {
  /// A bridge fund with money, and an enterprise where it serves.
  private func prepare(_ world: World, fen: Int64 = 150_000_000) async throws -> EnterpriseID {
    _ = try await world.application.putFund(
      "anqing-bridge",
      ["kind": "bridge", "name": "续贷过桥资金", "region": "340800", "terms": "anqing"],
      actor: World.system)
    _ = try await world.application.endowFund(
      "anqing-bridge", ["amount_fen": .int(fen)], actor: World.system)
    return try await world.register(region: "340802")
  }

  private func order(_ enterprise: EnterpriseID, _ changes: [String: JSON?] = [:]) -> JSON {
    let order: JSON = [
      "enterprise_id": .string(enterprise.text), "fund": "anqing-bridge",
      "amount_fen": 100_000_000, "starts_on": "2026-12-01", "repays_on": "2026-12-11",
      "lender": "huishang", "matures_on": "2026-12-05", "renews_directly": false,
      "overdue": false, "tax_arrears": false,
      "commitment": [
        "lender": "huishang", "amount_fen": 100_000_000, "written": true, "in_process": true,
      ],
    ]
    return order.with(changes)
  }

  private func reserve(_ world: World, _ order: JSON) async throws -> BridgeID {
    let answer = try await world.application.reserveBridge(order, actor: World.system)
    return try #require(answer.body["id"]?.stringValue.flatMap { BridgeID($0) })
  }

  private func fund(_ world: World) async throws -> JSON {
    try await world.application.fund("anqing-bridge", actor: World.system).value
  }

  @Test("money is held, lent, and comes back with a fee for the days that were used")
  func way() async throws {
    try await World.with { world in
      let enterprise = try await prepare(world)
      let id = try await reserve(world, order(enterprise))
      #expect(try await fund(world)["held"]?["fen"] == 100_000_000)
      world.store.clock.advance(milliseconds: 60 * 86_400_000)
      let today = world.store.clock.now.legalDate
      func step(_ body: JSON) async throws -> JSON {
        try await world.application.advanceBridge(id, body, actor: World.system).body
      }
      try await world.expectInvalid("before it was reserved") {
        _ = try await step(["verb": "lend", "lent_on": .string(today.adding(days: -61).text)])
      }
      _ = try await step(
        ["verb": "lend", "lent_on": .string(today.adding(days: -10).text)])
      #expect(try await fund(world)["out"]?["fen"] == 100_000_000)
      #expect(try await fund(world)["balance"]?["fen"] == 50_000_000)
      try await world.expectRefused("conflict bridge_state") {
        _ = try await step(["verb": "release"])
      }
      try await world.expectInvalid("before it was lent") {
        _ = try await step(["verb": "repay", "repaid_on": "2026-01-01"])
      }
      let repaid = try await step(["verb": "repay", "repaid_on": .string(today.text)])
      // 1,000,000 yuan for 10 days at the one-year LPR, 360 days to a year.
      let lpr = try #require(repaid["lpr_ppm"]?.intValue)
      let fee = try #require(repaid["fee"]?["fen"]?.intValue)
      #expect(abs(fee * 36 - lpr * 100) <= 18)
      let after = try await fund(world)
      #expect(after["out"]?["fen"] == 0 && after["held"]?["fen"] == 0)
      #expect(after["balance"]?["fen"] == .int(150_000_000 + fee))
    }
  }

  @Test("each gate that is shut, or that waits for a fact, refuses and changes nothing")
  func gates() async throws {
    try await World.with { world in
      let enterprise = try await prepare(world)
      let away = try await world.register(1, region: "340104")
      let promise: JSON = [
        "lender": "huishang", "amount_fen": 100_000_000, "written": true, "in_process": true,
      ]
      let shut: [[String: JSON?]] = [
        ["renews_directly": true], ["renews_directly": nil], ["overdue": true], ["overdue": nil],
        ["tax_arrears": true], ["commitment": nil],
        ["commitment": promise.with(["written": false])],
        ["commitment": promise.with(["in_process": nil])],
        ["commitment": promise.with(["lender": "bocom"])],
        ["commitment": promise.with(["amount_fen": 99_999_999])],
        ["matures_on": "2027-01-05"], ["repays_on": "2027-01-15"],
        ["enterprise_id": .string(away.text)], ["starts_on": "2020-01-01"],
      ]
      for change in shut {
        try await world.expectRefused("conflict bridge_gate", "\(change)") {
          _ = try await reserve(world, order(enterprise, change))
        }
      }
      for change: [String: JSON?] in [
        ["fund": "nobody"], ["lender": "Bank"], ["amount_fen": 0], ["surprise": 1],
        ["repays_on": "2026-12-01"], ["enterprise_id": "ent_1"], ["commitment": 3],
      ] {
        try await world.expectInvalid("\(change)") {
          _ = try await reserve(world, order(enterprise, change))
        }
      }
    }
  }

  @Test(
    "of many at once only as many have a bridge as the fund has money; what nobody takes is free again"
  )
  func storm() async throws {
    try await World.with(limits: .patient(12)) { world in
      _ = try await prepare(world, fen: 350_000_000)
      var enterprises: [EnterpriseID] = []
      for number in 1...12 {
        enterprises.append(try await world.register(number, region: "340802"))
      }
      let orders = enterprises.map { order($0) }
      let made = await withTaskGroup(of: Bool.self) { group in
        for order in orders + orders {
          group.addTask { await refusal { _ = try await reserve(world, order) } == nil }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(made == 3)
      #expect(try await fund(world)["held"]?["fen"] == 300_000_000)
      world.store.clock.advance(milliseconds: 60 * 86_400_000)
      #expect(try await world.application.expireBridges(limit: 10) == 3)
      #expect(try await fund(world)["available"]?["fen"] == 350_000_000)
    }
  }

  @Test("the radar shows loans that fall due, to whom they belong, without repayment first")
  func radar() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.reserve()
      try await given.confirm(id)
      func seen(_ days: Int?, by actor: Actor) async throws -> [JSON] {
        try await world.application.renewals(days: days, region: nil, actor: actor)["data"]?
          .arrayValue ?? []
      }
      #expect(try await seen(nil, by: World.system) == [])
      // It falls due on 2027-12-31.
      let until = try #require(LegalDate("2027-12-31")).daysSinceEpoch
      let left = Int64(until - world.store.clock.now.legalDate.daysSinceEpoch)
      world.store.clock.advance(milliseconds: (left - 91) * 86_400_000)
      #expect(try await seen(nil, by: given.owner) == [], "ninety days are looked ahead, no more")
      world.store.clock.advance(milliseconds: 86_400_000)
      let found = try await seen(nil, by: given.owner)
      #expect(found.map { $0["days_left"] } == [90])
      #expect(found.first?["ways"]?.arrayValue?.first?["way"] == "direct_renewal")
      let other = Actor(
        subject: "owner-2", role: .enterprise, organisation: try await world.register(900).text)
      #expect(try await seen(nil, by: other) == [])
      #expect(try await seen(89, by: World.system) == [])
    }
  }

  @Test("a drawn loan that nobody guarantees stands in the radar by the day that was named")
  func drawnLoans() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer().first)
      try await given.grant(offer)
      let due = world.store.clock.now.legalDate.adding(days: 30)
      try await given.step(
        offer, .draw,
        ["drawn_fen": 700, "drawn_on": .string(given.today), "matures_on": .string(due.text)])
      let seen =
        try await world.application.renewals(
          days: nil, region: nil, actor: World.system)["data"]?.arrayValue ?? []
      #expect(seen.map { $0["offer_id"] } == [offer["id"]])
      #expect(seen.first?["guarantee_id"] == .null && seen.first?["days_left"] == 30)
      #expect(seen.first?["principal"]?["fen"] == 700)
      #expect(seen.first?["matures_on"] == .string(due.text))
      #expect(
        try await world.application.renewals(days: 29, region: nil, actor: World.system)["data"]
          == [])
      let own = try await world.application.renewals(days: nil, region: nil, actor: given.owner)
      #expect(own["data"]?.arrayValue?.count == 1)
    }
  }
}
