import Domain
import Listing
import Seeds
import Testing

@Suite("Random plans of cases")
struct CasePlanPropertyTests {
  static let cases = 10_000
  /// Every so many one is also held against every choice of statements there is.
  static let compared = 20

  @Test(
    "of random cases of every board a plan misses no gate; without one, the gate that is named binds: relaxed alone it lets the plan succeed, or another binds"
  )
  func againstCalendar() throws {
    let calendar = try ListingFixture.calendar()
    let planner = Planner(calendar)
    let boards = try ListingFixture.boards().boards
    var source = RandomCases(seed: SeededGenerator.seed(for: "plans of cases"), planner: planner)
    var (planned, bound, made) = (0, 0, 0)
    var binding: Set<PlanBinding.Limit> = []
    while made < Self.cases {
      // What is past its work has no plan.
      guard let problem = source.next(boards) else { continue }
      made += 1
      let result = planner.plan(problem)
      let isSmall = problem.statements.map { $0.cutOff != nil } ?? true
      if isSmall || made % Self.compared == 0 {
        let isPossible = PlainSchedule.choices(problem, calendar).contains {
          $0.isInTime(from: problem.start)
        }
        try #require(isPossible == result.isPlan, "case \(made): \(problem)")
      }
      switch result {
      case .plan(let plan):
        planned += 1
        let own = PlainSchedule(
          calendar: calendar, problem: problem, cutOff: plan.cutOff,
          isExtended: plan.needsExtension)
        try #require(own.isInTime(from: problem.start), "case \(made): \(problem)")
        try #require(own.isInTime(from: plan.latestStart), "case \(made): \(problem)")
      case .none(let first):
        bound += 1
        binding.insert(first.limit)
        let relaxed = try #require(problem.relaxing(first), "case \(made)")
        guard case .none(let second) = planner.plan(relaxed) else { continue }
        let isMoved =
          first.gate != second.gate || first.limit != second.limit || first.cutOff != second.cutOff
        try #require(isMoved, "case \(made): \(first)")
      }
    }
    // Both sides are really tried, and every kind of day binds.
    #expect(planned > Self.cases / 10 && bound > Self.cases / 10)
    #expect(binding == Set(PlanBinding.Limit.allCases))
  }
}

extension PlanResult {
  fileprivate var isPlan: Bool {
    switch self {
    case .plan: true
    case .none: false
    }
  }
}

extension PlanProblem {
  /// The same without the one day that a binding misses.
  fileprivate func relaxing(_ binding: PlanBinding) -> PlanProblem? {
    var (activities, target, statements) = (self.activities, self.target, self.statements)
    switch binding.limit {
    case .target: target = binding.earliest
    case .window:
      activities = activities.map { one in
        guard one.code == binding.gate else { return one }
        return PlanActivity(
          one.code, stage: one.stage, after: one.after, length: one.length,
          notBefore: one.notBefore)
      }
    case .cutOff, .statements:
      statements = statements.map { old in
        Statements(
          everyMonths: old.everyMonths,
          settled: binding.limit == .cutOff ? old.settled.subtracting([binding.gate]) : old.settled,
          audited: old.audited,
          good: binding.limit == .statements ? old.good.subtracting([binding.gate]) : old.good,
          months: old.months, extensionMonths: old.extensionMonths, cutOff: old.cutOff,
          notBefore: old.notBefore)
      }
    }
    return PlanProblem(activities, from: start, to: target, statements: statements)
  }
}

/// Cases somewhere on their way, and what their plans are to be made of.
private struct RandomCases {
  var random: SeededGenerator
  let planner: Planner

  init(seed: UInt64, planner: Planner) {
    random = SeededGenerator(seed: seed)
    self.planner = planner
  }

  /// - Returns: nil for a case without work ahead.
  mutating func next(_ boards: [Board]) -> PlanProblem? {
    guard let board = boards.randomElement(using: &random) else { return nil }
    let (state, cutOff) = walked(board)
    let today = state.day.adding(days: number(0...40))
    var (opens, closes) = ([String: LegalDate](), [String: LegalDate]())
    if chance(30), let stage = board.plan.reviewedFrom {
      opens[stage] = today.adding(days: number(0...400))
    }
    if let last = planner.lastDay(ofStageIn: state, board), chance(70) {
      closes[state.stage] = last
    }
    if chance(10), let step = board.plan.steps.randomElement(using: &random) {
      closes[step.stage] = today.adding(days: number(10...300))
    }
    let options = board.plan.steps.compactMap(\.option).filter { _ in chance(30) }
    let request = PlanRequest(
      from: today, to: today.adding(days: number(0...900)),
      pace: PlanRequest.Pace.allCases.randomElement(using: &random) ?? .typical,
      options: Set(options), rounds: board.plan.rounds.map { number(1...$0.most) }, opens: opens,
      closes: closes, cutOff: cutOff,
      settledOn: chance(50) ? today.adding(days: -number(0...120)) : nil)
    do throws(PlanRefusal) {
      return try planner.problem(for: state, in: board, request)
    } catch {
      return nil
    }
  }

  /// A case after some legal steps, and the cut-off that was shown last.
  private mutating func walked(_ board: Board) -> (CaseState, cutOff: LegalDate?) {
    var state = CaseState(
      board, on: LegalDate(daysSinceEpoch: Int32(number(19_000...20_400))))
    var cutOff: LegalDate?
    for _ in 0..<number(0...26) {
      let onward = board.edges.filter { edge in
        guard edge.from == state.stage else { return false }
        guard case .stage(let to) = edge.target else { return true }
        return board.stage(to)?.kind != .end
      }
      guard let edge = onward.randomElement(using: &random) else { break }
      let day = state.day.adding(days: number(0...30))
      let shown = day.adding(days: -number(0...120))
      let papers = (edge.gate.flatMap { board.gate($0) }?.evidence ?? []).compactMap { kind in
        CaseEvidence(
          kind: kind, document: "N-1", digest: Digest(ofBytes: [1]), issuedOn: day, issuer: "甲",
          cutOff: board.evidenceKind(kind)?.validity == nil ? nil : shown)
      }
      var reason: String?
      if case .stage(let to) = edge.target, let stage = board.stage(to), stage.kind != .step {
        reason = stage.reasons.first?.code
      }
      let request = CaseRequest(
        edge.verb, by: edge.roles.sorted()[0], on: day, evidence: papers, reason: reason)
      guard let next = try? state.transition(request, in: board).state else { continue }
      state = next
      cutOff = papers.compactMap(\.cutOff).max() ?? cutOff
    }
    return (state, cutOff)
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  /// True in so many of a hundred.
  private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
}
