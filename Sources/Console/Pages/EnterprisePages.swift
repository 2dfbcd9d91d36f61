import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// Who an enterprise is: registered once, by its USCC.
enum EnterprisePages {
  static let all: [PageRoute] = [
    PageRoute(.get, "/console/enterprise", PageRoute.enterprises) { visit in
      if let own = try await visit.ownEnterprise() { return try show(own, visit) }
      return try show(form(visit, isNew: true), visit)
    },
    PageRoute(.post, "/console/enterprise", PageRoute.enterprises) { try await register($0) },
  ]

  /// Members of the API's body, in the order of the form.
  private static let members = ["uscc", "name", "region", "industry", "registered_on"]

  private static func show(_ enterprise: JSON, _ visit: Visit) throws -> Response {
    try visit.show(
      "enterprise", title: visit.say("enterprise"),
      ["lines": lines(enterprise, visit)])
  }

  /// What is known of an enterprise, as lines of a list.
  static func lines(_ enterprise: JSON, _ visit: Visit) -> [[String: Any]] {
    members.map { ["term": visit.say($0), "text": enterprise[$0]?.stringValue ?? ""] }
  }

  /// - Parameter isNew: with the USCC of whoever signed in; else what was typed.
  private static func form(_ visit: Visit, isNew: Bool) -> Form {
    Form(
      fields: members.map { name in
        let typed =
          isNew ? (name == "uscc" ? visit.caller?.uscc ?? "" : "") : visit.form.typed(name)
        return Field(
          name, visit.say(name),
          .line(type: name == "registered_on" ? "date" : "text", inputMode: "text"),
          hint: ["region", "industry"].contains(name) ? visit.say(name + "_hint") : nil,
          typed: [typed], rule: visit.parts.schema.rule("EnterpriseInput", name))
      })
  }

  private static func register(_ visit: Visit) async throws -> Response {
    var body: [String: JSON] = [:]
    for name in members { body[name] = visit.form[name].map(JSON.string) }
    let sent = JSON.object(body)
    return try await visit.send(
      form(visit, isNew: false),
      places: Dictionary(uniqueKeysWithValues: members.map { ("/\($0)", $0) }),
      again: { try show($0, visit, status: $1) },
      act: {
        _ = try await visit.backend.createEnterprise(
          sent, actor: try visit.actor(), idempotency: try visit.idempotency(sent))
        return visit.go(to: "/console/needs/new")
      })
  }

  private static func show(
    _ form: Form, _ visit: Visit, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    try visit.show(
      form, title: visit.say("register"), submit: visit.say("register"),
      ["lead": visit.say("register_lead")], status: status)
  }
}

extension Visit {
  /// The enterprise that the caller stands for; nil before it is registered, and for anybody else.
  func ownEnterprise() async throws -> JSON? {
    let actor = try actor()
    guard actor.role == .enterprise else { return nil }
    return try await backend.enterprises(
      region: nil, uscc: nil, page: PageRequest(limit: 1), actor: actor
    ).items.first
  }

  /// A fault in the language of the page.
  func say(_ fault: Fault) -> String { language == .chinese ? fault.zh : fault.en }
}
