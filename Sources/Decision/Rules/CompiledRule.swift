import Catalog

/// A criterion made ready for evaluation.
indirect enum CompiledRule: Sendable {
  case test(CompiledTest)
  case anyOf([CompiledRule])
  case allOf([CompiledRule])

  /// Nil when some comparison does not fit its fact; the catalog reader lets no such through.
  init?(_ criterion: Criterion, table: FactTable) {
    switch criterion.body {
    case .test(let test):
      guard let test = CompiledTest(test, table: table) else { return nil }
      self = .test(test)
    case .anyOf(let members):
      guard let rules = Self.all(members, table) else { return nil }
      self = .anyOf(rules)
    case .allOf(let members):
      guard let rules = Self.all(members, table) else { return nil }
      self = .allOf(rules)
    }
  }

  private static func all(_ members: [Criterion], _ table: FactTable) -> [CompiledRule]? {
    let rules = members.compactMap { CompiledRule($0, table: table) }
    return rules.count == members.count ? rules : nil
  }

  func result(_ view: FactView) -> RuleResult {
    switch self {
    case .test(let test): test.result(view)
    case .anyOf(let rules): RuleResult.any(rules.lazy.map { $0.result(view) })
    case .allOf(let rules): RuleResult.all(rules.lazy.map { $0.result(view) })
    }
  }
}
