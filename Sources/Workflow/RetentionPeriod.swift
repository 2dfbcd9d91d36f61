import Domain

/// For how long something is kept (保存期限).
public struct RetentionPeriod: Hashable, Sendable {
  public enum Unit: String, CaseIterable, Hashable, Sendable {
    case hour
    case day
    case month
    case year
  }

  /// Longest period, in its unit.
  public static let maximumCount = 1_000

  /// 1 to ``maximumCount``.
  public let count: Int
  public let unit: Unit

  /// - Returns: nil outside the bounds.
  public init?(_ count: Int, _ unit: Unit) {
    guard (1...Self.maximumCount).contains(count) else { return nil }
    self.count = count
    self.unit = unit
  }

  /// The last day on which what began on `day` is kept: of months and years the day with the same number
  /// (民法典 第二百零二条). Part of a day counts as one.
  public func lastDay(from day: LegalDate) -> LegalDate {
    switch unit {
    case .hour: day.adding(days: (count + 23) / 24)
    case .day: day.adding(days: count)
    case .month: day.adding(months: count)
    case .year: day.adding(months: 12 * count)
    }
  }

  /// What began before this instant is kept no more at `now`.
  public func cutoff(at now: Instant) -> Instant {
    switch unit {
    case .hour: now.adding(milliseconds: -Int64(count) * 3_600_000)
    case .day: now.adding(milliseconds: -Int64(count) * 86_400_000)
    case .month: Instant(startOf: now.legalDate.adding(months: -count))
    case .year: Instant(startOf: now.legalDate.adding(months: -12 * count))
    }
  }
}
