import Catalog
import Domain

/// The sentences of principal reasons.
struct ReasonText {
  let text: ValueText
  let registry: FactRegistry

  /// What a comparison asks for, to follow `要求` and `asks for`.
  func requirement(_ outcome: RuleOutcome, _ definition: FactDefinition?) -> Label {
    let threshold = text.threshold(outcome, definition)
    let (zh, en) = (threshold.zh, threshold.en)
    let isSet = definition?.type == .set
    let isSingle = (outcome.threshold.arrayValue?.count ?? 1) == 1
    switch Operator(rawValue: outcome.op) {
    case .equal: return Label(zh: "为\(zh)", en: en)
    case .notEqual: return Label(zh: "不是\(zh)", en: "anything but \(en)")
    case .within where isSet:
      return isSingle
        ? Label(zh: "包括\(zh)", en: en)
        : Label(zh: "至少包括其中一项：\(zh)", en: "at least one of \(en)")
    case .within:
      return isSingle ? Label(zh: "为\(zh)", en: en) : Label(zh: "为\(zh)之一", en: "one of \(en)")
    case .notWithin where isSet: return Label(zh: "不包括\(zh)", en: "none of \(en)")
    case .notWithin: return Label(zh: "不属于\(zh)", en: "anything but \(en)")
    case .atLeast: return Label(zh: "不低于\(zh)", en: "at least \(en)")
    case .atMost: return Label(zh: "不高于\(zh)", en: "no more than \(en)")
    case .above: return Label(zh: "高于\(zh)", en: "more than \(en)")
    case .below: return Label(zh: "低于\(zh)", en: "less than \(en)")
    case .between: return Label(zh: "在\(zh)之间", en: "between \(en)")
    case .withinRegion: return Label(zh: "位于\(zh)", en: "a place in \(en)")
    case .exists: return Label(zh: "必须有", en: "one")
    case nil: return ValueText.unknown
    }
  }

  /// How far a failing value is off; nil for codes.
  func distance(_ outcome: RuleOutcome, _ definition: FactDefinition?) -> Label? {
    guard outcome.result == .fail, let margin = outcome.margin, margin < 0,
      let isShort = Self.isShort(outcome)
    else { return nil }
    // Int64.min has no positive counterpart.
    let magnitude = margin == .min ? .max : -margin
    if definition?.type == .date {
      let days = ValueText.counted(magnitude, "天", "day")
      return isShort
        ? Label(zh: "早了\(days.zh)", en: "\(days.en) too early")
        : Label(zh: "晚了\(days.zh)", en: "\(days.en) too late")
    }
    let unit = outcome.fact == nil ? FactUnit.fen : definition?.unit
    let amount = ValueText.distance(magnitude, unit)
    return isShort
      ? Label(zh: "还差\(amount.zh)", en: "\(amount.en) short")
      : Label(zh: "超出\(amount.zh)", en: "\(amount.en) too much")
  }

  /// Whether the value lies below what is asked for; nil when it is neither below nor above.
  private static func isShort(_ outcome: RuleOutcome) -> Bool? {
    switch Operator(rawValue: outcome.op) {
    case .atLeast, .above: true
    case .atMost, .below: false
    case .between, .equal:
      switch (outcome.state, outcome.threshold.arrayValue?.first ?? outcome.threshold) {
      case (.known(.integer(let value)), .int(let low)): value < low
      case (.some(.none), .int(let low)): 0 < low
      case (.known(.date(let day)), .string(let low)): day.text < low
      default: nil
      }
    default: nil
    }
  }

  /// One comparison that fails, without a full stop.
  func failing(_ outcome: RuleOutcome, _ definition: FactDefinition?) -> Label {
    let label = definition?.label ?? Label(zh: outcome.fact ?? outcome.id, en: outcome.fact ?? "")
    let asked = requirement(outcome, definition)
    if outcome.op == Operator.exists.rawValue {
      return Label(
        zh: "目前没有\(label.quoted)，该产品要求必须有",
        en: "there is no \(label.en), which this product asks for"
      )
    }
    if definition?.type == .boolean, case .known(let value) = outcome.state {
      let value = text.value(value, definition)
      return Label(
        zh: "\(label.quoted)一项目前为“\(value.zh)”，该产品要求\(asked.zh.quotingLast)",
        en: "“\(label.en)” stands at “\(value.en)”; this product asks for “\(asked.en)”")
    }
    let off = distance(outcome, definition)
    let tail = Label(zh: off.map { "，\($0.zh)" } ?? "", en: off.map { ": \($0.en)" } ?? "")
    if outcome.state == .some(.none) || outcome.state == .known(.set([])) {
      return Label(
        zh: "目前没有\(label.quoted)，该产品要求\(asked.zh)\(tail.zh)",
        en: "none on record for \(label.en); this product asks for \(asked.en)\(tail.en)")
    }
    let value = text.state(outcome.state, definition)
    return Label(
      zh: "\(label.zh)为\(value.zh)，该产品要求\(asked.zh)\(tail.zh)",
      en: "\(label.en): \(value.en); this product asks for \(asked.en)\(tail.en)")
  }

  /// What a rule asks for, alternatives and groups included.
  func wish(_ outcome: RuleOutcome) -> Label {
    guard outcome.children.isEmpty else {
      let isAny = outcome.op == "any_of"
      // Of a group only what is still in the way.
      let members = isAny ? outcome.children : outcome.children.filter { $0.result != .pass }
      let shown = members.prefix(Self.maximumMembers).map(wish)
      let isCut = members.count > shown.count
      let zh = shown.map(\.zh).joined(separator: isAny ? "；或" : "且")
      let en = shown.map(\.en).joined(separator: isAny ? "; or " : " and ")
      return Label(
        zh: zh + (isCut ? "等\(members.count)项" : ""),
        en: en + (isCut ? " … (\(members.count) in all)" : ""))
    }
    let definition = outcome.fact.flatMap { registry[$0] }
    let label = definition?.label ?? Label(zh: outcome.id, en: outcome.id)
    let asked = requirement(outcome, definition)
    if outcome.op == Operator.exists.rawValue {
      return Label(zh: "要有\(label.quoted)", en: "\(label.en) must exist")
    }
    return Label(zh: "\(label.quoted)\(asked.zh)", en: "\(label.en): \(asked.en)")
  }

  /// Most members of an alternative that are written out.
  static let maximumMembers = 4
}

extension String {
  /// `为否` as `为“否”`.
  fileprivate var quotingLast: String {
    guard let last else { return self }
    return "\(dropLast())“\(last)”"
  }
}

extension Label {
  /// The Chinese text in quotation marks; marks inside it become single ones (GB/T 15834).
  var quoted: String {
    "“" + zh.replacing("“", with: "‘").replacing("”", with: "’") + "”"
  }

  /// As a sentence: a capital letter where there are such, and a full stop.
  var sentence: Label {
    Label(zh: zh + "。", en: en.prefix(1).uppercased() + en.dropFirst() + ".")
  }
}
