import Domain
import Workflow

/// Plans backward from a target over working days.
///
/// Work of so many days that begins on a day is done so many days later, or on the next working day when
/// that is a day off: evidence is handed over on working days.
public struct Planner: Sendable {
  let calendar: WorkingCalendar

  public init(_ calendar: WorkingCalendar) { self.calendar = calendar }

  /// The plan that can begin last; of equal ones that with the later cut-off. Statements are extended only
  /// where there is no other way.
  public func plan(_ problem: PlanProblem) -> PlanResult {
    guard problem.statements != nil else {
      return schedule(problem, PlanLimits(problem, cutOff: nil, isExtended: false))
    }
    var nearest: (binding: PlanBinding, late: Int)?
    for isExtended in [false, true] {
      var best: Plan?
      for cutOff in problem.cutOffs {
        let limits = PlanLimits(problem, cutOff: cutOff, isExtended: isExtended)
        switch schedule(problem, limits) {
        case .plan(let plan):
          if best.map({ $0.latestStart <= plan.latestStart }) ?? true { best = plan }
        case .none(let binding):
          let late = lateDays(problem, limits)
          if nearest.map({ late < $0.late }) ?? true { nearest = (binding, late) }
        }
      }
      if let best { return .plan(best) }
    }
    if let nearest { return .none(nearest.binding) }
    // No period ends between the start and the target: without statements it is late all the same.
    return schedule(problem, PlanLimits(problem, cutOff: problem.target, isExtended: true))
  }

  private func schedule(_ problem: PlanProblem, _ limits: PlanLimits) -> PlanResult {
    let forward = self.forward(problem, limits)
    let activities = problem.activities
    if let late = activities.indices.first(where: { forward[$0].done > limits.due[$0].day }) {
      return .none(binding(late, problem, limits, forward))
    }
    let latest = backward(problem, limits)
    let entries = activities.indices.map { index in
      Plan.Entry(
        activity: activities[index], earliest: forward[index], latest: latest[index],
        slackDays: calendar.workingDays(
          after: forward[index].start, through: latest[index].start
        ).value, due: limits.due[index].day)
    }
    let roots = entries.filter(\.activity.after.isEmpty)
    let last = activities.indices.max { forward[$0].done < forward[$1].done }
    return .plan(
      Plan(
        entries: entries,
        latestStart: roots.map(\.latest.start).min() ?? problem.target,
        slackDays: roots.map(\.slackDays).min() ?? 0,
        criticalPath: last.map { chain(to: $0, problem, forward).map { activities[$0].code } }
          ?? [],
        cutOff: limits.cutOff, needsExtension: limits.isExtended,
        isProvisional: !calendar.covers(problem.start) || !calendar.covers(problem.target)))
  }

  /// By how many days work is late that is late most: what is late first says little of how far off all is.
  private func lateDays(_ problem: PlanProblem, _ limits: PlanLimits) -> Int {
    forward(problem, limits).enumerated().map { index, span in
      Int(span.done.daysSinceEpoch - limits.due[index].day.daysSinceEpoch)
    }.max() ?? 0
  }

  private func forward(_ problem: PlanProblem, _ limits: PlanLimits) -> [Plan.Span] {
    var spans: [Plan.Span] = []
    var done: [String: LegalDate] = [:]
    for (index, activity) in problem.activities.enumerated() {
      let waits = activity.after.compactMap { done[$0] } + [problem.start]
      let start = (waits + (limits.opens[index].map { [$0] } ?? [])).max() ?? problem.start
      let span = Plan.Span(start: start, done: finish(activity.length, from: start))
      done[activity.code] = span.done
      spans.append(span)
    }
    return spans
  }

  private func backward(_ problem: PlanProblem, _ limits: PlanLimits) -> [Plan.Span] {
    var due: [String: LegalDate] = [:]
    var spans: [Plan.Span] = []
    for (index, activity) in problem.activities.enumerated().reversed() {
      let own = limits.due[index].day
      let by = due[activity.code].map { min($0, own) } ?? own
      let start = latestStart(activity.length, doneBy: by)
      for code in activity.after { due[code] = due[code].map { min($0, start) } ?? start }
      spans.append(Plan.Span(start: start, done: finish(activity.length, from: start)))
    }
    return spans.reversed()
  }

  /// What an activity waited for last, and that for, back to where nothing was waited for.
  private func chain(
    to index: Int, _ problem: PlanProblem, _ forward: [Plan.Span]
  ) -> [Int] {
    var path = [index]
    var at = index
    while let before = problem.activities[..<at].indices.last(where: { candidate in
      problem.activities[at].after.contains(problem.activities[candidate].code)
        && forward[candidate].done == forward[at].start
    }) {
      path.append(before)
      at = before
    }
    return path.reversed()
  }

  private func binding(
    _ late: Int, _ problem: PlanProblem, _ limits: PlanLimits, _ forward: [Plan.Span]
  ) -> PlanBinding {
    let path = chain(to: late, problem, forward)
    let first = path[0]
    var cause = PlanBinding.Cause.work(longest: longest(of: path, problem, forward))
    if let opens = limits.opens[first], opens > problem.start, forward[first].start == opens {
      cause = .opens(problem.activities[first].code, on: opens)
    }
    return PlanBinding(
      gate: problem.activities[late].code, limit: limits.due[late].limit,
      due: limits.due[late].day, earliest: forward[late].done, cause: cause,
      path: path.map { problem.activities[$0].code }, cutOff: limits.cutOff)
  }

  private func longest(
    of path: [Int], _ problem: PlanProblem, _ forward: [Plan.Span]
  ) -> String {
    let index =
      path.max { one, other in
        forward[one].done.daysSinceEpoch - forward[one].start.daysSinceEpoch
          < forward[other].done.daysSinceEpoch - forward[other].start.daysSinceEpoch
      } ?? 0
    return problem.activities[index].code
  }
}

extension Planner {
  /// The day on which work that begins on a day is done.
  func finish(_ length: PlanLength, from start: LegalDate) -> LegalDate {
    let day =
      switch length.unit {
      case .calendarDay: start.adding(days: length.days)
      case .workingDay: working(length.days, from: start)
      }
    return calendar.workingDay(onOrAfter: day).value
  }

  /// The last day on which work can begin that is to be done by a day.
  func latestStart(_ length: PlanLength, doneBy due: LegalDate) -> LegalDate {
    let last = working(-1, from: due.adding(days: 1))
    switch length.unit {
    case .calendarDay: return last.adding(days: -length.days)
    case .workingDay:
      guard length.days > 0 else { return last }
      // Between two working days it makes no difference on which day one begins.
      let before = working(-length.days, from: last)
      return working(1, from: before).adding(days: -1)
    }
  }

  /// The working day that is so many after a day, or before it when negative.
  public func day(workingDays days: Int, from day: LegalDate) -> LegalDate {
    working(days, from: day)
  }

  private func working(_ days: Int, from day: LegalDate) -> LegalDate {
    guard let answer = calendar.adding(workingDays: days, to: day) else {
      preconditionFailure("a length beyond \(PlanLength.maximumDays) days was refused")
    }
    return answer.value
  }
}
