import Foundation

/// What came out of a run.
public struct FlowReport: Sendable {
  /// What was loaded.
  struct Data: Sendable, Encodable {
    var needs: Int
    var products: Int
    /// Candidates that were made to find products for 3 to 15 % of the needs.
    var productsTried: Int
    var meanEligiblePPM: Int64
    /// Facts of an enterprise that are known, on average over the first thousand.
    var meanFacts: Double
    /// Logical processors that this program may use.
    var cores: Int
    /// The machine's load average over a minute before anything was measured.
    var loadBefore: Double
    /// Settings of the server that matter here, as it says them.
    var server: [String: String]
  }

  let options: FlowOptions
  var data: Data?
  /// Whether pgbench's statements were held against the service's; nil when no part needs them.
  var statementsCompared: Bool?
  var submit: SubmitPart.Report?
  var read: ReadPart.Report?
  var broker: BrokerPart.Report?
  var latency: LatencyPart.Report?
  var poison: PoisonPart.Report?
  var rematch: RematchPart.Report?
  var memory: MemoryPart.Report?

  init(options: FlowOptions) { self.options = options }

  /// Accepted needs without their run, or with more than one, over all parts.
  public var lost: Int {
    (latency?.lost ?? 0) + (poison?.lost ?? 0) + (rematch?.lost ?? 0)
  }

  /// The figures that have a bar, as far as their parts ran.
  var ratios: [FlowRatio] {
    [
      FlowRatio("copy", rematch?.copyRatio, .least(0.5)),
      FlowRatio("p50", latency?.p50, .most(3)), FlowRatio("p99", latency?.p99, .most(10)),
      FlowRatio("submit", submit?.ratio, .least(0.5)), FlowRatio("read", read?.ratio, .least(0.4)),
      FlowRatio("scale", rematch?.scaleRatio, .least(0.8)),
    ].compactMap(\.self)
  }
}

/// A figure with its bar.
struct FlowRatio: Sendable, Equatable {
  enum Bar: Sendable, Equatable {
    case least(Double)
    case most(Double)

    var value: Double {
      switch self {
      case .least(let value), .most(let value): value
      }
    }

    /// `≥ 0.5`
    var text: String {
      switch self {
      case .least(let value): "≥ \(Figure.text(value))"
      case .most(let value): "≤ \(Figure.text(value))"
      }
    }
  }

  let name: String
  let value: Double
  let bar: Bar

  /// Nil without a value: its part did not run.
  init?(_ name: String, _ value: Double?, _ bar: Bar) {
    guard let value else { return nil }
    self.name = name
    self.value = rounded(value)
    self.bar = bar
  }

  var passes: Bool {
    switch bar {
    case .least(let least): value >= least
    case .most(let most): value <= most
    }
  }
}

/// Numbers for people.
enum Figure {
  /// Three significant digits, thousands apart; whole numbers without a point.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    if value.magnitude >= 100 { return grouped(Int64(value.rounded())) }
    let digits = value.magnitude >= 10 ? 1 : 2
    let scale = digits == 1 ? 10.0 : 100.0
    let scaled = Int64((value * scale).rounded())
    let whole = scaled.magnitude / UInt64(scale)
    var rest = String(scaled.magnitude % UInt64(scale))
    rest = String(repeating: "0", count: digits - rest.count) + rest
    while rest.hasSuffix("0") { rest.removeLast() }
    return (scaled < 0 ? "-" : "") + String(whole) + (rest.isEmpty ? "" : "." + rest)
  }

  /// `570,000`
  static func grouped(_ value: Int64) -> String {
    let digits = String(value.magnitude)
    var groups: [Substring] = []
    var rest = digits[...]
    while rest.count > 3 {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    groups.insert(rest, at: 0)
    return (value < 0 ? "-" : "") + groups.joined(separator: ",")
  }
}
