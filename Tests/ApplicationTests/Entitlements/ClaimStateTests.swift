import Domain
import Entitlement
import Postgres
import Store
import TestSupport
import Testing
import Workflow

@testable import Application

@Suite("What claims may become is the same everywhere")
struct ClaimStateTests {
  @Test("every step of the machine, and no other, is one that the database takes")
  func database() async throws {
    let machine = try ReferenceData.bundled().entitlements.machine
    try await World.with { world in
      let checks = try await world.query(
        """
        SELECT pg_get_constraintdef(oid) FROM pg_constraint
        WHERE conrelid = 'claim_step'::regclass AND contype = 'c'
        """
      ).map { try $0.decode(0, as: String.self) }
      let step =
        /verb = '(\w+)'::text\) AND \(from_state = '(\w+)'::text\) AND \(state = '(\w+)'::text/
      let taken = Set(
        checks.flatMap { $0.matches(of: step) }.map { "\($0.1): \($0.2) → \($0.3)" })
      #expect(taken == Set(machine.edges.map { "\($0.verb): \($0.from) → \($0.to)" }))
    }
  }

  @Test(
    "states, verbs and kinds that code names are those of the machine, the clauses and the database"
  )
  func names() async throws {
    let rules = try ReferenceData.bundled().entitlements
    #expect(Application.claimStates == rules.machine.states.map(\.code))
    let own: Set = ["complete"]
    #expect(
      Set(ClaimVerb.allCases.map(\.rawValue)).union(own) == Set(rules.machine.verbs.map(\.code)))
    try await World.with { world in
      let kinds = try await world.query(
        """
        SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'award_event_kind'
        """
      ).map { try $0.decode(0, as: String.self) }.joined()
      for trigger in EntitlementClause.Trigger.allCases {
        #expect(kinds.contains("'\(trigger.rawValue)'"), "\(trigger)")
      }
    }
  }

  @Test("every verb demands what its input gives, and nothing else")
  func demands() throws {
    let machine = try ReferenceData.bundled().entitlements.machine
    let today = try #require(LegalDate("2026-11-20"))
    let bodies: [ClaimVerb: JSON] = [
      .pay: ["level": "city", "paid_on": "2026-11-20", "voucher": "HZ-1"],
      .reject: ["reason": "papers"],
      .clawBack: ["amount_fen": 1, "reason": "fraud", "clawed_back_on": "2026-11-20"],
    ]
    for verb in ClaimVerb.allCases {
      let body = (bodies[verb] ?? [:]).with(["verb": .string(verb.rawValue)])
      let given = try ClaimStepInput(body, today: today).given
      for edge in machine.edges where edge.verb == verb.rawValue {
        #expect(edge.demands == given, "\(verb)")
      }
    }
  }

  @Test("whose money it is follows from the level and the enterprise's region")
  func payers() {
    let expected: [(EntitlementClause.Level, String)] = [
      (.nation, "000000"), (.province, "340000"), (.city, "340200"), (.county, "340281"),
    ]
    for (level, region) in expected { #expect(level.payer(in: "340281") == region) }
  }
}
