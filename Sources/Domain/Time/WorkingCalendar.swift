/// Which days are working days (工作日), read from `Schemas/reference/calendar-cn.csv`: the public
/// holidays and the moved working days that the State Council publishes year by year.
///
/// Outside the published years only weekends are days off, and every answer that rests on such a
/// day says so with `isProvisional`.
public struct WorkingCalendar: Sendable {
  /// A day or a count, and whether a year without published holidays took part.
  public struct Answer<Value: Hashable & Sendable>: Hashable, Sendable {
    public let value: Value
    /// True when the answer may change once the holidays of a later year are published: show the
    /// warning `calendar_provisional` beside it.
    public let isProvisional: Bool
  }

  /// Most working days one addition goes forward or back.
  public static let maximumWorkingDays = 10_000

  /// First and last year with published holidays.
  public let years: ClosedRange<Int>
  private let holidays: Set<LegalDate>
  private let workdays: Set<LegalDate>

  /// - Parameter text: the CSV file, columns `date,kind,occasion`, kind `holiday` or `workday`.
  /// - Throws: faults with the pointer `/line/column`: `header`, `columns`, `date`, `kind`,
  ///   `duplicate`; `gap` when a year in between has no entry.
  public init(csv text: String) throws(Faults) {
    let table = try ReferenceRows(text, columns: ["date", "kind", "occasion"])
    var faults: [Fault] = []
    var holidays: Set<LegalDate> = []
    var workdays: Set<LegalDate> = []
    for row in table.rows {
      guard let day = LegalDate(row.text("date")) else {
        faults.append(row.fault("date", "date", zh: "日期应为 YYYY-MM-DD", en: "must be YYYY-MM-DD"))
        continue
      }
      if holidays.contains(day) || workdays.contains(day) {
        faults.append(row.fault("date", "duplicate", zh: "日期重复", en: "the day is given twice"))
        continue
      }
      switch row.text("kind") {
      case "holiday": holidays.insert(day)
      case "workday": workdays.insert(day)
      default:
        faults.append(
          row.fault("kind", "kind", zh: "应为 holiday 或 workday", en: "must be holiday or workday"))
      }
    }
    let covered = Set(holidays.map(\.year))
    for year in (covered.min() ?? 0)...(covered.max() ?? 0) where !covered.contains(year) {
      faults.append(
        Fault("", "gap", zh: "缺少 \(year) 年的节假日", en: "the holidays of \(year) are missing"))
    }
    guard faults.isEmpty, let first = covered.min(), let last = covered.max() else {
      throw Faults(faults)
    }
    years = first...last
    self.holidays = holidays
    self.workdays = workdays
  }

  /// Whether the holidays of the day's year are published.
  public func covers(_ day: LegalDate) -> Bool { years.contains(day.year) }

  /// Whether `day` is a working day: a moved working day, or a weekday that is no holiday.
  public func isWorkingDay(_ day: LegalDate) -> Bool {
    if workdays.contains(day) { return true }
    return !Self.isWeekend(day) && !holidays.contains(day)
  }

  /// The first working day on or after `day`, as a period ends that would end on a day off
  /// (民法典 第二百零三条).
  public func workingDay(onOrAfter day: LegalDate) -> Answer<LegalDate> {
    var candidate = day
    while !isWorkingDay(candidate) { candidate = candidate.adding(days: 1) }
    return Answer(value: candidate, isProvisional: !covers(day) || !covers(candidate))
  }

  /// The working day that is the `workingDays`-th after `day` (before it, when negative); the day
  /// itself does not count (民法典 第二百零一条). With 0, `day` as it is.
  /// - Returns: nil beyond `maximumWorkingDays` either way.
  public func adding(workingDays: Int, to day: LegalDate) -> Answer<LegalDate>? {
    guard (-Self.maximumWorkingDays...Self.maximumWorkingDays).contains(workingDays) else {
      return nil
    }
    let step = workingDays < 0 ? -1 : 1
    var remaining = abs(workingDays)
    var candidate = day
    while remaining > 0 {
      candidate = candidate.adding(days: step)
      if isWorkingDay(candidate) { remaining -= 1 }
    }
    return Answer(value: candidate, isProvisional: !covers(day) || !covers(candidate))
  }

  /// The number of working days after `start` up to and with `end`; negative when `end` is earlier,
  /// so that it is the opposite of `adding(workingDays:to:)`.
  public func workingDays(after start: LegalDate, through end: LegalDate) -> Answer<Int> {
    let isProvisional = !covers(start) || !covers(end)
    if end < start {
      let back = workingDays(
        after: end.adding(days: -1), through: start.adding(days: -1))
      return Answer(value: -back.value, isProvisional: isProvisional)
    }
    guard start < end else { return Answer(value: 0, isProvisional: isProvisional) }
    let span = start.adding(days: 1)...end
    var count = Self.weekdays(through: end) - Self.weekdays(through: start)
    count += workdays.count { span.contains($0) && Self.isWeekend($0) }
    count -= holidays.count { span.contains($0) && !Self.isWeekend($0) }
    return Answer(value: count, isProvisional: isProvisional)
  }

  private static func isWeekend(_ day: LegalDate) -> Bool { day.weekday >= 6 }

  /// Mondays to Fridays since some fixed Monday, up to and with `day`.
  private static func weekdays(through day: LegalDate) -> Int {
    let days = Int(day.daysSinceEpoch) + 3
    return days.floorDivided(by: 7) * 5 + min(days.floorModulo(7) + 1, 5)
  }
}
