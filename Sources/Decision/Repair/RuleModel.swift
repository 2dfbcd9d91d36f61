import Catalog
import Domain

/// The rules of one product as the search for repairs asks them: again and again, with facts
/// changed. What it finds is verified by the engine.
struct RuleModel {
  /// One rule, with the base facts it hangs on.
  struct Rule {
    let id: String
    let body: Body
    let baseFacts: Set<String>
    /// The comparisons in it, at every depth.
    let leaves: [Leaf]
  }

  indirect enum Body {
    case test(Leaf)
    case anyOf([Body])
    case allOf([Body])
    /// min(limit, asked) reaches the product's least amount.
    case amountMin(Int64, Limit)
    /// The limit covers enough of the amount asked, in ppm of it.
    case coverage(Int64, Limit)
  }

  /// A limit, or a part of it.
  struct Limit {
    let maxFen: Int64?
    let terms: [LimitTerm]
    /// Judged without the amount asked, which is a part of its own.
    var isAlone = false
  }

  /// One comparison of one fact.
  struct Leaf {
    let fact: String
    let check: FactCheck
    let baseFacts: Set<String>
  }

  let product: Product
  /// The criteria, then the engine's rules, in the order of a decision.
  let rules: [Rule]
  /// Rules about the limit taken apart: one passes when each of its parts does.
  let limitParts: [Rule]
  /// All base facts the rules hang on.
  let baseFacts: Set<String>

  /// Nil when a comparison does not fit its fact; the catalog reader lets no such through.
  init?(_ product: Product, registry: FactRegistry) {
    self.product = product
    var rules: [Rule] = []
    for criterion in product.criteria {
      guard let body = Self.body(criterion.body, registry) else { return nil }
      rules.append(Rule(criterion.id, body, criterion.facts, registry))
    }
    if let test = Self.tenorTest(product.tenor) {
      guard let leaf = Self.leaf(test, registry) else { return nil }
      rules.append(Rule(EngineRule.tenor, .test(leaf), [NeedFact.tenor], registry))
    }
    let limit = Limit(maxFen: product.amount.maxFen, terms: product.limit ?? [])
    if let minimum = product.amount.minFen {
      rules.append(
        Rule(EngineRule.amountMin, .amountMin(minimum, limit), limit.facts, registry))
    }
    rules.append(
      Rule(
        EngineRule.coverage, .coverage(product.minCoveragePPM, limit), limit.facts, registry))
    self.rules = rules
    limitParts = rules.flatMap { Self.limitParts(of: $0, registry: registry) }
    baseFacts = rules.reduce(into: []) { $0.formUnion($1.baseFacts) }
  }

  func result(_ rule: Rule, _ board: FactBoard) -> RuleResult {
    Self.result(rule.body, board)
  }

  func verdict(_ board: FactBoard) -> Verdict {
    Verdict(RuleResult.all(rules.lazy.map { result($0, board) }))
  }

  /// Whether a criterion that no later day can change does not pass.
  static func isStuck(_ product: Product, _ board: FactBoard) -> Bool {
    product.criteria.contains { criterion in
      guard !criterion.facts.contains(where: board.registry.ripens),
        let body = body(criterion.body, board.registry)
      else { return false }
      return result(body, board) != .pass
    }
  }

  private static func result(_ body: Body, _ board: FactBoard) -> RuleResult {
    switch body {
    case .test(let leaf): return leaf.check.result(board.state(leaf.fact))
    case .anyOf(let members): return RuleResult.any(members.lazy.map { result($0, board) })
    case .allOf(let members): return RuleResult.all(members.lazy.map { result($0, board) })
    case .amountMin(let minimum, let limit):
      guard let asked = board.state(NeedFact.amount).integer else { return .unknown }
      return Bound(limit, board).reaches(minimum, asked: asked)
    case .coverage(let ppm, let limit):
      let bound = Bound(limit, board)
      guard bound.least != nil || bound.hasUnknownTerm else { return .pass }
      guard let asked = board.state(NeedFact.amount).integer else { return .unknown }
      return bound.reaches(Self.needed(asked, ppm), asked: asked)
    }
  }

  private static func limitParts(of rule: Rule, registry: FactRegistry) -> [Rule] {
    switch rule.body {
    case .test, .anyOf, .allOf: []
    case .amountMin(let minimum, let limit):
      limit.parts.map { Rule(rule.id, .amountMin(minimum, $0), $0.facts, registry) }
    case .coverage(let ppm, let limit):
      limit.parts.map { Rule(rule.id, .coverage(ppm, $0), $0.facts, registry) }
    }
  }

  /// ceil(asked × ppm / 1,000,000).
  private static func needed(_ asked: Int64, _ ppm: Int64) -> Int64 {
    let (quotient, remainder) = (Int128(asked) * Int128(ppm))
      .quotientAndRemainder(dividingBy: Int128(PartsPerMillion.one))
    return Int64(clamping: quotient + (remainder > 0 ? 1 : 0))
  }

  /// What is known of the limit.
  private struct Bound {
    var least: Int64?
    var hasUnknownTerm = false
    let isAlone: Bool

    init(_ limit: Limit, _ board: FactBoard) {
      least = limit.maxFen
      isAlone = limit.isAlone
      for term in limit.terms {
        switch term.value(input: board.state) {
        case .known(let value): least = min(least ?? .max, max(0, value))
        case .unpublished: break
        case .unknown: hasUnknownTerm = true
        }
      }
    }

    func reaches(_ needed: Int64, asked: Int64) -> RuleResult {
      if (isAlone ? least ?? needed : min(least ?? asked, asked)) < needed { return .fail }
      return hasUnknownTerm ? .unknown : .pass
    }
  }

  private static func body(_ body: Criterion.Body, _ registry: FactRegistry) -> Body? {
    switch body {
    case .test(let test): return leaf(test, registry).map(Body.test)
    case .anyOf(let members):
      let bodies = members.compactMap { Self.body($0.body, registry) }
      return bodies.count == members.count ? .anyOf(bodies) : nil
    case .allOf(let members):
      let bodies = members.compactMap { Self.body($0.body, registry) }
      return bodies.count == members.count ? .allOf(bodies) : nil
    }
  }

  private static func leaf(_ test: FactTest, _ registry: FactRegistry) -> Leaf? {
    guard let definition = registry[test.fact], let check = FactCheck(test, of: definition) else {
      return nil
    }
    return Leaf(fact: test.fact, check: check, baseFacts: registry.baseFacts(of: test.fact))
  }

  private static func tenorTest(_ range: Product.TenorRange) -> FactTest? {
    guard range.minMonths != nil || range.maxMonths != nil else { return nil }
    let low = range.minMonths ?? -FactDefinition.magnitudeLimit
    let high = range.maxMonths ?? FactDefinition.magnitudeLimit
    return FactTest(
      fact: NeedFact.tenor, op: .between, operand: .range(.integer(low), .integer(high)))
  }
}

extension RuleModel.Rule {
  fileprivate init(
    _ id: String, _ body: RuleModel.Body, _ facts: Set<String>, _ registry: FactRegistry
  ) {
    self.id = id
    self.body = body
    baseFacts = facts.reduce(into: []) { $0.formUnion(registry.baseFacts(of: $1)) }
    leaves = Self.leaves(body)
  }

  private static func leaves(_ body: RuleModel.Body) -> [RuleModel.Leaf] {
    switch body {
    case .test(let leaf): [leaf]
    case .anyOf(let members), .allOf(let members): members.flatMap(leaves)
    case .amountMin, .coverage: []
    }
  }
}

extension RuleModel.Limit {
  /// Facts it is judged by, the amount asked included.
  fileprivate var facts: Set<String> { Set(terms.flatMap(\.facts) + [NeedFact.amount]) }

  /// The amount asked, the cap and each term.
  fileprivate var parts: [RuleModel.Limit] {
    [
      RuleModel.Limit(maxFen: nil, terms: []),
      RuleModel.Limit(maxFen: maxFen, terms: [], isAlone: true),
    ] + terms.map { RuleModel.Limit(maxFen: nil, terms: [$0], isAlone: true) }
  }
}
