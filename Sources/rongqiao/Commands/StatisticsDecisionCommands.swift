import Application
import ArgumentParser
import Domain

extension StatisticsCommand {
  /// `rongqiao statistics fairness`.
  struct FairnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fairness", abstract: "How institutions decide of whom. 机构公平性",
      discussion: """
        Shares and medians from 20 cases on; a count under 10 is not told.

        EXAMPLES 示例
          rongqiao statistics fairness --by size --institution huishang
          rongqiao statistics fairness --by region --from 2026-01 --to 2026-06
        """)

    @Option(help: "size, region or industry. 维度")
    var by: String = "size"
    @Option(help: "First month, such as 2026-01. 起始月份")
    var from: String?
    @Option(help: "Last month. 截止月份")
    var to: String?
    @Option(help: "Of enterprises in a region, such as 340100. 地区")
    var region: String?
    @Option(help: "Of this institution alone. 机构")
    var institution: String?
    @Option(help: "Into this file, for a spreadsheet. 工作簿文件")
    var xlsx: String?
    @Flag(help: "Print JSON. 输出 JSON")
    var json = false

    func validate() throws {
      try OfferText.check(region: region)
      guard Application.fairnessDimensions.contains(by) else {
        throw ValidationError(
          "--by is one of \(Application.fairnessDimensions.joined(separator: ", "))")
      }
    }

    func run() async throws {
      let answer = try await SweepCommand.asked { [by, from, to, region, institution] in
        try await $0.fairness(
          by: by, from: from, to: to, region: region, institution: institution,
          actor: .system("statistics"))
      }
      guard !json else { return Terminal.output(answer.canonicalText) }
      let figures = ["cases", "declined_ppm", "unanswered_ppm", "answers", "median_milli_days"]
      var columns = [
        Table.Column(heading: "机构 institution", name: "institution"),
        Table.Column(heading: "项目 value", name: "value"),
      ]
      columns += figures.map { Table.Column(heading: $0, name: $0, isAlignedRight: true) }
      var table = Table(columns)
      for line in answer["data"]?.arrayValue ?? [] {
        table.add(
          [line["institution"]?.stringValue ?? "", line["value"]?.stringValue ?? ""]
            + figures.map { line[$0]?.intValue.map { String($0) } ?? "" })
      }
      if let xlsx {
        return try TableFile(path: xlsx).write(table, title: "机构公平性", at: WallClock.system.now())
      }
      table.print(asJSON: false)
    }
  }

  /// `rongqiao statistics products`.
  struct ProductsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "products", abstract: "What products advertise, and what was observed. 公示与实际",
      discussion: """
        EXAMPLES 示例
          rongqiao statistics products --institution huishang
        """)

    @Option(help: "First month, such as 2026-01. 起始月份")
    var from: String?
    @Option(help: "Last month. 截止月份")
    var to: String?
    @Option(help: "Of enterprises in a region, such as 340100. 地区")
    var region: String?
    @Option(help: "Of this institution alone. 机构")
    var institution: String?
    @Option(help: "Into this file, for a spreadsheet. 工作簿文件")
    var xlsx: String?
    @Flag(help: "Print JSON. 输出 JSON")
    var json = false

    func validate() throws {
      try OfferText.check(region: region)
    }

    func run() async throws {
      let answer = try await SweepCommand.asked { [from, to, region, institution] in
        try await $0.observedProducts(
          from: from, to: to, region: region, institution: institution,
          actor: .system("statistics"))
      }
      guard !json else { return Terminal.output(answer.canonicalText) }
      let figures = ["rate_ppm", "milli_days", "granted_ppm"]
      var columns = [Table.Column(heading: "产品 product", name: "product")]
      for name in figures {
        columns.append(
          Table.Column(heading: "\(name) 公示", name: "\(name)_advertised", isAlignedRight: true))
        columns.append(
          Table.Column(heading: "\(name) 实际", name: "\(name)_observed", isAlignedRight: true))
      }
      var table = Table(columns)
      for line in answer["data"]?.arrayValue ?? [] {
        var cells = [line["product"]?.stringValue ?? ""]
        for name in figures {
          for side in ["advertised", "observed"] {
            cells.append(line[name]?[side]?.intValue.map { String($0) } ?? "")
          }
        }
        table.add(cells)
      }
      if let xlsx {
        return try TableFile(path: xlsx).write(table, title: "公示与实际", at: WallClock.system.now())
      }
      table.print(asJSON: false)
    }
  }
}
