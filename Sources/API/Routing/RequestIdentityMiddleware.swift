import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// Gives each request its identifier, its place in a trace and its language, and each answer the header fields that every
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
    let trace =
      RequestHeaders.trace(request.headers)?.child(ids) ?? TraceContext.root(ids)
    context.trace = trace
    context.logger[metadataKey: "request_id"] = "\(context.requestID)"
    context.logger[metadataKey: "trace_id"] = "\(trace.traceID)"
    var response = try await next(request, context)
    response.headers[.requestID] = context.requestID
    response.headers[.traceparent] = trace.traceparent
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
