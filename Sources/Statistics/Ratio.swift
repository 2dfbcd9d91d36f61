import Domain

/// An exact fraction of whole numbers. Compared without rounding: a tie is a tie.
public struct Ratio: Sendable {
  public let numerator: Int128
  /// Above 0.
  public let denominator: Int128

  /// Nil without a base: what is divided by nothing is undefined and never 0.
  public init?(_ numerator: Int128, over denominator: Int128) {
    guard denominator > 0 else { return nil }
    self.numerator = numerator
    self.denominator = denominator
  }

  /// In ppm, to the nearest, a half to the even neighbour.
  public var ppm: Int64 { Rounding.halfEven(numerator * 1_000_000, over: denominator) }

  /// Whether this one is less, by their continued fractions: products of two sums of money might not fit
  /// into 128 bits.
  public func isBelow(_ other: Ratio) -> Bool {
    var (left, leftDivisor) = (numerator, denominator)
    var (right, rightDivisor) = (other.numerator, other.denominator)
    // Reciprocals compare the other way round.
    var isTurned = false
    while true {
      let (leftWhole, leftRest) = Rounding.floored(left, leftDivisor)
      let (rightWhole, rightRest) = Rounding.floored(right, rightDivisor)
      if leftWhole != rightWhole { return (leftWhole < rightWhole) != isTurned }
      if leftRest == 0 || rightRest == 0 {
        if leftRest == rightRest { return false }
        return (leftRest == 0) != isTurned
      }
      (left, leftDivisor) = (leftDivisor, leftRest)
      (right, rightDivisor) = (rightDivisor, rightRest)
      isTurned.toggle()
    }
  }
}

extension Ratio: Hashable {
  /// By value: 1/2 is 2/4.
  public static func == (left: Ratio, right: Ratio) -> Bool {
    !left.isBelow(right) && !right.isBelow(left)
  }

  public func hash(into hasher: inout Hasher) {
    let divisor = Self.greatestDivisor(
      numerator < 0 ? -numerator : numerator, denominator)
    hasher.combine(numerator / divisor)
    hasher.combine(denominator / divisor)
  }

  private static func greatestDivisor(_ first: Int128, _ second: Int128) -> Int128 {
    var (one, other) = (first, second)
    while other != 0 { (one, other) = (other, one % other) }
    return one
  }
}
