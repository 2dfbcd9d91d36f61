import Application
import ArgumentParser
import Domain

/// Of which months and where figures are, and where they go: what the commands about statistics share.
struct StatisticsOptions: ParsableArguments {
  @Option(help: "First month, such as 2026-01. 起始月份")
  var from: String?
  @Option(help: "Last month. 截止月份")
  var to: String?
  @Option(help: "Of enterprises in a region, such as 340100. 地区")
  var region: String?
  @Option(help: "Into this file, for a spreadsheet. 工作簿文件")
  var xlsx: String?
  @Flag(help: "Print JSON. 输出 JSON")
  var json = false

  func validate() throws {
    try OfferText.check(region: region)
  }

  /// Months and region as they are asked for.
  struct Scope: Sendable {
    let from: String?
    let to: String?
    let region: String?
  }

  /// Asks, and shows what is answered: as JSON, in a file, or as a table.
  ///
  /// - Parameters:
  ///   - title: of the file.
  ///   - columns: of the table; their names are those of the lines' members.
  ///   - cells: of one line.
  func show(
    _ title: String, _ columns: [Table.Column],
    asking ask: @escaping @Sendable (Application, Scope) async throws -> JSON,
    cells: (JSON) -> [String]
  ) async throws {
    let scope = Scope(from: from, to: to, region: region)
    let answer = try await SweepCommand.asked { try await ask($0, scope) }
    guard !json else { return Terminal.output(answer.canonicalText) }
    var table = Table(columns)
    for line in answer["data"]?.arrayValue ?? [] { table.add(cells(line)) }
    if let xlsx {
      return try TableFile(path: xlsx).write(table, title: title, at: WallClock.system.now())
    }
    table.print(asJSON: false)
  }

  /// Columns of figures, called as they are in JSON.
  static func figures(_ names: [String]) -> [Table.Column] {
    names.map { Table.Column(heading: $0, name: $0, isAlignedRight: true) }
  }

  static func text(_ figure: JSON?) -> String { figure?.intValue.map { String($0) } ?? "" }
}
