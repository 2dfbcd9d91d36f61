import Catalog
import Domain

/// What stands in the way by one criterion that fails, and what would mend it.
public struct StandardRepair: Hashable, Sendable {
  public let criterion: String
  /// The route that asks for it; nil where every way does.
  public let route: String?
  /// The comparisons that fail in it.
  public let tests: [Assessment.Test]
  /// Whether one of its ways is enough, such as this profit or that revenue; all of them otherwise.
  public let isAlternative: Bool
  /// The first day on which time alone mends it; nil when it does not within ten years.
  public let holdsOn: LegalDate?
}

extension Standard {
  /// Of a verdict that fails: every failing criterion of all ways, and those of the routes that miss by the
  /// fewest, in the order of the document. Empty for any other verdict: what is not known yet is to be asked,
  /// and not mended. Points that are too few are no single condition, and have none.
  public func repairs(_ facts: KnownFacts) -> [StandardRepair] {
    let assessment = assess(facts)
    guard assessment.result == .fail else { return [] }
    let nearest = Set(assessment.nearest.map(\.code))
    let ways = groups.flatMap { group -> [(code: String, rules: [Rule])] in
      guard !group.routes.isEmpty else { return [(group.code, group.rules)] }
      return group.routes.map { ($0.code, group.rules + $0.rules) }
    }
    return rules.compactMap { Self.repair($0, route: nil, facts) }
      + ways.filter { nearest.contains($0.code) }.flatMap { way in
        way.rules.compactMap { Self.repair($0, route: way.code, facts) }
      }
  }

  private static func repair(
    _ rule: Rule, route: String?, _ facts: KnownFacts
  ) -> StandardRepair? {
    let outcome = rule.outcome(facts)
    guard outcome.result == .fail else { return nil }
    var isAlternative = false
    if case .anyOf = rule.body { isAlternative = true }
    return StandardRepair(
      criterion: outcome.id, route: route, tests: outcome.tests.filter { $0.result == .fail },
      isAlternative: isAlternative, holdsOn: holdsOn(rule, facts))
  }
}
