import Catalog
import Decision
import Domain
import Seeds
import Testing

/// One changed product swept over a batch, against deciding everything anew.
@Suite struct KernelSweepTests {
  @Test("a sweep of one changed product leaves what deciding everything anew gives")
  func equalsFreshRun() throws {
    let seed = SeededGenerator.seed(for: "KernelSweepTests")
    var world = RandomWorld(seed: seed)
    var flips = 0
    var reruns = 0
    for round in 0..<60 {
      var bodies: [String: String] = [:]
      let size = world.catalogSize() + 4
      for index in 0..<size {
        let (criteria, rest) = world.product()
        bodies["p\(1_000 + index)"] = RandomWorld.body(criteria, rest)
      }
      let old = try World(bodies).engine
      let changed = "p\(1_000 + Int.random(in: 0..<size, using: &world.random))"
      let (criteria, rest) = world.product()
      bodies[changed] = RandomWorld.body(criteria, rest)
      let new = try World(bodies).engine
      let inputs = (0..<300).map { _ in
        let parts = world.input(world.facts(knownPercent: world.knownPercent()))
        return World.input(parts.facts, amount: parts.amount, months: parts.months)
      }
      let day = World.clock.legalDate
      let index = try #require(new.catalog.index(of: changed))
      let before = PreparedBatch(NeedBatch(for: old.kernel(on: day), inputs))
      let after = PreparedBatch(NeedBatch(for: new.kernel(on: day), inputs))
      // A short list, so that products often drop out of it.
      let swept = BatchResult(count: inputs.count, topLimit: 2, nearMisses: false)
      let fresh = BatchResult(count: inputs.count, topLimit: 2, nearMisses: false)
      before.run(into: swept)
      after.run(into: fresh)
      let verdictsBefore = try #require(before.verdicts(of: index))
      let sweep = try #require(
        after.sweep(of: index, before: verdictsBefore, updating: swept))
      for (need, input) in inputs.enumerated() {
        let text: Comment = "seed \(seed), round \(round), need \(need)"
        let was = old.plainMatch(input).verdict(of: index)
        let now = new.plainMatch(input).verdict(of: index)
        try #require(verdictsBefore[need] == was, text)
        try #require(sweep.verdicts[need] == now, text)
        try #require((sweep.flips.first { $0.need == need } != nil) == (was != now), text)
        try #require(swept.eligibleCount(need) == fresh.eligibleCount(need), text)
        try #require(swept.needsInfoCount(need) == fresh.needsInfoCount(need), text)
        try #require(swept.top(need) == fresh.top(need), text)
      }
      flips += sweep.flips.count
      reruns += sweep.rerunCount
    }
    #expect(flips > 0 && reruns > 0, "the random catalogs must flip and rank anew")
  }
}
