import Application
import Domain
import Logging
import Postgres
import Store
import WorkerKit

/// Databases of the private server: the loaded one, and copies of it, file by file, that every
/// measurement begins with.
struct Databases: Sendable {
  let house: FlowHouse
  /// The database that is loaded once and copied.
  static let template = "flow"
  /// Statements over all rows of a province take their time.
  static let patienceMilliseconds = 600_000

  func configuration(_ name: String) throws -> PostgresConfiguration {
    var configuration = try PostgresConfiguration(url: house.databaseURL(name))
    configuration.applicationName = "rongqiao"
    return configuration
  }

  /// The way to a database for statements over all its rows.
  func patient(_ name: String) throws -> PostgresConfiguration {
    var configuration = try configuration(name)
    configuration.statementTimeoutMilliseconds = Self.patienceMilliseconds
    return configuration
  }

  /// Runs a script on a connection of its own.
  func run(_ sql: String, in database: String) async throws {
    try await withConnection(to: try patient(database)) { session in
      try await session.script(sql, timeoutMilliseconds: Self.patienceMilliseconds)
    }
  }

  /// Makes the empty template.
  func makeTemplate() async throws {
    try await drop(Self.template)
    try await run("CREATE DATABASE \(Self.template)", in: "postgres")
    try await withConnection(to: try configuration(Self.template)) { session in
      try await Migrator(try BundledMigrations.all()).apply(session)
    }
  }

  func drop(_ name: String) async throws {
    try await run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)", in: "postgres")
  }

  /// Copies the template, gives the copy to `body`, and drops it.
  func withCopy<T: Sendable>(
    _ name: String, of template: String = Databases.template,
    _ body: @Sendable (String) async throws -> T
  ) async throws -> T {
    try await drop(name)
    try await copy(template, to: name)
    do {
      let result = try await body(name)
      try await drop(name)
      return result
    } catch {
      try? await drop(name)
      throw error
    }
  }

  func copy(_ template: String, to name: String) async throws {
    // From version 15 on the default writes every page to the log, which takes long and leaves
    // work behind (reference page of CREATE DATABASE).
    let version = try await withConnection(to: try configuration("postgres")) { session in
      try await session.queryOne("SHOW server_version_num").decode(0, as: String.self)
    }
    let strategy = (Int(version) ?? 0) >= 150_000 ? " STRATEGY file_copy" : ""
    try await run("CREATE DATABASE \(name) TEMPLATE \(template)\(strategy)", in: "postgres")
    try await checkpoint()
  }

  /// Before each measurement, so that none pays for what came before.
  func checkpoint() async throws { try await run("CHECKPOINT", in: "postgres") }

  /// Brings what a match reads into the server's memory, where it is on a server that has run for a
  /// while; a copied database is there in files only. Outcomes of old runs are not read and stay out.
  ///
  /// Does nothing where PostgreSQL came without its module `pg_prewarm`.
  func warm(_ database: String) async throws {
    try await run(
      """
      DO $$ BEGIN
        IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_prewarm') THEN
          CREATE EXTENSION IF NOT EXISTS pg_prewarm;
          PERFORM pg_prewarm(c.oid) FROM pg_class c
          WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'i')
            AND c.relname <> 'match_run';
        END IF;
      END $$
      """, in: database)
  }

  /// Opens the service's own use cases on a database, as a `serve` process has them, with a notifier
  /// for a relay in another process.
  func withApplication<T: Sendable>(
    _ database: String, connections: Int,
    _ body: @Sendable (Application, PostgresPool) async throws -> T
  ) async throws -> T {
    var configuration = try configuration(database)
    configuration.lockTimeoutMilliseconds = 3_000
    let pool = PostgresPool(
      configuration: configuration,
      limits: PoolLimits(size: connections, warm: connections, waiters: 100_000))
    var logger = Logger(label: "bench")
    logger.logLevel = .error
    let wake = Wake()
    let application = Application(
      pool: pool, clock: .system, ids: IdentifierSource(clock: .system),
      reference: try ReferenceData.bundled(), masterKeys: house.masterKeys, logger: logger,
      afterCommit: { wake.ring() })
    let running = Task { await pool.run() }
    let notifier = Task { [logger] in
      try await OutboxNotifier(pool: pool, wake: wake, logger: logger).run()
    }
    func close() async {
      notifier.cancel()
      _ = await notifier.result
      await pool.shutdown()
      await running.value
    }
    do {
      let result = try await body(application, pool)
      await close()
      return result
    } catch {
      await close()
      throw error
    }
  }
}
