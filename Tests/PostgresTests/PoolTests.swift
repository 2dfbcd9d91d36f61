import Foundation
import TestSupport
import Testing

@testable import Postgres

/// Lends a pool and shuts it down.
func withPool<T: Sendable>(
  _ configuration: PostgresConfiguration, _ limits: PoolLimits = PoolLimits(size: 4),
  _ body: (PostgresPool) async throws -> T
) async throws -> T {
  let pool = PostgresPool(configuration: configuration, limits: limits)
  do {
    let value = try await body(pool)
    await pool.shutdown()
    return value
  } catch {
    await pool.shutdown()
    throw error
  }
}

@Suite("A pool")
struct PoolTests {
  private struct Wrapped: Error {
    let cause: any Error
  }

  @Test("serves many callers at once with no more connections than its size")
  func manyCallers() async throws {
    try await withPool(try await freshDatabase(), PoolLimits(size: 5, waiters: 200)) { pool in
      let sum = try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<200 {
          group.addTask {
            try await pool.withConnection { session in
              try await session.queryOne("SELECT \(number) FROM pg_sleep(0.001)").decode(Int.self)
            }
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(sum == 19_900)
      let numbers = pool.statistics
      #expect(numbers.checkouts == 200)
      #expect(numbers.size <= 5)
      #expect(numbers.inUse == 0)
      #expect(numbers.waiters == 0)
      #expect(numbers.discards == 0)
    }
  }

  @Test("rolls back a BEGIN that a caller left behind, before the next loan")
  func leakedBegin() async throws {
    try await withPool(try await freshDatabase(), PoolLimits(size: 1)) { pool in
      try await pool.withConnection { session in
        try await session.execute("CREATE TABLE t (a int)")
        try await session.execute("BEGIN")
        try await session.execute("INSERT INTO t VALUES (1)")
      }
      let count = try await pool.withConnection { session in
        try await session.queryOne("SELECT count(*) FROM t").decode(Int.self)
      }
      #expect(count == 0)
      #expect(pool.statistics.rolledBackReturns == 1)
      #expect(pool.statistics.discards == 0)
    }
  }

  @Test("leaves no open transaction behind when BEGIN itself is cancelled at any moment")
  func cancelledBegin() async throws {
    try await withPool(try await freshDatabase(), PoolLimits(size: 1)) { pool in
      for round in 0..<60 {
        let task = Task {
          try await pool.withTransaction { session in try await session.execute("SELECT 1") }
        }
        let end = ContinuousClock().now + .microseconds(round * 15)
        while ContinuousClock().now < end { await Task.yield() }
        task.cancel()
        _ = try? await task.value
        // Outside a transaction there is no savepoint (SQLSTATE 25P01).
        let error = await postgresError {
          _ = try await pool.withConnection { try await $0.execute("SAVEPOINT s") }
        }
        #expect(error?.sqlState?.rawValue == "25P01")
      }
    }
  }

  @Test("refuses a session that is used after its loan")
  func escapedSession() async throws {
    try await withPool(try await freshDatabase()) { pool in
      let escaped = try await pool.withConnection { session in session }
      let error = await postgresError { try await escaped.query("SELECT 1") }
      #expect(error?.kind == .pool(.leaseEnded))
      let copy = await postgresError { try await escaped.copyIn("COPY t FROM STDIN", chunks: []) }
      #expect(copy?.kind == .pool(.leaseEnded))
      let answer = try await pool.withConnection { session in
        try await session.queryOne("SELECT 1").decode(Int.self)
      }
      #expect(answer == 1)
    }
  }

  @Test("times a caller out at the checkout deadline, counts it, and serves the next")
  func checkoutDeadline() async throws {
    let clock = ManualClock()
    let pool = PostgresPool(
      configuration: try await freshDatabase(),
      limits: PoolLimits(size: 1, checkoutDeadlineMilliseconds: 60), clock: clock.clock)
    try await pool.withConnection { _ in
      let waiter = Task { try await pool.withConnection { _ in } }
      await waitForWaiters(1, pool)
      clock.advance(milliseconds: 59)
      #expect(pool.statistics.waiters == 1)
      clock.advance(milliseconds: 1)
      let error = await postgresError { try await waiter.value }
      #expect(error?.kind == .pool(.checkoutTimedOut))
    }
    #expect(pool.statistics.checkoutTimeouts == 1)
    try await pool.withConnection { _ in }
    await pool.shutdown()
  }

  @Test("lets a cancelled caller go at once and keeps the connection for others")
  func cancelledWaiter() async throws {
    try await withPool(try await freshDatabase(), PoolLimits(size: 1)) { pool in
      try await pool.withConnection { _ in
        let waiter = Task { try await pool.withConnection { _ in } }
        await waitForWaiters(1, pool)
        waiter.cancel()
        let error = await postgresError { try await waiter.value }
        #expect(error?.kind == .cancelled)
        #expect(pool.statistics.waiters == 0)
      }
      try await pool.withConnection { _ in }
      #expect(pool.statistics.inUse == 0)
    }
  }

  @Test("loses no connection when hand-over and cancellation race")
  func handOverAgainstCancellation() async throws {
    try await withPool(try await freshDatabase(), PoolLimits(size: 2, waiters: 100)) { pool in
      for _ in 0..<100 {
        let tasks = (0..<8).map { _ in
          Task { try await pool.withConnection { _ in await Task.yield() } }
        }
        for task in tasks {
          await Task.yield()
          task.cancel()
        }
        for task in tasks { _ = try? await task.value }
      }
      let numbers = pool.statistics
      #expect(numbers.inUse == 0)
      #expect(numbers.waiters == 0)
      #expect(numbers.discards == 0)
      // Both connections can still be lent at the same time.
      try await pool.withConnection { _ in try await pool.withConnection { _ in } }
    }
  }

  @Test("commits what the closure did, and rolls back when it throws")
  func transaction() async throws {
    try await withPool(try await freshDatabase()) { pool in
      try await pool.withConnection { try await $0.execute("CREATE TABLE t (a int)") }
      try await pool.withTransaction { try await $0.execute("INSERT INTO t VALUES (1)") }
      await #expect(throws: CancellationError.self) {
        try await pool.withTransaction { session in
          try await session.execute("INSERT INTO t VALUES (2)")
          throw CancellationError()
        }
      }
      let rows = try await pool.withTransaction(isolation: .repeatableRead, readOnly: true) {
        try await $0.query("SELECT a FROM t").map { try $0.decode(Int.self) }
      }
      #expect(rows == [1])
      let error = await postgresError {
        _ = try await pool.withTransaction(readOnly: true) {
          try await $0.execute("INSERT INTO t VALUES (3)")
        }
      }
      #expect(error?.sqlState == .readOnlyTransaction)
    }
  }

  @Test("does not take the COMMIT of a failed transaction for success")
  func hiddenFailure() async throws {
    try await withPool(try await freshDatabase()) { pool in
      try await pool.withConnection { try await $0.execute("CREATE TABLE t (a int UNIQUE)") }
      let error = await postgresError {
        try await pool.withTransaction { session in
          try await session.execute("INSERT INTO t VALUES (1)")
          _ = try? await session.execute("INSERT INTO t VALUES (1)")
        }
      }
      #expect(error?.sqlState == .uniqueViolation)
    }
  }

  @Test(
    "runs a transaction again after a serialization failure, also a wrapped one",
    arguments: [false, true])
  func serializationRetry(isWrapped: Bool) async throws {
    try await withPool(try await freshDatabase()) { pool in
      try await Self.makeAccount(pool)
      let runs = Locked(0)
      try await pool.withTransaction(isolation: .repeatableRead) { session in
        let run = runs.withLock { runs in
          runs += 1
          return runs
        }
        let cents = try await session.queryOne("SELECT cents FROM account").decode(Int.self)
        if run == 1 {
          // Another transaction commits between our reading and our writing.
          try await pool.withConnection { other in
            try await other.execute("UPDATE account SET cents = cents + 10")
          }
        }
        do {
          try await session.execute("UPDATE account SET cents = \(cents + 1)")
        } catch {
          throw isWrapped ? Wrapped(cause: error) : error
        }
      }
      let total = try await pool.withConnection {
        try await $0.queryOne("SELECT cents FROM account").decode(Int.self)
      }
      #expect(total == 11)
      #expect(runs.withLock { $0 } == 2)
      #expect(pool.statistics.transactionRetries == 1)
    }
  }

  @Test("loses no update when serializable transactions compete")
  func competingTransactions() async throws {
    try await withPool(try await freshDatabase(), PoolLimits(size: 8)) { pool in
      try await Self.makeAccount(pool)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask {
            for _ in 0..<5 {
              try await pool.withTransaction(isolation: .serializable, attempts: 1_000) {
                session in
                let cents = try await session.queryOne("SELECT cents FROM account")
                  .decode(Int.self)
                try await session.execute("UPDATE account SET cents = \(cents + 1)")
              }
            }
          }
        }
        try await group.waitForAll()
      }
      let total = try await pool.withConnection {
        try await $0.queryOne("SELECT cents FROM account").decode(Int.self)
      }
      #expect(total == 40)
    }
  }

  private static func makeAccount(_ pool: PostgresPool) async throws {
    try await pool.withConnection { session in
      try await session.script(
        "CREATE TABLE account (cents bigint); INSERT INTO account VALUES (0)")
    }
  }

  @Test("gives up a transaction after its attempts and reports the conflict")
  func attemptsEnd() async throws {
    try await withPool(try await freshDatabase()) { pool in
      let runs = Locked(0)
      let error = await postgresError {
        try await pool.withTransaction(attempts: 3) { session in
          runs.withLock { $0 += 1 }
          try await session.execute(
            "DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '40001'; END $$")
        }
      }
      #expect(error?.isSerializationFailure == true)
      #expect(runs.withLock { $0 } == 3)
      #expect(pool.statistics.transactionRetries == 2)
    }
  }

  @Test("rolls back when its task is cancelled, with the connection kept")
  func cancelledTransaction() async throws {
    let configuration = try await freshDatabase()
    try await withPool(configuration, PoolLimits(size: 1)) { pool in
      try await pool.withConnection { try await $0.execute("CREATE TABLE t (a int)") }
      let task = Task {
        try await pool.withTransaction { session in
          try await session.execute("INSERT INTO t VALUES (1)")
          withUnsafeCurrentTask { $0?.cancel() }
        }
      }
      let error = await postgresError { try await task.value }
      #expect(error?.kind == .cancelled)
      let count = try await pool.withConnection {
        try await $0.queryOne("SELECT count(*) FROM t").decode(Int.self)
      }
      #expect(count == 0)
      #expect(pool.statistics.discards == 0)
    }
  }

  @Test("replaces an idle connection that the server has ended, unseen by the caller")
  func endedWhileIdle() async throws {
    let configuration = try await freshDatabase()
    let limits = PoolLimits(size: 2, idleCheckMilliseconds: 0)
    try await withPool(configuration, limits) { pool in
      try await withOwnConnection(configuration) { admin in
        let process = try await pool.withConnection {
          try await $0.queryOne("SELECT pg_backend_pid()").decode(Int32.self)
        }
        try await admin.query("SELECT pg_terminate_backend(\(process), 5000)")
        let other = try await pool.withConnection {
          try await $0.queryOne("SELECT pg_backend_pid()").decode(Int32.self)
        }
        #expect(other != process)
        #expect(pool.statistics.discards == 1)
      }
    }
  }

  @Test("keeps connections warm while it runs, and ends with its task")
  func runAndEnd() async throws {
    let pool = PostgresPool(
      configuration: try await freshDatabase(), limits: PoolLimits(size: 4, warm: 3))
    let running = Task { await pool.run() }
    let end = ContinuousClock().now + .seconds(5)
    while pool.statistics.idle < 3, ContinuousClock().now < end { await Task.yield() }
    #expect(pool.statistics.idle == 3)
    running.cancel()
    await running.value
    #expect(pool.statistics.size == 0)
    let error = await postgresError { try await pool.withConnection { _ in } }
    #expect(error?.kind == .pool(.shutDown))
    await pool.shutdown()
  }

  @Test("tells callers at once that the login is refused")
  func refusedLogin() async throws {
    var configuration = try await freshDatabase()
    configuration.database = "no_such_database"
    try await withPool(configuration, PoolLimits(size: 1, checkoutDeadlineMilliseconds: 30_000)) {
      pool in
      let error = await postgresError { try await pool.withConnection { _ in } }
      #expect(error?.kind == .connection)
      #expect(error?.sqlState?.rawValue == "3D000")
    }
  }
}
