import API
import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// Early warnings: the list with its files, and one of them with its rule, its figures and its history.
enum WarningPages {
  static let all: [PageRoute] =
    [
      PageRoute(.get, "/console/warnings", PageRoute.watchers) { visit in
        let place = visit.isOverseer ? try visit.ownPlace().code : WarningChoice.every
        return visit.go(
          to: WarningChoice.address(place, WarningChoice.every, WarningChoice.live))
      },
      PageRoute(.get, "/console/warnings/{id}", PageRoute.watchers) { try await one($0) },
    ] + pages.routes
    + SheetPages.files(of: "/console/warnings/{id}/rule", PageRoute.watchers) { visit in
      let (warning, words) = try await told(visit)
      return sheet(
        words.conditions, "warning_rule", warning,
        [
          ("indicator", "label"), ("measure", "how"), ("level_yellow", "yellow"),
          ("level_orange", "orange"), ("level_red", "red"), ("measured", "value"),
        ], visit)
    }
    + SheetPages.files(of: "/console/warnings/{id}/figures", PageRoute.watchers) { visit in
      let (warning, words) = try await told(visit)
      return sheet(
        words.figures, "figures_behind", warning,
        [("indicator", "label"), ("source", "source"), ("period", "period"), ("value", "figure")],
        visit)
    }

  private static let pages = SheetPages(
    template: "warnings", path: WarningChoice.address("{region}", "{level}", "{state}"),
    access: PageRoute.watchers, content: { try await content($0) },
    whole: { try await whole($0) })

  private static let rows = 50

  // MARK: The list

  private static func content(_ visit: Visit) async throws -> SheetPages.Content {
    let choice = try WarningChoice(visit)
    let page = try await visit.backend.warnings(
      choice.filter, page: visit.page(limit: rows), actor: try visit.actor())
    var values: [String: Any] = [
      "list": visit.path, "none": page.items.isEmpty,
      "next": page.next.map { $0.uuidString.lowercased() as Any } ?? false,
      "levels": WarningChoice.levels.map { level in
        tab("level_\(level)", choice.address(level: level), level == choice.level, visit)
      },
      "states": WarningChoice.states.map { state in
        tab("warning_\(state)", choice.address(state: state), state == choice.state, visit)
      }, "has_places": choice.place != nil, "is_own": visit.caller?.role == .enterprise,
    ]
    if let place = choice.place {
      func link(_ place: Place) -> [String: Any] {
        ["place": choice.address(in: place), "text": place.name]
      }
      values["region_name"] = place.name
      values["above"] = visit.above(place).map(link)
      values["below"] = visit.below(place).map(link)
    }
    return SheetPages.Content(
      title: visit.say("warnings"), sheet: table(page.items, choice, visit), values: values)
  }

  private static func tab(
    _ word: String, _ place: String, _ isHere: Bool, _ visit: Visit
  ) -> [String: Any] {
    ["place": place, "text": visit.say(word), "here": isHere]
  }

  /// All that the page leads to, page by page.
  private static func whole(_ visit: Visit) async throws -> TableSheet {
    let choice = try WarningChoice(visit)
    let actor = try visit.actor()
    let found = try await Gathered { page in
      try await visit.backend.warnings(choice.filter, page: page, actor: actor)
    }
    var sheet = table(found.items, choice, visit)
    sheet.notes += found.notes(visit)
    return sheet
  }

  private static func table(
    _ warnings: [JSON], _ choice: WarningChoice, _ visit: Visit
  ) -> TableSheet {
    let own: [String] =
      switch visit.caller?.role {
      case .operator, .auditor, .service: ["enterprise_number", "assignee", "due"]
      case .liaison, .liaisonManager: ["concerns"]
      case .enterprise, nil: []
      }
    let names = ["warning", "level", "state", "period"] + own + ["opened_at"]
    let chosen = [
      choice.place?.name, visit.say("level_\(choice.level)"), visit.say("warning_\(choice.state)"),
    ]
    return TableSheet(
      caption: ([visit.say("warnings")] + chosen.compactMap(\.self)).joined(separator: " · "),
      columns: names.map { TableSheet.Column(title: visit.say($0), isNumber: false) },
      rows: warnings.map { row($0, visit) })
  }

  private static func row(_ warning: JSON, _ visit: Visit) -> [TableSheet.Cell] {
    func text(_ json: JSON?) -> String { json?.stringValue ?? "—" }
    var cells = [
      TableSheet.Cell(
        name(warning, visit), address: "/console/warnings/\(warning["id"]?.stringValue ?? "")"),
      TableSheet.Cell(visit.say("level_\(warning["level"]?.stringValue ?? "")")),
      TableSheet.Cell(state(warning, visit)), TableSheet.Cell(text(warning["since"])),
    ]
    switch visit.caller?.role {
    case .operator, .auditor, .service:
      let enterprise = warning["enterprise_id"]?.stringValue ?? ""
      cells += [
        TableSheet.Cell(
          String(enterprise.suffix(8)), address: "/console/lineage/\(enterprise)"),
        TableSheet.Cell(text(warning["assignee"])), TableSheet.Cell(due(warning, visit) ?? "—"),
      ]
    case .enterprise, nil: break
    case .liaison, .liaisonManager:
      let parts = (warning["concerns"]?.arrayValue ?? []).map { part($0, visit) }
      cells.append(
        TableSheet.Cell(
          parts.map { "\($0.kind) \($0.number)" }.joined(separator: "、")))
    }
    return cells + [
      TableSheet.Cell(visit.figures.time(warning["opened_at"]?.stringValue) ?? "—")
    ]
  }

  /// What it warns of.
  static func name(_ warning: JSON, _ visit: Visit) -> String {
    visit.label(warning.given("label")) ?? warning["rule"]?.stringValue ?? ""
  }

  static func state(_ warning: JSON, _ visit: Visit) -> String {
    visit.label(warning.given("state_label")) ?? warning["state"]?.stringValue ?? ""
  }

  /// Until when somebody should see to it, and how many working days are left.
  private static func due(_ warning: JSON, _ visit: Visit) -> String? {
    let due = warning["due_at"]?.stringValue
    guard let time = visit.figures.time(due) else { return nil }
    return [time, visit.workingDays(until: due).map { "(\($0))" }].compactMap(\.self)
      .joined(separator: " ")
  }

  /// Something that an institution has with an enterprise.
  private struct Part {
    var kind: String
    var number: String
    var state: String
    /// The page that tells more of it, where the caller has one.
    var address: String?
  }

  private static func part(_ part: JSON, _ visit: Visit) -> Part {
    let kind = part["kind"]?.stringValue ?? ""
    let id = part["subject_id"]?.stringValue ?? ""
    let address: String? =
      switch kind {
      case "listing_case": "/console/listing/cases/\(id)"
      case "offer":
        visit.caller.map { PageRoute.institutions.admits($0.role) } ?? false
          ? "/console/offers/\(id)" : nil
      default: nil
      }
    return Part(
      kind: visit.say("touch_\(kind)"), number: String(id.suffix(8)),
      state: part["state"]?.stringValue ?? "", address: address)
  }

  // MARK: One

  private static func told(_ visit: Visit) async throws -> (warning: JSON, words: WarningWords) {
    let warning = try await visit.backend.warning(
      try visit.identifier(), actor: try visit.actor()
    ).value
    return (warning, try await WarningWords(of: warning, visit))
  }

  /// A table of a warning's page, as its files hold it.
  ///
  /// - Parameter columns: the word of each, and what it has of a row.
  private static func sheet(
    _ rows: [[String: Any]], _ word: String, _ warning: JSON,
    _ columns: [(word: String, member: String)], _ visit: Visit
  ) -> TableSheet {
    TableSheet(
      caption: "\(name(warning, visit)) · \(visit.say(word))", names: columns.map(\.word),
      texts: rows.map { row in columns.map { row[$0.member] as? String ?? "" } }, notes: [], visit)
  }

  private static func one(_ visit: Visit) async throws -> Response {
    let id: WarningID = try visit.identifier()
    let (warning, words) = try await told(visit)
    let conditions = words.conditions
    let figures = words.figures
    let verbs = (warning["verbs"]?.arrayValue ?? []).compactMap(\.stringValue)
      .filter(WarningForms.verbs.contains)
    let lists = ["concerns", "touched"].compactMap { parts(warning[$0], $0, visit) }
    let lines = try await lines(warning, visit) + words.lines
    return try visit.show(
      "warning", title: "\(visit.say("warning")) · \(name(warning, visit))",
      [
        "id": id.text, "level": visit.say("level_\(warning["level"]?.stringValue ?? "")"),
        "kind": warning["level"] == "red" ? "late" : "near", "state": state(warning, visit),
        "lines": lines, "rule_files": ["at": "\(visit.path)/rule"],
        "figure_files": ["at": "\(visit.path)/figures"],
        "is_default": warning["platform_default"]?.boolValue ?? false,
        "has_conditions": !conditions.isEmpty, "conditions": conditions,
        "has_figures": !figures.isEmpty, "figures": figures, "parts": lists,
        "has_verbs": !verbs.isEmpty,
        "verbs": verbs.map { ["verb": $0, "text": visit.say("warning_verb_\($0)")] },
        "steps": (warning["steps"]?.arrayValue ?? []).map { step($0, visit) },
      ])
  }

  private static func lines(_ warning: JSON, _ visit: Visit) async throws -> [[String: Any]] {
    var lines: [[String: Any]] = []
    // Whom it is about an institution reads through an offer, by what its consent names.
    if visit.isOverseer,
      let enterprise = warning["enterprise_id"]?.stringValue.flatMap({ EnterpriseID($0) })
    {
      lines += EnterprisePages.lines(
        try await visit.backend.enterprise(enterprise, actor: try visit.actor()).value, visit)
    }
    let periods = [warning["begun"]?.stringValue, warning["since"]?.stringValue]
    let told: [(word: String, text: String?)] = [
      ("begun_and_since", periods.compactMap(\.self).joined(separator: " / ")),
      // Until when officials see to it is theirs to mind.
      ("due", visit.caller?.role == .enterprise ? nil : due(warning, visit)),
      ("assignee", warning["assignee"]?.stringValue),
      ("reason", warning["reason"]?.stringValue.map { visit.say("warning_reason_\($0)") }),
      ("note", warning["note"]?.stringValue),
      ("opened_at", visit.figures.time(warning["opened_at"]?.stringValue)),
      ("document", citation(warning["citation"])),
    ]
    for line in told {
      if let text = line.text { lines.append(["term": visit.say(line.word), "text": text]) }
    }
    return lines
  }

  private static func citation(_ citation: JSON?) -> String? {
    guard let document = citation?["document"]?.stringValue else { return nil }
    return [document, citation?["clause"]?.stringValue].compactMap(\.self).joined(separator: " ")
  }

  /// A list of what an enterprise has under way; nil when there is none.
  private static func parts(_ json: JSON?, _ name: String, _ visit: Visit) -> [String: Any]? {
    guard let list = json?.arrayValue, !list.isEmpty else { return nil }
    return [
      "title": visit.say(name), "name": name,
      "list": list.map { each -> [String: Any] in
        let part = part(each, visit)
        return [
          "kind": part.kind, "number": part.number, "state": part.state,
          "address": part.address.map { $0 as Any } ?? false,
        ]
      },
    ]
  }

  private static func step(_ step: JSON, _ visit: Visit) -> [String: Any] {
    let role = visit.say("role_\(step["role"]?.stringValue ?? "")")
    let who = [role, step["actor"]?.stringValue].compactMap(\.self).joined(separator: " ")
    return [
      "at": visit.figures.time(step["at"]?.stringValue) ?? "",
      "text": visit.say("warning_verb_\(step["verb"]?.stringValue ?? "")"),
      "level": visit.say("level_\(step["level"]?.stringValue ?? "")"), "who": who,
    ]
  }
}
