import Foundation
import Testing

@testable import Postgres

@Suite("COPY")
struct CopyTests {
  private struct SourceBroke: Error {}

  private static func withTable(_ body: @Sendable (PostgresConnection) async throws -> Void)
    async throws
  {
    try await withOwnConnection(try await freshDatabase()) { connection in
      try await connection.execute("CREATE TABLE t (a bigint PRIMARY KEY, b text)")
      try await body(connection)
    }
  }

  @Test("in and out carries the same rows, whatever the chunks")
  func roundTrip() async throws {
    try await Self.withTable { connection in
      var text: [UInt8] = []
      for row in 0..<20_000 { text += Array("\(row)\tvalue \(row)\n".utf8) }
      let chunks = stride(from: 0, to: text.count, by: 7_777).map {
        Array(text[$0..<min($0 + 7_777, text.count)])
      }
      let copied = try await connection.copyIn("COPY t FROM STDIN", chunks: chunks)
      #expect(copied == 20_000)
      let received = Locked<[[UInt8]]>([])
      try await connection.copyOut("COPY (SELECT * FROM t ORDER BY a) TO STDOUT") { chunk in
        received.withLock { $0.append(chunk) }
      }
      let pieces = received.withLock { $0 }
      #expect(pieces.count > 1)
      let endsWithRow = pieces.allSatisfy { $0.last == UInt8(ascii: "\n") }
      #expect(endsWithRow)
      let whole = pieces.flatMap { $0 }
      #expect(whole == text)
      try await expectUsable(connection)
    }
  }

  @Test("rows built in memory are stored as they were given, in as many pieces as they fill")
  func builtRows() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      try await connection.execute(
        "CREATE TABLE t (a uuid, b smallint, c integer, d bytea, e timestamptz, f date, g text, h bigint)"
      )
      let (id, instant) = (UUID(), PostgresTimestamp(microseconds: 1_767_323_045_000_006))
      var rows = CopyRows()
      for number in 0..<200 {
        rows.beginRow(columns: 8)
        rows.append(id)
        rows.append(Int16(-number))
        rows.append(Int32.min + Int32(number))
        rows.append([UInt8](repeating: UInt8(number), count: number * 10))
        rows.append(instant)
        rows.append(PostgresDate(days: Int32(number) - 100))
        rows.append(number.isMultiple(of: 2) ? nil : "第 \(number) 行")
        rows.append(Int64(number) << 33)
      }
      #expect(rows.count == 200)
      let pieces = rows.takeFull() + rows.finish()
      #expect(pieces.count > 1 && rows.count == 0)
      let copied = try await connection.copyIn("COPY t FROM STDIN (FORMAT binary)", chunks: pieces)
      #expect(copied == 200)
      let stored = try await connection.query("SELECT * FROM t ORDER BY h")
      for (number, row) in stored.enumerated() {
        #expect(try row.uuid(0) == id)
        #expect(try row.int16(1) == Int16(-number))
        #expect(try row.int32(2) == Int32.min + Int32(number))
        #expect(try row.bytes(3) == [UInt8](repeating: UInt8(number), count: number * 10))
        #expect(try row.timestamp(4) == instant)
        #expect(try row.date(5) == PostgresDate(days: Int32(number) - 100))
        #expect(try row.optionalText(6) == (number.isMultiple(of: 2) ? nil : "第 \(number) 行"))
        #expect(try row.int64(7) == Int64(number) << 33)
      }
    }
  }

  @Test("in of a bad row is the server's error, and nothing is kept")
  func badRow() async throws {
    try await Self.withTable { connection in
      let good = (0..<5_000).map { Array("\($0)\tx\n".utf8) }
      let error = await postgresError {
        try await connection.copyIn("COPY t FROM STDIN", chunks: good + [Array("zero\tx\n".utf8)])
      }
      #expect(error?.sqlState?.rawValue == "22P02")
      try await expectUsable(connection)
      let count = try await connection.queryOne("SELECT count(*) FROM t").decode(Int.self)
      #expect(count == 0)
    }
  }

  @Test("in whose source throws gives that error, and nothing is kept")
  func sourceThrows() async throws {
    try await Self.withTable { connection in
      let calls = Locked(0)
      let error = await postgresError {
        try await connection.copyIn("COPY t FROM STDIN") {
          let call = calls.withLock { calls in
            calls += 1
            return calls
          }
          if call > 3 { throw SourceBroke() }
          return Array("\(call)\tx\n".utf8)
        }
      }
      #expect(error?.kind == .copyHandler)
      #expect(error?.underlying is SourceBroke)
      try await expectUsable(connection)
      let count = try await connection.queryOne("SELECT count(*) FROM t").decode(Int.self)
      #expect(count == 0)
    }
  }

  @Test("in that is cancelled leaves the connection idle and the table empty")
  func cancelledIn() async throws {
    try await Self.withTable { connection in
      let task = Task {
        try await connection.copyIn("COPY t FROM STDIN") {
          withUnsafeCurrentTask { $0?.cancel() }
          return Array("1\tx\n".utf8)
        }
      }
      let error = await postgresError { _ = try await task.value }
      #expect(error?.kind == .cancelled)
      try await expectUsable(connection)
      let count = try await connection.queryOne("SELECT count(*) FROM t").decode(Int.self)
      #expect(count == 0)
    }
  }

  @Test("out whose taker throws ends at once and leaves the connection idle")
  func takerThrows() async throws {
    try await Self.withTable { connection in
      let calls = Locked(0)
      var error: PostgresError?
      let duration = await measureMilliseconds {
        error = await postgresError {
          try await connection.copyOut(
            "COPY (SELECT generate_series(1, 50000000), repeat('x', 100)) TO STDOUT"
          ) { _ in
            calls.withLock { $0 += 1 }
            throw SourceBroke()
          }
        }
      }
      #expect(error?.kind == .copyHandler)
      #expect(calls.withLock { $0 } == 1)
      #expect(duration < boundMilliseconds)
      try await expectUsable(connection)
    }
  }

  @Test("with another statement is refused and leaves the connection idle")
  func notACopy() async throws {
    try await Self.withTable { connection in
      let select = await postgresError {
        try await connection.copyIn("SELECT 1", chunks: [])
      }
      #expect(select?.kind == .protocol)
      let missing = await postgresError {
        try await connection.copyOut("COPY absent TO STDOUT") { _ in }
      }
      #expect(missing?.sqlState == .undefinedTable)
      try await expectUsable(connection)
    }
  }
}
