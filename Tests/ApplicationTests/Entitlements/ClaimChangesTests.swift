import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Claims while other things change", .serialized)
struct ClaimChangesTests {
  private static let leasePapers = ["lease_contract", "equipment_invoice"]

  private func clawBack(
    _ given: ClaimCase, _ id: ClaimID, _ fen: Int64, by actor: Actor = World.system
  ) async throws -> JSON {
    try await given.step(
      id,
      [
        "verb": "claw_back", "amount_fen": .int(fen), "reason": "amount",
        "clawed_back_on": .string(given.today),
      ], by: actor)
  }

  @Test("a claim stays with the governments of where it was made, wherever its enterprise moves")
  func moved() async throws {
    try await World.with { world in
      try await world.budgets()
      let given = try await ClaimCase.make(world)
      let id = try await given.claim(try await given.list())
      _ = try await world.application.amendEnterprise(
        given.enterprise, expectedVersion: 1, ["region": "340104"], actor: World.system)
      for actor in [ClaimCase.county, ClaimCase.city, ClaimCase.province, given.owner] {
        let seen = try await world.application.claims(
          state: nil, enterprise: nil, region: nil, page: PageRequest(), actor: actor)
        #expect(seen.items.map { $0["id"] } == [.string(id.text)], "\(actor.subject)")
        let view = try await world.application.claim(id, actor: actor).value
        #expect(view["region"] == "340281")
      }
      let elsewhere = Actor(subject: "hefei-1", role: .operator, region: "340100")
      try await world.expectRefused("not found claim") {
        _ = try await world.application.claim(id, actor: elsewhere)
      }
      try await world.expectRefused("not found claim") {
        try await given.step(id, ["verb": "accept"], by: elsewhere)
      }
      try await given.step(id, ["verb": "accept"], by: ClaimCase.county)
      try await given.step(id, ["verb": "pass"], by: ClaimCase.county)
      _ = try await given.pay(id, "city", by: ClaimCase.city)
      let paid = try await given.pay(id, "county", by: ClaimCase.county)
      #expect(paid["state"] == "paid")
      #expect(paid["parts"]?.arrayValue?.map { $0["region"] } == ["340200", "340281"])
      let figures = try await world.application.awardFigures(
        year: nil, region: nil, actor: elsewhere)
      #expect(figures["data"] == [])
      // What is rejected is so all the same.
      let other = try await ClaimCase.make(world, 1)
      let second = try await other.claim(try await other.list())
      _ = try await world.application.amendEnterprise(
        other.enterprise, expectedVersion: 1, ["region": "340104"], actor: World.system)
      let rejected = try await other.step(
        second, ["verb": "reject", "reason": "lapsed", "note": "企业已迁出"], by: ClaimCase.county)
      #expect(rejected["decision_note"] == "企业已迁出" && rejected["note"] == .null)
      try await world.expectClaimsHold()
    }
  }

  @Test("an amount is fixed by what counts when it is accepted: what was rejected leaves more")
  func fixedAnew() async throws {
    try await World.with { world in
      try await world.budgets()
      func leases(_ number: Int) async throws -> (ClaimCase, ClaimID, ClaimID) {
        let given = try await ClaimCase.make(world, number)
        var claims: [ClaimID] = []
        let financed: [(String, Int64)] = [("L-1", 6_000_000_000), ("L-2", 1_000_000_000)]
        for (contract, fen) in financed {
          let event = try await given.record(
            ClaimCase.lease(contract, fen: fen, on: given.today))
          claims.append(try await given.claim(event, "ah-lease-2018", papers: Self.leasePapers))
        }
        return (given, claims[0], claims[1])
      }
      func amount(_ answer: JSON) -> JSON? { answer["amount"]?["fen"] }
      let (given, first, second) = try await leases(0)
      try await given.step(first, ["verb": "reject", "reason": "papers"])
      let before = try await world.application.claim(second, actor: given.owner).value
      #expect(amount(before) == 20_000_000)
      let after = try await given.step(second, ["verb": "accept"])
      #expect(amount(after) == 80_000_000)
      #expect(after["parts"]?.arrayValue?.map { $0["amount"]?["fen"] } == [80_000_000])
      // What was claimed later takes nothing away, and what stands is not passed.
      let (other, most, rest) = try await leases(1)
      #expect(amount(try await other.step(most, ["verb": "accept"])) == 480_000_000)
      #expect(amount(try await other.step(rest, ["verb": "accept"])) == 20_000_000)
      // What it had elsewhere, known meanwhile, leaves less; and then nothing.
      let (third, one, two) = try await leases(2)
      try await world.report(third.enterprise, ["subsidy.equipment_lease_fen": 450_000_000])
      #expect(amount(try await third.step(one, ["verb": "accept"])) == 50_000_000)
      try await world.expectRefused("conflict claim_refused") {
        try await third.step(two, ["verb": "accept"])
      }
      try await world.expectClaimsHold()
    }
  }

  @Test("the cap counts what an enterprise had elsewhere; what nobody knows stays unknown")
  func hadElsewhere() async throws {
    try await World.with { world in
      try await world.budgets()
      func due(_ given: ClaimCase, _ contract: String, _ fen: Int64) async throws
        -> (AwardEventID, JSON?)
      {
        let event = try await given.record(ClaimCase.lease(contract, fen: fen, on: given.today))
        return (event, try await given.entitlement("ah-lease-2018")?["amount"]?["fen"])
      }
      let given = try await ClaimCase.make(world)
      try await world.report(given.enterprise, ["subsidy.equipment_lease_fen": 480_000_000])
      #expect(try await due(given, "L-1", 1_000_000_000).1 == 20_000_000)
      let other = try await ClaimCase.make(world, 1)
      let (event, whole) = try await due(other, "L-1", 5_000_000_000)
      #expect(whole == 400_000_000)
      let id = try await other.claim(event, "ah-lease-2018", papers: Self.leasePapers)
      try await other.step(id, ["verb": "accept"])
      try await other.step(id, ["verb": "pass"])
      #expect(try await other.pay(id, "province")["state"] == "paid")
      let facts = try await world.application.facts(
        other.enterprise, version: nil, asOf: nil, actor: World.system)
      #expect(facts.value.fact("subsidy.equipment_lease_fen") == nil)
      #expect(try await due(other, "L-2", 2_000_000_000).1 == 100_000_000)
    }
  }

  @Test("what is taken back adds up, level by level, until it came back whole")
  func backInParts() async throws {
    try await World.with { world in
      try await world.budgets()
      let given = try await ClaimCase.make(world)
      let id = try await given.paid(try await given.list())
      func backs(_ answer: JSON) -> [JSON?]? {
        answer["parts"]?.arrayValue?.map { $0["clawed_back"]?["fen"] }
      }
      // A county takes nothing back of what the city has paid.
      try await world.expectRefused("forbidden") {
        _ = try await clawBack(given, id, 1, by: ClaimCase.county)
      }
      let first = try await clawBack(given, id, 5_000_000, by: ClaimCase.city)
      #expect(backs(first) == [1_000_000, 4_000_000])
      #expect(first["verbs"]?.arrayValue == ["claw_back"])
      #expect(try await given.verdict("wuhu-board-award") == "refused")
      try await world.expectRefused("invalid /amount_fen above_max") {
        _ = try await clawBack(given, id, 10_000_001)
      }
      let odd = try await clawBack(given, id, 1)
      #expect(odd["clawed_back"]?["fen"] == 5_000_001)
      let last = try await clawBack(given, id, 9_999_999)
      #expect(backs(last) == [3_000_000, 12_000_000])
      #expect(last["verbs"] == [] && last["state"] == "clawed_back")
      try await world.expectRefused("conflict claim_state") { _ = try await clawBack(given, id, 1) }
      #expect(try await given.verdict("wuhu-board-award") == "due")
      let figures = try await world.application.awardFigures(
        year: nil, region: nil, actor: ClaimCase.city)
      let lines = figures["data"]?.arrayValue ?? []
      #expect(lines.map { $0["paid"]?["fen"] } == [0, 0])
      #expect(lines.map { $0["clawed_back"]?["fen"] } == [3_000_000, 12_000_000])
      // What the city has paid is not let go of by the county that has not.
      let other = try await ClaimCase.make(world, 1)
      let second = try await other.claim(try await other.list())
      try await other.step(second, ["verb": "accept"])
      try await other.step(second, ["verb": "pass"])
      _ = try await other.pay(second, "county")
      try await world.expectRefused("forbidden") {
        _ = try await clawBack(other, second, 12_000_000, by: ClaimCase.county)
      }
      #expect(try await world.budget("city")?["held"]?["fen"] == 3_000_000)
      try await world.expectClaimsHold()
    }
  }

  @Test("what was refused may be reported again; what is verified is known well enough to judge")
  func reportedAgain() async throws {
    try await World.with { world in
      let given = try await ClaimCase.make(world)
      func decide(_ id: AwardEventID, _ body: JSON) async throws -> JSON {
        try await world.application.decideAwardEvent(id, body, actor: ClaimCase.county).body
      }
      let bare = ClaimCase.lease("L-1", fen: 1, on: given.today).with(["bases": .null])
      let wrong = try await given.record(bare, by: given.owner)
      try await world.expectRefused("conflict award_event_exists") {
        try await given.record(bare, by: given.owner)
      }
      try await world.expectRefused("invalid /bases unknown_member") {
        _ = try await decide(wrong, ["verdict": "refused", "bases": ["financed_fen": 1]])
      }
      #expect(try await decide(wrong, ["verdict": "refused"])["state"] == "refused")
      let right = try await given.record(bare, by: given.owner)
      try await world.expectRefused(
        "invalid /bases/financed_fen required, /bases/rent_interest_fen required"
      ) {
        _ = try await decide(right, ["verdict": "verified"])
      }
      let verified = try await decide(
        right, ["verdict": "verified", "bases": ["financed_fen": 1_000_000_000]])
      #expect(verified["bases"]?["financed_fen"] == 1_000_000_000)
      #expect(try await given.entitlement("ah-lease-2018")?["amount"]?["fen"] == 80_000_000)
      try await world.expectRefused("conflict award_event_exists") {
        try await given.record(bare, by: given.owner)
      }
    }
  }

  @Test("a zone's award is paid out of the zone's treasury, wherever its enterprise is registered")
  func zone() async throws {
    try await World.with { world in
      let given = try await ClaimCase.make(world, region: "340104")
      try await world.report(given.enterprise, ["park.zone": "合肥高新区"])
      func budget(_ region: String) async throws {
        _ = try await world.application.putAwardBudget(
          level: "county", region: region, year: 2026, expectedVersion: nil,
          ["limit_fen": 3_000_000], actor: World.system)
      }
      try await budget("340104")
      let event = try await given.record([
        "kind": "stage", "event": "ah-star.listed", "occurred_on": .string(given.today),
      ])
      let clause = "hefei-hightech-zone-board-award"
      let due = try await given.entitlement(clause)
      #expect(due?["payers"]?.arrayValue?.map { $0["region"] } == ["340176"])
      let id = try await given.claim(event, clause, papers: ["listing_certificate"])
      // The district has money, and pays nothing of it.
      try await world.expectRefused("conflict budget_short") {
        try await given.step(id, ["verb": "accept"])
      }
      try await budget("340176")
      let accepted = try await given.step(id, ["verb": "accept"])
      #expect(accepted["parts"]?.arrayValue?.map { $0["region"] } == ["340176"])
      try await world.expectClaimsHold()
    }
  }

  @Test("that another clause pays more is not called a claim that nobody made")
  func paysMore() async throws {
    try await World.with { world in
      let given = try await ClaimCase.make(world)
      try await world.report(
        given.enterprise, ["enterprise.industry_policy_class": "encouraged"])
      let event = try await given.record(
        ClaimCase.lease("L-1", fen: 1_000_000_000, on: given.today).with([
          "bases": ["financed_fen": 1_000_000_000, "rent_interest_fen": 100_000_000]
        ]))
      try await world.expectRefused("conflict claim_refused") {
        _ = try await given.claim(event, "ah-lease-emerging", papers: [])
      }
      _ = try await given.claim(event, "ah-lease-2018", papers: Self.leasePapers)
      try await world.expectRefused("conflict claim_exists") {
        _ = try await given.claim(event, "ah-lease-emerging", papers: [])
      }
    }
  }

  @Test("who may not read a budget is not told what is left of it; who may reads it alone")
  func balance() async throws {
    try await World.with { world in
      try await world.budgets(city: 2_999_999)
      let given = try await ClaimCase.make(world)
      let id = try await given.claim(try await given.list())
      func said(to actor: Actor) async -> String {
        let error = await refusal { try await given.step(id, ["verb": "accept"], by: actor) }
        guard case .conflict("budget_short", let zh, let en)? = error else { return "" }
        return zh + en
      }
      #expect(await said(to: ClaimCase.city).contains("2999999"))
      let hidden = await said(to: ClaimCase.county)
      #expect(!hidden.isEmpty && !hidden.contains("2999999"))
      func read(
        _ region: String, _ clause: String?, by actor: Actor
      ) async throws -> Versioned<JSON> {
        try await world.application.awardBudget(
          level: "city", region: region, year: 2026, clause: clause, actor: actor)
      }
      let seen = try await read("340200", nil, by: ClaimCase.city)
      #expect(seen.value["limit"]?["fen"] == 2_999_999)
      #expect(seen.value["version"] == .int(Int64(seen.version)))
      for (region, clause, actor) in [
        ("340200", nil, ClaimCase.county), ("340200", "wuhu-board-award", ClaimCase.city),
        ("340100", nil, World.system),
      ] as [(String, String?, Actor)] {
        try await world.expectRefused("not found budget") {
          _ = try await read(region, clause, by: actor)
        }
      }
      try await world.expectRefused("forbidden") {
        _ = try await read("340200", nil, by: given.owner)
      }
    }
  }

  @Test("what is cut short says so")
  func truncated() async throws {
    try await World.with { world in
      let given = try await ClaimCase.make(world)
      func view() async throws -> JSON {
        try await world.application.entitlements(
          of: given.enterprise, asOf: nil, actor: given.owner)
      }
      #expect(try await view()["truncated"] == false)
      let id = given.enterprise.uuid
      try await world.execute(
        """
        INSERT INTO award_event (id, enterprise_id, kind, event, occurred_on, key, source, state,
          version, recorded_at, recorded_by, decided_at, decided_by)
        SELECT gen_random_uuid(), \(id), 'title', 'nothing', '2026-01-05', n::text, 'operator',
          'verified', 1, now(), 'a', now(), 'a'
        FROM generate_series(1, 501) n
        """)
      #expect(try await view()["truncated"] == true)
      func budgets() async throws -> JSON {
        try await world.application.awardBudgets(year: nil, region: nil, actor: World.system)
      }
      #expect(try await budgets()["truncated"] == false)
      try await world.execute(
        """
        INSERT INTO ledger_account (kind, code, maximum, updated_at, updated_by)
        SELECT 'budget', 'city:340200:2026:c' || n, 1, now(), 'a' FROM generate_series(1, 1001) n
        """)
      try await world.execute(
        """
        INSERT INTO award_budget (code, level, region, fiscal_year, clause)
        SELECT 'city:340200:2026:c' || n, 'city', '340200', 2026, 'c' || n
        FROM generate_series(1, 1001) n
        """)
      let cut = try await budgets()
      #expect(cut["truncated"] == true && cut["data"]?.arrayValue?.count == 1_000)
    }
  }
}
