import Application
import Domain
import HTTPTypes
import Hummingbird

/// `POST /v1/oauth/token`: access tokens for clients of institutions (RFC 6749 section 4.4).
///
/// It answers errors in the form of that RFC, as client libraries expect; only what is refused before it
/// is looked at (a long address, too many requests) and faults of the service are problem+json.
struct TokenRoute: Sendable {
  let backend: any Backend
  /// Nil where there is no key to sign with.
  let tokens: ClientTokens?
  let limiter: RateLimiter

  func answer(_ request: Request, _ context: APIContext) async throws -> Response {
    do {
      return try await granted(request, context)
    } catch let refusal as TokenRefusal {
      return refusal.response
    }
  }

  private func granted(_ request: Request, _ context: APIContext) async throws -> Response {
    let (id, secret) = try TokenRequest.credentials(request.headers[values: .authorization])
    // Whoever guesses is slowed down for this client alone, so that it keeps nobody else out.
    let attempt = "\(RateLimiter.client(peer: context.peer)) \(id.prefix(64))"
    try limiter.check(attempt, .tokenFailures)
    guard request.uri.query?.isEmpty ?? true else {
      throw TokenRefusal.invalidRequest("parameters belong into the body")
    }
    try TokenRequest.check(request.headers, try await body(request))
    guard let tokens else { throw TokenRefusal.noIssuer }
    guard let grant = try await backend.clientGrant(id: id, secret: secret) else {
      try limiter.charge(attempt, .tokenFailures)
      throw TokenRefusal.invalidClient
    }
    context.record.caller = Actor(
      subject: grant.client.text, role: grant.role, organisation: grant.organisation)
    let token = try await tokens.token(for: grant)
    return TokenAnswer.response(
      .ok,
      [
        "access_token": .string(token), "expires_in": .int(Int64(tokens.lifeSeconds)),
        "token_type": "Bearer",
      ])
  }

  private func body(_ request: Request) async throws -> [UInt8] {
    do {
      return try await BodyReader.collect(
        request, maximumBytes: TokenRequest.maximumBodyBytes)
    } catch let problem as Problem {
      throw TokenRefusal.invalidRequest(problem.kind.title.en)
    }
  }
}
