import Domain

/// The change of a figure against a base that says something.
struct Growth {
  /// The change times 1,000,000, and what it is to be divided by.
  private let change: Int128
  private let base: Int128

  /// Nil for a base of zero or less, or under a floor: nothing follows from it.
  init?(from base: Int64, to figure: Int64, floor: Int64) {
    guard base > 0, base >= floor else { return nil }
    change = (Int128(figure) - Int128(base)) * Int128(PartsPerMillion.one)
    self.base = Int128(base)
  }

  /// Exact: nothing is rounded.
  func isWithin(_ range: ClosedRange<Int64>) -> Bool {
    change >= Int128(range.lowerBound) * base && change <= Int128(range.upperBound) * base
  }

  /// In ppm, rounded so that a comparison with a whole threshold is exact: up where less is worse, else down.
  func ppm(_ worse: WarningCondition.Worse) -> Int64 {
    switch worse {
    case .lower: Rounding.up(change, over: base)
    case .higher: Rounding.down(change, over: base)
    }
  }
}
