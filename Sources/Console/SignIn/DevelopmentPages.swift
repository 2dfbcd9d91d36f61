import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// Where one chooses who one is, on one's own machine.
struct DevelopmentPages: Sendable {
  let provider: DevelopmentProvider

  var all: [PageRoute] {
    [
      PageRoute(.get, DevelopmentProvider.path, .everyone) { try choices($0) },
      PageRoute(.post, DevelopmentProvider.path, .everyone) { try chosen($0) },
    ]
  }

  /// Whether a browser asked for this machine by a name of its own. A page from elsewhere whose name was made
  /// to lead here asks by that name (DNS rebinding), and is told nothing.
  static func isOwn(_ authority: String?) -> Bool {
    guard let authority = authority?.lowercased() else { return false }
    return ["127.0.0.1", "localhost", "[::1]"].contains { name in
      guard authority.hasPrefix(name) else { return false }
      let port = authority.dropFirst(name.count)
      return port.isEmpty
        || (port.first == ":" && port.count > 1
          && port.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) })
    }
  }

  /// What is wrong with the code that was typed for somebody.
  private struct Wrong {
    var index: Int
    /// The field, and what stands in it again.
    var field: String
    var typed: String
    var text: String
  }

  private func choices(_ visit: Visit) throws -> Response {
    try show(try request(visit.query, visit), visit)
  }

  private func show(
    _ request: AuthorizationRequest, _ visit: Visit, wrong: Wrong? = nil
  ) throws -> Response {
    let people: [[String: Any]] = provider.people.enumerated().map { index, person in
      let own = wrong.flatMap { $0.index == index ? $0 : nil }
      func typed(_ field: String, _ given: String?) -> Any {
        guard let given else { return false }
        return own?.field == field ? own?.typed ?? given : given
      }
      return [
        "index": String(index), "role": visit.say("role_\(person.role.rawValue)"),
        "subject": person.subject, "institution": typed("institution", person.organisation),
        "uscc": typed("uscc", person.uscc), "error": own.map { $0.text as Any } ?? false,
      ]
    }
    return try visit.show(
      "development", title: visit.say("development_title"),
      [
        "people": people, "state": request.state, "nonce": request.nonce,
        "challenge": request.challenge, "redirect": request.redirect, "wrong": wrong != nil,
        "target": wrong.map { "\($0.field)-\($0.index)" } ?? "", "told": wrong?.text ?? "",
      ], status: wrong == nil ? .ok : .unprocessableContent)
  }

  private func chosen(_ visit: Visit) throws -> Response {
    let request = try request(visit.form, visit)
    guard let index = visit.form["person"].flatMap({ Int($0) }),
      provider.people.indices.contains(index)
    else { throw PageError.staleForm }
    var person = provider.people[index]
    func wrong(_ field: String, _ typed: String, _ text: String) throws -> Response {
      try show(
        request, visit, wrong: Wrong(index: index, field: field, typed: typed, text: text))
    }
    for (field, given) in [("institution", person.organisation), ("uscc", person.uscc)] {
      guard let given, visit.form.cleaned.contains(field) else { continue }
      return try wrong(field, visit.form[field] ?? given, visit.say("control_characters"))
    }
    // Of the same role one may be somebody else: of another institution, or another enterprise.
    if person.organisation != nil, let institution = visit.form["institution"] {
      guard Self.isCode(institution) else {
        return try wrong("institution", institution, visit.say("not_an_institution"))
      }
      person.organisation = institution
      person.subject = "\(institution)-\(person.subject)"
    }
    if person.uscc != nil, let uscc = visit.form["uscc"] {
      do throws(Fault) {
        // One that was registered in spite of its check character signs in, too.
        person.uscc = try USCC(legacyOverride: uscc).text
      } catch {
        return try wrong("uscc", uscc, visit.say(error))
      }
    }
    let code = provider.code(for: person, request)
    return visit.go(
      to: request.redirect + "?" + FormText.encode([("code", code), ("state", request.state)]))
  }

  /// Whether a text is of the form of institutions' codes.
  private static func isCode(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
          || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      }
  }

  /// What the console asked with; any other address to go back to is refused.
  private func request(_ fields: FormBody, _ visit: Visit) throws -> AuthorizationRequest {
    guard Self.isOwn(visit.authority), let state = fields["state"], let nonce = fields["nonce"],
      let challenge = fields["code_challenge"], let redirect = fields["redirect_uri"],
      redirect == SignInPages.redirect(visit.parts.options)
    else { throw PageError.refused(.notFound) }
    return AuthorizationRequest(
      state: state, nonce: nonce, challenge: challenge, redirect: redirect)
  }
}
