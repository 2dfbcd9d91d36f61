import API
import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// What an enterprise lets institutions read, and who read what.
enum ConsentPages {
  static let all: [PageRoute] = [
    PageRoute(.get, "/console/consents", PageRoute.enterprises) { try await list($0) },
    PageRoute(.post, "/console/consents", PageRoute.enterprises) { try await grant($0) },
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
  private static let purposeNames = [
    "loan_assessment", "guarantee_assessment", "lease_assessment", "receivables_assessment",
  ]
  private static let dayNames = ["30", "90", "180"]

  static func groups(_ visit: Visit) -> [[String: Any]] {
    offered.map { ["value": $0, "label": visit.say("group_\($0)"), "chosen": $0 == "registry"] }
  }

  static func purposes(_ visit: Visit) -> [[String: Any]] {
    purposeNames.map { ["value": $0, "label": visit.say("purpose_\($0)")] }
  }

  private static func list(_ visit: Visit) async throws -> Response {
    guard let own = try await visit.ownEnterprise(),
      let id = own["id"]?.stringValue.flatMap({ EnterpriseID($0) })
    else { return visit.go(to: "/console/enterprise") }
    let actor = try visit.actor()
    let consents = try await visit.backend.consents(
      of: id, page: PageRequest(limit: rows), actor: actor)
    let log = try await visit.backend.accessLog(
      of: id, page: visit.page(limit: rows), actor: actor)
    return try visit.show(
      "consents", title: visit.say("consents"),
      [
        "consents": consents.items.map { consent($0, visit) },
        "none": consents.items.isEmpty, "reads": log.items.map { access($0, visit) },
        "no_reads": log.items.isEmpty,
        "next": log.next.map { $0.uuidString.lowercased() as Any } ?? false,
      ])
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

  private static func access(_ entry: JSON, _ visit: Visit) -> [String: Any] {
    [
      "at": visit.figures.time(entry["read_at"]?.stringValue) ?? "",
      "institution": entry["institution"]?.stringValue ?? "",
      "reader": entry["reader"]?.stringValue ?? "", "fields": names(entry["fields"], visit),
    ]
  }

  private static func names(_ fields: JSON?, _ visit: Visit) -> String {
    (fields?.arrayValue ?? []).compactMap(\.stringValue).map { visit.say("group_\($0)") }
      .joined(separator: "、")
  }

  /// Faults are told on a page of their own: the form is one of many on the page of a need.
  private static func grant(_ visit: Visit) async throws -> Response {
    let form = visit.form
    let days = form["days"].flatMap { dayNames.contains($0) ? Int64($0) : nil } ?? 30
    let now = visit.parts.clock.now()
    var body: [String: JSON] = [
      "fields": .array(form.all("fields").map(JSON.string)),
      "expires_at": .string(now.adding(milliseconds: days * 86_400_000).text),
    ]
    for name in ["need_id", "institution", "purpose"] { body[name] = form[name].map(JSON.string) }
    // Until when it counts is no choice of the form, and differs each time it is sent.
    var asked = body
    asked["expires_at"] = .int(days)
    do {
      _ = try await visit.backend.grantConsent(
        .object(body), actor: try visit.actor(),
        idempotency: try visit.idempotency(.object(asked)))
      return visit.go(to: "/console/consents")
    } catch ApplicationError.invalid(let faults) {
      return try visit.show(
        "faults", title: visit.say("not_granted"),
        ["faults": faults.map { ["text": visit.say($0)] }], status: .unprocessableContent)
    }
  }
}
