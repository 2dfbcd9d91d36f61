import Foundation
import Testing

@testable import FlowBench

@Suite("the report")
struct ReportTests {
  private func ratio(_ name: String, _ value: Double, _ bar: FlowRatio.Bar) throws -> FlowRatio {
    try #require(FlowRatio(name, value, bar))
  }

  @Test("a figure at its bar passes, one beyond it does not")
  func bars() throws {
    #expect(try ratio("copy", 0.5, .least(0.5)).passes)
    #expect(try !ratio("copy", 0.49, .least(0.5)).passes)
    #expect(try ratio("p99", 10, .most(10)).passes)
    #expect(try !ratio("p99", 10.2, .most(10)).passes)
    #expect(FlowRatio("copy", nil, .least(0.5)) == nil)
  }

  @Test("the chart turns ratios round where less is better, and is well-formed")
  func chart() throws {
    let ratios = try [ratio("copy", 1, .least(0.5)), ratio("p50", 6, .most(3))]
    #expect(FlowChart.better(ratios[0]) == 2)
    #expect(FlowChart.better(ratios[1]) == 0.5)
    let svg = FlowChart.svg(ratios)
    let parser = XMLCheck()
    #expect(parser.isWellFormed(svg))
    #expect(svg.contains("#0f766e") && svg.contains("#b91c1c"))
  }

  @Test("the JSON has the ratios, what was lost and the sizes, also when no part ran")
  func json() throws {
    let text = try FlowReport(options: FlowOptions()).json()
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["lost"] as? Int == 0)
    #expect((object["ratios"] as? [String: Double])?.isEmpty == true)
    #expect((object["sizes"] as? [String: Any])?["round_seconds"] as? Int == 5)
  }

  @Test("every ratio stands in the table with its bar, in both languages")
  func table() throws {
    var report = FlowReport(options: FlowOptions())
    report.submit = SubmitPart.Report(
      connections: 8,
      rounds: [
        RateRound(ours: 1_000, plain: 1_600, pipelined: 2_000),
        RateRound(ours: 1_200, plain: 1_600, pipelined: nil),
        RateRound(ours: 600, plain: 2_000, pipelined: nil),
      ], httpPerSecond: 800)
    let found = try #require(report.ratios.first { $0.name == "submit" })
    #expect(found.value == 0.5)
    #expect(report.markdown.contains("提交需求<br>submit a need"))
    #expect(report.markdown.contains("≥ 0.5 ✓"))
    #expect(report.text.contains("0.5"))
  }

  @Test(
    "half as many consumers as cores are held against COPY, as many as cores against its scaling")
  func scaling() throws {
    func turn(_ consumers: Int, _ seconds: Double, copy: Double) -> RematchPart.Turn {
      RematchPart.Turn(
        consumers: consumers, needs: 1_000, slices: 1, seconds: seconds,
        needsPerSecond: 1_000 / seconds, workerCpuSeconds: 0, relayCpuSeconds: 0,
        brokerCpuSeconds: 0, workerResidentBytes: 0, lost: 0, replayed: 0,
        copy: CopyFloor.Report(
          connections: consumers, rows: 1_000, bytes: 1, seconds: [copy],
          secondsWithForeignKeys: nil))
    }
    let report = RematchPart.Report(
      cores: 4, turns: [turn(1, 8, copy: 4), turn(2, 5, copy: 3), turn(4, 4, copy: 2)])
    #expect(report.copyRatio == 0.6)
    #expect(report.copyByConsumers == ["1": 0.5, "2": 0.6, "4": 0.5])
    #expect(report.scaleRatio == 1)
    let alone = RematchPart.Report(cores: 1, turns: [turn(1, 8, copy: 4)])
    #expect(alone.scaleRatio == nil)
    #expect(alone.copyRatio == 0.5)
    // A ratio belongs to one turn: neither side's best is held against the other's worst.
    let repeated = RematchPart.Report(
      cores: 4, turns: [turn(2, 5, copy: 3), turn(2, 10, copy: 4), turn(2, 4, copy: 3)])
    #expect(repeated.copyRatio == 0.6)
    #expect(repeated.groups.map(\.turns.count) == [3])
  }
}

/// Whether a text is XML.
private final class XMLCheck {
  /// Counts elements that are opened and closed; enough for a file without CDATA and comments.
  func isWellFormed(_ text: String) -> Bool {
    var open: [Substring] = []
    for piece in text.split(separator: "<").map({ $0 }) {
      guard let end = piece.firstIndex(of: ">") else { return false }
      let tag = piece[..<end]
      if tag.hasSuffix("/") { continue }
      let name = tag.prefix { $0 != " " }
      if name.hasPrefix("/") {
        guard open.popLast() == name.dropFirst() else { return false }
      } else {
        open.append(name)
      }
    }
    return open.isEmpty
  }
}
