import Application
import ArgumentParser
import Domain

/// `rongqiao dead-letters`: records that could not be handled, and what to do about them.
struct DeadLettersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dead-letters", abstract: "List, inspect, redrive and skip dead letters. 死信处理",
    discussion: """
      A record that a worker cannot apply is kept as a dead letter; the later events of the same
      enterprise wait behind it, in order, until it is redriven or skipped.
      """,
    subcommands: [
      DeadLetterListCommand.self, DeadLetterShowCommand.self, DeadLetterRedriveCommand.self,
      DeadLetterSkipCommand.self,
    ])
}

/// `rongqiao dead-letters list`: newest first.
struct DeadLetterListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List dead letters, newest first. 死信列表",
    discussion: """
      EXAMPLES 示例
        rongqiao dead-letters list
        rongqiao dead-letters list --state open --reason event_data --json
      """)

  @Option(help: "open, redriving, skipping, resolved or skipped. 状态")
  var state: String?
  @Option(help: "A reason's code, such as event_data. 原因")
  var reason: String?
  @Option(help: "A consumer, such as rongqiao.match. 消费者")
  var consumer: String?
  @Option(help: "One enterprise: ent_ and a UUID. 企业")
  var enterprise: String?
  @Option(help: "Letters, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
    guard enterprise.map({ EnterpriseID($0) != nil }) ?? true else {
      throw ValidationError("--enterprise: ent_ and a UUID")
    }
    guard state.map(Application.deadLetterStates.contains) ?? true else {
      throw ValidationError("--state: \(Application.deadLetterStates.joined(separator: ", "))")
    }
  }

  func run() async throws {
    let page = try await SweepCommand.asked { [state, reason, consumer, enterprise, limit] in
      try await $0.deadLetters(
        state: state, reason: reason, consumer: consumer,
        enterprise: enterprise.flatMap { EnterpriseID($0) }, page: PageRequest(limit: limit),
        actor: .system("dead-letters"))
    }
    if json {
      Terminal.output(JSON.array(page.items).canonicalText)
    } else {
      DeadLetterText.print(page.items)
    }
  }
}

/// `rongqiao dead-letters show LETTER`: with headers and payload.
struct DeadLetterShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one dead letter whole. 死信详情",
    discussion: """
      EXAMPLES 示例
        rongqiao dead-letters show dl_0190a3c8-…
      """)

  @Argument(help: "dl_ and a UUID. 死信编号")
  var letter: String
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    let id = try DeadLetterText.identifier(letter)
    let answer = try await SweepCommand.asked {
      try await $0.deadLetter(id, actor: .system("dead-letters"))
    }
    guard !json else { return Terminal.output(answer.canonicalText) }
    Table.members(of: answer).print(asJSON: false)
  }
}

/// `rongqiao dead-letters redrive [LETTER…]`: back to the topic, unchanged.
struct DeadLetterRedriveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redrive", abstract: "Send dead letters back to their topic. 重投死信",
    discussion: """
      Letters by name, or open ones that fit conditions, oldest first.

      EXAMPLES 示例
        rongqiao dead-letters redrive dl_0190a3c8-…
        rongqiao dead-letters redrive --reason handler_failed --dry-run
        rongqiao dead-letters redrive --all --limit 500
      """)

  @Argument(help: "dl_ and a UUID each. 死信编号")
  var letters: [String] = []
  @OptionGroup var conditions: DeadLetterConditions

  func validate() throws { try conditions.validate(letters) }

  func run() async throws {
    try await conditions.run(letters, action: "redrive", note: nil)
  }
}

/// `rongqiao dead-letters skip [LETTER…]`: never applied, with a reason.
struct DeadLetterSkipCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skip", abstract: "Let consumers go on without dead letters. 跳过死信",
    discussion: """
      The records will never be applied; what waits behind them is applied in order.

      EXAMPLES 示例
        rongqiao dead-letters skip dl_0190a3c8-… --because "not one of our events"
        rongqiao dead-letters skip --reason event_data --because "sender mended" --dry-run
      """)

  @Argument(help: "dl_ and a UUID each. 死信编号")
  var letters: [String] = []
  @Option(help: "Why; kept with each letter. 理由")
  var because: String
  @OptionGroup var conditions: DeadLetterConditions

  func validate() throws {
    guard !because.isEmpty, because.unicodeScalars.count <= 500 else {
      throw ValidationError("--because: 1 to 500 characters")
    }
    try conditions.validate(letters)
  }

  func run() async throws {
    try await conditions.run(letters, action: "skip", note: because)
  }
}

/// Which letters a command moves.
struct DeadLetterConditions: ParsableArguments {
  @Option(help: "Only letters with this reason's code. 原因")
  var reason: String?
  @Option(help: "Only this consumer's. 消费者")
  var consumer: String?
  @Option(help: "Only events of this type. 事件类型")
  var type: String?
  @Option(help: "Only this enterprise's. 企业")
  var enterprise: String?
  @Option(help: "Only letters older than so many seconds. 早于(秒)")
  var olderThan: Int?
  @Flag(help: "Every open letter. 全部")
  var all = false
  @Option(help: "Letters at once, 1 to 500. 条数")
  var limit = 100
  @Flag(help: "Only say what would happen. 试运行")
  var dryRun = false
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  private var isNarrowed: Bool {
    reason != nil || consumer != nil || type != nil || enterprise != nil || olderThan != nil
  }

  func validate(_ letters: [String]) throws {
    guard (1...500).contains(limit) else { throw ValidationError("--limit: 1 to 500") }
    guard olderThan.map({ (0...3_153_600_000).contains($0) }) ?? true else {
      throw ValidationError("--older-than: seconds, not negative")
    }
    let ways = [!letters.isEmpty, isNarrowed, all].count { $0 }
    guard ways == 1 else {
      throw ValidationError("name letters, or give conditions, or --all")
    }
  }

  /// Moves the letters and prints what came of it.
  func run(_ letters: [String], action: String, note: String?) async throws {
    let ids = try letters.map(DeadLetterText.identifier)
    let bulk = bulkBody(note, now: WallClock.system.now())
    var single: [String: JSON] = ["dry_run": .bool(dryRun)]
    if let note { single["reason"] = .string(note) }
    let one = JSON.object(single)
    let actor = Actor.system("dead-letters")
    let answers = try await SweepCommand.asked { application -> [JSON] in
      guard !ids.isEmpty else {
        let answer =
          action == "redrive"
          ? try await application.redriveDeadLetters(bulk, actor: actor)
          : try await application.skipDeadLetters(bulk, actor: actor)
        return [answer.body]
      }
      var answers: [JSON] = []
      for id in ids {
        let answer =
          action == "redrive"
          ? try await application.redriveDeadLetter(id, one, actor: actor)
          : try await application.skipDeadLetter(id, one, actor: actor)
        answers.append(answer.body)
      }
      return answers
    }
    if json {
      Terminal.output((ids.isEmpty ? answers[0] : JSON.array(answers)).canonicalText)
    } else if ids.isEmpty {
      DeadLetterText.print(bulk: answers[0])
    } else {
      DeadLetterText.print(answers.compactMap { $0["dead_letter"] })
    }
  }

  private func bulkBody(_ note: String?, now: Instant) -> JSON {
    var filter: [String: JSON] = [:]
    if let reason { filter["reason"] = .string(reason) }
    if let consumer { filter["consumer"] = .string(consumer) }
    if let type { filter["type"] = .string(type) }
    if let enterprise { filter["enterprise_id"] = .string(enterprise) }
    if let olderThan {
      filter["created_before"] = .string(
        now.adding(milliseconds: -Int64(olderThan) * 1_000).text)
    }
    var body: [String: JSON] = ["dry_run": .bool(dryRun), "limit": .int(Int64(limit))]
    if all { body["all"] = true } else { body["filter"] = .object(filter) }
    if let note { body["reason"] = .string(note) }
    return .object(body)
  }
}

/// Dead letters for people.
enum DeadLetterText {
  /// - Throws: `CommandFailure` for another form.
  static func identifier(_ text: String) throws -> DeadLetterID {
    guard let id = DeadLetterID(text) else {
      throw CommandFailure(.usage, "\(text.prefix(80)): a dead letter is dl_ and a UUID")
    }
    return id
  }

  static func print(_ letters: [JSON]) {
    var table = Table([
      .init(heading: "死信 letter", name: "id"), .init(heading: "状态 state", name: "state"),
      .init(heading: "消费者 consumer", name: "consumer"),
      .init(heading: "原因 reason", name: "reason"),
      .init(heading: "企业 enterprise", name: "enterprise_id"),
      .init(heading: "次数 attempts", name: "attempts", isAlignedRight: true),
      .init(heading: "重投 redrives", name: "redrives", isAlignedRight: true),
      .init(heading: "时间 at", name: "created_at"),
    ])
    for letter in letters {
      table.add(
        table.columns.map { column in
          letter[column.name]?.stringValue
            ?? letter[column.name]?.intValue.map { String($0) } ?? ""
        })
    }
    table.print(asJSON: false)
  }

  static func print(bulk answer: JSON) {
    func number(_ name: String) -> Int64 { answer[name]?.intValue ?? 0 }
    let refused = answer["refused"]?.arrayValue ?? []
    let isDryRun = answer["dry_run"]?.boolValue == true
    Terminal.output(
      (isDryRun ? "试运行 dry run:" : "") + "符合 matched \(number("matched")),"
        + "处理 moved \(number("moved")),拒绝 refused \(refused.count),剩余 left \(number("left"))")
    guard !refused.isEmpty else { return }
    var table = Table([
      .init(heading: "死信 letter", name: "dead_letter_id"),
      .init(heading: "拒绝原因 code", name: "code"),
    ])
    for one in refused {
      table.add(table.columns.map { one[$0.name]?.stringValue ?? "" })
    }
    table.print(asJSON: false)
  }
}
