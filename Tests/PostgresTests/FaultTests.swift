import Foundation
import TestSupport
import Testing

@testable import Postgres

/// Each fault of the network ends in an error within its deadline, and the pool recovers.
@Suite("With a faulty network")
struct FaultTests {
  private struct Setting {
    let direct: PostgresConfiguration
    let proxied: PostgresConfiguration
    let proxy: TCPProxy
  }

  /// A fresh database, directly and through a proxy, with short limits.
  private static func withProxy(_ body: (Setting) async throws -> Void) async throws {
    let server = try await TestPostgres.shared()
    let url = try await server.database()
    let port = try #require(server.port)
    let direct = try PostgresConfiguration(url: url)
    let proxy = try TCPProxy(port: port)
    defer { proxy.stop() }
    var proxied = try PostgresConfiguration(
      url: url.replacing(":\(port)/", with: ":\(proxy.port)/"))
    proxied.connectTimeoutMilliseconds = 1_000
    proxied.statementTimeoutMilliseconds = 500
    proxied.answerGraceMilliseconds = 300
    proxied.cancelTimeoutMilliseconds = 300
    try await body(Setting(direct: direct, proxied: proxied, proxy: proxy))
  }

  /// The pool lends a working connection again.
  private static func expectRecovery(_ pool: PostgresPool) async throws {
    let answer = try await pool.withConnection { session in
      try await session.queryOne("SELECT 42").decode(Int.self)
    }
    #expect(answer == 42)
    #expect(pool.statistics.inUse == 0)
  }

  @Test("a connection cut in a query is an error at once, and the pool recovers")
  func cutInQuery() async throws {
    try await Self.withProxy { setting in
      var configuration = setting.proxied
      configuration.statementTimeoutMilliseconds = 20_000
      try await withOwnConnection(setting.direct) { observer in
        try await withPool(configuration, PoolLimits(size: 2)) { pool in
          let processes = Locked<Int32>(0)
          let task = Task {
            try await pool.withConnection { session in
              let process = try await session.queryOne("SELECT pg_backend_pid()")
                .decode(Int32.self)
              processes.withLock { $0 = process }
              try await session.query("SELECT pg_sleep(30)")
            }
          }
          let end = ContinuousClock().now + .seconds(10)
          while processes.withLock({ $0 }) == 0, ContinuousClock().now < end { await Task.yield() }
          try await waitUntilSleeping(processes.withLock { $0 }, observer)
          var error: PostgresError?
          let duration = await measureMilliseconds {
            setting.proxy.cut()
            error = await postgresError { try await task.value }
          }
          #expect(error?.kind == .connection)
          #expect(error?.isTransient == true)
          #expect(duration < boundMilliseconds)
          try await Self.expectRecovery(pool)
          #expect(pool.statistics.discards == 1)
        }
      }
    }
  }

  @Test(
    "a connection cut in COMMIT is told as lost: nobody knows whether it was committed",
    arguments: [false, true])
  func cutInCommit(isDeferred: Bool) async throws {
    try await Self.withProxy { setting in
      var configuration = setting.proxied
      configuration.statementTimeoutMilliseconds = 20_000
      try await withOwnConnection(setting.direct) { observer in
        try await observer.script(
          """
          CREATE TABLE t (a int);
          CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_sleep(30); RETURN NULL; END $$;
          CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION wait();
          """)
        try await withPool(configuration, PoolLimits(size: 1)) { pool in
          let process = try await pool.withConnection {
            try await $0.queryOne("SELECT pg_backend_pid()").decode(Int32.self)
          }
          let task = Task {
            try await pool.withTransaction { session in
              if isDeferred {
                try await session.deferToCommit(["INSERT INTO t VALUES (1)"])
              } else {
                try await session.execute("INSERT INTO t VALUES (1)")
              }
            }
          }
          try await waitUntilSleeping(process, observer)
          setting.proxy.cut()
          let error = await postgresError { try await task.value }
          #expect(error?.kind == .connection)
          #expect(error?.isTransient == true)
          try await Self.expectRecovery(pool)
          #expect(pool.statistics.discards == 1 && pool.statistics.transactionRetries == 0)
        }
      }
    }
  }

  @Test("a server that freezes in a query is an error within both deadlines, and the pool recovers")
  func frozen() async throws {
    try await Self.withProxy { setting in
      try await withPool(setting.proxied, PoolLimits(size: 2)) { pool in
        try await Self.expectRecovery(pool)
        setting.proxy.mode = .freeze
        var error: PostgresError?
        let duration = await measureMilliseconds {
          error = await postgresError {
            _ = try await pool.withConnection { try await $0.query("SELECT 1") }
          }
        }
        #expect(error?.kind == .deadline)
        // 800 ms for the answer, then 300 ms for the cancel request.
        #expect((750..<boundMilliseconds).contains(duration))
        #expect(pool.statistics.discards == 1)
        #expect(pool.statistics.size == 0)
        setting.proxy.mode = .pass
        try await Self.expectRecovery(pool)
      }
    }
  }

  @Test("a task cancelled before a frozen server ends within the second deadline")
  func cancelledWhileFrozen() async throws {
    try await Self.withProxy { setting in
      var configuration = setting.proxied
      configuration.statementTimeoutMilliseconds = 20_000
      try await withOwnConnection(configuration) { connection in
        setting.proxy.mode = .freeze
        let task = Task { try await connection.query("SELECT 1") }
        var error: PostgresError?
        let duration = await measureMilliseconds {
          task.cancel()
          error = await postgresError { _ = try await task.value }
        }
        #expect(error?.kind == .cancelled)
        #expect(duration < boundMilliseconds)
        setting.proxy.mode = .pass
      }
    }
  }

  @Test("a server that accepts and stays silent is an error at the connect deadline")
  func silentOnConnect() async throws {
    try await Self.withProxy { setting in
      setting.proxy.mode = .silent
      let limits = PoolLimits(size: 1, checkoutDeadlineMilliseconds: 8_000)
      try await withPool(setting.proxied, limits) { pool in
        var error: PostgresError?
        let duration = await measureMilliseconds {
          error = await postgresError { try await pool.withConnection { _ in } }
        }
        #expect(error?.kind == .pool(.checkoutTimedOut))
        #expect((error?.underlying as? PostgresError)?.kind == .deadline)
        #expect(duration < boundMilliseconds)
        setting.proxy.mode = .pass
        try await Self.expectRecovery(pool)
      }
      setting.proxy.mode = .silent
      let direct = await postgresError {
        _ = try await PostgresConnection.connect(setting.proxied)
      }
      #expect(direct?.kind == .deadline)
    }
  }

  @Test("a connect that is cancelled ends at once")
  func cancelledConnect() async throws {
    try await Self.withProxy { setting in
      setting.proxy.mode = .silent
      var configuration = setting.proxied
      configuration.connectTimeoutMilliseconds = 20_000
      let slow = configuration
      let task = Task { try await PostgresConnection.connect(slow) }
      let isAccepted = await setting.proxy.reached(withinMilliseconds: 5_000) {
        $0.acceptedCount > 0
      }
      #expect(isAccepted)
      task.cancel()
      var error: PostgresError?
      let duration = await measureMilliseconds {
        error = await postgresError { _ = try await task.value }
      }
      #expect(error?.kind == .cancelled)
      #expect(duration < boundMilliseconds)
    }
  }

  @Test("a server that refuses connections is tried again until it accepts")
  func refused() async throws {
    try await Self.withProxy { setting in
      setting.proxy.mode = .refuse
      let limits = PoolLimits(
        size: 2, checkoutDeadlineMilliseconds: 10_000, connectBackoffBaseMilliseconds: 5,
        connectBackoffMaximumMilliseconds: 20)
      try await withPool(setting.proxied, limits) { pool in
        let task = Task {
          try await pool.withConnection { try await $0.queryOne("SELECT 7").decode(Int.self) }
        }
        let isRetried = await setting.proxy.reached(withinMilliseconds: 5_000) {
          $0.acceptedCount > 2
        }
        #expect(isRetried)
        setting.proxy.mode = .pass
        let answer = try await task.value
        #expect(answer == 7)
        #expect(pool.statistics.connectFailures > 1)
      }
    }
  }

  @Test("a slow network delays the answer and breaks nothing")
  func delayed() async throws {
    try await Self.withProxy { setting in
      try await withOwnConnection(setting.proxied) { connection in
        setting.proxy.mode = .delay(30)
        let duration = try await measureMilliseconds { try await connection.query("SELECT 1") }
        #expect(duration >= 55)
      }
    }
  }

  @Test("all idle connections cut at once cost at most one error")
  func idleConnectionsCut() async throws {
    try await Self.withProxy { setting in
      try await withPool(setting.proxied, PoolLimits(size: 3)) { pool in
        try await pool.withConnection { _ in
          try await pool.withConnection { _ in try await pool.withConnection { _ in } }
        }
        #expect(pool.statistics.idle == 3)
        setting.proxy.cut()
        let isCut = await setting.proxy.reached(withinMilliseconds: 5_000) { $0.openCount == 0 }
        #expect(isCut)
        var failures = 0
        for _ in 0..<3 where await postgresError({ try await Self.expectRecovery(pool) }) != nil {
          failures += 1
        }
        #expect(failures <= 1)
      }
    }
  }

  @Test("COPY cut in the middle is an error, and the pool recovers")
  func cutInCopy() async throws {
    try await Self.withProxy { setting in
      var configuration = setting.proxied
      configuration.statementTimeoutMilliseconds = 20_000
      try await withPool(configuration, PoolLimits(size: 1)) { pool in
        let error = await postgresError {
          try await pool.withConnection { session in
            try await session.copyOut(
              "COPY (SELECT generate_series(1, 1000000), repeat('x', 1000)) TO STDOUT"
            ) { _ in setting.proxy.cut() }
          }
        }
        #expect(error?.kind == .connection)
        try await Self.expectRecovery(pool)
      }
    }
  }
}
