import CoreMetrics
import Synchronization

/// All metrics of one process, rendered as Prometheus text.
///
/// Bounded: at most `Limits.families` names, each with at most `Limits.seriesPerFamily` label sets.
/// A label set beyond that is counted in one series labelled `overflow="true"`, and
/// `telemetry_series_overflow_total` rises, so that a label that grows without end shows itself
/// instead of filling the memory.
public final class MetricsRegistry: Sendable {
  /// The bounds on names and labels.
  public struct Limits: Sendable {
    /// Metric names.
    public var families: Int
    /// Label sets of one name.
    public var seriesPerFamily: Int
    /// Bytes of one label value; longer ones are cut.
    public var labelValueBytes: Int

    /// The default bounds suit one service.
    public init(families: Int = 512, seriesPerFamily: Int = 512, labelValueBytes: Int = 128) {
      self.families = families
      self.seriesPerFamily = seriesPerFamily
      self.labelValueBytes = labelValueBytes
    }
  }

  /// Upper bounds for latencies, in seconds: 1 ms to 30 s.
  public static let latencyBounds: [Double] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
  ]
  /// Upper bounds for counts and sizes: 1 to 1,000,000 in steps of 1, 2 and 5.
  public static let sizeBounds: [Double] = [
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000, 1_000_000,
  ]

  typealias Kind = MetricDefinition.Kind

  private struct Family {
    var kind: Kind
    var series: [String: any MetricSeries] = [:]
  }

  private struct Polled {
    var kind: Kind
    var labels: String
    var read: @Sendable () -> Double?
  }

  private struct State {
    var families: [String: Family] = [:]
    var polled: [String: [Polled]] = [:]
    var help: [String: String] = [:]
    var bounds: [String: [Double]] = [:]
    var overflows: Int64 = 0
    var conflicts: Int64 = 0
  }

  private let limits: Limits
  private let state = Mutex(State())

  /// An empty registry.
  public init(limits: Limits = Limits()) { self.limits = limits }

  /// Sets the `# HELP` line of `name`.
  public func describe(_ name: String, _ help: String) {
    let line = help.split(separator: "\n").joined(separator: " ")
    state.withLock { $0.help[MetricText.metricName(name)] = line }
  }

  /// Sets the upper bounds of the histogram `name`, ascending; it holds for series made afterwards.
  public func setBounds(_ bounds: [Double], for name: String) {
    state.withLock { $0.bounds[MetricText.metricName(name)] = bounds.sorted() }
  }

  /// A gauge whose value is asked for at each `render`; nil leaves the sample out.
  ///
  /// - Parameter read: called on the rendering thread, outside the registry's lock; it must not block.
  public func registerGauge(
    _ name: String, help: String, labels: [(String, String)] = [],
    read: @escaping @Sendable () -> Double?
  ) {
    describe(name, help)
    register(name, .gauge, labels, read)
  }

  /// The value of a metric of the list that is asked for at each `render`; nil leaves the sample
  /// out. A later call with the same labels takes the place of an earlier one.
  ///
  /// - Parameter read: as `registerGauge`.
  public func register(
    _ definition: MetricDefinition, labels: [(String, String)] = [],
    read: @escaping @Sendable () -> Double?
  ) {
    describe(definition.name, definition.help)
    register(definition.name, definition.kind, labels, read)
  }

  private func register(
    _ name: String, _ kind: Kind, _ labels: [(String, String)],
    _ read: @escaping @Sendable () -> Double?
  ) {
    let name = MetricText.metricName(name)
    let labels = MetricText.labels(labels, maximumValueBytes: limits.labelValueBytes)
    state.withLock { state in
      guard state.polled[name] != nil || state.polled.count < limits.families,
        state.polled[name, default: []].count < limits.seriesPerFamily
      else {
        state.overflows += 1
        return
      }
      state.polled[name, default: []].removeAll { $0.labels == labels }
      state.polled[name, default: []].append(Polled(kind: kind, labels: labels, read: read))
    }
  }

  /// The series of `label` and `dimensions`; nil when there is no room for it, or when the name
  /// already stands for another kind.
  func series<Series: MetricSeries>(
    _ label: String, _ dimensions: [(String, String)], kind: Kind, defaultBounds: [Double] = [],
    make: ([Double]) -> Series
  ) -> Series? {
    let name = MetricText.metricName(label)
    let labels = MetricText.labels(dimensions, maximumValueBytes: limits.labelValueBytes)
    return state.withLock { state in
      if state.families[name] == nil {
        guard state.families.count < limits.families else {
          state.overflows += 1
          return nil
        }
        state.families[name] = Family(kind: kind)
      }
      guard let family = state.families[name], family.kind == kind else {
        state.conflicts += 1
        return nil
      }
      var key = labels
      if family.series[labels] == nil, family.series.count >= limits.seriesPerFamily {
        state.overflows += 1
        key = "overflow=\"true\""
      }
      if let known = family.series[key] {
        guard let series = known as? Series else {
          state.conflicts += 1
          return nil
        }
        return series
      }
      let series = make(state.bounds[name] ?? defaultBounds)
      state.families[name]?.series[key] = series
      return series
    }
  }

  /// Everything, in text exposition format 0.0.4; families and series in order of name and labels.
  public func render() -> String {
    let (families, polled, help, overflows, conflicts) = state.withLock {
      ($0.families, $0.polled, $0.help, $0.overflows, $0.conflicts)
    }
    var text = ""
    for name in Set(families.keys).union(polled.keys).sorted() {
      if let line = help[name] {
        let escaped = line.split(separator: "\\", omittingEmptySubsequences: false)
        text += "# HELP \(name) \(escaped.joined(separator: "\\\\"))\n"
      }
      let family = families[name]
      let kind = family?.kind ?? polled[name]?.first?.kind ?? .gauge
      text += "# TYPE \(name) \(kind.rawValue)\n"
      for (labels, series) in (family?.series ?? [:]).sorted(by: { $0.key < $1.key }) {
        series.render(name: name, labels: labels, to: &text)
      }
      for one in (polled[name] ?? []) where one.kind == kind && kind != .histogram {
        guard family?.series[one.labels] == nil, let value = one.read() else { continue }
        text += MetricText.sample(name, one.labels, MetricText.number(value))
      }
    }
    for (name, value) in [
      ("telemetry_kind_conflicts_total", conflicts), ("telemetry_series_overflow_total", overflows),
    ] {
      if let line = help[name] { text += "# HELP \(name) \(line)\n" }
      text += "# TYPE \(name) counter\n"
      text += MetricText.sample(name, "", String(value))
    }
    return text
  }
}
