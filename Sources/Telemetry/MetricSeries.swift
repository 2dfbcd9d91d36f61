import CoreMetrics
import Synchronization

/// One labelled time series of a family.
protocol MetricSeries: AnyObject, Sendable {
  /// Appends its sample lines to `text`.
  func render(name: String, labels: String, to text: inout String)
}

/// A whole-number counter; it only rises.
final class CounterSeries: MetricSeries, CounterHandler {
  private let total = Atomic<Int64>(0)

  func increment(by amount: Int64) {
    guard amount > 0 else { return }
    total.wrappingAdd(amount, ordering: .relaxed)
  }

  func reset() { total.store(0, ordering: .relaxed) }

  func render(name: String, labels: String, to text: inout String) {
    text += MetricText.sample(name, labels, String(total.load(ordering: .relaxed)))
  }
}

/// A counter of fractions, such as seconds spent.
final class FractionalCounterSeries: MetricSeries, FloatingPointCounterHandler {
  private let total = Mutex(0.0)

  func increment(by amount: Double) {
    guard amount.isFinite, amount > 0 else { return }
    total.withLock { $0 += amount }
  }

  func reset() { total.withLock { $0 = 0 } }

  func render(name: String, labels: String, to text: inout String) {
    text += MetricText.sample(name, labels, MetricText.number(total.withLock { $0 }))
  }
}

/// A value that goes up and down: `Meter`, and `Gauge` (a recorder that does not aggregate).
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
  private let value = Mutex(0.0)

  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { self.value.withLock { $0 = value } }
  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { value.withLock { $0 -= amount } }
  func record(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }

  func render(name: String, labels: String, to text: inout String) {
    text += MetricText.sample(name, labels, MetricText.number(value.withLock { $0 }))
  }
}

/// Counts of values by upper bound, with their sum: `Timer` (in seconds) and `Recorder`.
final class HistogramSeries: MetricSeries, TimerHandler, RecorderHandler {
  private struct State {
    /// One more than bounds: the last counts what passed every bound.
    var counts: [Int64]
    var sum = 0.0
  }

  private let bounds: [Double]
  private let state: Mutex<State>

  init(bounds: [Double]) {
    self.bounds = bounds
    state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }
  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    guard !value.isNaN else { return }
    let slot = bounds.firstIndex { value <= $0 } ?? bounds.count
    state.withLock {
      $0.counts[slot] += 1
      $0.sum += value
    }
  }

  func render(name: String, labels: String, to text: inout String) {
    let state = state.withLock { $0 }
    let prefix = labels.isEmpty ? "" : labels + ","
    var running: Int64 = 0
    for (index, count) in state.counts.enumerated() {
      running += count
      let bound = index < bounds.count ? MetricText.number(bounds[index]) : "+Inf"
      text += MetricText.sample(name + "_bucket", "\(prefix)le=\"\(bound)\"", String(running))
    }
    text += MetricText.sample(name + "_sum", labels, MetricText.number(state.sum))
    text += MetricText.sample(name + "_count", labels, String(running))
  }
}

/// What a caller gets when there is no room or the name is taken by another kind: it counts nothing.
final class DiscardedSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler,
  RecorderHandler, TimerHandler
{
  func increment(by amount: Int64) {}
  func increment(by amount: Double) {}
  func decrement(by amount: Double) {}
  func set(_ value: Int64) {}
  func set(_ value: Double) {}
  func record(_ value: Int64) {}
  func record(_ value: Double) {}
  func recordNanoseconds(_ duration: Int64) {}
  func reset() {}
}
