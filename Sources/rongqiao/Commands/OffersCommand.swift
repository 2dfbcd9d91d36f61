import Application
import ArgumentParser
import Domain

/// `rongqiao offers`: where needs are before institutions, and what became of them.
struct OffersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "offers", abstract: "List and show offers, and count them. 推介查询与统计",
    subcommands: [OfferListCommand.self, OfferShowCommand.self, OfferStatisticsCommand.self])
}

/// `rongqiao offers list`: newest first.
struct OfferListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List offers, newest first. 推介列表",
    discussion: """
      EXAMPLES 示例
        rongqiao offers list
        rongqiao offers list --state offered --region 340100 --json
        rongqiao offers list --state escalated     what waits for operators 待运营处理
      """)

  @Option(help: "offered, claimed, contacted, granted, drawn, …; escalated. 状态")
  var state: String?
  @Option(help: "Of enterprises in a region, such as 340100. 地区")
  var region: String?
  @Option(help: "Offers, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
    guard state.map(Application.offerFilters.contains) ?? true else {
      throw ValidationError("--state: \(Application.offerFilters.joined(separator: ", "))")
    }
    try OfferText.check(region: region)
  }

  func run() async throws {
    let page = try await SweepCommand.asked { [state, region, limit] in
      try await $0.offers(
        state: state, region: region, page: PageRequest(limit: limit), actor: .system("offers"))
    }
    guard !json else { return Terminal.output(JSON.array(page.items).canonicalText) }
    var table = Table([
      .init(heading: "推介 offer", name: "offer"), .init(heading: "需求 need", name: "need"),
      .init(heading: "机构 institution", name: "institution"),
      .init(heading: "产品 product", name: "product"), .init(heading: "状态 state", name: "state"),
      .init(heading: "期限 due", name: "due"),
    ])
    for offer in page.items {
      table.add([
        offer["id"]?.stringValue ?? "", offer["need_id"]?.stringValue ?? "",
        offer["institution"]?["code"]?.stringValue ?? "", offer["product"]?.stringValue ?? "",
        offer["state"]?.stringValue ?? "",
        String((offer["due_at"]?.stringValue ?? "").prefix(16)),
      ])
    }
    table.print(asJSON: false)
  }
}

/// `rongqiao offers show OFFER`: with its steps, its pauses and why it was made.
struct OfferShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one offer whole. 推介详情",
    discussion: """
      EXAMPLES 示例
        rongqiao offers show off_0190a3c8-…
      """)

  @Argument(help: "An offer's identifier. 推介编号")
  var offer: String
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    guard let id = OfferID(offer) else {
      throw ValidationError("\(offer): not an offer's identifier")
    }
    let answer = try await SweepCommand.asked {
      try await $0.offer(id, actor: .system("offers")).value
    }
    guard !json else { return Terminal.output(answer.canonicalText) }
    Table.members(of: answer).print(asJSON: false)
  }
}

/// `rongqiao offers statistics`: what became of each institution's offers.
struct OfferStatisticsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statistics", abstract: "Count offers by institution. 推介统计",
    discussion: """
      EXAMPLES 示例
        rongqiao offers statistics
        rongqiao offers statistics --region 340000 --json
      """)

  @Option(help: "Of enterprises in a region, such as 340100. 地区")
  var region: String?
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws { try OfferText.check(region: region) }

  func run() async throws {
    let answer = try await SweepCommand.asked { [region] in
      try await $0.offerStatistics(region: region, actor: .system("offers"))
    }
    guard !json else { return Terminal.output(answer.canonicalText) }
    var table = Table([
      .init(heading: "机构 institution", name: "institution"),
      .init(heading: "推介 offers", name: "offers", isAlignedRight: true),
      .init(heading: "放款 drawn", name: "drawn", isAlignedRight: true),
      .init(heading: "婉拒 declined", name: "declined", isAlignedRight: true),
      .init(heading: "无答复 no decision", name: "no_decision", isAlignedRight: true),
      .init(heading: "授信(分) granted, fen", name: "granted", isAlignedRight: true),
    ])
    for one in answer["data"]?.arrayValue ?? [] {
      func number(_ value: JSON?) -> String { value?.intValue.map { "\($0)" } ?? "0" }
      table.add([
        one["institution"]?.stringValue ?? "", number(one["offers"]),
        number(one["states"]?["drawn"]), number(one["states"]?["declined"]),
        number(one["no_decision"]), number(one["granted"]?["fen"]),
      ])
    }
    table.print(asJSON: false)
  }
}

/// What the commands about offers share.
enum OfferText {
  static func check(region: String?) throws {
    guard let region else { return }
    guard region.utf8.count == 6, region.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw ValidationError("--region: six digits of GB/T 2260")
    }
  }
}
