import Application
import ArgumentParser
import Domain

/// `rongqiao rechecks`: what red warnings had looked at anew.
struct RechecksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rechecks",
    abstract: "What red warnings had looked at anew, and what came of it. 待复核事项",
    discussion: """
      By warning, newest first; what nobody looked at yet unless told otherwise.

      EXAMPLES 示例
        rongqiao rechecks --region 340100
        rongqiao rechecks --state done --json
      """)

  @Option(help: "open or done. 状态")
  var state = "open"
  @Option(help: "Of enterprises in a region, such as 340100. 地区")
  var region: String?
  @Option(help: "Warnings, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
    guard Application.recheckStates.contains(state) else {
      throw ValidationError("--state: \(Application.recheckStates.joined(separator: ", "))")
    }
    try OfferText.check(region: region)
  }

  func run() async throws {
    let page = try await SweepCommand.asked { [state, region, limit] in
      try await $0.rechecks(
        state: state, region: region, page: PageRequest(limit: limit), actor: .system("rechecks"))
    }
    guard !json else { return Terminal.output(JSON.array(page.items).canonicalText) }
    var table = Table([
      .init(heading: "预警 warning", name: "warning"),
      .init(heading: "企业 enterprise", name: "enterprise"),
      .init(heading: "类别 kind", name: "kind"), .init(heading: "编号 subject", name: "subject"),
      .init(heading: "结果 finding", name: "finding"), .init(heading: "时间 done", name: "done"),
    ])
    for warning in page.items {
      for recheck in warning["rechecks"]?.arrayValue ?? [] {
        table.add([
          warning["warning_id"]?.stringValue ?? "", warning["enterprise_id"]?.stringValue ?? "",
          recheck["kind"]?.stringValue ?? "", recheck["subject_id"]?.stringValue ?? "",
          recheck["finding"]?.stringValue ?? "", recheck["done_at"]?.stringValue ?? "",
        ])
      }
    }
    table.print(asJSON: false)
  }
}
