import Application
import CoreMetrics
import HTTPTypes
import Hummingbird
import Logging

/// Counts, times and logs every request: template, method, status; never bodies or query values.
struct ObservationMiddleware: RouterMiddleware {
  typealias Context = APIContext

  let metrics: any MetricsFactory
  private let inFlight: Meter

  init(metrics: any MetricsFactory) {
    self.metrics = metrics
    inFlight = Meter(label: "http_requests_in_flight", factory: metrics)
  }

  /// A method outside this list is counted as `OTHER`, so that callers cannot make labels.
  private static let methods: Set<String> = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
  ]

  /// What asks every few seconds how the process is; see ``RouteTable/probes``.
  private static let probes = Set(RouteTable.probes.map(\.path))

  /// That a process is not ready yet is what its probe asks, and no error: whoever asks is told. What is
  /// really wrong has lines of its own.
  static func level(_ template: String, _ status: Int) -> Logger.Level {
    if probes.contains(template) { return .debug }
    return status >= 500 ? .error : .info
  }

  func handle(
    _ request: Request, context: APIContext,
    next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    let clock = ContinuousClock()
    let start = clock.now
    inFlight.increment()
    defer { inFlight.decrement() }
    let response = try await next(request, context)
    let duration = clock.now - start
    report(
      request: request, context: context, status: response.status.code, duration: duration)
    return response
  }

  private func report(
    request: Request, context: APIContext, status: Int, duration: Duration
  ) {
    let template = context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 } ?? "unmatched"
    let method =
      Self.methods.contains(request.method.rawValue) ? request.method.rawValue : "OTHER"
    Counter(
      label: "http_requests_total",
      dimensions: [("method", method), ("route", template), ("status", "\(status / 100)xx")],
      factory: metrics
    ).increment()
    let nanoseconds =
      duration.components.seconds * 1_000_000_000
      + duration.components.attoseconds / 1_000_000_000
    Timer(
      label: "http_request_duration_seconds",
      dimensions: [("method", method), ("route", template)], factory: metrics
    ).recordNanoseconds(nanoseconds)
    context.logger.log(
      level: Self.level(template, status), "request",
      metadata: [
        "method": "\(method)", "ms": "\(nanoseconds / 1_000_000)", "route": "\(template)",
        "status": "\(status)", "subject": "\(context.record.caller?.subject ?? "-")",
      ])
  }
}
