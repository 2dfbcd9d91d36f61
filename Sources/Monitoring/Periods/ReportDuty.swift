import Catalog
import Domain

/// Who must report until when, as data (`Schemas/monitoring/indicators.yaml`).
public struct ReportDuty: Hashable, Sendable {
  /// The last day on which a report is in time.
  public enum Due: Hashable, Sendable {
    /// A day of the month after the period, or the next working day.
    case day(Int)
    /// Working days after the last day of the period.
    case workingDays(Int)
  }

  /// The same for all its versions.
  public let code: String
  public let label: Label
  public let period: ReportPeriod.Kind
  public let source: String
  public let due: Due
  public let days: EffectivePeriod
  public let citation: Citation

  /// The last day in time for a period; provisional when the holidays of its year are not published yet.
  public func dueOn(
    _ period: ReportPeriod, _ calendar: WorkingCalendar
  ) -> (day: LegalDate, isProvisional: Bool) {
    switch due {
    case .day(let day):
      let answer = calendar.workingDay(
        onOrAfter: period.lastDay.adding(days: 1).adding(days: day - 1))
      return (answer.value, answer.isProvisional)
    case .workingDays(let count):
      guard let answer = calendar.adding(workingDays: count, to: period.lastDay) else {
        return (period.lastDay.adding(days: count), true)
      }
      return (answer.value, answer.isProvisional)
    }
  }

  /// How one period of it stands.
  public enum Standing: String, CaseIterable, Hashable, Sendable {
    /// Its last day is not over, and nothing came.
    case awaited
    case onTime = "on_time"
    case late
    case missed
  }

  /// - Parameters:
  ///   - received: the day on which the first report came that was not sent back; nil when none did.
  ///   - today: the day on which it is asked.
  public func standing(
    of period: ReportPeriod, received: LegalDate?, on today: LegalDate, _ calendar: WorkingCalendar
  ) -> Standing {
    let due = dueOn(period, calendar).day
    guard let received else { return today <= due ? .awaited : .missed }
    return received <= due ? .onTime : .late
  }
}

/// That an enterprise must report under a duty, from one period on.
public struct ReportEnrolment: Hashable, Sendable {
  public let duty: ReportDuty
  public let from: ReportPeriod
  /// The last one; nil while it lasts.
  public let to: ReportPeriod?

  public init(duty: ReportDuty, from: ReportPeriod, to: ReportPeriod? = nil) {
    self.duty = duty
    self.from = from
    self.to = to
  }

  /// Most periods of one enrolment that are looked at: the last ones.
  static let maximumPeriods = 240

  /// Its periods whose last day in time is over on a day, oldest first.
  public func closed(on today: LegalDate, _ calendar: WorkingCalendar) -> [ReportPeriod] {
    let current = ReportPeriod(duty.period, of: today)
    let last = min(to ?? current, current)
    let first = max(from, last.adding(1 - Self.maximumPeriods))
    return ReportPeriod.range(first, through: last).filter {
      duty.dueOn($0, calendar).day < today
    }
  }

  /// The last day in time of the first period that is not closed on a day; nil when none comes any more.
  public func nextDue(after today: LegalDate, _ calendar: WorkingCalendar) -> LegalDate? {
    var period = max(from, ReportPeriod(duty.period, of: today).adding(-2))
    while duty.dueOn(period, calendar).day < today { period = period.adding(1) }
    if let to, to < period { return nil }
    return duty.dueOn(period, calendar).day
  }
}
