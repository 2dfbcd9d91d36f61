import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// The forms of what operators do with a warning, one page each.
enum WarningForms {
  static let all: [PageRoute] = verbs.flatMap { verb in [page(verb), step(verb)] }

  /// In the order of a warning's life.
  static let verbs = ["assign", "acknowledge", "act", "close"]

  private static func page(_ verb: String) -> PageRoute {
    PageRoute(.get, "/console/warnings/{id}/\(verb)", PageRoute.operators) { visit in
      let warning = try await warning(visit)
      guard warning["verbs"]?.arrayValue?.contains(.string(verb)) ?? false else {
        throw PageError.refused(.notFound)
      }
      return try show(form(verb, visit), verb, warning, visit)
    }
  }

  private static func step(_ verb: String) -> PageRoute {
    PageRoute(.post, "/console/warnings/{id}/\(verb)", PageRoute.operators) { visit in
      let id: WarningID = try visit.identifier()
      let form = form(verb, visit)
      var body: [String: JSON] = ["verb": .string(verb)]
      for field in form.fields { body[field.name] = visit.form[field.name].map(JSON.string) }
      let sent = JSON.object(body)
      let places = form.fields.map { ("/\($0.name)", $0.name) }
      return try await visit.send(
        form, places: Dictionary(places, uniquingKeysWith: { first, _ in first }),
        again: { try show($0, verb, try await warning(visit), visit, status: $1) },
        act: {
          _ = try await visit.backend.advanceWarning(
            id, expectedVersion: nil, sent, actor: try visit.actor(),
            idempotency: try visit.idempotency(sent))
          return visit.go(to: "/console/warnings/\(id)")
        })
    }
  }

  private static func warning(_ visit: Visit) async throws -> JSON {
    try await visit.backend.warning(try visit.identifier(), actor: try visit.actor()).value
  }

  private static func form(_ verb: String, _ visit: Visit) -> Form {
    /// - Parameter isDemanded: by this verb; the document names what any of them may have.
    func field(_ name: String, _ word: String, isDemanded: Bool, _ kind: Field.Kind) -> Field {
      var rule = visit.parts.schema.rule("WarningStepInput", name)
      rule.isRequired = isDemanded
      return Field(
        name, visit.say(word), kind, typed: [visit.form.typed(name)], rule: rule)
    }
    let note = field("note", "note", isDemanded: verb == "act", .area)
    switch verb {
    case "assign":
      let line = Field.Kind.line(type: "text", inputMode: "text")
      return Form(fields: [field("assignee", "assignee", isDemanded: true, line)])
    case "close":
      let reasons = visit.parts.schema.rule("WarningStepInput", "reason").values.map {
        Field.Choice(value: $0, label: visit.say("warning_reason_\($0)"))
      }
      return Form(fields: [field("reason", "reason", isDemanded: true, .select(reasons)), note])
    default: return Form(fields: [note])
    }
  }

  private static func show(
    _ form: Form, _ verb: String, _ warning: JSON, _ visit: Visit,
    status: HTTPResponse.Status = .ok
  ) throws -> Response {
    let word = visit.say("warning_verb_\(verb)")
    return try visit.show(
      form, title: word, submit: word,
      [
        "lead": visit.say("lead_warning_\(verb)"), "has_lines": true,
        "lines": [
          ["term": visit.say("warning"), "text": WarningPages.name(warning, visit)],
          [
            "term": visit.say("level"),
            "text": visit.say("level_\(warning["level"]?.stringValue ?? "")"),
          ],
          ["term": visit.say("state"), "text": WarningPages.state(warning, visit)],
        ],
      ], status: status)
  }
}
