import Catalog
import Domain

/// In which layer of a board, or on which tier of a ladder, an enterprise is by its facts.
public struct LayerPlacement: Hashable, Sendable {
  /// The highest whose standard is met for sure; nil for none.
  public let sure: String?
  /// The highest that unknown facts may still turn out to meet; the same when it is decided.
  public let possible: String?
  /// Facts that decide between them, sorted.
  public let missing: [String]

  public var isDecided: Bool { sure == possible }
}

/// What became of a layer.
public enum LayerChange: Hashable, Sendable {
  case none
  case up(from: String?, to: String)
  case down(from: String, to: String?)
  /// It hangs on these facts.
  case undecided([String])
}

extension StandardBook {
  /// The layer or tier by facts, as of their day.
  public func placement(
    _ kind: Standard.Kind, of board: String, _ facts: KnownFacts
  ) -> LayerPlacement {
    let ranked = standards(kind, of: board, on: facts.day).sorted {
      ($0.rank ?? 0) > ($1.rank ?? 0)
    }
    var possible: String?
    var missing: Set<String> = []
    for standard in ranked {
      let assessment = standard.assess(facts)
      switch assessment.result {
      case .fail: continue
      case .unknown:
        possible = possible ?? standard.code
        missing.formUnion(assessment.missing)
      case .pass:
        return LayerPlacement(
          sure: standard.code, possible: possible ?? standard.code, missing: missing.sorted())
      }
    }
    return LayerPlacement(sure: nil, possible: possible, missing: missing.sorted())
  }

  /// How a layer changes with facts. While facts that matter are unknown an enterprise stays where it is.
  ///
  /// - Parameter current: the layer so far; nil for none.
  public func change(
    _ kind: Standard.Kind, of board: String, from current: String?, _ facts: KnownFacts
  ) -> LayerChange {
    let placement = self.placement(kind, of: board, facts)
    guard placement.isDecided else { return .undecided(placement.missing) }
    guard placement.sure != current else { return .none }
    func rank(_ code: String?) -> Int {
      // A layer of an older version that is no more ranks with the one that bears its code now.
      guard let code else { return -1 }
      return standard(code, on: facts.day)?.rank
        ?? standards.last { $0.code == code }?.rank ?? -1
    }
    if let sure = placement.sure, rank(sure) > rank(current) { return .up(from: current, to: sure) }
    guard let current else { return .none }
    return .down(from: current, to: placement.sure)
  }
}
