import Domain
import Listing
import Workflow

/// Walks a problem forward day by day, as somebody with a wall calendar would: what plans are held against.
struct PlainSchedule {
  let calendar: WorkingCalendar
  let problem: PlanProblem
  /// One choice of statements.
  let cutOff: LegalDate?
  let isExtended: Bool

  /// When each activity is done when all begins on a day and goes as soon as it can.
  func done(from start: LegalDate) -> [String: LegalDate] {
    var done: [String: LegalDate] = [:]
    for activity in problem.activities {
      let waits = activity.after.compactMap { done[$0] }
      var day = start
      while !mayBegin(activity, on: day, waits) { day = day.adding(days: 1) }
      done[activity.code] = end(of: activity.length, begun: day)
    }
    return done
  }

  private func mayBegin(
    _ activity: PlanActivity, on day: LegalDate, _ waits: [LegalDate]
  ) -> Bool {
    if let first = activity.notBefore, day < first { return false }
    if let cutOff, problem.statements?.audited == activity.code, day <= cutOff { return false }
    return waits.allSatisfy { $0 <= day }
  }

  private func end(of length: PlanLength, begun: LegalDate) -> LegalDate {
    var day = begun
    var left = length.days
    while left > 0 {
      day = day.adding(days: 1)
      if length.unit == .calendarDay || calendar.isWorkingDay(day) { left -= 1 }
    }
    while !calendar.isWorkingDay(day) { day = day.adding(days: 1) }
    return day
  }

  /// Whether every gate is passed in time.
  func isInTime(from start: LegalDate) -> Bool {
    let done = self.done(from: start)
    return problem.activities.allSatisfy { activity in
      guard let day = done[activity.code] else { return false }
      return isInTime(activity, done: day)
    }
  }

  private func isInTime(_ activity: PlanActivity, done day: LegalDate) -> Bool {
    guard day <= problem.target, activity.notAfter.map({ day <= $0 }) ?? true else { return false }
    guard let cutOff, let statements = problem.statements else { return true }
    if statements.settled.contains(activity.code), day > cutOff { return false }
    let months = statements.months + (isExtended ? statements.extensionMonths : 0)
    return !statements.good.contains(activity.code) || day <= cutOff.adding(months: months)
  }

  /// Every choice of statements there is for a problem.
  static func choices(_ problem: PlanProblem, _ calendar: WorkingCalendar) -> [PlainSchedule] {
    func one(_ cutOff: LegalDate?, _ isExtended: Bool) -> PlainSchedule {
      PlainSchedule(
        calendar: calendar, problem: problem, cutOff: cutOff, isExtended: isExtended)
    }
    guard let statements = problem.statements else { return [one(nil, false)] }
    var days: [LegalDate] = []
    if let cutOff = statements.cutOff {
      days = [cutOff]
    } else {
      var day = problem.start.adding(months: -(statements.months + statements.extensionMonths))
      while day <= problem.target {
        let next = day.adding(days: 1)
        let isSettled = statements.notBefore.map { $0 <= day } ?? true
        if next.day == 1, day.month % statements.everyMonths == 0, isSettled { days.append(day) }
        day = next
      }
    }
    return days.flatMap { [one($0, false), one($0, true)] }
  }
}
