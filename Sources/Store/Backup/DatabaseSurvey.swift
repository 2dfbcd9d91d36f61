import Postgres

/// What a database holds, as far as a backup and its restoration must know it.
public struct DatabaseSurvey: Sendable, Hashable {
  /// The newest applied migration.
  public struct SchemaVersion: Sendable, Hashable {
    public var number: Int
    public var name: String

    public init(number: Int, name: String) {
      self.number = number
      self.name = name
    }
  }

  /// The server's version, such as `15.20`.
  public var serverVersion: String
  /// Its major version, such as 15.
  public var serverMajor: Int
  /// The database's name.
  public var database: String
  /// Size of this database on disk, in bytes.
  public var databaseBytes: Int64
  /// Size of all databases of the server on disk, in bytes; without its write-ahead log.
  public var clusterBytes: Int64
  /// Whether something lies outside the data directory, in a tablespace of the operator's own.
  public var hasOwnTablespaces: Bool
  /// Whether this role may copy the whole server (manual 27.1, `pg_basebackup`).
  public var mayReplicate: Bool
  /// Nil when the schema of this service is not there.
  public var schema: SchemaVersion?
  /// Rows of every table of the schema `public`, by its name.
  public var rows: [String: Int64]

  public init(
    serverVersion: String, serverMajor: Int, database: String, databaseBytes: Int64,
    clusterBytes: Int64, hasOwnTablespaces: Bool, mayReplicate: Bool, schema: SchemaVersion?,
    rows: [String: Int64]
  ) {
    self.serverVersion = serverVersion
    self.serverMajor = serverMajor
    self.database = database
    self.databaseBytes = databaseBytes
    self.clusterBytes = clusterBytes
    self.hasOwnTablespaces = hasOwnTablespaces
    self.mayReplicate = mayReplicate
    self.schema = schema
    self.rows = rows
  }

  /// Looks at a database. In a transaction of level REPEATABLE READ all numbers are of one moment.
  ///
  /// - Parameter countsRows: counting reads every table; without it `rows` names the tables with 0.
  public static func take(
    _ session: any PostgresSession, countsRows: Bool = true
  ) async throws(PostgresError) -> DatabaseSurvey {
    let row = try await session.queryOne(
      """
      SELECT split_part(current_setting('server_version'), ' ', 1),
        (current_setting('server_version_num')::int / 10000)::bigint,
        current_database()::text, pg_database_size(current_database()),
        (SELECT sum(pg_database_size(oid))::bigint FROM pg_database
         WHERE has_database_privilege(oid, 'CONNECT')),
        EXISTS (SELECT FROM pg_tablespace WHERE spcname NOT IN ('pg_default', 'pg_global')),
        (SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user)
      """)
    var survey = DatabaseSurvey(
      serverVersion: try row.decode(0, as: String.self),
      serverMajor: Int(try row.decode(1, as: Int64.self)),
      database: try row.decode(2, as: String.self),
      databaseBytes: try row.decode(3, as: Int64.self),
      clusterBytes: try row.decode(4, as: Int64.self),
      hasOwnTablespaces: try row.decode(5, as: Bool.self),
      mayReplicate: try row.decode(6, as: Bool.self), schema: try await schema(session), rows: [:])
    let tables = try await session.query(
      """
      SELECT c.relname::text, format('%I.%I', n.nspname, c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      ORDER BY 1
      """)
    for table in tables {
      let name = try table.decode(0, as: String.self)
      survey.rows[name] = 0
      guard countsRows else { continue }
      let quoted = try table.decode(1, as: String.self)
      survey.rows[name] = try await session.queryOne(.unsafeSQL("SELECT count(*) FROM \(quoted)"))
        .decode(0, as: Int64.self)
    }
    return survey
  }

  private static func schema(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> SchemaVersion? {
    let isThere = try await session.queryOne(
      "SELECT to_regclass('public.schema_migration') IS NOT NULL")
    guard try isThere.decode(0, as: Bool.self) else { return nil }
    let row = try await session.queryOptional(
      "SELECT number, name FROM schema_migration ORDER BY number DESC LIMIT 1")
    guard let row else { return nil }
    return SchemaVersion(
      number: Int(try row.decode(0, as: Int32.self)), name: try row.decode(1, as: String.self))
  }

  /// Whether somebody's tables, views, types or functions are in the database: a restoration must
  /// not mix with them.
  public static func isEmpty(_ session: any PostgresSession) async throws(PostgresError) -> Bool {
    let row = try await session.queryOne(
      """
      WITH own AS (
        SELECT oid FROM pg_namespace
        WHERE nspname <> 'information_schema' AND nspname !~ '^pg_')
      SELECT NOT EXISTS (SELECT FROM pg_class WHERE relnamespace IN (SELECT oid FROM own))
        AND NOT EXISTS (SELECT FROM pg_proc WHERE pronamespace IN (SELECT oid FROM own))
        AND NOT EXISTS (SELECT FROM pg_type WHERE typnamespace IN (SELECT oid FROM own))
      """)
    return try row.decode(0, as: Bool.self)
  }

  /// Begins a read-only transaction that sees one moment, and gives the name by which other
  /// sessions see the same one (manual 9.27.5, `pg_export_snapshot`), as long as it stays open.
  public static func openSnapshot(
    _ session: any PostgresSession
  ) async throws(PostgresError) -> String {
    try await session.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    return try await session.queryOne("SELECT pg_export_snapshot()").decode(0, as: String.self)
  }

  /// Ends that transaction.
  public static func closeSnapshot(_ session: any PostgresSession) async throws(PostgresError) {
    try await session.execute("COMMIT")
  }

  /// Makes the planner's statistics, which a dump does not hold.
  public static func analyse(_ session: any PostgresSession) async throws(PostgresError) {
    try await session.execute("ANALYZE")
  }

  // MARK: - A server in single-user mode

  /// Tables whose rows are never removed: a server that was copied while it worked holds at least
  /// as many as were counted before.
  public static let growingTables: Set<String> = [
    "audit_entry", "catalog_product", "catalog_version", "decision_flip", "directory_entry",
    "document", "enterprise", "erasure",
    "facts_version", "match_run", "need", "need_version", "policy_version", "product",
    "product_version", "review", "review_step", "schema_migration", "sweep",
  ]

  /// Marks a line of ours among those a server in single-user mode prints.
  private static let mark = "rows_of"

  /// Counts the tables, one statement a line, as a server in single-user mode reads them (manual,
  /// reference page of `postgres`). Names that are no plain identifiers are left out.
  public static func countScript(_ tables: some Sequence<String>) -> String {
    tables.filter(isPlain).map {
      "SELECT '\(mark) \($0) ' || count(*) AS c FROM public.\($0)\n"
    }.joined()
  }

  /// Reads what `countScript` made the server print, such as `1: c = "rows_of need 17"`.
  public static func readCounts(_ lines: [String]) -> [String: Int64] {
    var counts: [String: Int64] = [:]
    for line in lines {
      guard let start = line.firstRange(of: "\"\(mark) "),
        let end = line[start.upperBound...].firstIndex(of: "\"")
      else { continue }
      let parts = line[start.upperBound..<end].split(separator: " ")
      if parts.count == 2, let count = Int64(parts[1]) { counts[String(parts[0])] = count }
    }
    return counts
  }

  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count < 64
      && !name.utf8.contains { byte in
        !(0x61...0x7A).contains(byte) && !(0x30...0x39).contains(byte) && byte != 0x5F
      }
  }
}
