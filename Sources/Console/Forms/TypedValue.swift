import Domain

/// What a criterion compares a fact with, as people type it: in the unit of the fact, `@name` for a parameter of
/// policy packs, and several with commas between them.
struct TypedValue {
  private static let several: Set<String> = ["in", "not_in", "between"]
  private static let yes = ["true", "yes", "是"]
  private static let no = ["false", "no", "否"]

  private let type: String
  private let decimals: Int
  private let visit: Visit

  init(of path: String, _ words: FactWords, _ visit: Visit) {
    type = words[path]?["type"]?.stringValue ?? ""
    decimals =
      switch words[path]?["unit"]?.stringValue {
      case "fen": 6
      case "ppm": 4
      default: 0
      }
    self.visit = visit
  }

  func text(_ value: JSON?) -> String {
    switch value {
    case .array(let values): values.map { text($0) }.joined(separator: ", ")
    case .bool(let value): visit.say("answer_\(value)")
    case .string(let text): text
    case .int, .object: TypedNumber.text(value, decimals: decimals)
    case .null, nil: ""
    }
  }

  /// - Returns: nil for what the operator or the fact's type does not read.
  func json(_ text: String, _ op: String) -> JSON? {
    let parts = text.split(whereSeparator: { ",，、".contains($0) }).map {
      $0.split(separator: " ").joined(separator: " ")
    }
    let isList =
      Self.several.contains(op) || (op == "within_region" && parts.count > 1)
      || (type == "set" && ["eq", "ne"].contains(op))
    guard isList else { return scalar(text) }
    let values = parts.compactMap(scalar)
    return values.count == parts.count ? .array(values) : nil
  }

  private func scalar(_ text: String) -> JSON? {
    switch type {
    case "integer": return TypedNumber.json(text, decimals: decimals)
    case "boolean":
      let answer = text.lowercased()
      if Self.yes.contains(answer) { return true }
      return Self.no.contains(answer) ? false : nil
    default: return text.hasPrefix("@") ? TypedNumber.json(text, decimals: 0) : .string(text)
    }
  }
}
