import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// Gives each request its identifier and language, and each answer the header fields that every
/// answer has.
struct RequestIdentityMiddleware: RouterMiddleware {
  typealias Context = APIContext

  let ids: IdentifierSource

  func handle(
    _ request: Request, context: APIContext,
    next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.requestID =
      RequestHeaders.requestID(request.headers) ?? "req_\(ids.next().uuidString.lowercased())"
    context.language = Language(acceptLanguage: request.headers[.acceptLanguageName])
    context.logger[metadataKey: "request_id"] = "\(context.requestID)"
    var response = try await next(request, context)
    response.headers[.requestID] = context.requestID
    if let traceparent = RequestHeaders.traceparent(request.headers) {
      response.headers[.traceparent] = traceparent
    }
    response.headers[.contentTypeOptions] = "nosniff"
    // The API shows nothing in a browser by itself, so it allows nothing there; a page for print
    // brings a policy of its own.
    if response.headers[.securityPolicy] == nil {
      response.headers[.securityPolicy] = "default-src 'none'; frame-ancestors 'none'"
    }
    response.headers[.referrerPolicy] = "no-referrer"
    response.headers[.resourcePolicy] = "same-origin"
    return response
  }
}
