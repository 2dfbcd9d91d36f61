import Catalog
import Domain

/// One of at most four reasons why a product does not fit, or why it is still open, in words an
/// enterprise understands.
public struct PrincipalReason: Hashable, Sendable {
  /// A fact to supply.
  public struct Supply: Hashable, Sendable {
    public let path: String
    public let label: Label
    /// How the registry asks for it.
    public let question: Label?

    /// `{path, label, question}`.
    public var json: JSON {
      [
        "path": .string(path), "label": label.json, "question": question?.json ?? .null,
      ]
    }
  }

  /// Id of the criterion, or one of `EngineRule`.
  public let ruleID: String
  /// `fail` or `unknown`.
  public let result: RuleResult
  /// What a refusal by this rule is called.
  public let code: ReasonCode?
  /// Path of the fact; nil for alternatives and amounts the engine computes.
  public let fact: String?
  /// What is judged.
  public let label: Label
  /// Where it stands; nil for alternatives, and while it is unknown.
  public let value: Label?
  /// What the product asks for.
  public let threshold: Label
  /// Signed slack in the fact's unit, below 0 when it fails; nil for codes.
  public let margin: Int64?
  /// How far it is off, such as `还差6个月`; nil without a margin, and while it is unknown.
  public let distance: Label?
  /// Document, clause and days in force.
  public let citation: Label
  /// Article or clause alone, where the source has one.
  public let clause: String?
  /// A whole sentence.
  public let text: Label
  /// What to supply; empty unless it is unknown.
  public let supply: [Supply]
  /// Whether an enterprise can change one of the facts it hangs on.
  public let isRepairable: Bool
  /// Who helps and how long it takes, when it can be changed.
  public let remedy: Label?

  /// All members in snake case; texts as `{zh, en}`.
  public var json: JSON {
    [
      "rule": .string(ruleID), "result": .string(result.rawValue),
      "code": .optional(code?.rawValue), "fact": .optional(fact), "label": label.json,
      "value": value?.json ?? .null, "threshold": threshold.json, "margin": .optional(margin),
      "distance": distance?.json ?? .null, "citation": citation.json,
      "clause": .optional(clause), "text": text.json, "supply": .array(supply.map(\.json)),
      "repairable": .bool(isRepairable), "remedy": remedy?.json ?? .null,
    ]
  }
}
