import Application
import Domain
import Foundation
import Postgres

/// Whether pgbench's scripts say what the service says: the service makes some calls while the
/// server counts statements (extension `pg_stat_statements`), and the texts are compared.
///
/// The server runs with the extension for this check only, not while anything is measured.
struct StatementCheck: Sendable {
  let databases: Databases
  let subjects: FlowSubjects

  private static let calls = 20

  /// - Returns: false when the server has no such extension, so that nothing could be compared.
  /// - Throws: `BenchFailure` that names the statements which differ.
  func run() async throws -> Bool {
    let house = databases.house
    try await databases.run(
      "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'", in: "postgres")
    do {
      try await house.restartServer()
      try await databases.withCopy("flow_statements") { database in
        try await databases.run("CREATE EXTENSION pg_stat_statements", in: database)
        try await compare(database)
      }
    } catch let failure as BenchFailure {
      throw failure
    } catch {
      house.note("pg_stat_statements: \(error)")
      try await reset()
      return false
    }
    try await reset()
    return true
  }

  private func reset() async throws {
    try await databases.run("ALTER SYSTEM RESET shared_preload_libraries", in: "postgres")
    try await databases.house.restartServer()
  }

  private func compare(_ database: String) async throws {
    try await Runs.decide(0..<1, databases, database)
    let subject = subjects.subject(0)
    try await databases.withApplication(database, connections: 1) { application, _ in
      let runs = try await withConnection(to: databases.configuration(database)) {
        try await $0.query("SELECT id FROM match_run LIMIT 1")
      }
      guard let run = try runs.first.map({ RunID(try $0.decode(0, as: UUID.self)) }) else {
        throw BenchFailure("a run that was decided is not there")
      }
      try await check("submitNeed", SubmitScript.statements, database) {
        _ = try await application.submitNeed(
          subject.terms.body(of: subject.id), actor: .system("bench"))
      }
      try await check("runDocument", ReadScript.statements, database) {
        _ = try await application.runDocument(run, actor: .system("bench"))
      }
    }
  }

  private func check(
    _ name: String, _ expected: [ScriptStatement], _ database: String,
    _ call: () async throws -> Void
  ) async throws {
    // The first call loads what later ones have at hand.
    try await call()
    try await databases.run("SELECT pg_stat_statements_reset()", in: database)
    for _ in 0..<Self.calls { try await call() }
    let said = try await withConnection(to: databases.configuration(database)) { session in
      try await session.query(
        """
        SELECT query FROM pg_stat_statements
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND calls >= \(Int64(Self.calls))
        """
      ).map { try $0.decode(0, as: String.self) }
    }
    // What the server itself runs for foreign keys that are checked at commit it runs for both.
    let ours = Set(said.filter { !$0.contains("FOR KEY SHARE OF x") }.map(ScriptStatement.shape))
    let theirs = Set(expected.map(\.shape))
    guard ours == theirs else {
      throw BenchFailure(
        "the script of \(name) is not what the service runs; only the service: "
          + "\(ours.subtracting(theirs).sorted()); only the script: "
          + "\(theirs.subtracting(ours).sorted())")
    }
  }
}
