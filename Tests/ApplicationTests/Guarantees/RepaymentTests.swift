import Application
import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Loans that are repaid in part", .serialized)
struct RepaymentTests {
  private func repay(_ given: GuaranteeCase, _ id: GuaranteeID, _ fen: Int64) async throws -> JSON {
    try await given.bank(
      id, "repay", ["repaid_fen": .int(fen), "repaid_on": .string(given.today)])
  }

  private func money(_ shown: JSON, _ name: String) throws -> Int64 {
    try #require(shown[name]?["fen"]?.intValue)
  }

  @Test("with each repayment liability and report fall to the fen, and they never rise again")
  func falls() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.reserve()
      try await world.expectRefused("conflict guarantee_state") {
        _ = try await repay(given, id, 1)
      }
      try await given.confirm(id)
      let before = try await given.read(id)
      let principal = try money(before, "principal")
      #expect(try money(before, "outstanding") == principal)
      let share = try #require(before["own_ppm"]?.intValue)
      var (outstanding, carried) = (principal, try await GuaranteeTests.carried(world))
      for fen in [1, principal / 3, 77_777] {
        let shown = try await repay(given, id, fen)
        outstanding -= fen
        #expect(try money(shown, "outstanding") == outstanding)
        #expect(try money(shown, "principal") == principal)
        #expect(try money(shown, "own") == (outstanding * share + 999_999) / 1_000_000)
        let now = try await GuaranteeTests.carried(world)
        #expect(now <= carried)
        carried = now
        try await world.expectGuaranteesHold()
      }
      let steps = try await given.read(id)["steps"]?.arrayValue ?? []
      #expect(
        steps.compactMap { $0["repaid"]?["fen"]?.intValue } == [1, principal / 3, 77_777])
      let report = try await world.application.guarantorReport(
        GuaranteeCase.guarantor, year: nil, actor: World.system)
      let inForce = report["in_force"]?.arrayValue?.first
      #expect(inForce?["principal_fen"] == .int(outstanding))
      #expect(report["in_force_fen"] == .int((outstanding * share + 999_999) / 1_000_000))
      #expect(report["year_ended_fen"] == .int(principal - outstanding))
      try await given.bank(id, "close", ["ended_on": .string(given.today)])
      #expect(try await GuaranteeTests.carried(world) == 0)
      let over = try await world.application.guarantorReport(
        GuaranteeCase.guarantor, year: nil, actor: World.system)
      #expect(over["year_ended_fen"] == .int(principal))
    }
  }

  @Test(
    "nobody but the bank reports one, none is of the whole, and a claim is of what is outstanding")
  func refused() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.reserve()
      try await given.confirm(id)
      let principal = try money(try await given.read(id), "principal")
      let one: JSON = ["repaid_fen": 1, "repaid_on": .string(given.today)]
      try await world.expectRefused("forbidden") { try await given.guarantor(id, "repay", one) }
      try await world.expectRefused("forbidden") {
        try await given.step(id, "repay", one, by: given.owner)
      }
      try await world.expectRefused("invalid /repaid_fen above_max") {
        _ = try await repay(given, id, principal)
      }
      try await world.expectRefused("invalid /repaid_fen below_min") {
        _ = try await repay(given, id, 0)
      }
      try await world.expectRefused("invalid /repaid_on order") {
        try await given.bank(id, "repay", one.with(["repaid_on": "2001-01-01"]))
      }
      #expect(try money(try await given.read(id), "outstanding") == principal)
      _ = try await repay(given, id, principal - 500)
      try await given.bank(id, "mark_overdue", ["overdue_on": .string(given.today)])
      _ = try await repay(given, id, 100)
      let claim: JSON = ["claimed_on": .string(given.today)]
      try await world.expectRefused("invalid /claimed_fen above_max") {
        try await given.bank(id, "claim", claim.with(["claimed_fen": 401]))
      }
      try await given.bank(id, "claim", claim.with(["claimed_fen": 400]))
      try await world.expectGuaranteesHold()
    }
  }

  @Test("the database lets no repayment be taken back")
  func stays() async throws {
    try await World.with { world in
      let given = try await GuaranteeCase.make(world)
      let id = try await given.reserve()
      try await given.confirm(id)
      _ = try await repay(given, id, 1_000)
      let error = await #expect(throws: PostgresError.self) {
        try await world.execute(
          """
          UPDATE guarantee SET repaid_fen = 0,
            own_fen = ceil(principal_fen::numeric * own_ppm / 1000000)
          """)
      }
      #expect(error?.constraint == "guarantee_stays")
      try await world.expectGuaranteesHold()
    }
  }
}
