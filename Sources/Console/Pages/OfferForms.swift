import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// The forms of what an institution does with an offer, one page each.
enum OfferForms {
  /// In the order of an offer's life.
  static let verbs: [OfferVerb] = [.claim, .contact, .grant, .draw, .decline]

  static func page(_ verb: OfferVerb) -> PageRoute {
    PageRoute(.get, "/console/offers/{id}/\(verb.rawValue)", PageRoute.institutions) { visit in
      try show(form(verb, visit), verb, visit)
    }
  }

  static func step(_ verb: OfferVerb) -> PageRoute {
    PageRoute(.post, "/console/offers/{id}/\(verb.rawValue)", PageRoute.institutions) { visit in
      let id: OfferID = try visit.identifier()
      var form = visit.told(form(verb, visit))
      let body = body(verb, visit, &form)
      guard !form.hasErrors else {
        return try show(form, verb, visit, status: .unprocessableContent)
      }
      return try await visit.send(
        form, places: places, again: { try show($0, verb, visit, status: $1) },
        act: {
          _ = try await visit.backend.advanceOffer(
            id, verb, body, actor: try visit.actor(), idempotency: try visit.idempotency(body))
          return visit.go(to: "/console/offers/\(id)")
        })
    }
  }

  private static let places = [
    "/contacted_on": "day", "/granted_fen": "amount", "/granted_rate_ppm": "rate",
    "/granted_on": "day", "/drawn_fen": "amount", "/drawn_on": "day",
    "/matures_on": "matures_on", "/reasons": "reasons", "/about": "about", "/note": "note",
  ]

  private static func show(
    _ form: Form, _ verb: OfferVerb, _ visit: Visit, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let word = visit.say("verb_\(verb.rawValue)")
    return try visit.show(
      form, title: word, submit: word, ["lead": visit.say("lead_\(verb.rawValue)")],
      status: status)
  }

  private static func form(_ verb: OfferVerb, _ visit: Visit) -> Form {
    func rule(_ schema: String, _ name: String) -> FormSchema.Rule {
      var rule = visit.parts.schema.rule(schema, name)
      // Amounts and rates are typed in other units than they are sent in.
      if name.hasSuffix("_fen") || name.hasSuffix("_ppm") {
        (rule.minimum, rule.maximum) = (nil, nil)
      }
      return rule
    }
    func day(_ name: String, _ word: String, _ rule: FormSchema.Rule) -> Field {
      Field(
        name, visit.say(word), .line(type: "date", inputMode: "text"),
        typed: [visit.form.typed(name)], rule: rule)
    }
    func number(_ name: String, _ word: String, _ rule: FormSchema.Rule) -> Field {
      Field(
        name, visit.say(word), .line(type: "text", inputMode: "decimal"),
        typed: [visit.form.typed(name)], rule: rule)
    }
    switch verb {
    case .contact:
      return Form(fields: [day("day", "contacted_on", rule("OfferContact", "contacted_on"))])
    case .grant:
      return Form(fields: [
        number("amount", "granted_amount", rule("OfferGrant", "granted_fen")),
        number("rate", "granted_rate", rule("OfferGrant", "granted_rate_ppm")),
        day("day", "granted_on", rule("OfferGrant", "granted_on")),
      ])
    case .draw:
      return Form(fields: [
        number("amount", "drawn_amount", rule("OfferDraw", "drawn_fen")),
        day("day", "drawn_on", rule("OfferDraw", "drawn_on")),
        day("matures_on", "matures_on", rule("OfferDraw", "matures_on")),
      ])
    case .decline:
      return Form(fields: [
        Field(
          "reasons", visit.say("reasons"), .boxes(reasons(visit)),
          hint: visit.say("reasons_hint"), typed: visit.form.all("reasons"),
          rule: rule("OfferRefusal", "reasons")),
        Field(
          "about", visit.say("about"), .line(type: "text", inputMode: "text"),
          hint: visit.say("about_hint"), typed: [visit.form.typed("about")],
          rule: rule("OfferRefusal", "about")),
        Field(
          "note", visit.say("note"), .area, hint: visit.say("note_hint"),
          typed: [visit.form.typed("note")], rule: rule("OfferRefusal", "note")),
      ])
    case .claim, .withdraw, .reassign: return Form(fields: [])
    }
  }

  private static func reasons(_ visit: Visit) -> [Field.Choice] {
    visit.parts.schema.values("ReasonCode").map {
      Field.Choice(value: $0, label: visit.say("reason_\($0)"))
    }
  }

  /// The API's body; what is no number stands beside its field.
  private static func body(_ verb: OfferVerb, _ visit: Visit, _ form: inout Form) -> JSON {
    var body: [String: JSON] = [:]
    func text(_ name: String) -> JSON? { visit.form[name].map(JSON.string) }
    func number(_ name: String, _ decimals: Int, _ word: String) -> JSON? {
      guard let text = visit.form[name] else { return nil }
      if let value = Decimals.scaled(text, decimals: decimals) { return .int(value) }
      if let index = form.fields.firstIndex(where: { $0.name == name }) {
        form.fields[index].error = visit.say(word)
      }
      return nil
    }
    // Amounts are typed in 万元, rates in percent: both have 10^n of the unit that is sent.
    switch verb {
    case .contact: body["contacted_on"] = text("day")
    case .grant:
      body["granted_fen"] = number("amount", 6, "not_an_amount")
      body["granted_rate_ppm"] = number("rate", 4, "not_a_rate")
      body["granted_on"] = text("day")
    case .draw:
      body["drawn_fen"] = number("amount", 6, "not_an_amount")
      body["drawn_on"] = text("day")
      body["matures_on"] = text("matures_on")
    case .decline:
      body["reasons"] = .array(visit.form.all("reasons").map(JSON.string))
      body["about"] = text("about")
      body["note"] = text("note")
    case .claim, .withdraw, .reassign: break
    }
    return .object(body)
  }
}
