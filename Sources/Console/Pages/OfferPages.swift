import API
import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// What institutions have before them: the inbox, one offer, who stands behind it, and the verbs.
enum OfferPages {
  static let all: [PageRoute] =
    pages
    + SheetPages.files(of: "/console/offers", PageRoute.institutions) { try await sheet($0) }
    + SheetPages.files(of: "/console/offers/{id}/enterprise", PageRoute.institutions) { visit in
      try await factSheet(visit)
    }

  private static let pages: [PageRoute] =
    [
      PageRoute(.get, "/console/offers", PageRoute.institutions) { try await inbox($0) },
      PageRoute(.get, "/console/offers/{id}", PageRoute.institutions) { try await one($0) },
      PageRoute(.get, "/console/offers/{id}/enterprise", PageRoute.institutions) { visit in
        try await enterprise(visit)
      },
    ] + OfferForms.verbs.flatMap { verb in [OfferForms.page(verb), OfferForms.step(verb)] }

  private static let rows = 30

  private static func inbox(_ visit: Visit) async throws -> Response {
    let page = try await visit.backend.offers(
      state: nil, region: nil, page: visit.page(limit: rows), actor: try visit.actor())
    let offers = page.items.map { offer -> [String: Any] in
      var row = line(offer, visit)
      row["overdue"] = visit.isOver(offer["due_at"]?.stringValue)
      return row
    }
    return try visit.show(
      "offers", title: visit.say("offers"),
      [
        "offers": offers, "none": offers.isEmpty, "at": visit.path,
        "next": page.next.map { $0.uuidString.lowercased() as Any } ?? false,
      ])
  }

  /// The whole inbox, as its files hold it.
  private static func sheet(_ visit: Visit) async throws -> TableSheet {
    let actor = try visit.actor()
    let found = try await Gathered { page in
      try await visit.backend.offers(state: nil, region: nil, page: page, actor: actor)
    }
    return TableSheet(
      caption: visit.say("offers"),
      names: ["number", "product_name", "state", "due", "assignee", "since"],
      texts: found.items.map { offer in
        let told = line(offer, visit)
        return ["id", "product", "state", "due", "assignee", "since"].map {
          told[$0] as? String ?? ""
        }
      }, notes: found.notes(visit), visit)
  }

  private static func line(_ offer: JSON, _ visit: Visit) -> [String: Any] {
    [
      "id": offer["id"]?.stringValue ?? "",
      "product": visit.label(offer["product_name"]) ?? offer["product"]?.stringValue ?? "",
      "state": visit.label(offer["state_label"]) ?? offer["state"]?.stringValue ?? "",
      "since": visit.figures.time(offer["began_at"]?.stringValue) ?? "",
      "due": visit.figures.time(offer["due_at"]?.stringValue).map { $0 as Any } ?? false,
      "left": visit.workingDays(until: offer["due_at"]?.stringValue).map { $0 as Any } ?? false,
      "assignee": offer["assignee"]?.stringValue.map { $0 as Any } ?? false,
    ]
  }

  private static func one(_ visit: Visit) async throws -> Response {
    let id: OfferID = try visit.identifier()
    let offer = try await visit.backend.offer(id, actor: try visit.actor()).value
    let words = try await visit.factWords()
    var values = line(offer, visit)
    let verbs = (offer["verbs"]?.arrayValue ?? []).compactMap(\.stringValue)
      .compactMap(OfferVerb.init(rawValue:)).filter { OfferForms.verbs.contains($0) }
    values["verbs"] = verbs.map { verb in
      ["verb": verb.rawValue, "text": visit.say("verb_\(verb.rawValue)")]
    }
    let teaser = (offer["teaser"]?.objectValue ?? [:]).sorted { $0.key < $1.key }
    values["teaser"] = teaser.map { path, value in
      ["term": words.label(path), "text": words.text(path, value)]
    }
    values["has_teaser"] = !teaser.isEmpty
    let consent = offer["consent"]
    values["consented"] = consent?["id"] != nil
    values["consent_until"] =
      visit.figures.time(consent?["expires_at"]?.stringValue).map { $0 as Any } ?? false
    values["steps"] = (offer["steps"]?.arrayValue ?? []).map { step -> [String: Any] in
      [
        "at": visit.figures.time(step["at"]?.stringValue) ?? "",
        "text": visit.say("verb_\(step["verb"]?.stringValue ?? "")"),
      ]
    }
    return try visit.show("offer", title: visit.say("offer"), values)
  }

  /// Only what a live consent names, and every look is logged.
  private static func enterprise(_ visit: Visit) async throws -> Response {
    let id: OfferID = try visit.identifier()
    let data = try await visit.backend.identifiedData(of: id, actor: try visit.actor())
    let words = try await visit.factWords()
    let registry = data.given("enterprise")
    let need = data.given("need")
    let facts = facts(of: data, words, visit)
    return try visit.show(
      "offer_enterprise", title: visit.say("offer_enterprise"),
      [
        "id": id.text,
        "has_lines": registry != nil,
        "lines": registry.map { EnterprisePages.lines($0, visit) } ?? [],
        "amount": need.flatMap { visit.figures.money($0["amount"]) }.map { $0 as Any } ?? false,
        "tenor": need?["tenor_months"]?.intValue.map { "\($0) \(visit.say("months"))" as Any }
          ?? false,
        "facts": facts, "has_facts": !facts.isEmpty, "fact_files": ["at": visit.path],
      ])
  }

  /// The facts that a consent names, as their files hold them: another look, which is logged, too.
  private static func factSheet(_ visit: Visit) async throws -> TableSheet {
    let id: OfferID = try visit.identifier()
    let data = try await visit.backend.identifiedData(of: id, actor: try visit.actor())
    return TableSheet(
      caption: visit.say("offer_enterprise"), names: ["fact", "value", "source", "as_of"],
      texts: facts(of: data, try await visit.factWords(), visit).map { fact in
        ["term", "text", "source", "as_of"].map { fact[$0] ?? "" }
      }, notes: [], visit)
  }

  private static func facts(
    of data: JSON, _ words: FactWords, _ visit: Visit
  ) -> [[String: String]] {
    (data["facts"]?.arrayValue ?? []).map { fact in
      let path = fact["path"]?.stringValue ?? ""
      let isNone = fact["none"]?.boolValue ?? false
      return [
        "term": words.label(path),
        "text": isNone ? visit.say("known_none") : words.text(path, fact["value"] ?? .null),
        "source": fact["source"]?.stringValue ?? "", "as_of": fact["as_of"]?.stringValue ?? "",
      ]
    }
  }
}

extension Visit {
  /// Whether a moment lies behind.
  func isOver(_ text: String?) -> Bool {
    text.flatMap { Instant($0) }.map { $0 < parts.clock.now() } ?? false
  }
}
