import Application
import ArgumentParser
import Domain

/// `rongqiao receivables`: claims, who owes them, and who advances money on them.
struct ReceivablesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receivables", abstract: "List and show receivables. 应收账款查询",
    subcommands: [ReceivableListCommand.self, ReceivableShowCommand.self])
}

/// `rongqiao receivables list`: newest first.
struct ReceivableListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List receivables, newest first. 应收账款列表",
    discussion: """
      --state held lists those that resemble another one and wait for a person.

      EXAMPLES 示例
        rongqiao receivables list
        rongqiao receivables list --state held --region 340100
        rongqiao receivables list --enterprise ent_0190a3c8-… --json
      """)

  /// States that a list can be cut to.
  static let states = Application.receivableStates + ["held"]

  @Option(help: "uploaded, confirmed, disputed, offered, funded, held, … 状态")
  var state: String?
  @Option(help: "Of one seller: its identifier. 卖方企业编号")
  var enterprise: String?
  @Option(help: "Of sellers in a region, such as 340100. 地区")
  var region: String?
  @Option(help: "Receivables, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
    guard state.map(Self.states.contains) ?? true else {
      throw ValidationError("--state: \(Self.states.joined(separator: ", "))")
    }
    guard enterprise.map({ EnterpriseID($0) != nil }) ?? true else {
      throw ValidationError("--enterprise: not an enterprise's identifier")
    }
    try OfferText.check(region: region)
  }

  func run() async throws {
    let page = try await SweepCommand.asked { [state, enterprise, region, limit] in
      try await $0.receivables(
        state: state, enterprise: enterprise.flatMap { EnterpriseID($0) }, region: region,
        page: PageRequest(limit: limit), actor: .system("receivables"))
    }
    guard !json else { return Terminal.output(JSON.array(page.items).canonicalText) }
    var table = Table([
      .init(heading: "账款 receivable", name: "receivable"),
      .init(heading: "卖方 seller", name: "seller"), .init(heading: "付款方 debtor", name: "debtor"),
      .init(heading: "金额(分) gross, fen", name: "gross", isAlignedRight: true),
      .init(heading: "到期 due", name: "due"), .init(heading: "状态 state", name: "state"),
      .init(heading: "资金方 funder", name: "funder"),
    ])
    for receivable in page.items { table.add(Self.row(of: receivable)) }
    table.print(asJSON: false)
  }

  static func row(of receivable: JSON) -> [String] {
    [
      receivable["id"]?.stringValue ?? "", receivable["enterprise_id"]?.stringValue ?? "",
      receivable["debtor_id"]?.stringValue ?? "",
      receivable["gross"]?["fen"]?.intValue.map { "\($0)" } ?? "",
      receivable["due_on"]?.stringValue ?? "", receivable["state"]?.stringValue ?? "",
      receivable["funder"]?.stringValue ?? "",
    ]
  }
}

/// `rongqiao receivables show RECEIVABLE`: with its steps and the money on it.
struct ReceivableShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one receivable whole. 应收账款详情",
    discussion: """
      EXAMPLES 示例
        rongqiao receivables show rcv_0190a3c8-…
      """)

  @Argument(help: "A receivable's identifier. 应收账款编号")
  var receivable: String
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard ReceivableID(receivable) != nil else {
      throw ValidationError("\(receivable.prefix(80)): not a receivable's identifier")
    }
  }

  func run() async throws {
    guard let id = ReceivableID(receivable) else { return }
    let answer = try await SweepCommand.asked {
      try await $0.receivable(id, actor: .system("receivables")).value
    }
    guard !json else { return Terminal.output(answer.canonicalText) }
    Table.members(of: answer).print(asJSON: false)
  }
}
