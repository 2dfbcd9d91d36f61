import Catalog
import Domain

/// The verdicts of one product on all needs of a batch.
public struct ProductVerdicts: Sendable {
  /// Bit i of word i / 64.
  let eligible: [UInt64]
  let needsInfo: [UInt64]
  public let count: Int

  public subscript(_ need: Int) -> Verdict {
    let bit = UInt64(1) << UInt64(need & 63)
    if eligible[need >> 6] & bit != 0 { return .eligible }
    return needsInfo[need >> 6] & bit != 0 ? .needsInfo : .ineligible
  }

  public var eligibleCount: Int { eligible.reduce(0) { $0 + $1.nonzeroBitCount } }
}

/// One product judged over whole columns: needs are taken 64 at a time, and only those left by the
/// ordered rules are looked at one by one.
struct ProductScan {
  /// A rule that holds in an interval of stored values.
  private struct Interval {
    let values: UnsafePointer<Int64>
    let low: Int64
    let high: Int64
    let failsNone: Bool
    /// Some need has no value.
    let hasGaps: Bool
  }
  /// A rule by class: 0 passes, 1 fails, 2 is unknown.
  private struct Lookup {
    let plan: ColumnPlan
    let values: UnsafePointer<Int64>
    let results: [UInt8]
  }

  private let prepared: PreparedBatch
  private let place: Int
  private var intervals: [Interval] = []
  private var lookups: [Lookup] = []
  private var minimum: Int64?
  private let limit: KernelLimit?
  private var terms: [(values: UnsafePointer<Int64>, term: KernelLimit.Term)] = []
  private let isResidual: Bool
  private let coverage: Int64

  init(_ prepared: PreparedBatch, place: Int) {
    self.prepared = prepared
    self.place = place
    let kernel = prepared.kernel
    let product = kernel.products[place].product
    isResidual = kernel.residual.contains(place)
    limit = kernel.limits[place]
    coverage = product.minCoveragePPM
    minimum = limit == nil ? nil : product.amount.minFen
    for term in limit?.terms ?? [] {
      if let column = kernel.columns.firstIndex(where: { $0.slot == term.slot }) {
        terms.append((prepared.column(column), term))
      }
    }
    for rule in kernel.rules[place] {
      guard case .lane(let number) = rule.kept else { continue }
      let lane = kernel.lanes[number]
      guard let test = lane.tests.first(where: { $0.product == place })?.test else { continue }
      add(test, column: lane.column)
    }
  }

  private mutating func add(_ test: LaneTest, column: Int) {
    let kernel = prepared.kernel
    let values = prepared.column(column)
    if case .check(let check) = test, let (low, high) = Self.interval(check.check) {
      intervals.append(
        Interval(
          values: values, low: low, high: high, failsNone: check.result(.none) == .fail,
          hasGaps: prepared.gaps[column]))
      return
    }
    let classes = BatchClasses(kernel: kernel, values: prepared.batch.values)
    let results = (0..<classes.count(of: column)).map { index -> UInt8 in
      switch test.result(classes.state(of: column, class: index)) {
      case .pass: 0
      case .fail: 1
      case .unknown: 2
      }
    }
    lookups.append(
      Lookup(plan: prepared.plans[column], values: values, results: results))
  }

  private static func interval(_ check: FactCheck.Check) -> (Int64, Int64)? {
    let least = KernelColumn.noneCode + 1
    switch check {
    case .interval(let range, negated: false):
      return (max(range.lowerBound, least), range.upperBound)
    case .days(let range, negated: false):
      return (Int64(range.lowerBound.daysSinceEpoch), Int64(range.upperBound.daysSinceEpoch))
    default: return nil
    }
  }

  /// The verdicts on all needs.
  func verdicts() -> ProductVerdicts {
    let count = prepared.batch.count
    let wordCount = (count + 63) / 64
    var eligible = [UInt64](repeating: 0, count: wordCount)
    var needsInfo = eligible
    let fails = AlignedMemory<Int64>(repeating: 0, count: 64)
    let unknown = AlignedMemory<Int64>(repeating: 0, count: 64)
    for word in 0..<wordCount {
      var rest = alive(word, count, fails.base, unknown.base)
      while rest != 0 {
        let bit = rest & (0 &- rest)
        let place = rest.trailingZeroBitCount
        rest &= rest &- 1
        switch finish(word &<< 6 &+ place, isUnknown: unknown.base[place] != 0) {
        case .pass: eligible[word] |= bit
        case .unknown: needsInfo[word] |= bit
        case .fail: break
        }
      }
    }
    return ProductVerdicts(eligible: eligible, needsInfo: needsInfo, count: count)
  }

  /// Of 64 needs, those that no interval fails. Columns are padded to whole words.
  @inline(__always)
  private func alive(
    _ word: Int, _ count: Int, _ fails: UnsafeMutablePointer<Int64>,
    _ unknown: UnsafeMutablePointer<Int64>
  ) -> UInt64 {
    let start = word &<< 6
    for index in 0..<64 {
      fails[index] = 0
      unknown[index] = 0
    }
    for interval in intervals {
      let values = interval.values + start
      let (low, high) = (interval.low, interval.high)
      guard interval.hasGaps else {
        for index in 0..<64 {
          let value = values[index]
          fails[index] |= (value < low ? -1 : 0) | (value > high ? -1 : 0)
        }
        continue
      }
      let none: Int64 = interval.failsNone ? KernelColumn.unknownCode : KernelColumn.noneCode
      for index in 0..<64 {
        let value = values[index]
        let outside: Int64 = (value < low ? -1 : 0) | (value > high ? -1 : 0)
        let missing: Int64 = value == KernelColumn.unknownCode ? -1 : 0
        unknown[index] |= missing
        fails[index] |= outside & ~missing & (value == none ? 0 : -1)
      }
    }
    var alive: UInt64 = 0
    for index in 0..<64 { alive |= (fails[index] == 0 ? 1 : 0) &<< UInt64(index) }
    let left = count &- start
    return left >= 64 ? alive : alive & (1 &<< UInt64(left) &- 1)
  }

  /// The rules that are left for one need.
  @inline(__always)
  private func finish(_ need: Int, isUnknown: Bool) -> RuleResult {
    let asked = prepared.column(prepared.kernel.amountColumn)[need]
    if isResidual || prepared.flags.base[need] & PreparedBatch.isPlain != 0 {
      return plain(need)
    }
    var isUnknown = isUnknown
    for lookup in lookups {
      switch lookup.results[lookup.plan.classIndex(lookup.values[need])] {
      case 0: break
      case 1: return .fail
      default: isUnknown = true
      }
    }
    guard let limit else { return plain(need) }
    let covered = KernelTermTable.needed(asked, coverage)
    if let cap = limit.cap, cap < covered { return .fail }
    if let minimum, asked < minimum || (limit.cap ?? .max) < minimum { return .fail }
    let least = max(minimum ?? 0, covered)
    for (values, term) in terms {
      let fact = values[need]
      if fact == KernelColumn.unknownCode {
        isUnknown = true
        continue
      }
      let product =
        UInt64(truncatingIfNeeded: max(0, fact))
        &* UInt64(
          truncatingIfNeeded: term.factor)
      if product < UInt64(truncatingIfNeeded: least) &* UInt64(truncatingIfNeeded: term.divisor) {
        return .fail
      }
    }
    return isUnknown ? .unknown : .pass
  }

  private func plain(_ need: Int) -> RuleResult {
    let view = prepared.batch.view(of: need)
    switch prepared.kernel.plainCount(
      place, view, asked: view.state(prepared.kernel.amountSlot).integer
    ).verdict {
    case .eligible: return .pass
    case .needsInfo: return .unknown
    case .ineligible: return .fail
    }
  }
}

extension ColumnPlan {
  /// The class of one stored value.
  @inline(__always)
  func classIndex(_ value: Int64) -> Int {
    guard let bounds else {
      return value >= 0
        ? Int(value) &+ KernelColumn.firstClass
        : value == KernelColumn.unknownCode
          ? KernelColumn.unknownClass : KernelColumn.noneClass
    }
    var low = 0
    var high = boundCount
    while low < high {
      let middle = (low &+ high) / 2
      if bounds.base[middle] <= value { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
