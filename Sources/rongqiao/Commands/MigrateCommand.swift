import Application
import ArgumentParser
import Domain
import Postgres
import Store

/// `rongqiao migrate`: brings the schema forward, or says where it stands.
struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Bring the database schema up to date. 升级数据库结构",
    discussion: """
      Migrations are numbered, go forward only, and run in one transaction under a lock, so that
      several processes may start at once. An applied file that was changed is refused.

      EXAMPLES 示例
        rongqiao migrate             apply what is pending 执行
        rongqiao migrate --dry-run   run it and roll it back 试运行后回滚
        rongqiao migrate --status    list applied and pending 查看状态
      """)

  @Flag(help: "Run the pending migrations and roll them back. 试运行")
  var dryRun = false
  @Flag(help: "Only list what is applied and what is not. 仅查看")
  var status = false
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard !(dryRun && status) else {
      throw ValidationError("--dry-run and --status exclude each other")
    }
  }

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let connection = try await PostgresConnection.connect(
      try PostgresConfiguration(url: frame.settings.requiredDatabaseURL()))
    do {
      let migrator = Migrator(try BundledMigrations.all())
      if !status {
        let applied = try await migrator.apply(connection, dryRun: dryRun)
        if !json {
          Terminal.note(
            dryRun
              ? "试运行 \(applied.count) 个迁移,已回滚 \(applied.count) migrations tried and rolled back"
              : "已执行 \(applied.count) 个迁移 \(applied.count) migrations applied")
        }
      }
      var table = Table([
        .init(heading: "编号 No.", name: "number"), .init(heading: "名称 name", name: "name"),
        .init(heading: "执行时间 applied", name: "applied_at"),
      ])
      for entry in try await migrator.status(connection).entries {
        table.add([String(entry.number), entry.name, entry.appliedAt?.text ?? "待执行 pending"])
      }
      table.print(asJSON: json)
      await connection.close()
    } catch {
      await connection.close()
      throw error
    }
  }
}
