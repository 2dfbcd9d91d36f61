import Domain
import Synchronization

/// Costs already computed. Sharing them changes nothing but the time it takes.
final class CostMemo: Sendable {
  struct Key: Hashable, Sendable {
    let product: Int
    let tenorMonths: Int64
    let day: LegalDate
    let grade: String?
    /// Bit i: subsidy i is netted.
    let netted: UInt64
  }

  /// Most remembered costs; past it all are forgotten and collected anew.
  static let maximumCount = 65_536

  private let costs = Mutex<[Key: Pricer.RankedCost]>([:])

  func value(_ key: Key, compute: () -> Pricer.RankedCost) -> Pricer.RankedCost {
    if let found = costs.withLock({ $0[key] }) { return found }
    let cost = compute()
    costs.withLock { costs in
      if costs.count >= Self.maximumCount { costs.removeAll(keepingCapacity: true) }
      costs[key] = cost
    }
    return cost
  }
}
