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

  private func choices(_ visit: Visit) throws -> Response {
    let request = try request(visit.query, visit)
    let people: [[String: Any]] = provider.people.enumerated().map { index, person in
      [
        "index": String(index), "role": visit.say("role_\(person.role.rawValue)"),
        "subject": person.subject, "institution": person.organisation.map { $0 as Any } ?? false,
        "uscc": person.uscc.map { $0 as Any } ?? false,
      ]
    }
    return try visit.show(
      "development", title: visit.say("development_title"),
      [
        "people": people, "state": request.state, "nonce": request.nonce,
        "challenge": request.challenge, "redirect": request.redirect,
      ])
  }

  private func chosen(_ visit: Visit) throws -> Response {
    let request = try request(visit.form, visit)
    guard let index = visit.form["person"].flatMap({ Int($0) }),
      provider.people.indices.contains(index)
    else { throw PageError.staleForm }
    var person = provider.people[index]
    // Of the same role one may be somebody else: of another institution, or another enterprise.
    if person.organisation != nil, let institution = visit.form["institution"] {
      person.organisation = institution
      person.subject = "\(institution)-\(person.subject)"
    }
    if person.uscc != nil, let uscc = visit.form["uscc"] { person.uscc = uscc }
    let code = provider.code(for: person, request)
    return visit.go(
      to: request.redirect + "?" + FormText.encode([("code", code), ("state", request.state)]))
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
