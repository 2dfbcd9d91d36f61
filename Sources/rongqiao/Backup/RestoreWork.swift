import Application
import Domain
import Foundation
import Glibc
import Postgres
import Store
import Synchronization

/// Brings a backup back: verifies it first, restores it, and counts what came.
struct RestoreWork: Sendable {
  /// The backup's folder.
  let folder: String
  let preferredBinaries: String?
  /// Processes of a logical restoration, each with a connection of its own.
  let jobs: Int

  /// A manifest names each file; even so many are no more than this.
  static let manifestBytesMaximum = 1 << 30
  static let analyseLimitMilliseconds = 3_600_000

  /// Reads the manifest.
  ///
  /// - Throws: `CommandFailure` when there is none that can be used by this release.
  func manifest() throws -> BackupManifest {
    let path = folder + "/" + BackupManifest.fileName
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw CommandFailure(
        .data, "\(path): is missing: no backup, or one that was not finished 备份不存在或未完成")
    }
    guard information.st_size <= Self.manifestBytesMaximum,
      let bytes = FileManager.default.contents(atPath: path)
    else { throw CommandFailure(.data, "\(path): cannot be read") }
    let manifest = try BackupManifest(bytes: Array(bytes))
    let known = try BundledMigrations.all().last?.number ?? 0
    guard manifest.schema.number <= known else {
      throw CommandFailure(
        .data,
        "the backup is of schema \(manifest.schema.number) (\(manifest.schema.name)), and this "
          + "program knows \(known): use the release that made it or a newer one")
    }
    return manifest
  }

  /// Reads every file and holds it against the manifest.
  ///
  /// - Throws: `CommandFailure`, `CancellationError`.
  func verify(_ manifest: BackupManifest) throws {
    let bar = ByteProgress("校验 verifying", bytes: manifest.bytes)
    try BackupFiles.verify(folder, manifest) { bar.update($0) }
    bar.finish()
  }

  // MARK: - Physical

  /// What a physical restoration needs, found before anything is written.
  struct ClusterPlan: Sendable {
    var target: String
    var user: ServerUser
    var server: PostgresBinaries
  }

  /// - Parameter target: the new data directory; it must not be there, or be empty.
  /// - Throws: `CommandFailure`, `EmbeddedFailure`.
  func planCluster(_ manifest: BackupManifest, target: String) async throws -> ClusterPlan {
    let path = URL(fileURLWithPath: target).standardizedFileURL.path
    _ = try NewFolder.isThere(path)
    guard let user = ServerUser.choose() else {
      throw EmbeddedFailure("PostgreSQL does not run as root, and there is no user to run it as")
    }
    let server: PostgresBinaries
    do {
      server = try await .find(preferred: preferredBinaries, major: manifest.serverMajor)
    } catch {
      throw CommandFailure(
        .unavailable,
        "the backup is of PostgreSQL \(manifest.serverMajor), whose server is not installed here: "
          + "install postgresql-\(manifest.serverMajor)")
    }
    var above = URL(fileURLWithPath: path).deletingLastPathComponent().path
    while access(above, F_OK) != 0 {
      above = URL(fileURLWithPath: above).deletingLastPathComponent().path
    }
    guard await user.canEnter(above) else {
      throw CommandFailure(
        .unavailable,
        "\(above): user \(user.name), whom the server runs as, cannot enter it: choose another "
          + "--to")
    }
    let needed = manifest.bytes + BackupWork.spareBytes
    if let free = BackupFiles.freeBytes(above), free < needed {
      throw CommandFailure(
        .unavailable,
        "\(above): \(ByteProgress.mebibytes(free)) MiB are free, and about "
          + "\(ByteProgress.mebibytes(needed)) MiB are needed")
    }
    return ClusterPlan(target: path, user: user, server: server)
  }

  /// Makes the new data directory: copied beside its place, started once alone to replay the log
  /// and count the rows, and moved there when all of it held.
  ///
  /// - Returns: the rows found, by table.
  /// - Throws: `CommandFailure`, `CancellationError`; nothing is left then.
  func restoreCluster(
    _ manifest: BackupManifest, _ plan: ClusterPlan
  ) async throws -> [String: Int64] {
    let half = try NewFolder(plan.target + ".restoring")
    do {
      let bar = ByteProgress("恢复 restoring", bytes: manifest.bytes)
      let owner = plan.user.mustSwitch ? (plan.user.userID, plan.user.groupID) : nil
      try BackupFiles.copy(folder, manifest, to: half.path, owner: owner) { bar.update($0) }
      bar.finish()
      let rows = try await replay(manifest, plan, in: half.path)
      for (table, count) in manifest.rows where DatabaseSurvey.growingTables.contains(table) {
        guard let found = rows[table], found >= count else {
          throw CommandFailure(
            .data,
            "\(table): \(count) rows were counted before the backup, and "
              + "\(rows[table].map(String.init) ?? "none") came back")
        }
      }
      guard rename(half.path, plan.target) == 0 else {
        throw CommandFailure(
          .unavailable, "\(plan.target): cannot be made: \(String(cString: strerror(errno)))")
      }
      return rows
    } catch {
      half.remove()
      throw error
    }
  }

  /// Runs the server alone, without a network, until it has replayed the log and counted the rows.
  private func replay(
    _ manifest: BackupManifest, _ plan: ClusterPlan, in data: String
  ) async throws -> [String: Int64] {
    // Some installations keep the server's settings outside its data; then the defaults must do.
    let hasSettings = access(data + "/postgresql.conf", F_OK) == 0
    let settings = ["exit_on_error=on"] + (hasSettings ? [] : ["config_file=/dev/null"])
    let command = try plan.user.command(
      plan.server.postgres,
      ["--single", "-D", data] + settings.flatMap { ["-c", $0] } + [manifest.database],
      stopsWithUs: true,
      input: .text(DatabaseSurvey.countScript(manifest.rows.keys.sorted())))
    let lines = Mutex<[String]>([])
    do {
      try await command.runToEnd(named: "the restored server") { line in
        lines.withLock { $0.append(line) }
      }
    } catch let failure as CommandFailure {
      throw CommandFailure(.data, failure.description)
    }
    return DatabaseSurvey.readCounts(lines.withLock { $0 })
  }

  // MARK: - Logical

  /// Looks at the database that is to be filled; writes nothing.
  ///
  /// - Returns: the program that fills it.
  /// - Throws: `CommandFailure` when it is not empty or too old; `PostgresError`.
  func planDatabase(
    _ manifest: BackupManifest, _ database: PostgresConfiguration
  ) async throws -> PostgresProgram {
    let limit = BackupWork.countLimitMilliseconds
    let (survey, isEmpty) = try await database.withSession(statementLimitMilliseconds: limit) {
      (
        try await DatabaseSurvey.take($0, countsRows: false),
        try await DatabaseSurvey.isEmpty($0)
      )
    }
    guard isEmpty else {
      throw CommandFailure(
        .data,
        "the database \(survey.database) is not empty; make a new one and set "
          + "\(SettingKey.databaseURL.variable) to it 目标数据库不为空")
    }
    guard survey.serverMajor >= manifest.serverMajor else {
      throw CommandFailure(
        .data,
        "the backup is of PostgreSQL \(manifest.serverMajor), and the server is older: "
          + survey.serverVersion)
    }
    return try await .find(
      "pg_restore", forServer: survey.serverMajor, preferred: preferredBinaries)
  }

  /// Fills the empty database and counts what came.
  ///
  /// - Returns: the rows found, by table.
  /// - Throws: `CommandFailure`, `PostgresError`, `CancellationError`.
  func restoreDatabase(
    _ manifest: BackupManifest, _ database: PostgresConfiguration, with program: PostgresProgram
  ) async throws -> [String: Int64] {
    var environment = database.programEnvironment
    // The one program that connects only when told the database's name.
    let name = environment["PGDATABASE"] ?? environment["PGUSER"] ?? PrivateCluster.database
    environment["PGDATABASE"] = name
    let bar = StepProgress("导入表 restoring tables", total: manifest.rows.count)
    do {
      try await program.run(
        [
          "--dbname=\(name)", "--jobs=\(jobs)", "--exit-on-error", "--no-owner",
          "--no-privileges", "--verbose", "--no-password", folder + "/" + manifest.kind.folder,
        ], environment: environment
      ) { line in
        if line.contains("processing data for table") { bar.step() }
      }
    } catch {
      Terminal.note("数据库已部分写入,请重建后重试 the database is half filled: make it anew to try again")
      throw error
    }
    bar.finish()
    let survey = try await database.withSession(
      statementLimitMilliseconds: Self.analyseLimitMilliseconds
    ) { session in
      // Roles belong to a server, and `--no-privileges` leaves rights behind.
      try await Tenancy.grantRights(session)
      try await DatabaseSurvey.analyse(session)
      return try await DatabaseSurvey.take(session)
    }
    guard survey.schema == manifest.schema, survey.rows == manifest.rows else {
      let tables = Set(survey.rows.keys).union(manifest.rows.keys).sorted()
      let wrong = tables.filter { survey.rows[$0] != manifest.rows[$0] }
      throw CommandFailure(
        .data, "what came back is not what was backed up: \(wrong.joined(separator: ", "))")
    }
    return survey.rows
  }
}
