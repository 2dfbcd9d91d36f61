import Foundation
import Postgres
import TestSupport
import Testing

/// A fresh database, as a configuration for one suite's connections.
func freshDatabase() async throws -> PostgresConfiguration {
  try PostgresConfiguration(url: try await TestPostgres.shared().database())
}

/// Lends a connection of its own and closes it.
func withOwnConnection<T: Sendable>(
  _ configuration: PostgresConfiguration,
  _ body: (PostgresConnection) async throws -> T
) async throws -> T {
  let connection = try await PostgresConnection.connect(configuration)
  do {
    let value = try await body(connection)
    await connection.close()
    return value
  } catch {
    await connection.close()
    throw error
  }
}

/// Asks the server again and again until the statement gives true, or the limit has passed. The
/// server does the waiting between two questions.
func serverReaches(
  _ statement: Statement, on connection: PostgresConnection, withinMilliseconds limit: Int = 10_000
) async throws -> Bool {
  let clock = ContinuousClock()
  let end = clock.now + .milliseconds(limit)
  while clock.now < end {
    if try await connection.queryOne(statement).decode(Bool.self) { return true }
    try await connection.query("SELECT pg_sleep(0.005)")
  }
  return false
}

/// Expects that the backend comes to run `pg_sleep`.
func waitUntilSleeping(_ process: Int32, _ observer: PostgresConnection) async throws {
  let isReached = try await serverReaches(isSleeping(process), on: observer)
  try #require(isReached)
}

/// Expects an idle connection that answers.
func expectUsable(_ connection: PostgresConnection) async throws {
  let status = await connection.transactionStatus
  let answer = try await connection.queryOne("SELECT 1").decode(Int.self)
  #expect(status == .idle)
  #expect(answer == 1)
}

/// True once the backend with that process number runs `pg_sleep`.
func isSleeping(_ process: Int32) -> Statement {
  """
  SELECT count(*) > 0 FROM pg_stat_activity
  WHERE pid = \(process) AND state = 'active' AND wait_event = 'PgSleep'
  """
}

/// The error that the closure throws, or nil.
func postgresError(_ body: () async throws -> Void) async -> PostgresError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? PostgresError
  }
}

/// What cuts short a wait of 30 seconds or more must come well before its end; how well, a busy machine
/// decides.
let boundMilliseconds = 20_000

/// Milliseconds that the closure takes.
func measureMilliseconds(_ body: () async throws -> Void) async rethrows -> Int {
  let start = ContinuousClock().now
  try await body()
  return Int((ContinuousClock().now - start) / .milliseconds(1))
}

/// A clock that a test turns by hand.
final class ManualClock: Sendable {
  private struct State {
    var now: Int64 = 0
    var timers: [(due: Int64, body: @Sendable () -> Void)] = []
  }

  private let state = Locked(State())

  var clock: PostgresClock {
    PostgresClock(
      nowMilliseconds: { [self] in state.withLock { $0.now } },
      after: { [self] milliseconds, body in
        state.withLock { $0.timers.append((due: $0.now + milliseconds, body: body)) }
      })
  }

  /// Turns the clock and calls what has become due.
  func advance(milliseconds: Int64) {
    let due = state.withLock { state in
      state.now += milliseconds
      let due = state.timers.filter { $0.due <= state.now }
      state.timers.removeAll { $0.due <= state.now }
      return due
    }
    for timer in due { timer.body() }
  }
}

/// Expects that the pool comes to have so many waiters.
func waitForWaiters(_ count: Int, _ pool: PostgresPool) async {
  let end = ContinuousClock().now + .seconds(10)
  while pool.statistics.waiters != count, ContinuousClock().now < end { await Task.yield() }
  #expect(pool.statistics.waiters == count)
}
