import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Sums clawed back and their budgets", .serialized)
struct ClawBackTests {
  /// What one level gets back, in its budget and of one claim.
  private struct Level: Equatable {
    var paid: Int64?
    var available: Int64?
    var returned: Int64?
    var income: Int64?
  }

  private func level(_ name: String, _ world: World) async throws -> Level {
    let budget = try await world.budget(name)
    func fen(_ member: String) -> Int64? { budget?[member]?["fen"]?.intValue }
    return Level(
      paid: fen("paid"), available: fen("available"), returned: fen("returned"),
      income: fen("income"))
  }

  @discardableResult
  private func clawBack(_ given: ClaimCase, _ id: ClaimID, _ fen: Int64) async throws -> JSON {
    try await given.step(
      id,
      [
        "verb": "claw_back", "amount_fen": .int(fen), "reason": "conditions",
        "clawed_back_on": .string(given.today),
      ])
  }

  private func nextYear(_ world: World) {
    world.store.clock.advance(milliseconds: 60 * 86_400_000)
  }

  @Test("what comes back within the year of its budget may be paid out again")
  func withinYear() async throws {
    try await World.with { world in
      // For one claim, and not for two.
      try await world.budgets(city: 3_000_000, county: 12_000_000)
      let given = try await ClaimCase.make(world)
      let first = try await given.paid(try await given.list())
      let other = try await ClaimCase.make(world, 1)
      let second = try await other.claim(try await other.list())
      try await world.expectRefused("conflict budget_short") {
        try await other.step(second, ["verb": "accept"])
      }
      let back = try await clawBack(given, first, 15_000_000)
      #expect(back["parts"]?.arrayValue?.map { $0["returned"]?["fen"] } == [3_000_000, 12_000_000])
      #expect(
        try await level("county", world)
          == Level(paid: 0, available: 12_000_000, returned: 12_000_000, income: 0))
      try await other.step(second, ["verb": "accept"])
      #expect(try await level("city", world).available == 0)
      try await world.expectClaimsHold()
    }
  }

  @Test("what comes back after the year of its budget is income of the treasury, and no budget's")
  func afterYear() async throws {
    try await World.with { world in
      try await world.budgets(city: 3_000_000, county: 12_000_000)
      let given = try await ClaimCase.make(world)
      let id = try await given.paid(try await given.list())
      // Five million in the year, the rest after it: each level by its share.
      try await clawBack(given, id, 5_000_000)
      nextYear(world)
      let back = try await clawBack(given, id, 10_000_000)
      #expect(
        back["parts"]?.arrayValue?.map { $0["clawed_back"]?["fen"] } == [3_000_000, 12_000_000])
      #expect(back["parts"]?.arrayValue?.map { $0["returned"]?["fen"] } == [1_000_000, 4_000_000])
      #expect(
        try await level("city", world)
          == Level(paid: 2_000_000, available: 1_000_000, returned: 1_000_000, income: 2_000_000))
      #expect(
        try await level("county", world)
          == Level(paid: 8_000_000, available: 4_000_000, returned: 4_000_000, income: 8_000_000))
      try await world.expectClaimsHold()
    }
  }

  @Test("of a claim that one level has paid its part goes back, and the other's is let go")
  func halfPaid() async throws {
    try await World.with { world in
      try await world.budgets()
      let given = try await ClaimCase.make(world)
      let id = try await given.claim(try await given.list())
      try await given.step(id, ["verb": "accept"])
      try await given.step(id, ["verb": "pass"])
      _ = try await given.pay(id, "city")
      try await clawBack(given, id, 3_000_000)
      #expect(try await level("city", world).returned == 3_000_000)
      #expect(
        try await level("county", world)
          == Level(paid: 0, available: 10_000_000_000, returned: 0, income: 0))
      try await world.expectClaimsHold()
    }
  }

  @Test("in whatever pieces it comes back, each fen is in a budget or income, and sums to the fen")
  func pieces() async throws {
    try await World.with { world in
      try await world.budgets(city: 3_000_000, county: 12_000_000)
      let given = try await ClaimCase.make(world)
      let id = try await given.paid(try await given.list())
      let pieces: [Int64] = [1, 2, 3, 7, 999_983, 4_000_004, 1, 5_000_000, 4_999_998, 1]
      for (index, piece) in pieces.enumerated() {
        if index == 6 { nextYear(world) }
        let back = try await clawBack(given, id, piece)
        let sum = pieces.prefix(index + 1).reduce(0, +)
        #expect(back["clawed_back"]?["fen"] == .int(sum))
        let (city, county) = (try await level("city", world), try await level("county", world))
        let told = [city.returned, city.income, county.returned, county.income].compactMap { $0 }
        #expect(told.reduce(0, +) == sum)
        #expect((city.paid ?? 0) + (county.paid ?? 0) == 15_000_000 - min(sum, 5_000_000))
        try await world.expectClaimsHold()
      }
      try await world.expectRefused("conflict claim_state") { try await clawBack(given, id, 1) }
    }
  }

  @Test("the database refuses a sum that is said to be in a budget and is not there")
  func refused() async throws {
    try await World.with { world in
      try await world.budgets()
      let given = try await ClaimCase.make(world)
      let id = try await given.paid(try await given.list())
      nextYear(world)
      try await clawBack(given, id, 15_000_000)
      for statement: Statement in [
        "UPDATE claim_part SET returned_fen = clawed_back_fen",
        "UPDATE ledger_reservation SET amount = amount + 1 WHERE kind = 'budget'",
        "UPDATE ledger_reservation SET amount = 1, state = 'released' WHERE kind = 'budget'",
      ] {
        await #expect(throws: PostgresError.self) { try await world.execute(statement) }
      }
      try await world.expectClaimsHold()
    }
  }

  @Test("the code of a budget says whose it is, of which year, and for which clause")
  func codes() {
    for clause in [nil, "wuhu-board-award"] {
      let key = AwardBudgetRecord.Key(
        level: "city", region: "340200", fiscalYear: 2026, clause: clause)
      #expect(AwardBudgetRecord.Key(code: key.code) == key)
    }
    #expect(AwardBudgetRecord.Key(code: "city:340200:*") == nil)
    #expect(AwardBudgetRecord.Key(code: "city:340200:year:*") == nil)
  }
}
