import Foundation

extension FlowReport {
  /// The ratios with their bars, what was lost, and every figure that was measured.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Document(self)), as: UTF8.self)
  }

  private struct Document: Encodable {
    struct Bar: Encodable {
      var bar: Double
      var kind: String
      var passes: Bool
    }

    struct Sizes: Encodable {
      var rate: Int
      var seconds: Int
      var connections: Int
      var rounds: Int
      var roundSeconds: Int
      var events: Int
      var seed: UInt64
    }

    var ratios: [String: Double]
    var copyByConsumers: [String: Double]?
    var bars: [String: Bar]
    var lost: Int
    var sizes: Sizes
    var data: FlowReport.Data?
    var rematch: RematchPart.Report?
    var latency: LatencyPart.Report?
    var statementsCompared: Bool?
    var submit: SubmitPart.Report?
    var read: ReadPart.Report?
    var poison: PoisonPart.Report?
    var poisonDelayMs: [String: Double]?
    var memory: MemoryPart.Report?
    var broker: BrokerPart.Report?

    init(_ report: FlowReport) {
      let figures = report.ratios
      ratios = Dictionary(
        figures.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
      bars = Dictionary(
        figures.map { figure in
          let kind = if case .least = figure.bar { "least" } else { "most" }
          return (figure.name, Bar(bar: figure.bar.value, kind: kind, passes: figure.passes))
        }, uniquingKeysWith: { first, _ in first })
      lost = report.lost
      let options = report.options
      sizes = Sizes(
        rate: options.rate, seconds: options.seconds, connections: options.connections,
        rounds: options.rounds, roundSeconds: options.roundSeconds, events: options.events,
        seed: options.seed)
      data = report.data
      copyByConsumers = report.rematch?.copyByConsumers.mapValues(rounded)
      rematch = report.rematch
      latency = report.latency
      statementsCompared = report.statementsCompared
      submit = report.submit
      read = report.read
      poison = report.poison
      poisonDelayMs = report.poison.map {
        ["p99": rounded($0.delayP99Ms), "maximum": rounded($0.delayMaximumMs)]
      }
      memory = report.memory
      broker = report.broker
    }
  }
}
