import Application
import ArgumentParser
import Domain

/// `rongqiao diff RUN`: a run under another catalog, other policies, or on another day.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Decide a run under other versions or on another day. 换版本或日期比较匹配结论",
    discussion: """
      Everything that is not exchanged stays as it is pinned. Nothing is stored.

      EXAMPLES 示例
        rongqiao diff run_0190a3c8-… --policy 3
        rongqiao diff run_0190a3c8-… --catalog 2 --on 2027-01-01 --json
      """)

  @Argument(help: "The run: run_ and a UUID. 匹配编号")
  var run: String
  @Option(help: "Policy version. 政策版本")
  var policy: Int64?
  @Option(help: "Catalog version. 产品目录版本")
  var catalog: Int64?
  @Option(help: "Day, YYYY-MM-DD. 日期")
  var on: String?
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard policy != nil || catalog != nil || on != nil else {
      throw ValidationError("give --policy, --catalog or --on")
    }
  }

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let id = try RunArgument.parse(run)
    let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
    let body: JSON = [
      "policy_version": .optional(policy), "catalog_version": .optional(catalog),
      "on": .optional(on),
    ]
    let answer = try await composition.withPool {
      try await RunArgument.found(run) {
        try await composition.application.diff(id, body, actor: .system("diff"))
      }
    }
    if json {
      Terminal.output(answer.canonicalText)
      return
    }
    for side in ["before", "after"] {
      let counts = answer[side]?["counts"]
      func count(_ name: String) -> String { "\(counts?[name]?.intValue ?? 0) \(name)" }
      Terminal.output(
        "\(side == "before" ? "原 before" : "新 after "): catalog "
          + "\(answer[side]?["catalog_version"]?.intValue ?? 0), policy "
          + "\(answer[side]?["policy_version"]?.intValue ?? 0), "
          + "\(answer[side]?["on"]?.stringValue ?? "") · "
          + ["eligible", "ineligible", "needs_info"].map(count).joined(separator: ", "))
    }
    show(answer["changes"]?.arrayValue ?? [])
  }

  private func show(_ changes: [JSON]) {
    guard !changes.isEmpty else {
      Terminal.output("没有变化 nothing differs")
      return
    }
    var table = Table([
      .init(heading: "产品 product", name: "product", columnsMinimum: 16),
      .init(heading: "结论 outcome", name: "outcome", columnsMinimum: 16),
      .init(heading: "额度(元) limit", name: "limit", isAlignedRight: true, columnsMinimum: 12),
      .init(heading: "成本 cost", name: "cost", isAlignedRight: true, columnsMinimum: 12),
      .init(heading: "名次 rank", name: "rank", isAlignedRight: true),
      .init(heading: "规则 rules", name: "rules"),
    ])
    for change in changes {
      let rules = (change["rules"]?.arrayValue ?? []).compactMap { $0["rule"]?.stringValue }
      table.add([
        change["name"]?["zh"]?.stringValue ?? change["product"]?.stringValue ?? "",
        Self.pair(change["verdict"]) { $0.stringValue },
        Self.pair(change["limit"]) { $0["fen"]?.intValue.map(Fen.yuanText) },
        Self.pair(change["cost_ppm"]) { $0.intValue.map { PartsPerMillion($0).percentText } },
        Self.pair(change["rank"]) { $0.intValue.map { "\($0)" } },
        rules.joined(separator: ", "),
      ])
    }
    table.print(asJSON: false)
  }

  private static func pair(_ change: JSON?, _ text: (JSON) -> String?) -> String {
    guard let change else { return "" }
    func side(_ name: String) -> String { change[name].flatMap(text) ?? "—" }
    return "\(side("before")) → \(side("after"))"
  }
}
