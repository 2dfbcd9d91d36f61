import Application
import Catalog
import Domain
import Foundation
import Policy
import Postgres
import Store
import TestSupport
import Testing

@Suite("Sweeps that are repeated, interrupted and overtaken", .serialized)
struct SweepSafetyTests {
  /// Sample needs decided with the seed catalog, and a change that flips some of them published.
  private func withChange(
    seed: UInt64 = 5, products: Int = 12, limits: PoolLimits = .patient(6),
    _ body: (World) async throws -> Void
  ) async throws {
    try await World.with(limits: limits) { world in
      try await world.decideSamples(40, seed: seed)
      try await world.drain()
      var change = CatalogChange(seed: seed)
      _ = try await world.application.publish(
        catalog: try change.changed(try SeedCatalog.catalog(), count: products), policies: nil,
        actor: World.system)
      try await body(world)
    }
  }

  /// What sweeping without any trouble comes to.
  private func undisturbed(seed: UInt64 = 5) async throws -> (flips: Int, runs: Int64, told: Int) {
    var result = (flips: 0, runs: Int64(0), told: 0)
    try await withChange(seed: seed) { world in
      try await world.sweepAll()
      result = (
        try await world.flips().count, try await world.count("match_run"),
        try await world.events().filter { $0.type.topic == .enterprise }.count
      )
    }
    return result
  }

  private func expectDone(_ world: World, _ expected: (flips: Int, runs: Int64, told: Int))
    async throws
  {
    #expect(expected.flips > 0)
    #expect(try await world.flips().count == expected.flips)
    #expect(try await world.count("match_run") == expected.runs)
    let told = try await world.events().filter { $0.type.topic == .enterprise }
    #expect(told.count == expected.told)
    let sweep = try #require(
      try await world.application.sweeps(page: PageRequest(), actor: World.system).items.first)
    #expect(sweep["state"] == "finished", "\(sweep)")
    #expect(sweep["slices"]?["done"] == sweep["slices"]?["total"])
  }

  @Test("a slice that comes again, in whatever form, changes nothing and tells nothing")
  func repeated() async throws {
    try await withChange { world in
      _ = try await world.application.cutSlices(world.slicing(needs: 7))
      let work = try await world.work()
      #expect(work.count > 3)
      let first = try await world.application.sweep(events: work, consumer: "sweep")
      #expect(first.slices == work.count && first.changed > 0)
      let before = try await world.counts()
      let again = try await world.application.sweep(events: work, consumer: "sweep")
      #expect(again.slices == 0 && again.skipped == work.count)
      #expect(try await world.counts() == before)
      // Under other numbers, as the sweeper would ask again, or for another reader.
      let renamed = work.map { event in
        var copy = event
        copy.id = IdentifierSource().next()
        return copy
      }
      for consumer in ["sweep", "other"] {
        let more = try await world.application.sweep(events: renamed, consumer: consumer)
        #expect(more.slices == 0 && more.changed == 0)
      }
      var rest = try await world.counts()
      rest["inbox"] = before["inbox"]
      #expect(rest == before)
      #expect(try await world.application.cutSlices() == 0)
    }
  }

  @Test("one event a need with flips, another where a product turned eligible, in order")
  func told() async throws {
    // So many that some make an enterprise newly eligible.
    try await withChange(products: 40) { world in
      try await world.drain()
      try await world.sweepAll()
      let events = try await world.events().filter { $0.type.topic == .enterprise }
      let flips = try await world.flips()
      let flipped = events.filter { $0.type == .decisionFlipped }
      #expect(flipped.count == Set(flips.map(\.need)).count)
      for event in flipped {
        let own = flips.filter { $0.need.text == event.subject }
        #expect(event.data["flips"] == .int(Int64(own.count)))
        #expect(event.data["cause"] == "sweep" && event.data["sweep_id"] != nil)
        let run = try #require(event.data["run_id"]?.stringValue.flatMap { RunID($0) })
        #expect(try await world.application.replay(run, actor: World.system)["equal"] == true)
      }
      let qualifying = events.filter { $0.type == .enterpriseNewlyQualifies }
      let gained = Dictionary(grouping: flips.filter { $0.to == "eligible" }, by: \.need)
      #expect(!gained.isEmpty && qualifying.count == gained.count)
      for event in qualifying {
        let codes = gained.first { $0.key.text == event.subject }?.value.map(\.product).sorted()
        #expect(event.data["products"] == .array((codes ?? []).map(JSON.string)))
        #expect(event.data["product_count"] == .int(Int64(codes?.count ?? 0)))
      }
      for (_, own) in Dictionary(grouping: events, by: \.key) {
        let numbers = own.map(\.sequence)
        #expect(numbers == numbers.indices.map { numbers[0] + Int64($0) })
      }
    }
  }

  @Test("killed while slices are cut, and with every topic lost, it goes on and ends the same")
  func resumes() async throws {
    let expected = try await undisturbed()
    try await withChange { world in
      var options = world.slicing(needs: 7)
      options.stepsMaximum = 1
      #expect(try await world.application.cutSlices(options) == 3)
      let some = try await world.work()
      _ = try await world.application.sweep(events: [some[1]], consumer: "sweep")
      let told = try await world.events().filter { $0.type.topic == .enterprise }
      // Nothing of Kafka is left, and another process goes on.
      try await world.drain()
      let other = try world.store.another(seed: 9)
      options.stepsMaximum = 100
      _ = try await other.cutSlices(options)
      try await world.drain()
      #expect(
        try await other.requestMissingSlices(patienceMilliseconds: 30_000, limit: 100) == 0,
        "they were asked for just now")
      world.store.clock.advance(milliseconds: 30_001)
      var rounds = 0
      while try await other.requestMissingSlices(patienceMilliseconds: 30_000, limit: 4) > 0 {
        rounds += 1
        let work = try await world.work()
        #expect(work.count <= 4)
        _ = try await other.sweep(events: work, consumer: "sweep")
        try await world.execute("DELETE FROM outbox WHERE topic = 'rongqiao.work.v1'")
      }
      #expect(rounds > 1)
      try await expectDone(
        world, (expected.flips, expected.runs, expected.told - told.count))
    }
  }

  @Test("whoever counts a slice of a sweep holds up its cutting, and does not end it")
  func countedMeanwhile() async throws {
    try await withChange { world in
      let cutting = try await world.store.pool.withTransaction { session in
        try await session.execute("SELECT FROM sweep FOR NO KEY UPDATE")
        let cutting = Task {
          try await world.application.cutSlices(world.slicing(needs: 7))
        }
        try await world.waitForWaiter()
        return cutting
      }
      #expect(try await cutting.value > 3)
      #expect(try await world.application.cutSlices() == 0, "all are cut")
    }
  }

  @Test("a slice that fails before its end leaves nothing, and is done whole the next time")
  func failsInTheMiddle() async throws {
    let expected = try await undisturbed()
    try await withChange { world in
      _ = try await world.application.cutSlices(world.slicing(needs: 7))
      let before = try await world.counts()
      try await world.execute(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'P0001'; END $$
        """)
      // The last statement but one of a slice.
      try await world.execute(
        "CREATE TRIGGER refuse BEFORE UPDATE ON sweep_slice EXECUTE FUNCTION refuse()")
      for event in try await world.work() {
        await #expect(throws: PostgresError.self) {
          _ = try await world.application.sweep(events: [event], consumer: "sweep")
        }
      }
      #expect(try await world.counts() == before)
      try await world.execute("DROP TRIGGER refuse ON sweep_slice")
      try await world.sweepAll()
      try await expectDone(world, expected)
    }
  }

  @Test("eight workers on the same slices do each once, whoever comes first")
  func concurrent() async throws {
    let expected = try await undisturbed()
    try await withChange(limits: .patient(12)) { world in
      _ = try await world.application.cutSlices(world.slicing(needs: 7))
      let work = try await world.work()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<8 {
          group.addTask {
            var random = SplitMix(seed: UInt64(number))
            for event in work.shuffled(using: &random) {
              _ = try await world.application.sweep(events: [event], consumer: "sweep")
            }
          }
        }
        try await group.waitForAll()
      }
      try await expectDone(world, expected)
    }
  }

  @Test("while needs and facts change and are matched, a sweep ends with every run up to date")
  func besideMatching() async throws {
    try await withChange(limits: .patient(12)) { world in
      _ = try await world.application.cutSlices(world.slicing(needs: 5))
      let work = try await world.work()
      try await world.drain()
      let owners = try await world.query("SELECT id FROM enterprise ORDER BY id").map {
        EnterpriseID(try $0.decode(0, as: UUID.self))
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for event in work {
            _ = try await world.application.sweep(events: [event], consumer: "sweep")
          }
        }
        group.addTask {
          for owner in owners.prefix(20) {
            try await world.report(owner, ["enterprise.insured_persons": 77])
            let events = try await world.events().filter { $0.key == owner.text }
            _ = try await world.application.match(events: events, consumer: "match")
          }
        }
        try await group.waitForAll()
      }
      let swept = try await world.latestRuns()
      try await world.drain()
      try await world.decideFromScratch()
      let scratch = try await world.latestRuns()
      for (need, run) in swept {
        let new = try #require(scratch[need])
        #expect(best(run.result) == best(new.result), "\(need)")
        if run.catalog == new.catalog { #expect(run.result == new.result, "\(need)") }
      }
    }
  }

  @Test("a stored run that cannot be read holds up no other need of its slice")
  func unreadable() async throws {
    try await withChange { world in
      let one = try #require(
        try await world.query("SELECT id FROM match_run ORDER BY id LIMIT 1").first
      ).decode(0, as: UUID.self)
      try await world.execute("UPDATE match_run SET result = '{}' WHERE id = \(one)")
      let outcome = try await world.sweepAll(needs: 100)
      #expect(outcome.slices == 1 && outcome.changed > 0)
      #expect(Int64(outcome.examined) == (try await world.count("need")) - 1)
    }
  }

  @Test("an event about a slice there is not is handed back, and nothing is noted")
  func unknown() async throws {
    try await withChange { world in
      let before = try await world.counts()
      let ids = IdentifierSource()
      let sweep: SweepID = ids.next()
      let data: [JSON] = [
        ["sweep_id": .string(sweep.text), "slice": 1], ["sweep_id": "swp_1", "slice": 1], [:],
      ]
      let events = data.map {
        Event(
          id: ids.next(), type: .sweepRequested, key: "x", subject: "x",
          time: world.store.clock.now, sequence: 1, data: $0)
      }
      let outcome = try await world.application.sweep(events: events, consumer: "sweep")
      #expect(outcome.unknown == events.map(\.id))
      #expect(try await world.counts() == before)
    }
  }
}
