/// An amount of money in fen (1/100 yuan), from 0 to 10^13 (100 billion yuan).
///
/// Negative amounts exist only as differences and stay plain `Int64`.
public struct Fen: Hashable, Comparable, Sendable {
  /// The greatest amount the product handles, in fen.
  public static let maximum: Int64 = 10_000_000_000_000

  public let value: Int64

  /// Nil when `value` is negative or above `maximum`.
  public init?(_ value: Int64) {
    guard value >= 0, value <= Self.maximum else { return nil }
    self.value = value
  }

  public static func < (left: Fen, right: Fen) -> Bool { left.value < right.value }

  /// The amount in yuan with two decimals and thousands separators, such as `3,000,000.00`.
  public var yuanText: String { Fen.yuanText(value) }

  /// Any signed amount in fen as yuan text.
  public static func yuanText(_ value: Int64) -> String {
    let (yuan, rest) = value.magnitude.quotientAndRemainder(dividingBy: 100)
    var digits = String(yuan)
    var grouped = ""
    while digits.utf8.count > 3 {
      grouped = "," + digits.suffix(3) + grouped
      digits.removeLast(3)
    }
    let fen = rest < 10 ? "0\(rest)" : "\(rest)"
    return (value < 0 ? "-" : "") + digits + grouped + "." + fen
  }

  /// A short form for people: `300万元`, `1.25亿元`, or yuan when it is not a whole number of 100
  /// yuan.
  public static func chineseText(_ value: Int64) -> String {
    let magnitude = Int64(value.magnitude)
    let sign = value < 0 ? "-" : ""
    for (unit, name) in [(Int64(10_000_000_000), "亿元"), (1_000_000, "万元")]
    where magnitude >= unit && magnitude % (unit / 100) == 0 {
      let hundredths = magnitude / (unit / 100)
      var text = String(hundredths / 100)
      let rest = hundredths % 100
      if rest > 0 {
        let two = rest < 10 ? "0\(rest)" : "\(rest)"
        text += "." + (two.hasSuffix("0") ? String(two.dropLast()) : two)
      }
      return sign + text + name
    }
    return yuanText(value) + "元"
  }
}
