import Application
import ArgumentParser
import Domain

/// `rongqiao replay RUN`: decides a stored run again from its pins.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Decide a stored run again and compare byte by byte. 重放匹配并逐字节比对",
    discussion: """
      Exit status 0 when equal, 65 when not; the first difference is then named.

      EXAMPLES 示例
        rongqiao replay run_0190a3c8-…
        rongqiao replay run_0190a3c8-… --json
      """)

  @Argument(help: "The run: run_ and a UUID. 匹配编号")
  var run: String
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let id = try RunArgument.parse(run)
    let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
    let answer = try await composition.withPool {
      try await RunArgument.found(run) {
        try await composition.application.replay(id, actor: .system("replay"))
      }
    }
    let equal = answer["equal"]?.boolValue == true
    if json {
      Terminal.output(answer.canonicalText)
    } else {
      Terminal.output(
        equal
          ? "一致 equal  \(answer["digest"]?.stringValue ?? "")"
          : "不一致 different at \(answer["first_difference"]?.stringValue ?? "")")
    }
    guard equal else { throw CommandFailure(.data, "the replay differs from the stored run") }
  }
}

/// `rongqiao explain RUN [PRODUCT]`: every decision of a run, or one with every rule.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a run's decisions rule by rule. 逐条解释匹配结论",
    discussion: """
      EXAMPLES 示例
        rongqiao explain run_0190a3c8-…
        rongqiao explain run_0190a3c8-… hefei-shuirongtong --lang en
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
    let actor = Actor.system("explain")
    let answer = try await composition.withPool {
      try await RunArgument.found(run) {
        if let product {
          try await composition.application.decision(of: id, product: product, actor: actor)
        } else {
          try await composition.application.decisions(of: id, actor: actor)
        }
      }
    }
    if json {
      Terminal.output(answer.canonicalText)
    } else if product != nil {
      printRules(answer)
    } else {
      printDecisions(answer["data"]?.arrayValue ?? [])
    }
  }

  private func text(_ label: JSON?) -> String { label?[lang.rawValue]?.stringValue ?? "" }

  private func printDecisions(_ decisions: [JSON]) {
    var table = Table([
      .init(heading: "产品 product", name: "product"), .init(heading: "结论 outcome", name: "outcome"),
      .init(heading: "说明 why", name: "why"),
    ])
    for decision in decisions {
      table.add([
        text(decision["name"]), decision["outcome"]?.stringValue ?? "",
        text(decision["explanation"]),
      ])
    }
    table.print(asJSON: false)
  }

  private func printRules(_ decision: JSON) {
    Terminal.output("\(text(decision["name"])):\(text(decision["explanation"]))")
    var table = Table([
      .init(heading: "规则 rule", name: "rule"), .init(heading: "结果 result", name: "result"),
      .init(heading: "说明 why", name: "why"), .init(heading: "依据 source", name: "source"),
    ])
    for rule in decision["rules"]?.arrayValue ?? [] {
      table.add([
        rule["id"]?.stringValue ?? "", rule["result"]?.stringValue ?? "", text(rule["text"]),
        text(rule["explanation"]?["citation"]),
      ])
    }
    table.print(asJSON: false)
  }
}

/// A run on the command line.
enum RunArgument {
  static func parse(_ text: String) throws(CommandFailure) -> RunID {
    guard let id = RunID(text) else {
      throw CommandFailure(.usage, "\(text.prefix(80)): a run is run_ and a UUID")
    }
    return id
  }

  /// Turns "not found" into a message for the command line.
  static func found<T>(_ text: String, _ body: () async throws -> T) async throws -> T {
    do {
      return try await body()
    } catch ApplicationError.notFound(let what) {
      throw CommandFailure(.data, "no such \(what): \(text.prefix(80))")
    }
  }
}
