import ArgumentParser
import Domain
import Postgres
import Store

/// `rongqiao backup FOLDER`: everything the service knows, in a new folder.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Back up the database into a new folder. 备份数据库",
    discussion: """
      logical: the rows of the configured database, all of one moment (pg_dump); it goes into any
      PostgreSQL of the same or a newer version. physical: the whole server with its log
      (pg_basebackup); faster for much data, and for the same version only. Both run while the
      service works. manifest.json is written last and names every file with its SHA-256.

      The folder holds all facts of all enterprises and the signing keys of receipts: keep it as
      safe as the database. PostgreSQL is the truth, so Kafka's topics are not part of a backup.
      备份含全部企业数据与回执签名密钥,须与数据库同等保护。

      EXAMPLES 示例
        rongqiao backup ./backup-1                       rows of the database 逻辑备份
        rongqiao backup ./backup-2 --kind physical       the whole server 物理备份
        rongqiao backup ./backup-3 --dry-run             only whether it could be made 试运行
        rongqiao restore ./backup-1 --dry-run            whether it is whole 校验备份
      """)

  @Argument(help: "The folder, which must not be there, or be empty. 目标目录")
  var folder: String
  @Option(help: "logical or physical. 备份方式")
  var kind = BackupKind.logical
  @Option(help: "Tables dumped at once, 1 to 32; for logical. 并行数")
  var jobs = 2
  @Flag(help: "Check server, programs and folder; write nothing. 试运行")
  var dryRun = false
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...32).contains(jobs) else { throw ValidationError("--jobs: 1 to 32") }
    guard !folder.isEmpty else { throw ValidationError("FOLDER: a path") }
  }

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let database = try PostgresConfiguration(url: frame.settings.requiredDatabaseURL())
    let work = BackupWork(
      kind: kind, database: database, preferredBinaries: frame.settings.postgresBinaries,
      jobs: jobs)
    let (path, isTrial) = (folder, dryRun)
    let outcome: (plan: BackupWork.Plan, manifest: BackupManifest?) =
      try await Interruption
      .stopping {
        _ = try NewFolder.isThere(path)
        let plan = try await work.plan()
        return (plan, isTrial ? nil : try await work.run(plan, into: path))
      }
    if let manifest = outcome.manifest {
      show(manifest)
    } else {
      show(outcome.plan)
    }
  }

  private func show(_ plan: BackupWork.Plan) {
    let bytes = kind == .physical ? plan.survey.clusterBytes : plan.survey.databaseBytes
    guard !json else {
      let answer: JSON = [
        "dry_run": true, "kind": .string(kind.rawValue), "database": .string(plan.survey.database),
        "server_version": .string(plan.survey.serverVersion), "database_bytes": .int(bytes),
        "schema": [
          "number": .int(Int64(plan.schema.number)), "name": .string(plan.schema.name),
        ],
        "program": .string(plan.maker.path),
      ]
      return Terminal.output(answer.canonicalText)
    }
    Terminal.output(
      "可以备份 it can be made: \(kind.rawValue), \(plan.survey.database), PostgreSQL "
        + "\(plan.survey.serverVersion), \(ByteProgress.mebibytes(bytes)) MiB on disk, with "
        + plan.maker.path)
  }

  private func show(_ manifest: BackupManifest) {
    guard !json else {
      guard case .object(var members) = manifest.summary else { return }
      members["folder"] = .string(folder)
      return Terminal.output(JSON.object(members).canonicalText)
    }
    var table = Table([
      .init(heading: "表 table", name: "table"),
      .init(heading: "行数 rows", name: "rows", isAlignedRight: true),
    ])
    for (name, count) in manifest.rows.sorted(by: { $0.key < $1.key }) {
      table.add([name, String(count)])
    }
    table.print(asJSON: false)
    Terminal.output(
      "备份完成 done: \(folder)  \(manifest.files.count) files, "
        + "\(ByteProgress.mebibytes(manifest.bytes)) MiB")
    Terminal.output("下一步 next: rongqiao restore \(folder) --dry-run")
  }
}

extension BackupKind: ExpressibleByArgument {}
