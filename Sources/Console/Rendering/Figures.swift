import API
import Domain

/// How numbers and times are written for people.
struct Figures: Sendable {
  let language: Language

  /// `3,000,000 元`, with fen only where there are any.
  func money(_ fen: Int64) -> String {
    let yuan = Self.grouped(fen.magnitude / 100)
    let rest = fen.magnitude % 100
    let decimals = rest == 0 ? "" : rest < 10 ? ".0\(rest)" : ".\(rest)"
    let sign = fen < 0 ? "-" : ""
    return language == .chinese ? "\(sign)\(yuan)\(decimals) 元" : "CNY \(sign)\(yuan)\(decimals)"
  }

  /// Of `{"fen": …}`; nil for null.
  func money(_ json: JSON?) -> String? { json?["fen"]?.intValue.map { money($0) } }

  /// `3.45%`.
  func rate(_ ppm: Int64?) -> String? { ppm.map { PartsPerMillion($0).percentText } }

  /// `2.5`, of thousandths.
  func thousandths(_ number: Int64) -> String {
    let rest = number.magnitude % 1_000
    let sign = number < 0 ? "-" : ""
    guard rest != 0 else { return "\(sign)\(number.magnitude / 1_000)" }
    var decimals = String(1_000 + rest).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    return "\(sign)\(number.magnitude / 1_000).\(decimals)"
  }

  /// `2026-11-22 19:53`, in Shanghai, of RFC 3339 as the service writes it.
  func time(_ text: String?) -> String? {
    guard let text, let instant = Instant(text) else { return nil }
    return String(instant.text.prefix(16)).replacing("T", with: " ")
  }

  /// The language's side of `{"zh": …, "en": …}`.
  func label(_ json: JSON?) -> String? { json?[language.rawValue]?.stringValue }

  private static func grouped(_ number: UInt64) -> String {
    let digits = Array(String(number))
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }
}

/// Amounts as people write them into forms: in 万元 (10,000 yuan), with up to six decimals.
enum TenThousands {
  private static let fenEach: Int64 = 1_000_000

  /// - Returns: nil for anything that is no such number, or beyond what an amount can be.
  static func fen(_ text: String) -> Int64? { Decimals.scaled(text, decimals: 6) }

  /// The shortest text of an amount.
  static func text(_ fen: Int64) -> String {
    let (whole, rest) = (fen / fenEach, fen % fenEach)
    guard rest != 0 else { return String(whole) }
    var decimals = String(rest)
    while decimals.utf8.count < 6 { decimals = "0" + decimals }
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return "\(whole).\(decimals)"
  }
}

/// Decimal numbers without floating point.
enum Decimals {
  /// The shortest text of a number that has 10^`decimals` of its unit.
  static func text(_ number: Int64, decimals: Int) -> String {
    var digits = String(number.magnitude)
    while digits.utf8.count <= decimals { digits = "0" + digits }
    var rest = digits.suffix(decimals)
    while rest.last == "0" { rest.removeLast() }
    let sign = number < 0 ? "-" : ""
    return "\(sign)\(digits.dropLast(decimals))\(rest.isEmpty ? "" : ".")\(rest)"
  }

  /// `"3.45"` with four decimals is 34,500; separators of thousands are passed over.
  ///
  /// - Returns: nil for anything else, more decimals, or more than 15 digits.
  static func scaled(_ text: String, decimals: Int) -> Int64? {
    let plain = text.replacing(",", with: "").replacing("\u{FF0C}", with: "")
    let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].isEmpty,
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard fraction.utf8.count <= decimals, parts.count == 1 || !fraction.isEmpty else { return nil }
    let digits = parts[0] + fraction + String(repeating: "0", count: decimals - fraction.utf8.count)
    guard digits.drop(while: { $0 == "0" }).utf8.count <= 15 else { return nil }
    return Int64(digits)
  }
}

extension JSON {
  /// A member that says something; nil where it is null, as where it is not there.
  func given(_ member: String) -> JSON? {
    switch self[member] {
    case .none, .some(.null): Optional<JSON>.none
    case .some(let value): value
    }
  }
}
