import Domain

/// What stands in the fields of a draft: what is published at first, then what was typed.
struct DraftText {
  let visit: Visit
  let isNew: Bool

  /// - Parameter now: what is published.
  func callAsFunction(_ name: String, _ now: String) -> [String] {
    [isNew ? now : visit.form.typed(name)]
  }

  /// How many groups of fields there are for the elements of a list: one for each, one to spare, and one more where
  /// the button below them asks for it.
  ///
  /// - Parameters:
  ///   - published: elements of the list as it is published.
  ///   - first: the first field of a group, without its number.
  ///   - list: what the button is called.
  ///   - maximum: of groups. Elements beyond it stay as they are published: a form has no more fields than
  ///     are read.
  func groups(
    _ published: Int, _ first: String, _ list: String, maximum: Int = DraftText.maximumGroups
  ) -> Int {
    let sent = visit.form
    let shown = (0..<maximum).last { sent.has("\(first)_\($0)") }.map { $0 + 1 } ?? 0
    let typed = (0..<maximum).last { sent["\(first)_\($0)"] != nil }.map { $0 + 1 } ?? 0
    let asked = sent[Self.more] == list ? 1 : 0
    return min(maximum, max(published + 1, typed + 1, shown + asked))
  }

  /// The button that asks for a group more.
  static let more = "more"
  private static let maximumGroups = 15

  /// Groups of fields with the button for one more below them.
  func rows(_ groups: [[Field]], _ list: String, _ word: String) -> [Field] {
    var fields = groups.enumerated().flatMap { index, group in
      Field.row(group, "\(visit.say(word)) \(index + 1)")
    }
    if !fields.isEmpty {
      fields[fields.count - 1].more = Field.Choice(
        value: list, label: "\(visit.say("one_more")) \(visit.say(word))")
    }
    return fields
  }
}

/// A number of a product as it is typed: in the unit people use, or `@name` for a parameter of policy packs.
enum TypedNumber {
  static func text(_ json: JSON?, decimals: Int) -> String {
    if let number = json?.intValue { return Decimals.text(number, decimals: decimals) }
    return json?["parameter"]?.stringValue.map { "@\($0)" } ?? ""
  }

  /// - Returns: nil for what is neither.
  static func json(_ text: String, decimals: Int) -> JSON? {
    if text.hasPrefix("@") { return ["parameter": .string(String(text.dropFirst()))] }
    let isNegative = text.hasPrefix("-")
    let plain = isNegative ? String(text.dropFirst()) : text
    return Decimals.scaled(plain, decimals: decimals).map { .int(isNegative ? -$0 : $0) }
  }
}
