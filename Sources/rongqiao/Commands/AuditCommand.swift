import Application
import ArgumentParser
import Domain

/// `rongqiao audit`: what operators did to the running service.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "What operators did. 操作审计",
    subcommands: [AuditListCommand.self, AuditVerifyCommand.self])
}

/// `rongqiao audit verify`: checks that nothing of the sealed trail was changed.
struct AuditVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that the sealed trail is whole. 核验审计链",
    discussion: """
      The sweeper seals the trail in batches; each seal holds a digest of its entries and of the seal
      before. Exit status 0 when everything is as it was sealed, 65 when not. A seal that was noted
      elsewhere (each stands in the log) shows also that the end was not cut off and made anew.

      EXAMPLES 示例
        rongqiao audit verify
        rongqiao audit verify --anchor 12:sha256:9f86d081… --json
      """)

  @Option(help: "A seal known from elsewhere, NUMBER:sha256:HEX. 外部留存的封印")
  var anchor: [String] = []
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws { _ = try anchors() }

  private func anchors() throws -> [AuditAnchor] {
    try anchor.map { text in
      guard let anchor = AuditAnchor(text) else {
        throw ValidationError("--anchor: NUMBER:sha256: and 64 hexadecimal digits")
      }
      return anchor
    }
  }

  func run() async throws {
    let anchors = try anchors()
    let bar = ProgressBar("核验 seals", total: 0)
    let result = try await SweepCommand.asked { application in
      try await application.verifyAudit(against: anchors, actor: .commandLine) {
        bar.update(Int($0))
      }
    }
    bar.finish(Int(result.seals))
    if json {
      Terminal.output(result.json.canonicalText)
    } else {
      Self.print(result)
    }
    guard result.isWhole else {
      throw CommandFailure(.data, "the audit trail is not as it was sealed")
    }
  }

  private static func print(_ result: AuditVerification) {
    Terminal.output(
      "封印 seals \(result.seals), 记录 entries \(result.entries), 待封 unsealed \(result.unsealed)")
    if let head = result.head { Terminal.output("末封 head \(head.text)") }
    guard !result.isWhole else { return Terminal.output("完整 whole") }
    var table = Table([
      .init(heading: "问题 flaw", name: "kind"),
      .init(heading: "封印 seal", name: "seal", isAlignedRight: true),
      .init(heading: "记录 entry", name: "entry"),
    ])
    for flaw in result.flaws {
      table.add([
        flaw.kind.rawValue, flaw.seal.map { String($0) } ?? "", flaw.entry?.text ?? "",
      ])
    }
    table.print(asJSON: false)
  }
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
