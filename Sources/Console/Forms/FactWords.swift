import API
import Domain

/// The words of the fact registry: what facts and their values are called.
struct FactWords: Sendable {
  private let facts: [String: JSON]
  private let figures: Figures

  init(registry: JSON, figures: Figures) {
    var facts: [String: JSON] = [:]
    for fact in registry["facts"]?.arrayValue ?? [] {
      if let path = fact["path"]?.stringValue { facts[path] = fact }
    }
    self.facts = facts
    self.figures = figures
  }

  subscript(_ path: String) -> JSON? { facts[path] }

  func label(_ path: String) -> String { figures.label(facts[path]?["label"]) ?? path }

  func label(_ path: String, value: String) -> String {
    figures.label(facts[path]?["value_labels"]?[value]) ?? value
  }

  /// A value as people read it.
  func text(_ path: String, _ value: JSON) -> String {
    switch value {
    case .null: "—"
    case .bool(let value): figures.language == .chinese ? (value ? "是" : "否") : value ? "yes" : "no"
    case .int(let number): numeral(path, number)
    case .string(let text): label(path, value: text)
    case .array(let values): values.map { text(path, $0) }.joined(separator: "、")
    case .object(let bounds): band(path, bounds)
    }
  }

  private func numeral(_ path: String, _ number: Int64) -> String {
    switch facts[path]?["unit"]?.stringValue {
    case "fen": figures.money(number)
    case "ppm": figures.rate(number) ?? ""
    default: String(number)
    }
  }

  /// A band of a teaser: `≥ from, < below`.
  private func band(_ path: String, _ bounds: [String: JSON]) -> String {
    let from = bounds["from"]?.intValue.map { "≥ \(numeral(path, $0))" }
    let below = bounds["below"]?.intValue.map { "< \(numeral(path, $0))" }
    return [from, below].compactMap(\.self).joined(separator: ", ")
  }

  /// Facts of a type and a unit to choose from, in the order of their paths.
  func facts(type: String, unit: String? = nil) -> [Field.Choice] {
    facts.filter { _, fact in
      fact["type"]?.stringValue == type && (unit == nil || fact["unit"]?.stringValue == unit)
    }.keys.sorted().map { Field.Choice(value: $0, label: label($0)) }
  }

  /// All facts to choose from, in the order of their paths.
  var all: [Field.Choice] {
    facts.keys.sorted().map { Field.Choice(value: $0, label: label($0)) }
  }

  /// The values of an enumeration or set to choose from, in the registry's order.
  func choices(_ path: String) -> [Field.Choice] {
    (facts[path]?["values"]?.arrayValue ?? []).compactMap(\.stringValue).map {
      Field.Choice(value: $0, label: label(path, value: $0))
    }
  }
}

extension Visit {
  /// The words of facts, in the language of the page.
  func factWords() async throws -> FactWords {
    FactWords(registry: try await backend.factRegistry(), figures: figures)
  }
}
