import Domain
import Listing
import Testing

@Suite("Plans of cases on their way")
struct BoardPlanTests {
  let planner: Planner
  let board: Board

  init() throws {
    planner = Planner(try ListingFixture.calendar())
    board = try ListingFixture.board("neeq-2023")
  }

  private func day(_ text: String) throws -> LegalDate { try ListingFixture.day(text) }

  /// A case that went along verbs, each on its day, with what each demands.
  private func walk(
    _ steps: [(String, String)], from begun: String = "2026-01-05",
    reasons: [String: String] = [:]
  ) throws -> CaseState {
    var state = CaseState(board, on: try day(begun))
    for (verb, text) in steps {
      let edge = try #require(board.edges.first { $0.verb == verb && $0.from == state.stage })
      let on = try day(text)
      let papers = try (edge.gate.flatMap { board.gate($0) }?.evidence ?? []).map { kind in
        try #require(
          CaseEvidence(
            kind: kind, document: "N-1", digest: Digest(ofBytes: [1]), issuedOn: on, issuer: "甲",
            cutOff: board.evidenceKind(kind)?.validity == nil ? nil : on.adding(days: -30)))
      }
      state = try state.transition(
        CaseRequest(
          verb, by: edge.roles.sorted()[0], on: on, evidence: papers, reason: reasons[verb]),
        in: board
      ).state
    }
    return state
  }

  private static let toDocuments = all([
    "engage", "investigate", "remedy", "reform", "resolve", "prepare",
  ])
  private static let toInquiry =
    toDocuments + all(["submit_internally", "clear_internally", "file", "accept", "inquire"])

  /// All on one day, a Monday.
  private static func all(_ verbs: [String]) -> [(String, String)] {
    verbs.map { ($0, "2026-03-02") }
  }

  private func days(_ state: CaseState, on today: String, _ stage: String) throws -> Int? {
    let request = PlanRequest(
      from: try day(today), to: try day("2027-12-31"), cutOff: try day("2026-01-31"))
    return try planner.problem(for: state, in: board, request).activities
      .first { $0.code == stage }?.length.days
  }

  @Test("days of a hold are no work, and those before it stay done")
  func hold() throws {
    let reasons = ["suspend": "requested"]
    // Two working days of the inquiry's ten, then two months on hold.
    let held = try walk(
      Self.toInquiry + [("suspend", "2026-03-04")], reasons: reasons)
    #expect(try days(held, on: "2026-03-04", "inquiry") == 8)
    #expect(try days(held, on: "2026-05-04", "inquiry") == 8)
    let back = try walk(
      Self.toInquiry + [("suspend", "2026-03-04"), ("resume", "2026-05-06")], reasons: reasons)
    #expect(try days(back, on: "2026-05-06", "inquiry") == 8)
    #expect(try days(back, on: "2026-05-07", "inquiry") == 7)
    // The next round begins with nothing done.
    let next = try walk(
      Self.toInquiry + [
        ("suspend", "2026-03-04"), ("resume", "2026-05-06"), ("reply", "2026-05-07"),
        ("inquire", "2026-05-08"),
      ], reasons: reasons)
    #expect(try days(next, on: "2026-05-08", "inquiry") == 10)
  }

  @Test("an inquiry is to be answered in the longest time of its board, which stands during a hold")
  func lastDay() throws {
    let asked = try walk(Self.toInquiry)
    // Twenty working days after 2 March 2026.
    #expect(try planner.lastDay(ofStageIn: asked, board) == day("2026-03-30"))
    let reasons = ["suspend": "requested"]
    let held = try walk(Self.toInquiry + [("suspend", "2026-03-04")], reasons: reasons)
    #expect(planner.lastDay(ofStageIn: held, board) == nil)
    let back = try walk(
      Self.toInquiry + [("suspend", "2026-03-04"), ("resume", "2026-06-01")], reasons: reasons)
    let eighteen = planner.day(workingDays: 18, from: try day("2026-06-01"))
    #expect(planner.lastDay(ofStageIn: back, board) == eighteen)
  }

  @Test("what closes is the present round, not the ones after it")
  func closes() throws {
    let state = try walk(Self.toInquiry)
    let request = PlanRequest(
      from: try day("2026-03-02"), to: try day("2027-12-31"), rounds: 3,
      closes: ["inquiry": try day("2026-03-30")], cutOff: try day("2026-01-31"))
    let problem = try planner.problem(for: state, in: board, request)
    let closing = problem.activities.filter { $0.notAfter != nil }.map(\.code)
    #expect(closing == ["inquiry"])
  }

  @Test("a case that came back to its documents chooses its statements anew")
  func rework() throws {
    let state = try walk(
      Self.toDocuments + [("submit_internally", "2026-03-02"), ("rework", "2026-03-09")])
    let request = PlanRequest(
      from: try day("2026-09-01"), to: try day("2027-06-30"), cutOff: try day("2026-01-31"))
    let problem = try planner.problem(for: state, in: board, request)
    #expect(problem.statements?.cutOff == nil)
    guard case .plan(let plan) = planner.plan(problem) else {
      Issue.record("the old statements bind")
      return
    }
    #expect(try #require(plan.cutOff) >= day("2026-08-31"))
  }

  @Test("no cut-off before the company limited by shares was founded can be chosen")
  func notBeforeFounding() throws {
    let state = try walk(Self.toDocuments)
    func cutOffs(_ settledOn: LegalDate?) throws -> [LegalDate] {
      try planner.problem(
        for: state, in: board,
        PlanRequest(from: day("2026-03-02"), to: day("2026-09-30"), settledOn: settledOn)
      ).cutOffs
    }
    #expect(try cutOffs(nil).first == day("2025-06-30"))
    #expect(try cutOffs(day("2026-02-27")).first == day("2026-02-28"))
    // While it is ahead the plan itself sees to it.
    let early = try planner.problem(
      for: walk([]), in: board,
      PlanRequest(
        from: day("2026-03-02"), to: day("2027-09-30"), settledOn: day("2027-06-01")))
    #expect(early.statements?.notBefore == nil && early.statements?.settled == ["share_reform"])
  }
}
