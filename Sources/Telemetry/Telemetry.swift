import CoreMetrics

/// The process's metrics: swift-metrics in front, one `MetricsRegistry` behind.
public enum Telemetry {
  /// What `bootstrap` installs and `render` shows.
  public static let registry = MetricsRegistry()

  // A static is initialised once, whoever comes first.
  private static let installed: Void = {
    registry.declare(MetricNames.all)
    MetricsSystem.bootstrap(registry)
  }()

  /// Installs `registry` as swift-metrics' backend, with every metric of `MetricNames` declared. Later
  /// calls do nothing.
  ///
  /// Call it before the first metric is made: handles made earlier count nowhere.
  public static func bootstrap() { installed }

  /// Starts the counters and histograms of a worker that runs in this process at zero.
  ///
  /// - Parameter worker: its name, such as `match`.
  public static func begin(worker: String) {
    registry.begin(MetricNames.workers, with: ["worker": [worker]])
  }

  /// Starts the counters of looking at a Kafka group's progress at zero.
  public static func begin(group: String) {
    registry.begin(
      MetricNames.queue.filter { $0.labels == ["group"] }, with: ["group": [group]])
  }

  /// Starts the counters of what is sent by webhook at zero.
  public static func beginWebhooks() { registry.begin(MetricNames.webhooks, with: [:]) }

  /// Starts the counters of refused requests at zero.
  public static func beginLimits() { registry.begin(MetricNames.http, with: [:]) }

  /// `registry` in Prometheus text exposition format 0.0.4.
  public static func render() -> String { registry.render() }

  /// The media type that belongs to `render()`.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"
}
