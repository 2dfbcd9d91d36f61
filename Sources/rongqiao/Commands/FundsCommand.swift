import Application
import ArgumentParser
import Domain

/// `rongqiao funds`: what funds of governments have, hold and paid.
struct FundsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "funds", abstract: "List funds and their movements. 资金池查询",
    subcommands: [FundListCommand.self, FundEntriesCommand.self])
}

/// `rongqiao funds list`: by code.
struct FundListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List funds with their balances. 资金池列表",
    discussion: """
      EXAMPLES 示例
        rongqiao funds list
        rongqiao funds list --json
      """)

  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let answer = try await SweepCommand.asked { try await $0.funds(actor: .system("funds")) }
    let funds = answer["data"]?.arrayValue ?? []
    guard !json else { return Terminal.output(JSON.array(funds).canonicalText) }
    var table = Table([
      .init(heading: "资金 fund", name: "fund"), .init(heading: "类型 kind", name: "kind"),
      .init(heading: "地区 region", name: "region"),
      .init(heading: "余额(分) balance, fen", name: "balance", isAlignedRight: true),
      .init(heading: "预留 held", name: "held", isAlignedRight: true),
      .init(heading: "借出 out", name: "out", isAlignedRight: true),
      .init(heading: "已付 paid", name: "paid", isAlignedRight: true),
      .init(heading: "可用 available", name: "available", isAlignedRight: true),
    ])
    for fund in funds { table.add(Self.row(of: fund)) }
    table.print(asJSON: false)
  }

  static func row(of fund: JSON) -> [String] {
    func fen(_ name: String) -> String { fund[name]?["fen"]?.intValue.map { "\($0)" } ?? "" }
    return [
      fund["code"]?.stringValue ?? "", fund["kind"]?.stringValue ?? "",
      fund["region"]?.stringValue ?? "", fen("balance"), fen("held"), fen("out"),
      fund["paid_fen"]?.intValue.map { "\($0)" } ?? "", fen("available"),
    ]
  }
}

/// `rongqiao funds entries FUND`: newest first.
struct FundEntriesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "entries", abstract: "List the movements of a fund, newest first. 资金流水",
    discussion: """
      EXAMPLES 示例
        rongqiao funds entries hefei-fund
        rongqiao funds entries hefei-fund --limit 100 --json
      """)

  @Argument(help: "A fund's code. 资金代码")
  var fund: String
  @Option(help: "Movements, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
  }

  func run() async throws {
    let page = try await SweepCommand.asked { [fund, limit] in
      try await $0.fundEntries(
        of: fund, page: PageRequest(limit: limit), actor: .system("funds"))
    }
    guard !json else { return Terminal.output(JSON.array(page.items).canonicalText) }
    var table = Table([
      .init(heading: "时间 at", name: "at"), .init(heading: "类型 kind", name: "kind"),
      .init(heading: "金额(分) fen", name: "fen", isAlignedRight: true),
      .init(heading: "用于 for", name: "for"), .init(heading: "凭证 reference", name: "reference"),
    ])
    for entry in page.items { table.add(Self.row(of: entry)) }
    table.print(asJSON: false)
  }

  static func row(of entry: JSON) -> [String] {
    let subject = ["guarantee_id", "offer_id", "bridge_id"].compactMap { entry[$0]?.stringValue }
    return [
      String((entry["made_at"]?.stringValue ?? "").prefix(19)), entry["kind"]?.stringValue ?? "",
      entry["amount"]?["fen"]?.intValue.map { "\($0)" } ?? "", subject.first ?? "",
      entry["reference"]?.stringValue ?? "",
    ]
  }
}
