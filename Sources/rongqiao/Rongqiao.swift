import ArgumentParser

/// The one executable.
@main
struct Rongqiao: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rongqiao",
    abstract: "Financing matchmaking for small enterprises. 融桥:中小企业融资撮合服务",
    discussion: """
      EXAMPLES 示例
        rongqiao up                  everything at once, with embedded servers 一键启动
        rongqiao settings            what can be set 查看配置
        rongqiao migrate --status    the state of the schema 查看数据库版本

      Exit status: 0 done, 64 command line, 65 input, 69 a server is unavailable, 70 our fault,
      78 configuration.
      """,
    version: VersionCommand.version,
    subcommands: [
      UpCommand.self, ServeCommand.self, WorkerCommand.self, MigrateCommand.self,
      ImportCommand.self, ExportCommand.self, PolicyCommand.self, SampleCommand.self,
      ReplayCommand.self,
      ExplainCommand.self, LineageCommand.self, DiffCommand.self, SweepCommand.self,
      WhatIfCommand.self, OffersCommand.self, ListingCommand.self, EntitlementsCommand.self,
      ClaimsCommand.self, WarningsCommand.self, RechecksCommand.self, QualityCommand.self,
      StatisticsCommand.self, AllocationCommand.self,
      ReceivablesCommand.self,
      GuaranteesCommand.self, FundsCommand.self, PoolsCommand.self,
      ActivitiesCommand.self, TargetsCommand.self, TasksCommand.self, ReceiptCommand.self,
      VerifyCommand.self, TokenCommand.self, ClientsCommand.self, KeysCommand.self,
      DeadLettersCommand.self,
      PauseCommand.self, ResumeCommand.self, PausesCommand.self, ReconcileCommand.self,
      ErasuresCommand.self, BackupCommand.self, RestoreCommand.self,
      AuditCommand.self, BrokerCommand.self, BenchCommand.self, SettingsCommand.self,
      VersionCommand.self,
    ])

  /// Runs the command and turns what it throws into a message and an exit status.
  static func main() async {
    MemoryRetention.apply()
    do {
      var command = try parseAsRoot()
      do {
        if var asynchronous = command as? any AsyncParsableCommand {
          try await asynchronous.run()
        } else {
          try command.run()
        }
      } catch let error where !isOfArguments(error) {
        ProcessFrame.exit(with: error)
      }
    } catch {
      exit(withError: error)
    }
  }

  /// Help requests and wrong arguments are answered by the argument parser itself.
  private static func isOfArguments(_ error: any Error) -> Bool {
    error is ExitCode
      || [ExitCode.success, ExitCode.validationFailure].contains(exitCode(for: error))
  }
}
