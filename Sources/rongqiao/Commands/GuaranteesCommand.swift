import Application
import ArgumentParser
import Domain

/// `rongqiao guarantees`: who guarantees which loans, and what became of them.
struct GuaranteesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guarantees", abstract: "List and show guarantees. 担保查询",
    subcommands: [GuaranteeListCommand.self, GuaranteeShowCommand.self])
}

/// `rongqiao guarantees list`: newest first.
struct GuaranteeListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List guarantees, newest first. 担保列表",
    discussion: """
      EXAMPLES 示例
        rongqiao guarantees list
        rongqiao guarantees list --state claimed --region 340100 --json
      """)

  @Option(help: "reserved, in_force, overdue, claimed, compensated, … 状态")
  var state: String?
  @Option(help: "Of enterprises in a region, such as 340100. 地区")
  var region: String?
  @Option(help: "Guarantees, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
    guard state.map(Application.guaranteeStates.contains) ?? true else {
      throw ValidationError("--state: \(Application.guaranteeStates.joined(separator: ", "))")
    }
    try OfferText.check(region: region)
  }

  func run() async throws {
    let page = try await SweepCommand.asked { [state, region, limit] in
      try await $0.guarantees(
        state: state, region: region, page: PageRequest(limit: limit), actor: .system("guarantees"))
    }
    guard !json else { return Terminal.output(JSON.array(page.items).canonicalText) }
    var table = Table([
      .init(heading: "担保 guarantee", name: "guarantee"),
      .init(heading: "需求 need", name: "need"),
      .init(heading: "担保机构 guarantor", name: "guarantor"),
      .init(heading: "银行 bank", name: "bank"), .init(heading: "方案 scheme", name: "scheme"),
      .init(heading: "本金(分) principal, fen", name: "principal", isAlignedRight: true),
      .init(heading: "状态 state", name: "state"), .init(heading: "到期 matures", name: "matures"),
    ])
    for guarantee in page.items { table.add(Self.row(of: guarantee)) }
    table.print(asJSON: false)
  }

  static func row(of guarantee: JSON) -> [String] {
    [
      guarantee["id"]?.stringValue ?? "", guarantee["need_id"]?.stringValue ?? "",
      guarantee["guarantor"]?.stringValue ?? "", guarantee["bank"]?.stringValue ?? "",
      guarantee["scheme"]?.stringValue ?? "",
      guarantee["principal"]?["fen"]?.intValue.map { "\($0)" } ?? "",
      guarantee["state"]?.stringValue ?? "", guarantee["matures_on"]?.stringValue ?? "",
    ]
  }
}

/// `rongqiao guarantees show GUARANTEE`: with its shares, its steps, and what became of a loss.
struct GuaranteeShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one guarantee whole. 担保详情",
    discussion: """
      EXAMPLES 示例
        rongqiao guarantees show gua_0190a3c8-…
      """)

  @Argument(help: "A guarantee's identifier. 担保编号")
  var guarantee: String
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard GuaranteeID(guarantee) != nil else {
      throw ValidationError("\(guarantee.prefix(80)): not a guarantee's identifier")
    }
  }

  func run() async throws {
    guard let id = GuaranteeID(guarantee) else { return }
    let answer = try await SweepCommand.asked {
      try await $0.guarantee(id, actor: .system("guarantees")).value
    }
    guard !json else { return Terminal.output(answer.canonicalText) }
    Table.members(of: answer).print(asJSON: false)
  }
}
