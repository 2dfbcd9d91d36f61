import CoreMetrics

/// The registry as swift-metrics' backend. A series lives as long as the process: Prometheus reads a
/// counter that vanishes and comes back as a restart, so `destroy` keeps it.
extension MetricsRegistry: MetricsFactory {
  /// A counter of whole numbers.
  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, dimensions, kind: .counter) { _ in CounterSeries() } ?? DiscardedSeries()
  }

  /// A counter of fractions.
  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    series(label, dimensions, kind: .counter) { _ in FractionalCounterSeries() }
      ?? DiscardedSeries()
  }

  /// A gauge that goes up and down.
  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, dimensions, kind: .gauge) { _ in GaugeSeries() } ?? DiscardedSeries()
  }

  /// A histogram of counts or sizes when it aggregates, else a gauge.
  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    guard aggregate else {
      return series(label, dimensions, kind: .gauge) { _ in GaugeSeries() } ?? DiscardedSeries()
    }
    return series(
      label, dimensions, kind: .histogram, defaultBounds: Self.sizeBounds
    ) { HistogramSeries(bounds: $0) } ?? DiscardedSeries()
  }

  /// A histogram in seconds, as Prometheus asks for base units; name it `…_seconds`.
  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(
      label, dimensions, kind: .histogram, defaultBounds: Self.latencyBounds
    ) { HistogramSeries(bounds: $0) } ?? DiscardedSeries()
  }

  /// Keeps the series.
  public func destroyCounter(_ handler: any CounterHandler) {}
  /// Keeps the series.
  public func destroyMeter(_ handler: any MeterHandler) {}
  /// Keeps the series.
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  /// Keeps the series.
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  /// Keeps the series.
  public func destroyTimer(_ handler: any TimerHandler) {}
}
