import CoreMetrics

/// The process's metrics: swift-metrics in front, one `MetricsRegistry` behind.
public enum Telemetry {
  /// What `bootstrap` installs and `render` shows.
  public static let registry = MetricsRegistry()

  // A static is initialised once, whoever comes first.
  private static let installed: Void = MetricsSystem.bootstrap(registry)

  /// Installs `registry` as swift-metrics' backend. Later calls do nothing.
  ///
  /// Call it before the first metric is made: handles made earlier count nowhere.
  public static func bootstrap() { installed }

  /// `registry` in Prometheus text exposition format 0.0.4.
  public static func render() -> String { registry.render() }

  /// The media type that belongs to `render()`.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"
}
