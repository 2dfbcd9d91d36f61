import Application
import ArgumentParser
import Domain

/// `rongqiao replay RUN` or `--all`: decides stored runs again from their pins.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Decide stored runs again and compare byte by byte. 重放匹配并逐字节比对",
    discussion: """
      Exit status 0 when equal, 65 when not; the first difference is then named. A run of an
      enterprise that was lawfully erased cannot be decided again, and counts as erased.

      EXAMPLES 示例
        rongqiao replay run_0190a3c8-…
        rongqiao replay run_0190a3c8-… --json
        rongqiao replay --all                   every stored run, with a count 重放全部
      """)

  /// Runs decided at once with `--all`; each borrows a connection.
  private static let concurrency = 4

  @Argument(help: "The run: run_ and a UUID. 匹配编号")
  var run: String?
  @Flag(help: "Replay every stored run. 重放全部匹配")
  var all = false
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (run != nil) != all else { throw ValidationError("give a run, or --all") }
  }

  func run() async throws {
    let frame = try await ProcessFrame.open()
    if let run {
      try await replay(run, frame)
    } else {
      try await replayAll(frame)
    }
  }

  private func replay(_ run: String, _ frame: ProcessFrame) async throws {
    let id = try RunArgument.parse(run)
    let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
    let answer = try await composition.withPool {
      try await RunArgument.found(run) {
        try await composition.application.replay(id, actor: .system("replay"))
      }
    }
    let isErased = answer["erased"]?.boolValue == true
    let equal = isErased || answer["equal"]?.boolValue == true
    if json {
      Terminal.output(answer.canonicalText)
    } else if isErased {
      Terminal.output("已删除 erased  \(answer["facts_digest"]?.stringValue ?? "")")
    } else {
      Terminal.output(
        equal
          ? "一致 equal  \(answer["digest"]?.stringValue ?? "")"
          : "不一致 different at \(answer["first_difference"]?.stringValue ?? "")")
    }
    guard equal else { throw CommandFailure(.data, "the replay differs from the stored run") }
  }

  private func replayAll(_ frame: ProcessFrame) async throws {
    let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
    let connections = frame.settings.database.connectionsMaximum
    let summary = try await composition.withPool {
      let bar = ProgressBar("重放 replay", total: try await composition.application.runCount())
      let summary = try await composition.application.replayAll(
        concurrency: max(1, min(Self.concurrency, connections))
      ) { bar.update($0) }
      bar.finish(summary.replayed + summary.erased + summary.unreadableCount)
      return summary
    }
    if json {
      Terminal.output(summary.json.canonicalText)
    } else {
      Terminal.output("重放 replayed    \(summary.replayed)")
      Terminal.output("一致 equal       \(summary.equal)")
      Terminal.output("已删除 erased      \(summary.erased)")
      Terminal.output("不一致 different \(summary.differentCount)")
      Terminal.output("无法读取 unreadable \(summary.unreadableCount)")
      for answer in summary.different {
        Terminal.output(
          "  \(answer["run"]?.stringValue ?? "") at \(answer["first_difference"]?.stringValue ?? "")"
        )
      }
      for broken in summary.unreadable { Terminal.output("  \(broken.run): \(broken.reason)") }
    }
    guard summary.isEqual else {
      throw CommandFailure(
        .data, "\(summary.differentCount) runs differ, \(summary.unreadableCount) cannot be read")
    }
  }
}
