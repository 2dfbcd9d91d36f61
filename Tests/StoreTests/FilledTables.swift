import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// A session that asks for the plan of every statement it passes on.
struct ExplainingSession: PostgresSession {
  let connection: PostgresConnection
  let plans = Locked<[String]>([])

  func query(_ statement: Statement) async throws(PostgresError) -> [Row] {
    try await explain(statement)
    return try await connection.query(statement)
  }

  private func explain(_ statement: Statement) async throws(PostgresError) {
    var lines: [String] = []
    for row in try await connection.query("EXPLAIN " + statement) {
      lines.append(try row.decode(0, as: String.self))
    }
    let plan = lines.joined(separator: "\n")
    plans.withLock { $0.append(plan) }
  }

  func execute(_ statement: Statement) async throws(PostgresError) -> Int {
    try await query(statement).count
  }

  func pipeline(_ statements: [Statement]) async throws(PostgresError) -> [[Row]] {
    for statement in statements { try await explain(statement) }
    return try await connection.pipeline(statements)
  }

  func copyIn(
    _ statement: Statement, nextChunk: @Sendable () async throws -> [UInt8]?
  ) async throws(PostgresError) -> Int {
    try await connection.copyIn(statement, nextChunk: nextChunk)
  }

  func copyOut(
    _ statement: Statement, onChunk: @Sendable ([UInt8]) async throws -> Void
  ) async throws(PostgresError) {
    try await connection.copyOut(statement, onChunk: onChunk)
  }

  func script(_ text: String, timeoutMilliseconds: Int) async throws(PostgresError) {
    try await connection.script(text, timeoutMilliseconds: timeoutMilliseconds)
  }
}

/// Tables that hold as much as after years, and the plans of what is asked of them.
struct FilledTables: Sendable {
  let connection: PostgresConnection
  /// When they had been filled.
  let now: Instant
  /// Tables of a few rows, as a plan names them: they may be read from end to end.
  var small: [String] = []

  /// Rows need not refer to others; `pg_temp.id` gives that of a kind with a number its identifier.
  fileprivate static let opening = """
    SET session_replication_role = replica;
    CREATE FUNCTION pg_temp.id(kind integer, number integer) RETURNS uuid LANGUAGE sql AS $$
      SELECT (lpad(to_hex(number), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8'
        || substr(md5(number::text), 1, 15))::uuid $$;
    """
  fileprivate static let closing = """
    SET session_replication_role = origin;
    ANALYZE;
    """

  /// Enterprises, of kind 1; each is in the region that an expression gives its number `n`.
  static func enterprises(_ count: Int = 20_000, region: String = "'340104'") -> String {
    """
    INSERT INTO enterprise (id, uscc, name, region, industry, registered_on, facts_version,
      created_at, updated_at)
    SELECT pg_temp.id(1, n), '91' || lpad(n::text, 16, '0'), 'e' || n, \(region), '6510', '2020-01-01',
      1, now(), now()
    FROM generate_series(1, \(count)) n;
    """
  }

  /// The identifier the filling gave to the row of a kind with that number.
  func identifier(_ kind: Int, _ number: Int) async throws -> UUID {
    try await connection.queryOne("SELECT pg_temp.id(\(Int32(kind)), \(Int32(number)))")
      .decode(0, as: UUID.self)
  }

  /// Expects that `body` counts so many rows and reads no large table from end to end; what it
  /// changes is taken back.
  func check(
    _ name: String, _ rows: ClosedRange<Int>, as tenant: Tenancy? = nil,
    _ body: (ExplainingSession) async throws -> Int
  ) async throws {
    let session = ExplainingSession(connection: connection)
    try await connection.execute("BEGIN")
    if let tenant { try await connection.query(tenant.entering) }
    let count = try await body(session)
    try await connection.execute("ROLLBACK")
    let plans = session.plans.withLock { $0 }
    #expect(!plans.isEmpty)
    for plan in plans where readsATable(plan) { Issue.record("\(name):\n\(plan)") }
    #expect(rows.contains(count), "\(name): \(count) rows")
  }

  private func readsATable(_ plan: String) -> Bool {
    plan.split(separator: "\n").contains { line in
      line.contains("Seq Scan on") && !small.contains { line.contains("Seq Scan on \($0)") }
    }
  }
}

/// Fills the tables of a database by scripts in their order; all goes when `body` ends.
func withFilledTables<T: Sendable>(
  _ fillings: [String], small: [String] = [], _ body: (FilledTables) async throws -> T
) async throws -> T {
  try await withDatabase(.seeded) { _, connection in
    for script in [FilledTables.opening] + fillings + [FilledTables.closing] {
      try await connection.script(script, timeoutMilliseconds: 600_000)
    }
    let now = Instant(
      microseconds: try await connection.queryOne("SELECT now()")
        .decode(0, as: PostgresTimestamp.self).microseconds)
    return try await body(FilledTables(connection: connection, now: now, small: small))
  }
}
