import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// Targets of listings against what their year has come to.
enum TargetPages {
  static let all: [PageRoute] = ["/console/targets", "/console/targets/years/{year}"]
    .flatMap { path in
      SheetPages(
        template: "targets", path: path, access: PageRoute.overseers,
        content: { try await content($0) }, whole: { try await whole($0) }
      ).routes
    }

  /// Years that a page leads to, beside the present one.
  private static let yearsAround = -1...1
  /// A file holds so many answers of the service, at most.
  private static let filedAnswers = 20

  static func address(of year: Int) -> String { "/console/targets/years/\(year)" }

  private static func content(_ visit: Visit) async throws -> SheetPages.Content {
    let actor = try visit.actor()
    let year = try visit.targetYear()
    let view = try await visit.backend.listingTargets(
      year: year, board: nil, region: nil, after: visit.query["after"].flatMap { NamePair($0) },
      actor: actor)
    let targets = view["data"]?.arrayValue ?? []
    let sheet = table(targets, year, visit)
    let shown = sheet.portion(visit.query)
    let bars = targets[shown.range].map { target -> (name: String, number: Int64?, text: String) in
      let (listed, count) = (target["listed"]?.intValue ?? 0, target["count"]?.intValue ?? 0)
      // Beyond its target a bar is no longer than at it.
      let share = count > 0 ? Exact.scaled(min(listed, count), by: 1_000, over: count) : nil
      let board = target["board"]?.stringValue ?? ""
      return ("\(place(target, visit)) \(board)", share, "\(listed) / \(count)")
    }
    let title = "\(visit.say("targets")) \(year)"
    return SheetPages.Content(
      title: title, sheet: sheet,
      values: [
        "none": targets.isEmpty, "list": visit.path,
        "may_set": PageRoute.operators.admits(actor.role),
        "years": yearsAround.map { around -> [String: Any] in
          let each = visit.today.year + around
          return ["place": address(of: each), "text": String(each), "here": each == year]
        },
        "next": shown.next == nil
          ? view["next_after"]?.stringValue.map { $0 as Any } ?? false : false,
        "chart": bars.isEmpty ? false as Any : BarChart(title: title, bars).values,
      ])
  }

  /// All that the page leads to, answer by answer.
  private static func whole(_ visit: Visit) async throws -> TableSheet {
    let actor = try visit.actor()
    let year = try visit.targetYear()
    var targets: [JSON] = []
    var next: NamePair?
    for _ in 0..<filedAnswers {
      let view = try await visit.backend.listingTargets(
        year: year, board: nil, region: nil, after: next, actor: actor)
      targets += view["data"]?.arrayValue ?? []
      next = view["next_after"]?.stringValue.flatMap { NamePair($0) }
      if next == nil { break }
    }
    var sheet = table(targets, year, visit)
    if next != nil { sheet.notes.append(visit.say("truncated")) }
    return sheet
  }

  private static func table(_ targets: [JSON], _ year: Int, _ visit: Visit) -> TableSheet {
    func number(_ json: JSON?) -> String { json?.intValue.map { String($0) } ?? "—" }
    let maySet = visit.caller.map { PageRoute.operators.admits($0.role) } ?? false
    let rows = targets.map { target -> [TableSheet.Cell] in
      let forecast = target["forecast"]
      let board = target["board"]?.stringValue ?? ""
      let region = target["region"]?.stringValue ?? ""
      let form = maySet ? "\(TargetForms.path)/\(board)/\(year)/\(region)" : nil
      let texts = [
        number(target["listed"]), number(target["under_way"]), number(forecast?["expected"]),
        number(forecast?["short_by"]), target["source"]?.stringValue ?? "",
      ]
      return [
        TableSheet.Cell(place(target, visit)), TableSheet.Cell(board),
        TableSheet.Cell(number(target["count"]), address: form),
      ] + texts.map { TableSheet.Cell($0) }
    }
    let names = ["region", "board", "target_count", "listed", "under_way", "expected", "short_by"]
    return TableSheet(
      caption: "\(visit.say("targets")) \(year)",
      columns: names.enumerated().map { index, name in
        TableSheet.Column(title: visit.say(name), isNumber: index > 1)
      } + [TableSheet.Column(title: visit.say("source"), isNumber: false)],
      rows: rows, notes: [visit.say("forecast_note")])
  }

  private static func place(_ target: JSON, _ visit: Visit) -> String {
    let code = target["region"]?.stringValue ?? ""
    return RegionCode(code).flatMap { visit.parts.regions[$0]?.name } ?? code
  }
}
