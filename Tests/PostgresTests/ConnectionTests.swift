import Foundation
import TestSupport
import Testing

@testable import Postgres

@Suite("A connection")
struct ConnectionTests {
  @Test("answers a query with its rows and an execute with the number of rows")
  func queryAndExecute() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      try await connection.execute("CREATE TABLE t (a bigint PRIMARY KEY, b text)")
      let inserted = try await connection.execute(
        "INSERT INTO t SELECT n, 'x' || n FROM generate_series(1, \(5)) n")
      #expect(inserted == 5)
      let rows = try await connection.query("SELECT a, b FROM t WHERE a > \(3) ORDER BY a")
      let decoded = try rows.map { try $0.decode(Int.self, String.self) }
      #expect(decoded.map(\.0) == [4, 5])
      #expect(decoded.map(\.1) == ["x4", "x5"])
      #expect(rows.first?.columns.map(\.name) == ["a", "b"])
    }
  }

  @Test("stays idle and usable after a task is cancelled in a statement")
  func cancellation() async throws {
    let configuration = try await freshDatabase()
    try await withOwnConnection(configuration) { observer in
      try await withOwnConnection(configuration) { connection in
        let process = await connection.serverProcess
        let task = Task { try await connection.query("SELECT pg_sleep(30)") }
        try await waitUntilSleeping(process, observer)
        var error: PostgresError?
        let duration = await measureMilliseconds {
          task.cancel()
          error = await postgresError { _ = try await task.value }
        }
        #expect(error?.kind == .cancelled)
        #expect(duration < boundMilliseconds)
        #expect(await connection.transactionStatus == .idle)
        try await expectUsable(connection)
      }
    }
  }

  @Test("cancels a statement at its deadline and stays idle and usable")
  func deadline() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      let slow: Statement = "SELECT pg_sleep(30)"
      var error: PostgresError?
      let duration = await measureMilliseconds {
        error = await postgresError { try await connection.query(slow.timeout(milliseconds: 100)) }
      }
      #expect(error?.kind == .deadline)
      #expect((100..<boundMilliseconds).contains(duration))
      #expect(await connection.transactionStatus == .idle)
      try await expectUsable(connection)
    }
  }

  @Test("reports the server's own statement timeout as a deadline")
  func serverTimeout() async throws {
    var configuration = try await freshDatabase()
    configuration.statementTimeoutMilliseconds = 80
    try await withOwnConnection(configuration) { connection in
      let error = await postgresError { try await connection.query("SELECT pg_sleep(30)") }
      #expect(error?.kind == .deadline)
      #expect(error?.sqlState == .queryCanceled)
    }
  }

  @Test("sends nothing for a task that is cancelled already")
  func cancelledBefore() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      try await connection.execute("CREATE TABLE t (a int)")
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        try await connection.execute("INSERT INTO t VALUES (1)")
      }
      #expect(await postgresError { _ = try await task.value }?.kind == .cancelled)
      #expect(try await connection.queryOne("SELECT count(*) FROM t").decode(Int.self) == 0)
    }
  }

  @Test("never lets a late cancel hit the next query")
  func lateCancel() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      // The cancel is fired at ever different moments around the end of a short statement; the
      // next statement must always run to its end.
      var cancelled = 0
      for round in 0..<150 {
        let microseconds = round * 20
        let short = Task {
          try await connection.query("SELECT pg_sleep(\(Double(microseconds) / 2_000_000))")
        }
        let canceller = Task {
          let end = ContinuousClock().now + .microseconds(microseconds)
          while ContinuousClock().now < end { await Task.yield() }
          short.cancel()
        }
        let error = await postgresError { _ = try await short.value }
        #expect(error == nil || error?.kind == .cancelled)
        if error != nil { cancelled += 1 }
        let answer = try await connection.queryOne("SELECT pg_sleep(0.001), \(round)")
        #expect(try answer.decode(1, as: Int.self) == round)
        await canceller.value
      }
      #expect(cancelled > 0)
    }
  }

  @Test("ignores the token of an operation that has ended")
  func staleToken() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      let stale = connection.gate.makeToken()
      try await connection.query("SELECT 1")
      let next = Task { try await connection.query("SELECT pg_sleep(0.05)") }
      for _ in 0..<1_000 { stale.cancel() }
      #expect(try await next.value.count == 1)
    }
  }

  @Test("names constraint, table and code of a violation, and shows no value in its description")
  func violation() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      try await connection.execute("CREATE TABLE t (a text CONSTRAINT t_key PRIMARY KEY)")
      try await connection.execute("INSERT INTO t VALUES (\("secret-value"))")
      let error = try #require(
        await postgresError {
          try await connection.execute("INSERT INTO t VALUES (\("secret-value"))")
        })
      #expect(error.isUniqueViolation)
      #expect(error.constraint == "t_key")
      #expect(error.table == "t")
      #expect(error.serverDetail?.contains("secret-value") == true)
      #expect(!"\(error)".contains("secret-value"))
      #expect(!"\(error)".contains("INSERT"))
      #expect(await connection.transactionStatus == .idle)
    }
  }

  @Test("refuses a second operation while a COPY waits for its source")
  func busy() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      try await connection.execute("CREATE TABLE t (a int)")
      let copied = try await connection.copyIn("COPY t FROM STDIN") {
        let error = await postgresError { try await connection.query("SELECT 1") }
        #expect(error?.kind == .protocol)
        return nil
      }
      #expect(copied == 0)
      try await expectUsable(connection)
    }
  }

  @Test("closes itself when COPY comes in by query, since there is no other way out")
  func unexpectedCopy() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      try await connection.execute("CREATE TABLE t (a int)")
      let error = await postgresError { try await connection.query("COPY t FROM STDIN") }
      #expect(error?.kind == .protocol)
      #expect(await !connection.isOpen)
      #expect(
        await postgresError { try await connection.query("SELECT 1") }?.kind == .connection)
    }
  }

  @Test("reports a refused login with its code and without the password")
  func refusedLogin() async throws {
    var configuration = try await freshDatabase()
    configuration.database = "no_such_database"
    let error = await postgresError {
      _ = try await PostgresConnection.connect(configuration)
    }
    #expect(error?.kind == .connection)
    #expect(error?.sqlState?.rawValue == "3D000")
  }

  @Test("runs a script of several statements with its own limit and keeps the usual limit after")
  func script() async throws {
    var configuration = try await freshDatabase()
    configuration.statementTimeoutMilliseconds = 100
    try await withOwnConnection(configuration) { connection in
      try await connection.script(
        "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2); SELECT pg_sleep(0.3);",
        timeoutMilliseconds: 5_000)
      #expect(try await connection.queryOne("SELECT sum(a) FROM t").decode(Int.self) == 3)
      let setting = try await connection.queryOne("SHOW statement_timeout").decode(String.self)
      #expect(setting == "100ms")
      let failing = await postgresError {
        try await connection.script("INSERT INTO t VALUES (7); SELECT 1 / 0;")
      }
      #expect(failing?.sqlState?.rawValue == "22012")
      #expect(try await connection.queryOne("SELECT sum(a) FROM t").decode(Int.self) == 3)
    }
  }
}
