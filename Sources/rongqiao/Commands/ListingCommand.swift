import Application
import ArgumentParser
import Domain

/// `rongqiao listing`: enterprises on their way to a board, and the boards.
struct ListingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "listing", abstract: "List and show listing cases and boards. 挂牌进程与板块查询",
    subcommands: [ListingCasesCommand.self, ListingShowCommand.self, ListingBoardsCommand.self])
}

/// `rongqiao listing cases`: newest first.
struct ListingCasesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cases", abstract: "List listing cases, newest first. 挂牌进程列表",
    discussion: """
      EXAMPLES 示例
        rongqiao listing cases
        rongqiao listing cases --state live --board neeq --region 340100 --json
      """)

  @Option(help: "live or over. 状态")
  var state: String?
  @Option(help: "Of one board, such as neeq. 板块")
  var board: String?
  @Option(help: "Of enterprises in a region, such as 340100. 地区")
  var region: String?
  @Option(help: "Cases, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
    guard state.map(Application.listingStates.contains) ?? true else {
      throw ValidationError("--state: \(Application.listingStates.joined(separator: ", "))")
    }
    try OfferText.check(region: region)
  }

  func run() async throws {
    let page = try await SweepCommand.asked { [state, board, region, limit] in
      try await $0.listingCases(
        state: state, board: board, enterprise: nil, region: region,
        page: PageRequest(limit: limit), actor: .system("listing"))
    }
    guard !json else { return Terminal.output(JSON.array(page.items).canonicalText) }
    var table = Table([
      .init(heading: "进程 case", name: "case"),
      .init(heading: "企业 enterprise", name: "enterprise"),
      .init(heading: "板块 board", name: "board"), .init(heading: "阶段 stage", name: "stage"),
      .init(heading: "自 since", name: "since"), .init(heading: "目标 target", name: "target"),
    ])
    for one in page.items {
      table.add([
        one["id"]?.stringValue ?? "", one["enterprise_id"]?.stringValue ?? "",
        one["board"]?.stringValue ?? "", one["stage"]?.stringValue ?? "",
        one["since_on"]?.stringValue ?? "", one["target_on"]?.stringValue ?? "",
      ])
    }
    table.print(asJSON: false)
  }
}

/// `rongqiao listing show CASE`: with its history, and what is at risk.
struct ListingShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one listing case whole. 挂牌进程详情",
    discussion: """
      EXAMPLES 示例
        rongqiao listing show lst_0190a3c8-…
      """)

  @Argument(help: "A case's identifier. 进程编号")
  var listingCase: String
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    guard let id = ListingCaseID(listingCase) else {
      throw ValidationError("\(listingCase): not a case's identifier")
    }
    let answer = try await SweepCommand.asked {
      try await $0.listingCase(id, actor: .system("listing")).value
    }
    guard !json else { return Terminal.output(answer.canonicalText) }
    Table.members(of: answer).print(asJSON: false)
  }
}

/// `rongqiao listing boards`: all versions of all boards.
struct ListingBoardsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "boards", abstract: "List boards in all their versions. 板块列表",
    discussion: """
      EXAMPLES 示例
        rongqiao listing boards
        rongqiao listing boards --json
      """)

  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let answer = try await SweepCommand.asked { $0.boards(actor: .system("listing")) }
    guard !json else { return Terminal.output((answer["data"] ?? []).canonicalText) }
    var table = Table([
      .init(heading: "板块 board", name: "board"), .init(heading: "版本 version", name: "version"),
      .init(heading: "名称 name", name: "name"), .init(heading: "自 from", name: "from"),
      .init(heading: "至 to", name: "to"), .init(heading: "地区 region", name: "region"),
    ])
    for board in answer["data"]?.arrayValue ?? [] {
      table.add([
        board["board"]?.stringValue ?? "", board["version"]?.stringValue ?? "",
        board["label"]?["zh"]?.stringValue ?? "", board["from"]?.stringValue ?? "",
        board["to"]?.stringValue ?? "", board["jurisdiction"]?.stringValue ?? "",
      ])
    }
    table.print(asJSON: false)
  }
}
