import Foundation
import Testing

@testable import Postgres

@Suite("A pipeline")
struct PipelineTests {
  @Test("answers each statement in order")
  func order() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      let answers = try await connection.pipeline((0..<500).map { "SELECT \($0), 'x'" })
      let numbers = try answers.map { try $0[0].decode(0, as: Int.self) }
      #expect(numbers == Array(0..<500))
      try await expectUsable(connection)
    }
  }

  @Test("with an error in the middle does all or nothing, names the statement, and stays usable")
  func errorInTheMiddle() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      try await connection.execute("CREATE TABLE t (a int PRIMARY KEY)")
      let error = await postgresError {
        try await connection.pipeline([
          "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (1)",
          "INSERT INTO t VALUES (3)",
        ])
      }
      #expect(error?.isUniqueViolation == true)
      #expect(error?.statementIndex == 2)
      let count = try await connection.queryOne("SELECT count(*) FROM t").decode(Int.self)
      #expect(count == 0)
      try await connection.pipeline(["INSERT INTO t VALUES (4)", "SELECT 1"])
      let after = try await connection.queryOne("SELECT count(*) FROM t").decode(Int.self)
      #expect(after == 1)
    }
  }

  @Test("inside a transaction leaves the transaction failed, not gone")
  func insideTransaction() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      try await connection.execute("BEGIN")
      let error = await postgresError {
        try await connection.pipeline(["SELECT 1", "SELECT 1 / 0"])
      }
      #expect(error?.sqlState?.rawValue == "22012")
      #expect(await connection.transactionStatus == .inFailedTransaction)
      try await connection.execute("ROLLBACK")
      try await expectUsable(connection)
    }
  }

  @Test("parses a prepared statement once for many uses")
  func prepared() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      try await connection.execute("CREATE TABLE t (a bigint, b text)")
      let rows: [Statement] = (0..<300).map {
        let statement: Statement = "INSERT INTO t VALUES (\($0), \("n\($0)"))"
        return statement.prepared()
      }
      try await connection.pipeline(rows)
      try await connection.pipeline(rows)
      let count = try await connection.queryOne("SELECT count(*) FROM t").decode(Int.self)
      #expect(count == 600)
      #expect(await connection.preparedStatementCount == 1)
    }
  }

  @Test("larger than all socket buffers does not block both sides")
  func largerThanBuffers() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      let block = String(repeating: "融", count: 50_000)
      let answers = try await connection.pipeline(
        (0..<100).map { _ in "SELECT repeat(\(block), 2)" })
      let lengths = try answers.map { try $0[0].decode(String.self).count }
      #expect(lengths == Array(repeating: 100_000, count: 100))
    }
  }

  @Test("longer than its bound is refused, and an empty one is nothing")
  func bound() async throws {
    var configuration = try await freshDatabase()
    configuration.pipelineStatementsMaximum = 3
    try await withOwnConnection(configuration) { connection in
      let error = await postgresError {
        try await connection.pipeline(Array(repeating: "SELECT 1", count: 4))
      }
      #expect(error?.kind == .protocol)
      let nothing = try await connection.pipeline([])
      #expect(nothing.isEmpty)
      try await expectUsable(connection)
    }
  }

  @Test("that is cancelled leaves the connection idle and nothing done")
  func cancelled() async throws {
    let configuration = try await freshDatabase()
    try await withOwnConnection(configuration) { observer in
      try await observer.execute("CREATE TABLE t (a int)")
      try await withOwnConnection(configuration) { connection in
        let process = await connection.serverProcess
        let task = Task {
          try await connection.pipeline([
            "INSERT INTO t VALUES (1)", "SELECT pg_sleep(30)", "INSERT INTO t VALUES (2)",
          ])
        }
        try await waitUntilSleeping(process, observer)
        task.cancel()
        let error = await postgresError { _ = try await task.value }
        #expect(error?.kind == .cancelled)
        try await expectUsable(connection)
        let count = try await connection.queryOne("SELECT count(*) FROM t").decode(Int.self)
        #expect(count == 0)
      }
    }
  }
}
