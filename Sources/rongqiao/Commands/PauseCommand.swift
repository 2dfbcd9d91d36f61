import Application
import ArgumentParser
import Domain

extension PauseKind: ExpressibleByArgument {}

/// `rongqiao pause KIND TARGET`: stops a worker, a product or an institution for now.
struct PauseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause",
    abstract: "Pause a worker, a product or an institution. 暂停工作者、产品或机构",
    discussion: """
      A paused worker takes no new work, keeps its place, and goes on with nothing lost. A paused
      product, or one of a paused institution, is decided as before; it is shown as paused, and nobody
      is told of newly qualifying for it until the pause is over.

      EXAMPLES 示例
        rongqiao pause worker match --reason "moving the database"          暂停匹配工作者
        rongqiao pause product NAME --reason "under revision" --minutes 90
        rongqiao pause institution NAME --reason "system upgrade" --until 2026-12-01T08:00:00+08:00
      """)

  @Argument(help: "worker, product or institution. 类别")
  var kind: PauseKind
  @Argument(help: "\(PausableWorker.names); or the code. 名称或代码")
  var target: String
  @Option(help: "Why; everybody who reads the product sees it. 原因")
  var reason: String
  @Option(help: "When it ends by itself, RFC 3339. 自动结束时间")
  var until: String?
  @Option(help: "Minutes until it ends by itself, 1 to 525600. 自动结束分钟数")
  var minutes: Int?
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard until == nil || minutes == nil else {
      throw ValidationError("--until and --minutes say the same; give one")
    }
    guard minutes.map({ (1...525_600).contains($0) }) ?? true else {
      throw ValidationError("--minutes: 1 to 525600")
    }
  }

  func run() async throws {
    var body: [String: JSON] = ["reason": .string(reason)]
    if let minutes {
      let end = WallClock.system.now().adding(milliseconds: Int64(minutes) * 60_000)
      body["until"] = .string(end.text)
    } else if let until {
      body["until"] = .string(until)
    }
    let order = JSON.object(body)
    let answer = try await SweepCommand.asked { [kind, target] in
      try await $0.setPause(kind, target: target, order, actor: .commandLine)
    }
    PauseListing.print([answer.body], asJSON: json)
  }
}

/// `rongqiao resume KIND TARGET`: ends a pause.
struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "End a pause. 恢复",
    discussion: """
      EXAMPLES 示例
        rongqiao resume worker match
        rongqiao resume product NAME
      """)

  @Argument(help: "worker, product or institution. 类别")
  var kind: PauseKind
  @Argument(help: "\(PausableWorker.names); or the code. 名称或代码")
  var target: String
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let answer = try await SweepCommand.asked { [kind, target] in
      try await $0.endPause(kind, target: target, actor: .commandLine)
    }
    PauseListing.print([answer.body], asJSON: json)
  }
}

/// `rongqiao pauses`: what is paused now.
struct PausesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pauses", abstract: "List what is paused. 查看暂停事项",
    discussion: """
      EXAMPLES 示例
        rongqiao pauses
        rongqiao pauses --json
      """)

  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let answer = try await SweepCommand.asked { try await $0.pauses(actor: .commandLine) }
    PauseListing.print(answer["data"]?.arrayValue ?? [], asJSON: json)
  }
}

/// Pauses for people.
private enum PauseListing {
  static func print(_ pauses: [JSON], asJSON: Bool) {
    guard !asJSON else { return Terminal.output(JSON.array(pauses).canonicalText) }
    var table = Table([
      .init(heading: "类别 kind", name: "kind"), .init(heading: "对象 target", name: "target"),
      .init(heading: "自 since", name: "since"), .init(heading: "至 until", name: "until"),
      .init(heading: "操作者 by", name: "set_by"), .init(heading: "原因 reason", name: "reason"),
    ])
    for pause in pauses {
      table.add(table.columns.map { pause[$0.name]?.stringValue ?? "" })
    }
    table.print(asJSON: false)
  }
}

extension Actor {
  /// Whoever may run commands over the database.
  static let commandLine = Actor.system("command-line")
}
