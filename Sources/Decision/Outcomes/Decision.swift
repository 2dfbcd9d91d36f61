import Domain
import Pricing

/// The verdict on one need and one product, with every rule's outcome.
///
/// We recommend and explain; institutions decide.
public struct Decision: Hashable, Sendable {
  /// `Product.code`.
  public let productCode: String
  public let verdict: Verdict
  /// The criteria in the order of the product, then `EngineRule`s.
  public let rules: [RuleOutcome]
  public let limit: LimitOutcome
  /// floor(min(limit, asked) × 1,000,000 / asked); nil while the limit is not known.
  public let coveragePPM: Int64?
  /// Nil when no price is published, or nothing is asked.
  public let cost: CostOutcome?
  /// Base facts that can still change the verdict, sorted; empty unless it is `needs_info`.
  public let missingFacts: [String]
  /// Id of the one rule that fails while all others pass.
  public let nearMissRule: String?

  /// Codes and values only: what replay compares. Prose comes from `Explainer`.
  public var json: JSON {
    [
      "product": .string(productCode), "verdict": .string(verdict.rawValue),
      "rules": .array(rules.map(\.json)), "limit": limit.json,
      "coverage_ppm": .optional(coveragePPM), "cost": cost?.json ?? .null,
      "missing_facts": .array(missingFacts.map(JSON.string)),
      "near_miss_rule": .optional(nearMissRule),
    ]
  }
}
