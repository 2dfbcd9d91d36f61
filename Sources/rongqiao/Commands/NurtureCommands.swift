import Application
import ArgumentParser
import Domain

/// `rongqiao pools`: members of pools, newest first.
struct PoolsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pools", abstract: "List members of pools, newest first. 储备库成员",
    discussion: """
      EXAMPLES 示例
        rongqiao pools
        rongqiao pools --pool key_reserve --rung above_scale --region 340100 --json
      """)

  @Option(help: "reserve, key_reserve, expert_group. 库")
  var pool: String?
  @Option(help: "The highest rung that is reached, such as above_scale. 阶梯")
  var rung: String?
  @Option(help: "In a region, such as 340100. 地区")
  var region: String?
  @Option(help: "Members, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws { try NurtureText.check(limit: limit, region: region) }

  func run() async throws {
    let page = try await SweepCommand.asked { [pool, rung, region, limit] in
      try await $0.poolMembers(
        pool: pool, state: "member", rung: rung, region: region, page: PageRequest(limit: limit),
        actor: .system("pools"))
    }
    guard !json else { return Terminal.output(JSON.array(page.items).canonicalText) }
    var table = Table([
      .init(heading: "成员 member", name: "member"), .init(heading: "库 pool", name: "pool"),
      .init(heading: "企业或机构 who", name: "who"), .init(heading: "区域 region", name: "region"),
      .init(heading: "阶梯 rung", name: "rung"), .init(heading: "目标 aim", name: "aim"),
      .init(heading: "入库 entered", name: "entered_on"),
    ])
    for member in page.items {
      let who = member["enterprise_id"]?.stringValue ?? member["institution"]?.stringValue
      table.add([
        member["id"]?.stringValue ?? "", member["pool"]?.stringValue ?? "", who ?? "",
        member["region"]?.stringValue ?? "", member["rung"]?.stringValue ?? "",
        member["aim"]?.stringValue ?? "", member["entered_on"]?.stringValue ?? "",
      ])
    }
    table.print(asJSON: false)
  }
}

/// `rongqiao activities`: roadshows, matching events and trainings, newest first.
struct ActivitiesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "activities", abstract: "List activities, newest first. 路演、对接与培训",
    discussion: """
      EXAMPLES 示例
        rongqiao activities --kind roadshow
        rongqiao activities --region 340100 --json
      """)

  @Option(help: "roadshow, matching or training. 类别")
  var kind: String?
  @Option(help: "In a region, such as 340100. 地区")
  var region: String?
  @Option(help: "Activities, 1 to 100. 条数")
  var limit = 20
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    try NurtureText.check(limit: limit, region: region)
    guard kind.map(Application.activityKinds.contains) ?? true else {
      throw ValidationError("--kind: \(Application.activityKinds.joined(separator: ", "))")
    }
  }

  func run() async throws {
    let page = try await SweepCommand.asked { [kind, region, limit] in
      try await $0.activities(
        kind: kind, state: nil, region: region, page: PageRequest(limit: limit),
        actor: .system("activities"))
    }
    guard !json else { return Terminal.output(JSON.array(page.items).canonicalText) }
    var table = Table([
      .init(heading: "活动 activity", name: "activity"), .init(heading: "类别 kind", name: "kind"),
      .init(heading: "主题 title", name: "title"), .init(heading: "区域 region", name: "region"),
      .init(heading: "开始 starts", name: "starts_at"),
      .init(heading: "已报/名额 seats", name: "seats"), .init(heading: "状态 state", name: "state"),
    ])
    for activity in page.items {
      let taken = activity["seats_taken"]?.intValue ?? 0
      table.add([
        activity["id"]?.stringValue ?? "", activity["kind"]?.stringValue ?? "",
        activity["title"]?.stringValue ?? "", activity["region"]?.stringValue ?? "",
        String((activity["starts_at"]?.stringValue ?? "").prefix(16)),
        "\(taken)/\(activity["capacity"]?.intValue ?? 0)", activity["state"]?.stringValue ?? "",
      ])
    }
    table.print(asJSON: false)
  }
}

/// `rongqiao targets`: what regions set themselves to list in a year, with progress and forecast.
struct TargetsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "targets", abstract: "Show targets of listings with progress. 挂牌目标与进度",
    discussion: """
      The forecast is listings so far × working days of the year ÷ working days that are over.

      EXAMPLES 示例
        rongqiao targets
        rongqiao targets --year 2026 --region 340100 --json
      """)

  @Option(help: "The year; this one unless told otherwise. 年度")
  var year: Int?
  @Option(help: "In a region, such as 340100. 地区")
  var region: String?
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    try OfferText.check(region: region)
    guard year.map({ Application.targetYears.contains(Int64($0)) }) ?? true else {
      throw ValidationError("--year: 2000 to 2100")
    }
  }

  func run() async throws {
    let answer = try await SweepCommand.asked { [year, region] in
      try await $0.listingTargets(
        year: year, board: nil, region: region, after: nil, actor: .system("targets"))
    }
    guard !json else { return Terminal.output(answer.canonicalText) }
    var table = Table([
      .init(heading: "板块 board", name: "board"), .init(heading: "区域 region", name: "region"),
      .init(heading: "目标 target", name: "count", isAlignedRight: true),
      .init(heading: "已挂牌 listed", name: "listed", isAlignedRight: true),
      .init(heading: "全年预计 forecast", name: "forecast", isAlignedRight: true),
    ])
    for target in answer["data"]?.arrayValue ?? [] {
      let expected = target["forecast"]?["expected"]?.intValue
      table.add([
        target["board"]?.stringValue ?? "", target["region"]?.stringValue ?? "",
        String(target["count"]?.intValue ?? 0), String(target["listed"]?.intValue ?? 0),
        expected.map { String($0) } ?? "",
      ])
    }
    table.print(asJSON: false)
    if answer["next_after"]?.stringValue != nil {
      Terminal.output("以下从略，请用 --region 缩小范围 · there are more: narrow by --region")
    }
  }
}

/// `rongqiao tasks`: what governments set themselves to do, task by task.
struct TasksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks", abstract: "Show tasks of governments with progress. 任务分解表",
    discussion: """
      EXAMPLES 示例
        rongqiao tasks
        rongqiao tasks --on 2020-06-30 --json
      """)

  @Option(help: "Seen from a day, such as 2020-06-30. 日期")
  var on: String?
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    guard on.map({ LegalDate($0) != nil }) ?? true else {
      throw ValidationError("--on: a day as YYYY-MM-DD")
    }
  }

  func run() async throws {
    let day = on.flatMap { LegalDate($0) }
    let answer = try await SweepCommand.asked {
      try await $0.policyTasks(on: day, actor: .system("tasks"))
    }
    guard !json else { return Terminal.output(answer.canonicalText) }
    var table = Table([
      .init(heading: "序号 no.", name: "number", isAlignedRight: true),
      .init(heading: "任务 task", name: "task"), .init(heading: "牵头 leads", name: "leads"),
      .init(heading: "期限 due", name: "due"), .init(heading: "目标 target", name: "target"),
      .init(heading: "进展 reached", name: "reached"),
      .init(heading: "状态 progress", name: "progress"),
    ])
    for plan in answer["data"]?.arrayValue ?? [] {
      for task in plan["tasks"]?.arrayValue ?? [] { Self.add(task, to: &table) }
    }
    table.print(asJSON: false)
  }

  /// One row for each target of the last period.
  private static func add(_ task: JSON, to table: inout Table) {
    let period = task["periods"]?.arrayValue?.last
    let leads = (task["leads"]?.arrayValue ?? []).compactMap { $0["label"]?["zh"]?.stringValue }
    let head = [
      String(task["number"]?.intValue ?? 0), task["label"]?["zh"]?.stringValue ?? "",
      leads.joined(separator: "、"), period?["due"]?.stringValue ?? "",
    ]
    let targets = period?["targets"]?.arrayValue ?? []
    guard !targets.isEmpty else { return table.add(head) }
    for target in targets {
      let count = target["count"]?.intValue ?? 0
      let label = target["label"]?["zh"]?.stringValue ?? ""
      table.add(
        head + [
          "\(label) \(count)", target["reached"]?.intValue.map { String($0) } ?? "–",
          target["progress"]?.stringValue ?? "",
        ])
    }
  }
}

enum NurtureText {
  static func check(limit: Int, region: String?) throws {
    guard (1...100).contains(limit) else { throw ValidationError("--limit: 1 to 100") }
    try OfferText.check(region: region)
  }
}
