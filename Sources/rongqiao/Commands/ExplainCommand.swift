import Application
import ArgumentParser
import Domain

/// `rongqiao explain RUN [PRODUCT]`: every decision of a run, or one with every rule, its principal
/// reasons and the ways to mend it.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a run's decisions rule by rule. 逐条解释匹配结论",
    discussion: """
      EXAMPLES 示例
        rongqiao explain run_0190a3c8-…
        rongqiao explain run_0190a3c8-… hefei-shuirongtong --lang en
        rongqiao explain run_0190a3c8-… hefei-shuirongtong --json
      """)

  enum Language: String, CaseIterable, ExpressibleByArgument { case zh, en }

  @Argument(help: "The run: run_ and a UUID. 匹配编号")
  var run: String
  @Argument(help: "A product's code or prod_ id; all of them when left out. 产品")
  var product: String?
  @Option(help: "zh or en. 语言")
  var lang: Language = .zh
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let id = try RunArgument.parse(run)
    let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
    let application = composition.application
    let actor = Actor.system("explain")
    try await composition.withPool {
      try await RunArgument.found(run) {
        guard let product else {
          show(decisions: try await application.decisions(of: id, actor: actor))
          return
        }
        show(
          try await application.decision(of: id, product: product, actor: actor),
          repairs: try await application.repairs(of: id, product: product, actor: actor))
      }
    }
  }

  private func text(_ label: JSON?) -> String { label?[lang.rawValue]?.stringValue ?? "" }

  private func show(decisions: JSON) {
    guard !json else {
      Terminal.output(decisions.canonicalText)
      return
    }
    var table = Table([
      .init(heading: "产品 product", name: "product"), .init(heading: "结论 outcome", name: "outcome"),
      .init(heading: "说明 why", name: "why", columnsMinimum: 30),
    ])
    for decision in decisions["data"]?.arrayValue ?? [] {
      let reasons = (decision["principal_reasons"]?.arrayValue ?? []).map { text($0["text"]) }
      table.add([
        text(decision["name"]), decision["outcome"]?.stringValue ?? "",
        reasons.isEmpty ? text(decision["explanation"]) : reasons.joined(separator: " "),
      ])
    }
    table.print(asJSON: false)
  }

  private func show(_ decision: JSON, repairs: JSON) {
    guard !json else {
      guard case .object(var members) = decision else { return }
      members["repairs"] = repairs
      Terminal.output(JSON.object(members).canonicalText)
      return
    }
    Terminal.output("\(text(decision["name"])):\(text(decision["explanation"]))")
    for (index, reason) in (decision["principal_reasons"]?.arrayValue ?? []).enumerated() {
      Terminal.output("\(index + 1). \(text(reason["text"])) [\(text(reason["citation"]))]")
      if reason["remedy"] != .null { Terminal.output("   \(text(reason["remedy"]))") }
    }
    if let review = decision["review"], review != .null {
      Terminal.output(
        "人工复核 review \(review["id"]?.stringValue ?? "") \(review["state"]?.stringValue ?? "") "
          + (review["outcome"]?.stringValue ?? ""))
    }
    rules(decision["rules"]?.arrayValue ?? [])
    self.repairs(repairs)
  }

  private func rules(_ rules: [JSON]) {
    var table = Table([
      .init(heading: "规则 rule", name: "rule"), .init(heading: "结果 result", name: "result"),
      .init(heading: "说明 why", name: "why", columnsMinimum: 30),
      .init(heading: "依据 source", name: "source"),
    ])
    for rule in rules {
      table.add([
        rule["id"]?.stringValue ?? "", rule["result"]?.stringValue ?? "", text(rule["text"]),
        text(rule["explanation"]?["citation"]),
      ])
    }
    table.print(asJSON: false)
  }

  private func repairs(_ repairs: JSON) {
    let paths = repairs["paths"]?.arrayValue ?? []
    let isOpen = paths.isEmpty
    let shown = isOpen ? repairs["open_paths"]?.arrayValue ?? [] : paths
    if !shown.isEmpty {
      var table = Table([
        .init(heading: "可修复路径 repair", name: "path", isAlignedRight: true),
        .init(heading: "改变 change", name: "change", columnsMinimum: 30),
        .init(heading: "天 days", name: "days", isAlignedRight: true),
        .init(heading: "部门 department", name: "department"),
      ])
      for (index, path) in shown.enumerated() {
        for change in path["changes"]?.arrayValue ?? [] {
          table.add([
            "\(index + 1)", words(change), change["days"]?.intValue.map { "\($0)" } ?? "",
            text(change["department"]),
          ])
        }
      }
      table.print(asJSON: false)
    }
    let missing = (repairs["missing"]?.arrayValue ?? []).map { text($0["label"]) }
    if !missing.isEmpty {
      Terminal.output("请补充 supply: " + missing.joined(separator: lang == .zh ? "、" : ", "))
    }
    let blockers = (repairs["blockers"]?.arrayValue ?? []).compactMap(\.stringValue)
    if !blockers.isEmpty {
      Terminal.output("无法修复 cannot be mended: " + blockers.joined(separator: ", "))
    }
    if let day = repairs["qualify_on"]?.stringValue {
      Terminal.output("自 \(day) 起符合条件 qualifies on \(day)")
    }
  }

  /// `label: from → to`, in the words of the fact where there are any.
  private func words(_ change: JSON) -> String {
    let label = text(change["label"])
    return "\(label): \(text(change["from_text"])) → \(text(change["to_text"]))"
  }
}
