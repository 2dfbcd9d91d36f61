import Application
import Domain
import TestSupport
import Testing

@Suite("What an enterprise is shown of reads", .serialized)
struct ReadLogTests {
  private func owner(_ id: EnterpriseID) -> Actor {
    Actor(subject: "owner-1", role: .enterprise, organisation: id.text)
  }

  /// Newest first.
  private func log(_ world: World, of id: EnterpriseID) async throws -> [JSON] {
    try await world.application.accessLog(
      of: id, page: PageRequest(limit: 100), actor: owner(id)
    ).items
  }

  private func read(
    _ world: World, _ id: EnterpriseID, _ need: NeedID, by actor: Actor
  ) async throws {
    _ = try await world.application.enterprise(id, actor: actor)
    _ = try await world.application.facts(id, version: nil, asOf: nil, actor: actor)
    _ = try await world.application.need(need, actor: actor)
  }

  @Test("each read by those who oversee, audit or serve is an entry; what it reads itself is none")
  func kept() async throws {
    try await World.with { world in
      let id = try await world.register()
      let need = try await world.submit(id)
      let readers: [(actor: Actor, basis: String, organisation: JSON)] = [
        (Actor(subject: "county-1", role: .operator, region: "340104"), "oversight", "340104"),
        (Actor(subject: "auditor-1", role: .auditor), "audit", .null),
        (World.system, "service", .null),
      ]
      for reader in readers {
        let before = try await log(world, of: id).count
        try await read(world, id, need, by: reader.actor)
        let entries = try await log(world, of: id).dropLast(before)
        #expect(entries.map { $0["document"] } == ["need", "facts", "enterprise"])
        for entry in entries {
          #expect(entry["reader"] == .string(reader.actor.subject))
          #expect(entry["role"] == .string(reader.actor.role.rawValue))
          #expect(entry["basis"] == .string(reader.basis))
          #expect(entry["organisation"] == reader.organisation)
          #expect(entry["read_at"] == .string(world.store.clock.now.text))
          #expect(entry["institution"] == .null && entry["consent_id"] == .null)
        }
      }
      let before = try await log(world, of: id).count
      try await read(world, id, need, by: owner(id))
      try await read(
        world, id, need, by: Actor(subject: "owner-2", role: .enterprise, uscc: Body.uscc(0)))
      #expect(try await log(world, of: id).count == before)
    }
  }

  @Test("a list is an entry for each enterprise it shows; what is refused or not shown is none")
  func lists() async throws {
    try await World.with { world in
      let near = try await world.register(0)
      let far = try await world.register(1, region: "340202")
      let need = try await world.submit(near)
      _ = try await world.submit(near, fen: 200_000_000)
      let auditor = Actor(subject: "auditor-1", role: .auditor)
      let needs = try await world.application.needs(
        status: nil, enterprise: nil, region: nil, page: PageRequest(), actor: auditor)
      #expect(needs.items.count == 2)
      _ = try await world.application.enterprises(
        region: nil, uscc: nil, page: PageRequest(), actor: auditor)
      #expect(try await log(world, of: near).map { $0["document"] } == ["enterprise", "need"])
      #expect(try await log(world, of: far).map { $0["document"] } == ["enterprise"])
      let elsewhere = Actor(subject: "county-2", role: .operator, region: "340202")
      try await world.expectRefused("not found enterprise") {
        _ = try await world.application.enterprise(near, actor: elsewhere)
      }
      _ = try await ReadLog.$isUnshown.withValue(true) {
        try await world.application.need(need, actor: auditor)
      }
      #expect(try await log(world, of: near).count == 2)
    }
  }
}
