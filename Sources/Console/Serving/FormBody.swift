import Domain
import Foundation

/// The fields of a form as a browser sends them (`application/x-www-form-urlencoded`).
struct FormBody: Sendable, Hashable {
  /// A body that is no form.
  struct Malformed: Error {}

  /// Most fields of a form.
  private static let maximumFields = 800

  private var fields: [String: [String]] = [:]
  /// Names of fields that control characters were taken out of.
  private(set) var cleaned: Set<String> = []

  init() {}

  /// The fields that `json` gives texts for, such as a draft that was kept.
  init(json: JSON) {
    for (name, values) in json.objectValue ?? [:] {
      fields[name] = values.arrayValue?.compactMap(\.stringValue)
    }
  }

  /// - Throws: `Malformed` for other bytes than UTF-8, for control characters that no field holds, and
  ///   for more fields than any form has.
  init(_ bytes: [UInt8]) throws(Malformed) {
    try self.init(cleaning: bytes)
    guard cleaned.isEmpty else { throw Malformed() }
  }

  /// A form without the control characters that somebody pasted into it: `cleaned` says where.
  ///
  /// - Throws: `Malformed` for other bytes than UTF-8, for names with control characters, and for
  ///   more fields than any form has.
  init(cleaning bytes: [UInt8]) throws(Malformed) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Malformed() }
    let pairs = text.split(separator: "&")
    guard pairs.count <= Self.maximumFields else { throw Malformed() }
    for pair in pairs {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.last ?? ""),
        parts.count == 2, !name.unicodeScalars.contains(where: Self.isControl)
      else { throw Malformed() }
      let isClean = !value.unicodeScalars.contains(where: Self.isControl)
      if !isClean { cleaned.insert(name) }
      fields[name, default: []].append(isClean ? value : Self.clean(value))
    }
  }

  /// Lines end with a line feed, whatever the browser sends.
  private static func decoded(_ text: Substring) -> String? {
    text.replacing("+", with: " ").removingPercentEncoding?.replacing("\r\n", with: "\n")
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || scalar.value == 0x7F
  }

  private static func clean(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !isControl(scalar) { scalars.append(scalar) }
    return String(scalars)
  }

  /// What was written into a field, without white space at its ends; nil when that is nothing.
  subscript(_ name: String) -> String? {
    guard let value = fields[name]?.first else { return nil }
    let trimmed = value.trimmingCharacters(in: .whitespacesAndNewlines)
    return trimmed.isEmpty ? nil : trimmed
  }

  /// Whether a field was sent, with nothing in it, too.
  func has(_ name: String) -> Bool { fields[name] != nil }

  /// As it was typed, to be shown again.
  func typed(_ name: String) -> String { fields[name]?.first ?? "" }

  /// Some of the fields, as they were typed.
  func json(of names: [String]) -> JSON {
    .object(
      fields.filter { names.contains($0.key) }
        .mapValues { .array($0.map(JSON.string)) })
  }

  /// All fields as they were sent, in the order of their names.
  var pairs: [(name: String, value: String)] {
    fields.sorted { $0.key < $1.key }.flatMap { name, values in values.map { (name, $0) } }
  }

  /// Every box of a group that was ticked.
  func all(_ name: String) -> [String] { fields[name] ?? [] }
}
