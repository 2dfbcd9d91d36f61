import Catalog
import Domain

/// Values of facts and thresholds in words: units of people, and names for codes.
struct ValueText {
  private let institutions: [String: Label]
  private let regions: RegionTable?

  /// - Parameter regions: names of divisions; without it they read as codes.
  init(_ catalog: Catalog, regions: RegionTable? = nil) {
    institutions = Dictionary(
      catalog.institutions.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
    self.regions = regions
  }

  static let unknown = Label(zh: "未知", en: "unknown")
  static let none = Label(zh: "无", en: "none")

  // MARK: Numbers

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

  /// A distance in a unit: of shares it is in percentage points.
  static func distance(_ value: Int64, _ unit: FactUnit?) -> Label {
    guard unit == .ppm else { return number(value, unit) }
    let points = String(PartsPerMillion(value).percentText.dropLast())
    return Label(zh: points + "个百分点", en: points + " percentage points")
  }

  static func counted(_ value: Int64, _ zh: String, _ en: String) -> Label {
    Label(zh: "\(value)\(zh)", en: "\(value) \(en)" + (value == 1 ? "" : "s"))
  }

  private static func thousandths(_ value: Int64) -> String {
    let magnitude = value.magnitude
    var decimals = String(magnitude % 1_000 + 1_000).dropFirst()
    while decimals.hasSuffix("0") { decimals = decimals.dropLast() }
    let whole = (value < 0 ? "-" : "") + String(magnitude / 1_000)
    return decimals.isEmpty ? whole : "\(whole).\(decimals)"
  }

  // MARK: Values

  func state(_ state: FactState?, _ definition: FactDefinition?) -> Label {
    switch state {
    case .known(let value): self.value(value, definition)
    case .some(.none): Self.none
    case .unknown, nil: Self.unknown
    }
  }

  func value(_ value: FactValue, _ definition: FactDefinition?) -> Label {
    switch value {
    case .boolean(let value): Label(zh: value ? "是" : "否", en: value ? "yes" : "no")
    case .integer(let value): Self.number(value, definition?.unit)
    case .text(let code): name(of: code, definition)
    case .date(let date): Label(zh: date.text, en: date.text)
    case .set(let codes):
      codes.isEmpty ? Self.none : Self.list(codes.map { name(of: $0, definition) })
    }
  }

  /// A value as a threshold shows it.
  private func value(_ json: JSON, _ definition: FactDefinition?) -> Label {
    switch json {
    case .bool(let value): self.value(.boolean(value), definition)
    case .int(let value): self.value(.integer(value), definition)
    case .string(let text): self.value(.text(text), definition)
    case .array(let elements):
      elements.isEmpty ? Self.none : Self.list(elements.map { value($0, definition) })
    default: Self.unknown
    }
  }

  /// The name of a code: the registry's, a division's, an institution's, or the code itself.
  private func name(of code: String, _ definition: FactDefinition?) -> Label {
    if let label = definition?.valueLabels[code] { return label }
    switch definition?.type {
    case .region:
      guard let name = RegionCode(code).flatMap({ regions?.fullName($0) }) else { break }
      return Label(zh: name, en: "\(name) (\(code))")
    // Open lists of codes are lists of institutions (facts.yaml).
    case .set where definition?.values == nil, .text:
      if let name = institutions[code] { return name }
    default: break
    }
    return Label(zh: code, en: code)
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

  // MARK: Requirements

  /// The threshold of a comparison as words to put into a requirement: one value, a list, or the
  /// two ends of a range.
  func threshold(_ outcome: RuleOutcome, _ definition: FactDefinition?) -> Label {
    guard case .array(let elements) = outcome.threshold, outcome.op == Operator.between.rawValue,
      elements.count == 2
    else { return value(outcome.threshold, definition) }
    let (low, high) = (value(elements[0], definition), value(elements[1], definition))
    return Label(zh: "\(low.zh)至\(high.zh)", en: "\(low.en) and \(high.en)")
  }

  /// What a comparison asks for.
  func requirement(_ outcome: RuleOutcome, _ definition: FactDefinition?) -> Label {
    guard let op = Operator(rawValue: outcome.op) else { return Self.unknown }
    return Self.worded(op, threshold(outcome, definition))
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
}
