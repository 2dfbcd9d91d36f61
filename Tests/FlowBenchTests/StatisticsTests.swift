import Testing

@testable import FlowBench

@Suite("what figures say")
struct StatisticsTests {
  @Test("the middle of an even number of values lies between the two in the middle")
  func middles() {
    #expect(middle(of: []) == 0)
    #expect(middle(of: [3]) == 3)
    #expect(middle(of: [9, 1, 5]) == 5)
    #expect(middle(of: [1, 2, 10, 4]) == 3)
  }

  @Test(
    "a report claims no more than four digits",
    arguments: [
      (1.234_56, 1.235), (0.000_123_456, 0.000_123_5), (-12_345.6, -12_350), (0, 0),
      (999_999, 1_000_000), (.infinity, 0),
    ])
  func rounding(_ value: Double, _ expected: Double) {
    #expect(abs(rounded(value) - expected) <= abs(expected) * 1e-9)
  }

  @Test("a stall is one however many needs waited in it, and two that lie apart are two")
  func stalls() {
    var stalls = Stalls()
    for number in 0..<1_000 {
      let scheduled = Int64(number) * 10_000
      let isStalled = (200..<300).contains(number) || number == 900
      stalls.record(scheduled: scheduled, microseconds: isStalled ? 1_500_000 : 20_000)
    }
    #expect(
      stalls.found == [
        Stall(atSeconds: 2, needs: 100, maximumMs: 1_500),
        Stall(atSeconds: 9, needs: 1, maximumMs: 1_500),
      ])
  }

  @Test("percentiles come from an HDR histogram, within its three digits")
  func percentiles() {
    var latencies = Latencies()
    for value in 1...10_000 { latencies.record(microseconds: Int64(value) * 10) }
    let summary = latencies.summary
    #expect(summary.count == 10_000)
    #expect(abs(summary.p50 - 50) < 0.1)
    #expect(abs(summary.p99 - 99) < 0.2)
    #expect(abs(summary.maximum - 100) < 0.2)
  }

  @Test("a clock that steps back, and a wait beyond the longest, are still counted")
  func extremes() {
    var latencies = Latencies()
    latencies.record(microseconds: -5)
    latencies.record(microseconds: .max)
    #expect(latencies.count == 2)
    #expect(latencies.milliseconds(percentile: 0) == 0)
    #expect(latencies.milliseconds(percentile: 100) >= 600_000)
    #expect(Latencies().milliseconds(percentile: 99) == 0)
  }

  @Test("two histograms together are what one would have been")
  func adding() {
    var (left, right, both) = (Latencies(), Latencies(), Latencies())
    for value in 1...500 {
      left.record(microseconds: Int64(value))
      right.record(microseconds: Int64(value) * 100)
      both.record(microseconds: Int64(value))
      both.record(microseconds: Int64(value) * 100)
    }
    left.add(right)
    #expect(left.summary == both.summary)
  }

  @Test(
    "numbers for people",
    arguments: [
      (570_000, "570,000"), (1_234.4, "1,234"), (12.34, "12.3"), (0.5, "0.5"), (3, "3"),
      (0.041, "0.04"), (-1.25, "-1.25"), (99.96, "100"),
    ])
  func figures(_ value: Double, _ expected: String) {
    #expect(Figure.text(value) == expected)
  }
}
