import Application
import Domain

/// What the rule of a warning measures, and the figures that it stands on, as people read them.
struct WarningWords {
  /// `{conditions, sources, …}`; nil for a rule that is there no more.
  private let rule: JSON?
  /// What was measured, by the number of the condition; nothing for who is told no figures.
  private let readings: [Int64: JSON]
  private let visit: Visit

  private static let levels = ["yellow", "orange", "red"]

  init(of warning: JSON, _ visit: Visit) async throws {
    do {
      rule = try await visit.backend.warningRule(warning["rule"]?.stringValue ?? "")
    } catch ApplicationError.notFound {
      rule = nil
    }
    var readings: [Int64: JSON] = [:]
    for reading in warning["readings"]?.arrayValue ?? [] {
      if let condition = reading["condition"]?.intValue { readings[condition] = reading }
    }
    self.readings = readings
    self.visit = visit
  }

  private var all: [(number: Int64, condition: JSON)] {
    (rule?["conditions"]?.arrayValue ?? []).enumerated().map { (Int64($0), $1) }
  }

  /// For how long a level must be entered or left before it counts.
  var lines: [[String: Any]] {
    ["enter_after", "clear_after"].compactMap { name -> [String: Any]? in
      guard let count = rule?[name]?.intValue else { return nil }
      return ["term": visit.say(name), "text": text(count, "periods")]
    }
  }

  /// Each condition with its thresholds, and what was measured.
  var conditions: [[String: Any]] {
    all.map { number, condition -> [String: Any] in
      let unit = condition["unit"]?.stringValue ?? ""
      let sign = condition["worse"] == "lower" ? "≤" : "≥"
      var values: [String: Any] = [
        "label": label(condition), "how": how(condition),
        "value": readings[number]?["value"]?.intValue.map { text($0, unit) } ?? "—",
      ]
      for level in Self.levels {
        values[level] =
          condition["enter"]?[level]?.intValue.map { "\(sign) \(text($0, unit))" } ?? "—"
      }
      return values
    }
  }

  /// The figures behind what was measured, the newest first.
  var figures: [[String: Any]] {
    all.flatMap { number, condition -> [[String: Any]] in
      (readings[number]?["figures"]?.arrayValue ?? []).map { figure -> [String: Any] in
        let source = figure["source"]?.stringValue ?? ""
        return [
          "label": label(condition),
          "source": visit.label(rule?["sources"]?[source]) ?? visit.say("source_\(source)"),
          "period": figure["period"]?.stringValue ?? "",
          "figure": figure["figure"]?.intValue.map {
            text($0, condition["figure_unit"]?.stringValue ?? "")
          } ?? "—",
        ]
      }
    }
  }

  private func label(_ condition: JSON) -> String {
    visit.label(condition.given("label"))
      ?? visit.say("indicator_\(condition["indicator"]?.stringValue ?? "")")
  }

  private func how(_ condition: JSON) -> String {
    let kind = condition["kind"]?.stringValue ?? ""
    var parts = [visit.say("measure_\(kind)")]
    if kind == "change", let back = condition["back"]?.intValue {
      parts.append("\(back) \(visit.say("periods_before"))")
    }
    switch condition["span"]?.stringValue {
    case "year_to_date": parts.append(visit.say("span_year_to_date"))
    case "last":
      parts.append("\(visit.say("span_last")) \(condition["count"]?.intValue ?? 1)")
    default: break
    }
    let unit = condition["figure_unit"]?.stringValue ?? ""
    if let most = condition["at_most"]?.intValue { parts.append("≤ \(text(most, unit))") }
    if let least = condition["at_least"]?.intValue { parts.append("≥ \(text(least, unit))") }
    return parts.joined(separator: " · ")
  }

  private func text(_ number: Int64, _ unit: String) -> String {
    switch unit {
    case "fen": visit.figures.money(number)
    case "ppm": visit.figures.rate(number) ?? ""
    case "kwh", "persons", "periods": "\(number) \(visit.say("unit_\(unit)"))"
    case "days": "\(number) \(visit.say("days"))"
    default: String(number)
    }
  }
}
