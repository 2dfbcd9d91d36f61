import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("After the loan", .serialized)
struct CompensationTests {
  @Test("a loss is split in fen by the shares, paid by each, and what comes back is handed out")
  func way() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.compensated(fen: 100_000_001)
      var shown = try await given.read(id)
      let parts = try #require(shown["compensation"]?["parts"]?.arrayValue)
      // The vector of 4321: 1,000,000.01 yuan.
      #expect(parts.map { $0["party"] } == ["guarantor", "re_guarantor", "bank", "government"])
      #expect(
        parts.map { $0["borne"]?["fen"] } == [40_000_001, 30_000_000, 20_000_000, 10_000_000])
      #expect(parts.map { $0["state"] } == ["borne", "claimed", "borne", "claimed"])
      #expect(try await GuaranteeTests.carried(world) == 0)
      // The fund held the government's share when the bank claimed.
      #expect(try await fund(world)["held"]?["fen"] == 10_000_000)
      let reGuarantor = GuaranteeCase.liaison(GuaranteeCase.reGuarantor)
      let paid: JSON = ["paid_on": .string(given.today)]
      try await world.expectRefused("forbidden") {
        try await given.step(
          id, "pay_share", paid.with(["party": "government"]), by: reGuarantor)
      }
      try await given.step(id, "pay_share", paid.with(["party": "re_guarantor"]), by: reGuarantor)
      try await world.expectRefused("conflict share_state") {
        try await given.step(
          id, "pay_share", paid.with(["party": "re_guarantor"]), by: World.system.asOperator)
      }
      try await given.step(
        id, "pay_share", paid.with(["party": "government"]), by: World.system.asOperator)
      #expect(try await fund(world)["held"]?["fen"] == 0)
      #expect(try await fund(world)["paid_fen"] == 10_000_000)
      for (gross, costs) in [(33_333_333, 1_001), (1, 0), (7, 6), (50_000_000, 0)] {
        try await given.guarantor(
          id, "recover",
          [
            "gross_fen": .int(Int64(gross)), "costs_fen": .int(Int64(costs)),
            "recovered_on": .string(given.today),
          ])
        try await world.expectGuaranteesHold()
      }
      try await world.expectRefused("conflict recovery_open") {
        try await given.guarantor(id, "settle")
      }
      shown = try await given.read(id)
      let back = (shown["compensation"]?["parts"]?.arrayValue ?? []).reduce(Int64(0)) {
        $0 + ($1["returned"]?["fen"]?.intValue ?? 0)
      }
      #expect(back == 33_332_332 + 1 + 1 + 50_000_000)
      let rest: JSON = [
        "gross_fen": .int(100_000_001 - back), "costs_fen": 0,
        "recovered_on": .string(given.today),
      ]
      try await world.expectRefused("conflict recovery_above_loss") {
        try await given.guarantor(
          id, "recover", rest.with(["gross_fen": .int(100_000_002 - back)]))
      }
      try await given.guarantor(id, "recover", rest)
      try await given.guarantor(id, "settle")
      // Everybody has exactly what he bore, the fund as well.
      #expect(try await given.read(id)["state"] == "settled")
      #expect(try await fund(world)["balance"]?["fen"] == 1_000_000_000_000)
      let report = try await self.report(world)
      #expect(report["compensated_fen"] == 80_000_001 && report["recovered_fen"] == 80_000_001)
      #expect(report["lost_fen"] == 0 && report["outstanding_fen"] == 0)
      #expect(report["recovery_rate_ppm"] == 1_000_000)
      try await world.expectGuaranteesHold()
    }
  }

  private func fund(_ world: World) async throws -> JSON {
    try await world.application.fund(GuaranteeCase.fund, actor: World.system).value
  }

  /// What the regulator asks the guarantor for, as it sees it itself.
  private func report(_ world: World) async throws -> JSON {
    try await world.application.guarantorReport(
      GuaranteeCase.guarantor, year: nil, actor: GuaranteeCase.liaison(GuaranteeCase.guarantor))
  }

  @Test(
    "a claim that is refused frees the fund, and may be made again; what is lost is written off")
  func refusedAndWrittenOff() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.reserve()
      try await given.confirm(id)
      try await given.bank(id, "mark_overdue", ["overdue_on": .string(given.today)])
      let claim: JSON = ["claimed_fen": 1_000, "claimed_on": .string(given.today)]
      for _ in 0..<2 {
        try await given.bank(id, "claim", claim)
        #expect(try await fund(world)["held"]?["fen"] == 100)
        try await given.guarantor(id, "review")
        try await given.guarantor(id, "refuse", ["reason": "材料不全"])
        #expect(try await fund(world)["held"]?["fen"] == 0)
      }
      #expect(try await self.report(world)["claimed_fen"] == 0)
      try await given.bank(id, "claim", claim)
      #expect(try await self.report(world)["claimed_fen"] == 1_000)
      try await given.guarantor(id, "review")
      try await given.guarantor(id, "compensate", ["compensated_on": .string(given.today)])
      try await given.guarantor(id, "claim_shares")
      #expect(try await self.report(world)["outstanding_fen"] == 800)
      try await world.expectRefused("conflict share_state") {
        try await given.guarantor(id, "write_off", ["reason": "终结执行"])
      }
      for party in ["re_guarantor", "government"] {
        try await given.step(
          id, "pay_share", ["party": .string(party), "paid_on": .string(given.today)],
          by: World.system.asOperator)
      }
      try await given.guarantor(id, "write_off", ["reason": "终结执行"])
      let report = try await self.report(world)
      #expect(report["compensated_fen"] == 800 && report["lost_fen"] == 800)
      #expect(report["outstanding_fen"] == 0 && report["in_force_fen"] == 0)
      #expect(report["claimed_fen"] == 0 && report["recovery_rate_ppm"] == 0)
      let ended = try #require(report["year_ended_fen"]?.intValue)
      #expect(report["year_compensated_fen"] == 800)
      #expect(report["compensation_rate_ppm"] == .int(800_000_000 / ended))
      try await world.expectRefused("not found guarantor") {
        _ = try await world.application.guarantorReport(
          GuaranteeCase.guarantor, year: nil, actor: GuaranteeCase.liaison("huishang"))
      }
    }
  }

  @Test("a fund that has not as much lets nobody claim, and says how much is missing")
  func short() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.reserve()
      try await given.confirm(id)
      try await given.bank(id, "mark_overdue", ["overdue_on": .string(given.today)])
      _ = try await world.application.putFund(
        GuaranteeCase.fund,
        ["kind": "compensation", "name": "代偿补偿资金", "region": "340000", "cap_fen": 99],
        actor: World.system)
      try await world.expectRefused("conflict fund_short") {
        try await given.bank(
          id, "claim", ["claimed_fen": 1_000, "claimed_on": .string(given.today)])
      }
      try await world.expectRefused("conflict fund_short") {
        _ = try await world.application.endowFund(
          GuaranteeCase.fund, ["amount_fen": 10_000_000_000_000], actor: World.system)
      }
    }
  }

  @Test("a pool pays a guarantor its part of what it compensated once, and a bank of a bad loan")
  func pool() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.compensated(fen: 1_001)
      let pool: JSON = [
        "kind": "loan_risk_pool", "name": "风险补偿资金池", "region": "340000",
        "terms": "anhui-technology",
      ]
      try await world.expectInvalid("no terms") {
        _ = try await world.application.putFund(
          "pool", pool.with(["terms": nil]), actor: World.system)
      }
      _ = try await world.application.putFund("pool", pool, actor: World.system)
      let claim: JSON = ["guarantee_id": .string(id.text), "bonus": "first_loan"]
      func pay(_ claim: JSON, from fund: String = "pool") async throws -> JSON {
        try await world.application.payFromPool(fund, claim, actor: World.system).body
      }
      try await world.expectRefused("conflict fund_short") { _ = try await pay(claim) }
      _ = try await world.application.endowFund("pool", ["amount_fen": 1_000], actor: World.system)
      try await world.expectRefused("not found fund") {
        _ = try await pay(claim, from: GuaranteeCase.fund)
      }
      // 25 % of the 801 fen that went to the bank.
      #expect(try await pay(claim)["amount"]?["fen"] == 200)
      try await world.expectRefused("conflict share_state") { _ = try await pay(claim) }
      for body: JSON in [
        [:], ["guarantee_id": "gua_1"], claim.with(["offer_id": .string("off_1")]),
        claim.with(["bad_principal_fen": 1]), claim.with(["bonus": "luck"]),
      ] {
        try await world.expectInvalid("\(body)") { _ = try await pay(body) }
      }
      try await world.expectGuaranteesHold()
    }
  }

  private static let poolTerms: JSON = [
    "kind": "loan_risk_pool", "name": "风险补偿资金池", "region": "340000",
    "terms": "anhui-technology",
  ]

  /// Two pools with money.
  private func preparePools(_ world: World) async throws {
    for code in ["pool-1", "pool-2"] {
      _ = try await world.application.putFund(code, Self.poolTerms, actor: World.system)
      _ = try await world.application.endowFund(
        code, ["amount_fen": 1_000_000], actor: World.system)
    }
  }

  private func pay(_ world: World, _ pool: String, _ claim: JSON) async throws -> Int64 {
    let body = try await world.application.payFromPool(pool, claim, actor: World.system).body
    return try #require(body["amount"]?["fen"]?.intValue)
  }

  /// What pools have, and what the guarantor had back less what went on to pools.
  private func afterRecovery(
    _ world: World, _ given: GuaranteeCase, _ id: GuaranteeID
  ) async throws -> (pools: [Int64], kept: Int64) {
    var pools: [Int64] = []
    for code in ["pool-1", "pool-2"] {
      let fund = try await world.application.fund(code, actor: World.system).value
      pools.append(try #require(fund["balance"]?["fen"]?.intValue))
    }
    let own = try await given.read(id)["compensation"]?["parts"]?.arrayValue?.first {
      $0["party"] == "guarantor"
    }
    let back = try #require(own?["returned"]?["fen"]?.intValue)
    return (pools, back + 2_000_000 - pools.reduce(0, +))
  }

  @Test(
    "recoveries after pools paid make the guarantor whole once: what is above goes back to the pools, in fen"
  )
  func poolsThenRecovery() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.compensated(fen: 1_001)
      try await preparePools(world)
      let claim: JSON = ["guarantee_id": .string(id.text)]
      // 20 % of the 801 fen that went to the bank; both together stay below 80 % of 401.
      #expect(try await pay(world, "pool-1", claim) == 160)
      #expect(try await pay(world, "pool-2", claim) == 160)
      func recover(_ gross: Int64) async throws {
        try await given.guarantor(
          id, "recover",
          ["gross_fen": .int(gross), "costs_fen": 0, "recovered_on": .string(given.today)])
        try await world.expectGuaranteesHold()
      }
      // As long as it bears something itself, all is the guarantor's: 401 less 320 that pools paid.
      try await recover(200)
      #expect(try await afterRecovery(world, given, id).pools == [999_840, 999_840])
      for gross in [7, 1, 300, 492] as [Int64] {
        try await recover(gross)
        let now = try await afterRecovery(world, given, id)
        #expect(now.kept <= 401, "\(now)")
        #expect(abs(now.pools[0] - now.pools[1]) <= 1, "each pool has its part: \(now)")
      }
      try await recover(1)
      // All came back: the guarantor has what it bore, the pools have what they paid.
      let end = try await afterRecovery(world, given, id)
      #expect(end.pools == [1_000_000, 1_000_000] && end.kept == 401)
    }
  }

  @Test(
    "pools that pay after a recovery pay of what is left, and what follows goes back to them too")
  func recoveryThenPools() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.compensated(fen: 1_001)
      try await preparePools(world)
      func recover(_ gross: Int64) async throws {
        try await given.guarantor(
          id, "recover",
          ["gross_fen": .int(gross), "costs_fen": 0, "recovered_on": .string(given.today)])
        try await world.expectGuaranteesHold()
      }
      try await recover(700)
      // 280 of 401 came back: 80 % of the 121 that are left.
      let paid = try await pay(world, "pool-1", ["guarantee_id": .string(id.text)])
      #expect(paid == 96)
      try await world.expectRefused("conflict share_state") {
        _ = try await pay(world, "pool-2", ["guarantee_id": .string(id.text)])
      }
      try await recover(301)
      let end = try await afterRecovery(world, given, id)
      #expect(end.pools == [1_000_000, 1_000_000] && end.kept == 401)
    }
  }

  @Test("a guaranteed loan is not paid for as one that nobody guarantees, nor the other way round")
  func paidInOneWay() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      try await preparePools(world)
      let id = try await given.compensated(fen: 1_001)
      let offer = IdentifierSource().next(OfferKind.self)
      try await insertDrawnOffer(offer, besides: id, world)
      let direct: JSON = ["offer_id": .string(offer.text), "bad_principal_fen": 500]
      try await world.expectRefused("conflict share_state") {
        _ = try await pay(world, "pool-1", direct)
      }
      // Of another bank nothing is guaranteed.
      try await setBank("another-bank", of: offer, world)
      #expect(try await pay(world, "pool-1", direct) == 150)
      try await setBank(given.bank, of: offer, world)
      for pool in ["pool-1", "pool-2"] {
        try await world.expectRefused("conflict share_state") {
          _ = try await pay(world, pool, ["guarantee_id": .string(id.text)])
        }
      }
    }
  }

  /// A loan of the same bank for the same need; how it came to that is left out.
  private func insertDrawnOffer(
    _ offer: OfferID, besides guarantee: GuaranteeID, _ world: World
  ) async throws {
    try await world.store.pool.withTransaction { session in
      try await session.execute("SET LOCAL session_replication_role = replica")
      try await session.execute(
        """
        INSERT INTO offer (id, need_id, need_version, enterprise_id, run_id, product_code,
          institution, mode, place, state, version, assignee, began_at, contacted_on, granted_fen,
          granted_rate_ppm, granted_on, drawn_fen, drawn_on, matures_on, why, next_step, created_at,
          updated_at)
        SELECT \(offer.uuid), need_id, need_version, enterprise_id, run_id, product_code, bank,
          'dispatch', 1, 'drawn', 1, 'a', created_at, '2026-01-01', 1000, 1, '2026-01-01', 1000,
          '2026-01-02', '2027-01-02', '{}', 0, created_at, created_at
        FROM guarantee WHERE id = \(guarantee.uuid)
        """)
    }
  }

  private func setBank(_ bank: String, of offer: OfferID, _ world: World) async throws {
    try await world.store.pool.withTransaction { session in
      try await session.execute("SET LOCAL session_replication_role = replica")
      try await session.execute(
        "UPDATE offer SET institution = \(bank) WHERE id = \(offer.uuid)")
    }
  }

  @Test("a round of recovery that brings nothing is none, and there is an end to rounds")
  func rounds() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.compensated(fen: 100_000)
      let day = JSON.string(given.today)
      try await world.expectInvalid("nothing") {
        try await given.guarantor(
          id, "recover", ["gross_fen": 7, "costs_fen": 7, "recovered_on": day])
      }
      try await given.guarantor(
        id, "recover", ["gross_fen": 1, "costs_fen": 0, "recovered_on": day])
      try await world.store.pool.withTransaction { session in
        // As if there had been so many: the sums are not looked at.
        try await session.execute("SET LOCAL session_replication_role = replica")
        try await session.execute(
          """
          INSERT INTO recovery (id, guarantee_id, number, gross_fen, costs_fen, recovered_on, created_at)
          SELECT gen_random_uuid(), guarantee_id, n, 1, 0, recovered_on, created_at
          FROM recovery, generate_series(2, 1000) n
          """)
      }
      try await world.expectRefused("conflict too_many_recoveries") {
        try await given.guarantor(
          id, "recover", ["gross_fen": 1, "costs_fen": 0, "recovered_on": day])
      }
    }
  }

  @Test(
    "a credit insurer may stand in the place of the guarantor, and carries no guarantor's liability"
  )
  func insurer() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let application = world.application
      _ = try await application.putGuarantor(
        "insurer-demo", expectedVersion: nil,
        GuaranteeCase.figures(kind: "insurer", netAssetsFen: 0)
          .with(["schemes": ["credit-insurance"]]), actor: World.system)
      _ = try await application.putGuaranteeBank(
        given.bank, ["schemes": ["credit-insurance"]], actor: World.system)
      let id = try await given.reserve([
        "guarantor": "insurer-demo", "re_guarantor": nil, "scheme": "credit-insurance",
      ])
      let shown = try await given.read(id)
      #expect(shown["own"]?["fen"] == 0 && shown["fund"] == .null)
      #expect(
        shown["shares"]?.arrayValue?.map { $0["institution"] } == [
          "insurer-demo", .string(given.bank),
        ])
      try await world.expectGuaranteesHold()
    }
  }

  @Test("a compensation rate above its limit stops what is new between guarantor and bank")
  func fuse() async throws {
    try await World.with { world in
      let cases = try await GuaranteeCase.all(world)
      let pair = try #require(
        cases.first { one in cases.contains { $0.need != one.need && $0.bank == one.bank } })
      let other = try #require(cases.first { $0.need != pair.need && $0.bank == pair.bank })
      try await pair.compensated()
      try await world.expectRefused("conflict guarantee_fuse") { try await other.reserve() }
      // The rate is that of the two: with another guarantor the bank goes on.
      _ = try await world.application.putGuarantor(
        "second-demo", expectedVersion: nil, GuaranteeCase.figures(), actor: World.system)
      try await other.reserve(["guarantor": "second-demo"])
      try await world.expectGuaranteesHold()
    }
  }

  @Test("a step with a member too many, a day to come or an amount too great changes nothing")
  func badInput() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.reserve()
      let confirmation: JSON = [
        "signed_on": .string(given.today), "matures_on": "2027-12-31", "contract_number": "BZ-1",
      ]
      for change: [String: JSON?] in [
        ["signed_on": "2030-01-01"], ["matures_on": .string(given.today)],
        ["contract_number": nil], ["contract_number": ""], ["surprise": 1], ["signed_on": 3],
      ] {
        try await world.expectInvalid("\(change)") {
          try await given.guarantor(id, "confirm", confirmation.with(change))
        }
      }
      try await world.expectInvalid("verb") { try await given.guarantor(id, "expire") }
      try await given.confirm(id)
      try await given.bank(id, "mark_overdue", ["overdue_on": .string(given.today)])
      for body: JSON in [
        ["claimed_fen": 0, "claimed_on": .string(given.today)],
        ["claimed_fen": 10_000_000_000_000, "claimed_on": .string(given.today)],
        ["claimed_fen": 1, "claimed_on": "2020-01-01"], ["claimed_fen": 1],
      ] {
        try await world.expectInvalid("\(body)") { try await given.bank(id, "claim", body) }
      }
    }
  }

  @Test("an erasure waits for a guarantee, and empties its words when its time is over")
  func erasure() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.reserve()
      try await given.confirm(id)
      let answer = try await world.application.requestErasure(
        of: given.enterprise, ["basis": "request"], actor: given.owner)
      #expect(answer.body["state"] == "held")
      world.store.clock.advance(milliseconds: 12 * 366 * 86_400_000)
      #expect(try await world.application.eraseDue(limit: 10) == 1)
      let words = try await world.query("SELECT contract_number FROM guarantee")
      #expect(try words.map { try $0.decode(0, as: String.self) } == ["erased"])
    }
  }
}

extension Actor {
  /// Somebody who acts for the operator of the whole country.
  fileprivate var asOperator: Actor { Actor(subject: "operator-1", role: .operator) }
}
