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
    let all = try await world.application.advisers(
      kind: "law_firm", after: nil, actor: World.system)
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
    let all = try await world.application.advisers(
      kind: "law_firm", after: nil, actor: World.system)
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

  @Test(
    "who declined a member does not get it again, and those nobody can advise keep no other waiting"
  )
  func declined() async throws {
    try await World.with { world in
      try await firms(world, 2, capacity: 9)
      let ids = try await members(world, 3)
      for firm in ["firm-0", "firm-1"] {
        let made = try await world.application.assignAdviser(
          to: ids[0], ["kind": "law_firm", "institution": .string(firm)], actor: World.system)
        let assignment = try #require(
          made.body["id"]?.stringValue.flatMap { AdviserAssignmentID($0) })
        _ = try await world.application.advanceAssignment(
          assignment, ["verb": "decline", "reason": "人手不足"], actor: World.system)
      }
      let order: JSON = ["kind": "law_firm", "pool": "reserve", "limit": 1]
      func deal(_ after: JSON?) async throws -> JSON {
        try await world.application.dealAdvisers(
          order.with(["after": after]), actor: World.system
        ).body
      }
      let first = try await deal(nil)
      #expect(first["unassigned"] == 1 && first["next_after"]?.stringValue == ids[0].text)
      let second = try await deal(first["next_after"])
      #expect(second["assigned"] == 1)
      #expect(second["data"]?.arrayValue?.first?["member_id"]?.stringValue == ids[1].text)
      let third = try await deal(second["next_after"])
      #expect(third["data"]?.arrayValue?.first?["member_id"]?.stringValue == ids[2].text)
      #expect(try await deal(third["next_after"])["data"] == [])
      try await world.expectInvalid("no member") { _ = try await deal("ent_1") }
    }
  }

  @Test(
    "of many who first set a capacity each gets a version of its own, and the list goes on page by page"
  )
  func versions() async throws {
    try await World.with(limits: .patient(12)) { world in
      try await world.enter(World.firm("firm-0"))
      let tags = await withTaskGroup(of: String?.self) { group in
        for number in 1...8 {
          group.addTask {
            try? await world.application.setAdviser(
              "law_firm", "firm-0", expectedVersion: nil, ["capacity": .int(Int64(number))],
              actor: World.system
            ).headers["ETag"]
          }
        }
        return await group.reduce(into: Set<String>()) { if let tag = $1 { $0.insert(tag) } }
      }
      #expect(tags.count == 8)
      try await world.enter(World.firm("firm-1"))
      _ = try await world.application.setAdviser(
        "law_firm", "firm-1", expectedVersion: nil, ["capacity": 1], actor: World.system)
      func page(_ after: NamePair?) async throws -> JSON {
        try await world.application.advisers(
          kind: "law_firm", after: after, limit: 1, actor: World.system)
      }
      let first = try await page(nil)
      #expect(first["next_after"] == "law_firm/firm-0")
      let second = try await page(NamePair("law_firm", "firm-0"))
      #expect(second["data"]?.arrayValue?.first?["institution"] == "firm-1")
      #expect(second["next_after"] == .null)
    }
  }

  @Test("an adviser may be for a case that goes on, of its enterprise and of no other")
  func cases() async throws {
    try await World.with { world in
      try await firms(world, 1, capacity: 9)
      let ids = try await members(world, 1)
      let view = try await world.member(ids[0])
      let owner = try #require(view["enterprise_id"]?.stringValue.flatMap { EnterpriseID($0) })
      let own = try await ListingTrip.open(world, of: owner)
      let other = try await ListingTrip.open(world, number: 50)
      func assign(_ id: String) async throws -> JSON {
        try await world.application.assignAdviser(
          to: ids[0],
          ["kind": "law_firm", "institution": "firm-0", "listing_case": .string(id)],
          actor: World.system
        ).body
      }
      for wrong in [other.id.text, "lst_1", own.enterprise.text] {
        try await world.expectInvalid(wrong) { _ = try await assign(wrong) }
      }
      #expect(try await assign(own.id.text)["listing_case"]?.stringValue == own.id.text)
    }
  }

  @Test("nobody passes a capacity, whoever assigns at the same time")
  func storm() async throws {
    try await World.with(limits: .patient(12)) { world in
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

  @Test(
    "before a consent an adviser sees no name, code or id of whom it advises; under one, who it is")
  func secret() async throws {
    try await World.with { world in
      try await firms(world, 1, capacity: 1)
      let member = try await members(world, 1)[0]
      let made = try await world.application.assignAdviser(
        to: member, ["kind": "law_firm", "institution": "firm-0"], actor: World.system
      ).body
      let id = try #require(made["id"]?.stringValue.flatMap { AdviserAssignmentID($0) })
      let advised = try #require(made["enterprise_id"]?.stringValue.flatMap { EnterpriseID($0) })
      let row = try await world.query(
        "SELECT name, uscc, id::text FROM enterprise WHERE id = \(advised.uuid)")[0]
      let secrets = try (0..<3).map { try row.decode($0, as: String.self) }
      let liaison = Actor(subject: "liaison-1", role: .liaison, organisation: "firm-0")
      func shown() async throws -> [JSON] {
        let one = try await world.application.adviserAssignment(id, actor: liaison).value
        let all = try await world.application.adviserAssignments(
          state: nil, region: nil, page: PageRequest(), actor: liaison)
        return [one] + all.items
      }
      func expectSecret(_ views: [JSON]) {
        for view in views {
          #expect(view["enterprise_id"] == .null)
          for secret in secrets { #expect(!view.canonicalText.contains(secret), "\(secret)") }
        }
      }
      expectSecret(try await shown())
      let accepted = try await world.application.advanceAssignment(
        id, ["verb": "accept"], actor: liaison
      ).body
      expectSecret([accepted])
      // The catalog has no law firms: what an enterprise lets one read, it lets it read otherwise.
      let need = try await world.submit(advised)
      let now = world.store.clock.now
      let consent = ConsentRecord(
        id: IdentifierSource().next(), enterprise: advised, need: need,
        institution: "firm-0", purpose: .loan, fields: ["registry"], grantedAt: now,
        grantedBy: "owner-1", expiresAt: now.adding(milliseconds: 86_400_000))
      try await world.store.pool.withConnection { try await ConsentRepository.insert(consent, $0) }
      let told = try await shown()
      #expect(told.allSatisfy { $0["enterprise_id"] == .string(advised.text) } && told.count == 2)
      world.store.clock.advance(milliseconds: 86_400_000)
      expectSecret(try await shown())
    }
  }
}
