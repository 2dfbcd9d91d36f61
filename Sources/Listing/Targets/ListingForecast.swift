import Domain

/// What a year comes to if it goes on as it went: listings so far × working days of the year ÷ working days
/// that are over, rounded down. Nothing is added for cases under way: how many of them are listed by the
/// end of the year nobody knows.
public struct ListingForecast: Hashable, Sendable {
  /// Working days of the year that are over, the day itself among them.
  public let daysElapsed: Int
  public let daysInYear: Int
  /// Nil before the first working day is over; the number itself once the year is.
  public let expected: Int64?
  /// Listings by which this is short of the target; 0 when it is reached.
  public let shortBy: Int64?
  /// Whether the official calendar does not reach that far: then only weekends are known.
  public let isProvisional: Bool

  /// - Parameters:
  ///   - day: any day; one outside the year counts as its first or last.
  ///   - target: nil where none is set.
  public init(
    listed: Int64, target: Int64?, year: Int, on day: LegalDate, calendar: WorkingCalendar
  ) {
    guard let first = LegalDate(year: year, month: 1, day: 1),
      let last = LegalDate(year: year, month: 12, day: 31)
    else {
      (daysElapsed, daysInYear, expected, shortBy, isProvisional) = (0, 0, nil, nil, true)
      return
    }
    let eve = first.adding(days: -1)
    let whole = calendar.workingDays(after: eve, through: last)
    (daysInYear, isProvisional) = (whole.value, whole.isProvisional)
    daysElapsed = day < first ? 0 : calendar.workingDays(after: eve, through: min(day, last)).value
    let expected =
      daysElapsed > 0
      ? Rounding.down(Int128(listed) * Int128(daysInYear), over: Int128(daysElapsed)) : nil
    self.expected = expected
    shortBy = target.flatMap { target in expected.map { max(0, target - $0) } }
  }
}
