import Application
import ArgumentParser
import Domain

/// `rongqiao audit`: what operators did to the running service.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "What operators did. 操作审计",
    subcommands: [AuditListCommand.self])
}

/// `rongqiao audit list`: the trail, newest first.
struct AuditListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the trail, newest first. 审计记录",
    discussion: """
      EXAMPLES 示例
        rongqiao audit list
        rongqiao audit list --action pause.set --limit 100
        rongqiao audit list --subject worker/match --json
      """)

  @Option(help: "Only this action, such as pause.set. 操作")
  var action: String?
  @Option(help: "Only what was done to this, such as worker/match. 对象")
  var subject: String?
  @Option(help: "Entries, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
  }

  func run() async throws {
    let page = try await SweepCommand.asked { [action, subject, limit] in
      try await $0.auditEntries(
        action: action, subject: subject, page: PageRequest(limit: limit), actor: .commandLine)
    }
    guard !json else { return Terminal.output(JSON.array(page.items).canonicalText) }
    var table = Table([
      .init(heading: "时间 at", name: "at"), .init(heading: "操作者 actor", name: "actor"),
      .init(heading: "操作 action", name: "action"),
      .init(heading: "对象 subject", name: "subject"),
      .init(heading: "原因 reason", name: "reason"),
    ])
    for entry in page.items {
      table.add(table.columns.map { entry[$0.name]?.stringValue ?? "" })
    }
    table.print(asJSON: false)
  }
}
