import Domain

/// The field of one fact: how it is asked follows from its type and unit in the registry.
struct FactField {
  /// What was typed is no value of the type; `word` names what to say.
  struct Wrong: Error {
    let word: String
  }

  private enum Form {
    case amount
    case rate
    case number
    case yesOrNo
    case choice
    case set
    case day
    case text
  }

  let path: String
  let field: Field
  private let form: Form
  private let mayBeNone: Bool

  /// Chosen or typed for what is known to be none.
  private static let none = "none"

  /// - Returns: nil for a fact that the registry does not have.
  init?(_ path: String, words: FactWords, visit: Visit) {
    guard let fact = words[path] else { return nil }
    self.path = path
    mayBeNone = fact["may_be_none"]?.boolValue ?? false
    let unit = fact["unit"]?.stringValue
    let choices = words.choices(path)
    let form: Form =
      switch fact["type"]?.stringValue {
      case "integer": unit == "fen" ? .amount : unit == "ppm" ? .rate : .number
      case "boolean": .yesOrNo
      case "enum": .choice
      case "set": choices.isEmpty ? .text : .set
      case "date": .day
      default: .text
      }
    self.form = form
    var label = visit.label(fact["question"]) ?? words.label(path)
    let none = mayBeNone ? [Field.Choice(value: Self.none, label: visit.say("known_none"))] : []
    var hint = mayBeNone ? visit.say("none_hint") : nil
    let kind: Field.Kind
    switch form {
    case .amount:
      label += " (\(visit.say("ten_thousand_yuan")))"
      kind = .line(type: "text", inputMode: "decimal")
    case .rate:
      label += " (%)"
      kind = .line(type: "text", inputMode: "decimal")
    case .number: kind = .line(type: "text", inputMode: "numeric")
    case .yesOrNo:
      kind = .select(
        ["true", "false"].map { Field.Choice(value: $0, label: visit.say("answer_\($0)")) } + none)
      hint = nil
    case .choice:
      kind = .select(choices + none)
      hint = nil
    case .set:
      kind = .boxes(choices + none)
      hint = nil
    case .day: kind = .line(type: mayBeNone ? "text" : "date", inputMode: "text")
    case .text: kind = .line(type: "text", inputMode: "text")
    }
    field = Field(path, label, kind, hint: hint, typed: visit.form.all(path))
  }

  /// The members of the API's body that say the value; nil where nothing was typed.
  func value(_ sent: FormBody) -> Result<[String: JSON]?, Wrong> {
    if form == .set {
      let ticked = sent.all(path)
      if ticked == [Self.none] { return .success(["none": true]) }
      return .success(
        ticked.isEmpty ? nil : ["value": .array(ticked.map(JSON.string))])
    }
    guard let text = sent[path] else { return .success(nil) }
    if mayBeNone, ["none", "无", "没有"].contains(text.lowercased()) {
      return .success(["none": true])
    }
    switch form {
    case .amount: return scaled(text, 6, "not_an_amount")
    case .rate: return scaled(text, 4, "not_a_rate")
    case .number: return scaled(text, 0, "not_a_number")
    case .yesOrNo: return .success(["value": .bool(text == "true")])
    case .choice, .set, .day, .text: return .success(["value": .string(text)])
    }
  }

  /// Amounts are typed in 万元, rates in percent: both have 10^n of the unit that is sent.
  private func scaled(
    _ text: String, _ decimals: Int, _ word: String
  ) -> Result<[String: JSON]?, Wrong> {
    let isNegative = text.hasPrefix("-")
    guard
      let number = Decimals.scaled(isNegative ? String(text.dropFirst()) : text, decimals: decimals)
    else { return .failure(Wrong(word: word)) }
    return .success(["value": .int(isNegative ? -number : number)])
  }
}
