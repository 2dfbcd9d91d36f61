import Application
import ArgumentParser
import Domain

/// `rongqiao warnings`: newest first.
struct WarningsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "warnings", abstract: "List warnings of enterprises, newest first. 预警列表",
    discussion: """
      EXAMPLES 示例
        rongqiao warnings --open --level red --region 3401
        rongqiao warnings --enterprise ent_0190a3c8-… --json
      """)

  @Flag(help: "Only open ones. 仅列未关闭")
  var open = false
  @Option(help: "yellow, orange or red. 级别")
  var level: String?
  @Option(help: "Of one rule, such as revenue. 规则")
  var rule: String?
  @Option(help: "Of one enterprise. 企业编号")
  var enterprise: String?
  @Option(help: "Of enterprises in a region, such as 340100. 地区")
  var region: String?
  @Option(help: "Warnings, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
    guard level.map(Application.warningLevels.contains) ?? true else {
      throw ValidationError("--level: \(Application.warningLevels.joined(separator: ", "))")
    }
    guard enterprise.map({ EnterpriseID($0) != nil }) ?? true else {
      throw ValidationError("--enterprise: not an enterprise's identifier")
    }
    try OfferText.check(region: region)
  }

  func run() async throws {
    let filter = Application.WarningFilter(
      enterprise: enterprise.flatMap { EnterpriseID($0) }, level: level, rule: rule,
      region: region, isOpen: open)
    let page = try await SweepCommand.asked { [limit] in
      try await $0.warnings(filter, page: PageRequest(limit: limit), actor: .system("warnings"))
    }
    guard !json else { return Terminal.output(JSON.array(page.items).canonicalText) }
    var table = Table([
      .init(heading: "预警 warning", name: "warning"),
      .init(heading: "企业 enterprise", name: "enterprise"),
      .init(heading: "规则 rule", name: "rule"), .init(heading: "级别 level", name: "level"),
      .init(heading: "状态 state", name: "state"), .init(heading: "自 since", name: "since"),
    ])
    for one in page.items {
      table.add([
        one["id"]?.stringValue ?? "", one["enterprise_id"]?.stringValue ?? "",
        one["label"]?["zh"]?.stringValue ?? one["rule"]?.stringValue ?? "",
        one["level"]?.stringValue ?? "", one["state"]?.stringValue ?? "",
        one["since"]?.stringValue ?? "",
      ])
    }
    table.print(asJSON: false)
  }
}
