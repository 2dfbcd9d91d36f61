import Postgres
import Testing

@testable import TestSupport

@Suite("Who waits for a database of its own", .timeLimit(.minutes(10)))
struct TurnstileTests {
  private struct Refused: Error {}

  /// Returns when the condition holds, which other tasks bring about.
  private func until(_ condition: () -> Bool) async throws {
    while !condition() {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  @Test("no more are inside at once than there are places, and everybody comes in")
  func places() async throws {
    let turnstile = Turnstile(places: 3)
    let inside = Locked(0)
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<60 {
        group.addTask {
          try await turnstile.pass(isLong: number % 5 == 0) {
            let count = inside.withLock { inside in
              inside += 1
              return inside
            }
            for _ in 0..<10 { await Task.yield() }
            inside.withLock { $0 -= 1 }
            return count
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts.count == 60)
    #expect(counts.allSatisfy { $0 <= 3 })
    #expect(turnstile.waiting == 0)
  }

  @Test("long ones go before the others that wait, each kind in the order it came")
  func order() async throws {
    let turnstile = Turnstile(places: 1)
    let order = Locked<[String]>([])
    let (gate, opener) = AsyncStream<Void>.makeStream()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await turnstile.pass {
          order.withLock { $0.append("inside") }
          for await _ in gate {}
        }
      }
      try await until { order.withLock { !$0.isEmpty } }
      for name in ["one", "long one", "two", "long two"] {
        let waiting = turnstile.waiting
        group.addTask {
          try await turnstile.pass(isLong: name.hasPrefix("long")) {
            order.withLock { $0.append(name) }
          }
        }
        try await until { turnstile.waiting > waiting }
      }
      opener.finish()
      try await group.waitForAll()
    }
    #expect(order.withLock { $0 } == ["inside", "long one", "long two", "one", "two"])
  }

  @Test("who is inside does not wait for itself, and who fails leaves its place to the next")
  func leaving() async throws {
    let turnstile = Turnstile(places: 1)
    for _ in 0..<2 {
      await #expect(throws: Refused.self) {
        try await turnstile.pass { try await turnstile.pass { throw Refused() } }
      }
    }
    #expect(try await turnstile.pass { turnstile.waiting } == 0)
  }
}
