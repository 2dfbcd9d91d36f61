/// Arithmetic modulo 2^61 − 1, in which the span of published figures is worked out: exact like fractions,
/// without numbers that grow.
///
/// A combination of figures with whole or fractional factors is one here, too, unless the prime divides a
/// determinant of zeros and ones; that nothing is missed so is as good as certain.
enum PrimeField {
  static let prime: UInt64 = (1 << 61) - 1

  static func subtract(_ a: UInt64, _ b: UInt64) -> UInt64 { a >= b ? a - b : a + prime - b }

  static func add(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let sum = a + b
    return sum >= prime ? sum - prime : sum
  }

  static func multiply(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = a.multipliedFullWidth(by: b)
    // 2^61 is 1.
    let folded = (low & prime) + (low >> 61 | high << 3)
    return folded >= prime ? folded - prime : folded
  }

  /// By Fermat; `a` is not 0.
  static func inverse(_ a: UInt64) -> UInt64 {
    var result: UInt64 = 1
    var base = a
    var exponent = prime - 2
    while exponent > 0 {
      if exponent & 1 == 1 { result = multiply(result, base) }
      base = multiply(base, base)
      exponent >>= 1
    }
    return result
  }
}
