import Domain
import Histogram

/// A distribution of latencies, kept as an HDR histogram with three significant digits.
struct Latencies: Sendable {
  private var histogram = Histogram<UInt64>(
    highestTrackableValue: Latencies.maximumMicroseconds, numberOfSignificantValueDigits: .three)

  /// Longer ones count as this long: ten minutes.
  static let maximumMicroseconds: UInt64 = 600_000_000

  /// Adds one; a clock that steps back gives none.
  mutating func record(microseconds: Int64) {
    let value = UInt64(clamping: max(0, microseconds))
    _ = histogram.record(min(value, Self.maximumMicroseconds))
  }

  mutating func add(_ other: Latencies) { histogram.add(other.histogram) }

  var count: Int { Int(clamping: histogram.totalCount) }

  /// The value that so many per cent do not exceed, in milliseconds; 0 when there is none.
  func milliseconds(percentile: Double) -> Double {
    guard count > 0 else { return 0 }
    return Double(histogram.valueAtPercentile(percentile)) / 1_000
  }

  /// `{count, p50_ms, p90_ms, p99_ms, p999_ms, max_ms}`, milliseconds as whole microseconds ÷ 1,000.
  var summary: LatencySummary {
    LatencySummary(
      count: count, p50: milliseconds(percentile: 50), p90: milliseconds(percentile: 90),
      p99: milliseconds(percentile: 99), p999: milliseconds(percentile: 99.9),
      maximum: milliseconds(percentile: 100))
  }
}

/// A few percentiles of a distribution, in milliseconds.
struct LatencySummary: Sendable, Equatable, Encodable {
  var count: Int
  var p50: Double
  var p90: Double
  var p99: Double
  var p999: Double
  var maximum: Double
}
