import Catalog
import Domain

/// The outcome of one rule of one product for one input.
public struct RuleOutcome: Hashable, Sendable {
  /// Id of the criterion, or one of `EngineRule`.
  public let id: String
  public let result: RuleResult
  /// What a refusal by this rule is called; only when it fails.
  public let reason: ReasonCode?
  /// Path of the fact; nil for alternatives, groups and what the engine computes itself.
  public let fact: String?
  /// What is compared: a known value with its source and day, none, or unknown. Nil for
  /// alternatives and groups.
  public let state: FactState?
  /// Who says so; `derived` and `engine` for computed values.
  public let source: String?
  public let asOf: LegalDate?
  /// `eq`, `gte`, …, `any_of`, `all_of`.
  public let op: String
  /// What it is compared with; null where there is nothing.
  public let threshold: JSON
  /// Signed slack in the fact's unit (days for dates), 0 or more exactly when it passes; nil for
  /// sets and codes.
  public let margin: Int64?
  public let citation: Citation
  /// Of `any_of` and `all_of`.
  public let children: [RuleOutcome]
  /// Base facts that can still decide the rule, sorted; empty unless it is unknown.
  public let missing: [String]

  /// Source of values the engine computes.
  public static let engineSource = "engine"

  /// Codes and values only.
  public var json: JSON {
    var members: [String: JSON] = [
      "id": .string(id), "result": .string(result.rawValue), "op": .string(op),
      "citation": citation.json,
    ]
    if let reason { members["reason"] = .string(reason.rawValue) }
    if children.isEmpty {
      members["threshold"] = threshold
      members["margin"] = .optional(margin)
      members["fact"] = factJSON
    } else {
      members["children"] = .array(children.map(\.json))
    }
    if !missing.isEmpty { members["missing"] = .array(missing.map(JSON.string)) }
    return .object(members)
  }

  private var factJSON: JSON {
    var members: [String: JSON] = ["path": .optional(fact)]
    switch state {
    case .known(let value):
      members["state"] = "known"
      members["value"] = value.json
    case .some(.none): members["state"] = "none"
    case .unknown, nil: members["state"] = "unknown"
    }
    if let source { members["source"] = .string(source) }
    if let asOf { members["as_of"] = .string(asOf.text) }
    return .object(members)
  }
}
