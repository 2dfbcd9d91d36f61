import Domain

/// A length of time that the law counts in days (民法典 第二百零一条 至 第二百零四条).
public struct TimeLimit: Hashable, Sendable {
  public enum Unit: String, CaseIterable, Hashable, Sendable {
    case workingDay = "working_day"
    case calendarDay = "calendar_day"
  }

  /// Longest limit.
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
}

/// Days on which a time limit stands still, first and last included. It always has a reason and an
/// end: a pause without an end would be a way out of every deadline.
public struct Pause: Hashable, Sendable {
  /// Longest pause, in days.
  public static let maximumDays = 366

  public let from: LegalDate
  public let through: LegalDate
  public let reason: String

  /// - Returns: nil when it ends before it begins, is longer than ``maximumDays``, or has no reason.
  public init?(from: LegalDate, through: LegalDate, reason: String) {
    guard from <= through, Int(through.daysSinceEpoch - from.daysSinceEpoch) < Self.maximumDays,
      reason.unicodeScalars.contains(where: { !$0.properties.isWhitespace })
    else { return nil }
    self.from = from
    self.through = through
    self.reason = reason
  }

  func covers(_ day: LegalDate) -> Bool { from <= day && day <= through }
}

/// When a time limit ends.
public struct Deadline: Hashable, Sendable {
  /// The last day.
  public let day: LegalDate
  /// The end of that day's business hours.
  public let instant: Instant
  /// Whether holidays that are not published yet may still move it.
  public let isProvisional: Bool
}

/// How time limits are counted: over which calendar, and until when on a day.
public struct DeadlineClock: Sendable {
  /// Days looked at before a limit is given up as endless.
  static let maximumDays = 20_000

  private let calendar: WorkingCalendar
  private let closesAtMinute: Int

  /// - Parameter closesAtMinute: minutes after midnight in Asia/Shanghai at which business ends (民法典
  ///   第二百零三条第二款), 1 to 1,440.
  public init(_ calendar: WorkingCalendar, closesAtMinute: Int) {
    self.calendar = calendar
    self.closesAtMinute = min(max(1, closesAtMinute), 1_440)
  }

  /// When a limit that began at an instant ends. The day on which it begins does not count (第二百零一条);
  /// days of a pause do not count; a last day off gives way to the next working day (第二百零三条).
  ///
  /// - Returns: nil when pauses leave it no end within ``maximumDays``.
  public func deadline(
    of limit: TimeLimit, from start: Instant, pauses: [Pause] = []
  ) -> Deadline? {
    let first = start.legalDate
    var day = first
    var left = limit.count
    var seen = 0
    while left > 0 {
      guard seen < Self.maximumDays else { return nil }
      seen += 1
      day = day.adding(days: 1)
      if counts(day, limit.unit, pauses) { left -= 1 }
    }
    while !counts(day, .workingDay, pauses) {
      guard seen < Self.maximumDays else { return nil }
      seen += 1
      day = day.adding(days: 1)
    }
    return deadline(on: day, since: first)
  }

  /// The deadline moved by working days, back when negative; pauses count as days off.
  public func deadline(
    _ deadline: Deadline, movedBy workingDays: Int, pauses: [Pause] = []
  ) -> Deadline? {
    let step = workingDays < 0 ? -1 : 1
    var day = deadline.day
    var left = abs(workingDays)
    var seen = 0
    while left > 0 {
      guard seen < Self.maximumDays else { return nil }
      seen += 1
      day = day.adding(days: step)
      if counts(day, .workingDay, pauses) { left -= 1 }
    }
    let moved = self.deadline(on: day, since: min(day, deadline.day))
    return Deadline(
      day: day, instant: moved.instant,
      isProvisional: moved.isProvisional || deadline.isProvisional)
  }

  /// Working days from an instant's day to the deadline's: what is left of it, 0 on the last day,
  /// negative after it.
  public func workingDaysLeft(_ deadline: Deadline, at now: Instant) -> Int {
    calendar.workingDays(after: now.legalDate, through: deadline.day).value
  }

  private func deadline(on day: LegalDate, since first: LegalDate) -> Deadline {
    Deadline(
      day: day,
      instant: Instant(startOf: day).adding(milliseconds: Int64(closesAtMinute) * 60_000),
      isProvisional: !calendar.covers(first) || !calendar.covers(day))
  }

  private func counts(_ day: LegalDate, _ unit: TimeLimit.Unit, _ pauses: [Pause]) -> Bool {
    (unit == .calendarDay || calendar.isWorkingDay(day)) && !pauses.contains { $0.covers(day) }
  }
}
