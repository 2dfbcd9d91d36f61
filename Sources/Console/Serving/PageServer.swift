import API
import Application
import Domain
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Takes a request of a page to its handler: language, session, access, limits, form, in this order; and
/// turns what is thrown into a page.
struct PageServer: Sendable {
  let parts: ConsoleParts

  /// What pages may do in a browser: show our own styles, run our own one script, send forms to us.
  static let securityPolicy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

  func answer(
    _ route: PageRoute, _ request: Request, _ context: APIContext
  ) async throws -> Response {
    var response = try await page(route, request, context)
    response.headers[.cacheControl] = "no-store"
    response.headers[.vary] = "Cookie, Accept-Language"
    if response.headers[.contentSecurityPolicy] == nil {
      response.headers[.contentSecurityPolicy] = Self.securityPolicy
    }
    return response
  }

  private func page(
    _ route: PageRoute, _ request: Request, _ context: APIContext
  ) async throws -> Response {
    let key = Cookies.value(parts.cookies.session, of: request.headers)
      .flatMap { SessionKey(cookie: $0) }
    var visit = self.visit(request, context, caller: nil, key: nil, form: FormBody())
    do {
      var caller = try await session(key, of: route)
      caller?.traceparent = context.traceparent
      visit = self.visit(request, context, caller: caller, key: key, form: FormBody())
      if let caller { context.note(caller: caller) }
      let busy = busy(route, visit)
      if let busy, caller == nil || route.method != .post { throw busy }
      guard try admits(route, visit) else { return visit.go(to: "/console/sign-in") }
      if route.method == .post {
        let form = try await form(of: request)
        // Whoever is signed in sends no form that is not of their session, whatever it asks.
        if route.isProven || caller != nil {
          guard let key, SecretBytes.areEqual(form.typed("form_token"), key.formToken) else {
            throw PageError.staleForm
          }
        }
        visit = self.visit(request, context, caller: caller, key: key, form: form)
      }
      // Whoever proves to have typed something is given it back.
      if let busy { throw busy }
      return try await route.handle(visit)
    } catch {
      return try refusal(error, visit, isRead: route.method != .post, context)
    }
  }

  private func session(_ key: SessionKey?, of route: PageRoute) async throws -> Actor? {
    guard let key else { return nil }
    return try await parts.backend.session(
      key.digest, limits: parts.options.sessions, isUse: !route.isBackground)
  }

  /// Counts a request; why it is one too many, or nil.
  private func busy(_ route: PageRoute, _ visit: Visit) -> (any Error)? {
    do {
      if let caller = visit.caller {
        try parts.limiter.admit(
          caller, isRead: route.method != .post, isHeavy: route.isHeavy)
      } else if route.access == .everyone {
        try parts.limiter.admitSignIn(from: visit.peer)
      }
      return nil
    } catch {
      return error
    }
  }

  /// - Returns: false where one must sign in first.
  /// - Throws: what the role refuses.
  private func admits(_ route: PageRoute, _ visit: Visit) throws -> Bool {
    guard case .roles(let allowed) = route.access else { return true }
    guard let caller = visit.caller else { return false }
    guard allowed.contains(caller.role) else { throw PageError.refused(.forbidden) }
    return true
  }

  private func form(of request: Request) async throws -> FormBody {
    let type = request.headers[.contentType]?.split(separator: ";").first?.lowercased()
    guard type == "application/x-www-form-urlencoded" else { throw PageError.staleForm }
    var bytes: [UInt8] = []
    for try await buffer in request.body {
      guard bytes.count + buffer.readableBytes <= parts.options.maximumFormBytes else {
        throw PageError.refused(.tooLarge(parts.renderer.words.text("too_large_detail")))
      }
      bytes.append(contentsOf: buffer.readableBytesView)
    }
    do throws(FormBody.Malformed) {
      return try FormBody(cleaning: bytes)
    } catch {
      throw PageError.staleForm
    }
  }

  private func visit(
    _ request: Request, _ context: APIContext, caller: Actor?, key: SessionKey?, form: FormBody
  ) -> Visit {
    let chosen = Cookies.value(parts.cookies.language, of: request.headers)
      .flatMap(Language.init(rawValue:))
    var parameters: [String: String] = [:]
    for (name, value) in context.parameters { parameters[String(name)] = String(value) }
    return Visit(
      parts: parts, caller: caller, key: caller == nil ? nil : key,
      language: chosen ?? context.language, path: request.uri.path, parameters: parameters,
      query: (try? FormBody(Array((request.uri.query ?? "").utf8))) ?? FormBody(), form: form,
      headers: request.headers, peer: context.peer, authority: request.head.authority)
  }

  private func refusal(
    _ error: any Error, _ visit: Visit, isRead: Bool, _ context: APIContext
  ) throws -> Response {
    switch error {
    case PageError.refused(let refusal): return try visit.show(refusal)
    case PageError.staleForm:
      return try visit.show(
        "refusal", title: visit.say("stale_form"),
        ["detail": visit.say("stale_form_detail"), "code": "stale_form"], status: .badRequest)
    default:
      if let refusal = Refusal(error, isRead: isRead) { return try visit.show(refusal) }
      context.logger.error(
        "unexpected error",
        metadata: ["error": "\(error)", "error_type": "\(type(of: error))"])
      return try visit.show(.fault)
    }
  }
}
