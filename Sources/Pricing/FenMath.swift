/// Integer arithmetic of amounts: 128 bits on the way, rounded half to even at the end.
enum FenMath {
  /// value / divisor, rounded half to even. `divisor` is above 0.
  static func rounded(_ value: Int128, over divisor: Int128) -> Int64 {
    var (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    if remainder < 0 {
      quotient -= 1
      remainder += divisor
    }
    let twice = remainder * 2
    if twice > divisor || (twice == divisor && quotient % 2 != 0) { quotient += 1 }
    return Int64(clamping: quotient)
  }

  /// amount × ppm × steps of a year, in fen.
  static func share(_ amountFen: Int64, ppm: Int64, steps: Int = 1, perYear: Int64 = 1) -> Int64 {
    rounded(
      Int128(amountFen) * Int128(ppm) * Int128(steps), over: 1_000_000 * Int128(perYear))
  }

  /// The equal monthly payment of a loan: amount / Σ (1 + rate/12)^−k, in fen.
  ///
  /// The sum of discount factors is taken in 10^−24, so that the result is exact to a millionth of a
  /// fen at the greatest amount and the longest tenor.
  /// - Parameters:
  ///   - ratePPM: yearly; a month bears a twelfth.
  ///   - months: 1 to 600.
  static func instalment(_ amountFen: Int64, ratePPM: Int64, months: Int) -> Int64 {
    let scale: Int128 = 1_000_000_000_000_000_000_000_000
    let whole: Int128 = 12_000_000
    var factor = scale
    var sum: Int128 = 0
    for _ in 0..<months {
      factor = factor * whole / (whole + Int128(ratePPM))
      sum += factor
    }
    return rounded(Int128(amountFen) * scale, over: sum)
  }
}
