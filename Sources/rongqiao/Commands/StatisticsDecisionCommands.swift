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
    @Option(help: "Of this institution alone. 机构")
    var institution: String?
    @OptionGroup var options: StatisticsOptions

    func validate() throws {
      guard Application.fairnessDimensions.contains(by) else {
        throw ValidationError(
          "--by is one of \(Application.fairnessDimensions.joined(separator: ", "))")
      }
    }

    func run() async throws {
      let figures = ["cases", "declined_ppm", "unanswered_ppm", "answers", "median_milli_days"]
      try await options.show(
        "机构公平性",
        [
          Table.Column(heading: "机构 institution", name: "institution"),
          Table.Column(heading: "项目 value", name: "value"),
        ] + StatisticsOptions.figures(figures),
        asking: { [by, institution] application, scope in
          try await application.fairness(
            by: by, from: scope.from, to: scope.to, region: scope.region,
            institution: institution, actor: .system("statistics"))
        },
        cells: { line in
          [line["institution"]?.stringValue ?? "", line["value"]?.stringValue ?? ""]
            + figures.map { StatisticsOptions.text(line[$0]) }
        })
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

    @Option(help: "Of this institution alone. 机构")
    var institution: String?
    @OptionGroup var options: StatisticsOptions

    func run() async throws {
      let figures = ["rate_ppm", "milli_days", "granted_ppm"]
      let sides = [("advertised", "公示"), ("observed", "实际")]
      let columns = figures.flatMap { name in
        sides.map { side, word in
          Table.Column(heading: "\(name) \(word)", name: "\(name)_\(side)", isAlignedRight: true)
        }
      }
      try await options.show(
        "公示与实际", [Table.Column(heading: "产品 product", name: "product")] + columns,
        asking: { [institution] application, scope in
          try await application.observedProducts(
            from: scope.from, to: scope.to, region: scope.region, institution: institution,
            actor: .system("statistics"))
        },
        cells: { line in
          [line["product"]?.stringValue ?? ""]
            + figures.flatMap { name in
              sides.map { side, _ in StatisticsOptions.text(line[name]?[side]) }
            }
        })
    }
  }
}
