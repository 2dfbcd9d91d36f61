import Domain
import Logging
import ServiceLifecycle

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
  httpService(
    buildOperationsRouter(health: health, options: options), health: health, options: options,
    logger: logger, host: host, port: port, onRunning: onRunning)
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
