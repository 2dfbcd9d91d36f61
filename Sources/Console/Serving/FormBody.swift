import Domain
import Foundation

/// The fields of a form as a browser sends them (`application/x-www-form-urlencoded`).
struct FormBody: Sendable, Hashable {
  /// A body that is no form.
  struct Malformed: Error {}

  /// Most fields of a form.
  private static let maximumFields = 800

  private var fields: [String: [String]] = [:]

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
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Malformed() }
    let pairs = text.split(separator: "&")
    guard pairs.count <= Self.maximumFields else { throw Malformed() }
    for pair in pairs {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.last ?? ""),
        parts.count == 2
      else { throw Malformed() }
      fields[name, default: []].append(value)
    }
  }

  /// Lines end with a line feed, whatever the browser sends.
  private static func decoded(_ text: Substring) -> String? {
    guard
      let plain = text.replacing("+", with: " ").removingPercentEncoding?
        .replacing("\r\n", with: "\n"),
      !plain.utf8.contains(where: { ($0 < 0x20 && $0 != 0x0A && $0 != 0x09) || $0 == 0x7F })
    else { return nil }
    return plain
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
