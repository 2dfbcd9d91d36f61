import Catalog
import Domain
import Monitoring

extension Application {
  /// A rule of warnings in its last version, as people read it: what it measures of which indicator, in which unit,
  /// and from which value on each level is entered; with the words for the sources of figures.
  ///
  /// - Throws: `.notFound` for a rule that is there no more.
  public func warningRule(_ code: String) async throws -> JSON {
    let rules = reference.monitoring
    let book = try await read { try await warningRulesInForce($0).book }
    guard let rule = book.rules.last(where: { $0.code == code }) else {
      throw ApplicationError.notFound(what: "warning rule")
    }
    let sources = rules.sources.sources.map { ($0.code, ProductView.label($0.label)) }
    return [
      "code": .string(rule.code), "label": ProductView.label(rule.label),
      "period": .string(rule.period.rawValue), "enter_after": .int(Int64(rule.enterAfter)),
      "clear_after": .int(Int64(rule.clearAfter)),
      "conditions": .array(
        rule.conditions.map { WarningRuleView.json($0, of: rule, rules.indicators) }),
      "sources": .object(Dictionary(sources, uniquingKeysWith: { first, _ in first })),
    ]
  }
}

/// How what a rule looks at looks.
private enum WarningRuleView {
  static func json(
    _ condition: WarningCondition, of rule: WarningRule, _ book: IndicatorBook
  ) -> JSON {
    let code = condition.measure.indicator
    let indicator = book[code]
    // What this service counts itself is no indicator that anybody reports.
    let unit = (indicator?.unit ?? .count).rawValue
    var members: [String: JSON] = [
      "indicator": .string(code),
      "label": indicator.map { ProductView.label($0.label) } ?? .null,
      "figure_unit": .string(unit), "worse": .string(condition.worse.rawValue),
      "enter": levels(condition.enter), "leave": levels(condition.leave),
    ]
    switch condition.measure {
    case .value:
      members["kind"] = "value"
      members["unit"] = .string(unit)
    case .change(_, let back, let span, _):
      members["kind"] = back == rule.period.perYear ? "year_on_year" : "change"
      members["unit"] = "ppm"
      members["back"] = .int(Int64(back))
      switch span {
      case .single: members["span"] = "single"
      case .yearToDate: members["span"] = "year_to_date"
      case .last(let count):
        members["span"] = "last"
        members["count"] = .int(Int64(count))
      }
    case .run(_, let bound):
      members["kind"] = "run"
      members["unit"] = "periods"
      switch bound {
      case .atMost(let most): members["at_most"] = .int(most)
      case .atLeast(let least): members["at_least"] = .int(least)
      }
    }
    return .object(members)
  }

  private static func levels(_ thresholds: [WarningLevel: Int64]) -> JSON {
    .object(
      Dictionary(
        thresholds.map { ($0.key.rawValue, JSON.int($0.value)) },
        uniquingKeysWith: { first, _ in first }))
  }
}
