import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// Targets of listings against what the year has come to.
enum TargetPages {
  static let all =
    SheetPages(
      template: "targets", path: "/console/targets", access: PageRoute.overseers
    ) { try await content($0) }.routes

  private static func content(_ visit: Visit) async throws -> SheetPages.Content {
    let view = try await visit.backend.listingTargets(
      year: nil, board: nil, region: nil, after: visit.query["after"].flatMap { NamePair($0) },
      actor: try visit.actor())
    let targets = view["data"]?.arrayValue ?? []
    func number(_ json: JSON?) -> String { json?.intValue.map { String($0) } ?? "—" }
    func place(_ target: JSON) -> String {
      let code = target["region"]?.stringValue ?? ""
      return RegionCode(code).flatMap { visit.parts.regions[$0]?.name } ?? code
    }
    let rows = targets.map { target -> [Sheet.Cell] in
      let forecast = target["forecast"]
      let texts = [
        place(target), target["board"]?.stringValue ?? "", number(target["count"]),
        number(target["listed"]), number(target["under_way"]), number(forecast?["expected"]),
        number(forecast?["short_by"]), target["source"]?.stringValue ?? "",
      ]
      return texts.map { Sheet.Cell($0) }
    }
    let year = view["year"]?.intValue.map { String($0) } ?? ""
    let names = ["region", "board", "target_count", "listed", "under_way", "expected", "short_by"]
    let sheet = Sheet(
      caption: "\(visit.say("targets")) \(year)",
      columns: names.enumerated().map { index, name in
        Sheet.Column(title: visit.say(name), isNumber: index > 1)
      } + [Sheet.Column(title: visit.say("source"), isNumber: false)],
      rows: rows, notes: [visit.say("forecast_note")])
    let shown = sheet.portion(visit.query)
    let bars = targets[shown.range].map { target -> (name: String, number: Int64?, text: String) in
      let (listed, count) = (target["listed"]?.intValue ?? 0, target["count"]?.intValue ?? 0)
      // Beyond its target a bar is no longer than at it.
      let share = count > 0 ? Exact.scaled(min(listed, count), by: 1_000, over: count) : nil
      let board = target["board"]?.stringValue ?? ""
      return ("\(place(target)) \(board)", share, "\(listed) / \(count)")
    }
    return SheetPages.Content(
      title: visit.say("targets"), sheet: sheet,
      values: [
        "none": targets.isEmpty,
        "next": shown.next == nil
          ? view["next_after"]?.stringValue.map { $0 as Any } ?? false : false,
        "chart": bars.isEmpty
          ? false as Any : BarChart(title: visit.say("targets"), bars).values,
      ])
  }
}
