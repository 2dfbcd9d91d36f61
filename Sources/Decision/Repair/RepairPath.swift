import Catalog
import Domain

/// One fact of an enterprise or a need, changed.
public struct FactChange: Hashable, Sendable {
  /// Path of an actionable base fact.
  public let path: String
  public let from: FactState
  public let to: FactState
  /// Typical days to bring it about, as the registry says; nil when it does not. 0: the enterprise
  /// has only to decide, such as to ask for less.
  public let days: Int64?
  /// Code of the department that can help.
  public let department: String?

  /// Whether it is a choice of the enterprise, nothing that must be brought about first.
  public var isChoice: Bool { days == 0 }

  /// `{path, from, to, days, department, choice}`; a state is `{state, value}` with `value` only
  /// when known.
  public var json: JSON {
    [
      "path": .string(path), "from": Self.json(from), "to": Self.json(to),
      "days": .optional(days), "department": .optional(department), "choice": .bool(isChoice),
    ]
  }

  private static func json(_ state: FactState) -> JSON {
    switch state {
    case .known(let value): ["state": "known", "value": value.json]
    case .none: ["state": "none"]
    case .unknown: ["state": "unknown"]
    }
  }
}

/// A smallest set of changes after which a product's verdict is better (可修复路径, design section 1).
public struct RepairPath: Hashable, Sendable {
  /// Sorted by path. Without any one of them the verdict stays as it is.
  public let changes: [FactChange]
  /// The longest of the changes, which run side by side; nil when one of them has no typical days.
  public let days: Int64?
  /// Effective yearly cost after the changes; nil when the institution published none.
  public let costPPM: Int64?
  /// What the engine says of the changed facts.
  public let decision: Decision

  /// `{changes, days, cost_ppm, verdict, decision}`.
  public var json: JSON {
    [
      "changes": .array(changes.map(\.json)), "days": .optional(days),
      "cost_ppm": .optional(costPPM), "verdict": .string(decision.verdict.rawValue),
      "decision": decision.json,
    ]
  }

  /// Days (unknown last), then cost (unpublished last), then the number of changes, then paths.
  static func precedes(_ left: RepairPath, _ right: RepairPath) -> Bool {
    let leftKey = (left.days ?? .max, left.costPPM ?? .max, left.changes.count)
    let rightKey = (right.days ?? .max, right.costPPM ?? .max, right.changes.count)
    if leftKey != rightKey { return leftKey < rightKey }
    return left.changes.map(\.path).lexicographicallyPrecedes(right.changes.map(\.path)) {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
  }
}

/// What an enterprise can do about a product that does not fit.
public struct RepairOutcome: Hashable, Sendable {
  /// Each ends eligible; the soonest first, then the cheapest.
  public let paths: [RepairPath]
  /// Only when `paths` is empty because facts are unknown: after these changes no rule fails any
  /// more, and what is open hangs on `missing`.
  public let openPaths: [RepairPath]
  /// Unknown base facts on which rules of the product wait, sorted: what to supply.
  public let missing: [String]
  /// Ids of the failing rules that no actionable fact can mend, in the order of the decision.
  public let blockers: [String]
  /// Every set of changes within the limits was tried, and no path was left out.
  public let isComplete: Bool

  /// Nothing fails, or nothing is known of the product.
  static let nothing = RepairOutcome(
    paths: [], openPaths: [], missing: [], blockers: [], isComplete: true)

  /// `{paths, open_paths, missing, blockers, complete}`.
  public var json: JSON {
    [
      "paths": .array(paths.map(\.json)), "open_paths": .array(openPaths.map(\.json)),
      "missing": .array(missing.map(JSON.string)),
      "blockers": .array(blockers.map(JSON.string)), "complete": .bool(isComplete),
    ]
  }
}
