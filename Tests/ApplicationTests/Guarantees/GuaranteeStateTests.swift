import Domain
import Postgres
import Store
import TestSupport
import Testing
import Workflow

@testable import Application

@Suite("What guarantees, bridges and receivables may become is the same everywhere")
struct GuaranteeStateTests {
  /// The steps that a table of the database takes.
  private func steps(_ table: String, _ world: World) async throws -> Set<String> {
    let checks = try await world.query(
      """
      SELECT pg_get_constraintdef(oid) FROM pg_constraint
      WHERE conrelid = \(table)::regclass AND contype = 'c'
      """
    ).map { try $0.decode(0, as: String.self) }
    let step =
      /verb = '(\w+)'::text\) AND \(from_state = '(\w+)'::text\) AND \(state = '(\w+)'::text/
    return Set(
      checks.flatMap { $0.matches(of: step) }.map { "\($0.1): \($0.2) → \($0.3)" })
  }

  @Test("every step of the machines, and no other, is one that the database takes")
  func database() async throws {
    let rules = try ReferenceData.bundled().guarantees
    func edges(_ machine: StateMachine) -> Set<String> {
      Set(machine.edges.map { "\($0.verb): \($0.from) → \($0.to)" })
    }
    try await World.with { world in
      let guarantee = try await steps("guarantee_step", world)
      #expect(guarantee == edges(rules.machine))
      let bridge = try await steps("bridge_step", world)
      #expect(bridge == edges(rules.bridgeMachine))
      // A draft is nowhere but with whoever writes it: the first step that is kept is the upload.
      let receivable = try await steps("receivable_step", world)
      let machine = try ReferenceData.bundled().receivables.machine
      #expect(machine.initial == "draft")
      #expect(receivable == edges(machine).filter { !$0.contains(": draft → ") })
    }
  }

  @Test("states and verbs that code names are those of the machines")
  func names() throws {
    let rules = try ReferenceData.bundled().guarantees
    let states = Set(rules.machine.states.map(\.code))
    #expect(Set(Application.guaranteeStates) == states)
    #expect(GuaranteeRecord.liveStates.isSubset(of: states))
    let own: Set = ["expire"]
    #expect(
      Set(GuaranteeVerb.allCases.map(\.rawValue)).union(own) == Set(rules.machine.verbs.map(\.code))
    )
    #expect(
      Set(BridgeVerb.allCases.map(\.rawValue)).union(own)
        == Set(rules.bridgeMachine.verbs.map(\.code)))
    let receivables = try ReferenceData.bundled().receivables.machine
    #expect(
      Set(Application.receivableStates).union([receivables.initial])
        == Set(receivables.states.map(\.code)))
  }

  @Test("every verb demands what its input gives, and nothing else")
  func demands() throws {
    let machine = try ReferenceData.bundled().guarantees.machine
    let today = try #require(LegalDate("2026-11-20"))
    let bodies: [GuaranteeVerb: JSON] = [
      .confirm: [
        "signed_on": "2026-11-20", "matures_on": "2027-11-20", "contract_number": "BZ-1",
      ],
      .markOverdue: ["overdue_on": "2026-11-20"],
      .repay: ["repaid_fen": 1, "repaid_on": "2026-11-20"], .close: ["ended_on": "2026-11-20"],
      .claim: ["claimed_fen": 1, "claimed_on": "2026-11-20"], .refuse: ["reason": "x"],
      .writeOff: ["reason": "x"], .compensate: ["compensated_on": "2026-11-20"],
      .payShare: ["party": "government", "paid_on": "2026-11-20"],
      .recover: ["gross_fen": 1, "costs_fen": 0, "recovered_on": "2026-11-20"],
    ]
    for verb in GuaranteeVerb.allCases {
      let body = (bodies[verb] ?? [:]).with(["verb": .string(verb.rawValue)])
      let given = try GuaranteeInput(body, today: today).given
      for edge in machine.edges where edge.verb == verb.rawValue {
        #expect(edge.demands == given, "\(verb)")
      }
    }
  }
}
