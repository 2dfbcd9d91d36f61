import CoreMetrics
import Domain
import HTTPTypes
import Telemetry
import Testing

@testable import API

@Suite("Telemetry")
struct TelemetryTests {
  /// Sample lines by name and labels; nil when a line is not of the exposition format.
  static func parse(_ text: String) -> [String: Double]? {
    guard text.isEmpty || text.hasSuffix("\n") else { return nil }
    var samples: [String: Double] = [:]
    for line in text.split(separator: "\n") {
      if line.hasPrefix("# HELP ") || line.hasPrefix("# TYPE ") { continue }
      guard let space = line.lastIndex(of: " ") else { return nil }
      let name = String(line[..<space])
      let number = line[line.index(after: space)...]
      guard let value = number == "+Inf" ? .infinity : Double(number), samples[name] == nil,
        name.wholeMatch(
          of: /[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*",?)+\})?/)
          != nil
      else { return nil }
      samples[name] = value
    }
    return samples
  }

  @Test("requests are counted by method, template and status class, and /metrics parses")
  func requests() async throws {
    let harness = try await Harness()
    _ = try await harness.send(.get, "/v1/needs/\(Harness.need)")
    _ = try await harness.send(.get, "/v1/needs/\(Harness.need)")
    _ = try await harness.send(.get, "/v1/needs/x")
    _ = try await harness.send(.get, "/nowhere/91340100MA2TE5T872")
    _ = try await harness.send(.init(rawValue: "BREW") ?? .get, "/v1/needs")
    let reply = try await harness.send(.get, "/metrics", token: nil)
    #expect(reply.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
    let samples = try #require(Self.parse(reply.text))
    func count(_ labels: String) -> Double? { samples["http_requests_total{\(labels)}"] }
    #expect(count(#"method="GET",route="/v1/needs/{id}",status="2xx""#) == 2)
    #expect(count(#"method="GET",route="/v1/needs/{id}",status="4xx""#) == 1)
    #expect(count(#"method="GET",route="unmatched",status="4xx""#) == 1)
    #expect(count(#"method="OTHER",route="unmatched",status="4xx""#) == 1)
    #expect(
      samples[#"http_request_duration_seconds_count{method="GET",route="/v1/needs/{id}"}"#] == 3)
    // The request for /metrics itself.
    #expect(samples["http_requests_in_flight"] == 1)
    #expect(!reply.text.contains("91340100MA2TE5T872") && !reply.text.contains(Harness.need))
  }

  @Test("a histogram counts up to each bound and sums in seconds")
  func histogram() throws {
    let registry = MetricsRegistry()
    registry.setBounds([0.1, 1], for: "work_seconds")
    let timer = Timer(label: "work_seconds", dimensions: [("kind", "a")], factory: registry)
    timer.recordNanoseconds(100_000_000)
    timer.recordNanoseconds(500_000_000)
    timer.recordNanoseconds(2_000_000_000)
    let samples = try #require(Self.parse(registry.render()))
    #expect(samples[#"work_seconds_bucket{kind="a",le="0.1"}"#] == 1)
    #expect(samples[#"work_seconds_bucket{kind="a",le="1"}"#] == 2)
    #expect(samples[#"work_seconds_bucket{kind="a",le="+Inf"}"#] == 3)
    #expect(samples[#"work_seconds_count{kind="a"}"#] == 3)
    #expect(samples[#"work_seconds_sum{kind="a"}"#] == 2.6)
  }

  @Test("gauges, meters, fractions and polled gauges show their last value")
  func gauges() throws {
    let registry = MetricsRegistry()
    Gauge(label: "depth", factory: registry).record(4)
    let meter = Meter(label: "busy", factory: registry)
    meter.increment(by: 3.0)
    meter.decrement()
    FloatingPointCounter(label: "spent_seconds_total", factory: registry).increment(by: 1.5)
    registry.registerGauge("lag", help: "Events behind.", labels: [("topic", "a")]) { 12 }
    registry.registerGauge("gone", help: "Not known.") { nil }
    let text = registry.render()
    let samples = try #require(Self.parse(text))
    #expect(samples["depth"] == 4)
    #expect(samples["busy"] == 2)
    #expect(samples["spent_seconds_total"] == 1.5)
    #expect(samples[#"lag{topic="a"}"#] == 12)
    #expect(samples["gone"] == nil)
    #expect(text.contains("# HELP lag Events behind.\n# TYPE lag gauge\n"))
  }

  @Test("names and label values that the format cannot hold are made to fit")
  func escaping() throws {
    let registry = MetricsRegistry()
    Counter(
      label: "1st.thing-total", dimensions: [("a-b", "x\"y\\z\nw"), ("融", "桥")],
      factory: registry
    ).increment()
    let samples = try #require(Self.parse(registry.render()))
    #expect(samples.keys.contains { $0.hasPrefix("_1st_thing_total{") })
  }

  @Test("labels without end fall into one overflow series instead of the memory")
  func overflow() throws {
    let registry = MetricsRegistry(limits: .init(families: 8, seriesPerFamily: 10))
    for index in 0..<100 {
      Counter(label: "c_total", dimensions: [("id", "\(index)")], factory: registry).increment()
    }
    let samples = try #require(Self.parse(registry.render()))
    #expect(samples.keys.filter { $0.hasPrefix("c_total{") }.count == 11)
    #expect(samples[#"c_total{overflow="true"}"#] == 90)
    #expect(samples["telemetry_series_overflow_total"] == 90)
    for index in 0..<20 { Counter(label: "f\(index)", factory: registry).increment() }
    #expect(
      try #require(Self.parse(registry.render())).keys.filter { $0.hasPrefix("f") }.count == 7)
  }

  @Test("a name used for two kinds keeps the first and counts the conflict")
  func conflict() throws {
    let registry = MetricsRegistry()
    Counter(label: "x_total", factory: registry).increment()
    Gauge(label: "x_total", factory: registry).record(9)
    let samples = try #require(Self.parse(registry.render()))
    #expect(samples["x_total"] == 1)
    #expect(samples["telemetry_kind_conflicts_total"] == 1)
  }

  @Test("increments from many tasks are all counted")
  func concurrency() async throws {
    let registry = MetricsRegistry()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<1_000 { Counter(label: "n_total", factory: registry).increment() }
        }
      }
    }
    #expect(try #require(Self.parse(registry.render()))["n_total"] == 8_000)
  }
}
