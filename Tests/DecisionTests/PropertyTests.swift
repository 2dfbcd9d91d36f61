import Catalog
import Decision
import Domain
import Pricing
import Seeds
import Testing

/// Promises that hold for every catalog and every set of facts, tried on random ones. Each failure
/// names its seed.
@Suite("Properties")
struct PropertyTests {
  private static let worlds = 25
  private static let inputsPerWorld = 40
  private static let productsPerWorld = 6

  /// Runs `body` on random worlds with random inputs.
  private func explore(
    _ name: String,
    _ body: (World, DecisionInputParts, inout RandomWorld, Comment) throws -> Void
  ) throws {
    let seed = SeededGenerator.seed(for: name)
    var random = RandomWorld(seed: seed)
    for number in 0..<Self.worlds {
      var products: [String: String] = [:]
      for index in 0..<Self.productsPerWorld {
        let (criteria, rest) = random.product()
        products["p-\(index)"] = RandomWorld.body(criteria, rest)
      }
      let world = try World(products)
      for _ in 0..<Self.inputsPerWorld {
        let known = [40, 70, 90, 100].randomElement(using: &random.random) ?? 100
        let parts = random.input(random.facts(knownPercent: known))
        try body(world, parts, &random, "seed \(seed), world \(number)")
      }
    }
  }

  private func input(_ parts: DecisionInputParts) -> DecisionInput {
    World.input(parts.facts, amount: parts.amount, months: parts.months)
  }

  @Test("supplying an unknown fact never rescues an ineligible product, nor loses an eligible one")
  func monotone() throws {
    try explore("monotone") { world, parts, random, comment in
      let before = world.engine.match(input(parts))
      var more = parts
      for path in RandomWorld.paths.shuffled(using: &random.random) where more.facts[path] == nil {
        more.facts.updateValue(random.value(path), forKey: path)
        let after = world.engine.match(input(more))
        for product in world.catalog.products.indices {
          guard let verdict = before.verdict(of: product), verdict != .needsInfo else { continue }
          #expect(after.verdict(of: product) == verdict, comment)
        }
      }
      // With every fact known nothing is left to ask.
      #expect(world.engine.match(input(more)).counts.needsInfo == 0, comment)
    }
  }

  @Test("the match says exactly what the full decisions say")
  func matchAgrees() throws {
    try explore("match agrees") { world, parts, _, comment in
      let input = input(parts)
      let result = world.engine.match(input, topLimit: 100)
      let decisions = world.engine.decideAll(input)
      #expect(decisions.map(\.productCode) == world.catalog.products.map(\.code), comment)
      for (index, decision) in decisions.enumerated() {
        #expect(result.verdict(of: index) == decision.verdict, comment)
        let miss = result.nearMisses.first { $0.product == index }
        #expect(miss?.ruleID == decision.nearMissRule, comment)
        if let miss { #expect(miss.costPPM == decision.cost?.effectivePPM, comment) }
        let ranked = result.top.first { $0.product == index }
        #expect((ranked != nil) == (decision.verdict == .eligible), comment)
        if let ranked {
          #expect(ranked.limitFen == decision.limit.fen, comment)
          #expect(ranked.costPPM == decision.cost?.effectivePPM, comment)
          #expect(ranked.coveragePPM == decision.coveragePPM, comment)
        }
        #expect((decision.verdict == .needsInfo) == !decision.missingFacts.isEmpty, comment)
      }
      let again = try MatchResult(json: JSONParser.parse(result.json.canonicalBytes))
      #expect(again == result, comment)
      #expect(world.engine.match(input, topLimit: 100) == result, comment)
    }
  }

  @Test("the order of files, criteria and facts changes nothing")
  func order() throws {
    let seed = SeededGenerator.seed(for: "order")
    var random = RandomWorld(seed: seed)
    for _ in 0..<Self.worlds {
      var straight: [String: String] = [:]
      var shuffled: [String: String] = [:]
      for index in 0..<Self.productsPerWorld {
        let (criteria, rest) = random.product()
        straight["p-\(index)"] = RandomWorld.body(criteria, rest)
        shuffled["p-\(index)"] = RandomWorld.body(
          criteria.shuffled(using: &random.random), rest)
      }
      let (first, second) = (try World(straight), try World(shuffled))
      for _ in 0..<Self.inputsPerWorld {
        let parts = random.input(random.facts(knownPercent: 80))
        let facts = parts.facts.map { ($0.key, $0.value) }.shuffled(using: &random.random)
        let reordered = World.Facts(uniqueKeysWithValues: facts)
        let one = first.engine.match(input(parts))
        let two = second.engine.match(
          World.input(reordered, amount: parts.amount, months: parts.months))
        #expect(one.json.canonicalBytes == two.json.canonicalBytes, "seed \(seed)")
      }
    }
  }

  @Test("what is not asked for cannot change the verdict, whatever the rest turns out to be")
  func missingIsComplete() throws {
    try explore("missing facts") { world, parts, random, comment in
      for decision in world.engine.decideAll(input(parts)) where decision.verdict == .needsInfo {
        let unasked = RandomWorld.paths.filter {
          parts.facts[$0] == nil && !decision.missingFacts.contains($0)
        }
        for path in decision.missingFacts { #expect(parts.facts[path] == nil, comment) }
        // Two completions that agree on what was asked for and differ in what was not.
        var first = parts
        for path in decision.missingFacts {
          first.facts.updateValue(random.value(path), forKey: path)
        }
        var second = first
        for path in unasked { second.facts.updateValue(random.value(path), forKey: path) }
        let verdicts = [first, second].map {
          world.engine.decide(input($0), product: decision.productCode)?.verdict
        }
        #expect(verdicts[0] == verdicts[1], comment)
        #expect(verdicts[0] != .needsInfo, comment)
      }
    }
  }

  @Test("paying more tax never lowers the limit of a tax loan")
  func moreTax() throws {
    let world = try World([
      "tax-loan": """
      amount: {max_fen: 1000000000}
      limit:
        - {kind: multiple_by_grade, fact: tax.mean_fen, grade: tax.credit_grade, milli: {A: 5000, B: 3333, M: 0}, citation: {document: x, tag: S}}
        - {kind: headroom, cap_fen: 1000000000, used: finance.used_fen, citation: {document: x, tag: S}}

      """
    ])
    let seed = SeededGenerator.seed(for: "more tax")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<3_000 {
      let prior = Int64.random(in: 0...Fen.maximum, using: &random)
      let last = Int64.random(in: 0...300_000_000, using: &random)
      let more = last + Int64.random(in: 0...300_000_000, using: &random)
      let grade = ["A", "B", "M", "C"].randomElement(using: &random) ?? "A"
      let limits = [last, more].map { tax in
        world.engine.decide(
          World.input([
            "tax.last_fen": .integer(tax), "tax.prior_fen": .integer(prior % 300_000_001),
            "tax.credit_grade": .text(grade), "finance.used_fen": .integer(prior % 7),
          ]), product: "tax-loan")?.limit.fen
      }
      let (low, high) = (try #require(limits[0]), try #require(limits[1]))
      #expect(low <= high, "seed \(seed): \(last) → \(more), \(prior), \(grade)")
    }
  }

  @Test("the greatest amounts are computed without overflow")
  func extremes() throws {
    let body = """
      limit:
        - {kind: multiple, fact: tax.mean_fen, milli: 1000000, citation: {document: x, tag: S}}
        - {kind: multiple, fact: finance.profit_fen, milli: 1000000, citation: {document: x, tag: S}}

      """
    for (profit, verdict) in [(Fen.maximum, Verdict.eligible), (-Fen.maximum, .ineligible)] {
      let decision = try World.decide(
        body,
        [
          "tax.last_fen": .integer(Fen.maximum), "tax.prior_fen": .integer(Fen.maximum),
          "finance.profit_fen": .integer(profit),
        ], amount: Fen.maximum)
      #expect(decision.verdict == verdict)
      #expect(decision.coveragePPM == (verdict == .eligible ? 1_000_000 : 0))
    }
  }
}
