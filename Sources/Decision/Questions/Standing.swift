import Catalog
import Domain
import Pricing

/// Where a product can stand in the ranking, whatever the unknown facts turn out to be.
struct Standing {
  let code: String
  /// Of those that are eligible already, in any case.
  let isEligible: Bool
  let missing: [String]
  /// Unknown facts that can still change its cost.
  let costMissing: [String]
  /// Bounds of the cost it ranks by; `Int64.max` stands for none published, which ranks last.
  let lowestCost: Int64
  let highestCost: Int64
  let coveragePPM: Int64?
  /// The most it could bring, in fen.
  let moneyFen: Int64

  /// Nil for a product that is out in any case.
  ///
  /// The bounds are cautious: a cost by cash flows on which an unknown fact bears, or an unknown
  /// limit where subsidies (which have caps) count, may turn out as anything.
  init?(_ decision: Decision, asked: Int64) {
    guard decision.verdict != .ineligible else { return nil }
    code = decision.productCode
    isEligible = decision.verdict == .eligible
    missing = decision.missingFacts
    costMissing = decision.cost?.missing ?? []
    coveragePPM = decision.coveragePPM
    let known = decision.limit.terms.compactMap(\.fen).min() ?? asked
    moneyFen = max(0, min(asked, known))
    (lowestCost, highestCost) = Self.bounds(decision)
  }

  private static func bounds(_ decision: Decision) -> (Int64, Int64) {
    guard let cost = decision.cost else { return (.max, .max) }
    let now = cost.effectivePPM ?? .max
    switch cost.form {
    // Only subsidies hang on facts, and each can only be taken off.
    case .allIn: return cost.missing.isEmpty ? (now, now) : (cost.ifAllEffectivePPM ?? now, now)
    case .annualised:
      let isAmountOpen = decision.limit.state == .unknown && !cost.subsidies.isEmpty
      return cost.missing.isEmpty && !isAmountOpen ? (now, now) : (.min, .max)
    }
  }

  /// Whether its place among others that are settled is settled.
  var isFixed: Bool { isEligible && lowestCost == highestCost }

  /// The order of a ranking, with the highest cost each can have.
  static func ranks(_ left: Standing, before right: Standing) -> Bool {
    let leftKey = (left.highestCost, -(left.coveragePPM ?? -1))
    let rightKey = (right.highestCost, -(right.coveragePPM ?? -1))
    if leftKey != rightKey { return leftKey < rightKey }
    return left.code.utf8.lexicographicallyPrecedes(right.code.utf8)
  }

  /// Whether it comes before another in any case. Where one of them may move, equal costs leave it
  /// open: the coverage then may still change.
  func isSurelyBefore(_ other: Standing) -> Bool {
    if isFixed, other.isFixed { return Self.ranks(self, before: other) }
    return highestCost < other.lowestCost
  }
}
