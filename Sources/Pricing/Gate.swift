import Catalog
import Domain

/// Conditions of a subsidy made ready: whether they hold, and which unknown facts still matter.
struct Gate: Sendable {
  private struct Part: Sendable {
    let condition: Condition
    /// The fact of a comparison; nil for alternatives and groups.
    let fact: String?
    let members: [Part]
  }

  /// A boolean fact that must be so.
  private let fact: String?
  private let parts: [Part]
  /// Some criterion could not be made ready: whether it holds stays open.
  private let isOpen: Bool
  /// All comparisons, in the order they are written.
  let tests: [FactTest]

  /// - Parameters:
  ///   - fact: a boolean fact that must be so, beside the criteria.
  ///   - registry: nil leaves criteria open.
  init(fact: String? = nil, criteria: [Criterion], registry: FactRegistry?) {
    self.fact = fact
    let parts = criteria.compactMap { criterion in registry.flatMap { Self.part(criterion, $0) } }
    self.parts = parts
    isOpen = parts.count < criteria.count
    let own = fact.map { FactTest(fact: $0, op: .equal, operand: .value(.boolean(true))) }
    tests = [own].compactMap { $0 } + criteria.flatMap(Self.tests)
  }

  private static func part(_ criterion: Criterion, _ registry: FactRegistry) -> Part? {
    guard let condition = Condition([criterion], registry: registry) else { return nil }
    switch criterion.body {
    case .test(let test): return Part(condition: condition, fact: test.fact, members: [])
    case .anyOf(let members), .allOf(let members):
      return Part(
        condition: condition, fact: nil, members: members.compactMap { part($0, registry) })
    }
  }

  private static func tests(_ criterion: Criterion) -> [FactTest] {
    switch criterion.body {
    case .test(let test): [test]
    case .anyOf(let members), .allOf(let members): members.flatMap(tests)
    }
  }

  /// - Parameter state: the state of a fact by its path.
  func result(_ state: (String) -> FactState) -> RuleResult {
    var result = RuleResult.pass
    if let fact {
      switch state(fact) {
      case .known(.boolean(true)): break
      case .unknown: result = .unknown
      case .known, .none: return .fail
      }
    }
    for part in parts {
      switch part.condition.result(state) {
      case .pass: break
      case .fail: return .fail
      case .unknown: result = .unknown
      }
    }
    return result == .pass && isOpen ? .unknown : result
  }

  /// Unknown facts that can still change an unknown result.
  func missing(_ state: (String) -> FactState) -> Set<String> {
    var missing = parts.reduce(into: Set<String>()) { $0.formUnion(Self.missing($1, state)) }
    if let fact, state(fact) == .unknown { missing.insert(fact) }
    return missing
  }

  private static func missing(_ part: Part, _ state: (String) -> FactState) -> Set<String> {
    guard part.condition.result(state) == .unknown else { return [] }
    if let fact = part.fact { return [fact] }
    return part.members.reduce(into: []) { $0.formUnion(missing($1, state)) }
  }
}
