import Application
import Domain
import Postgres
import TestSupport
import Testing

@Suite("What is kept when its period is over")
struct KeptOnTests {
  @Test("thirty years on it is there, and the database refuses to delete it")
  func keptOn() async throws {
    try await World.with { world in
      let given = try await OfferCase.make(world)
      let offer = try #require(try await given.refer().first)
      _ = try await given.consent(try offer.institution)
      try await given.grant(offer)
      _ = try await given.read(offer)
      let report: JSON = [
        "source": "enterprise", "period": "2026-08", "figures": ["revenue": 100],
        "as_of": .string(given.today), "provenance": "月报",
      ]
      _ = try await world.application.submitReport(
        of: given.enterprise, report, actor: given.owner)
      // One that has lapsed is erased when somebody asks for it, which the audit trail tells.
      _ = try await world.application.requestErasure(
        of: try await world.register(77), ["basis": "purpose_ended"], actor: World.system)
      let before = try await world.counts()
      world.store.clock.advance(milliseconds: 30 * 365 * 86_400_000)
      _ = try await world.application.forgetOldMessages(limit: 10_000)
      #expect(try await world.application.eraseDue(limit: 100) == 0)
      for table in ["audit_entry", "consent", "access_entry", "report", "enterprise"] {
        #expect((before[table] ?? 0) > 0, "\(table)")
        await #expect(throws: PostgresError.self, "\(table)") {
          try await world.execute(.unsafeSQL("DELETE FROM \(table)"))
        }
        #expect(try await world.count(table) == before[table], "\(table)")
      }
    }
  }
}
