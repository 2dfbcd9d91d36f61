import Application
import Postgres
import Store
import TestSupport
import Testing

@Suite("What a database holds")
struct DatabaseSurveyTests {
  private func withDatabase(
    _ name: String, _ body: (PostgresConnection) async throws -> Void
  ) async throws {
    let server = try await TestPostgres.shared()
    let url = try await server.database(named: name)
    let connection = try await PostgresConnection.connect(try PostgresConfiguration(url: url))
    do {
      try await body(connection)
      await connection.close()
    } catch {
      await connection.close()
      throw error
    }
    try await server.drop(url: url)
  }

  @Test("a new database is empty and has no schema; a table, a type or a function makes it not")
  func emptiness() async throws {
    try await withDatabase("survey empty") { connection in
      #expect(try await DatabaseSurvey.isEmpty(connection))
      let survey = try await DatabaseSurvey.take(connection)
      #expect(survey.schema == nil)
      #expect(survey.rows == [:])
      #expect(survey.serverMajor >= 14)
      #expect(survey.databaseBytes > 0)
      #expect(survey.clusterBytes >= survey.databaseBytes)
      for (make, remove) in [
        ("CREATE TABLE t (a int)", "DROP TABLE t"),
        ("CREATE TYPE mood AS ENUM ('a')", "DROP TYPE mood"),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "DROP FUNCTION f"),
        ("CREATE SCHEMA s; CREATE VIEW s.v AS SELECT 1 AS a", "DROP SCHEMA s CASCADE"),
      ] {
        try await connection.script(make)
        #expect(try await !DatabaseSurvey.isEmpty(connection), "\(make)")
        try await connection.script(remove)
        #expect(try await DatabaseSurvey.isEmpty(connection), "\(remove)")
      }
    }
  }

  @Test("rows are counted table by table, of the one moment of an open snapshot")
  func counts() async throws {
    try await withDatabase("survey counts") { connection in
      try await connection.script(
        """
        CREATE TABLE schema_migration (number integer, name text);
        INSERT INTO schema_migration VALUES (1, 'first'), (2, 'second');
        CREATE TABLE "odd Name" (a int); INSERT INTO "odd Name" SELECT generate_series(1, 5);
        CREATE TABLE parts (a int) PARTITION BY RANGE (a);
        CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
        INSERT INTO parts VALUES (1), (2), (3);
        """)
      let snapshot = try await DatabaseSurvey.openSnapshot(connection)
      #expect(!snapshot.isEmpty)
      let survey = try await DatabaseSurvey.take(connection)
      try await DatabaseSurvey.closeSnapshot(connection)
      #expect(survey.schema == .init(number: 2, name: "second"))
      #expect(survey.rows == ["schema_migration": 2, "odd Name": 5, "parts": 3])
      let names = try await DatabaseSurvey.take(connection, countsRows: false)
      #expect(names.rows == ["schema_migration": 0, "odd Name": 0, "parts": 0])
    }
  }

  @Test("counts in the words of a server in single-user mode are read, and other lines passed over")
  func singleUser() {
    let script = DatabaseSurvey.countScript(["need", "match_run", "odd name", "x'y", ""])
    #expect(script.split(separator: "\n").count == 2)
    #expect(
      DatabaseSurvey.readCounts([
        "PostgreSQL stand-alone backend 15.20", "backend> ",
        "\t 1: c = \"rows_of need 17\"\t(typeid = 25, len = -1, typmod = -1, byval = f)",
        "\t 1: c = \"rows_of match_run x\"\t(typeid = 25)", "\t 1: c = \"rows_of\"",
      ]) == ["need": 17])
  }

  @Test("every table that only grows is one of the schema")
  func growingTables() async throws {
    let server = try await TestPostgres.shared()
    let url = try await server.database(named: "survey growing")
    let connection = try await PostgresConnection.connect(try PostgresConfiguration(url: url))
    _ = try await Migrator(try BundledMigrations.all()).apply(connection)
    let survey = try await DatabaseSurvey.take(connection)
    await connection.close()
    #expect(DatabaseSurvey.growingTables.subtracting(survey.rows.keys) == [])
    try await server.drop(url: url)
  }
}
