import Domain
import Listing
import Testing

@Suite("Cases")
struct CaseTests {
  let board: Board
  let begun: LegalDate

  init() throws {
    board = try ListingFixture.board("neeq-2023")
    begun = try ListingFixture.day("2026-01-05")
  }

  /// A case that went along verbs, each with what it demands, a week apart; the `broker` or the first role
  /// does it.
  private func walk(
    _ verbs: [String], from start: CaseState? = nil, reasons: [String: String] = [:]
  ) throws -> (state: CaseState, events: [CaseEvent]) {
    var state = start ?? CaseState(board, on: begun)
    var events: [CaseEvent] = []
    for verb in verbs {
      let edge = try #require(board.edges.first { $0.verb == verb && $0.from == state.stage })
      let day = state.day.adding(days: 7)
      let papers = try edge.gate.flatMap { board.gate($0) }?.evidence.map {
        try paper($0, on: day)
      }
      let request = CaseRequest(
        verb, by: edge.roles.sorted()[0], on: day, evidence: papers ?? [],
        reason: reasons[verb])
      let step = try state.transition(request, in: board)
      state = step.state
      events.append(step.event)
    }
    return (state, events)
  }

  private func paper(
    _ kind: String, on day: LegalDate, cutOff: LegalDate? = nil
  ) throws -> CaseEvidence {
    try #require(
      CaseEvidence(
        kind: kind, document: "N-1", digest: Digest(ofBytes: [1]), issuedOn: day, issuer: "甲",
        cutOff: cutOff ?? day.adding(days: -30)))
  }

  static let toFiled = [
    "engage", "investigate", "remedy", "reform", "resolve", "prepare", "submit_internally",
    "clear_internally", "file",
  ]
  static let toListed = [
    "accept", "inquire", "reply", "inquire", "reply", "consent", "disclose", "register_shares",
    "prepare_listing", "list",
  ]

  @Test("two rounds of inquiry, a suspension and its return lead to the board")
  func wholeWay() throws {
    let way =
      Self.toFiled + ["accept", "inquire", "suspend", "resume"]
      + Self.toListed.dropFirst(2)
    let (state, events) = try walk(way, reasons: ["suspend": "statements_expired"])
    #expect(state.stage == board.aim)
    #expect(events.count == way.count && events.map(\.number) == Array(1...way.count))
    #expect(events.last?.stageEvent == "neeq.listed")
    #expect(try CaseHistory.replay(events, of: board, begun: begun) == state)
  }

  @Test("a hold goes back to the stage it left and to no other")
  func suspension() throws {
    let (state, _) = try walk(
      Self.toFiled + ["accept", "suspend"], reasons: ["suspend": "investigated"])
    #expect(state.stage == "suspended" && state.left == "accepted")
    #expect(state.lastDayOfHold(in: board) == state.since.adding(months: 3))
    #expect(state.verbs(for: "broker", in: board) == ["resume", "withdraw"])
    let (back, events) = try walk(["resume"], from: state)
    #expect(back.stage == "accepted" && back.left == nil && events[0].to == "accepted")
  }

  private func refusal(_ state: CaseState, _ request: CaseRequest) -> CaseRefusal? {
    do throws(CaseRefusal) {
      _ = try state.transition(request, in: board)
      return nil
    } catch {
      return error
    }
  }

  @Test("what stands in the way is said, and nothing changes")
  func refusals() throws {
    let (state, _) = try walk(Array(Self.toFiled.dropLast()))
    let day = state.day
    let papers = [
      try paper("filing_receipt", on: day), try paper("audited_statements", on: day),
    ]
    func file(_ papers: [CaseEvidence], on: LegalDate? = nil) -> CaseRequest {
      CaseRequest("file", by: "broker", on: on ?? day, evidence: papers)
    }
    #expect(refusal(state, file(papers)) == nil)
    #expect(refusal(state, file([])) == .missing(["audited_statements", "filing_receipt"]))
    #expect(
      refusal(state, file(papers + [try paper("pool_entry", on: day)])) == .surplus(["pool_entry"]))
    #expect(
      refusal(state, file(papers, on: day.adding(days: -1))) == .backInTime(since: day))
    let late = try paper(
      "filing_receipt", on: day.adding(days: 1), cutOff: day)
    #expect(refusal(state, file([late, papers[1]])) == .issuedLater(["filing_receipt"]))
    #expect(refusal(state, CaseRequest("file", by: "registrar", on: day)) == .role("registrar"))
    #expect(refusal(state, CaseRequest("accept", by: "exchange", on: day)) == .stage("cleared"))
    #expect(refusal(state, CaseRequest("fly", by: "broker", on: day)) == .unknownVerb("fly"))
    let withdrawal = [try paper("withdrawal_request", on: day)]
    for (reason, expected) in [("cost", true), ("investigated", false), (nil, false)]
      as [(String?, Bool)]
    {
      let request = CaseRequest(
        "withdraw", by: "enterprise", on: day, evidence: withdrawal, reason: reason)
      #expect((refusal(state, request) == nil) == expected)
    }
    let older = try ListingFixture.board("neeq-2013")
    #expect(throws: CaseRefusal.board) { try state.transition(file(papers), in: older) }
  }

  @Test("statements count for six months from their cut-off, and three more with an extension")
  func statements() throws {
    let (state, _) = try walk(Array(Self.toFiled.dropLast()))
    let day = state.day
    func file(_ cutOff: LegalDate, extended: Bool = false) throws -> CaseRefusal? {
      var papers = [
        try paper("filing_receipt", on: day),
        try paper("audited_statements", on: day, cutOff: cutOff),
      ]
      if extended { papers.append(try paper("validity_extension", on: day)) }
      return refusal(state, CaseRequest("file", by: "broker", on: day, evidence: papers))
    }
    let sixth = day.adding(months: -6)
    try #require(sixth.adding(months: 6) == day)
    #expect(try file(sixth) == nil)
    #expect(
      try file(sixth.adding(days: -1))
        == .expired("audited_statements", lastDay: day.adding(days: -1)))
    #expect(try file(sixth.adding(days: -1), extended: true) == nil)
    #expect(try file(day.adding(months: -10), extended: true) != nil)
  }

  @Test("the channel a case is filed in decides how it is reviewed")
  func channels() throws {
    let filed = try walk(Array(Self.toFiled.dropLast()) + ["file_publicity", "accept"]).state
    #expect(filed.channel == "publicity")
    let letter = CaseRequest(
      "inquire", by: "exchange", on: filed.day,
      evidence: [try paper("inquiry_letter", on: filed.day)])
    #expect(refusal(filed, letter) == .channel("publicity"))
    #expect(try walk(["publicise", "consent"], from: filed).state.stage == "consented")
    let standard = try walk(Self.toFiled + ["accept"]).state
    #expect(!standard.verbs(for: "exchange", in: board).contains("publicise"))
  }

  @Test("a history that was altered, cut in the middle or put out of order is none")
  func altered() throws {
    let (_, events) = try walk(Self.toFiled)
    #expect(throws: CaseHistory.Failure.refused(number: 1, .stage("reserve"))) {
      try CaseHistory.replay(events.dropFirst(), of: board, begun: begun)
    }
    var gap = events
    gap.remove(at: 3)
    #expect(throws: CaseHistory.Failure.self) {
      try CaseHistory.replay(gap, of: board, begun: begun)
    }
    var swapped = events
    swapped.swapAt(0, 1)
    #expect(throws: CaseHistory.Failure.self) {
      try CaseHistory.replay(swapped, of: board, begun: begun)
    }
    // The same deeds, but told of another version of the board.
    let other = try ListingFixture.board("neeq-2013")
    #expect(throws: CaseHistory.Failure.altered(number: 1)) {
      try CaseHistory.replay(events, of: other, begun: begun)
    }
  }

  @Test("evidence without a place, an issuer or a digest is none")
  func evidence() {
    let digest = Digest(ofBytes: [1])
    func isTaken(_ document: String, _ issuer: String, _ digest: Digest) -> Bool {
      CaseEvidence(
        kind: "x", document: document, digest: digest, issuedOn: begun, issuer: issuer) != nil
    }
    #expect(isTaken("a", "b", digest))
    #expect(!isTaken("", "b", digest) && !isTaken("a", " ", digest))
    #expect(!isTaken("a", "b", Digest(bytes: [1])))
    #expect(
      CaseEvidence(
        kind: "x", document: "a", digest: digest, issuedOn: begun, issuer: "b",
        cutOff: begun.adding(days: 1)) == nil)
  }
}
