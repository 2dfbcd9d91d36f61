import Application
import Catalog
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("What flipped while its product was paused", .serialized)
struct UntoldGainTests {
  /// Decided needs that do not fit the first two products of the catalog.
  private func decide(_ world: World, _ count: Int = 3) async throws -> [NeedID] {
    var needs: [NeedID] = []
    for number in 0..<count {
      needs.append(try await world.submit(try await world.register(number)))
    }
    try await world.matchWaiting()
    try await world.drain()
    return needs
  }

  private func untold(_ world: World) async throws -> Int64 { try await world.count("untold_gain") }

  @Test("an enterprise is not told of a paused product, and is told once when the pause is over")
  func toldOnce() async throws {
    try await World.with { world in
      let needs = try await decide(world)
      let codes = try await world.publishFree(0, 1).map(\.code)
      try await world.pause(.product, codes[0])
      try await world.sweepAll()
      let told = try await world.gains()
      #expect(told == Dictionary(uniqueKeysWithValues: needs.map { ($0, [[codes[1]]]) }))
      #expect(try await world.count("decision_flip") == Int64(2 * needs.count))
      #expect(try await world.tellAll() == 0)
      try await world.resume(.product, codes[0])
      #expect(try await world.tellAll() == needs.count)
      let after = try await world.gains()
      #expect(after == Dictionary(uniqueKeysWithValues: needs.map { ($0, [[codes[0]]]) }))
      #expect(try await world.tellAll() == 0)
      #expect(try await untold(world) == 0)
    }
  }

  @Test("a pause of the institution that ends by itself does the same")
  func institution() async throws {
    try await World.with { world in
      let needs = try await decide(world)
      let products = try SeedCatalog.catalog().products
      // Another institution's product is free too, so that the sweep does not wait.
      let other = try #require(
        products.firstIndex { $0.institution != products[0].institution })
      let product = try await world.publishFree(0, other)[0]
      let end = world.store.clock.now.adding(milliseconds: 60_000)
      try await world.pause(.institution, product.institution, until: end)
      try await world.sweepAll()
      let paused = try await untold(world)
      #expect(paused >= Int64(needs.count))
      try await world.drain()
      world.store.clock.set(end.adding(milliseconds: -1))
      #expect(try await world.tellAll() == 0)
      world.store.clock.set(end)
      #expect(try await world.tellAll() == Int(paused))
      let told = try await world.gains()
      #expect(Set(told.keys) == Set(needs))
      for (_, lists) in told { #expect(lists.flatMap { $0 }.count { $0 == product.code } == 1) }
    }
  }

  @Test("what came otherwise since is told of no more")
  func otherwiseSince() async throws {
    try await World.with { world in
      let needs = try await decide(world)
      let code = try await world.publishFree(0, 1).map(\.code)[0]
      try await world.pause(.product, code)
      try await world.sweepAll()
      _ = try await world.application.withdrawNeed(
        needs[0], expectedVersion: 1, actor: World.system)
      // It is as it was again, and so that the sweep does not wait, another one is free, too.
      try await world.publishFree(1, 2)
      try await world.sweepAll()
      try await world.resume(.product, code)
      try await world.drain()
      #expect(try await world.tellAll() == needs.count)
      #expect(try await world.gains() == [:])
      #expect(try await untold(world) == 0)
    }
  }

  @Test("a need that waits for its run is settled after it")
  func waitsForRun() async throws {
    try await World.with { world in
      let needs = try await decide(world, 1)
      let code = try await world.publishFree(0, 1).map(\.code)[0]
      try await world.pause(.product, code)
      try await world.sweepAll()
      _ = try await world.application.amendNeed(
        needs[0], expectedVersion: 1, ["tenor_months": 6], actor: World.system)
      try await world.resume(.product, code)
      #expect(try await world.tellAll() == 0)
      try await world.matchWaiting()
      try await world.drain()
      #expect(try await world.tellAll() == 1)
      let run = try await world.run(needs[0])
      let event = try #require(try await world.drain().first)
      #expect(event.data["run_id"] == .string(run.text), "the run it is true of")
    }
  }

  @Test("of eight that tell at once each enterprise is told once, with its events in order")
  func concurrent() async throws {
    try await World.with(limits: .patient(8)) { world in
      let needs = try await decide(world, 5)
      let code = try await world.publishFree(0, 1).map(\.code)[0]
      try await world.pause(.product, code)
      try await world.sweepAll()
      let before = try await world.drain()
      try await world.resume(.product, code)
      let told = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 { group.addTask { try await world.tellAll() } }
        return try await group.reduce(0, +)
      }
      let rest = try await world.tellAll()
      #expect(told + rest == needs.count)
      let events = try await world.drain()
      #expect(events.map(\.type) == needs.map { _ in .enterpriseNewlyQualifies })
      for event in events {
        let last = before.filter { $0.key == event.key }.map(\.sequence).max()
        #expect(event.sequence == last.map { $0 + 1 })
      }
    }
  }

  @Test("a sweep that touches only paused products cuts no slice until one of them goes on")
  func sweepWaits() async throws {
    try await World.with { world in
      let needs = try await decide(world)
      let codes = try await world.publishFree(0, 1).map(\.code)
      for code in codes { try await world.pause(.product, code) }
      #expect(try await world.application.cutSlices() == 0)
      #expect(try await world.count("sweep_slice") == 0)
      try await world.resume(.product, codes[1])
      #expect(try await world.sweepAll().changed == needs.count)
      #expect(
        try await world.gains()
          == Dictionary(uniqueKeysWithValues: needs.map { ($0, [[codes[1]]]) }))
      try await world.resume(.product, codes[0])
      #expect(try await world.tellAll() == needs.count)
    }
  }
}
