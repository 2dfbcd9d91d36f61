import Catalog

/// What a decision says about one need and one product.
public enum Verdict: String, CaseIterable, Hashable, Sendable {
  /// Every rule passes.
  case eligible
  /// At least one rule fails.
  case ineligible
  /// None fails, some are unknown.
  case needsInfo = "needs_info"

  init(_ result: RuleResult) {
    switch result {
    case .pass: self = .eligible
    case .fail: self = .ineligible
    case .unknown: self = .needsInfo
    }
  }
}
