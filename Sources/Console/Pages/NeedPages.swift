import API
import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// Needs: the list, the form, and what becomes of one.
enum NeedPages {
  static let all: [PageRoute] =
    pages
    + SheetPages.files(of: "/console/needs", PageRoute.readers) { try await sheet($0) }
    + SheetPages.files(of: "/console/needs/{id}/offers", PageRoute.readers) { visit in
      try await offerSheet(visit)
    }

  private static let pages: [PageRoute] = [
    PageRoute(.get, "/console/needs", PageRoute.readers) { try await list($0) },
    PageRoute(.get, "/console/needs/new", PageRoute.enterprises) { visit in
      guard let own = try await visit.ownEnterprise() else {
        return visit.go(to: "/console/enterprise")
      }
      let draft = try await visit.draft(of: own)
      return try await NeedForm(visit, typed: FormBody(json: draft?["fields"] ?? [:])).show(
        own, savedAt: draft?["saved_at"]?.stringValue)
    },
    PageRoute(.post, "/console/needs", PageRoute.enterprises) { try await submit($0) },
    PageRoute(.get, "/console/needs/{id}", PageRoute.readers) { try await one($0) },
    PageRoute(.get, "/console/needs/{id}/live", PageRoute.readers, isBackground: true) { visit in
      try await LiveUpdates(visit).response()
    },
    PageRoute(.post, "/console/needs/{id}/referral", PageRoute.enterprises) { visit in
      let id: NeedID = try visit.identifier()
      _ = try await visit.backend.referNeed(
        id, [:], actor: try visit.actor(), idempotency: try visit.idempotency([:]))
      return visit.go(to: "/console/needs/\(id)")
    },
  ]

  private static let rows = 20

  /// - Parameter place: of enterprises there alone; nil for all that the caller may see.
  static func list(
    _ visit: Visit, in place: Place? = nil
  ) async throws -> Response {
    let page = try await visit.backend.needs(
      status: nil, enterprise: nil, region: place?.asked, page: visit.page(limit: rows),
      actor: try visit.actor())
    let words = try await visit.factWords()
    let needs: [[String: Any]] = page.items.map { need in
      var row: [String: Any] = summary(need, words, visit)
      row["id"] = need["id"]?.stringValue ?? ""
      return row
    }
    return try visit.show(
      "needs",
      title: [visit.say("needs"), place?.name].compactMap(\.self).joined(separator: " · "),
      [
        "list": visit.path, "at": visit.path,
        "needs": needs, "none": needs.isEmpty, "may_ask": try visit.actor().role == .enterprise,
        "next": page.next.map { $0.uuidString.lowercased() as Any } ?? false,
      ])
  }

  /// All needs of a list, as its files hold them.
  static func sheet(
    _ visit: Visit, in place: Place? = nil
  ) async throws -> TableSheet {
    let actor = try visit.actor()
    let words = try await visit.factWords()
    let found = try await Gathered { page in
      try await visit.backend.needs(
        status: nil, enterprise: nil, region: place?.asked, page: page, actor: actor)
    }
    let names = ["amount", "tenor", "purpose", "state", "at"]
    return TableSheet(
      caption: [visit.say("needs"), place?.name].compactMap(\.self).joined(separator: " · "),
      names: ["number"] + names,
      texts: found.items.map { need in
        let told = summary(need, words, visit)
        return [need["id"]?.stringValue ?? ""] + names.map { told[$0] ?? "" }
      }, notes: found.notes(visit), visit)
  }

  /// A need in words.
  static func summary(_ need: JSON, _ words: FactWords, _ visit: Visit) -> [String: String] {
    let purpose = need["purpose"]?.stringValue ?? ""
    return [
      "amount": visit.figures.money(need["amount"]) ?? "",
      "tenor": "\(need["tenor_months"]?.intValue ?? 0) \(visit.say("months"))",
      "purpose": words.label("need.purpose", value: purpose),
      "state": visit.say("match_\(need["match"]?["state"]?.stringValue ?? "pending")"),
      "at": visit.figures.time(need["created_at"]?.stringValue) ?? "",
    ]
  }

  private static func submit(_ visit: Visit) async throws -> Response {
    guard let own = try await visit.ownEnterprise(), let enterprise = own["id"] else {
      return visit.go(to: "/console/enterprise")
    }
    let id = own["id"]?.stringValue.flatMap { EnterpriseID($0) }
    var form = try await NeedForm(visit, typed: visit.form)
    form.form = visit.told(form.form)
    // Both buttons send the whole form; this one asks for nothing but to keep it.
    let isKept = visit.form["keep"] != nil
    let body = isKept ? .null : form.body(of: enterprise)
    guard !form.form.hasErrors else { return try form.show(own, status: .unprocessableContent) }
    let shown = form
    return try await visit.send(
      form.form, places: NeedForm.places,
      again: { refused, status in
        var again = shown
        again.form = refused
        return try again.show(own, status: status)
      },
      act: {
        if isKept, let id {
          try await visit.backend.saveNeedDraft(
            of: id, visit.form.json(of: NeedForm.names), actor: try visit.actor())
          return visit.go(to: "/console/needs/new")
        }
        let answer = try await visit.backend.submitNeed(
          body, actor: try visit.actor(), idempotency: try visit.idempotency(body))
        if let id { try await visit.backend.dropNeedDraft(of: id, actor: try visit.actor()) }
        return visit.go(to: "/console/needs/\(answer.body["id"]?.stringValue ?? "")")
      })
  }

  private static func one(_ visit: Visit) async throws -> Response {
    let id: NeedID = try visit.identifier()
    let actor = try visit.actor()
    let need = try await visit.backend.need(id, actor: actor).value
    let referral = try await visit.referral(of: id)
    let words = try await visit.factWords()
    let isOwner = actor.role == .enterprise
    let isDecided = need["match"]?["state"] == "decided"
    let offers = referral?["offers"]?.arrayValue ?? []
    var values: [String: Any] = summary(need, words, visit)
    values["id"] = id.text
    values["live_state"] = LiveUpdates.state(need, referral)
    values["decided"] = isDecided
    values["pending"] = need["match"]?["state"] == "pending"
    values["may_refer"] = isOwner && isDecided && referral?["state"] != "active"
    values["referred_at"] =
      visit.figures.time(referral?["created_at"]?.stringValue).map { $0 as Any } ?? false
    values["has_offers"] = !offers.isEmpty
    values["offer_files"] = ["at": "/console/needs/\(id)/offers"]
    values["offers"] = offers.map { offer -> [String: Any] in
      let state = offer["state"]?.stringValue ?? ""
      var row = line(offer, visit)
      row["code"] = offer["institution"]?["code"]?.stringValue ?? ""
      row["left"] =
        visit.workingDays(until: offer["due_at"]?.stringValue).map { $0 as Any } ?? false
      row["may_consent"] = isOwner && ["offered", "claimed", "contacted"].contains(state)
      return row
    }
    return try visit.show("need", title: visit.say("need"), values, isLive: true)
  }

  private static func line(_ offer: JSON, _ visit: Visit) -> [String: Any] {
    [
      "institution": visit.institution(offer["institution"]),
      "product": visit.label(offer["product_name"]) ?? offer["product"]?.stringValue ?? "",
      "state": visit.label(offer["state_label"]) ?? offer["state"]?.stringValue ?? "",
      "due": visit.figures.time(offer["due_at"]?.stringValue).map { $0 as Any } ?? false,
    ]
  }

  /// The offers of a need, as the files of its page hold them.
  private static func offerSheet(_ visit: Visit) async throws -> TableSheet {
    let offers =
      try await visit.referral(of: try visit.identifier())?["offers"]?.arrayValue ?? []
    return TableSheet(
      caption: "\(visit.say("need")) · \(visit.say("offers"))",
      names: ["institution", "product_name", "state", "due"],
      texts: offers.map { offer in
        let told = line(offer, visit)
        return ["institution", "product", "state", "due"].map { told[$0] as? String ?? "" }
      }, notes: [], visit)
  }
}

extension Visit {
  /// What was kept of the form of a need.
  func draft(of enterprise: JSON) async throws -> JSON? {
    guard let id = enterprise["id"]?.stringValue.flatMap({ EnterpriseID($0) }) else { return nil }
    return try await backend.needDraft(of: id, actor: try actor())
  }

  /// How a need goes to institutions; nil while it does not.
  func referral(of need: NeedID) async throws -> JSON? {
    do {
      return try await backend.referral(of: need, actor: try actor()).value
    } catch ApplicationError.notFound {
      return nil
    }
  }

  /// An institution's name, or its code.
  func institution(_ json: JSON?) -> String {
    label(json?["name"]) ?? json?["code"]?.stringValue ?? ""
  }

  /// Working days until a moment, in words; nil for none.
  func workingDays(until text: String?) -> String? {
    guard let text, let instant = Instant(text) else { return nil }
    let days = parts.calendar.workingDays(after: today, through: instant.legalDate).value
    return days < 0
      ? "\(say("overdue_by")) \(-days) \(say("working_days"))"
      : "\(say("left")) \(days) \(say("working_days"))"
  }
}
