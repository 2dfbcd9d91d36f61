import Catalog
import Domain

/// The state of one fact in words, in its unit and with the names of its codes.
struct FactWords {
  private let definition: FactDefinition?
  private let regions: RegionTable

  init(_ definition: FactDefinition?, regions: RegionTable) {
    self.definition = definition
    self.regions = regions
  }

  func text(_ state: FactState) -> Label {
    switch state {
    case .unknown: Label(zh: "未知", en: "unknown")
    case .none: Label(zh: "无", en: "none")
    case .known(let value): text(value)
    }
  }

  private func text(_ value: FactValue) -> Label {
    switch value {
    case .boolean(let isSo): Label(zh: isSo ? "是" : "否", en: isSo ? "yes" : "no")
    case .integer(let number): text(number)
    case .text(let code): name(code)
    case .date(let day): Label(zh: day.text, en: day.text)
    case .set(let codes):
      codes.isEmpty
        ? Label(zh: "无", en: "none")
        : Label(
          zh: codes.map { name($0).zh }.joined(separator: "、"),
          en: codes.map { name($0).en }.joined(separator: ", "))
    }
  }

  private func name(_ code: String) -> Label {
    if definition?.type == .region, let region = RegionCode(code), let name = regions[region]?.name
    {
      return Label(zh: name, en: name)
    }
    return definition?.valueLabel(code) ?? Label(zh: code, en: code)
  }

  private func text(_ number: Int64) -> Label {
    func both(_ text: String) -> Label { Label(zh: text, en: text) }
    switch definition?.unit {
    case .fen:
      return Label(
        zh: number == 0 ? "0元" : Fen.chineseText(number), en: "CNY " + Fen.yuanText(number))
    case .ppm: return both(PartsPerMillion(number).percentText)
    case .milli:
      let text = "\(number / 1_000).\(String(abs(number % 1_000) + 1_000).dropFirst())"
      return Label(zh: text + "倍", en: text + "×")
    case .months: return Label(zh: "\(number)个月", en: "\(number) months")
    case .days: return Label(zh: "\(number)天", en: "\(number) days")
    case .persons: return Label(zh: "\(number)人", en: "\(number) persons")
    case .year: return Label(zh: "\(number)年", en: "\(number) years")
    case .points: return Label(zh: "\(number)分", en: "\(number) points")
    case .count, nil: return both("\(number)")
    }
  }
}
