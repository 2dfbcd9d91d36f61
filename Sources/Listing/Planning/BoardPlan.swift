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
  /// Last days of stages, such as windows of applications; of rounds that come again the next one's.
  public let closes: [String: LegalDate]
  /// Of statements that there are.
  public let cutOff: LegalDate?
  /// When the company limited by shares was founded, or whatever else no cut-off may go before; nil while it
  /// is ahead.
  public let settledOn: LegalDate?

  public init(
    from today: LegalDate, to target: LegalDate, pace: Pace = .typical,
    options: Set<String> = [], rounds: Int? = nil, opens: [String: LegalDate] = [:],
    closes: [String: LegalDate] = [:], cutOff: LegalDate? = nil, settledOn: LegalDate? = nil
  ) {
    self.today = today
    self.target = target
    self.pace = pace
    self.options = options
    self.rounds = rounds
    self.opens = opens
    self.closes = closes
    self.cutOff = cutOff
    self.settledOn = settledOn
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
          of: stage, request, worked: stage.code == present ? state : nil)
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
          let length = self.length(of: stage, request, worked: nil)
        else { continue }
        let activity = PlanActivity("\(code).\(round)", stage: code, after: last, length: length)
        activities.append(activity)
        last = [activity.code]
      }
    }
    return last
  }

  /// What is left of a stage; the whole when it is not begun.
  ///
  /// - Parameter state: the case, when it is in the stage or has left it for a hold.
  private func length(
    of stage: Board.Stage, _ request: PlanRequest, worked state: CaseState?
  ) -> PlanLength? {
    guard let duration = stage.duration else { return nil }
    var days =
      switch request.pace {
      case .least: duration.least
      case .typical: duration.typical
      case .most: duration.most
      }
    if let state { days -= worked(in: state, until: request.today, duration.unit) }
    return PlanLength(max(0, days), duration.unit)
  }

  /// Days that were worked in the present stage; those of a hold are none.
  private func worked(
    in state: CaseState, until today: LegalDate, _ unit: TimeLimit.Unit
  ) -> Int {
    var stretches = state.stretches.map { ($0.from, $0.through) }
    if state.left == nil { stretches.append((state.since, today)) }
    return stretches.reduce(0) { sum, stretch in
      guard stretch.0 < stretch.1 else { return sum }
      switch unit {
      case .calendarDay:
        return sum + Int(stretch.1.daysSinceEpoch - stretch.0.daysSinceEpoch)
      case .workingDay:
        return sum + calendar.workingDays(after: stretch.0, through: stretch.1).value
      }
    }
  }

  /// The day through which the present stage may last at most by its board; nil where it has no longest
  /// time, and while the case is on hold: then the time stands.
  public func lastDay(ofStageIn state: CaseState, _ board: Board) -> LegalDate? {
    guard state.left == nil, let duration = board.stage(state.stage)?.duration else { return nil }
    let before = worked(in: state, until: state.since, duration.unit)
    guard let left = PlanLength(max(0, duration.most - before), duration.unit) else { return nil }
    return finish(left, from: state.since)
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
      extensionMonths: outline.extensionMonths,
      // Work that comes back to the audit chooses anew.
      cutOff: isAhead ? nil : request.cutOff,
      notBefore: isAhead && codes.isDisjoint(with: outline.notBefore) ? request.settledOn : nil)
  }

  private func unique(_ codes: [String]) -> [String] {
    var seen: Set<String> = []
    return codes.filter { seen.insert($0).inserted }
  }
}
