import Catalog
import Decision
import Domain
import Seeds
import Testing

/// Promises of repair paths, tried on random products and facts. Each failure names its seed.
@Suite("Repair paths, on random cases")
struct RepairPropertyTests {
  private static let productsPerWorld = 6
  private static let inputsPerWorld = 25

  /// Runs `body` on random worlds with random inputs and random actionable facts.
  private func explore(
    _ name: String, worlds: Int, knownPercents: [Int] = [80, 95, 100],
    _ body: (RepairWorld, DecisionInput, inout RandomWorld, Comment) throws -> Void
  ) throws {
    let seed = SeededGenerator.seed(for: name)
    var random = RandomWorld(seed: seed)
    for number in 0..<worlds {
      var products: [String: String] = [:]
      for index in 0..<Self.productsPerWorld {
        let (criteria, rest) = random.repairable()
        products["p-\(index)"] = RandomWorld.body(criteria, rest)
      }
      let actionable = RepairWorld.days.keys.sorted().filter { _ in
        Int.random(in: 0..<100, using: &random.random) < 70
      }
      let world = try RepairWorld(products, actionable: Set(actionable))
      for _ in 0..<Self.inputsPerWorld {
        let known = knownPercents.randomElement(using: &random.random) ?? 100
        let parts = random.input(random.facts(knownPercent: known))
        let input = World.input(parts.facts, amount: parts.amount, months: parts.months)
        try body(world, input, &random, "seed \(seed), world \(number)")
      }
    }
  }

  @Test("every path makes the product eligible when applied, and nothing less than it does")
  func flips() throws {
    var paths = 0
    var cases = 0
    try explore("repair paths flip", worlds: 16) { world, input, _, comment in
      for decision in world.engine.decideAll(input) {
        let outcome = world.engine.repairPaths(input, product: decision.productCode)
        cases += 1
        if decision.verdict != .ineligible {
          #expect(outcome.paths.isEmpty && outcome.blockers.isEmpty, comment)
          #expect(outcome.missing == decision.missingFacts, comment)
        }
        for path in outcome.paths + outcome.openPaths {
          paths += 1
          let after = world.verdict(decision.productCode, input, path.states)
          let isEligible = outcome.paths.contains(path)
          #expect(isEligible ? after == .eligible : after == .needsInfo, comment)
          #expect(path.decision.verdict == after, comment)
          for subset in path.states.properSubsets {
            let less = world.verdict(decision.productCode, input, subset)
            #expect(isEligible ? less != .eligible : less == .ineligible, comment)
          }
          checkChanges(path, world, input, comment)
        }
        checkOrder(outcome.paths, comment)
      }
    }
    #expect(cases >= 2_000 && paths >= 300, "too few: \(paths) paths of \(cases) cases")
  }

  private func checkChanges(
    _ path: RepairPath, _ world: RepairWorld, _ input: DecisionInput, _ comment: Comment
  ) {
    #expect(!path.changes.isEmpty && path.changes.count <= 3, comment)
    #expect(path.days == path.changes.compactMap(\.days).max(), comment)
    for change in path.changes {
      let definition = world.catalog.registry[change.path]
      #expect(definition?.isActionable == true && definition?.derivation == nil, comment)
      #expect(change.from != change.to, comment)
      #expect(
        change.from
          == FactState(input.needFacts[change.path] ?? input.enterpriseFacts[change.path]), comment)
      guard case .known(let value) = change.to else {
        Issue.record("a change to nothing known; \(comment)")
        continue
      }
      let checked = world.catalog.registry.check(path: change.path, json: value.json, at: "")
      #expect(throws: Never.self, comment) { try checked.get() }
    }
  }

  private func checkOrder(_ paths: [RepairPath], _ comment: Comment) {
    for (one, next) in zip(paths, paths.dropFirst()) {
      let keys = [one, next].map { ($0.days ?? .max, $0.costPPM ?? .max, $0.changes.count) }
      #expect(keys[0] <= keys[1], comment)
    }
    for one in paths {
      for other in paths where other != one {
        let (set, more) = (Set(one.changes.map(\.path)), Set(other.changes.map(\.path)))
        #expect(!set.isSubset(of: more), comment)
      }
    }
  }

  /// Every value of a fact that could matter in these small worlds.
  private static func values(_ path: String) -> [FactValue] {
    switch path {
    case "need.amount_fen": (1...12).map { .integer($0) }
    case "need.tenor_months": [6, 12, 18, 24].map { .integer($0) }
    case "enterprise.titles":
      [[], ["high_tech"], ["little_giant"], ["srdi"], ["high_tech", "srdi"]].map { .set($0) }
    case "tax.credit_grade": ["A", "B", "M", "C", "D"].map { .text($0) }
    case "credit.has_overdue": [.boolean(true), .boolean(false)]
    case "finance.profit_fen": (0...3).map { .integer($0) }
    case "enterprise.industry": ["C", "39", "3911", "K"].map { .text($0) }
    default: (0...10).map { .integer($0) }
    }
  }

  @Test("no single change and no pair that would do is overlooked")
  func complete() throws {
    var found = 0
    try explore("repair paths are complete", worlds: 6, knownPercents: [100]) {
      world, input, random, comment in
      let actionable = RepairWorld.days.keys.sorted().filter {
        world.catalog.registry[$0]?.isActionable == true
      }
      let code = "p-\(Int.random(in: 0..<Self.productsPerWorld, using: &random.random))"
      guard world.engine.decide(input, product: code)?.verdict == .ineligible else { return }
      let outcome = world.engine.repairPaths(input, product: code)
      let sets = outcome.paths.map { Set($0.changes.map(\.path)) }
      func check(_ changes: [(String, FactValue)]) {
        let changed = changes.map { (path: $0.0, to: FactState.known($0.1)) }
        guard world.verdict(code, input, changed) == .eligible else { return }
        found += 1
        let paths = Set(changes.map(\.0))
        #expect(
          !outcome.isComplete || sets.contains { $0.isSubset(of: paths) },
          "\(code) \(changes) → \(outcome); \(comment)")
      }
      let pair = [actionable.randomElement(using: &random.random) ?? ""]
      for one in actionable {
        for value in Self.values(one) {
          check([(one, value)])
          for other in pair where other != one {
            for second in Self.values(other) { check([(one, value), (other, second)]) }
          }
        }
      }
    }
    #expect(found >= 100, "too few: \(found)")
  }

  @Test("a rule that is said to be beyond repair stays failed whatever is changed")
  func blockers() throws {
    var found = 0
    try explore("blockers", worlds: 8) { world, input, random, comment in
      for decision in world.engine.decideAll(input) where decision.verdict == .ineligible {
        let outcome = world.engine.repairPaths(input, product: decision.productCode)
        guard !outcome.blockers.isEmpty else { continue }
        #expect(outcome.paths.isEmpty && outcome.openPaths.isEmpty, comment)
        found += 1
        for _ in 0..<10 {
          let changes = RepairWorld.days.keys.sorted().filter {
            world.catalog.registry[$0]?.isActionable == true
          }.map { path in
            let value = Self.values(path).randomElement(using: &random.random)
            return (path: path, to: value.map(FactState.known) ?? .unknown)
          }
          let after = world.engine.decide(
            RepairWorld.applying(changes, to: input), product: decision.productCode)
          let failing = Set((after?.rules ?? []).filter { $0.result == .fail }.map(\.id))
          #expect(
            failing.isSuperset(of: outcome.blockers),
            "\(decision.productCode) \(outcome.blockers) \(changes); \(comment)")
        }
      }
    }
    #expect(found >= 50, "too few: \(found)")
  }
}

extension Array {
  /// All choices of fewer elements than there are, at least one.
  fileprivate var properSubsets: [[Element]] {
    guard count > 1 else { return [] }
    return (1..<(1 << count) - 1).map { mask in
      indices.filter { mask >> $0 & 1 == 1 }.map { self[$0] }
    }
  }
}
