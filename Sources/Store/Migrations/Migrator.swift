import Crypto
import Domain
import Postgres

/// One numbered file of `Schemas/sql`, such as `0003_match_runs.sql`.
public struct Migration: Sendable, Hashable {
  public var number: Int
  public var name: String
  public var sql: String

  public init(number: Int, name: String, sql: String) {
    self.number = number
    self.name = name
    self.sql = sql
  }

  /// SHA-256 of the text: an applied migration is never edited.
  public var checksum: Domain.Digest { Domain.Digest(ofBytes: Array(sql.utf8)) }

  /// Reads file names and texts in the order of their numbers.
  ///
  /// - Throws: `MigrationError.badFileName`, `.gap`.
  public static func read(files: [(name: String, text: String)]) throws(MigrationError)
    -> [Migration]
  {
    var migrations: [Migration] = []
    for (name, text) in files.sorted(by: { $0.name < $1.name }) {
      let stem = name.hasSuffix(".sql") ? String(name.dropLast(4)) : name
      let parts = stem.split(separator: "_", maxSplits: 1)
      guard name.hasSuffix(".sql"), parts.count == 2, parts[0].count == 4,
        let number = Int(parts[0])
      else { throw .badFileName(name) }
      migrations.append(Migration(number: number, name: String(parts[1]), sql: text))
    }
    for (index, migration) in migrations.enumerated() where migration.number != index + 1 {
      throw .gap(expected: index + 1, found: migration.number)
    }
    return migrations
  }
}

public enum MigrationError: Error, Sendable, Equatable, CustomStringConvertible {
  case badFileName(String)
  case gap(expected: Int, found: Int)
  /// The file was changed after it had been applied.
  case changed(number: Int, name: String)
  /// The database is ahead of this program.
  case unknownApplied(number: Int, name: String)

  public var description: String {
    switch self {
    case .badFileName(let name): "\(name): migration files are named 0001_words.sql"
    case .gap(let expected, let found): "migration \(expected) is missing, found \(found)"
    case .changed(let number, let name):
      "migration \(number) (\(name)) was changed after it had been applied; add a new one instead"
    case .unknownApplied(let number, let name):
      "the database has migration \(number) (\(name)), which this program does not know: it is older than the database"
    }
  }
}

/// Brings the schema forward, one process at a time.
public struct Migrator: Sendable {
  /// Session lock that serialises migrating processes; a number of this service's own.
  private static let lockKey: Int64 = 7_242_004_218

  public struct Status: Sendable, Equatable {
    public struct Entry: Sendable, Equatable {
      public var number: Int
      public var name: String
      public var appliedAt: Instant?
    }
    public var entries: [Entry]
    public var pending: Int { entries.count(where: { $0.appliedAt == nil }) }
  }

  private let migrations: [Migration]

  public init(_ migrations: [Migration]) { self.migrations = migrations }

  /// What is applied and what is not. Changes nothing.
  ///
  /// - Throws: `MigrationError` when the database and the files disagree; `PostgresError`.
  public func status(_ session: any PostgresSession) async throws -> Status {
    let applied = try await applied(session)
    try check(applied)
    return Status(
      entries: migrations.map { migration in
        Status.Entry(
          number: migration.number, name: migration.name,
          appliedAt: applied.first { $0.number == migration.number }?.at)
      })
  }

  /// Applies what is pending, all in one transaction, and returns what it applied.
  ///
  /// - Parameter dryRun: runs the statements and rolls them back.
  public func apply(
    _ connection: PostgresConnection, dryRun: Bool = false,
    progress: @Sendable (Migration) -> Void = { _ in }
  ) async throws -> [Migration] {
    try await connection.query("SELECT pg_advisory_lock(\(Self.lockKey))")
    do {
      let done = try await applyLocked(connection, dryRun: dryRun, progress: progress)
      try await connection.query("SELECT pg_advisory_unlock(\(Self.lockKey))")
      return done
    } catch {
      _ = try? await connection.query("SELECT pg_advisory_unlock(\(Self.lockKey))")
      throw error
    }
  }

  private func applyLocked(
    _ connection: PostgresConnection, dryRun: Bool, progress: @Sendable (Migration) -> Void
  ) async throws -> [Migration] {
    let applied = try await applied(connection)
    try check(applied)
    let pending = migrations.filter { migration in
      !applied.contains { $0.number == migration.number }
    }
    guard !pending.isEmpty else { return [] }
    try await connection.execute("BEGIN")
    do {
      try await connection.execute(
        """
        CREATE TABLE IF NOT EXISTS schema_migration (
          number integer PRIMARY KEY,
          name text NOT NULL,
          checksum bytea NOT NULL,
          applied_at timestamptz NOT NULL DEFAULT clock_timestamp())
        """)
      // One transaction for all, so that a failure or a dry run leaves nothing behind.
      for migration in pending {
        progress(migration)
        try await connection.script(migration.sql)
        try await connection.execute(
          """
          INSERT INTO schema_migration (number, name, checksum)
          VALUES (\(migration.number), \(migration.name), \(migration.checksum.bytes))
          """)
      }
      try await connection.execute(dryRun ? "ROLLBACK" : "COMMIT")
    } catch {
      _ = try? await connection.execute("ROLLBACK")
      throw error
    }
    return pending
  }

  private struct Applied {
    var number: Int
    var name: String
    var checksum: [UInt8]
    var at: Instant
  }

  private func applied(_ session: any PostgresSession) async throws -> [Applied] {
    let exists = try await session.query(
      "SELECT to_regclass('schema_migration') IS NOT NULL"
    ).first?.decode(0, as: Bool.self)
    guard exists == true else { return [] }
    return try await session.query(
      "SELECT number, name, checksum, applied_at FROM schema_migration ORDER BY number"
    ).map { row in
      Applied(
        number: Int(try row.decode(0, as: Int32.self)), name: try row.decode(1, as: String.self),
        checksum: try row.decode(2, as: [UInt8].self), at: try row.instant(3))
    }
  }

  private func check(_ applied: [Applied]) throws(MigrationError) {
    for row in applied {
      guard let file = migrations.first(where: { $0.number == row.number }) else {
        throw .unknownApplied(number: row.number, name: row.name)
      }
      guard file.checksum.bytes == row.checksum else {
        throw .changed(number: row.number, name: file.name)
      }
    }
  }
}
