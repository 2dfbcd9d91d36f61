import Catalog
import Decision
import Domain
import Seeds
import Testing

/// The kernel against the plain rules, on random catalogs and needs.
@Suite struct KernelTests {
  /// Needs are judged one by one, in batches, and in batches with near misses; at most this many
  /// catalogs make up the pairs.
  static let pairCount = 100_000

  @Test("the kernel says what the plain rules say, over 100,000 random pairs of need and catalog")
  func agrees() throws {
    let seed = SeededGenerator.seed(for: "KernelTests")
    var world = RandomWorld(seed: seed)
    var pairs = 0
    while pairs < Self.pairCount {
      let size = world.catalogSize()
      var bodies: [String: String] = [:]
      for index in 0..<size {
        let (criteria, rest) = world.product()
        bodies["p\(1_000 + index)"] = RandomWorld.body(criteria, rest)
      }
      let engine = try World(bodies).engine
      let inputs = (0..<250).map { _ in
        let parts = world.input(world.facts(knownPercent: world.knownPercent()))
        return World.input(parts.facts, amount: parts.amount, months: parts.months)
      }
      let plain = inputs.map { engine.plainMatch($0, topLimit: 5) }
      for (input, expected) in zip(inputs, plain) {
        let result = engine.kernelMatch(input, topLimit: 5)
        try #require(
          result == expected, "seed \(seed), pair \(pairs): \(result.json) \(expected.json)")
      }
      try KernelComparison(engine, inputs, plain, topLimit: 5).check("seed \(seed)")
      pairs += inputs.count
    }
    #expect(pairs >= Self.pairCount)
  }

  @Test("a batch decided by several threads is the batch decided by one")
  func threads() throws {
    let seed = SeededGenerator.seed(for: "KernelTests")
    var world = RandomWorld(seed: seed)
    var bodies: [String: String] = [:]
    for index in 0..<90 {
      let (criteria, rest) = world.product()
      bodies["p\(1_000 + index)"] = RandomWorld.body(criteria, rest)
    }
    let engine = try World(bodies).engine
    let inputs = (0..<5_000).map { _ in
      let parts = world.input(world.facts(knownPercent: 80))
      return World.input(parts.facts, amount: parts.amount, months: parts.months)
    }
    let kernel = engine.kernel(on: World.clock.legalDate)
    let prepared = PreparedBatch(NeedBatch(for: kernel, inputs), nearMisses: true)
    let one = BatchResult(count: inputs.count, topLimit: 10, nearMisses: true)
    let four = BatchResult(count: inputs.count, topLimit: 10, nearMisses: true)
    prepared.run(into: one)
    prepared.run(into: four, threads: 4)
    for need in inputs.indices {
      #expect(one.eligibleCount(need) == four.eligibleCount(need))
      #expect(one.needsInfoCount(need) == four.needsInfoCount(need))
      #expect(one.top(need) == four.top(need))
      #expect(one.nearMisses(need) == four.nearMisses(need))
    }
  }
}

/// Batches against single outcomes.
struct KernelComparison {
  let engine: Engine
  let inputs: [DecisionInput]
  let expected: [MatchResult]
  let topLimit: Int

  init(_ engine: Engine, _ inputs: [DecisionInput], _ expected: [MatchResult], topLimit: Int) {
    self.engine = engine
    self.inputs = inputs
    self.expected = expected
    self.topLimit = topLimit
  }

  func check(_ label: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let kernel = engine.kernel(on: World.clock.legalDate)
    let batch = NeedBatch(for: kernel, inputs)
    for nearMisses in [false, true] {
      let result = BatchResult(
        count: inputs.count, topLimit: topLimit, nearMisses: nearMisses)
      PreparedBatch(batch, nearMisses: nearMisses).run(into: result)
      for (need, match) in expected.enumerated() {
        let text: Comment = "\(label), need \(need), near misses \(nearMisses)"
        try #require(
          result.eligibleCount(need) == match.counts.eligible, text,
          sourceLocation: sourceLocation)
        try #require(
          result.needsInfoCount(need) == match.counts.needsInfo, text,
          sourceLocation: sourceLocation)
        try #require(
          result.top(need).map(Ranked.init) == match.top.map(Ranked.init), text,
          sourceLocation: sourceLocation)
        guard nearMisses else { continue }
        try #require(
          result.nearMissCount(need) == match.counts.nearMisses, text,
          sourceLocation: sourceLocation)
        try #require(
          result.nearMisses(need).map { miss(of: $0) }
            == match.nearMisses.map { Miss($0.product, $0.costPPM, $0.ruleID) }, text,
          sourceLocation: sourceLocation)
      }
    }
  }

  private func miss(of miss: BatchNearMiss) -> Miss {
    Miss(
      Int(miss.product), miss.costPPM == BatchRank.none ? nil : miss.costPPM,
      engine.ruleID(product: Int(miss.product), place: Int(miss.rule)) ?? "")
  }

  private struct Miss: Equatable {
    var product: Int
    var costPPM: Int64?
    var rule: String

    init(_ product: Int, _ costPPM: Int64?, _ rule: String) {
      self.product = product
      self.costPPM = costPPM
      self.rule = rule
    }
  }

  private struct Ranked: Equatable {
    var product: Int
    var costPPM: Int64?
    var limitFen: Int64?
    var coveragePPM: Int64?

    init(_ rank: BatchRank) {
      product = Int(rank.product)
      costPPM = rank.costPPM == BatchRank.none ? nil : rank.costPPM
      limitFen = rank.limitFen == BatchRank.none ? nil : rank.limitFen
      coveragePPM = rank.coveragePPM < 0 ? nil : Int64(rank.coveragePPM)
    }

    init(_ ranked: MatchResult.RankedProduct) {
      product = ranked.product
      costPPM = ranked.costPPM
      limitFen = ranked.limitFen
      coveragePPM = ranked.coveragePPM
    }
  }
}

/// Many classes of costs share one order of the products.
@Suite struct KernelPriceTests {
  @Test("with more classes of costs than orders, needs rank as the plain rules rank them")
  func manyClasses() throws {
    let seed = SeededGenerator.seed(for: "KernelPriceTests")
    var world = RandomWorld(seed: seed)
    var bodies: [String: String] = [:]
    for index in 0..<40 {
      let (criteria, rest) = world.product()
      bodies["p\(1_000 + index)"] = RandomWorld.body(criteria, rest)
    }
    let engine = try World(bodies).engine
    let inputs = (0..<600).map { need in
      let parts = world.input(world.facts(knownPercent: 90))
      return World.input(parts.facts, amount: parts.amount, months: Int64(need % 60) + 1)
    }
    let kernel = engine.kernel(on: World.clock.legalDate)
    let prepared = PreparedBatch(NeedBatch(for: kernel, inputs))
    #expect((prepared.priceClassCount ?? 0) > PreparedBatch.maximumOrders)
    try KernelComparison(
      engine, inputs, inputs.map { engine.plainMatch($0, topLimit: 5) }, topLimit: 5
    )
    .check("seed \(seed)")
  }

  @Test("a kernel without products, and one without needs, has nothing to say")
  func empty() throws {
    let none = try World([:]).engine
    let input = World.input(amount: 5)
    #expect(none.kernelMatch(input) == none.plainMatch(input))
    try KernelComparison(none, [input], [none.plainMatch(input)], topLimit: 3).check("no products")
    let engine = try World(["ppp": ""]).engine
    try KernelComparison(engine, [], [], topLimit: 3).check("no needs")
  }
}
