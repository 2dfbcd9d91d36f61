import Domain

/// One need's decisions as a table for people.
enum DecisionTable {
  /// Rows shown of each verdict.
  private static let rowsOfEach = 6

  static func text(need: JSON, decisions: [JSON], columns: Int?, style: Table.Style) -> String {
    var table = Table([
      .init(heading: "结论 outcome", name: "outcome", columnsMinimum: 12),
      .init(heading: "产品 product", name: "product", columnsMinimum: 20),
      .init(heading: "额度(元) limit", name: "limit", isAlignedRight: true, columnsMinimum: 14),
      .init(heading: "年化成本 cost", name: "cost", isAlignedRight: true, columnsMinimum: 13),
      .init(heading: "说明 why", name: "why", columnsMinimum: 30),
    ])
    for (outcome, title) in [
      ("eligible", "符合 eligible"), ("needs_info", "需补充 needs_info"),
      ("ineligible", "不符合 ineligible"),
    ] {
      let rows = decisions.filter { $0["outcome"]?.stringValue == outcome }
      for row in rows.prefix(rowsOfEach) { table.add([title] + cells(row, outcome)) }
      if rows.count > rowsOfEach {
        table.add([title, "… 另有 \(rows.count - rowsOfEach) 项 more", "", "", ""])
      }
    }
    return heading(need) + table.text(style: style, columnsMaximum: columns)
  }

  private static func heading(_ need: JSON) -> String {
    let fen = need["amount"]?["fen"]?.intValue ?? 0
    let months = need["tenor_months"]?.intValue ?? 0
    return "融资需求 need \(need["id"]?.stringValue ?? "")\n"
      + "\(Fen.chineseText(fen)),\(months) 个月 months,\(need["purpose"]?.stringValue ?? "")\n"
  }

  private static func cells(_ row: JSON, _ outcome: String) -> [String] {
    // A limit or price of a product that does not lend would only mislead.
    let isEligible = outcome == "eligible"
    let limit =
      isEligible
      ? row["limit"]?["fen"]?.intValue.map { Fen.yuanText($0) } ?? "向机构咨询 ask" : ""
    let cost =
      isEligible
      ? row["cost"]?["effective_ppm"]?.intValue.map { PartsPerMillion($0).percentText }
        ?? "向机构咨询 ask" : ""
    let why: String
    switch outcome {
    case "needs_info":
      let facts = row["missing"]?.arrayValue?.compactMap { $0["label"]?["zh"]?.stringValue } ?? []
      why = "请补充:" + facts.joined(separator: "、")
    case "ineligible":
      let reason = row["reasons"]?.arrayValue?.first
      why = [reason?["rule"]?.stringValue, reason?["text"]?["zh"]?.stringValue]
        .compactMap { $0 }.joined(separator: ":")
    default: why = row["explanation"]?["zh"]?.stringValue ?? ""
    }
    return [row["name"]?["zh"]?.stringValue ?? "", limit, cost, why]
  }
}
