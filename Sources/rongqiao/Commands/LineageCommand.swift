import Application
import ArgumentParser
import Domain

/// `rongqiao lineage ID`: what an event, a need, a run, an enterprise, a dead letter or a sweep led to.
struct LineageCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lineage",
    abstract: "Show what an event, need or run led to. 查看来龙去脉",
    discussion: """
      Event → attempt → facts changed → run → flip, with parked events and dead letters. A table on a
      terminal, JSON elsewhere.

      EXAMPLES 示例
        rongqiao lineage need_0190a3c8-…
        rongqiao lineage evt_0190a3c8-… --json
      """)

  @Argument(help: "evt_, need_, run_, ent_, dl_ or swp_ and a UUID. 编号")
  var id: String
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let frame = try await ProcessFrame.open()
    guard let lineage = LineageID(id) else {
      throw CommandFailure(
        .usage, "\(id.prefix(80)): expected evt_, need_, run_, ent_, dl_ or swp_ and a UUID")
    }
    let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
    let answer = try await composition.withPool {
      try await RunArgument.found(id) {
        try await composition.application.lineage(lineage, actor: .system("lineage"))
      }
    }
    guard !json, Terminal.isTerminal(.output) else {
      Terminal.output(answer.canonicalText)
      return
    }
    LineageText.table(answer).print(asJSON: false)
    for trace in answer["traces"]?.arrayValue ?? [] {
      Terminal.output("链路 trace \(trace.stringValue ?? "")")
    }
    if answer["truncated"]?.boolValue == true {
      Terminal.output("仅显示部分 cut at its limit; ask for a single event, need or run")
    }
  }
}

/// A lineage for people.
enum LineageText {
  static func table(_ answer: JSON) -> Table {
    var table = Table([
      .init(heading: "步骤 step", name: "step", columnsMinimum: 14),
      .init(heading: "时间 at", name: "at", columnsMinimum: 19),
      .init(heading: "编号 id", name: "id", columnsMinimum: 16),
      .init(heading: "说明 what", name: "what", columnsMinimum: 20),
    ])
    func add(_ node: JSON, depth: Int) {
      let kind = node["kind"]?.stringValue ?? ""
      table.add([
        String(repeating: "  ", count: depth) + (names[kind] ?? kind),
        String((node["at"]?.stringValue ?? "").prefix(23)), node["id"]?.stringValue ?? "",
        what(node, kind),
      ])
      for child in node["children"]?.arrayValue ?? [] { add(child, depth: depth + 1) }
    }
    if let tree = answer["tree"] { add(tree, depth: 0) }
    return table
  }

  private static let names = [
    "enterprise": "企业 enterprise", "need": "需求 need", "sweep": "重匹配 sweep",
    "event": "事件 event", "attempt": "处理 attempt", "held": "暂挂 held",
    "dead_letter": "死信 dead letter", "act": "处置 act", "facts": "事实 facts",
    "run": "匹配 run", "flip": "变化 flip", "offer": "推介 offer",
    "guarantee": "担保 guarantee", "step": "步骤 step",
    "delivery": "回调 delivery",
  ]

  private static func what(_ node: JSON, _ kind: String) -> String {
    func text(_ name: String) -> String { node[name]?.stringValue ?? "" }
    func number(_ name: String) -> String { node[name]?.intValue.map { "\($0)" } ?? "?" }
    switch kind {
    case "event":
      return [text("type"), text("subject"), text("state")].filter { !$0.isEmpty }
        .joined(separator: " · ")
    case "attempt": return "\(text("consumer")) · ×\(number("attempts"))"
    case "held": return text("consumer")
    case "dead_letter":
      return "\(text("reason")) · \(text("state")) · \(text("consumer")) · ×\(number("attempts"))"
    case "act": return "\(text("action")) \(text("reason"))"
    case "facts":
      let paths = (node["changed"]?.arrayValue ?? []).compactMap(\.stringValue)
      return "v\(number("version")): \(paths.joined(separator: ", "))"
    case "run":
      let counts = ["eligible", "ineligible", "needs_info"].map {
        "\(node["counts"]?[$0]?.intValue ?? 0) \($0)"
      }
      return counts.joined(separator: ", ")
    case "flip": return "\(text("product")): \(text("from")) → \(text("to"))"
    case "offer", "guarantee":
      return "\(text("product")) → \(text("institution")) · \(text("state"))"
    case "delivery":
      return "\(text("institution")) · \(text("state")) · ×\(number("attempts"))"
    case "step": return "\(text("action")) → \(text("state"))"
    case "sweep":
      return "\(text("state")) · \(number("slices_done"))/\(number("slices")) · "
        + "\(number("needs_changed")) changed"
    default: return ""
    }
  }
}
