import Application
import ArgumentParser
import Domain

/// `rongqiao erasures`: enterprises that were lawfully erased, or wait for it.
struct ErasuresCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erasures", abstract: "List and show lawful erasures. 依法删除查询",
    subcommands: [ErasureListCommand.self, ErasureShowCommand.self])
}

/// `rongqiao erasures list`: newest first.
struct ErasureListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List erasures, newest first. 删除申请列表",
    discussion: """
      EXAMPLES 示例
        rongqiao erasures list
        rongqiao erasures list --state held --region 340100 --json
      """)

  @Option(help: "held or done. 状态")
  var state: String?
  @Option(help: "Of enterprises in a region, such as 340100. 地区")
  var region: String?
  @Option(help: "Erasures, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
    guard state.map(Application.erasureStates.contains) ?? true else {
      throw ValidationError("--state: \(Application.erasureStates.joined(separator: ", "))")
    }
    try OfferText.check(region: region)
  }

  func run() async throws {
    let page = try await SweepCommand.asked { [state, region, limit] in
      try await $0.erasures(
        state: state, region: region, page: PageRequest(limit: limit), actor: .system("erasures"))
    }
    guard !json else { return Terminal.output(JSON.array(page.items).canonicalText) }
    var table = Table([
      .init(heading: "企业 enterprise", name: "enterprise"),
      .init(heading: "依据 basis", name: "basis"), .init(heading: "状态 state", name: "state"),
      .init(heading: "保存至 held until", name: "held_until"),
      .init(heading: "完成 done", name: "done"),
    ])
    for erasure in page.items {
      table.add([
        erasure["enterprise_id"]?.stringValue ?? "", erasure["basis"]?.stringValue ?? "",
        erasure["state"]?.stringValue ?? "", erasure["held_until"]?.stringValue ?? "",
        String((erasure["done_at"]?.stringValue ?? "").prefix(16)),
      ])
    }
    table.print(asJSON: false)
  }
}

/// `rongqiao erasures show ENTERPRISE`: with how much of what was erased.
struct ErasureShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show the erasure of an enterprise. 删除申请详情",
    discussion: """
      EXAMPLES 示例
        rongqiao erasures show ent_0190a3c8-…
      """)

  @Argument(help: "An enterprise's identifier. 企业编号")
  var enterprise: String
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    guard let id = EnterpriseID(enterprise) else {
      throw ValidationError("\(enterprise): not an enterprise's identifier")
    }
    let answer = try await SweepCommand.asked {
      try await $0.erasure(of: id, actor: .system("erasures"))
    }
    guard !json else { return Terminal.output(answer.canonicalText) }
    Table.members(of: answer).print(asJSON: false)
  }
}
