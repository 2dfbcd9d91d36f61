import Catalog
import Domain

/// Values of facts and thresholds in words.
enum ValueText {
  static let unknown = Label(zh: "未知", en: "unknown")
  static let none = Label(zh: "无", en: "none")

  /// A number in its unit.
  static func number(_ value: Int64, _ unit: FactUnit?) -> Label {
    switch unit {
    case .fen:
      return Label(
        zh: value == 0 ? "0元" : Fen.chineseText(value), en: "CNY " + Fen.yuanText(value))
    case .ppm:
      let text = PartsPerMillion(value).percentText
      return Label(zh: text, en: text)
    case .milli:
      let text = thousandths(value)
      return Label(zh: text + "倍", en: text + "×")
    case .months: return counted(value, "个月", "month")
    case .days: return counted(value, "天", "day")
    case .persons: return Label(zh: "\(value)人", en: value == 1 ? "1 person" : "\(value) persons")
    case .year: return counted(value, "年", "year")
    case .points: return counted(value, "分", "point")
    case .count, nil: return Label(zh: "\(value)", en: "\(value)")
    }
  }

  static func state(_ state: FactState?, _ definition: FactDefinition?) -> Label {
    switch state {
    case .known(let value): Self.value(value, definition)
    case .some(.none): none
    case .unknown, nil: unknown
    }
  }

  static func value(_ value: FactValue, _ definition: FactDefinition?) -> Label {
    switch value {
    case .boolean(let value): Label(zh: value ? "是" : "否", en: value ? "yes" : "no")
    case .integer(let value): number(value, definition?.unit)
    case .text(let code): definition?.valueLabel(code) ?? Label(zh: code, en: code)
    case .date(let date): Label(zh: date.text, en: date.text)
    case .set(let codes):
      codes.isEmpty ? none : list(codes.map { definition?.valueLabel($0) ?? Label(zh: $0, en: $0) })
    }
  }

  /// `A、B` and `A, B`; a long list is cut.
  static func list(_ labels: [Label]) -> Label {
    let shown = labels.prefix(maximumListed)
    let isCut = labels.count > shown.count
    return Label(
      zh: shown.map(\.zh).joined(separator: "、") + (isCut ? "等\(labels.count)项" : ""),
      en: shown.map(\.en).joined(separator: ", ") + (isCut ? " … (\(labels.count))" : ""))
  }

  /// Most elements of a list that are written out.
  static let maximumListed = 12

  /// What a test asks for.
  static func requirement(_ test: FactTest, _ definition: FactDefinition?) -> Label {
    switch test.operand {
    case .nothing: return Label(zh: "须有", en: "must exist")
    case .value(let threshold):
      return worded(test.op, value(threshold, definition))
    case .list(let values):
      return worded(test.op, list(values.map { value($0, definition) }))
    case .range(let low, let high):
      let (low, high) = (value(low, definition), value(high, definition))
      return worded(
        test.op, Label(zh: "\(low.zh)至\(high.zh)", en: "\(low.en) and \(high.en)"))
    }
  }

  static func atLeast(_ threshold: Label) -> Label { worded(.atLeast, threshold) }

  private static func worded(_ op: Operator, _ text: Label) -> Label {
    switch op {
    case .equal: Label(zh: "应为\(text.zh)", en: "must be \(text.en)")
    case .notEqual: Label(zh: "不得为\(text.zh)", en: "must not be \(text.en)")
    case .within: Label(zh: "应属于\(text.zh)", en: "must be one of \(text.en)")
    case .notWithin: Label(zh: "不得属于\(text.zh)", en: "must be none of \(text.en)")
    case .atLeast: Label(zh: "不低于\(text.zh)", en: "at least \(text.en)")
    case .atMost: Label(zh: "不高于\(text.zh)", en: "at most \(text.en)")
    case .above: Label(zh: "高于\(text.zh)", en: "more than \(text.en)")
    case .below: Label(zh: "低于\(text.zh)", en: "less than \(text.en)")
    case .between: Label(zh: "介于\(text.zh)", en: "between \(text.en)")
    case .withinRegion: Label(zh: "应位于\(text.zh)", en: "must lie in \(text.en)")
    case .exists: Label(zh: "须有", en: "must exist")
    }
  }

  static func citation(_ citation: Citation) -> Label {
    var zh = "《\(citation.document)》" + (citation.clause ?? "")
    var en = citation.document + (citation.clause.map { ", \($0)" } ?? "")
    if citation.from != nil || citation.to != nil {
      let period = "\(citation.from?.text ?? "…")–\(citation.to?.text ?? "…")"
      zh += "（\(period)）"
      en += " (\(period))"
    }
    if !citation.verified {
      zh += "（未核实）"
      en += " (not verified)"
    }
    return Label(zh: zh, en: en)
  }

  private static func counted(_ value: Int64, _ zh: String, _ en: String) -> Label {
    Label(zh: "\(value)\(zh)", en: "\(value) \(en)" + (value == 1 ? "" : "s"))
  }

  private static func thousandths(_ value: Int64) -> String {
    let magnitude = value.magnitude
    var decimals = String(magnitude % 1_000 + 1_000).dropFirst()
    while decimals.hasSuffix("0") { decimals = decimals.dropLast() }
    let whole = (value < 0 ? "-" : "") + String(magnitude / 1_000)
    return decimals.isEmpty ? whole : "\(whole).\(decimals)"
  }
}
