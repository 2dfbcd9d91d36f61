/// One metric of the service: what it is called, what it counts, and by what.
public struct MetricDefinition: Sendable, Hashable {
  /// What its value does (Prometheus documentation, "Metric types").
  public enum Kind: String, Sendable, Hashable {
    /// Only rises, but for a restart; its name ends in `_total`.
    case counter
    /// Goes up and down.
    case gauge
    /// Counts by upper bound, with sum and count.
    case histogram
  }

  /// As Prometheus reads it: base unit last, such as `_seconds` or `_bytes`.
  public let name: String
  public let kind: Kind
  /// Label names in the order in which they are written in the code.
  public let labels: [String]
  /// The `# HELP` line: one sentence.
  public let help: String
  /// Upper bounds of a histogram, ascending; nil for those of every latency.
  public let bounds: [Double]?
  /// Asked for when somebody reads `/metrics`, instead of recorded when something happens.
  public let isPolled: Bool

  init(
    _ name: String, _ kind: Kind, by labels: [String] = [], bounds: [Double]? = nil,
    isPolled: Bool = false, _ help: String
  ) {
    self.name = name
    self.kind = kind
    self.labels = labels
    self.help = help
    self.bounds = bounds
    self.isPolled = isPolled
  }
}
