import API
import Domain

/// One field of a form as it is shown: with what was typed, and what is wrong with it.
struct Field {
  /// One of several things to choose.
  struct Choice {
    var value: String
    var label: String
  }

  enum Kind {
    /// A line of text: the `type` and `inputmode` of HTML.
    case line(type: String, inputMode: String)
    case area
    case select([Choice])
    case boxes([Choice])
  }

  var name: String
  var label: String
  var kind: Kind
  var hint: String?
  /// What was typed, or stands there at first; all that is ticked of boxes.
  var typed: [String]
  var rule = FormSchema.Rule()
  var error: String?
  /// The list of the page whose entries may be chosen, while anything may be typed.
  var suggestions: String?
  /// What the row is about that it stands in: told where it is named beside fields of other rows.
  var row: String?
  /// Whether that row begins with it.
  var opens = false
  /// Whether a row of fields ends with this one.
  var closes = false
  /// The button below it that asks for a row more.
  var more: Choice?

  /// Fields that belong together.
  static func row(_ fields: [Field], _ legend: String) -> [Field] {
    var fields = fields
    guard !fields.isEmpty else { return [] }
    for index in fields.indices { fields[index].row = legend }
    fields[0].opens = true
    fields[fields.count - 1].closes = true
    return fields
  }

  init(
    _ name: String, _ label: String, _ kind: Kind, hint: String? = nil, typed: [String] = [],
    rule: FormSchema.Rule = FormSchema.Rule(), error: String? = nil
  ) {
    self.name = name
    self.label = label
    self.kind = kind
    self.hint = hint
    self.typed = typed
    self.rule = rule
    self.error = error
  }

  /// Every name is given, since a template looks in what surrounds a field for what it lacks.
  var values: [String: Any] {
    var values: [String: Any] = [
      "id": "field-" + name, "name": name, "label": label, "hint": false, "error": false,
      "line": false, "area": false, "select": false, "boxes": false,
      "required": rule.isRequired, "described": false, "suggestions": Self.given(suggestions),
      "opens": Self.given(opens ? row : nil), "closes": closes, "more": Self.given(more?.value),
      "more_text": more?.label ?? "",
    ]
    if let hint { values["hint"] = hint }
    if let error { values["error"] = error }
    let described = [hint.map { _ in "hint" }, error.map { _ in "error" }].compactMap(\.self)
      .map { "field-\(name)-\($0)" }
    if !described.isEmpty { values["described"] = described.joined(separator: " ") }
    switch kind {
    case .line(let type, let inputMode):
      // A page of hundreds of fields does not say of each that it is of text.
      let isPlain = type == "text" && inputMode == "text"
      var line: [String: Any] = ["value": typed.first ?? ""]
      line["type"] = Self.given(isPlain ? nil : type)
      line["inputmode"] = Self.given(isPlain ? nil : inputMode)
      let isNumber = type == "number"
      line["maxlength"] = Self.given(rule.maximumLength.map { String($0) })
      line["pattern"] = Self.given(rule.pattern)
      line["min"] = Self.given(isNumber ? rule.minimum.map { String($0) } : nil)
      line["max"] = Self.given(isNumber ? rule.maximum.map { String($0) } : nil)
      values["line"] = line
    case .area:
      values["area"] = [
        "value": typed.first ?? "", "maxlength": rule.maximumLength.map { String($0) } ?? "1000",
      ]
    case .select(let choices): values["select"] = ["choices": shown(choices)]
    case .boxes(let choices): values["boxes"] = ["choices": shown(choices)]
    }
    return values
  }

  /// What is wrong with it, named so that it is found among fields of other rows.
  fileprivate var told: String {
    let own = "\(label): \(error ?? "")"
    return row.map { "\($0) · \(own)" } ?? own
  }

  /// A value, or false for a template to pass over.
  private static func given(_ text: String?) -> Any {
    if let text { return text }
    return false
  }

  private func shown(_ choices: [Choice]) -> [[String: Any]] {
    choices.enumerated().map { index, choice in
      [
        "value": choice.value, "label": choice.label, "chosen": typed.contains(choice.value),
        "choice": "field-\(name)-\(index)",
      ]
    }
  }
}

/// The fields of a form, with faults told beside them.
struct Form {
  var fields: [Field]
  /// Faults that are about no field.
  var others: [String] = []
  /// Why it was not done, where what was typed is not to blame: told beside the form.
  private(set) var refusal: (title: String, detail: String?, code: String)?
  /// The key that it is sent with once more; nil for one of its own.
  private(set) var key: String?

  init(fields: [Field]) { self.fields = fields }

  /// Puts faults of the API's body beside the fields they are about.
  ///
  /// - Parameter places: field by pointer; a pointer below one of these is of its field, too.
  mutating func take(
    _ faults: [Fault], places: [String: String], say: (Fault) -> String
  ) {
    for fault in faults {
      let place = places.keys.filter { fault.pointer == $0 || fault.pointer.hasPrefix($0 + "/") }
        .max { $0.utf8.count < $1.utf8.count }
      guard let name = place.flatMap({ places[$0] }),
        let index = fields.firstIndex(where: { $0.name == name })
      else {
        others.append(say(fault))
        continue
      }
      fields[index].error = fields[index].error ?? say(fault)
    }
  }

  /// Tells why nothing was done. What may have been done all the same, since its answer was lost, is sent
  /// again under the key that it had, and counts once.
  mutating func take(_ refusal: Refusal, key: String?, _ language: Language) {
    self.refusal = (
      refusal.title.inLanguage(language), refusal.detail?.inLanguage(language), refusal.code
    )
    self.key = refusal.isPassing ? key : nil
  }

  /// Tells what is wrong with a field, beside it; what was told of it first stays.
  mutating func note(_ name: String, _ text: String) {
    guard let index = fields.firstIndex(where: { $0.name == name }) else { return }
    fields[index].error = fields[index].error ?? text
  }

  /// Tells the same of several fields: beside those that are shown, else once above all.
  mutating func take(_ names: Set<String>, _ text: String) {
    for name in names.sorted() {
      if fields.contains(where: { $0.name == name }) {
        note(name, text)
      } else if !others.contains(text) {
        others.append(text)
      }
    }
  }

  var hasErrors: Bool { !others.isEmpty || fields.contains { $0.error != nil } }

  var values: [String: Any] {
    let wrong = fields.filter { $0.error != nil }
    var values: [String: Any] = [
      "fields": fields.map(\.values), "wrong": hasErrors, "refused": false,
      "may_add": fields.contains { $0.more != nil },
      "faults": wrong.map { ["target": "field-" + $0.name, "text": $0.told] },
      "others": others.map { ["text": $0] },
    ]
    if let refusal {
      values["refused"] =
        [
          "refused_title": refusal.title, "refused_detail": refusal.detail ?? "",
          "refused_code": refusal.code,
        ] as [String: String]
    }
    if let key { values["form_key"] = key }
    return values
  }
}
