import Domain

/// Bounds of numbers in product documents.
enum Bounds {
  static let fen: ClosedRange<Int64> = 0...Fen.maximum
  static let milli: ClosedRange<Int64> = 0...1_000_000
  /// 0 to 100 %.
  static let share: ClosedRange<Int64> = 0...PartsPerMillion.one
  /// Rates and fees a year: 0 to 100 %.
  static let rate: ClosedRange<Int64> = 0...PartsPerMillion.one
  static let spread: ClosedRange<Int64> = -PartsPerMillion.one...PartsPerMillion.one
  /// Thresholds of criteria.
  static let operand: ClosedRange<Int64> =
    -FactDefinition.magnitudeLimit...FactDefinition.magnitudeLimit
  static let months: ClosedRange<Int64> = 1...600
}
