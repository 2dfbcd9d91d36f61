import Domain
import Seeds
import Testing

@testable import Workflow

@Suite("The way of an offer")
struct OfferMachineTests {
  @Test("the states and verbs of an offer are those others rely on")
  func names() throws {
    let machine = try WorkflowFixture.offer()
    #expect(machine.initial == "offered")
    #expect(
      machine.states.map(\.code) == [
        "offered", "claimed", "contacted", "granted", "drawn", "declined", "expired", "withdrawn",
        "reassigned",
      ])
    #expect(
      machine.states.filter(\.isFinal).map(\.code) == [
        "drawn", "declined", "expired", "withdrawn", "reassigned",
      ])
    #expect(
      Set(["claim", "contact", "decline", "grant", "draw"]).isSubset(of: machine.verbs.map(\.code)))
  }

  @Test("an offer goes from the push to the draw, step by step and with what each step demands")
  func wayThrough() throws {
    let machine = try WorkflowFixture.offer()
    var state = machine.initial
    let steps: [(String, Set<String>)] = [
      ("claim", []), ("contact", ["contacted_on"]),
      ("grant", ["granted_fen", "granted_rate_ppm", "granted_on"]),
      ("draw", ["drawn_fen", "drawn_on"]),
    ]
    for (verb, given) in steps {
      state = try machine.next(verb, from: state, by: "liaison", given: given).to
    }
    #expect(state == "drawn")
    #expect(throws: StateMachine.Refusal.state("drawn")) {
      try machine.next("claim", from: state, by: "liaison")
    }
  }

  @Test("what stands in the way is told: the state, the role, what is missing")
  func refusals() throws {
    let machine = try WorkflowFixture.offer()
    #expect(throws: StateMachine.Refusal.state("claimed")) {
      try machine.next("claim", from: "claimed", by: "liaison")
    }
    #expect(throws: StateMachine.Refusal.role("enterprise")) {
      try machine.next("claim", from: "offered", by: "enterprise")
    }
    #expect(throws: StateMachine.Refusal.role("auditor")) {
      try machine.next("claim", from: "drawn", by: "auditor")
    }
    #expect(throws: StateMachine.Refusal.missing(["reason"])) {
      try machine.next("decline", from: "offered", by: "liaison")
    }
    #expect(throws: StateMachine.Refusal.unknownVerb("approve")) {
      try machine.next("approve", from: "offered", by: "liaison")
    }
    #expect(throws: StateMachine.Refusal.unknownState("gone")) {
      try machine.next("claim", from: "gone", by: "liaison")
    }
    #expect(machine.verbs(in: "offered", for: "liaison") == ["claim", "decline"])
    #expect(machine.verbs(in: "granted", for: "enterprise") == ["withdraw"])
    #expect(machine.mayUse("claim", role: "liaison_manager"))
    #expect(!machine.mayUse("claim", role: "operator"))
  }

  @Test("a hundred thousand random steps never leave the edges, and every offer can end")
  func randomWalks() throws {
    let machine = try WorkflowFixture.offer()
    let seed = SeededGenerator.seed(for: "OfferMachineTests")
    var random = SeededRandom(seed)
    let roles = ["liaison", "liaison_manager", "enterprise", "operator", "service", "auditor"]
    let given = Set(machine.edges.flatMap(\.demands))
    var state = machine.initial
    var moves = 0
    for _ in 0..<100_000 {
      let verb = machine.verbs.randomElement(using: &random)?.code ?? ""
      let role = roles.randomElement(using: &random) ?? ""
      let known = machine.edges.first {
        $0.from == state && $0.verb == verb && $0.roles.contains(role)
      }
      let gone = try? machine.next(verb, from: state, by: role, given: given)
      #expect(gone == known, "seed \(seed): \(state) \(verb) \(role)")
      guard let gone else { continue }
      moves += 1
      state = machine.state(gone.to)?.isFinal == true ? machine.initial : gone.to
    }
    #expect(moves > 5_000, "seed \(seed)")
  }

  @Test("every state that is not final has a limit, and its last step moves the offer on")
  func silenceEnds() throws {
    let machine = try WorkflowFixture.offer()
    for state in machine.states where !state.isFinal {
      let timer = try #require(machine.timer(in: state.code), "\(state.code)")
      guard case .use(let verb)? = timer.steps.last?.action else {
        Issue.record("\(state.code) may wait for ever")
        continue
      }
      let edge = try machine.next(
        verb, from: state.code, by: "service",
        given: machine.edge(verb, from: state.code)?.demands ?? [])
      #expect(machine.state(edge.to)?.isFinal == true)
    }
  }
}

/// SplitMix64, so that a failure can be repeated.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
