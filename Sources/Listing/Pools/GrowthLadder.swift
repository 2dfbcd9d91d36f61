import Catalog
import Domain

/// The ladder 个转企 → 小升规 → 规改股 → 股上市: which facts say that a rung is reached, and which open the next
/// one.
public struct GrowthLadder: Sendable {
  public struct Rung: Sendable {
    public let code: String
    public let label: Label
    /// What says that it is reached.
    let reached: Condition
    /// Whether it is reached only by who is in a statistical class (四上), too.
    public let asksForClass: Bool
    /// What makes one who has not reached it a candidate.
    let opens: Condition
    public let citation: Citation
  }

  /// From the lowest.
  public let rungs: [Rung]

  public func rung(_ code: String) -> Rung? { rungs.first { $0.code == code } }
}

/// Where on the ladder an enterprise stands by its facts.
public struct GrowthPlace: Hashable, Sendable {
  /// The highest rung below which, and on which, all is reached; nil before the first.
  public let rung: String?
  /// The next rung, when facts open it.
  public let opens: String?
  /// Base facts on which the next rung hangs, sorted; empty when that is decided.
  public let missing: [String]
}

extension GrowthLadder {
  /// Places an enterprise on the day of its facts. A rung counts only over those below it; the next one
  /// alone can open, and nothing that is not known opens or reaches anything.
  ///
  /// - Parameter region: where the enterprise is; nil while it is not known.
  public func place(
    _ facts: KnownFacts, in region: RegionCode?, _ book: StandardBook
  ) -> GrowthPlace {
    var last: String?
    for rung in rungs {
      let (reached, missing) = reached(rung, facts, region, book)
      switch reached {
      case .pass: last = rung.code
      case .unknown: return GrowthPlace(rung: last, opens: nil, missing: missing)
      case .fail:
        let opens = rung.opens.result { facts[$0] }
        return GrowthPlace(
          rung: last, opens: opens == .pass ? rung.code : nil,
          missing: opens == .unknown ? Self.unknown(rung.opens, facts) : [])
      }
    }
    return GrowthPlace(rung: last, opens: nil, missing: [])
  }

  private func reached(
    _ rung: Rung, _ facts: KnownFacts, _ region: RegionCode?, _ book: StandardBook
  ) -> (RuleResult, missing: [String]) {
    let own = rung.reached.result { facts[$0] }
    guard rung.asksForClass else {
      return (own, own == .unknown ? Self.unknown(rung.reached, facts) : [])
    }
    let classes = book.classification(.statisticalClass, in: region, facts)
    let inClass: RuleResult =
      if !classes.met.isEmpty {
        .pass
      } else {
        classes.possible.isEmpty ? .fail : .unknown
      }
    let result = RuleResult.all([own, inClass])
    guard result == .unknown else { return (result, []) }
    let missing = Self.unknown(rung.reached, facts) + (inClass == .unknown ? classes.missing : [])
    return (result, Set(missing).sorted())
  }

  private static func unknown(_ condition: Condition, _ facts: KnownFacts) -> [String] {
    Set(condition.facts.flatMap { facts.unknown(in: $0) }).sorted()
  }
}
