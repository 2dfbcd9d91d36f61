import Domain
import Listing
import Testing

@Suite("Boards")
struct BoardTests {
  @Test("every shipped board is sound, and the version of the day is found")
  func shipped() throws {
    let book = try ListingFixture.boards()
    #expect(
      book.boards.map { "\($0.code) \($0.version)" } == [
        "ah-srdi batch-5", "ah-srdi batch-7", "ah-star 2021", "neeq 2013", "neeq 2023",
      ])
    for (day, version) in [
      ("2013-12-12", nil), ("2013-12-13", "2013"), ("2023-02-16", "2013"), ("2023-02-17", "2023"),
    ] as [(String, String?)] {
      #expect(try book.board("neeq", on: ListingFixture.day(day))?.version == version, "\(day)")
    }
    #expect(book.board("neeq", version: "2013")?.channels.map(\.code) == ["standard"])
    #expect(
      book.board("neeq", version: "2023")?.channels.map(\.code) == [
        "standard", "green", "publicity",
      ])
    #expect(book.boards.allSatisfy { $0.edges.allSatisfy { edge in edge.gate != nil } })
    #expect(book.board("ah-srdi", version: "batch-7")?.event(of: "listed") == "ah-srdi.listed")
  }

  @Test("the regional board asks for no share reform")
  func regional() throws {
    let board = try ListingFixture.board("ah-srdi-batch-7")
    #expect(!board.evidence.contains { $0.code == "share_licence" })
  }

  /// Codes of the faults of a shipped board with members changed.
  private func codes(_ changes: [String: JSON?]) throws -> Set<String> {
    do {
      _ = try ListingFixture.board("ah-star", changes)
      return []
    } catch let faults as Faults {
      return Set(faults.list.map(\.code))
    }
  }

  /// A list of the shipped board with one entry more, or one of its entries left out.
  private func list(
    _ member: String, adding entry: JSON? = nil, without isLeft: (JSON) -> Bool = { _ in false }
  ) throws -> JSON {
    let json = try ListingFixture.document("Schemas/listing/boards/ah-star.yaml")
    let entries = (json[member]?.arrayValue ?? []).filter { !isLeft($0) }
    return .array(entries + (entry.map { [$0] } ?? []))
  }

  private func edge(_ changes: [String: JSON]) -> JSON {
    var members: [String: JSON] = [
      "verb": "reject", "from": ["display"], "to": "rejected", "roles": ["equity_exchange"],
      "gate": "rejection",
    ]
    members.merge(changes) { _, new in new }
    return .object(members)
  }

  @Test("what cannot be meant is refused with a code")
  func faults() throws {
    #expect(try codes([:]) == [])
    #expect(try codes(["edges": list("edges", adding: edge([:]))]) == [])
    let label: JSON = ["zh": "甲", "en": "a"]
    #expect(
      try codes(["stages": list("stages", adding: ["code": "lost", "label": label])])
        == ["unreachable"])
    #expect(
      try codes(["edges": list("edges") { $0["verb"] == "deposit" }])
        .isSuperset(of: ["unreachable", "unused_verb"]))
    #expect(
      try codes(["gates": list("gates", adding: ["code": "open", "label": label])])
        == ["without_evidence"])
    #expect(
      try codes([
        "stages": list("stages", adding: ["code": "lost", "label": label, "kind": "end"])
      ]) == ["without_reason", "unreachable"])
    for (change, code) in [
      (["from": ["withdrawn"]], "final_left"),
      (["from": ["suspended"], "to": "review"], "hold_left"),
      (["roles": []], "nobody"), (["roles": ["nobody"]], "unknown_role"),
      (["gate": "moon"], "unknown_gate"), (["to": "moon"], "unknown_stage"),
      (["verb": "fly"], "unknown_verb"), (["after": ["listing"]], "never_passed"),
      (["from": ["review"]], "duplicate_id"), (["channels": ["fast"]], "unknown_channel"),
    ] as [([String: JSON], String)] {
      #expect(try codes(["edges": list("edges", adding: edge(change))]).contains(code), "\(code)")
    }
    var back = edge([:]).objectValue ?? [:]
    back["to"] = nil
    back["back"] = true
    #expect(
      try codes(["edges": list("edges", adding: .object(back))]).contains("back_from_step"))
    #expect(try codes(["aim": "moon"]) == ["unknown_stage"])
    #expect(try codes(["citation": nil]) == ["missing_citation"])
    #expect(
      try codes(["plan": ["steps": [["stage": "review", "after": ["custody"]]]]])
        == ["plan_order"])
    #expect(try codes(["plan": ["steps": [["stage": "listed"]]]]) == ["no_duration"])
  }

  @Test("a stage that never ends is refused")
  func deadEnd() throws {
    let label: JSON = ["zh": "甲", "en": "a"]
    let stages = try list("stages", adding: ["code": "pit", "label": label])
    let edges = try list("edges", adding: edge(["to": "pit"]))
    #expect(try codes(["stages": stages, "edges": edges]) == ["dead_end"])
  }

  @Test("a day is drawn only from a document that the gate asks for")
  func draws() throws {
    func day(_ gate: JSON, _ evidence: JSON) -> [String: JSON?] {
      ["draws": ["days": [["fact": "enterprise.x", "gate": gate, "evidence": evidence]]]]
    }
    let gate = try #require(try ListingFixture.board("ah-star").gates.first)
    let (code, kind) = (JSON.string(gate.code), JSON.string(gate.evidence[0]))
    #expect(try codes(day("moon", kind)) == ["unknown_gate"])
    #expect(try codes(day(code, "moon")) == ["unknown_evidence"])
    let board = try ListingFixture.board("ah-star", day(code, kind))
    #expect(board.draws.days.map(\.gate) == [gate.code] && board.draws.listedAs == nil)
    #expect(try ListingFixture.board("neeq-2023").draws.listedAs == "neeq")
  }

  @Test("two versions of a board never hold on the same day")
  func overlap() throws {
    let json = try ListingFixture.document("Schemas/listing/boards/ah-star.yaml")
    do {
      _ = try BoardBook([("a.yaml", json), ("b.yaml", json)])
      Issue.record("taken")
    } catch {
      #expect(error.list.map(\.code) == ["overlap", "duplicate_id"])
      #expect(error.list.allSatisfy { $0.pointer == "/b.yaml" })
    }
  }
}
