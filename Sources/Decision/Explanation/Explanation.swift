import Catalog
import Domain

/// A decision in words, Chinese and English. Numbers are in units of people: 万元, %, 个月.
///
/// It recommends and explains; it never says that anything is granted, and it is no rating of the
/// enterprise.
public struct Explanation: Hashable, Sendable {
  /// One rule in words.
  public struct Rule: Hashable, Sendable {
    public let id: String
    public let result: RuleResult
    /// A whole sentence: outcome, what was compared, and with what.
    public let text: Label
    /// What was compared; nil for alternatives and groups.
    public let value: Label?
    /// What it was compared with; nil for alternatives and groups.
    public let threshold: Label?
    /// Document, clause and days in force.
    public let citation: Label
    public let children: [Rule]

    /// `{id, result, text, value, threshold, citation, children}`.
    public var json: JSON {
      [
        "id": .string(id), "result": .string(result.rawValue), "text": text.json,
        "value": value?.json ?? .null, "threshold": threshold?.json ?? .null,
        "citation": citation.json, "children": .array(children.map(\.json)),
      ]
    }
  }

  /// One of the reasons that weigh most.
  public struct Reason: Hashable, Sendable {
    public let ruleID: String
    public let code: ReasonCode?
    public let text: Label

    /// `{rule, code, text}`.
    public var json: JSON {
      ["rule": .string(ruleID), "code": .optional(code?.rawValue), "text": text.json]
    }
  }

  /// Most principal reasons of one explanation.
  public static let maximumReasons = 4

  /// One or two sentences.
  public let summary: Label
  /// Rules that fail, or, when none fails, that are unknown; at most `maximumReasons`.
  public let reasons: [Reason]
  public let rules: [Rule]

  /// `{summary, reasons, rules}`.
  public var json: JSON {
    [
      "summary": summary.json, "reasons": .array(reasons.map(\.json)),
      "rules": .array(rules.map(\.json)),
    ]
  }
}
