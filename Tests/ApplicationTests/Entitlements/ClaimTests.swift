import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Claims", .serialized)
struct ClaimTests {
  @Test(
    "what is listed may be claimed of two fiscal levels; each pays its own, and then it is paid")
  func twoLevels() async throws {
    try await World.with { world in
      try await world.budgets()
      let given = try await ClaimCase.make(world)
      #expect(try await given.verdict("wuhu-board-award") == "not_opened")
      let event = try await given.list()
      let due = try #require(try await given.entitlement("wuhu-board-award"))
      #expect(due["verdict"] == "due" && due["amount"]?["fen"] == 15_000_000)
      #expect(due["payers"]?.arrayValue?.map { $0["amount"]?["fen"] } == [3_000_000, 12_000_000])
      #expect(due["documents"]?.arrayValue?.count == 4)
      #expect(due["citation"]?["document"]?.stringValue?.isEmpty == false)
      #expect(try await given.verdict("ah-srdi-board-award") == "due")
      #expect(try await given.verdict("wuhu-district-board-award") == "refused")
      let id = try await given.claim(event)
      try await given.step(id, ["verb": "accept"], by: ClaimCase.county)
      #expect(try await world.budget("county")?["held"]?["fen"] == 12_000_000)
      try await given.step(id, ["verb": "pass"], by: ClaimCase.city)
      let half = try await given.pay(id, "city", by: ClaimCase.city)
      #expect(half["state"] == "passed")
      try await world.expectRefused("conflict claim_state") {
        _ = try await given.pay(id, "city", by: ClaimCase.city)
      }
      let paid = try await given.pay(id, "county", by: ClaimCase.county)
      #expect(paid["state"] == "paid" && paid["paid_on"] == .string(given.today))
      #expect(
        paid["steps"]?.arrayValue?.map { $0["verb"] } == [
          "submit", "accept", "pass", "pay", "pay", "complete",
        ])
      #expect(try await world.budget("city")?["paid"]?["fen"] == 3_000_000)
      #expect(try await world.budget("county")?["held"]?["fen"] == 0)
      #expect(try await given.entitlement("wuhu-board-award")?["reason"]?["code"] == "once")
      let figures = try await world.application.awardFigures(
        year: nil, region: nil, actor: ClaimCase.city)
      #expect(figures["data"]?.arrayValue?.map { $0["level"] } == ["city", "county"])
      #expect(figures["data"]?.arrayValue?.map { $0["paid"]?["fen"] } == [3_000_000, 12_000_000])
      try await world.expectClaimsHold()
    }
  }

  @Test("of 32 claims for the same, and 32 of each step with it, one counts, and it is paid once")
  func double() async throws {
    try await World.with(limits: .patient(12)) { world in
      try await world.budgets()
      let given = try await ClaimCase.make(world)
      let event = try await given.list()
      func storm(_ body: @escaping @Sendable () async throws -> Void) async -> Int {
        await withTaskGroup(of: Bool.self) { group in
          for _ in 0..<32 { group.addTask { await refusal(body) == nil } }
          return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
      }
      #expect(await storm { _ = try await given.claim(event) } == 1)
      let listed = try await world.application.claims(
        state: nil, enterprise: nil, region: nil, page: PageRequest(), actor: given.owner)
      let id = try #require(
        listed.items.first?["id"]?.stringValue.flatMap { ClaimID($0) })
      for body: JSON in [["verb": "accept"], ["verb": "pass"]] {
        #expect(await storm { try await given.step(id, body) } == 1)
      }
      for level in ["city", "county"] {
        #expect(await storm { _ = try await given.pay(id, level) } == 1)
      }
      #expect(try await world.count("claim") == 1)
      #expect(try await world.budget("city")?["paid"]?["fen"] == 3_000_000)
      #expect(try await world.budget("county")?["paid"]?["fen"] == 12_000_000)
      try await world.expectClaimsHold()
    }
  }

  @Test(
    "of many accepted at once only as many get money as the least budget has; what is rejected frees it"
  )
  func storm() async throws {
    try await World.with(limits: .patient(12)) { world in
      // The city has for five of them, the county for three.
      try await world.budgets(city: 15_000_000, county: 36_500_000)
      var claims: [(ClaimCase, ClaimID)] = []
      for number in 0..<12 {
        let given = try await ClaimCase.make(world, number)
        claims.append((given, try await given.claim(try await given.list())))
      }
      let asked = claims
      let accepted = await withTaskGroup(of: ClaimID?.self) { group in
        for (given, id) in asked + asked {
          group.addTask {
            await refusal { try await given.step(id, ["verb": "accept"]) } == nil ? id : nil
          }
        }
        return await group.reduce(into: [ClaimID]()) { list, id in
          if let id { list.append(id) }
        }
      }
      #expect(accepted.count == 3)
      #expect(try await world.budget("city")?["held"]?["fen"] == 9_000_000)
      #expect(try await world.budget("county")?["available"]?["fen"] == 500_000)
      try await world.expectClaimsHold()
      let (given, _) = claims[0]
      try await given.step(accepted[0], ["verb": "reject", "reason": "conditions"])
      #expect(try await world.budget("county")?["held"]?["fen"] == 24_000_000)
      try await world.expectRefused("conflict budget_short") {
        _ = try await world.application.putAwardBudget(
          level: "county", region: "340281", year: 2026, expectedVersion: nil,
          ["limit_fen": 23_999_999], actor: World.system)
      }
      try await world.expectClaimsHold()
    }
  }

  @Test("a lease is reported with a paper, verified, and gives 8 % up to the cap over all leases")
  func leases() async throws {
    try await World.with { world in
      try await world.budgets()
      let given = try await ClaimCase.make(world)
      func reported(_ contract: String, _ fen: Int64, _ months: Int64 = 36) async throws
        -> AwardEventID
      {
        try await given.record(
          ClaimCase.lease(contract, fen: fen, months: months, on: given.today), by: given.owner)
      }
      let first = try await reported("L-1", 6_000_000_000)
      #expect(try await given.verdict("ah-lease-2018") == "unverified")
      let papers = ["lease_contract", "equipment_invoice"]
      try await world.expectRefused("conflict award_event_state") {
        _ = try await given.claim(first, "ah-lease-2018", papers: papers)
      }
      func verify(_ id: AwardEventID, _ verdict: String = "verified") async throws {
        _ = try await world.application.decideAwardEvent(
          id, ["verdict": .string(verdict)], actor: ClaimCase.county)
      }
      try await verify(first)
      try await world.expectRefused("conflict award_event_state") { try await verify(first) }
      let claim = try await given.claim(first, "ah-lease-2018", papers: papers)
      let view = try await world.application.claim(claim, actor: given.owner).value
      #expect(view["amount"]?["fen"] == 480_000_000 && view["contract"] == "L-1")
      // One month short, and what the cap leaves of another.
      let short = try await reported("L-2", 1_000_000_000, 35)
      try await verify(short)
      try await world.expectRefused("conflict claim_refused") {
        _ = try await given.claim(short, "ah-lease-2018", papers: papers)
      }
      let second = try await reported("L-3", 1_000_000_000)
      try await verify(second)
      let rest = try await given.claim(second, "ah-lease-2018", papers: papers)
      let left = try await world.application.claim(rest, actor: given.owner).value
      #expect(left["amount"]?["fen"] == 20_000_000)
      // The same contract is recorded once, and no other clause of the family pays for it.
      try await world.expectRefused("conflict award_event_exists") {
        _ = try await reported("L-1", 1)
      }
      try await world.expectRefused("conflict claim_exists") {
        _ = try await given.claim(first, "ah-lease-emerging", papers: [])
      }
      let lost = try await reported("L-4", 1_000_000_000)
      try await verify(lost, "refused")
      try await world.expectRefused("conflict award_event_state") {
        _ = try await given.claim(lost, "ah-lease-2018", papers: papers)
      }
      try await world.expectClaimsHold()
    }
  }

  @Test("what is taken back whole may be claimed again, what is taken back in part may not")
  func clawedBack() async throws {
    try await World.with { world in
      try await world.budgets()
      let given = try await ClaimCase.make(world)
      let event = try await given.list()
      let first = try await given.paid(event)
      func clawBack(_ id: ClaimID, _ fen: Int64) async throws -> JSON {
        try await given.step(
          id,
          [
            "verb": "claw_back", "amount_fen": .int(fen), "reason": "fraud",
            "clawed_back_on": .string(given.today),
          ])
      }
      try await world.expectRefused("invalid /amount_fen above_max") {
        _ = try await clawBack(first, 15_000_001)
      }
      #expect(try await clawBack(first, 15_000_000)["state"] == "clawed_back")
      try await world.expectRefused("conflict claim_state") { _ = try await clawBack(first, 1) }
      #expect(try await given.verdict("wuhu-board-award") == "due")
      let second = try await given.paid(event)
      _ = try await clawBack(second, 14_999_999)
      #expect(try await given.verdict("wuhu-board-award") == "refused")
      // Within the year it is in the budget again: of the two only one fen is gone.
      let city = try await world.budget("city")
      let county = try await world.budget("county")
      #expect(
        (city?["paid"]?["fen"]?.intValue ?? 0) + (county?["paid"]?["fen"]?.intValue ?? 0) == 1)
      #expect(
        (city?["returned"]?["fen"]?.intValue ?? 0) + (county?["returned"]?["fen"]?.intValue ?? 0)
          == 29_999_999)
      // Where one level has paid, the other one pays no more.
      let other = try await ClaimCase.make(world, 1)
      let third = try await other.claim(try await other.list())
      try await other.step(third, ["verb": "accept"])
      try await other.step(third, ["verb": "pass"])
      try await world.expectRefused("conflict claim_state") { _ = try await clawBack(third, 1) }
      _ = try await other.pay(third, "city")
      try await world.expectRefused("conflict claim_state") {
        try await other.step(third, ["verb": "reject", "reason": "other"])
      }
      _ = try await clawBack(third, 3_000_000)
      #expect(try await world.budget("county")?["held"]?["fen"] == 0)
      #expect(try await other.verdict("wuhu-board-award") == "due")
      try await world.expectClaimsHold()
    }
  }

  @Test("a ceiling, and a text without a number, leave the amount to the authority")
  func ceilings() async throws {
    try await World.with { world in
      let given = try await ClaimCase.make(world, region: "340102")
      _ = try await world.application.putAwardBudget(
        level: "county", region: "340102", year: 2026, expectedVersion: nil,
        ["clause": "yaohai-ip-pledge", "limit_fen": 500], actor: World.system)
      let event = try await given.record([
        "kind": "ip_pledge", "contract": "P-1", "occurred_on": .string(given.today),
      ])
      #expect(try await given.verdict("yaohai-ip-pledge") == "unstated")
      let id = try await given.claim(
        event, "yaohai-ip-pledge", papers: ["pledge_registration", "interest_receipts"])
      try await world.expectRefused("invalid /amount_fen required") {
        try await given.step(id, ["verb": "accept"])
      }
      try await world.expectRefused("conflict budget_short") {
        try await given.step(id, ["verb": "accept", "amount_fen": 501])
      }
      let accepted = try await given.step(id, ["verb": "accept", "amount_fen": 500])
      #expect(accepted["parts"]?.arrayValue?.map { $0["region"] } == ["340102"])
      try await world.expectClaimsHold()
    }
  }

  @Test("whoever may not is refused, and nothing changes")
  func access() async throws {
    try await World.with { world in
      try await world.budgets()
      let given = try await ClaimCase.make(world)
      let other = try await ClaimCase.make(world, 1, region: "340104")
      let event = try await given.list()
      try await world.expectRefused("not found award event") {
        _ = try await world.application.submitClaim(
          given.order(event, "wuhu-board-award", ClaimCase.boardPapers), actor: other.owner)
      }
      let id = try await given.claim(event)
      let elsewhere = Actor(subject: "hefei-1", role: .operator, region: "340100")
      for stranger in [other.owner, elsewhere] {
        try await world.expectRefused("not found claim") {
          try await given.step(id, ["verb": "withdraw"], by: stranger)
        }
        try await world.expectRefused("not found claim") {
          _ = try await world.application.claim(id, actor: stranger)
        }
        try await world.expectRefused("not found award event") {
          _ = try await world.application.awardEvent(event, actor: stranger)
        }
        try await world.expectRefused("not found enterprise") {
          _ = try await world.application.entitlements(
            of: given.enterprise, asOf: nil, actor: stranger)
        }
        let seen = try await world.application.claims(
          state: nil, enterprise: given.enterprise, region: nil, page: PageRequest(),
          actor: stranger)
        #expect(seen.items.isEmpty)
      }
      for verb in ["accept", "pass"] {
        try await world.expectRefused("forbidden") {
          try await given.step(id, ["verb": .string(verb)], by: given.owner)
        }
      }
      try await world.expectRefused("forbidden") {
        try await given.step(id, ["verb": "withdraw"], by: ClaimCase.city)
      }
      try await world.expectRefused("forbidden") {
        try await given.record(
          ["kind": "title", "event": "srdi_province", "occurred_on": "2026-01-01"], by: given.owner)
      }
      try await given.step(id, ["verb": "accept"], by: ClaimCase.county)
      try await given.step(id, ["verb": "pass"], by: ClaimCase.county)
      // A county pays nothing of the city's.
      try await world.expectRefused("forbidden") {
        _ = try await given.pay(id, "city", by: ClaimCase.county)
      }
      for (level, region) in [("city", "340200"), ("province", "340000")] {
        try await world.expectRefused("forbidden") {
          _ = try await world.application.putAwardBudget(
            level: level, region: region, year: 2026, expectedVersion: nil,
            ["limit_fen": 1], actor: ClaimCase.county)
        }
      }
      try await world.expectRefused("forbidden") {
        _ = try await world.application.awardFigures(year: nil, region: nil, actor: given.owner)
      }
    }
  }

  @Test("bad input says where it is wrong, and changes nothing")
  func badInput() async throws {
    try await World.with { world in
      try await world.budgets()
      let given = try await ClaimCase.make(world)
      let event = try await given.list()
      let order = given.order(event, "wuhu-board-award", ClaimCase.boardPapers)
      let bad: [(JSON, String)] = [
        (order.with(["clause": "nothing"]), "/clause unknown_value"),
        (order.with(["clause": "ah-srdi-award"]), "/clause unknown_value"),
        (order.with(["award_event_id": "ent_1"]), "/award_event_id identifier"),
        (order.with(["surprise": 1]), "/surprise unknown_member"),
        (
          order.with(["documents": given.documents(Array(ClaimCase.boardPapers.dropLast()))]),
          "/documents document_missing"
        ),
        (
          order.with(["documents": given.documents(ClaimCase.boardPapers + ["poem"])]),
          "/documents/4/kind unknown_value"
        ),
      ]
      for (body, fault) in bad {
        try await world.expectRefused("invalid \(fault)") {
          _ = try await world.application.submitClaim(body, actor: given.owner)
        }
      }
      let id = try await given.claim(event)
      let steps: [(JSON, String)] = [
        ([:], "/verb required"), (["verb": "fly"], "/verb unknown_value"),
        (["verb": "complete"], "/verb unknown_value"),
        (["verb": "accept", "amount_fen": 14_999_999], "/amount_fen mismatch"),
        (["verb": "accept", "amount_fen": 0], "/amount_fen below_min"),
        (["verb": "pass", "level": "city"], "/level unknown_member"),
        (["verb": "reject"], "/reason required"),
        (["verb": "reject", "reason": "mood"], "/reason unknown_value"),
      ]
      for (body, fault) in steps {
        try await world.expectRefused("invalid \(fault)") { try await given.step(id, body) }
      }
      try await world.expectRefused("conflict claim_state") {
        try await given.step(id, ["verb": "pass"])
      }
      try await world.expectRefused("stale 1") {
        _ = try await world.application.advanceClaim(
          id, expectedVersion: 2, ["verb": "accept"], actor: World.system)
      }
      let events: [(JSON, String)] = [
        ([:], "/kind required"), (["kind": "gift"], "/kind unknown_value"),
        (ClaimCase.listed("2099-01-01"), "/occurred_on future"),
        (ClaimCase.listed(given.today).with(["event": "No"]), "/event pattern"),
        (ClaimCase.listed(given.today).with(["contract": "L"]), "/contract unknown_member"),
        (
          ClaimCase.lease("L", fen: 1, on: given.today).with(["tenor_months": 0]),
          "/tenor_months below_min"
        ),
        (
          ClaimCase.lease("L", fen: 1, on: given.today).with(["bases": ["gold": 1]]),
          "/bases/gold unknown_member"
        ),
      ]
      for (body, fault) in events {
        try await world.expectRefused("invalid \(fault)") { try await given.record(body) }
      }
      try await world.expectRefused("invalid /evidence required") {
        try await given.record(
          ClaimCase.lease("L", fen: 1, on: given.today, isShown: false), by: given.owner)
      }
    }
  }
}
