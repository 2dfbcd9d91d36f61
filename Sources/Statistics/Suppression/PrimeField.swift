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

  /// A number that looks drawn at random, the same for the same place (SplitMix64).
  static func scattered(_ place: UInt64) -> UInt64 {
    var mixed = (place &+ 1) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return (mixed ^ (mixed >> 31)) % prime
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

/// What follows from figures that are known: the space that they span, in reduced echelon form. The first
/// columns get the pivots first.
struct FigureSpan {
  /// By rising pivot; 1 at its own pivot, 0 at those of the others.
  private(set) var rows: [(pivot: Int, values: [UInt64])] = []

  /// - Returns: false when it follows from what is known already.
  mutating func insert(_ figure: [UInt64]) -> Bool {
    var values = figure
    for row in rows {
      let times = values[row.pivot]
      if times != 0 { Self.reduce(&values, by: row.values, from: row.pivot, times: times) }
    }
    guard let pivot = values.firstIndex(where: { $0 != 0 }) else { return false }
    let factor = PrimeField.inverse(values[pivot])
    for column in values.indices where values[column] != 0 {
      values[column] = PrimeField.multiply(values[column], factor)
    }
    for index in rows.indices {
      let times = rows[index].values[pivot]
      if times != 0 {
        Self.reduce(&rows[index].values, by: values, from: pivot, times: times)
      }
    }
    let place = rows.firstIndex { $0.pivot > pivot } ?? rows.endIndex
    rows.insert((pivot, values), at: place)
    return true
  }

  /// - Parameter pivot: of the row, before which it is 0.
  private static func reduce(
    _ values: inout [UInt64], by row: [UInt64], from pivot: Int, times factor: UInt64
  ) {
    for column in pivot..<values.count where row[column] != 0 {
      values[column] = PrimeField.subtract(
        values[column], PrimeField.multiply(row[column], factor))
    }
  }

  /// What taking in one more figure costs at most, in values worked through.
  func work(of width: Int) -> Int { 2 * (rows.count + 1) * width }

  /// Rows that are 0 in the first columns; they span all such combinations.
  func rows(beyond column: Int) -> [[UInt64]] {
    rows.filter { $0.pivot >= column }.map { Array($0.values[column...]) }
  }
}
