/// How many cases took how many working days. Exact, and merged by adding: the median of a province is
/// that of its counties' histograms, which the median of their medians is not.
public struct DayHistogram: Hashable, Sendable {
  /// Longest time told apart; what takes longer counts as this.
  public static let maximumDays = 2_000

  /// Never 0: what is not there has no entry.
  public private(set) var counts: [Int: Int64] = [:]

  public init() {}

  public init(_ days: some Sequence<Int>) {
    for day in days { add(day) }
  }

  public var cases: Int64 { counts.values.reduce(0, +) }
  public var isEmpty: Bool { counts.isEmpty }

  /// - Parameters:
  ///   - days: at least 0.
  ///   - count: negative takes cases back.
  public mutating func add(_ days: Int, count: Int64 = 1) {
    let place = min(max(0, days), Self.maximumDays)
    let sum = (counts[place] ?? 0) + count
    counts[place] = sum == 0 ? nil : sum
  }

  public static func += (left: inout DayHistogram, right: DayHistogram) {
    for (days, count) in right.counts { left.add(days, count: count) }
  }

  public static func -= (left: inout DayHistogram, right: DayHistogram) {
    for (days, count) in right.counts { left.add(days, count: -count) }
  }

  /// The median in thousandths of a day: of an even number of cases the middle of the two middle ones; nil
  /// without cases.
  public var medianMilliDays: Int64? {
    let cases = cases
    guard cases > 0 else { return nil }
    var passed: Int64 = 0
    var lower: Int?
    for (days, count) in counts.sorted(by: { $0.key < $1.key }) {
      passed += count
      if lower == nil, passed * 2 >= cases { lower = days }
      if let lower, passed * 2 > cases { return Int64(lower + days) * 500 }
    }
    return nil
  }
}
