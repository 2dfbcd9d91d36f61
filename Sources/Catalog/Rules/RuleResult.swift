/// The outcome of one rule in Kleene's three-valued logic: unknown is never false and never zero.
public enum RuleResult: String, CaseIterable, Hashable, Sendable {
  case pass
  case fail
  case unknown

  /// Kleene OR: passes when one passes, fails when all fail (also of none), else unknown.
  public static func any(_ results: some Sequence<RuleResult>) -> RuleResult {
    var result = RuleResult.fail
    for next in results {
      if next == .pass { return .pass }
      if next == .unknown { result = .unknown }
    }
    return result
  }

  /// Kleene AND: fails when one fails, passes when all pass (also of none), else unknown.
  public static func all(_ results: some Sequence<RuleResult>) -> RuleResult {
    var result = RuleResult.pass
    for next in results {
      if next == .fail { return .fail }
      if next == .unknown { result = .unknown }
    }
    return result
  }
}
