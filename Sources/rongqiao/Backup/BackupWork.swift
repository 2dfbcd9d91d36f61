import Domain
import Foundation
import Postgres
import Store
import Synchronization

/// Makes a backup of the configured database.
struct BackupWork: Sendable {
  let kind: BackupKind
  let database: PostgresConfiguration
  let preferredBinaries: String?
  /// Processes of a logical dump, each with a connection of its own.
  let jobs: Int
  let clock = WallClock.system

  /// Beyond the data, a physical backup takes the log that is written meanwhile.
  static let spareBytes: Int64 = 256 << 20
  /// Counting the rows of one table may take so long.
  static let countLimitMilliseconds = 600_000

  /// What would be backed up, and with which programs.
  struct Plan: Sendable {
    var survey: DatabaseSurvey
    var schema: DatabaseSurvey.SchemaVersion
    var maker: PostgresProgram
    var checker: PostgresProgram
  }

  /// Asks the server and looks for the programs; writes nothing.
  ///
  /// - Throws: `CommandFailure`, `PostgresError`.
  func plan() async throws -> Plan {
    let survey = try await withSession { try await DatabaseSurvey.take($0, countsRows: false) }
    guard let schema = survey.schema else {
      throw CommandFailure(
        .data, "the database \(survey.database) holds no schema of Rongqiao: rongqiao migrate")
    }
    if kind == .physical {
      guard survey.mayReplicate else {
        throw CommandFailure(
          .data,
          "this role may not copy the server; a superuser grants it with "
            + "ALTER ROLE … REPLICATION, or take --kind logical")
      }
      guard !survey.hasOwnTablespaces else {
        throw CommandFailure(
          .data,
          "the server has tablespaces of its own outside its data directory: "
            + "take --kind logical, or pg_basebackup with --tablespace-mapping by hand")
      }
    }
    let names =
      switch kind {
      case .physical: ("pg_basebackup", "pg_verifybackup")
      case .logical: ("pg_dump", "pg_restore")
      }
    return Plan(
      survey: survey, schema: schema, maker: try await program(names.0, survey.serverMajor),
      checker: try await program(names.1, survey.serverMajor))
  }

  private func program(_ name: String, _ major: Int) async throws(CommandFailure)
    -> PostgresProgram
  {
    try await .find(name, forServer: major, preferred: preferredBinaries)
  }

  /// Makes the backup in a new folder; when it fails, the folder is gone again.
  ///
  /// - Throws: `CommandFailure`, `PostgresError`, `CancellationError`.
  func run(_ plan: Plan, into path: String) async throws -> BackupManifest {
    let folder = try NewFolder(path)
    do {
      let startedAt = clock.now()
      let survey =
        switch kind {
        case .physical: try await copyServer(plan, folder)
        case .logical: try await dump(plan, folder)
        }
      let listing = try BackupFiles.list(folder.path, kind.folder)
      let bar = ByteProgress("校验 digests", bytes: listing.bytes)
      let files = try BackupFiles.digests(folder.path, listing) { bar.update($0) }
      bar.finish()
      let manifest = BackupManifest(
        kind: kind, program: VersionCommand.version, startedAt: startedAt, finishedAt: clock.now(),
        survey: survey, schema: plan.schema, directories: listing.directories, files: files)
      try BackupFiles.write(
        manifest.json.canonicalText + "\n", to: folder.path + "/" + BackupManifest.fileName)
      return manifest
    } catch {
      folder.remove()
      throw error
    }
  }

  /// `pg_basebackup`: the data directory and, streamed beside, the log written meanwhile; then
  /// `pg_verifybackup` holds it against the server's own list of digests.
  private func copyServer(_ plan: Plan, _ folder: NewFolder) async throws -> DatabaseSurvey {
    let needed = plan.survey.clusterBytes + Self.spareBytes
    if let free = BackupFiles.freeBytes(folder.path), free < needed {
      throw CommandFailure(
        .unavailable,
        "\(folder.path): \(ByteProgress.mebibytes(free)) MiB are free, and about "
          + "\(ByteProgress.mebibytes(needed)) MiB are needed")
    }
    // Counted before, so that the copy, which is of its end, holds at least as much.
    let survey = try await withSession { try await DatabaseSurvey.take($0) }
    let data = folder.path + "/" + kind.folder
    let bars = Mutex<ByteProgress?>(nil)
    try await plan.maker.run(
      [
        "--pgdata=\(data)", "--format=plain", "--wal-method=stream", "--checkpoint=fast",
        "--manifest-checksums=SHA256", "--label=rongqiao", "--progress", "--verbose",
        "--no-password",
      ], environment: database.programEnvironment
    ) { line in
      guard let (done, total) = Self.copied(line) else { return }
      let bar = bars.withLock { bar in
        let known = bar ?? ByteProgress("复制 copying", bytes: total)
        bar = known
        return known
      }
      bar.update(done)
    }
    bars.withLock { $0 }?.finish()
    try await plan.checker.run(["--quiet", "--exit-on-error", data])
    return survey
  }

  /// Reads a line such as "  23504/38841 kB (60%), 0/1 tablespace"; bytes done and in all.
  static func copied(_ line: String) -> (done: Int64, total: Int64)? {
    let words = line.split(separator: " ")
    guard words.count >= 2, words[1] == "kB" else { return nil }
    let numbers = words[0].split(separator: "/").map { Int64($0) }
    guard numbers.count == 2, let done = numbers[0], let total = numbers[1],
      case (let doneBytes, let a) = done.multipliedReportingOverflow(by: 1_024),
      case (let totalBytes, let b) = total.multipliedReportingOverflow(by: 1_024), !a, !b
    else { return nil }
    return (doneBytes, totalBytes)
  }

  /// `pg_dump` of the moment at which the rows were counted, so that the counts are exact; then
  /// `pg_restore` reads the list of what it holds.
  private func dump(_ plan: Plan, _ folder: NewFolder) async throws -> DatabaseSurvey {
    let target = folder.path + "/" + kind.folder
    let survey = try await withSession { session in
      let snapshot = try await DatabaseSurvey.openSnapshot(session)
      let survey = try await DatabaseSurvey.take(session)
      let bar = StepProgress("导出表 dumping tables", total: survey.rows.count)
      try await plan.maker.run(
        [
          "--format=directory", "--file=\(target)", "--jobs=\(jobs)", "--snapshot=\(snapshot)",
          "--no-owner", "--no-privileges", "--verbose", "--no-password",
        ], environment: database.programEnvironment
      ) { line in
        if line.contains("dumping contents of table") { bar.step() }
      }
      bar.finish()
      try await DatabaseSurvey.closeSnapshot(session)
      return survey
    }
    try await plan.checker.run(["--list", target])
    return survey
  }

  /// One session without the limits of everyday ones: it counts whole tables, and waits in its
  /// transaction while the dump runs.
  private func withSession<T: Sendable>(
    _ body: (PostgresConnection) async throws -> T
  ) async throws -> T {
    try await database.withSession(statementLimitMilliseconds: Self.countLimitMilliseconds, body)
  }
}

extension PostgresConfiguration {
  /// Runs `body` over one connection that may wait in a transaction, and closes it.
  ///
  /// - Parameter statementLimitMilliseconds: how long one statement may take.
  func withSession<T: Sendable>(
    statementLimitMilliseconds limit: Int, _ body: (PostgresConnection) async throws -> T
  ) async throws -> T {
    var configuration = self
    configuration.statementTimeoutMilliseconds = limit
    configuration.idleInTransactionTimeoutMilliseconds = 0
    let connection = try await PostgresConnection.connect(configuration)
    do {
      let result = try await body(connection)
      await connection.close()
      return result
    } catch {
      await connection.close()
      throw error
    }
  }
}
