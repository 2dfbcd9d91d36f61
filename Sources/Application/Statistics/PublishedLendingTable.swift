import Domain
import Ingest
import Spreadsheet

/// Figures of lending by one definition, as they stand in a published report.
struct PublishedLendingTable {
  let code: String
  /// Of its sheet.
  let name: String
  let title: String
  let headings: [String]
  let rows: [[String]]
  /// Who set it down, which loans count, and what is held back.
  let notes: [String]

  /// With a byte-order mark, so that spreadsheets read the Chinese.
  var csv: [UInt8] {
    var writer = CSVWriter(mark: true)
    for row in [headings] + rows + notes.map({ [$0] }) { writer.append(row) }
    return writer.bytes
  }

  var sheet: Sheet {
    Sheet(
      name: name, headings: headings, rows: rows.map { $0.map { Sheet.Cell.text($0) } },
      notes: notes)
  }

  var html: String {
    func line(_ tag: String, _ cells: [String]) -> String {
      "<tr>"
        + cells.map { "<\(tag)>\(ReleaseDocument.escaped($0))</\(tag.prefix(2))>" }.joined()
        + "</tr>\n"
    }
    let head = line("th scope=\"col\"", headings)
    let lines = rows.map { line("td", $0) }.joined()
    let notes = notes.map { "<li>\(ReleaseDocument.escaped($0))</li>" }.joined()
    return """
      <h2>\(ReleaseDocument.escaped(title))</h2>
      <table>
      <thead>\(head)</thead>
      <tbody>
      \(lines)</tbody>
      </table>
      <ul>\(notes)</ul>

      """
  }
}

extension ReleaseDocument {
  /// Of definitions by which there is something to tell of; reports made before there were any have none.
  var lendingTables: [PublishedLendingTable] {
    let lending = report["lending"]
    return (lending?["tables"]?.arrayValue ?? []).map { table in
      let rows = table["rows"]?.arrayValue ?? []
      return PublishedLendingTable(
        code: table["code"]?.stringValue ?? "",
        name: table["label"]?["zh"]?.stringValue ?? "", title: Self.text(table["label"]),
        headings: Self.headings(table),
        rows: rows.map { Self.cells($0, table) },
        notes: edition + Self.definition(table) + [Self.text(lending?["means"])]
          + (rows.contains(where: Self.hasFewChanged) ? [Self.fewChanged(lending)] : []))
    }
  }

  /// What stands where a figure is held back for what an earlier release told.
  private static let heldBackBeside = "**"

  private static func hasFewChanged(_ row: JSON) -> Bool {
    row["held_back"]?.stringValue == PublishedLendingText.fewChanged
  }

  private static func fewChanged(_ lending: JSON?) -> String {
    let threshold = lending?["threshold"]?.intValue ?? 0
    return "\(heldBackBeside) 不公布：较此前发布的报告，有指标所涉更正少于 \(threshold) 户 "
      + "held back: since an earlier report one is corrected of under \(threshold) borrowers"
  }

  private static func indicators(_ table: JSON) -> [JSON] { table["indicators"]?.arrayValue ?? [] }

  /// Borrowers are counted, and no counts are published.
  private static func hasRates(_ indicator: JSON) -> Bool { indicator["kind"] != "borrowers" }

  private static func headings(_ table: JSON) -> [String] {
    ["机构 institution", "名称 name", "地区代码 region", "地区 place", "报送于 reported at"]
      + indicators(table).flatMap { indicator in
        let name = "\(indicator["code"]?.stringValue ?? "") \(text(indicator["label"]))"
        return hasRates(indicator)
          ? [name, "\(name): 达到 reached", "\(name): 对照 compared with"] : [name]
      }
  }

  private static func cells(_ row: JSON, _ table: JSON) -> [String] {
    let name = row["name"].flatMap { $0 == .null ? nil : text($0) } ?? ""
    let figures = zip(indicators(table), row["figures"]?.arrayValue ?? [])
    let mark = hasFewChanged(row) ? heldBackBeside : heldBack
    return [
      row["institution"]?.stringValue ?? "", name, row["region"]?.stringValue ?? "",
      row["region_name"]?.stringValue ?? "", row["reported_at"]?.stringValue ?? "",
    ]
      + figures.flatMap { indicator, figure in
        hasRates(indicator)
          ? [
            outcome(figure, mark), rate("reached_ppm", figure, mark),
            rate("bound_ppm", figure, mark),
          ] : [outcome(figure, mark)]
      }
  }

  private static func outcome(_ figure: JSON, _ heldBack: String) -> String {
    switch figure["outcome"]?.stringValue {
    case "met": "达标 met"
    case "missed": "未达标 missed"
    case "undefined": "无法计算：上年未报送 undefined: nothing was reported of the year before"
    default: heldBack
    }
  }

  private static func rate(_ name: String, _ figure: JSON, _ heldBack: String) -> String {
    if let ppm = figure[name]?.intValue { return PartsPerMillion(ppm).percentText }
    return figure["outcome"] == "undefined" ? "—" : heldBack
  }

  /// By whom, by which document, and which loans count.
  private static func definition(_ table: JSON) -> [String] {
    let document = table["citation"]?["document"]?.stringValue ?? ""
    var counted = (table["loans"]?["sizes"]?.arrayValue ?? []).compactMap(\.stringValue)
      .map { sizes[$0] ?? $0 }.joined(separator: "、")
    if let credit = table["loans"]?["credit_up_to_fen"]?.intValue {
      counted += "；单户授信不超过 \(credit / 100) 元 credit of one borrower up to CNY \(credit / 100)"
    }
    return ["口径 definition: \(text(table["authority"])), \(document)", "计入 counted: \(counted)"]
  }

  private static let sizes = [
    "micro": "微型 micro", "small": "小型 small", "medium": "中型 medium", "large": "大型 large",
    "owner": "个体工商户和小微企业主 sole traders and owners of small firms",
  ]
}
