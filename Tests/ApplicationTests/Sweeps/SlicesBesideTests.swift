import Domain
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Application

@Suite("Slices that are stored side by side")
struct SlicesBesideTests {
  private struct Refused: Error {}

  private final class Seen: Sendable {
    let state = Mutex<(inside: Int, most: Int, order: [Int])>((0, 0, []))
  }

  @Test(
    "one at a time stores its runs, in the order in which they came; one that fails lets the next in"
  )
  func oneAtATime() async throws {
    let turn = CopyTurn()
    let seen = Seen()
    let (started, isStarted) = AsyncStream.makeStream(of: Void.self)
    let (gate, opensGate) = AsyncStream.makeStream(of: Void.self)
    let first = Task {
      await turn.take {
        isStarted.finish()
        for await _ in gate {}
        seen.state.withLock { $0.order.append(0) }
      }
    }
    for await _ in started {}
    var waiting: [Task<Void, any Error>] = []
    for number in 1...20 {
      waiting.append(
        Task {
          try await turn.take {
            seen.state.withLock { state in
              state.inside += 1
              state.most = max(state.most, state.inside)
              state.order.append(number)
            }
            await Task.yield()
            seen.state.withLock { $0.inside -= 1 }
            if number.isMultiple(of: 3) { throw Refused() }
          }
        })
      while turn.waitingCount < number { await Task.yield() }
    }
    opensGate.finish()
    await first.value
    for (index, task) in waiting.enumerated() {
      let result = await task.result
      switch result {
      case .success: #expect(!(index + 1).isMultiple(of: 3))
      case .failure: #expect((index + 1).isMultiple(of: 3))
      }
    }
    let (most, order) = seen.state.withLock { ($0.most, $0.order) }
    #expect(most == 1)
    #expect(order == Array(0...20))
  }

  @Test(
    "a slice that cannot be stored leaves the others done or as they were, and all is done at last")
  func besideOneThatFails() async throws {
    try await World.with(limits: .patient(6)) { world in
      try await world.decideSamples(24, seed: 31)
      try await world.application.startFullSweep(
        by: Actor(subject: "operator-1", role: .operator))
      _ = try await world.application.cutSlices(world.slicing(needs: 4))
      world.store.clock.advance(milliseconds: 86_400_000)
      let slices = try await world.work()
      #expect(slices.count >= 5)
      // The third one is refused by the database.
      _ = try await world.query(
        """
        CREATE FUNCTION refuse_third() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE 'refused'; END $$
        """)
      _ = try await world.query(
        """
        CREATE TRIGGER refuse_third BEFORE UPDATE ON sweep_slice FOR EACH ROW
          WHEN (NEW.number = 3 AND NEW.done_at IS NOT NULL) EXECUTE FUNCTION refuse_third()
        """)
      await #expect(throws: PostgresError.self) {
        try await world.application.sweep(events: slices, consumer: "sweep")
      }
      let done = try await world.query(
        "SELECT number, (SELECT count(*) FROM inbox WHERE consumer = 'sweep') FROM sweep_slice WHERE done_at IS NOT NULL ORDER BY number"
      )
      let numbers = try done.map { Int(try $0.decode(0, as: Int32.self)) }
      #expect(numbers.starts(with: [1, 2]) && !numbers.contains(3), "done: \(numbers)")
      #expect(try done.first?.decode(1, as: Int64.self) == Int64(numbers.count))
      _ = try await world.query("DROP TRIGGER refuse_third ON sweep_slice")
      let outcome = try await world.application.sweep(events: slices, consumer: "sweep")
      #expect(outcome.skipped == numbers.count && outcome.slices == slices.count - numbers.count)
      let wrong = try await world.query(
        """
        SELECT n.id FROM need n LEFT JOIN match_run r
          ON r.need_id = n.id AND r.cause_event_id = ANY(\(slices.map(\.id.uuid)))
        GROUP BY n.id HAVING count(r.id) <> 1
        """)
      #expect(wrong.isEmpty, "each need has one run of this sweep")
    }
  }
}
