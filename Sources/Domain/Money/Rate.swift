/// A rate or share in parts per million: 1 bp = 100 ppm, 1 % = 10,000 ppm.
public struct PartsPerMillion: Hashable, Comparable, Sendable {
  public static let one: Int64 = 1_000_000

  public let value: Int64
  public init(_ value: Int64) { self.value = value }

  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }

  /// As a percentage with as many decimals as it needs, at least two: `3.45%`, `4.5673%`.
  public var percentText: String {
    let magnitude = value.magnitude
    var decimals = String(magnitude % 10_000)
    while decimals.utf8.count < 4 { decimals = "0" + decimals }
    while decimals.utf8.count > 2, decimals.hasSuffix("0") { decimals.removeLast() }
    return "\(value < 0 ? "-" : "")\(magnitude / 10_000).\(decimals)%"
  }
}

/// Integer arithmetic that cannot overflow on its way: products are taken in 128 bits.
public enum Exact {
  /// floor(a × b / divisor), or nil when the result leaves Int64. `divisor` must be above 0.
  public static func scaled(_ a: Int64, by b: Int64, over divisor: Int64) -> Int64? {
    let product = Int128(a) * Int128(b)
    var (quotient, remainder) = product.quotientAndRemainder(dividingBy: Int128(divisor))
    if remainder < 0 {
      quotient -= 1
      remainder += Int128(divisor)
    }
    return Int64(exactly: quotient)
  }

  /// The sum, or nil when it leaves Int64.
  public static func sum(_ values: [Int64]) -> Int64? {
    Int64(exactly: values.reduce(Int128(0)) { $0 + Int128($1) })
  }
}
