import Domain

/// One of the best products of a need, in compact form.
public struct BatchRank: Hashable, Sendable, BitwiseCopyable {
  /// Effective yearly cost in ppm; `none` when not published.
  public var costPPM: Int64
  /// In fen; `none` when not published.
  public var limitFen: Int64
  /// Index in `Catalog.products`; −1 where a need has fewer.
  public var product: Int32
  /// `none` when the limit is not published.
  public var coveragePPM: Int32

  /// Stands for what is not published.
  public static let none: Int64 = .max
  static let noCoverage: Int32 = -1
  static let empty = BatchRank(costPPM: none, limitFen: none, product: -1, coveragePPM: -1)
}

/// One near miss of a need, in compact form.
public struct BatchNearMiss: Hashable, Sendable, BitwiseCopyable {
  /// Effective yearly cost in ppm; `BatchRank.none` when not published.
  public var costPPM: Int64
  /// Index in `Catalog.products`; −1 where a need has fewer.
  public var product: Int32
  /// The rule that fails, by its place: the criteria, then tenor, least amount, coverage.
  public var rule: Int32

  static let empty = BatchNearMiss(costPPM: BatchRank.none, product: -1, rule: -1)
}

/// The outcomes of a batch. Filled by one run at a time, then read.
public final class BatchResult: Sendable {
  /// Number of needs.
  public let count: Int
  /// Most products, and most near misses, kept of a need.
  public let topLimit: Int
  public let hasNearMisses: Bool
  let eligible: AlignedMemory<Int32>
  let needsInfo: AlignedMemory<Int32>
  let near: AlignedMemory<Int32>
  let ranks: AlignedMemory<BatchRank>
  let nearMisses: AlignedMemory<BatchNearMiss>
  /// Which products got which verdict, where that was asked for.
  let verdicts: BatchVerdicts?

  /// Empty room for a run.
  public convenience init(count: Int, topLimit: Int, nearMisses: Bool) {
    self.init(count: count, topLimit: topLimit, nearMisses: nearMisses, verdicts: nil)
  }

  /// - Parameter verdicts: room for the verdicts on all products, of a run with near misses.
  init(count: Int, topLimit: Int, nearMisses: Bool, verdicts: BatchVerdicts?) {
    self.verdicts = verdicts
    precondition(count >= 0 && topLimit >= 0)
    self.count = count
    self.topLimit = topLimit
    hasNearMisses = nearMisses
    eligible = AlignedMemory(repeating: 0, count: count)
    needsInfo = AlignedMemory(repeating: 0, count: count)
    near = AlignedMemory(repeating: 0, count: nearMisses ? count : 0)
    ranks = AlignedMemory(repeating: .empty, count: count * topLimit)
    self.nearMisses = AlignedMemory(
      repeating: .empty, count: nearMisses ? count * topLimit : 0)
  }

  /// Number of eligible products of a need.
  public func eligibleCount(_ need: Int) -> Int { Int(eligible.base[need]) }

  /// Number of products that wait for facts of a need.
  public func needsInfoCount(_ need: Int) -> Int { Int(needsInfo.base[need]) }

  /// Number of near misses of a need; 0 when they were not asked for.
  public func nearMissCount(_ need: Int) -> Int { hasNearMisses ? Int(near.base[need]) : 0 }

  /// The best products of a need, best first.
  public func top(_ need: Int) -> [BatchRank] {
    (0..<topLimit).map { ranks.base[need * topLimit + $0] }.filter { $0.product >= 0 }
  }

  /// The near misses of a need, by cost and code.
  public func nearMisses(_ need: Int) -> [BatchNearMiss] {
    guard hasNearMisses else { return [] }
    return (0..<topLimit).map { nearMisses.base[need * topLimit + $0] }
      .filter { $0.product >= 0 }
  }

  /// Bytes of the outcomes.
  public var bytes: Int {
    eligible.bytes + needsInfo.bytes + near.bytes + ranks.bytes + nearMisses.bytes
  }
}
