import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Advisers of members", .serialized)
struct AdviserTests {
  /// Law firms that work everywhere, each for so many.
  private func firms(_ world: World, _ count: Int, capacity: Int) async throws {
    for number in 0..<count {
      let code = "firm-\(number)"
      try await world.enter(World.firm(code).with(["regions": []]))
      _ = try await world.application.setAdviser(
        "law_firm", code, expectedVersion: nil, ["capacity": .int(Int64(capacity))],
        actor: World.system)
    }
    // Whoever else the directory shows as such advises nobody here.
    let all = try await world.application.advisers(kind: "law_firm", actor: World.system)
    #expect((all["data"]?.arrayValue ?? []).count == count)
  }

  private func members(_ world: World, _ count: Int) async throws -> [PoolMemberID] {
    var ids: [PoolMemberID] = []
    for number in 0..<count {
      ids.append(try await world.enterPool(try await world.candidate(number)))
    }
    return ids
  }

  private func loads(_ world: World) async throws -> [Int64] {
    let all = try await world.application.advisers(kind: "law_firm", actor: World.system)
    return (all["data"]?.arrayValue ?? []).compactMap { $0["live"]?.intValue }
  }

  @Test("a run deals evenly, tells each enterprise, and the same question dry has the same answer")
  func even() async throws {
    try await World.with { world in
      try await firms(world, 3, capacity: 5)
      _ = try await members(world, 7)
      try await world.drain()
      let order: JSON = ["kind": "law_firm", "pool": "reserve", "seed": 7]
      let dry = try await world.application.dealAdvisers(
        order.with(["dry_run": true]), actor: World.system)
      #expect(try await loads(world) == [0, 0, 0])
      let made = try await world.application.dealAdvisers(order, actor: World.system)
      #expect(made.body["data"] == dry.body["data"])
      #expect(made.body["assigned"] == 7 && made.body["unassigned"] == 0)
      let after = try await loads(world)
      #expect(after.reduce(0, +) == 7 && (after.max() ?? 0) - (after.min() ?? 0) <= 1)
      #expect(try await world.drain().filter { $0.type == .adviserAssigned }.count == 7)
      let again = try await world.application.dealAdvisers(order, actor: World.system)
      #expect(again.body["data"] == [])
    }
  }

  @Test("nobody passes a capacity, whoever assigns at the same time")
  func storm() async throws {
    try await World.with(limits: PoolLimits(size: 12)) { world in
      try await firms(world, 1, capacity: 3)
      let ids = try await members(world, 8)
      let made = await withTaskGroup(of: Bool.self) { group in
        for id in ids + ids {
          group.addTask {
            await refusal {
              _ = try await world.application.assignAdviser(
                to: id, ["kind": "law_firm", "institution": "firm-0"], actor: World.system)
            } == nil
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(made == 3)
      #expect(try await loads(world) == [3])
      try await world.expectRefused("conflict adviser_full") {
        _ = try await world.application.setAdviser(
          "law_firm", "firm-0", expectedVersion: nil, ["capacity": 2], actor: World.system)
      }
    }
  }

  @Test(
    "an adviser answers for itself, a change ends one and begins another, and a seat is free again")
  func way() async throws {
    try await World.with { world in
      try await firms(world, 2, capacity: 1)
      let member = try await members(world, 1)[0]
      func assign(_ firm: String) async throws -> AdviserAssignmentID {
        let answer = try await world.application.assignAdviser(
          to: member, ["kind": "law_firm", "institution": .string(firm)], actor: World.system)
        return try #require(answer.body["id"]?.stringValue.flatMap { AdviserAssignmentID($0) })
      }
      let first = try await assign("firm-0")
      try await world.expectRefused("conflict adviser_exists") { _ = try await assign("firm-1") }
      let liaison = Actor(subject: "liaison-1", role: .liaison, organisation: "firm-0")
      let stranger = Actor(subject: "liaison-2", role: .liaison, organisation: "firm-1")
      func step(_ id: AdviserAssignmentID, _ body: JSON, _ actor: Actor) async throws -> JSON {
        try await world.application.advanceAssignment(id, body, actor: actor).body
      }
      try await world.expectRefused("not found assignment") {
        _ = try await step(first, ["verb": "accept"], stranger)
      }
      #expect(try await step(first, ["verb": "accept"], liaison)["state"] == "accepted")
      try await world.expectRefused("conflict adviser_state") {
        _ = try await step(first, ["verb": "decline", "reason": "late"], liaison)
      }
      try await world.expectInvalid("without a reason") {
        _ = try await step(first, ["verb": "end"], liaison)
      }
      #expect(
        try await step(first, ["verb": "end", "reason": "change"], World.system)["state"]
          == "ended")
      _ = try await assign("firm-1")
      #expect(try await loads(world) == [0, 1])
      _ = try await world.application.advancePoolMember(
        member, ["verb": "leave", "reason": "listed"], actor: World.system)
      #expect(try await loads(world) == [0, 0])
      let seen = try await world.application.adviserAssignments(
        state: nil, region: nil, page: PageRequest(), actor: stranger)
      #expect(seen.items.map { $0["institution"] } == ["firm-1"])
    }
  }
}
