import Application
import Domain
import HTTPTypes
import Hummingbird

/// Verifies the token and applies `RoutePolicy` before a handler sees anything of the request.
struct AccessMiddleware: RouterMiddleware {
  typealias Context = APIContext

  let spec: RouteSpec
  /// Nil in a process whose routes are for everyone.
  let authenticator: Authenticator?

  func handle(
    _ request: Request, context: APIContext,
    next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    switch RoutePolicy.access(to: spec) {
    case .everyone: return try await next(request, context)
    case nil: throw Problem(.forbidden)
    case .roles(let allowed):
      guard let authenticator else { throw Problem(.forbidden) }
      var actor = try await authenticator.actor(
        authorization: request.headers[values: .authorization])
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
}
