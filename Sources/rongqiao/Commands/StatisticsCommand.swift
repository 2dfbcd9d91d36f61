import Application
import ArgumentParser
import Domain

/// `rongqiao statistics`: how far needs came, and what is published of it.
struct StatisticsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statistics", abstract: "The funnel and published reports. 统计与发布",
    subcommands: [
      FunnelCommand.self, FairnessCommand.self, ProductsCommand.self, RebuildCommand.self,
      PublishCommand.self, ReleasesCommand.self, ReleaseCommand.self,
    ])

  /// `rongqiao statistics funnel`.
  struct FunnelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "funnel", abstract: "How far needs came, by month of submission. 融资漏斗",
      discussion: """
        EXAMPLES 示例
          rongqiao statistics funnel
          rongqiao statistics funnel --by industry --region 340100 --from 2026-01 --to 2026-06
          rongqiao statistics funnel --by size --xlsx funnel.xlsx
        """)

    @Option(
      help: "all, region, industry, size, borrower, pool, product, institution or reason. 维度")
    var by: String?
    @OptionGroup var options: StatisticsOptions

    func run() async throws {
      let stages = ["submitted", "matched", "offered", "claimed", "granted", "drawn"]
      try await options.show(
        "融资漏斗",
        [Table.Column(heading: "项目 value", name: "value")] + StatisticsOptions.figures(stages),
        asking: { [by] application, scope in
          try await application.funnel(
            by: by, from: scope.from, to: scope.to, region: scope.region,
            actor: .system("statistics"))
        },
        cells: { line in
          [line["value"]?.stringValue ?? ""]
            + stages.map { StatisticsOptions.text(line["stages"]?[$0]) }
        })
    }
  }

  /// `rongqiao statistics rebuild`.
  struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rebuild", abstract: "Count the funnel anew from the tables. 重新统计",
      discussion: """
        Readers see the counts before it until it is over; the statistics worker waits.

        EXAMPLES 示例
          rongqiao statistics rebuild
        """)

    func run() async throws {
      let needs = try await SweepCommand.asked { try await $0.rebuildFunnel() }
      Terminal.output("\(needs) needs counted 已统计需求 \(needs) 笔")
    }
  }

  /// `rongqiao statistics publish REGION YEAR`.
  struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "publish", abstract: "Publish the yearly report of a region. 发布年度发展报告",
      discussion: """
        What is published never changes; with --reason a revision is published beside it.

        EXAMPLES 示例
          rongqiao statistics publish 340000 2025
          rongqiao statistics publish 340000 2025 --reason 更正
        """)

    @Argument(help: "A province, city or county, such as 340000. 地区")
    var region: String
    @Argument(help: "A year that is over. 年度")
    var year: Int64
    @Option(help: "Why it is revised. 修订原因")
    var reason: String?

    func run() async throws {
      var body: [String: JSON] = ["region": .string(region), "year": .int(year)]
      if let reason { body["reason"] = .string(reason) }
      let answer = try await SweepCommand.asked { [body] in
        try await $0.publishReport(.object(body), actor: .system("statistics")).body
      }
      Terminal.output(answer["id"]?.stringValue ?? "")
    }
  }

  /// `rongqiao statistics releases`: newest first.
  struct ReleasesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "releases", abstract: "List what was published, newest first. 已发布报告",
      discussion: """
        EXAMPLES 示例
          rongqiao statistics releases --region 340000
        """)

    @Option(help: "Of a region and all within it, such as 340000. 地区")
    var region: String?
    @Flag(help: "Print JSON. 输出 JSON")
    var json = false

    func validate() throws {
      try OfferText.check(region: region)
    }

    func run() async throws {
      let page = try await SweepCommand.asked { [region] in
        try await $0.releases(region: region, year: nil, page: PageRequest(limit: 100))
      }
      guard !json else { return Terminal.output(JSON.array(page.items).canonicalText) }
      var table = Table([
        .init(heading: "编号 release", name: "release"),
        .init(heading: "地区 region", name: "region"), .init(heading: "年度 year", name: "year"),
        .init(heading: "版 revision", name: "revision"),
        .init(heading: "发布 published", name: "published"),
      ])
      for one in page.items {
        table.add([
          one["id"]?.stringValue ?? "", one["region"]?.stringValue ?? "",
          one["year"]?.intValue.map { String($0) } ?? "",
          one["revision"]?.intValue.map { String($0) } ?? "",
          one["published_at"]?.stringValue ?? "",
        ])
      }
      table.print(asJSON: false)
    }
  }

  /// `rongqiao statistics release RELEASE`.
  struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "release", abstract: "Write a published report. 输出已发布报告",
      discussion: """
        EXAMPLES 示例
          rongqiao statistics release rel_0190a3c8-… > report.html
          rongqiao statistics release rel_0190a3c8-… --table place > place.csv
          rongqiao statistics release rel_0190a3c8-… --xlsx report.xlsx
          rongqiao statistics release rel_0190a3c8-… --json
        """)

    @Argument(help: "The identifier of a release. 编号")
    var release: String
    @Option(
      help: """
        One table as CSV: total, place, industry, size or borrower, or a definition of lending such as \
        two-ups-two-controls. 表格
        """)
    var table: String?
    @Option(help: "All tables into this file, for a spreadsheet. 工作簿文件")
    var xlsx: String?
    @Flag(help: "Print JSON. 输出 JSON")
    var json = false

    func run() async throws {
      guard let id = ReleaseID(release) else {
        throw ValidationError("\(release): not an identifier of a release")
      }
      if let xlsx {
        let bytes = try await SweepCommand.asked { try await $0.releaseWorkbook(id) }
        return try TableFile.write(bytes, to: xlsx)
      }
      let text = try await SweepCommand.asked { [table, json] application -> String in
        if let table {
          return String(
            decoding: try await application.releaseFile(id, table: table), as: UTF8.self)
        }
        let found = try await application.release(id)
        return json ? found.json.canonicalText : try found.page().html
      }
      Terminal.output(text)
    }
  }
}
