import Domain

/// When something takes place again and again: on which days, and at which minute of them.
public struct SlotSchedule: Hashable, Sendable {
  public enum Days: Hashable, Sendable {
    /// Every working day.
    case workingDays
    /// Once a week, 1 being Monday; on the next working day when that day is off.
    case weekly(Int)
  }

  /// Days looked at before a schedule is given up as one without slots.
  static let maximumDays = 60

  public let days: Days
  /// Minutes after midnight in Asia/Shanghai.
  public let atMinute: Int

  /// - Returns: nil for a weekday or a minute that there is not.
  public init?(_ days: Days, atMinute: Int) {
    guard (0..<1_440).contains(atMinute) else { return nil }
    if case .weekly(let weekday) = days, !(1...7).contains(weekday) { return nil }
    self.days = days
    self.atMinute = atMinute
  }

  /// The slot of a day; nil when there is none on it.
  public func slot(on day: LegalDate, _ calendar: WorkingCalendar) -> Instant? {
    guard calendar.isWorkingDay(day) else { return nil }
    switch days {
    case .workingDays: break
    case .weekly(let weekday):
      // The day itself, or the last of the days off before it, is the one of the week.
      var candidate = day
      var seen = 0
      while candidate.weekday != weekday {
        candidate = candidate.adding(days: -1)
        seen += 1
        guard seen < Self.maximumDays, !calendar.isWorkingDay(candidate) else { return nil }
      }
    }
    return Instant(startOf: day).adding(milliseconds: Int64(atMinute) * 60_000)
  }

  /// The last slot that is not after an instant.
  public func latest(at instant: Instant, _ calendar: WorkingCalendar) -> Instant? {
    let today = instant.legalDate
    for back in 0..<Self.maximumDays {
      if let slot = slot(on: today.adding(days: -back), calendar), slot <= instant { return slot }
    }
    return nil
  }

  /// The first slot after an instant.
  public func next(after instant: Instant, _ calendar: WorkingCalendar) -> Instant? {
    let today = instant.legalDate
    for ahead in 0..<Self.maximumDays {
      if let slot = slot(on: today.adding(days: ahead), calendar), slot > instant { return slot }
    }
    return nil
  }
}
