import API
import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// Listing cases by their stages, and the plan of one.
enum ListingPages {
  static let all: [PageRoute] =
    pages
    + SheetPages.files(of: "/console/listing/boards/{board}", PageRoute.anyRole) { visit in
      try await sheet(visit)
    }
    + SheetPages.files(of: "/console/listing/cases/{id}/plan", PageRoute.anyRole) { visit in
      try await planSheet(visit)
    }

  private static let pages: [PageRoute] = [
    PageRoute(.get, "/console/listing", PageRoute.anyRole) { visit in
      let boards = try await boards(visit)
      guard let first = boards.first?.code else {
        return try visit.show("listing", title: visit.say("listing"), ["boards": false])
      }
      return try await board(first, boards, visit)
    },
    PageRoute(.get, "/console/listing/boards/{board}", PageRoute.anyRole) { visit in
      let code = visit.parameters["board"] ?? ""
      let boards = try await boards(visit)
      guard boards.contains(where: { $0.code == code }) else {
        throw PageError.refused(.notFound)
      }
      return try await board(code, boards, visit)
    },
    PageRoute(.get, "/console/listing/cases/{id}", PageRoute.anyRole) { try await one($0) },
  ]

  /// Cases on one page.
  private static let cards = 60

  /// Each board once, with the name of its version that is listed last.
  static func boards(_ visit: Visit) async throws -> [(code: String, name: String)] {
    let all = try await visit.backend.boards(actor: try visit.actor())["data"]?.arrayValue ?? []
    var found: [(code: String, name: String)] = []
    for board in all {
      guard let code = board["board"]?.stringValue else { continue }
      found.removeAll { $0.code == code }
      found.append((code, visit.label(board["label"]) ?? code))
    }
    return found
  }

  private static func board(
    _ code: String, _ boards: [(code: String, name: String)], _ visit: Visit
  ) async throws -> Response {
    let actor = try visit.actor()
    let board = try await visit.backend.board(code, asOf: nil, actor: actor)
    let page = try await visit.backend.listingCases(
      state: "live", board: code, enterprise: nil, region: nil, page: visit.page(limit: cards),
      actor: actor)
    // Cases of an older version of the board may stand at stages that this one does not have.
    var stages = (board["stages"]?.arrayValue ?? []).map { stage in
      (
        code: stage["code"]?.stringValue ?? "",
        name: visit.label(stage["label"]) ?? stage["code"]?.stringValue ?? ""
      )
    }
    for one in page.items {
      let stage = one["stage"]?.stringValue ?? ""
      if !stages.contains(where: { $0.code == stage }) {
        stages.append((stage, visit.label(one["stage_label"]) ?? stage))
      }
    }
    let words = BoardWords(board, figures: visit.figures)
    // Of a page that is not all of them, its cards are not how many there are.
    let isWhole = page.next == nil && visit.query["after"] == nil
    let columns = stages.map { stage -> [String: Any] in
      let cards = page.items.filter { $0["stage"]?.stringValue == stage.code }
        .map { card($0, words, visit) }
      return [
        "name": stage.name, "count": isWhole ? String(cards.count) : "\(cards.count)+",
        "cards": cards,
      ]
    }
    return try visit.show(
      "listing", title: visit.say("listing"),
      [
        "boards": boards.map {
          ["code": $0.code, "name": $0.name, "here": $0.code == code] as [String: Any]
        }, "board": code, "columns": columns, "none": page.items.isEmpty,
        "files": ["at": "/console/listing/boards/\(code)"],
        "next": page.next.map { $0.uuidString.lowercased() as Any } ?? false,
      ])
  }

  /// All live cases of a board, as its files hold them.
  private static func sheet(_ visit: Visit) async throws -> TableSheet {
    let actor = try visit.actor()
    let code = visit.parameters["board"] ?? ""
    guard let board = try await boards(visit).first(where: { $0.code == code }) else {
      throw PageError.refused(.notFound)
    }
    let found = try await Gathered { page in
      try await visit.backend.listingCases(
        state: "live", board: code, enterprise: nil, region: nil, page: page, actor: actor)
    }
    let words = BoardWords(
      try await visit.backend.board(code, asOf: nil, actor: actor), figures: visit.figures)
    return TableSheet(
      caption: "\(visit.say("listing")) · \(board.name)",
      names: ["number", "stage", "since", "target", "state", "at_risk"],
      texts: found.items.map { one in
        let risk = CaseRisk(one, today: visit.today)
        return [
          one["id"]?.stringValue ?? "",
          visit.label(one["stage_label"]) ?? one["stage"]?.stringValue ?? "",
          one["since_on"]?.stringValue ?? "", one["target_on"]?.stringValue ?? "",
          risk.values(visit)["text"] ?? "", risk.told(words, visit) ?? "",
        ]
      }, notes: found.notes(visit), visit)
  }

  private static func card(
    _ one: JSON, _ words: BoardWords, _ visit: Visit
  ) -> [String: Any] {
    let risk = CaseRisk(one, today: visit.today)
    return [
      "id": one["id"]?.stringValue ?? "",
      "number": String((one["id"]?.stringValue ?? "").suffix(8)),
      "since": one["since_on"]?.stringValue ?? "",
      "target": one["target_on"]?.stringValue.map { $0 as Any } ?? false,
      "risk": risk.values(visit), "pressing": risk.told(words, visit).map { $0 as Any } ?? false,
    ]
  }

  private static func one(_ visit: Visit) async throws -> Response {
    let id: ListingCaseID = try visit.identifier()
    let actor = try visit.actor()
    let one = try await visit.backend.listingCase(id, actor: actor).value
    let words = try await visit.boardWords(of: one)
    var values = card(one, words, visit)
    values["stage"] = visit.label(one["stage_label"]) ?? one["stage"]?.stringValue ?? ""
    values["began"] = one["began_on"]?.stringValue ?? ""
    values["sponsor"] = one["sponsor"]?.stringValue.map { $0 as Any } ?? false
    let steps = one["steps"]?.arrayValue ?? []
    values["steps"] = steps.map { step in
      [
        "on": step["on"]?.stringValue ?? "",
        "from": words.stage(step["from"]?.stringValue ?? ""),
        "to": words.stage(step["to"]?.stringValue ?? ""),
      ]
    }
    let verbs = one["verbs"]?.arrayValue ?? []
    values["has_verbs"] = !verbs.isEmpty
    values["verbs"] = verbs.map { verb in
      let (code, role) = (verb["verb"]?.stringValue ?? "", verb["role"]?.stringValue ?? "")
      return [
        "verb": code, "role": role, "text": words.verb(code), "role_text": words.role(role),
      ]
    }
    values["may_plan"] = one["live"]?.boolValue ?? false && actor.role != .auditor
    let alerts = one["alerts"]?.arrayValue ?? []
    values["has_alerts"] = !alerts.isEmpty
    values["alerts"] = alerts.map { alert in
      [
        "gate": words.work(alert["gate"]?.stringValue ?? ""),
        "due": alert["due_on"]?.stringValue ?? "",
        "earliest": alert["earliest_on"]?.stringValue ?? "",
      ]
    }
    values["plan_files"] = ["at": "\(visit.path)/plan"]
    values["plan"] = try await plan(id, words, visit).map { $0 as Any } ?? false
    return try visit.show("listing_case", title: visit.say("listing_case"), values)
  }

  /// The work of a plan, as its files hold it.
  private static func planSheet(_ visit: Visit) async throws -> TableSheet {
    let id: ListingCaseID = try visit.identifier()
    let actor = try visit.actor()
    let one = try await visit.backend.listingCase(id, actor: actor).value
    let words = try await visit.boardWords(of: one)
    let view = try await visit.backend.listingPlan(of: id, target: nil, actor: actor)
    guard let plan = view.given("plan"), let chart = GanttChart(plan, stage: words.stage) else {
      throw PageError.refused(.notFound)
    }
    return TableSheet(
      caption: "\(visit.say("plan")) \(view["target_on"]?.stringValue ?? "")",
      names: GanttChart.names, texts: chart.rows, notes: [], visit)
  }

  /// The plan as a chart and a table; nil while there is nothing to plan to.
  private static func plan(
    _ id: ListingCaseID, _ words: BoardWords, _ visit: Visit
  ) async throws -> [String: Any]? {
    let view: JSON
    do {
      view = try await visit.backend.listingPlan(of: id, target: nil, actor: try visit.actor())
    } catch ApplicationError.invalid {
      return nil
    } catch ApplicationError.conflict {
      return nil
    }
    let binding = view.given("binding")
    var values: [String: Any] = [
      "target_on": view["target_on"]?.stringValue ?? "", "chart": false,
      "binding": binding?["gate"]?.stringValue.map { words.stage($0) as Any } ?? false,
      "binding_due": binding?["due_on"]?.stringValue ?? "",
      "binding_earliest": binding?["earliest_on"]?.stringValue ?? "",
    ]
    if let plan = view.given("plan"), let chart = GanttChart(plan, stage: words.stage) {
      values["chart"] = chart.values
      values["slack"] = String(plan["slack_days"]?.intValue ?? 0)
      values["latest_start"] = plan["latest_start"]?.stringValue ?? ""
    }
    return values
  }
}
