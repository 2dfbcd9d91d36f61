/// Integer division of amounts: 128 bits on the way, and each use says which way it rounds.
public enum Rounding {
  /// value / divisor to the nearest, a half to the even neighbour. `divisor` is above 0.
  public static func halfEven(_ value: Int128, over divisor: Int128) -> Int64 {
    var (quotient, remainder) = floored(value, divisor)
    let twice = remainder * 2
    if twice > divisor || (twice == divisor && quotient % 2 != 0) { quotient += 1 }
    return Int64(clamping: quotient)
  }

  /// The greatest whole number not above value / divisor.
  public static func down(_ value: Int128, over divisor: Int128) -> Int64 {
    Int64(clamping: floored(value, divisor).quotient)
  }

  /// The least whole number not below value / divisor.
  public static func up(_ value: Int128, over divisor: Int128) -> Int64 {
    let (quotient, remainder) = floored(value, divisor)
    return Int64(clamping: remainder > 0 ? quotient + 1 : quotient)
  }

  /// Quotient and remainder, the remainder at least 0.
  public static func floored(
    _ value: Int128, _ divisor: Int128
  ) -> (quotient: Int128, remainder: Int128) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
