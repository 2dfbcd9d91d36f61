import Domain

/// When a claim may be made.
public enum ClaimWindow: Hashable, Sendable {
  /// From the event on, without an end that the text names.
  case open
  /// So many months after the event: through the day with the same number.
  case months(Int64)
  case days(Int64)
  /// Between two days of the year, so many years after that of the event.
  case yearly(from: MonthDay, to: MonthDay, yearsAfter: Int64)

  /// A day of every year.
  public struct MonthDay: Hashable, Comparable, Sendable {
    public let month: Int
    public let day: Int

    /// From `03-31`; nil for what is no day of every year.
    public init?(_ text: String) {
      // 2023 has no 29 February: a window that opens or ends on it would be missing in most years.
      guard let date = LegalDate("2023-\(text)") else { return nil }
      month = date.month
      day = date.day
    }

    public static func < (left: MonthDay, right: MonthDay) -> Bool {
      (left.month, left.day) < (right.month, right.day)
    }

    func date(in year: Int) -> LegalDate? { LegalDate(year: year, month: month, day: day) }
  }

  /// First and last day for what happened on a day; nil without an end.
  public func days(after event: LegalDate) -> (first: LegalDate, last: LegalDate?) {
    switch self {
    case .open: (event, nil)
    case .months(let count): (event, event.adding(months: Int(count)))
    case .days(let count): (event, event.adding(days: Int(count)))
    case .yearly(let from, let to, let yearsAfter):
      (
        from.date(in: event.year + Int(yearsAfter)) ?? event,
        to.date(in: event.year + Int(yearsAfter))
      )
    }
  }
}
