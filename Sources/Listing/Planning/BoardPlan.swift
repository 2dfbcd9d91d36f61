import Domain
import Workflow

/// What a plan for one case is to be made of.
public struct PlanRequest: Hashable, Sendable {
  /// Which of the durations of a board are counted with.
  public enum Pace: String, CaseIterable, Hashable, Sendable {
    case least
    case typical
    case most
  }

  public let today: LegalDate
  public let target: LegalDate
  public let pace: Pace
  /// Needed besides what every case needs, such as `over_200_holders`.
  public let options: Set<String>
  /// Rounds of inquiry still to come, the present one with them; nil for the usual number.
  public let rounds: Int?
  /// First days of stages that time opens, such as fiscal years that fill up.
  public let opens: [String: LegalDate]
  /// Last days of stages, such as windows of applications.
  public let closes: [String: LegalDate]
  /// Of statements that there are.
  public let cutOff: LegalDate?

  public init(
    from today: LegalDate, to target: LegalDate, pace: Pace = .typical,
    options: Set<String> = [], rounds: Int? = nil, opens: [String: LegalDate] = [:],
    closes: [String: LegalDate] = [:], cutOff: LegalDate? = nil
  ) {
    self.today = today
    self.target = target
    self.pace = pace
    self.options = options
    self.rounds = rounds
    self.opens = opens
    self.closes = closes
    self.cutOff = cutOff
  }
}

/// Why nothing can be planned.
public enum PlanRefusal: Error, Hashable, Sendable {
  /// The case is past the work that is planned, or at its end.
  case nothingToDo(stage: String)
  /// The statements are audited already, and nobody said up to which day they speak.
  case cutOffUnknown
  /// More rounds of inquiry than the board knows.
  case rounds(most: Int)
}

extension Planner {
  /// What remains to be done in a case until it is listed.
  ///
  /// - Parameters:
  ///   - state: the stage, since when, and the channel.
  ///   - channel: the review channel that is meant to be taken; nil for that of the case.
  public func problem(
    for state: CaseState, in board: Board, channel: String? = nil, _ request: PlanRequest
  ) throws(PlanRefusal) -> PlanProblem {
    let channel = channel ?? state.channel
    // On hold a case stands where it left.
    let present = state.left ?? state.stage
    let steps = try self.steps(present, board, channel, request)
    let remaining = Set(steps.map(\.stage))
    let rounds = try self.rounds(board, request)
    var activities: [PlanActivity] = []
    /// Codes by which what waits for a stage waits.
    var ends: [String: [String]] = [:]
    for step in board.plan.steps {
      let waits = step.after.flatMap { ends[$0] ?? [] }
      guard remaining.contains(step.stage), let stage = board.stage(step.stage),
        let length = self.length(
          of: stage, request, since: stage.code == present ? state.since : nil)
      else {
        // What is done, or not done in this case, hands on what it waited for.
        ends[step.stage] = waits
        continue
      }
      activities.append(
        PlanActivity(
          step.stage, after: unique(waits), length: length, notBefore: request.opens[step.stage],
          notAfter: request.closes[step.stage]))
      ends[step.stage] = [step.stage]
      guard rounds > 1, let again = board.plan.rounds?.stages, again.last == step.stage else {
        continue
      }
      ends[step.stage] = append(again, rounds, to: &activities, board, request)
    }
    let statements = try self.statements(board, activities, request)
    guard
      let problem = PlanProblem(
        activities, from: request.today, to: request.target, statements: statements)
    else { throw .nothingToDo(stage: present) }
    return problem
  }

  /// Steps from the present stage on, in this channel and with these options. A plan lists its steps in the
  /// order in which a case goes through them: what stands before the present one is done.
  private func steps(
    _ present: String, _ board: Board, _ channel: String, _ request: PlanRequest
  ) throws(PlanRefusal) -> [PlanOutline.Step] {
    guard let first = board.plan.steps.firstIndex(where: { $0.stage == present }) else {
      throw .nothingToDo(stage: present)
    }
    return board.plan.steps[first...].filter { step in
      (step.channels.isEmpty || step.channels.contains(channel))
        && (step.option.map { request.options.contains($0) } ?? true)
    }
  }

  private func rounds(_ board: Board, _ request: PlanRequest) throws(PlanRefusal) -> Int {
    guard let outline = board.plan.rounds else { return 1 }
    let count = request.rounds ?? outline.typical
    guard (1...outline.most).contains(count) else { throw .rounds(most: outline.most) }
    return count
  }

  /// The second round and those after it, one after another.
  private func append(
    _ stages: [String], _ rounds: Int, to activities: inout [PlanActivity], _ board: Board,
    _ request: PlanRequest
  ) -> [String] {
    var last = stages.last.map { [$0] } ?? []
    for round in 2...rounds {
      for code in stages {
        guard let stage = board.stage(code),
          let length = self.length(of: stage, request, since: nil)
        else { continue }
        let activity = PlanActivity(
          "\(code).\(round)", stage: code, after: last, length: length,
          notAfter: request.closes[code])
        activities.append(activity)
        last = [activity.code]
      }
    }
    return last
  }

  /// What is left of a stage since a day; the whole when it is not begun.
  private func length(
    of stage: Board.Stage, _ request: PlanRequest, since begun: LegalDate?
  ) -> PlanLength? {
    guard let duration = stage.duration else { return nil }
    var days =
      switch request.pace {
      case .least: duration.least
      case .typical: duration.typical
      case .most: duration.most
      }
    if let begun, begun < request.today {
      switch duration.unit {
      case .calendarDay: days -= Int(request.today.daysSinceEpoch - begun.daysSinceEpoch)
      case .workingDay:
        days -= calendar.workingDays(after: begun, through: request.today).value
      }
    }
    return PlanLength(max(0, days), duration.unit)
  }

  private func statements(
    _ board: Board, _ activities: [PlanActivity], _ request: PlanRequest
  ) throws(PlanRefusal) -> PlanProblem.Statements? {
    guard let outline = board.plan.statements else { return nil }
    let codes = Set(activities.map(\.code))
    let isAhead = codes.contains(outline.auditedIn)
    let good = Set(
      activities.filter { outline.goodThrough.contains($0.stage) }.map(\.code))
    guard !good.isEmpty else { return nil }
    guard isAhead || request.cutOff != nil else { throw .cutOffUnknown }
    return PlanProblem.Statements(
      everyMonths: outline.everyMonths, settled: codes.intersection(outline.notBefore),
      audited: isAhead ? outline.auditedIn : nil, good: good, months: outline.months,
      extensionMonths: outline.extensionMonths, cutOff: request.cutOff)
  }

  private func unique(_ codes: [String]) -> [String] {
    var seen: Set<String> = []
    return codes.filter { seen.insert($0).inserted }
  }
}
