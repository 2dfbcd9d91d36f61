import Application
import Domain
import HTTPTypes
import Hummingbird

/// Verifies the token, applies `RoutePolicy` and limits how often a caller asks, before a handler sees
/// anything of the request.
struct AccessMiddleware: RouterMiddleware {
  typealias Context = APIContext

  let spec: RouteSpec
  /// Nil in a process whose routes are for everyone.
  let authenticator: Authenticator?
  let limiter: RateLimiter
  /// Nil for what is never limited.
  private let kind: RateClass?

  init(spec: RouteSpec, authenticator: Authenticator?, limiter: RateLimiter) {
    self.spec = spec
    self.authenticator = authenticator
    self.limiter = limiter
    kind = RateClass(spec)
  }

  func handle(
    _ request: Request, context: APIContext,
    next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    switch RoutePolicy.access(to: spec) {
    case .everyone:
      try charge(RateLimiter.client(peer: context.peer))
      return try await next(request, context)
    case nil: throw Problem(.forbidden)
    case .roles(let allowed):
      guard let authenticator else { throw Problem(.forbidden) }
      var actor = try await caller(of: request, context, authenticator)
      try charge(RateLimiter.client(actor))
      guard allowed.contains(actor.role) else {
        throw Problem(
          .forbidden,
          detail: Text(
            "角色 \(actor.role.rawValue) 不可用此接口",
            "the role \(actor.role.rawValue) may not use this route"),
          headers: [
            ("WWW-Authenticate", "Bearer realm=\"rongqiao\", error=\"insufficient_scope\"")
          ])
      }
      actor.traceparent = context.trace?.traceparent
      context.record.caller = actor
      return try await next(request, context)
    }
  }

  /// Whoever shows no good token is limited by where it comes from.
  private func caller(
    of request: Request, _ context: APIContext, _ authenticator: Authenticator
  ) async throws -> Actor {
    do {
      return try await authenticator.actor(
        authorization: request.headers[values: .authorization])
    } catch let problem as Problem where problem.kind.status == 401 {
      try charge(RateLimiter.client(peer: context.peer))
      throw problem
    }
  }

  private func charge(_ client: String) throws(Problem) {
    guard let kind else { return }
    try limiter.charge(client, kind)
  }
}
