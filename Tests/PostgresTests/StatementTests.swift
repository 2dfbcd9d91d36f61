import Testing

@testable import Postgres

@Suite("A statement")
struct StatementTests {
  @Test("binds interpolated values instead of writing them into the text")
  func binding() {
    let name = "x'; DROP TABLE t; --"
    let statement: Statement = "SELECT a FROM t WHERE id = \(7) AND name = \(name)"
    #expect(statement.sql == "SELECT a FROM t WHERE id = $1 AND name = $2")
    #expect(statement.parameterCount == 2)
    #expect(statement.parameters.map(\.type) == [.int8, .text])
  }

  @Test("renumbers the parameters when it is joined to another")
  func joining() {
    let left: Statement = "SELECT \(1)"
    let right: Statement = ", \(2), \("three")"
    let joined = left + right + " FROM t"
    #expect(joined.sql == "SELECT $1, $2, $3 FROM t")
    #expect(joined.parameters.map(\.start) == [0, 8, 16])
    let nested: Statement = "SELECT * FROM (\(joined)) q WHERE a = \(4)"
    #expect(nested.sql == "SELECT * FROM (SELECT $1, $2, $3 FROM t) q WHERE a = $4")
    let list = Statement.joined(["a = \(1)", "b = \(2)"], separator: " AND ")
    #expect(list.sql == "a = $1 AND b = $2")
  }

  @Test("quotes names and takes names from outside only off a list")
  func identifiers() throws {
    let statement: Statement = "SELECT \(identifier: "we\"ird") \(raw: "FROM t")"
    #expect(statement.sql == "SELECT \"we\"\"ird\" FROM t")
    let allowed: [SQLIdentifier] = ["name", "created_at"]
    let sorted: Statement = "ORDER BY \(identifier: try SQLIdentifier("name", among: allowed))"
    #expect(sorted.sql == "ORDER BY \"name\"")
    #expect(throws: PostgresError.self) {
      try SQLIdentifier("password; --", among: allowed)
    }
  }

  @Test("keeps a NULL apart from an empty value")
  func nullAndEmpty() async throws {
    let statement: Statement = "SELECT \(String?.none), \("")"
    #expect(statement.parameters.map(\.length) == [-1, 0])
    try await withOwnConnection(try await freshDatabase()) { connection in
      let (none, empty) = try await connection.queryOne(statement)
        .decode(String?.self, String?.self)
      #expect(none == nil)
      #expect(empty == "")
    }
  }

  @Test("with too many values, or a NUL in its text, is refused before it is sent")
  func refused() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      let one: Statement = "\(Int16(1))"
      let many = Statement.joined(Array(repeating: one, count: 65_536), separator: ",")
      #expect(await postgresError { try await connection.query(many) }?.kind == .encoding)
      let broken = Statement.unsafeSQL("SELECT 1\u{0}; SELECT 2")
      #expect(await postgresError { try await connection.query(broken) }?.kind == .encoding)
      try await expectUsable(connection)
    }
  }

  @Test("that is prepared is parsed once, and the cache stays within its bound")
  func prepared() async throws {
    var configuration = try await freshDatabase()
    configuration.preparedStatementsMaximum = 4
    try await withOwnConnection(configuration) { connection in
      for round in 0..<30 {
        let statement: Statement = "SELECT \(round) + \(raw: "1")"
        let other = Statement.unsafeSQL("SELECT \(round % 6)")
        let sum = try await connection.queryOne(statement.prepared()).decode(Int.self)
        let constant = try await connection.queryOne(other.prepared()).decode(Int.self)
        #expect(sum == round + 1)
        #expect(constant == round % 6)
      }
      let kept = try await connection.queryOne("SELECT count(*) FROM pg_prepared_statements")
      let count = try kept.decode(Int.self)
      #expect(count <= 5)
      #expect(await connection.preparedStatementCount == 4)
    }
  }

  @Test("that is prepared survives a changed table and a forgotten name")
  func stalePrepared() async throws {
    try await withOwnConnection(try await freshDatabase()) { connection in
      try await connection.execute("CREATE TABLE t (a int)")
      let statement: Statement = "SELECT * FROM t"
      try await connection.query(statement.prepared())
      try await connection.execute("ALTER TABLE t ADD COLUMN b text")
      try await connection.query(statement.prepared())
      try await connection.execute("DEALLOCATE ALL")
      try await connection.query(statement.prepared())
      try await connection.execute("BEGIN")
      try await connection.execute("ALTER TABLE t ADD COLUMN c text")
      let error = await postgresError { try await connection.query(statement.prepared()) }
      #expect(error?.isTransient == true)
      try await connection.execute("ROLLBACK")
      try await connection.query(statement.prepared())
      try await expectUsable(connection)
    }
  }

  @Test("shows neither password nor text through a configuration or its error")
  func configuration() throws {
    let configuration = try PostgresConfiguration(
      url: "postgres://someone:top-secret@db.example:5433/app?sslmode=disable")
    #expect(configuration.host == "db.example")
    #expect(configuration.port == 5_433)
    #expect(configuration.database == "app")
    var dumped = ""
    dump(configuration, to: &dumped)
    #expect(!"\(configuration) \(String(reflecting: configuration)) \(dumped)".contains("secret"))
    let error = #expect(throws: PostgresError.self) {
      try PostgresConfiguration(url: "host=db password='top-secret")
    }
    #expect(error?.kind == .configuration)
    #expect(!"\(String(describing: error))".contains("secret"))
    let keywords = try PostgresConfiguration(url: "host=db.example dbname=app user=someone")
    #expect(keywords.database == "app")
  }
}
