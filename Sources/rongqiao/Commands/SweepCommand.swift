import Application
import ArgumentParser
import Catalog
import Domain
import Policy

/// `rongqiao sweep [SWEEP]`: what changes of catalog and policies did to the open needs, or would.
struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "List sweeps, or say what publishing a draft would change. 查看重匹配,或试算发布影响",
    discussion: """
      Publishing a catalog or packs starts a sweep: the open needs are decided again where the change
      touches them. With --dry-run nothing is published and nothing is written; the numbers are those
      the sweep would come to.

      EXAMPLES 示例
        rongqiao sweep                                    sweeps and how far they are 进度
        rongqiao sweep swp_0190a3c8-…                     what one did 某次重匹配的结果
        rongqiao sweep --dry-run --catalog ./catalog      before publishing 发布前试算
        rongqiao sweep --dry-run --policy ./policy --json
        rongqiao sweep --full                             decide every open need again 全部重新匹配
      """)

  @Argument(help: "One sweep: swp_ and a UUID. 重匹配编号")
  var sweep: String?
  @Flag(help: "Start a sweep that decides every open need again. 全部重新匹配")
  var full = false
  @Flag(help: "Only count what a draft would change. 试算")
  var dryRun = false
  @Option(help: "Directory of the draft catalog, with --dry-run. 目录草案")
  var catalog: String?
  @Option(help: "Directory of the draft packs, with --dry-run. 政策包草案")
  var policy: String?
  @Option(help: "Sweeps listed, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
    guard dryRun == (catalog != nil || policy != nil) else {
      throw ValidationError("--dry-run goes with --catalog or --policy")
    }
    guard !full || (!dryRun && sweep == nil) else {
      throw ValidationError("--full goes alone")
    }
    guard !dryRun || sweep == nil else {
      throw ValidationError("--dry-run is about a draft, not about a sweep")
    }
  }

  func run() async throws {
    if dryRun { return try await forecast() }
    if full { return try await start() }
    guard let sweep else { return try await list() }
    guard let id = SweepID(sweep) else {
      throw CommandFailure(.usage, "\(sweep.prefix(80)): a sweep is swp_ and a UUID")
    }
    let answer = try await Self.asked { try await $0.sweep(id, actor: .system("sweep")) }
    guard !json else { return Terminal.output(answer.canonicalText) }
    print(sweeps: [answer])
    SweepText.print(answer)
  }

  private func start() async throws {
    let answer = try await Self.asked { application in
      let id = try await application.startFullSweep(by: .system("sweep"))
      return try await application.sweep(id, actor: .system("sweep"))
    }
    if json { Terminal.output(answer.canonicalText) } else { print(sweeps: [answer]) }
  }

  private func list() async throws {
    let page = try await Self.asked { [limit] in
      try await $0.sweeps(page: PageRequest(limit: limit), actor: .system("sweep"))
    }
    if json {
      Terminal.output(JSON.array(page.items).canonicalText)
    } else {
      print(sweeps: page.items)
    }
  }

  private func print(sweeps: [JSON]) {
    var table = Table([
      .init(heading: "重匹配 sweep", name: "sweep"), .init(heading: "状态 state", name: "state"),
      .init(heading: "目录 catalog", name: "catalog"), .init(heading: "政策 policy", name: "policy"),
      .init(heading: "产品 products", name: "products", isAlignedRight: true),
      .init(heading: "分片 slices", name: "slices", isAlignedRight: true),
      .init(heading: "需求 needs", name: "needs", isAlignedRight: true),
      .init(heading: "变化 changed", name: "changed", isAlignedRight: true),
      .init(heading: "开始 since", name: "since"),
    ])
    for sweep in sweeps {
      func number(_ group: String, _ name: String) -> String {
        sweep[group]?[name]?.intValue.map { String($0) } ?? ""
      }
      table.add([
        sweep["id"]?.stringValue ?? "", sweep["state"]?.stringValue ?? "",
        "\(number("from", "catalog_version")) → \(number("to", "catalog_version"))",
        "\(number("from", "policy_version")) → \(number("to", "policy_version"))",
        String(sweep["touched"]?.arrayValue?.count ?? 0),
        "\(number("slices", "done"))/\(number("slices", "total"))",
        "\(number("needs", "examined"))/\(number("needs", "total"))", number("needs", "changed"),
        sweep["created_at"]?.stringValue ?? "",
      ])
    }
    table.print(asJSON: false)
  }

  private func forecast() async throws {
    let draft = try catalog.map { try PolicyDocuments.catalog($0, asJSON: json) }
    let packs = try policy.map { directory in
      try PolicyDocuments.checked(directory, against: draft, asJSON: json)
    }
    let bar = NeedProgress()
    let forecast = try await Self.asked { application in
      try await application.forecastSweep(
        catalog: draft?.catalog, policies: packs, actor: .system("sweep"), progress: bar.update)
    }
    bar.finish()
    if json {
      Terminal.output(forecast.json.canonicalText)
    } else {
      Terminal.output(
        "涉及产品 touched \(forecast.touched.count);已决需求 needs examined "
          + "\(forecast.numbers.examined);将变化 would change \(forecast.numbers.changed)")
      SweepText.print(forecast.json)
    }
  }

  /// Asks the application over the configured database.
  ///
  /// - Parameter checkingKeys: see `Composition.withPool`.
  static func asked<T: Sendable>(
    checkingKeys: Bool = true, _ body: @escaping @Sendable (Application) async throws -> T
  ) async throws -> T {
    let frame = try await ProcessFrame.open()
    let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
    return try await composition.withPool(checkingKeys: checkingKeys) {
      try await body(composition.application)
    }
  }
}

/// What a sweep did or would do, for people.
enum SweepText {
  static func print(_ answer: JSON) {
    var table = Table([
      .init(heading: "原结论 from", name: "from"), .init(heading: "新结论 to", name: "to"),
      .init(heading: "数量 count", name: "count", isAlignedRight: true),
    ])
    for flip in answer["flips"]?.arrayValue ?? [] {
      table.add([
        flip["from"]?.stringValue ?? "", flip["to"]?.stringValue ?? "",
        flip["count"]?.intValue.map { String($0) } ?? "",
      ])
    }
    table.print(asJSON: false)
    let gained = answer["newly_qualifying"]
    Terminal.output(
      "新符合条件 newly qualifying:企业 enterprises \(gained?["enterprises"]?.intValue ?? 0),"
        + "需求 needs \(gained?["needs"]?.intValue ?? 0),"
        + "金额 amount \(YuanText.of(gained?["amount"]?["fen"]?.intValue ?? 0))"
        + "(按已公布额度 published limits only)")
  }
}

/// Amounts for people: `1,234.56 元`.
enum YuanText {
  static func of(_ fen: Int64) -> String {
    let digits = String(fen.magnitude / 100)
    var groups: [Substring] = []
    var rest = digits[...]
    while rest.count > 3 {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    groups.insert(rest, at: 0)
    let cents = fen.magnitude % 100
    return (fen < 0 ? "-" : "") + groups.joined(separator: ",")
      + (cents == 0 ? "" : ".\(cents < 10 ? "0" : "")\(cents)") + " 元"
  }
}
