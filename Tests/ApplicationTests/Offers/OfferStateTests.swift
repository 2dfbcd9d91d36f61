import Domain
import Postgres
import TestSupport
import Testing
import Workflow

@testable import Application

@Suite("What offers may become is the same everywhere")
struct OfferStateTests {
  private func machine() throws -> StateMachine { try ReferenceData.bundled().offers.machine }

  @Test("every step of the machine, and no other, is one that the database takes")
  func database() async throws {
    let machine = try machine()
    try await World.with { world in
      let checks = try await world.query(
        """
        SELECT pg_get_constraintdef(oid) FROM pg_constraint
        WHERE conrelid = 'offer_step'::regclass AND contype = 'c'
        """
      ).map { try $0.decode(0, as: String.self) }
      let step =
        /verb = '(\w+)'::text\) AND \(from_state = '(\w+)'::text\) AND \(state = '(\w+)'::text/
      let known = Set(
        checks.flatMap { $0.matches(of: step) }.map { "\($0.1): \($0.2) → \($0.3)" })
      #expect(known == Set(machine.edges.map { "\($0.verb): \($0.from) → \($0.to)" }))
      let live = try await world.query(
        "SELECT indexdef FROM pg_indexes WHERE indexname = 'offer_one_live'"
      ).map { try $0.decode(0, as: String.self) }.joined()
      for state in machine.states {
        #expect(live.contains("'\(state.code)'") == !state.isFinal, "\(state.code)")
      }
    }
  }

  @Test("every state is told of by an event, and every step a person may take has its route")
  func events() throws {
    let machine = try machine()
    for state in machine.states {
      #expect(EventType(rawValue: "cn.rongqiao.offer.\(state.code).v1") != nil, "\(state.code)")
    }
    let people: Set<String> = ["enterprise", "liaison", "liaison_manager", "operator"]
    let verbs = Set(machine.edges.filter { !$0.roles.isDisjoint(with: people) }.map(\.verb))
    #expect(Set(OfferVerb.allCases.map(\.rawValue)) == verbs)
  }
}
