import API
import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird

/// What a debtor says of the claims on it: the list of an enterprise's receivables on both sides, and the
/// forms that confirm or dispute one.
enum ReceivablePages {
  static let all: [PageRoute] =
    pages
    + SheetPages.files(of: "/console/receivables", PageRoute.enterprises) { try await sheet($0) }

  private static let pages: [PageRoute] =
    [PageRoute(.get, "/console/receivables", PageRoute.enterprises) { try await list($0) }]
    + verbs.flatMap { [page($0), step($0)] }

  private enum Verb: String {
    case confirm
    case dispute
  }

  private static let verbs: [Verb] = [.confirm, .dispute]
  private static let rows = 30
  private static let staleDigest = "version_digest_stale"

  private static func list(_ visit: Visit) async throws -> Response {
    let page = try await visit.backend.receivables(
      state: nil, enterprise: nil, region: nil, page: visit.page(limit: rows),
      actor: try visit.actor())
    let receivables = page.items.map { one -> [String: Any] in
      let given = (one["verbs"]?.arrayValue ?? []).compactMap(\.stringValue)
      var row: [String: Any] = line(one, visit)
      row["id"] = one["id"]?.stringValue ?? ""
      row["state"] = state(one, visit)
      row["answer_by"] = answerBy(one).map { $0 as Any } ?? false
      row["verbs"] = verbs.filter { given.contains($0.rawValue) }.map { verb in
        ["verb": verb.rawValue, "text": visit.say("verb_\(verb.rawValue)")]
      }
      return row
    }
    return try visit.show(
      "receivables", title: visit.say("receivables"),
      [
        "receivables": receivables, "none": receivables.isEmpty, "at": visit.path,
        "next": page.next.map { $0.uuidString.lowercased() as Any } ?? false,
      ])
  }

  /// All of them, as the files of the list hold them.
  private static func sheet(_ visit: Visit) async throws -> TableSheet {
    let actor = try visit.actor()
    let found = try await Gathered { page in
      try await visit.backend.receivables(
        state: nil, enterprise: nil, region: nil, page: page, actor: actor)
    }
    return TableSheet(
      caption: visit.say("receivables"),
      names: ["invoice_number", "amount", "invoiced_on", "due_on", "state", "answer_until"],
      texts: found.items.map { one in
        let told = line(one, visit)
        return ["invoice", "amount", "invoiced_on", "due"].map { told[$0] ?? "" }
          + [state(one, visit), answerBy(one) ?? ""]
      }, notes: found.notes(visit), visit)
  }

  private static func line(_ one: JSON, _ visit: Visit) -> [String: String] {
    [
      "invoice": one["invoice_number"]?.stringValue ?? "",
      "amount": visit.figures.money(one["gross"]) ?? "",
      "invoiced_on": one["invoiced_on"]?.stringValue ?? "",
      "due": one["due_on"]?.stringValue ?? "",
    ]
  }

  private static func state(_ one: JSON, _ visit: Visit) -> String {
    visit.label(one["state_label"]) ?? one["state"]?.stringValue ?? ""
  }

  /// The last day of the debtor's answer; nil where none is asked for.
  private static func answerBy(_ one: JSON) -> String? {
    one["confirmation"]?["due_on"]?.stringValue
  }

  private static func page(_ verb: Verb) -> PageRoute {
    PageRoute(.get, "/console/receivables/{id}/\(verb.rawValue)", PageRoute.enterprises) { visit in
      let one = try await receivable(visit)
      return try show(form(verb, one, visit, isNew: true), verb, one, visit)
    }
  }

  private static func step(_ verb: Verb) -> PageRoute {
    PageRoute(.post, "/console/receivables/{id}/\(verb.rawValue)", PageRoute.enterprises) { visit in
      let one = try await receivable(visit)
      var form = visit.told(form(verb, one, visit, isNew: false))
      let body = body(verb, visit, &form)
      guard !form.hasErrors else {
        return try show(form, verb, one, visit, status: .unprocessableContent)
      }
      return try await visit.send(
        form, places: ["/confirmed_fen": "amount", "/reason": "reason", "/note": "note"],
        again: { refused, status in
          // Of one that says something else by now, what it says now is shown, and can be confirmed.
          let isStale = refused.refusal?.code == staleDigest
          let present = isStale ? try await receivable(visit) : one
          return try show(refused, verb, present, visit, isRead: isStale, status: status)
        },
        act: {
          try await send(verb, body, visit)
          return visit.go(to: "/console/receivables")
        })
    }
  }

  private static func receivable(_ visit: Visit) async throws -> JSON {
    try await visit.backend.receivable(
      try visit.identifier(), actor: try visit.actor()
    ).value
  }

  private static func send(_ verb: Verb, _ body: JSON, _ visit: Visit) async throws {
    let id: ReceivableID = try visit.identifier()
    let (actor, idempotency) = (try visit.actor(), try visit.idempotency(body))
    switch verb {
    case .confirm:
      _ = try await visit.backend.confirmReceivable(
        id, body, actor: actor, idempotency: idempotency)
    case .dispute:
      _ = try await visit.backend.disputeReceivable(
        id, body, actor: actor, idempotency: idempotency)
    }
  }

  /// - Parameter isRead: whether what is confirmed is what the page shows, whatever was read before.
  private static func show(
    _ form: Form, _ verb: Verb, _ one: JSON, _ visit: Visit, isRead: Bool = false,
    status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let word = visit.say("verb_\(verb.rawValue)")
    let terms = ["invoice_number", "invoiced_on", "due_on"].map { name in
      ["term": visit.say(name), "text": one[name]?.stringValue ?? ""]
    }
    let amount = ["term": visit.say("amount"), "text": visit.figures.money(one["gross"]) ?? ""]
    // Confirmed is what was read: should it say something else by then, it is refused.
    let now = one["version_digest"]?.stringValue ?? ""
    let digest = isRead ? now : visit.form["version_digest"] ?? now
    return try visit.show(
      form, title: word, submit: word,
      [
        "lead": visit.say("lead_\(verb.rawValue)"), "has_lines": true,
        "lines": terms + [amount],
        "hidden": verb == .confirm ? [["name": "version_digest", "value": digest]] : [],
      ], status: status)
  }

  /// - Parameter isNew: with the whole amount; else with what was typed.
  private static func form(_ verb: Verb, _ one: JSON, _ visit: Visit, isNew: Bool) -> Form {
    func rule(_ schema: String, _ name: String) -> FormSchema.Rule {
      visit.parts.schema.rule(schema, name)
    }
    switch verb {
    case .confirm:
      var amount = rule("ConfirmationInput", "confirmed_fen")
      (amount.minimum, amount.maximum) = (nil, nil)
      let gross = one["gross"]?["fen"]?.intValue.map(TenThousands.text) ?? ""
      return Form(fields: [
        Field(
          "amount", visit.say("confirmed_amount"), .line(type: "text", inputMode: "decimal"),
          typed: [isNew ? gross : visit.form.typed("amount")], rule: amount)
      ])
    case .dispute:
      let reason = rule("DisputeInput", "reason")
      return Form(fields: [
        Field(
          "reason", visit.say("dispute_reason"),
          .select(
            reason.values.map {
              Field.Choice(value: $0, label: visit.say("dispute_\($0)"))
            }), typed: [visit.form.typed("reason")], rule: reason),
        Field(
          "note", visit.say("note"), .area, hint: visit.say("note_hint"),
          typed: [visit.form.typed("note")], rule: rule("DisputeInput", "note")),
      ])
    }
  }

  /// The API's body; what is no number stands beside its field.
  private static func body(_ verb: Verb, _ visit: Visit, _ form: inout Form) -> JSON {
    var body: [String: JSON] = [:]
    switch verb {
    case .confirm:
      body["version_digest"] = visit.form["version_digest"].map(JSON.string)
      if let text = visit.form["amount"] {
        if let fen = TenThousands.fen(text) {
          body["confirmed_fen"] = .int(fen)
        } else {
          form.fields[0].error = visit.say("not_an_amount")
        }
      }
    case .dispute:
      body["reason"] = visit.form["reason"].map(JSON.string)
      body["note"] = visit.form["note"].map(JSON.string)
    }
    return .object(body)
  }
}
