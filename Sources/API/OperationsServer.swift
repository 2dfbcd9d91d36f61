import Domain
import Hummingbird
import Logging
import ServiceLifecycle
import Telemetry

/// The HTTP server of a process without an API: `/livez`, `/readyz` and `/metrics`, nothing else.
///
/// - Parameters:
///   - port: 0 lets the system choose.
///   - onRunning: called with the port once connections are accepted.
public func buildOperationsServer(
  health: HealthRegistry, host: String, port: Int, logger: Logger,
  options: APIOptions = APIOptions(),
  onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
) -> some Service {
  let router = Router(context: BasicRequestContext.self)
  router.get("livez") { _, _ in plain("{\"live\":true}", "application/json") }
  router.get("metrics") { _, _ in plain(Telemetry.render(), Telemetry.contentType) }
  router.get("readyz") { _, _ in
    let statuses = await health.check(
      deadlineMilliseconds: options.readinessDeadlineMilliseconds)
    let isReady = statuses.values.allSatisfy(\.isReady)
    return plain(
      ReadinessDocument.json(statuses).canonicalText, "application/json",
      status: isReady ? .ok : .serviceUnavailable)
  }
  let application = Hummingbird.Application(
    router: router,
    configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
    onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) },
    logger: logger)
  return application
}

private func plain(
  _ text: String, _ contentType: String, status: HTTPResponse.Status = .ok
) -> Response {
  Response(
    status: status, headers: [.contentType: contentType],
    body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
}

/// What `/readyz` says: every check by name, and for those that fail what is wrong and what to do.
enum ReadinessDocument {
  static func json(_ statuses: [String: HealthStatus]) -> JSON {
    let checks = statuses.mapValues { status -> JSON in
      guard !status.isReady else { return ["ready": true] }
      return [
        "action": ["en": .string(status.action.en), "zh": .string(status.action.zh)],
        "ready": false,
        "what": ["en": .string(status.what.en), "zh": .string(status.what.zh)],
      ]
    }
    return [
      "checks": .object(checks), "ready": .bool(statuses.values.allSatisfy(\.isReady)),
    ]
  }
}
