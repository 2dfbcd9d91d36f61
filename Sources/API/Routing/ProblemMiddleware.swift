import Application
import Domain
import HTTPTypes
import Hummingbird
import Logging

/// Turns every error into `application/problem+json`, and answers what no route answers: OPTIONS,
/// 404 and 405.
struct ProblemMiddleware: RouterMiddleware {
  typealias Context = APIContext

  let options: APIOptions
  /// The routes of this process, for 404, 405 and OPTIONS.
  var table = RouteTable.all

  func handle(
    _ request: Request, context: APIContext,
    next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    do {
      guard (request.head.path ?? "").utf8.count <= options.maximumTargetBytes else {
        throw Problem(
          .targetTooLong,
          detail: Text(
            "地址不得超过 \(options.maximumTargetBytes) 字节",
            "at most \(options.maximumTargetBytes) bytes"))
      }
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      return unmatched(request, context)
    } catch {
      return response(problem(for: error, request, context), request, context)
    }
  }

  private func unmatched(_ request: Request, _ context: APIContext) -> Response {
    let allowed = RouteTable.allowedMethods(path: request.uri.path, in: table)
    let allow = allowed.joined(separator: ", ")
    if allowed.isEmpty { return response(Problem(.routeNotFound), request, context) }
    if request.method == .options {
      return Response(status: .noContent, headers: [.allow: allow])
    }
    return response(
      Problem(
        .methodNotAllowed, detail: Text("可用方法:\(allow)", "allowed: \(allow)"),
        headers: [("Allow", allow)]),
      request, context)
  }

  private func problem(
    for error: any Error, _ request: Request, _ context: APIContext
  ) -> Problem {
    switch error {
    case let problem as Problem: return problem
    case let error as ApplicationError:
      let isRead = request.method == .get || request.method == .head
      return Problem(error, isRead: isRead, options: options)
    case is CancellationError:
      return Problem(.unavailable, headers: [("Retry-After", "1")])
    default:
      context.logger.error(
        "unexpected error",
        metadata: ["error": "\(error)", "error_type": "\(type(of: error))"])
      return Problem(.internal)
    }
  }

  private func response(
    _ problem: Problem, _ request: Request, _ context: APIContext
  ) -> Response {
    let document = problem.json(
      language: context.language, instance: request.uri.path, requestID: context.requestID,
      traceID: context.trace?.traceID)
    var headers: HTTPFields = [
      .contentType: "application/problem+json", .cacheControl: "no-store",
      .contentLanguage: context.language.rawValue, .vary: "Accept-Language",
    ]
    for (name, value) in problem.headers {
      guard let name = HTTPField.Name(name) else { continue }
      headers[name] = value
    }
    let body: ResponseBody =
      request.method == .head
      ? .init() : .init(byteBuffer: ByteBuffer(bytes: document.canonicalBytes))
    return Response(
      status: HTTPResponse.Status(code: problem.kind.status), headers: headers, body: body)
  }
}
