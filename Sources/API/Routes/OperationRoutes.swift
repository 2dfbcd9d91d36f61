import Domain
import Hummingbird
import Telemetry

/// Health and metrics: what every process of the service answers, workers too.
struct ProbeRoutes: Sendable {
  /// Nil in a process without use cases.
  let backend: (any Backend)?
  let health: HealthRegistry
  let options: APIOptions
  let renderMetrics: @Sendable () -> String

  func all() -> [Route] {
    [
      (
        RouteTable.livez,
        { _ in
          var answer = Answer.json(["live": true])
          answer.entityTag = nil
          return answer
        }
      ),
      (RouteTable.readyz, { _ in await readyz() }),
      (
        RouteTable.metrics,
        { _ in Answer(contentType: Telemetry.contentType, bytes: Array(renderMetrics().utf8)) }
      ),
    ]
  }

  /// 200 when every check passes, else 503; both name every check, what is wrong and what to do.
  private func readyz() async -> Answer {
    let registered = await health.check(
      deadlineMilliseconds: options.readinessDeadlineMilliseconds)
    let ofBackend = await backend?.readiness().statuses ?? [:]
    let statuses = registered.merging(ofBackend) { mine, theirs in mine.isReady ? theirs : mine }
    let isReady = statuses.values.allSatisfy(\.isReady)
    var answer = Answer.json(
      ReadinessDocument.json(statuses), status: isReady ? .ok : .serviceUnavailable)
    answer.entityTag = nil
    if !isReady { answer.headers.append((.retryAfter, "5")) }
    return answer
  }
}

/// What the service says about itself.
struct DocumentRoutes: Sendable {
  let documents: PublicDocuments
  /// Those of an identity provider change.
  let publicKeys: @Sendable () -> JSON

  func all() -> [Route] {
    [
      (
        RouteTable.openapiYAML,
        { _ in .document(documents.openapiYAML, contentType: "application/yaml") }
      ),
      (
        RouteTable.openapiJSON,
        { _ in .document(documents.openapiJSON, contentType: "application/json") }
      ),
      (
        RouteTable.asyncapiYAML,
        { _ in
          guard let bytes = documents.asyncapiYAML else { throw Problem(.notFound) }
          return .document(bytes, contentType: "application/yaml")
        }
      ),
      (
        RouteTable.eventSchema,
        { call in
          guard let type = call.path["type"], let bytes = documents.eventSchemas[type] else {
            throw Problem(.notFound)
          }
          return .document(bytes, contentType: "application/schema+json")
        }
      ),
      (
        RouteTable.keySet,
        { _ in .document(publicKeys().canonicalBytes, contentType: "application/jwk-set+json") }
      ),
      (RouteTable.problem, { call in try problem(call) }),
    ]
  }

  /// What a problem's `type` leads to.
  private func problem(_ call: Call) throws -> Answer {
    guard let code = call.path["code"].flatMap(ProblemCode.init(rawValue:)) else {
      throw Problem(.notFound)
    }
    let page: JSON = [
      "code": .string(code.rawValue),
      "remedy": ["en": .string(code.remedy.en), "zh": .string(code.remedy.zh)],
      "retryable": .bool(code.isRetryable), "status": .int(Int64(code.status)),
      "title": ["en": .string(code.title.en), "zh": .string(code.title.zh)],
    ]
    return .document(page.canonicalBytes, contentType: "application/json")
  }
}
