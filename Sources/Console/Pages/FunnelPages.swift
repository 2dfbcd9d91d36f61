import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// How far needs came: by place from all provinces down to the county and its needs, and by what else tells them
/// apart.
enum FunnelPages {
  static let all: [PageRoute] =
    [
      PageRoute(.get, "/console/funnel", PageRoute.overseers) { visit in
        visit.go(to: address(places, in: try visit.ownPlace()))
      },
      PageRoute(.get, "/console/regions/{region}/needs", PageRoute.overseers) { visit in
        try await NeedPages.list(visit, in: try visit.place())
      },
    ]
    + SheetPages.files(of: "/console/regions/{region}/needs", PageRoute.overseers) { visit in
      try await NeedPages.sheet(visit, in: try visit.place())
    }
    + SheetPages(
      template: "funnel", path: "/console/funnel/{by}/{region}", access: PageRoute.overseers
    ) { try await content($0) }.routes

  /// The divisions one below; beside what the API tells needs apart by.
  private static let places = "place"
  private static let dimensions = [
    places, "industry", "size", "borrower", "pool", "product", "institution", "reason",
  ]
  private static let stages = ["submitted", "matched", "offered", "claimed", "granted", "drawn"]

  private static func address(_ by: String, in place: Place) -> String {
    "/console/funnel/\(by)/\(place.code)"
  }

  private struct Row {
    /// What the API calls it; nil for a place.
    var value: String?
    var cell: TableSheet.Cell
    /// `{stages, days, …}` of the API; nil where there was no need.
    var figures: JSON?

    var counts: [Int64] { FunnelPages.counts(figures) }
  }

  /// How many needs reached each stage.
  ///
  /// - Parameter figures: of the API; nil where there was no need.
  static func counts(_ figures: JSON?) -> [Int64] {
    stages.map { figures?["stages"]?[$0]?.intValue ?? 0 }
  }

  private static func content(_ visit: Visit) async throws -> SheetPages.Content {
    let place = try visit.place()
    let by = visit.parameters["by"] ?? ""
    guard dimensions.contains(by) else { throw PageError.refused(.notFound) }
    let whole = try await funnel(nil, in: place, visit)
    let rows =
      by == places
      ? try await placeRows(in: place, visit) : try await rows(by, in: place, visit)
    let total = Row(
      cell: TableSheet.Cell(visit.say("total")), figures: whole["data"]?.arrayValue?.first)
    let threshold = visit.backend.cellThreshold
    let holding = try await FunnelHolding(of: place, by: by == places ? nil : by, visit)
    let held: [[Int64?]] =
      by == places
      ? HeldBack(rows.map(\.counts), threshold: threshold, under: holding.total).rows
      : rows.map { shown($0, holding.values[$0.value ?? ""], threshold) }
    let totals = shown(total, holding.total, threshold)
    let lines = zip(rows + [total], held + [totals]).map { row, counts in
      line(row, counts, threshold, visit)
    }
    let period = "\(whole["from"]?.stringValue ?? "") – \(whole["to"]?.stringValue ?? "")"
    let sheet = TableSheet(
      caption: "\(place.name) · \(visit.say("by_\(by)")) · \(period)",
      columns: [TableSheet.Column(title: visit.say("by_\(by)"), isNumber: false)]
        + stages.map { TableSheet.Column(title: visit.say("stage_\($0)")) }
        + ["amount_asked", "amount_granted", "amount_drawn", "days_to_claim", "days_to_grant"]
        .map { TableSheet.Column(title: visit.say($0)) },
      rows: lines, notes: [visit.say("held_back_note"), visit.say("funnel_note")])
    return SheetPages.Content(
      title: visit.say("funnel"), sheet: sheet,
      values: values(
        by, place, zip(rows, held).map { ($0, $1) }, totals, threshold, visit))
  }

  /// The counts of a row without those that are held back.
  ///
  /// - Parameter held: by stage; nil of what was not there when it was looked up: nothing of it is shown.
  private static func shown(_ row: Row, _ held: [Bool]?, _ threshold: Int64) -> [Int64?] {
    row.counts.enumerated().map { stage, count in
      (held?[stage] ?? true) || count < threshold ? nil : count
    }
  }

  static func funnel(
    _ dimension: String?, in place: Place, _ visit: Visit
  ) async throws -> JSON {
    try await visit.backend.funnel(
      by: dimension, from: nil, to: nil, region: place.asked, actor: try visit.actor())
  }

  private static func placeRows(in place: Place, _ visit: Visit) async throws -> [Row] {
    var rows: [Row] = []
    for child in visit.below(place) {
      let view = try await funnel(nil, in: child, visit)
      rows.append(
        Row(
          cell: TableSheet.Cell(child.name, address: address(places, in: child)),
          figures: view["data"]?.arrayValue?.first))
    }
    return rows
  }

  private static func rows(
    _ by: String, in place: Place, _ visit: Visit
  ) async throws -> [Row] {
    (try await funnel(by, in: place, visit)["data"]?.arrayValue ?? []).map { figures in
      let value = figures["value"]?.stringValue ?? ""
      return Row(
        value: value,
        cell: TableSheet.Cell(name(value, by, visit), address: page(of: value, by, visit)),
        figures: figures)
    }
  }

  /// The page that tells more of a value; nil where there is none for the caller.
  private static func page(of value: String, _ by: String, _ visit: Visit) -> String? {
    if by == "institution" { return FairnessKindPages.address(of: value) }
    guard by == "product", Visit.isProduct(value),
      let role = visit.caller?.role, PageRoute.publishers.admits(role)
    else { return nil }
    return "/console/products/\(value)"
  }

  /// What a value is called; codes are shown as they are.
  private static func name(_ value: String, _ by: String, _ visit: Visit) -> String {
    guard ["size", "borrower", "reason"].contains(by) else { return value }
    let word = "\(by)_\(value)"
    return visit.parts.renderer.words.names.contains(word) ? visit.say(word) : value
  }

  private static func line(
    _ row: Row, _ counts: [Int64?], _ threshold: Int64, _ visit: Visit
  ) -> [TableSheet.Cell] {
    let numbers = counts.map { TableSheet.Cell($0.map { String($0) } ?? "<\(threshold)") }
    // Amounts and days of few are of few, too.
    func amount(_ name: String, _ stage: Int) -> TableSheet.Cell {
      TableSheet.Cell(counts[stage] == nil ? "—" : visit.figures.money(row.figures?[name]) ?? "—")
    }
    func days(_ stage: String) -> TableSheet.Cell {
      let days = row.figures?["days"]?[stage]
      guard let cases = days?["cases"]?.intValue, cases >= threshold,
        let median = days?["median_milli_days"]?.intValue
      else { return TableSheet.Cell("—") }
      return TableSheet.Cell(visit.figures.thousandths(median))
    }
    return [row.cell] + numbers
      + [
        amount("asked", 0), amount("granted", 4), amount("drawn", 5), days("claimed"),
        days("granted"),
      ]
  }

  private static func values(
    _ by: String, _ place: Place, _ rows: [(row: Row, counts: [Int64?])],
    _ totals: [Int64?], _ threshold: Int64, _ visit: Visit
  ) -> [String: Any] {
    let chart = BarChart(
      title: "\(visit.say("funnel")) · \(place.name)",
      zip(stages, totals).map { stage, count in
        (visit.say("stage_\(stage)"), count, count.map { String($0) } ?? "<\(threshold)")
      })
    var map: [String: Any]?
    if by == places, let region = place.region, region.level == .province {
      let children = visit.parts.regions.children(of: region.code)
      map =
        TileMap(
          zip(children, rows).map { child, row in
            TileMap.Tile(
              region: child, count: row.counts[0], address: row.row.cell.address ?? "")
          }, places: visit.parts.tiles, heldBack: "<\(threshold)")?.values
    }
    return [
      "chart": chart.values, "map": map.map { $0 as Any } ?? false,
      "map_title": "\(place.name) · \(visit.say("stage_submitted"))",
      "tabs": dimensions.map { name in
        [
          "place": address(name, in: place), "text": visit.say("by_\(name)"),
          "here": name == by,
        ] as [String: Any]
      },
      "above": visit.above(place).map { above in
        ["place": address(by, in: above), "text": above.name]
      }, "region": place.code, "region_name": place.name,
    ]
  }
}
