import CoreMetrics
import Testing

@testable import API
@testable import Telemetry

@Suite("The list of metrics")
struct MetricListTests {
  @Test("every metric has one name, ends in its unit, and says in a sentence what it counts")
  func wellFormed() {
    let names = MetricNames.all.map(\.name)
    #expect(Set(names).count == names.count)
    for definition in MetricNames.all {
      let name = definition.name
      #expect(name.wholeMatch(of: /(http|rongqiao|telemetry)(_[a-z]+)+/) != nil, "\(name)")
      #expect(name.hasSuffix("_total") == (definition.kind == .counter), "\(name)")
      if definition.kind == .histogram { #expect(name.hasSuffix("_seconds"), "\(name)") }
      #expect(definition.help.hasSuffix(".") && definition.help.count > 12, "\(name)")
      if let bounds = definition.bounds { #expect(bounds == bounds.sorted(), "\(name)") }
    }
  }

  @Test("what is declared has its help line, and counters stand at zero before they first rise")
  func declared() throws {
    let registry = MetricsRegistry()
    registry.declare(MetricNames.all)
    registry.begin(MetricNames.workers, with: ["worker": ["match"]])
    let text = registry.render()
    let samples = try #require(TelemetryTests.parse(text))
    #expect(samples["rongqiao_relay_published_total"] == 0)
    #expect(samples["rongqiao_decision_seconds_count"] == 0)
    #expect(samples[#"rongqiao_decision_seconds_bucket{le="3600"}"#] == 0)
    #expect(
      samples[#"rongqiao_worker_outcomes_total{outcome="applied",worker="match"}"#] == 0)
    #expect(samples["rongqiao_needs_waiting"] == nil, "nobody has measured it")
    #expect(samples.keys.allSatisfy { !$0.hasPrefix("rongqiao_pool_") }, "nobody reads a pool")
    for name in MetricNames.all.map(\.name) where text.contains("# TYPE \(name) ") {
      #expect(text.contains("# HELP \(name) "), "\(name)")
    }
    // What was begun is the same series that is counted later.
    Counter(label: "rongqiao_relay_published_total", factory: registry).increment(by: 3)
    #expect(
      try #require(TelemetryTests.parse(registry.render()))["rongqiao_relay_published_total"] == 3)
    #expect(try #require(TelemetryTests.parse(text))["telemetry_kind_conflicts_total"] == 0)
  }

  @Test("a polled counter is typed as one, and a value that is not known is left out")
  func polled() throws {
    let registry = MetricsRegistry()
    for definition in MetricNames.pool { registry.register(definition) { 2 } }
    let version = try #require(MetricNames.all.first { $0.name == "rongqiao_build_info" })
    registry.register(version, labels: [("version", "1")]) { 1 }
    registry.register(version, labels: [("version", "2")]) { nil }
    let text = registry.render()
    let samples = try #require(TelemetryTests.parse(text))
    #expect(text.contains("# TYPE rongqiao_pool_waits_total counter\n"))
    #expect(text.contains("# TYPE rongqiao_pool_size gauge\n"))
    #expect(samples["rongqiao_pool_waits_total"] == 2)
    #expect(samples[#"rongqiao_build_info{version="1"}"#] == 1)
    #expect(samples[#"rongqiao_build_info{version="2"}"#] == nil)
  }
}
