import ArgumentParser
import Domain
import Postgres
import Store

/// `rongqiao restore FOLDER`: a backup into a new server directory or an empty database.
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Bring a backup back, checksums first. 恢复备份",
    discussion: """
      A physical backup becomes a new data directory, --to; a logical one fills the configured
      database, which must be empty. Every file is held against its SHA-256 before anything is
      written, and the rows that came are counted. What stands there is never overwritten.

      Afterwards run migrate, then reconcile: Kafka's topics hold nothing of the backup, or events
      of a later time, so start with empty topics or new consumer groups.
      恢复后先运行 migrate,再运行 reconcile;应从空主题或新消费组开始。

      EXAMPLES 示例
        rongqiao restore ./backup-1 --dry-run           only check it 仅校验
        rongqiao restore ./backup-1                     a logical one, into the empty database
        rongqiao restore ./backup-2 --to ./postgres     a physical one, into a new directory
      """)

  @Argument(help: "The backup's folder. 备份目录")
  var folder: String
  @Option(help: "New data directory of PostgreSQL, for a physical backup. 新数据目录")
  var to: String?
  @Option(help: "Tables filled at once, 1 to 32; for logical. 并行数")
  var jobs = 2
  @Flag(help: "Verify the backup and the target; write nothing. 仅校验")
  var dryRun = false
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...32).contains(jobs) else { throw ValidationError("--jobs: 1 to 32") }
    guard !folder.isEmpty, to?.isEmpty != true else { throw ValidationError("a path is empty") }
  }

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let settings = frame.settings
    let work = RestoreWork(
      folder: folder, preferredBinaries: settings.postgresBinaries, jobs: jobs)
    let manifest = try work.manifest()
    // A check of the backup alone names no target.
    let rows: [String: Int64]?
    switch manifest.kind {
    case .physical:
      guard dryRun || to != nil else {
        throw CommandFailure(.usage, "a physical backup is restored into a new directory: --to")
      }
      rows = try await physical(work, manifest)
    case .logical:
      guard to == nil else {
        throw CommandFailure(
          .usage,
          "a logical backup is restored into the database of "
            + "\(SettingKey.databaseURL.variable); --to is for physical ones")
      }
      let url = dryRun ? settings.database.url : try settings.requiredDatabaseURL()
      rows = try await logical(work, manifest, try url.map { try PostgresConfiguration(url: $0) })
    }
    show(manifest, rows)
  }

  /// - Returns: the rows that came; nil after a dry run.
  private func physical(
    _ work: RestoreWork, _ manifest: BackupManifest
  ) async throws -> [String: Int64]? {
    let (to, isTrial) = (to, dryRun)
    return try await Interruption.stopping {
      var plan: RestoreWork.ClusterPlan?
      if let to { plan = try await work.planCluster(manifest, target: to) }
      try work.verify(manifest)
      guard let plan, !isTrial else { return [String: Int64]?.none }
      return try await work.restoreCluster(manifest, plan)
    }
  }

  private func logical(
    _ work: RestoreWork, _ manifest: BackupManifest, _ database: PostgresConfiguration?
  ) async throws -> [String: Int64]? {
    let isTrial = dryRun
    return try await Interruption.stopping {
      try work.verify(manifest)
      guard let database, !isTrial else { return [String: Int64]?.none }
      let program = try await work.planDatabase(manifest, database)
      return try await work.restoreDatabase(manifest, database, with: program)
    }
  }

  private func show(_ manifest: BackupManifest, _ rows: [String: Int64]?) {
    guard !json else {
      guard case .object(var members) = manifest.summary else { return }
      members["folder"] = .string(folder)
      members["dry_run"] = .bool(dryRun)
      members["restored_rows"] = rows.map { .object($0.mapValues(JSON.int)) } ?? .null
      members["next"] = .array(next(manifest).map(JSON.string))
      return Terminal.output(JSON.object(members).canonicalText)
    }
    let about =
      "\(manifest.kind.rawValue), \(manifest.startedAt.text), schema \(manifest.schema.number), "
      + "PostgreSQL \(manifest.serverVersion), \(manifest.files.count) files, "
      + "\(ByteProgress.mebibytes(manifest.bytes)) MiB"
    guard let rows else { return Terminal.output("备份完好 the backup is whole: \(about)") }
    var table = Table([
      .init(heading: "表 table", name: "table"),
      .init(heading: "行数 rows", name: "rows", isAlignedRight: true),
    ])
    for (name, count) in rows.sorted(by: { $0.key < $1.key }) { table.add([name, String(count)]) }
    table.print(asJSON: false)
    Terminal.output("恢复完成 restored: \(about)")
    Terminal.output("下一步 next:")
    for step in next(manifest) { Terminal.output("  \(step)") }
  }

  /// What to run after a restoration.
  private func next(_ manifest: BackupManifest) -> [String] {
    let start =
      manifest.kind == .physical
      ? ["pg_ctl start -D \(to ?? "DIRECTORY")", "export \(SettingKey.databaseURL.variable)=…"] : []
    return start + ["rongqiao migrate", "rongqiao reconcile"]
  }
}
