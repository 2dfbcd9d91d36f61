import Foundation
import TestSupport
import Testing

@testable import Postgres

/// A transaction whose BEGIN travels with its first statement and whose last statements travel with
/// its COMMIT.
@Suite("A transaction of a pool")
struct TransactionTests {
  private let one = PoolLimits(size: 1)

  private func withTable<T: Sendable>(
    _ body: (PostgresPool, PostgresConnection) async throws -> T
  ) async throws -> T {
    let configuration = try await freshDatabase()
    return try await withOwnConnection(configuration) { observer in
      try await observer.execute("CREATE TABLE t (a int PRIMARY KEY)")
      return try await withPool(configuration, one) { try await body($0, observer) }
    }
  }

  /// These numbers are in the table, for whoever looks from outside.
  private func expect(_ numbers: [Int], _ observer: PostgresConnection) async throws {
    let found = try await observer.query("SELECT a FROM t ORDER BY a")
      .map { try $0.decode(Int.self) }
    #expect(found == numbers)
  }

  /// Nobody but the observer is in a transaction.
  private func expectNoneOpen(_ observer: PostgresConnection) async throws {
    let open = try await observer.queryOne(
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND state LIKE 'idle in transaction%'
      """
    ).decode(Int.self)
    #expect(open == 0)
  }

  @Test(
    "whose first statement fails leaves no open transaction, and its connection serves on",
    arguments: [false, true])
  func firstFails(inPipeline: Bool) async throws {
    try await withTable { pool, observer in
      let error = await postgresError {
        try await pool.withTransaction { session in
          if inPipeline {
            try await session.pipeline(["INSERT INTO t VALUES (1)", "SELECT 1 / 0"])
          } else {
            try await session.execute("SELECT 1 / 0")
          }
        }
      }
      #expect(error?.sqlState?.rawValue == "22012")
      #expect(error?.statementIndex == (inPipeline ? 1 : nil))
      try await expectNoneOpen(observer)
      try await expect([], observer)
      try await pool.withTransaction { try await $0.execute("INSERT INTO t VALUES (2)") }
      try await expect([2], observer)
      #expect(pool.statistics.discards == 0 && pool.statistics.rolledBackReturns == 0)
    }
  }

  @Test("is not committed when its first statement failed and the closure hides that")
  func hiddenFirstFailure() async throws {
    try await withTable { pool, observer in
      let error = await postgresError {
        try await pool.withTransaction { session in
          _ = try? await session.execute("SELECT 1 / 0")
        }
      }
      #expect(error?.sqlState?.rawValue == "22012")
      try await expectNoneOpen(observer)
    }
  }

  @Test("in which BEGIN itself is refused runs nothing outside of a transaction")
  func beginRefused() async throws {
    try await withTable { pool, observer in
      let error = await postgresError {
        try await pool.withConnection { session in
          guard var session = session as? PooledSession else { return }
          session.transaction = PooledTransaction(begin: "BEGIN ISOLATION LEVEL NONE")
          for number in 1...3 {
            _ = try? await session.execute("INSERT INTO t VALUES (\(number))")
          }
          _ = try await session.execute("INSERT INTO t VALUES (4)")
        }
      }
      #expect(error?.sqlState?.conditionClass == "42")
      try await expect([], observer)
    }
  }

  @Test("sends what was deferred before the next statement, and else with COMMIT")
  func deferred() async throws {
    try await withTable { pool, observer in
      try await pool.withTransaction { session in
        try await session.deferToCommit(["INSERT INTO t VALUES (1)"])
        let seen = try await session.query("SELECT a FROM t").map { try $0.decode(Int.self) }
        #expect(seen == [1])
        try await session.deferToCommit(["INSERT INTO t VALUES (2)"])
        try await session.copyIn("COPY t FROM STDIN", chunks: [Array("3\n".utf8)])
        try await session.deferToCommit(["INSERT INTO t VALUES (4)", "INSERT INTO t VALUES (5)"])
        try await expect([], observer)
      }
      try await expect([1, 2, 3, 4, 5], observer)
    }
  }

  @Test("with nothing but deferred statements runs them all or none")
  func onlyDeferred() async throws {
    try await withTable { pool, observer in
      let error = await postgresError {
        try await pool.withTransaction { session in
          try await session.deferToCommit([
            "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)",
          ])
        }
      }
      #expect(error?.isUniqueViolation == true)
      try await expect([], observer)
      try await expectNoneOpen(observer)
      try await pool.withTransaction { try await $0.deferToCommit(["INSERT INTO t VALUES (3)"]) }
      try await expect([3], observer)
      #expect(pool.statistics.discards == 0 && pool.statistics.rolledBackReturns == 0)
    }
  }

  @Test("drops what was deferred when its closure throws or its task is cancelled")
  func deferredThenThrown() async throws {
    struct Stop: Error {}
    try await withTable { pool, observer in
      await #expect(throws: Stop.self) {
        try await pool.withTransaction { session in
          try await session.deferToCommit(["INSERT INTO t VALUES (1)"])
          throw Stop()
        }
      }
      let task = Task {
        try await pool.withTransaction { session in
          try await session.deferToCommit(["INSERT INTO t VALUES (2)"])
          withUnsafeCurrentTask { $0?.cancel() }
        }
      }
      let cancelled = await postgresError { try await task.value }
      #expect(cancelled?.kind == .cancelled)
      try await expect([], observer)
    }
  }

  @Test("refuses at once to defer what cannot be sent, and keeps what was deferred before")
  func unsendable() async throws {
    try await withTable { pool, observer in
      try await pool.withTransaction { session in
        try await session.deferToCommit(["INSERT INTO t VALUES (1)"])
        let bad = Statement.unsafeSQL("SELECT 1\0")
        let deferring = await postgresError { try await session.deferToCommit([bad]) }
        let asking = await postgresError { try await session.execute(bad) }
        #expect(deferring?.kind == .encoding && asking?.kind == .encoding)
      }
      try await expect([1], observer)
    }
  }

  @Test("defers no more than a pipeline may have, and sends the rest ahead")
  func deferredBound() async throws {
    var configuration = try await freshDatabase()
    configuration.pipelineStatementsMaximum = 3
    try await withPool(configuration, one) { pool in
      try await pool.withConnection { try await $0.execute("CREATE TABLE t (a int)") }
      try await pool.withTransaction { session in
        for number in 0..<10 {
          try await session.deferToCommit(["INSERT INTO t VALUES (\(number))"])
        }
      }
      let count = try await pool.withConnection {
        try await $0.queryOne("SELECT count(*) FROM t").decode(Int.self)
      }
      #expect(count == 10)
    }
  }

  @Test("whose backend is ended in COMMIT is told as one that may be tried again, not as committed")
  func endedInCommit() async throws {
    try await withTable { pool, observer in
      try await observer.script(
        """
        CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER die AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION die();
        """)
      for isDeferred in [false, true] {
        let error = await postgresError {
          try await pool.withTransaction { session in
            if isDeferred {
              try await session.deferToCommit(["INSERT INTO t VALUES (1)"])
            } else {
              try await session.execute("INSERT INTO t VALUES (1)")
            }
          }
        }
        #expect(error?.isTransient == true)
      }
      #expect(pool.statistics.discards == 2)
      try await observer.execute("DROP TRIGGER die ON t")
      try await pool.withTransaction { try await $0.execute("INSERT INTO t VALUES (2)") }
      try await expect([2], observer)
    }
  }

  @Test("whose statement in a pipeline has become stale is run again with a fresh one")
  func stalePipeline() async throws {
    try await withTable { pool, observer in
      let reading = ("SELECT * FROM t" as Statement).prepared()
      try await observer.execute("INSERT INTO t VALUES (1)")
      for type in ["int", "bigint", "text"] {
        try await observer.execute(
          .unsafeSQL("ALTER TABLE t ALTER a TYPE \(type) USING a::\(type)"))
        let rows = try await pool.withTransaction { session in
          try await session.pipeline(["SELECT 1", reading])[1]
        }
        #expect(rows.count == 1)
        #expect(
          rows[0].columns[0].type == (type == "int" ? .int4 : type == "bigint" ? .int8 : .text))
      }
    }
  }

  @Test("that is cancelled in its first statement leaves no open transaction")
  func cancelledFirst() async throws {
    try await withTable { pool, observer in
      let process = try await pool.withConnection {
        try await $0.queryOne("SELECT pg_backend_pid()").decode(Int32.self)
      }
      let task = Task {
        try await pool.withTransaction { session in
          try await session.pipeline(["INSERT INTO t VALUES (1)", "SELECT pg_sleep(30)"])
        }
      }
      try await waitUntilSleeping(process, observer)
      task.cancel()
      let error = await postgresError { _ = try await task.value }
      #expect(error?.kind == .cancelled)
      try await expectNoneOpen(observer)
      try await expect([], observer)
      #expect(pool.statistics.discards == 0)
    }
  }

  @Test("connections end their threads with them")
  func threads() async throws {
    let configuration = try await freshDatabase()
    func count() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").filter {
        let name = try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8)
        return name?.hasPrefix(ConnectionExecutor.threadName) ?? false
      }.count
    }
    for _ in 0..<300 {
      try await withOwnConnection(configuration) { _ = try await $0.query("SELECT 1") }
    }
    // Other tests have connections of their own, but far fewer.
    let clock = ContinuousClock()
    let end = clock.now + .seconds(10)
    var left = try count()
    while left >= 200, clock.now < end {
      await Task.yield()
      left = try count()
    }
    #expect(left < 200)
  }
}
