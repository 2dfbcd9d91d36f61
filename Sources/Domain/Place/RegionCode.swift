/// A division of the country by its six-digit code (GB/T 2260): two digits for the province, two
/// for the prefecture, two for the county.
public struct RegionCode: Hashable, Comparable, Sendable {
  /// The code as a number, 110000 to 999999.
  public let number: Int32

  /// How far a code goes down.
  public enum Level: String, Sendable, CaseIterable {
    case province
    case prefecture
    case county
  }

  /// From exactly six ASCII digits; nil for anything else, also when the province part is below 11.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 6, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    self.init(number: bytes.reduce(0) { $0 * 10 + Int32($1 - 0x30) })
  }

  /// Nil outside 110000 to 999999.
  public init?(number: Int32) {
    guard (110_000...999_999).contains(number) else { return nil }
    self.number = number
  }

  /// The six digits.
  public var text: String { String(number) }

  public static func < (left: RegionCode, right: RegionCode) -> Bool { left.number < right.number }

  /// Province when the last four digits are 0, prefecture when the last two are.
  public var level: Level {
    if number % 10_000 == 0 { return .province }
    return number % 100 == 0 ? .prefecture : .county
  }

  /// The digits without trailing `00` pairs: `34`, `3401`, `340104`.
  public var prefix: String { String(number / divisor) }

  /// The province this division lies in (or is).
  public var province: RegionCode { RegionCode(unchecked: number / 10_000 * 10_000) }

  /// The prefecture this division lies in (or is); nil for a province.
  public var prefecture: RegionCode? {
    level == .province ? nil : RegionCode(unchecked: number / 100 * 100)
  }

  /// Whether `other` is this division or lies inside it: `other` starts with this code's `prefix`.
  public func contains(_ other: RegionCode) -> Bool { other.number / divisor == number / divisor }

  /// Whether this division is `other` or lies inside it.
  public func isWithin(_ other: RegionCode) -> Bool { other.contains(self) }

  private var divisor: Int32 {
    switch level {
    case .province: 10_000
    case .prefecture: 100
    case .county: 1
    }
  }

  private init(unchecked number: Int32) { self.number = number }
}

extension RegionCode: CustomStringConvertible {
  /// The six digits.
  public var description: String { text }
}
