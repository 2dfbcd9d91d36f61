import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// What an enterprise may tell so that more products can be decided: the questions that settle most, as a
/// form made of the fact registry.
enum SupplyPages {
  static let all: [PageRoute] = [
    PageRoute(.get, "/console/needs/{id}/supply", PageRoute.enterprises) { visit in
      try show(try await form(visit).form, visit)
    },
    PageRoute(.post, "/console/needs/{id}/supply", PageRoute.enterprises) { try await take($0) },
  ]

  /// Questions of one form, at most.
  private static let questionsMaximum = 11

  private static func form(_ visit: Visit) async throws -> (form: Form, facts: [FactField]) {
    let id: NeedID = try visit.identifier()
    let words = try await visit.factWords()
    let view = try await visit.backend.questions(of: id, actor: try visit.actor())
    // A form that comes back is about what it asked, whatever is asked by now.
    let sent = visit.form.all("path").prefix(questionsMaximum)
    let asked = (view["questions"]?.arrayValue ?? []).compactMap { $0["path"]?.stringValue }
    let paths = sent.isEmpty ? Array(asked.prefix(questionsMaximum)) : Array(sent)
    let facts = paths.compactMap { FactField($0, words: words, visit: visit) }
    return (Form(fields: facts.map(\.field)), facts)
  }

  private static func show(
    _ form: Form, _ visit: Visit, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    try visit.show(
      form, title: visit.say("supply"), submit: visit.say("submit_supply"),
      [
        "lead": form.fields.isEmpty ? visit.say("nothing_to_supply") : visit.say("supply_lead"),
        "hidden": form.fields.map { ["name": "path", "value": $0.name] },
        "empty": form.fields.isEmpty,
      ],
      status: status)
  }

  private static func take(_ visit: Visit) async throws -> Response {
    let id: NeedID = try visit.identifier()
    guard let own = try await visit.ownEnterprise(),
      let enterprise = own["id"]?.stringValue.flatMap({ EnterpriseID($0) })
    else { return visit.go(to: "/console/enterprise") }
    let asked = try await Self.form(visit)
    var form = visit.told(asked.form)
    var facts: [JSON] = []
    var places: [String: String] = [:]
    for field in asked.facts {
      switch field.value(visit.form) {
      case .success(.none): continue
      case .success(.some(let value)):
        places["/facts/\(facts.count)"] = field.path
        var members = value
        members["path"] = .string(field.path)
        members["source"] = "enterprise"
        members["as_of"] = .string(visit.today.text)
        facts.append(.object(members))
      case .failure(let wrong):
        if let index = form.fields.firstIndex(where: { $0.name == field.path }) {
          form.fields[index].error = visit.say(wrong.word)
        }
      }
    }
    guard !form.hasErrors else { return try show(form, visit, status: .unprocessableContent) }
    guard !facts.isEmpty else { return visit.go(to: "/console/needs/\(id)") }
    let body: JSON = ["facts": .array(facts)]
    return try await visit.send(
      form, places: places, again: { try show($0, visit, status: $1) },
      act: {
        _ = try await visit.backend.putFacts(
          enterprise, expectedVersion: nil, body, mode: .merge, actor: try visit.actor(),
          idempotency: try visit.idempotency(body))
        return visit.go(to: "/console/needs/\(id)")
      })
  }
}
