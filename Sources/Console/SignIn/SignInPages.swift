import API
import Application
import Domain
import HTTPTypes
import Hummingbird

/// Signing in and out, and the language of the pages.
enum SignInPages {
  static let all: [PageRoute] = [
    PageRoute(.get, "/console", .everyone) { visit in visit.go(to: home(of: visit)) },
    PageRoute(.get, "/console/sign-in", .everyone) { visit in
      guard visit.caller == nil else { return visit.go(to: home(of: visit)) }
      return try visit.show("sign_in", title: visit.say("sign_in_title"))
    },
    PageRoute(.get, "/console/sign-in/start", .everyone) { try await start($0) },
    PageRoute(.get, callback, .everyone) { try await finish($0) },
    PageRoute(.post, "/console/sign-out", PageRoute.anyRole) { try await signOut($0) },
    PageRoute(.post, "/console/language", .everyone) { chooseLanguage($0) },
  ]

  static let callback = "/console/callback"

  /// Where the provider sends the browser back to; relative where any address is right.
  static func redirect(_ options: ConsoleOptions) -> String {
    (options.publicAddress ?? "") + callback
  }

  private static func home(of visit: Visit) -> String {
    switch visit.caller?.role {
    case nil: "/console/sign-in"
    case .enterprise: "/console/needs"
    case .liaison, .liaisonManager: "/console/offers"
    // Who oversees a place begins with what is to be done there, who oversees the country with its figures.
    case .operator, .auditor, .service:
      (try? visit.ownPlace().region) == nil ? "/console/funnel" : "/console/listing"
    }
  }

  private static func start(_ visit: Visit) async throws -> Response {
    let attempt = SignInAttempt(SecretBytes.make())
    do {
      let address = try await visit.parts.provider.address(
        for: AuthorizationRequest(
          state: attempt.state, nonce: attempt.nonce, challenge: attempt.challenge,
          redirect: redirect(visit.parts.options)))
      let cookies = visit.parts.cookies
      return visit.go(
        to: address,
        cookies: [
          cookies.set(
            cookies.attempt, attempt.cookie, lifeSeconds: SignInAttempt.lifeSeconds)
        ])
    } catch is IdentityProviderError {
      return try unavailable(visit)
    }
  }

  private static func finish(_ visit: Visit) async throws -> Response {
    let parts = visit.parts
    let cookies = parts.cookies
    guard
      let attempt = Cookies.value(cookies.attempt, of: visit.headers)
        .flatMap({ SignInAttempt(cookie: $0) }),
      let state = visit.query["state"], SecretBytes.areEqual(state, attempt.state),
      let code = visit.query["code"]
    else { return try failed(visit) }
    let actor: Actor
    do {
      let token = try await parts.provider.identityToken(
        code: code, verifier: attempt.verifier, redirect: redirect(parts.options))
      actor = try await parts.authenticator.signedIn(by: token, nonce: attempt.nonce)
    } catch let error as IdentityProviderError {
      guard case .unavailable = error else { return try failed(visit) }
      return try unavailable(visit)
    } catch {
      // Of a token that does not count, nobody is told why; keys that are not there are our trouble.
      guard let refusal = Refusal(error, isRead: true), refusal.status == 401 else { throw error }
      return try failed(visit)
    }
    // Whatever key the browser had before, nobody who knew it is signed in by it.
    if let before = visit.key { try await parts.backend.closeSession(before.digest) }
    let key = SessionKey(SecretBytes.make())
    try await parts.backend.openSession(key.digest, of: actor, limits: parts.options.sessions)
    return visit.go(
      to: "/console",
      cookies: [
        cookies.set(cookies.session, key.text), cookies.set(cookies.attempt, "", lifeSeconds: 0),
      ])
  }

  private static func signOut(_ visit: Visit) async throws -> Response {
    if let key = visit.key { try await visit.backend.closeSession(key.digest) }
    let cookies = visit.parts.cookies
    return visit.go(
      to: "/console/sign-in", cookies: [cookies.set(cookies.session, "", lifeSeconds: 0)])
  }

  /// Back to the page it was asked on, which is one of ours.
  private static func chooseLanguage(_ visit: Visit) -> Response {
    let language = visit.form["language"].flatMap(Language.init(rawValue:)) ?? .chinese
    let cookies = visit.parts.cookies
    let year = 31_536_000
    return visit.go(
      to: place(visit.form["back"]),
      cookies: [cookies.set(cookies.language, language.rawValue, lifeSeconds: year)])
  }

  /// - Returns: the path if it is a plain one of the console, else the first page.
  static func place(_ path: String?) -> String {
    guard let path, path == "/console" || path.hasPrefix("/console/"),
      path.utf8.allSatisfy({ byte in
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x30...0x39).contains(byte) || "/_-".utf8.contains(byte)
      }), !path.contains("//")
    else { return "/console" }
    return path
  }

  private static func failed(_ visit: Visit) throws -> Response {
    try visit.show(
      "refusal", title: visit.say("sign_in_failed"),
      ["detail": visit.say("sign_in_failed_detail"), "code": "sign_in_failed"],
      status: .badRequest)
  }

  private static func unavailable(_ visit: Visit) throws -> Response {
    try visit.show(
      "refusal", title: visit.say("provider_unavailable"),
      ["detail": visit.say("provider_unavailable_detail"), "code": "provider_unavailable"],
      status: .serviceUnavailable)
  }
}
