import Domain

/// Criteria that must all hold, made ready to be asked by the paths of their facts; no criteria
/// always hold. Products' criteria are judged by the engine; this is for whatever else depends on
/// facts, such as a subsidy.
public struct Condition: Hashable, Sendable {
  /// The criteria as they were written.
  public let criteria: [Criterion]
  private let rules: [Rule]

  private indirect enum Rule: Hashable, Sendable {
    case test(String, FactCheck)
    case anyOf([Rule])
    case allOf([Rule])

    init?(_ criterion: Criterion, _ registry: FactRegistry) {
      switch criterion.body {
      case .test(let test):
        guard let definition = registry[test.fact],
          let check = FactCheck(test, of: definition)
        else { return nil }
        self = .test(test.fact, check)
      case .anyOf(let members):
        let rules = members.compactMap { Rule($0, registry) }
        guard rules.count == members.count else { return nil }
        self = .anyOf(rules)
      case .allOf(let members):
        let rules = members.compactMap { Rule($0, registry) }
        guard rules.count == members.count else { return nil }
        self = .allOf(rules)
      }
    }

    func result(_ fact: (String) -> FactState) -> RuleResult {
      switch self {
      case .test(let path, let check): check.result(fact(path))
      case .anyOf(let rules): RuleResult.any(rules.map { $0.result(fact) })
      case .allOf(let rules): RuleResult.all(rules.map { $0.result(fact) })
      }
    }
  }

  /// Nil when some comparison does not fit its fact; the readers let no such through.
  public init?(_ criteria: [Criterion], registry: FactRegistry) {
    let rules = criteria.compactMap { Rule($0, registry) }
    guard rules.count == criteria.count else { return nil }
    self.criteria = criteria
    self.rules = rules
  }

  /// Paths of all facts it reads.
  public var facts: Set<String> { criteria.reduce(into: []) { $0.formUnion($1.facts) } }

  /// - Parameter fact: the state of a fact by its path.
  public func result(_ fact: (String) -> FactState) -> RuleResult {
    RuleResult.all(rules.map { $0.result(fact) })
  }
}
