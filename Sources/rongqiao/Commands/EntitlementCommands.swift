import Application
import ArgumentParser
import Domain

/// `rongqiao entitlements ENTERPRISE`: what it may claim, and why not the rest.
struct EntitlementsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "entitlements", abstract: "What an enterprise may claim. 企业可享奖补",
    discussion: """
      EXAMPLES 示例
        rongqiao entitlements ent_0190a3c8-…
        rongqiao entitlements ent_0190a3c8-… --due --json
      """)

  @Argument(help: "An enterprise's identifier. 企业编号")
  var enterprise: String
  @Flag(help: "Only what may be claimed now. 仅列可申领")
  var due = false
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    guard let id = EnterpriseID(enterprise) else {
      throw ValidationError("\(enterprise): not an enterprise's identifier")
    }
    let answer = try await SweepCommand.asked {
      try await $0.entitlements(of: id, asOf: nil, actor: .system("entitlements"))
    }
    let lines = (answer["data"]?.arrayValue ?? []).filter { line in
      !due || ["due", "unstated"].contains(line["verdict"]?.stringValue ?? "")
    }
    guard !json else { return Terminal.output(JSON.array(lines).canonicalText) }
    var table = Table([
      .init(heading: "条款 clause", name: "clause"), .init(heading: "名称 name", name: "name"),
      .init(heading: "结论 verdict", name: "verdict"), .init(heading: "原因 reason", name: "reason"),
      .init(heading: "金额 amount", name: "amount"), .init(heading: "截止 closes", name: "closes"),
    ])
    for line in lines {
      table.add([
        line["clause"]?.stringValue ?? "", line["label"]?["zh"]?.stringValue ?? "",
        line["verdict"]?.stringValue ?? "", line["reason"]?["code"]?.stringValue ?? "",
        ClaimText.amount(line["amount"]), line["closes_on"]?.stringValue ?? "",
      ])
    }
    table.print(asJSON: false)
  }
}

/// `rongqiao claims`: newest first.
struct ClaimsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims", abstract: "List claims, newest first. 奖补申领列表",
    discussion: """
      EXAMPLES 示例
        rongqiao claims --state submitted --region 340200
        rongqiao claims --enterprise ent_0190a3c8-… --json
      """)

  @Option(help: "Of one state, such as submitted. 状态")
  var state: String?
  @Option(help: "Of one enterprise. 企业编号")
  var enterprise: String?
  @Option(help: "Made in a region, such as 340100. 申领时所在地区")
  var region: String?
  @Option(help: "Claims, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
    guard state.map(Application.claimStates.contains) ?? true else {
      throw ValidationError("--state: \(Application.claimStates.joined(separator: ", "))")
    }
    guard enterprise.map({ EnterpriseID($0) != nil }) ?? true else {
      throw ValidationError("--enterprise: not an enterprise's identifier")
    }
    try OfferText.check(region: region)
  }

  func run() async throws {
    let page = try await SweepCommand.asked { [state, enterprise, region, limit] in
      try await $0.claims(
        state: state, enterprise: enterprise.flatMap { EnterpriseID($0) }, region: region,
        page: PageRequest(limit: limit), actor: .system("claims"))
    }
    guard !json else { return Terminal.output(JSON.array(page.items).canonicalText) }
    var table = Table([
      .init(heading: "申领 claim", name: "claim"),
      .init(heading: "企业 enterprise", name: "enterprise"),
      .init(heading: "条款 clause", name: "clause"), .init(heading: "金额 amount", name: "amount"),
      .init(heading: "状态 state", name: "state"), .init(heading: "申报 claimed", name: "claimed"),
    ])
    for one in page.items {
      table.add([
        one["id"]?.stringValue ?? "", one["enterprise_id"]?.stringValue ?? "",
        one["clause"]?.stringValue ?? "", ClaimText.amount(one["amount"]),
        one["state"]?.stringValue ?? "", one["claimed_on"]?.stringValue ?? "",
      ])
    }
    table.print(asJSON: false)
  }
}

enum ClaimText {
  /// An amount in yuan; empty where none is said.
  static func amount(_ money: JSON?) -> String {
    money?["fen"]?.intValue.map { Fen.yuanText($0) } ?? ""
  }
}
