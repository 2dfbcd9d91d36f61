import Domain
import Listing
import Testing
import Workflow

@Suite("Plans")
struct PlanTests {
  let planner: Planner
  let board: Board

  init() throws {
    planner = Planner(try ListingFixture.calendar())
    board = try ListingFixture.board("neeq-2023")
  }

  private func length(_ days: Int, _ unit: TimeLimit.Unit = .workingDay) throws -> PlanLength {
    try #require(PlanLength(days, unit))
  }

  private func plan(_ problem: PlanProblem) throws -> Plan {
    guard case .plan(let plan) = planner.plan(problem) else {
      Issue.record("no plan")
      throw PlanRefusal.cutOffUnknown
    }
    return plan
  }

  private func binding(_ problem: PlanProblem) throws -> PlanBinding {
    guard case .none(let binding) = planner.plan(problem) else {
      Issue.record("a plan")
      throw PlanRefusal.cutOffUnknown
    }
    return binding
  }

  @Test("work over the May holidays begins before them")
  func holidays() throws {
    let day = ListingFixture.day
    // 1 to 5 May 2026 are days off, 9 May is worked.
    let problem = try #require(
      try PlanProblem(
        [
          PlanActivity("a", length: length(2)),
          PlanActivity("b", after: ["a"], length: length(2)),
        ], from: day("2026-04-20"), to: day("2026-05-07")))
    let plan = try plan(problem)
    #expect(plan.entries[1].latest.start == (try day("2026-05-05")))
    #expect(plan.entries[0].latest.done <= plan.entries[1].latest.start)
    #expect(try plan.latestStart == day("2026-04-28"))
    #expect(plan.criticalPath == ["a", "b"] && !plan.isProvisional)
  }

  @Test("what waits for the longer of two is on the critical path, the shorter has slack")
  func slack() throws {
    let problem = try #require(
      try PlanProblem(
        [
          PlanActivity("root", length: length(1)),
          PlanActivity("long", after: ["root"], length: length(10)),
          PlanActivity("short", after: ["root"], length: length(4)),
          PlanActivity("end", after: ["long", "short"], length: length(1)),
        ], from: ListingFixture.day("2026-06-01"), to: ListingFixture.day("2026-06-30")))
    let plan = try plan(problem)
    #expect(plan.criticalPath == ["root", "long", "end"])
    let slack = Dictionary(
      uniqueKeysWithValues: plan.entries.map { ($0.activity.code, $0.slackDays) })
    #expect(slack["short"] == (slack["long"] ?? 0) + 6)
    #expect(slack["root"] == plan.slackDays)
  }

  @Test("a gate that opens too late is named, with what it opens")
  func opening() throws {
    let opens = try ListingFixture.day("2027-01-01")
    let problem = try #require(
      try PlanProblem(
        [
          PlanActivity("years", length: length(0), notBefore: opens),
          PlanActivity("file", after: ["years"], length: length(5)),
        ], from: ListingFixture.day("2026-06-01"), to: ListingFixture.day("2026-12-31")))
    let binding = try binding(problem)
    #expect(binding.gate == "years" && binding.limit == .target)
    #expect(binding.cause == .opens("years", on: opens))
  }

  @Test("too much work names the longest of it")
  func work() throws {
    let problem = try #require(
      try PlanProblem(
        [
          PlanActivity("a", length: length(30)),
          PlanActivity("b", after: ["a"], length: length(3)),
        ], from: ListingFixture.day("2026-06-01"), to: ListingFixture.day("2026-06-30")))
    let binding = try binding(problem)
    #expect(binding.gate == "a" && binding.cause == .work(longest: "a"))
  }

  @Test("a whole way to the NEEQ keeps the statements good from the audit to the last reply")
  func wholeWay() throws {
    let today = try ListingFixture.day("2026-01-05")
    let state = CaseState(board, on: today)
    let request = PlanRequest(from: today, to: try ListingFixture.day("2027-03-31"))
    let problem = try planner.problem(for: state, in: board, request)
    #expect(problem.activities.count { $0.stage == "inquiry" } == 2)
    #expect(!problem.activities.contains { $0.stage == "registration" })
    let plan = try plan(problem)
    let cutOff = try #require(plan.cutOff)
    #expect(cutOff.adding(days: 1).day == 1 && !plan.needsExtension)
    let entries = Dictionary(
      uniqueKeysWithValues: plan.entries.map { ($0.activity.code, $0) })
    #expect((entries["share_reform"]?.latest.done).map { $0 <= cutOff } == true)
    #expect((entries["documents"]?.latest.start).map { $0 > cutOff } == true)
    #expect((entries["replied.2"]?.latest.done).map { $0 <= cutOff.adding(months: 6) } == true)
    #expect(plan.latestStart >= today && plan.criticalPath.last == "listing")
  }

  @Test("more than 200 holders, another channel and more rounds make another plan")
  func variants() throws {
    let today = try ListingFixture.day("2026-01-05")
    let target = try ListingFixture.day("2028-01-31")
    let state = CaseState(board, on: today)
    func stages(_ request: PlanRequest, channel: String? = nil) throws -> [String] {
      try planner.problem(for: state, in: board, channel: channel, request).activities
        .map(\.code)
    }
    let large = try stages(PlanRequest(from: today, to: target, options: ["over_200_holders"]))
    #expect(large.contains("registration"))
    let publicity = try stages(PlanRequest(from: today, to: target), channel: "publicity")
    #expect(publicity.contains("publicity") && !publicity.contains("inquiry"))
    let rounds = try stages(PlanRequest(from: today, to: target, rounds: 3))
    #expect(rounds.suffix(6).prefix(2) == ["inquiry.3", "replied.3"])
    #expect(throws: PlanRefusal.rounds(most: 5)) {
      try stages(PlanRequest(from: today, to: target, rounds: 6))
    }
  }

  @Test("the statements that are there bind, unless they are extended")
  func statements() throws {
    let day = ListingFixture.day
    let activities = [
      PlanActivity("accepted", length: try length(10)),
      PlanActivity("inquiry", after: ["accepted"], length: try length(20)),
    ]
    func problem(extension months: Int) throws -> PlanProblem {
      try #require(
        try PlanProblem(
          activities, from: day("2026-06-01"), to: day("2026-12-31"),
          statements: PlanProblem.Statements(
            everyMonths: 1, settled: [], audited: nil, good: ["inquiry"], months: 6,
            extensionMonths: months, cutOff: day("2025-12-31"))))
    }
    let extended = try plan(problem(extension: 3))
    #expect(extended.needsExtension)
    let binding = try binding(problem(extension: 0))
    #expect(binding.gate == "inquiry" && binding.limit == .statements)
    #expect(try binding.due == day("2026-06-30"))
  }

  @Test("work that goes before cannot stand after, and codes are single")
  func malformed() throws {
    let day = try ListingFixture.day("2026-06-01")
    let first = PlanActivity("a", length: try length(1))
    #expect(
      PlanProblem(
        [PlanActivity("b", after: ["a"], length: try length(1)), first], from: day, to: day) == nil)
    #expect(PlanProblem([first, first], from: day, to: day) == nil)
    #expect(PlanLength(-1, .workingDay) == nil)
  }
}
