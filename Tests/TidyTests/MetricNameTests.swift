import Testing

@Suite("Metrics")
struct MetricNameTests {
  let repository = Repository()

  /// Names in the list of metrics, read as text: this test imports nothing of the service.
  private var listed: Set<String> {
    let list = repository.sources(under: ["Sources/Telemetry"])
      .filter { $0.path.hasSuffix("MetricNames.swift") }
    return names(in: list)
  }

  private func names(in sources: [SwiftSource]) -> Set<String> {
    let literals = sources.flatMap(\.literals).map(\.text)
    return Set(
      literals.filter { $0.wholeMatch(of: /(http|rongqiao|telemetry)(_[a-z]+)+/) != nil })
  }

  @Test("every metric the code counts is in the list, and every one in the list is counted")
  func codeAndList() {
    let counting = repository.sources(under: ["Sources", "Workers"]).filter { source in
      !source.path.hasSuffix("MetricNames.swift")
        && ["label:", "rongqiao_"].allSatisfy { word in
          source.lines.contains { $0.contains(word) }
        }
    }
    let registered = repository.sources(under: ["Sources/Telemetry", "Sources/rongqiao"])
      .filter { !$0.path.hasSuffix("MetricNames.swift") }
    let api = repository.sources(under: ["Sources/API/Routing"])
    let counted = names(in: counting + registered + api)
    #expect(counted.subtracting(listed) == [], "not in the list")
    #expect(listed.subtracting(counted) == [], "in the list, and nobody counts it")
  }

  @Test("the dashboard and the alerts name only metrics of the list")
  func operations() {
    // What Prometheus makes of a histogram.
    let suffixes = ["", "_bucket", "_sum", "_count"]
    let known = Set(listed.flatMap { name in suffixes.map { name + $0 } })
    var named: Set<String> = []
    for file in repository.files(under: ["Schemas/operations"]) {
      for match in file.text.matches(of: /\b(?:rongqiao|http|telemetry)_[a-z_]+\b/) {
        named.insert(String(match.output))
      }
    }
    #expect(named.count > 30)
    #expect(named.subtracting(known) == [])
    let unseen = listed.filter { name in !suffixes.contains { named.contains(name + $0) } }
    #expect(unseen == [], "no panel and no alert looks at it")
  }

  @Test("the table of metrics names every metric once")
  func table() throws {
    let page = try #require(
      repository.files(under: ["Schemas/operations"], suffix: "README.md").first)
    let rows = page.lines.compactMap { line in
      line.firstMatch(of: /^\| `((?:http|rongqiao|telemetry)_[a-z_]+)` \|/).map { String($0.1) }
    }
    #expect(rows.count == Set(rows).count && Set(rows) == listed)
  }
}
