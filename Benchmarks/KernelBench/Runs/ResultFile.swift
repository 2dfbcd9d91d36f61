import Foundation

/// Writes outcomes as the peers do (`common.py`): int32, the number of eligible products of every
/// need, then the ids of the best, and the same for near misses.
enum ResultFile {
  /// A near miss is its product's id × this + the number of the criterion.
  private static let criteriaPerProduct: Int32 = 32

  static func write(
    _ file: URL, workload: Workload, needs: Range<Int>, outcome: (Int) -> Outcome
  ) throws {
    var counts: [Int32] = []
    var top: [Int32] = []
    var nearCounts: [Int32] = []
    var nearTop: [Int32] = []
    for need in needs {
      let outcome = outcome(need)
      counts.append(Int32(outcome.eligible))
      append(outcome.top.map { Int32($0.product) }, to: &top)
      guard let near = outcome.nearMisses else { continue }
      nearCounts.append(Int32(near.count))
      let missed = near.top.map {
        Int32($0.product) * criteriaPerProduct
          + workload.criterionNumber(product: $0.product, rule: $0.rule)
      }
      append(missed, to: &nearTop)
    }
    var data = Data()
    for part in [counts, top, nearCounts, nearTop] {
      part.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    try data.write(to: file)
  }

  private static func append(_ ids: [Int32], to list: inout [Int32]) {
    list += ids
    list += [Int32](repeating: -1, count: KernelRun.topLimit - ids.count)
  }
}
