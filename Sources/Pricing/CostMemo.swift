import Domain
import Synchronization

/// Costs of one product on one day already computed. Sharing them changes nothing but the time it
/// takes.
final class CostMemo: Sendable {
  struct Key: Hashable, Sendable {
    let tenorMonths: Int64
    let grade: String?
    /// Bit i: subsidy i is netted.
    let netted: UInt64
  }

  /// What a netted subsidy with a cap would pay without it, as a part of the principal.
  struct Share: Hashable, Sendable {
    let line: Int
    let share: Double
  }

  /// A cost, and what must fit under the caps for it to hold.
  struct Entry: Hashable, Sendable {
    let cost: Pricer.RankedCost
    let uncapped: [Share]
  }

  /// Most remembered costs; past it all are forgotten and collected anew.
  static let maximumCount = 4_096

  private let entries = Mutex<[Key: Entry]>([:])

  subscript(key: Key) -> Entry? { entries.withLock { $0[key] } }

  func insert(_ entry: Entry, for key: Key) {
    entries.withLock { entries in
      if entries.count >= Self.maximumCount { entries.removeAll(keepingCapacity: true) }
      entries[key] = entry
    }
  }
}
