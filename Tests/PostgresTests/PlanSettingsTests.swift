import TestSupport
import Testing

@testable import Postgres

/// A foreign key's check is planned while the table that it looks into is as good as empty.
@Suite("Checks of foreign keys, planned on an empty table")
struct PlanSettingsTests {
  private static let rows = 2_000

  /// Lets a session make its plan for a table of one row, and then store as many rows in it and of
  /// it.
  ///
  /// - Returns: rows of the table that were read by reading it whole.
  private func rowsReadWhole(mayReadWholeTables: Bool) async throws -> Int64 {
    var configuration = try await freshDatabase()
    configuration.mayReadWholeTables = mayReadWholeTables
    return try await withOwnConnection(configuration) { session in
      try await session.execute("CREATE TABLE run (id int PRIMARY KEY, body text NOT NULL)")
      try await session.execute("CREATE TABLE day (run_id int NOT NULL REFERENCES run (id))")
      // From now on the server believes that the table is empty.
      try await session.execute("VACUUM (ANALYZE) run")
      try await session.execute("INSERT INTO run VALUES (0, '')")
      try await session.execute("INSERT INTO day SELECT 0 FROM generate_series(1, 20)")
      try await session.execute("BEGIN")
      try await session.execute(
        "INSERT INTO run SELECT i, repeat('x', 200) FROM generate_series(1, \(Self.rows)) i")
      try await session.execute("INSERT INTO day SELECT id FROM run WHERE id = ANY(\(ids))")
      let read = try await session.queryOne(
        "SELECT pg_stat_get_xact_tuples_returned('run'::regclass)"
      ).decode(Int64.self)
      try await session.execute("ROLLBACK")
      return read
    }
  }

  /// From the end: who reads a table from its beginning stops at what was looked for.
  private var ids: [Int32] { (Self.rows - 49...Self.rows).map { Int32($0) } }

  @Test("read it whole for each row, unless the session says that it looks up rows")
  func isToldOtherwise() async throws {
    let kept = try await rowsReadWhole(mayReadWholeTables: false)
    #expect(kept == 0)
    // What the setting is for; were it gone one day, the setting could go, too.
    let free = try await rowsReadWhole(mayReadWholeTables: true)
    #expect(free > Int64(Self.rows * 20))
  }
}
