import Application
import Catalog
import Decision
import Domain
import Policy
import Postgres
import Seeds
import Store
import TestSupport
import Testing

@Suite("Sweeps after a change", .serialized)
struct ChangeSweepTests {
  private func publish(
    _ world: World, _ catalog: Catalog?, _ policies: PolicySet? = nil
  ) async throws {
    _ = try await world.application.publish(
      catalog: catalog, policies: policies, actor: World.system)
  }

  @Test(
    "on random catalogs the flips are those of deciding everything from scratch, no more, no less",
    arguments: SeededGenerator.seeds(2, below: 1_000_000, for: "ChangeSweepTests"))
  func equalsScratch(seed: UInt64) async throws {
    try await World.with { world in
      var change = CatalogChange(seed: seed)
      try await world.decideSamples(40, seed: seed)
      var catalog = try SeedCatalog.catalog()
      var flipped = 0
      var quiet = 0
      for round in 0..<3 {
        let old = catalog
        catalog = try change.changed(old, count: [1, 4, 12][round])
        let before = try await world.latestRuns()
        let known = Set(try await world.flips())
        try await publish(world, catalog)
        let outcome = try await world.sweepAll()
        #expect(outcome.unknown == [])
        let swept = try await world.latestRuns()
        let found = Set(try await world.flips()).subtracting(known)
        try await world.drain()
        try await world.decideFromScratch()
        let scratch = try await world.latestRuns()
        #expect(Set(scratch.keys) == Set(before.keys))
        var expected: Set<PlainFlip> = []
        for (need, run) in before {
          let new = try #require(scratch[need])
          let own = plainFlips(need, verdicts(run.result, old), verdicts(new.result, catalog))
          expected.formUnion(own)
          let changed = !own.isEmpty || best(run.result) != best(new.result)
          let after = try #require(swept[need])
          #expect((after.id != run.id) == changed, "seed \(seed), round \(round), \(need)")
          // A swept run is the one that deciding from scratch would have made.
          if changed { #expect(after == new, "seed \(seed), round \(round), \(need)") }
          if changed { flipped += 1 } else { quiet += 1 }
        }
        #expect(found == expected, "seed \(seed), round \(round)")
        #expect(try await world.count("decision_flip") >= Int64(found.count))
      }
      #expect(flipped > 0 && quiet > 0, "seed \(seed): the test must see both kinds")
    }
  }
}
