import Domain

/// A plan as bars over days, in the units of an SVG picture. The same numbers stand in a table beside it.
struct GanttChart {
  private struct Bar {
    var code: String
    /// As people call it.
    var name: String
    var first: LegalDate
    var last: LegalDate
    var latest: LegalDate
    var slack: Int64
    var due: String
  }

  private static let width = 720
  private static let left = 200
  private static let rowHeight = 26
  private static let top = 28

  private let bars: [Bar]
  private let first: LegalDate
  private let days: Int
  private let critical: Set<String>

  /// - Parameter stage: the name of a stage by its code.
  /// - Returns: nil for a plan without work.
  init?(_ plan: JSON, stage: (String) -> String) {
    let bars = (plan["work"]?.arrayValue ?? []).compactMap { entry -> Bar? in
      func day(_ span: String, _ end: String) -> LegalDate? {
        entry[span]?[end]?.stringValue.flatMap { LegalDate($0) }
      }
      guard let code = entry["code"]?.stringValue, let first = day("earliest", "start"),
        let last = day("earliest", "done"), let latest = day("latest", "done")
      else { return nil }
      return Bar(
        code: code, name: Self.name(code, stage(entry["stage"]?.stringValue ?? code)), first: first,
        last: last, latest: latest,
        slack: entry["slack_days"]?.intValue ?? 0, due: entry["due_on"]?.stringValue ?? "")
    }
    guard let first = bars.map(\.first).min(), let last = bars.map(\.latest).max() else {
      return nil
    }
    self.bars = bars
    self.first = first
    days = max(1, Int(last.daysSinceEpoch - first.daysSinceEpoch) + 1)
    critical = Set((plan["critical_path"]?.arrayValue ?? []).compactMap(\.stringValue))
  }

  /// What comes again, such as a second inquiry (`inquiry.2`), is told by its number.
  private static func name(_ code: String, _ stage: String) -> String {
    let parts = code.split(separator: ".")
    return parts.count == 2 ? "\(stage) \(parts[1])" : stage
  }

  /// Columns of the table with the same numbers.
  static let names = [
    "work", "earliest_start", "earliest_done", "latest_done", "slack", "due",
  ]
  var rows: [[String]] {
    bars.map {
      [$0.name, $0.first.text, $0.last.text, $0.latest.text, String($0.slack), $0.due]
    }
  }

  var values: [String: Any] {
    [
      "width": String(Self.width), "height": String(Self.top + bars.count * Self.rowHeight + 4),
      "from": first.text, "to": first.adding(days: days - 1).text,
      "axis": String(Self.left), "end": String(Self.width),
      "bars": bars.enumerated().map { index, bar in values(bar, index) },
    ]
  }

  private func values(_ bar: Bar, _ index: Int) -> [String: Any] {
    let y = Self.top + index * Self.rowHeight
    let start = x(bar.first, 0)
    let done = max(start + 2, x(bar.last, 1))
    let latest = max(done, x(bar.latest, 1))
    return [
      "code": bar.name, "critical": critical.contains(bar.code),
      "text_y": String(y + 15), "y": String(y + 4), "x": String(start),
      "width": String(done - start), "slack_x": String(done),
      "slack_width": String(latest - done), "first": bar.first.text, "last": bar.last.text,
      "latest": bar.latest.text, "slack": String(bar.slack), "due": bar.due,
    ]
  }

  /// Where a day begins, or with 1 ends.
  private func x(_ day: LegalDate, _ end: Int) -> Int {
    let passed = Int(day.daysSinceEpoch - first.daysSinceEpoch) + end
    return Self.left + passed * (Self.width - Self.left) / days
  }
}
