import API
import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// What an enterprise lets institutions read, and who read what.
enum ConsentPages {
  static let all: [PageRoute] =
    pages
    + SheetPages.files(of: "/console/consents", PageRoute.enterprises) { try await sheet($0) }
    + SheetPages.files(of: "/console/consents/log", PageRoute.enterprises) { visit in
      try await logSheet(visit)
    }

  private static let pages: [PageRoute] = [
    PageRoute(.get, "/console/consents", PageRoute.enterprises) { try await list($0) },
    PageRoute(.get, "/console/needs/{id}/consents/{institution}", PageRoute.enterprises) { visit in
      try show(form(visit, isNew: true), visit)
    },
    PageRoute(.post, "/console/needs/{id}/consents/{institution}", PageRoute.enterprises) {
      try await grant($0)
    },
    PageRoute(.post, "/console/consents/{id}/revoke", PageRoute.enterprises) { visit in
      _ = try await visit.backend.revokeConsent(
        try visit.identifier(), actor: try visit.actor(),
        idempotency: try visit.idempotency([:]))
      return visit.go(to: "/console/consents")
    },
  ]

  private static let rows = 50
  /// What consents are asked for, in the order of the form; all else goes by the API.
  private static let offered = ["registry", "need", "tax", "finance", "credit", "legal"]
  private static let dayNames = ["30", "90", "180"]

  private static func list(_ visit: Visit) async throws -> Response {
    guard let id = try await own(visit) else { return visit.go(to: "/console/enterprise") }
    let actor = try visit.actor()
    let consents = try await visit.backend.consents(
      of: id,
      page: PageRequest(
        limit: rows, after: visit.query["consents_after"].flatMap { UUID(uuidString: $0) }),
      actor: actor)
    let log = try await visit.backend.accessLog(
      of: id, page: visit.page(limit: rows), actor: actor)
    return try visit.show(
      "consents", title: visit.say("consents"),
      [
        "consents": consents.items.map { consent($0, visit) },
        "next_consents": consents.next.map { $0.uuidString.lowercased() as Any } ?? false,
        "none": consents.items.isEmpty, "reads": log.items.map { access($0, visit) },
        "no_reads": log.items.isEmpty,
        "next": log.next.map { $0.uuidString.lowercased() as Any } ?? false,
        "consent_files": ["at": visit.path], "log_files": ["at": "\(visit.path)/log"],
      ])
  }

  /// The enterprise of the caller; nil before it is registered.
  private static func own(_ visit: Visit) async throws -> EnterpriseID? {
    let own = try await visit.ownEnterprise()
    return own?["id"]?.stringValue.flatMap { EnterpriseID($0) }
  }

  /// All consents, as the files of the page hold them.
  private static func sheet(_ visit: Visit) async throws -> TableSheet {
    guard let id = try await own(visit) else { throw PageError.refused(.notFound) }
    let actor = try visit.actor()
    let found = try await Gathered { page in
      try await visit.backend.consents(of: id, page: page, actor: actor)
    }
    return TableSheet(
      caption: visit.say("consent"),
      names: ["institution", "state", "consent_purpose", "consent_fields", "expires", "reads"],
      texts: found.items.map { one in
        let told = consent(one, visit)
        return ["institution", "state", "purpose", "fields", "expires", "reads"].map {
          told[$0] as? String ?? ""
        }
      }, notes: found.notes(visit), visit)
  }

  /// The whole access log, as its files hold it.
  private static func logSheet(_ visit: Visit) async throws -> TableSheet {
    guard let id = try await own(visit) else { throw PageError.refused(.notFound) }
    let actor = try visit.actor()
    let found = try await Gathered { page in
      try await visit.backend.accessLog(of: id, page: page, actor: actor)
    }
    return TableSheet(
      caption: visit.say("read_log"),
      names: ["at", "reader_stands_for", "reader", "what_was_read", "reader_role", "read_basis"],
      texts: found.items.map { entry in
        let told = access(entry, visit)
        return ["at", "organisation", "reader", "what", "role", "basis"].map { told[$0] ?? "" }
      }, notes: found.notes(visit), visit)
  }

  private static func consent(_ consent: JSON, _ visit: Visit) -> [String: Any] {
    let state = consent["state"]?.stringValue ?? ""
    let purpose = consent["purpose"]?.stringValue ?? ""
    return [
      "id": consent["id"]?.stringValue ?? "",
      "institution": consent["institution"]?.stringValue ?? "",
      "purpose": visit.say("purpose_\(purpose)"), "fields": names(consent["fields"], visit),
      "state": visit.say("consent_\(state)"), "live": state == "authorised",
      "expires": visit.figures.time(consent["expires_at"]?.stringValue) ?? "",
      "reads": String(consent["reads"]?.intValue ?? 0),
    ]
  }

  /// What was read is the fields that a consent names, or else a whole document.
  private static func access(_ entry: JSON, _ visit: Visit) -> [String: String] {
    func word(_ prefix: String, _ name: String) -> String {
      entry[name]?.stringValue.map { visit.say(prefix + $0) } ?? ""
    }
    let fields = names(entry["fields"], visit)
    return [
      "at": visit.figures.time(entry["read_at"]?.stringValue) ?? "",
      "organisation": entry["organisation"]?.stringValue ?? entry["institution"]?.stringValue ?? "",
      "reader": entry["reader"]?.stringValue ?? "", "role": word("role_", "role"),
      "what": fields.isEmpty ? word("document_", "document") : fields,
      "basis": word("basis_", "basis"),
    ]
  }

  private static func names(_ fields: JSON?, _ visit: Visit) -> String {
    (fields?.arrayValue ?? []).compactMap(\.stringValue).map { visit.say("group_\($0)") }
      .joined(separator: "、")
  }

  /// - Parameter isNew: with what most institutions ask for; else with what was typed.
  private static func form(_ visit: Visit, isNew: Bool) -> Form {
    func rule(_ name: String) -> FormSchema.Rule {
      visit.parts.schema.rule("ConsentInput", name)
    }
    func choices(_ names: [String], _ prefix: String) -> [Field.Choice] {
      names.map { Field.Choice(value: $0, label: visit.say(prefix + $0)) }
    }
    return Form(fields: [
      Field(
        "fields", visit.say("consent_fields"), .boxes(choices(offered, "group_")),
        hint: visit.say("consent_fields_hint"),
        typed: isNew ? ["registry"] : visit.form.all("fields"), rule: rule("fields")),
      Field(
        "purpose", visit.say("consent_purpose"),
        .select(choices(rule("purpose").values, "purpose_")),
        typed: [isNew ? "loan_assessment" : visit.form.typed("purpose")], rule: rule("purpose")),
      Field(
        "days", visit.say("consent_days"), .select(choices(dayNames, "days_")),
        typed: [isNew ? dayNames[0] : visit.form.typed("days")], rule: rule("expires_at")),
    ])
  }

  private static func show(
    _ form: Form, _ visit: Visit, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    try visit.show(
      form, title: visit.say("grant_consent"), submit: visit.say("grant_consent"),
      ["lead": "\(visit.say("consent_lead")) \(visit.parameters["institution"] ?? "")"],
      status: status)
  }

  private static func grant(_ visit: Visit) async throws -> Response {
    let need: NeedID = try visit.identifier()
    let days = visit.form["days"].flatMap { dayNames.contains($0) ? Int64($0) : nil }
    let now = visit.parts.clock.now()
    var body: [String: JSON] = [
      "need_id": .string(need.text), "institution": .optional(visit.parameters["institution"]),
      "fields": .array(visit.form.all("fields").map(JSON.string)),
    ]
    body["purpose"] = visit.form["purpose"].map(JSON.string)
    // Until when it counts follows from the moment it is sent, and differs each time.
    let idempotency = try visit.idempotency(["body": .object(body), "days": .optional(days)])
    body["expires_at"] = days.map { .string(now.adding(milliseconds: $0 * 86_400_000).text) }
    let sent = JSON.object(body)
    return try await visit.send(
      form(visit, isNew: false),
      places: ["/fields": "fields", "/purpose": "purpose", "/expires_at": "days"],
      again: { try show($0, visit, status: $1) },
      act: {
        _ = try await visit.backend.grantConsent(
          sent, actor: try visit.actor(), idempotency: idempotency)
        return visit.go(to: "/console/consents")
      })
  }
}
