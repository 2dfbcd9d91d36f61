import Domain

/// What stands in the fields of a draft: what is published at first, then what was typed.
struct DraftText {
  let visit: Visit
  let isNew: Bool

  /// - Parameter now: what is published.
  func callAsFunction(_ name: String, _ now: String) -> [String] {
    [isNew ? now : visit.form.typed(name)]
  }

  /// How many groups of fields there are for the elements of a list: one for each, and for one more.
  ///
  /// - Parameters:
  ///   - published: elements of the list as it is published.
  ///   - first: the first field of a group, without its number.
  func groups(_ published: Int, _ first: String) -> Int {
    let typed = (0..<Self.maximumGroups).last { visit.form["\(first)_\($0)"] != nil }
    return min(Self.maximumGroups, max(published, typed.map { $0 + 1 } ?? 0) + 1)
  }

  /// Elements beyond it stay as they are published: a form has no more fields than are read.
  static let maximumGroups = 15
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
