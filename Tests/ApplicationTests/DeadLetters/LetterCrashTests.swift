import Domain
import Postgres
import Store
import TestSupport
import Testing

@testable import Application

/// Whatever is cut off in the middle is as if it had never begun, and is done once the second time.
@Suite("Dead letters and crashes", .serialized)
struct LetterCrashTests {
  /// Runs `body` while the last statement of its transaction, a write to `table`, is refused.
  private func failing(
    at table: String, _ world: World, _ body: () async throws -> Void
  ) async throws {
    try await world.execute(
      .unsafeSQL("ALTER TABLE \(table) ADD CONSTRAINT crash CHECK (false) NOT VALID"))
    let before = try await world.counts()
    await #expect(throws: PostgresError.self) { try await body() }
    #expect(try await world.counts() == before)
    try await world.execute(.unsafeSQL("ALTER TABLE \(table) DROP CONSTRAINT crash"))
  }

  @Test("a consumer cut off while it applies a redriven event leaves letter and line as they were")
  func consuming() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let bad = try await own.submit()
      let id = try await own.giveUp(bad)
      let later = [try await own.submit(), try await own.submit()]
      // Cut off while it puts events aside, too.
      try await failing(at: "held_event", world) { try await own.consume(later) }
      try await own.consume(later)
      try await own.redrive(id)
      let sent = try await world.drain()
      for table in ["inbox", "match_run", "outbox"] {
        try await failing(at: table, world) { try await own.consume(sent) }
        #expect(try await own.state(id) == "redriving")
        #expect(try await own.held == 2)
      }
      try await own.consume(sent)
      #expect(try await own.state(id) == "resolved")
      #expect(try await own.held == 0)
      #expect(try await own.runs == 3)
    }
  }

  @Test("a letter, a redrive or a skip that is cut off leaves nothing, neither event nor audit")
  func moving() async throws {
    try await World.with { world in
      let own = try await LetterCase(world)
      let bad = try await own.submit()
      try await failing(at: "outbox", world) {
        try await own.application.keepDeadLetters([own.record(bad)])
      }
      let id = try await own.giveUp(bad)
      for table in ["outbox", "audit_entry"] {
        try await failing(at: table, world) { try await own.redrive(id) }
        try await failing(at: table, world) { try await own.skip(id) }
        #expect(try await own.state(id) == "open")
      }
      try await own.redrive(id)
      try await own.consume(try await world.drain())
      #expect(try await own.state(id) == "resolved")
      #expect(try await world.count("audit_entry") == 1)
    }
  }
}
