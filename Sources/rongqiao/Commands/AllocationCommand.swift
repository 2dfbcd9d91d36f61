import Application
import ArgumentParser
import Domain

/// `rongqiao allocation run|list|show`: periodic referral runs (定期推介).
struct AllocationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allocation",
    abstract: "Periodic referral runs: begin one, list them, show one. 定期推介",
    discussion: """
      The sweeper begins the runs of the schedule (workflow/allocation.yaml). A run allocates the needs
      that wait in a periodic referral to institutions together, then makes the offers little by little.

      EXAMPLES 示例
        rongqiao allocation run --dry-run          what would come out 试算
        rongqiao allocation run                    begin one and make its offers 立即推介
        rongqiao allocation list
        rongqiao allocation show alc_0190a3c8-…    how it was dealt to institutions 分配情况
      """,
    subcommands: [AllocationRun.self, AllocationList.self, AllocationShow.self])
}

struct AllocationRun: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Begin a run now and make its offers. 立即进行一次定期推介",
    discussion: """
      EXAMPLES 示例
        rongqiao allocation run --dry-run --json
        rongqiao allocation run --seed 42
      """)

  @Flag(help: "Only say what would come out; store nothing. 试算")
  var dryRun = false
  @Option(help: "Draws the lots between institutions that are equal to a need. 随机种子")
  var seed: Int64?
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  /// Needs whose offers are made in one transaction.
  private static let needsPerStep = 20

  func validate() throws {
    guard seed.map({ $0 >= 0 }) ?? true else { throw ValidationError("--seed: 0 or more") }
  }

  func run() async throws {
    let answer = try await SweepCommand.asked { [dryRun, seed] application in
      let actor = Actor.system("allocation")
      let body: JSON = ["dry_run": .bool(dryRun), "seed": .optional(seed)]
      let begun = try await application.requestAllocation(body, actor: actor).body
      guard let id = begun["id"]?.stringValue.flatMap({ AllocationID($0) }) else { return begun }
      // The sweeper may do it beside us; nothing is done twice.
      while try await application.continueAllocation(limit: Self.needsPerStep) != nil {}
      return try await application.allocationRun(id, actor: actor)
    }
    guard !json else { return Terminal.output(answer.canonicalText) }
    if dryRun {
      let counts = answer["counts"]
      Terminal.output(
        "需求 needs \(counts?["needs"]?.intValue ?? 0),"
          + "推介 offers \(counts?["planned"]?.intValue ?? 0)")
      AllocationText.print(shares: answer["fairness"]?.arrayValue ?? [])
    } else {
      AllocationText.print(runs: [answer])
    }
  }
}

struct AllocationList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List runs, newest first. 定期推介列表",
    discussion: """
      EXAMPLES 示例
        rongqiao allocation list --limit 5
        rongqiao allocation list --json
      """)

  @Option(help: "Runs listed, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
  }

  func run() async throws {
    let page = try await SweepCommand.asked { [limit] in
      try await $0.allocationRuns(
        page: PageRequest(limit: limit), actor: .system("allocation"))
    }
    if json {
      Terminal.output(JSON.array(page.items).canonicalText)
    } else {
      AllocationText.print(runs: page.items)
    }
  }
}

struct AllocationShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a run and how it was dealt to institutions. 查看一次定期推介",
    discussion: """
      EXAMPLES 示例
        rongqiao allocation show alc_0190a3c8-…
        rongqiao allocation show alc_0190a3c8-… --json
      """)

  @Argument(help: "One run: alc_ and a UUID. 推介批次")
  var allocation: String
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func run() async throws {
    guard let id = AllocationID(allocation) else {
      throw CommandFailure(.usage, "\(allocation.prefix(80)): a run is alc_ and a UUID")
    }
    let (run, fairness) = try await SweepCommand.asked { application in
      let actor = Actor.system("allocation")
      return (
        try await application.allocationRun(id, actor: actor),
        try await application.allocationFairness(of: id, actor: actor)
      )
    }
    guard !json else {
      let whole: JSON = ["run": run, "fairness": fairness["data"] ?? []]
      return Terminal.output(whole.canonicalText)
    }
    AllocationText.print(runs: [run])
    AllocationText.print(shares: fairness["data"]?.arrayValue ?? [])
  }
}

/// Periodic runs for people.
enum AllocationText {
  static func print(runs: [JSON]) {
    var table = Table([
      .init(heading: "批次 run", name: "run"), .init(heading: "状态 state", name: "state"),
      .init(heading: "时点 slot", name: "slot"),
      .init(heading: "需求 needs", name: "needs", isAlignedRight: true),
      .init(heading: "拟推介 planned", name: "planned", isAlignedRight: true),
      .init(heading: "已推介 made", name: "made", isAlignedRight: true),
      .init(heading: "开始 since", name: "since"),
    ])
    for run in runs {
      func number(_ name: String) -> String {
        run["counts"]?[name]?.intValue.map { String($0) } ?? ""
      }
      table.add([
        run["id"]?.stringValue ?? "", run["state"]?.stringValue ?? "",
        run["scheduled_for"]?.stringValue ?? "", number("needs"), number("planned"),
        number("made"), run["created_at"]?.stringValue ?? "",
      ])
    }
    table.print(asJSON: false)
  }

  static func print(shares: [JSON]) {
    var table = Table([
      .init(heading: "机构 institution", name: "institution"),
      .init(heading: "余量 room", name: "room", isAlignedRight: true),
      .init(heading: "适合 suitable", name: "suitable", isAlignedRight: true),
      .init(heading: "首选 first", name: "first", isAlignedRight: true),
      .init(heading: "拟推介 planned", name: "planned", isAlignedRight: true),
      .init(heading: "已推介 made", name: "made", isAlignedRight: true),
      .init(heading: "均摊‰ even", name: "even", isAlignedRight: true),
      .init(heading: "未接 turned away", name: "turned_away", isAlignedRight: true),
      .init(heading: "名次 depth", name: "depth", isAlignedRight: true),
    ])
    for share in shares {
      func number(_ name: String) -> String {
        share[name]?.intValue.map { String($0) } ?? "-"
      }
      table.add([
        share["institution"]?.stringValue ?? "", number("room"), number("suitable"),
        number("first_choice"), number("planned"), number("made"), number("even_share_milli"),
        number("turned_away"), number("depth"),
      ])
    }
    table.print(asJSON: false)
  }
}
