import Catalog
import Domain

/// Whether facts meet a standard on a day, and how far they are from it.
public struct Assessment: Hashable, Sendable {
  /// One comparison.
  public struct Test: Hashable, Sendable {
    public let fact: String
    public let state: FactState
    public let op: Operator
    public let operand: Operand
    public let result: RuleResult
    /// Slack in the fact's unit, 0 or more exactly when it passes; nil for what is not ordered or not
    /// known.
    public let margin: Int64?
  }

  /// One criterion with all its comparisons, in the order of the document.
  public struct Outcome: Hashable, Sendable {
    public let id: String
    public let result: RuleResult
    public let tests: [Test]
    public let citation: Citation
    /// Of a score the points that are sure and those that may still come; nil for what has none.
    public let points: ClosedRange<Int64>?
  }

  public struct Route: Hashable, Sendable {
    public let group: String
    /// The route's code; the group's, where it has no routes.
    public let code: String
    public let label: Label
    public let result: RuleResult
    /// With those of its group.
    public let outcomes: [Outcome]

    /// Identifiers of the criteria that fail.
    public var failing: [String] { outcomes.filter { $0.result == .fail }.map(\.id) }
  }

  public let code: String
  public let version: String
  public let day: LegalDate
  /// Unknown is never false: it is what facts that are not known can still turn either way.
  public let result: RuleResult
  /// What every route asks for.
  public let outcomes: [Outcome]
  public let routes: [Route]
  /// Unknown base facts that can still change the result, sorted; empty when it is decided.
  public let missing: [String]

  /// Routes that hold.
  public var open: [Route] { routes.filter { $0.result == .pass } }

  /// The routes that miss by the fewest criteria, none of them unknown; empty when one holds.
  public var nearest: [Route] {
    guard open.isEmpty else { return [] }
    let decided = routes.filter { route in
      route.result == .fail && route.outcomes.allSatisfy { $0.result != .unknown }
    }
    let least = decided.map(\.failing.count).min()
    return decided.filter { $0.failing.count == least }
  }
}

extension Standard {
  /// Judges facts as of their day.
  public func assess(_ facts: KnownFacts) -> Assessment {
    let own = rules.map { $0.outcome(facts) }
    let routes = groups.flatMap { group -> [Assessment.Route] in
      let shared = group.rules.map { $0.outcome(facts) }
      func route(
        _ code: String, _ label: Label, _ rules: [Rule], _ score: ScoreTable?
      ) -> Assessment.Route {
        let outcomes =
          shared + rules.map { $0.outcome(facts) } + (score?.outcomes(facts) ?? [])
        return Assessment.Route(
          group: group.code, code: code, label: label,
          result: RuleResult.all(outcomes.map(\.result)), outcomes: outcomes)
      }
      guard !group.routes.isEmpty else { return [route(group.code, group.label, [], nil)] }
      return group.routes.map { route($0.code, $0.label, $0.rules, $0.score) }
    }
    let onAnyRoute = groups.isEmpty ? .pass : RuleResult.any(routes.map(\.result))
    let result = RuleResult.all(own.map(\.result) + [onAnyRoute])
    return Assessment(
      code: code, version: version, day: facts.day, result: result, outcomes: own, routes: routes,
      missing: result == .unknown ? Self.missing(own, onAnyRoute, routes, facts) : [])
  }

  /// Unknown facts of what is undecided: of a route that fails already nothing more is asked.
  private static func missing(
    _ own: [Assessment.Outcome], _ onAnyRoute: RuleResult, _ routes: [Assessment.Route],
    _ facts: KnownFacts
  ) -> [String] {
    let hanging =
      onAnyRoute == .unknown
      ? routes.filter { $0.result == .unknown }.flatMap(\.outcomes) : []
    let tests = (own + hanging).filter { $0.result == .unknown }.flatMap(\.tests)
    let unknown = tests.filter { $0.result == .unknown }.flatMap { facts.unknown(in: $0.fact) }
    return Set(unknown).sorted()
  }
}

extension Standard.Rule {
  func outcome(_ facts: KnownFacts) -> Assessment.Outcome {
    let (result, tests) = judge(facts)
    return Assessment.Outcome(
      id: criterion.id, result: result, tests: tests, citation: criterion.citation, points: nil)
  }

  private func judge(_ facts: KnownFacts) -> (RuleResult, [Assessment.Test]) {
    switch body {
    case .test(let test, let check):
      let state = facts[test.fact]
      let result = check.result(state)
      return (
        result,
        [
          Assessment.Test(
            fact: test.fact, state: state, op: test.op, operand: test.operand, result: result,
            margin: check.margin(state))
        ]
      )
    case .anyOf(let rules):
      let parts = rules.map { $0.judge(facts) }
      return (RuleResult.any(parts.map(\.0)), parts.flatMap(\.1))
    case .allOf(let rules):
      let parts = rules.map { $0.judge(facts) }
      return (RuleResult.all(parts.map(\.0)), parts.flatMap(\.1))
    }
  }
}
