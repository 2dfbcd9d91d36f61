import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("What enterprises are told of entitlements", .serialized)
struct EntitlementNoticeTests {
  private func told(_ world: World) async throws -> [String] {
    try await world.drain().filter {
      [EventType.entitlementOpened, .entitlementClosing].contains($0.type)
    }.map {
      "\($0.type == .entitlementOpened ? "opened" : "closing") \($0.data["clause"]?.stringValue ?? "")"
    }
    .sorted()
  }

  @Test("what may be claimed is told once, and once more before the window closes")
  func closing() async throws {
    try await World.with { world in
      let given = try await ClaimCase.make(world)
      try await given.list()
      let opened = ["opened ah-srdi-board-award", "opened wuhu-board-award"]
      #expect(try await told(world) == opened)
      #expect(try await world.application.tellEntitlements(limit: 100) == 0)
      #expect(try await told(world) == [])
      try await world.closeSoon()
      #expect(
        try await told(world) == ["closing ah-srdi-board-award", "closing wuhu-board-award"])
      #expect(try await world.application.tellEntitlements(limit: 100) == 0)
      // Whoever has claimed is not urged.
      let other = try await ClaimCase.make(world, 1)
      _ = try await other.claim(try await other.list())
      _ = try await told(world)
      try await world.closeSoon()
      #expect(try await told(world) == ["closing ah-srdi-board-award"])
    }
  }

  @Test("facts that come later open what waited for them, whatever became of any event")
  func later() async throws {
    try await World.with { world in
      let given = try await ClaimCase.make(world, titles: nil)
      try await given.list()
      #expect(try await told(world) == ["opened wuhu-board-award"])
      #expect(
        try await given.entitlement("ah-srdi-board-award")?["missing"] == ["enterprise.titles"])
      try await world.report(given.enterprise, ["enterprise.titles": ["srdi_province"]])
      _ = try await world.drain()
      #expect(try await world.application.tellEntitlements(limit: 100) == 1)
      #expect(try await told(world) == ["opened ah-srdi-board-award"])
      #expect(try await world.application.tellEntitlements(limit: 100) == 0)
    }
  }

  @Test("what opens by moving is told, though no clause of the place it left has said so")
  func moved() async throws {
    try await World.with { world in
      let given = try await ClaimCase.make(world, region: "340104")
      try await given.list()
      #expect(try await told(world) == ["opened ah-srdi-board-award"])
      _ = try await world.application.amendEnterprise(
        given.enterprise, expectedVersion: 1, ["region": "340281"], actor: World.system)
      _ = try await world.drain()
      #expect(try await world.application.tellEntitlements(limit: 100) == 1)
      #expect(try await told(world) == ["opened wuhu-board-award"])
      #expect(try await world.application.tellEntitlements(limit: 100) == 0)
    }
  }

  @Test("erased, an enterprise leaves no words; what it has asked for is taken back first")
  func erased() async throws {
    try await World.with { world in
      try await world.budgets()
      let given = try await ClaimCase.make(world)
      let id = try await given.claim(try await given.list())
      try await given.step(id, ["verb": "accept"])
      try await given.record(
        ClaimCase.lease("L-1", fen: 1_000, on: given.today), by: given.owner)
      let answer = try await world.application.requestErasure(
        of: given.enterprise, ["basis": "request"], actor: World.system)
      #expect(answer.body["state"] == "done")
      #expect(answer.body["counts"]?["claims_withdrawn"] == 1)
      #expect(try await world.count("claim_document") == 0)
      #expect(try await world.budget("city")?["held"]?["fen"] == 0)
      let left = try await world.query(
        "SELECT contract, evidence_reference FROM award_event WHERE contract IS NOT NULL")
      #expect(try left.map { try $0.decode(0, as: String.self).hasPrefix("erased:") } == [true])
      #expect(left.allSatisfy { $0.isNull(1) })
      #expect(await refusal { try await given.step(id, ["verb": "withdraw"]) }?.word == "erased")
      #expect(try await world.application.tellEntitlements(limit: 100) == 0)
    }
  }

  @Test("what a government has paid keeps an enterprise's data for the legal period")
  func held() async throws {
    try await World.with { world in
      try await world.budgets()
      let given = try await ClaimCase.make(world)
      _ = try await given.paid(try await given.list())
      let answer = try await world.application.requestErasure(
        of: given.enterprise, ["basis": "request"], actor: World.system)
      #expect(answer.body["state"] == "held")
    }
  }
}
