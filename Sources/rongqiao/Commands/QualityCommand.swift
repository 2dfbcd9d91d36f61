import Application
import ArgumentParser
import Domain

/// `rongqiao quality`: how good what sources send is.
struct QualityCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quality", abstract: "How good what sources send is, day by day. 数据质量日评分",
    subcommands: [DaysCommand.self, RebuildCommand.self], defaultSubcommand: DaysCommand.self)

  /// `rongqiao quality days`.
  struct DaysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "days", abstract: "Scores of days that are over. 每日评分",
      discussion: """
        At most \(Application.qualityDaysMaximum) days; a day on which a source neither sent nor owed anything has no line.

        EXAMPLES 示例
          rongqiao quality
          rongqiao quality days --source tax --region 340100 --from 2026-10-01 --to 2026-10-31
        """)

    @Option(help: "Of one source, such as tax. 数据来源")
    var source: String?
    @Option(help: "Of enterprises in a region, such as 340100. 地区")
    var region: String?
    @Option(help: "First day, such as 2026-10-01; thirty before the last. 起始日期")
    var from: String?
    @Option(help: "Last day; yesterday. 截止日期")
    var to: String?
    @Flag(help: "Print JSON. 输出 JSON")
    var json = false

    func validate() throws {
      for (name, day) in [("--from", from), ("--to", to)] {
        guard day.map({ LegalDate($0) != nil }) ?? true else {
          throw ValidationError("\(name): a day such as 2026-10-01")
        }
      }
      try OfferText.check(region: region)
    }

    func run() async throws {
      let answer = try await SweepCommand.asked { [source, region, from, to] in
        try await $0.qualityDays(
          source: source, region: region, from: from.flatMap { LegalDate($0) },
          to: to.flatMap { LegalDate($0) }, actor: .system("quality"))
      }
      guard !json else { return Terminal.output(answer.canonicalText) }
      let counts = ["accepted", "quarantined", "rejected", "late", "missed", "score_ppm"]
      var columns = [
        Table.Column(heading: "日期 day", name: "day"),
        Table.Column(heading: "来源 source", name: "source"),
      ]
      columns += counts.map { Table.Column(heading: $0, name: $0, isAlignedRight: true) }
      var table = Table(columns)
      for score in answer["data"]?.arrayValue ?? [] {
        table.add(
          [score["day"]?.stringValue ?? "", score["source"]?.stringValue ?? ""]
            + counts.map { score[$0]?.intValue.map { String($0) } ?? "" })
      }
      table.print(asJSON: false)
    }
  }

  /// `rongqiao quality rebuild`.
  struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rebuild", abstract: "Score all days anew from what was reported. 重新评分",
      discussion: """
        A day comes out the same, unless rules of quality changed, or it was said later who must report.

        EXAMPLES 示例
          rongqiao quality rebuild
        """)

    func run() async throws {
      let outcome = try await SweepCommand.asked { try await $0.rescoreDays() }
      let (days, changed) = (outcome.days, outcome.changed)
      Terminal.output("\(days) days, \(changed) changed 共 \(days) 天,变动 \(changed) 天")
    }
  }
}
