import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("What stages open of awards", .serialized)
struct StageAwardTests {
  private func listed(_ world: World, number: Int = 0) async throws -> ListingTrip {
    let given = try await ClaimCase.make(world, number)
    let trip = try await ListingTrip.open(world, "ah-srdi", of: given.enterprise)
    try await trip.steps(ListingTrip.untilOnLocalBoard)
    return trip
  }

  private func recorded(_ world: World) async throws -> [String] {
    try await world.query("SELECT event || ' ' || occurred_on::text FROM award_event ORDER BY 1")
      .map { try $0.decode(0, as: String.self) }
  }

  @Test("a stage that a clause is about is recorded once, however often its event comes")
  func once() async throws {
    try await World.with { world in
      let trip = try await listed(world)
      let events = try await world.drain()
      #expect(events.contains { $0.type == .listingStageEntered })
      for _ in 0..<3 {
        _ = try await world.application.openEntitlements(events: events, consumer: "entitlement")
      }
      #expect(try await recorded(world) == ["ah-srdi.listed 2026-02-02"])
      #expect(try await world.application.recordStages(limit: 100) == 0)
      let opened = try await world.drain(.entitlementOpened)
      #expect(
        opened.compactMap { $0.data["clause"]?.stringValue }.sorted() == [
          "ah-srdi-board-award", "wuhu-board-award",
        ])
      let view = try await world.application.entitlements(
        of: trip.enterprise, asOf: nil, actor: trip.owner)
      let due = view["data"]?.arrayValue?.filter { $0["verdict"] == "due" } ?? []
      #expect(due.compactMap { $0["occurred_on"]?.stringValue } == ["2026-02-02", "2026-02-02"])
    }
  }

  @Test("a step that the enterprise takes itself rewards nobody until an operator has verified it")
  func reported() async throws {
    try await World.with { world in
      let given = try await ClaimCase.make(world)
      let trip = try await ListingTrip.open(world, "ah-star", of: given.enterprise)
      try await trip.steps(["deposit", "submit", "consent", "list"])
      let on = try #require(LegalDate("2026-02-02"))
      let reform = try trip.body("reform", from: "listed", on: on)
      _ = try await trip.application.advanceListingCase(
        trip.id, expectedVersion: nil, reform.with(["role": "enterprise"]), actor: trip.owner)
      #expect(try await world.application.recordStages(limit: 100) == 2)
      func states() async throws -> [String] {
        try await world.query("SELECT event || ' ' || state FROM award_event ORDER BY 1")
          .map { try $0.decode(0, as: String.self) }
      }
      let before = try await states()
      #expect(before == ["ah-star.listed verified", "ah-star.listed_reformed reported"])
      func due() async throws -> Set<String> {
        let view = try await world.application.entitlements(
          of: trip.enterprise, asOf: nil, actor: trip.owner)
        let due = view["data"]?.arrayValue?.filter { $0["verdict"] == "due" } ?? []
        return Set(due.compactMap { $0["clause"]?.stringValue })
      }
      let opened = try await due()
      #expect(!opened.contains("ah-technology-board-award"))
      let row = try await world.query(
        "SELECT id FROM award_event WHERE event = 'ah-star.listed_reformed'")
      let id = AwardEventID(try #require(row.first).decode(0, as: UUID.self))
      _ = try await world.application.decideAwardEvent(
        id, ["verdict": "verified"], actor: World.system)
      #expect(try await due().contains("ah-technology-board-award"))
    }
  }

  @Test("what every event was lost of the sweeper records, of many at once each once")
  func lost() async throws {
    try await World.with(limits: .patient(12)) { world in
      for number in 0..<3 { _ = try await listed(world, number: number) }
      _ = try await world.drain()
      try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 { group.addTask { try await world.application.recordStages(limit: 100) } }
        var sum = 0
        for try await count in group { sum += count }
        #expect(sum == 3)
      }
      #expect(try await world.count("award_event") == 3)
    }
  }

  @Test("after a look at everything what was entered since is looked at, and what is lost found")
  func since() async throws {
    try await World.with { world in
      let look = StageLook()
      _ = try await listed(world)
      #expect(try await world.application.recordStages(limit: 100, after: look) == 1)
      #expect(try await world.application.recordStages(limit: 100, after: look) == 0)
      // What was lost within the hour before is found, and what is older by looking at everything.
      try await world.execute("DELETE FROM entitlement_notice")
      try await world.execute("DELETE FROM award_event")
      world.store.clock.advance(milliseconds: 3_600_001)
      #expect(try await world.application.recordStages(limit: 100, after: look) == 1)
      #expect(try await world.application.recordStages(limit: 100, after: look) == 0)
      world.store.clock.advance(milliseconds: 3_600_001)
      _ = try await listed(world, number: 1)
      try await world.execute("DELETE FROM entitlement_notice")
      try await world.execute("DELETE FROM award_event")
      #expect(try await world.application.recordStages(limit: 100, after: look) == 1)
      #expect(try await world.application.recordStages(limit: 100) == 1)
    }
  }

  @Test("what was paid of a lease subsidy is a fact, and no more once it is taken back")
  func facts() async throws {
    try await World.with { world in
      try await world.budgets()
      let given = try await ClaimCase.make(world)
      try await world.report(given.enterprise, ["subsidy.equipment_lease_fen": 1_000])
      let event = try await given.record(
        ClaimCase.lease("L-1", fen: 1_000_000_000, on: given.today))
      let id = try await given.claim(
        event, "ah-lease-2018", papers: ["lease_contract", "equipment_invoice"])
      try await given.step(id, ["verb": "accept"])
      try await given.step(id, ["verb": "pass"])
      func had() async throws -> JSON? {
        try await world.application.facts(
          given.enterprise, version: nil, asOf: nil, actor: World.system
        ).value["facts"]?.arrayValue?.first {
          $0["path"] == "subsidy.equipment_lease_fen"
        }?["value"]
      }
      #expect(try await had() == 1_000)
      _ = try await given.pay(id, "province")
      #expect(try await had() == 80_001_000)
      try await given.step(
        id,
        [
          "verb": "claw_back", "amount_fen": 80_000_000, "reason": "fraud",
          "clawed_back_on": .string(given.today),
        ])
      #expect(try await had() == 1_000)
    }
  }
}
