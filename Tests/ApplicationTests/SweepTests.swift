import Application
import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("The sweeper", .serialized)
struct SweepTests {
  private let patience: Int64 = 30_000

  private func sweep(_ world: World, limit: Int = 100) async throws -> Int {
    try await world.application.requestMissingMatches(
      patienceMilliseconds: patience, limit: limit)
  }

  @Test("a need whose event was lost is asked for once, then after twice as long each time")
  func patienceDoubles() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      try await world.submit(enterprise)
      try await world.drain()
      let clock = world.store.clock
      let start = clock.now
      var asked: [Int64] = []
      // A second at a time through 16 patiences would be slow: the instants around each turn do.
      var due: Int64 = patience
      for turn in 0..<9 {
        clock.set(start.adding(milliseconds: due))
        #expect(try await sweep(world) == 0, "turn \(turn): not yet")
        clock.set(start.adding(milliseconds: due + 1))
        #expect(try await sweep(world) == 1, "turn \(turn)")
        #expect(try await sweep(world) == 0, "turn \(turn): once")
        asked.append(due)
        let events = try await world.drain()
        #expect(events.map(\.type) == [.matchRequested])
        #expect(events.first?.subject == enterprise.text)
        due += 1 + (patience << min(Int64(turn) + 1, 4))
      }
      let gaps = zip(asked.dropFirst(), asked).map { ($0 - $1 - 1) / patience }
      #expect(gaps == [2, 4, 8, 16, 16, 16, 16, 16])
    }
  }

  @Test("what was asked for is decided, and a decided need is asked for no more")
  func clears() async throws {
    try await World.with { world in
      let enterprise = try await world.register()
      let need = try await world.submit(enterprise)
      try await world.drain()
      let clock = world.store.clock
      clock.advance(milliseconds: patience + 1)
      #expect(try await sweep(world) == 1)
      #expect(try await world.matchWaiting().decided == 1)
      let row = try #require(
        try await world.query(
          "SELECT match_due_since IS NULL, match_asked_at IS NULL, match_asks FROM need"
        ).first)
      let (isClear, isNotAsked, asks) = try row.decode(Bool.self, Bool.self, Int16.self)
      #expect(isClear && isNotAsked && asks == 0)
      clock.advance(milliseconds: 1_000_000)
      #expect(try await sweep(world) == 0)
      // A new version begins with fresh patience.
      try await world.report(enterprise, ["tax.credit_grade": "A"])
      try await world.drain()
      #expect(try await sweep(world) == 0)
      clock.advance(milliseconds: patience + 1)
      #expect(try await sweep(world) == 1)
      try await world.drain()
      _ = try await world.application.amendNeed(
        need, expectedVersion: 1, ["tenor_months": 6], actor: World.system)
      try await world.drain()
      clock.advance(milliseconds: patience + 1)
      #expect(try await sweep(world) == 1, "a new version starts from the beginning")
      try await world.drain()
      _ = try await world.application.withdrawNeed(need, expectedVersion: 2, actor: World.system)
      try await world.drain()
      clock.advance(milliseconds: 100 * patience)
      #expect(try await sweep(world) == 0, "a withdrawn need waits for nothing")
    }
  }

  @Test("many needs are asked for oldest first, one event an enterprise, within the limit")
  func limits() async throws {
    try await World.with { world in
      var needs: [NeedID] = []
      for number in 0..<4 {
        let enterprise = try await world.register(number)
        for _ in 0..<3 {
          needs.append(try await world.submit(enterprise))
          world.store.clock.advance(milliseconds: 1)
        }
      }
      try await world.drain()
      world.store.clock.advance(milliseconds: patience + 1)
      #expect(try await sweep(world, limit: 5) == 5)
      let first = try await world.drain()
      #expect(first.count == 2, "the five oldest are of two enterprises")
      #expect(try await sweep(world) == 7)
      let second = try await world.drain()
      #expect(second.count == 3)
      let outcome = try await world.application.match(events: first + second, consumer: "match")
      #expect(outcome.decided == 12)
      #expect(try await world.count("match_run") == 12)
    }
  }

  @Test("while older events wait unpublished no more are added")
  func behindOutbox() async throws {
    try await World.with { world in
      try await world.submit(try await world.register())
      world.store.clock.advance(milliseconds: patience + 1)
      #expect(try await sweep(world) == 0)
      #expect(try await world.events().count == 2)
      try await world.drain()
      #expect(try await sweep(world) == 1)
    }
  }

  @Test("of eight sweepers at once each need is asked for once")
  func concurrent() async throws {
    try await World.with(limits: .patient(8)) { world in
      for number in 0..<5 { try await world.submit(try await world.register(number)) }
      try await world.drain()
      world.store.clock.advance(milliseconds: patience + 1)
      let asked = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 { group.addTask { try await sweep(world) } }
        return try await group.reduce(0, +)
      }
      #expect(asked == 5)
      #expect(try await world.events().count == 5)
    }
  }

  @Test("an enterprise somebody works on is left for a later sweep and holds nobody up")
  func skipsLocked() async throws {
    try await World.with { world in
      let busy = try await world.register(0)
      let free = try await world.register(1)
      try await world.submit(busy)
      try await world.submit(free)
      try await world.drain()
      world.store.clock.advance(milliseconds: patience + 1)
      try await world.store.pool.withTransaction { session in
        _ = try await EnterpriseRepository.lock([busy], session)
        #expect(try await sweep(world) == 1)
      }
      #expect(try await world.drain().map(\.key) == [free.text])
      #expect(try await sweep(world) == 1)
      #expect(try await world.drain().map(\.key) == [busy.text])
    }
  }

  @Test("the backlog says how much waits and how long")
  func backlog() async throws {
    try await World.with { world in
      let empty = try await world.application.backlog()
      #expect(empty.needsWaiting == 0 && empty.oldestNeedMilliseconds == 0)
      #expect(empty.outboxWaiting == 0 && empty.oldestEventMilliseconds == 0)
      #expect(empty.deadLetters == 0)
      try await world.submit(try await world.register())
      world.store.clock.advance(milliseconds: 1_500)
      let waiting = try await world.application.backlog()
      #expect(waiting.needsWaiting == 1 && waiting.oldestNeedMilliseconds == 1_500)
      #expect(waiting.outboxWaiting == 2 && waiting.oldestEventMilliseconds == 1_500)
      try await world.matchWaiting()
      try await world.drain()
      #expect(try await world.application.backlog() == empty)
    }
  }
}
