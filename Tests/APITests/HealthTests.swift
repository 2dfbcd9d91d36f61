import Application
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Telemetry
import Testing

@testable import API

@Suite("Health")
struct HealthTests {
  @Test("/livez answers whatever else is broken")
  func livez() async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.readiness = Readiness(checks: [
        Readiness.Check("database", isReady: false, zh: "断", en: "down")
      ])
    }
    let reply = try await harness.send(.get, "/livez", token: nil)
    #expect(reply.status == 200)
    #expect(reply.json == ["live": true])
  }

  @Test("/readyz is 200 and names every check when all are ready")
  func ready() async throws {
    let health = HealthRegistry()
    health.register("kafka") { .ready }
    let reply = try await Harness(health: health).send(.get, "/readyz", token: nil)
    #expect(reply.status == 200)
    #expect(
      reply.json == [
        "ready": true,
        "checks": [
          "database": ["ready": true],
          "kafka": ["ready": true], "server": ["ready": true],
        ],
      ])
  }

  @Test("/readyz is 503 and says what is not ready and what to do")
  func notReady() async throws {
    let health = HealthRegistry()
    health.register("kafka") {
      .notReady(
        Text("连不上", "cannot be reached"),
        action: Text("检查 RONGQIAO_KAFKA_BROKERS", "check RONGQIAO_KAFKA_BROKERS"))
    }
    let reply = try await Harness(health: health).send(.get, "/readyz", token: nil)
    #expect(reply.status == 503)
    #expect(reply.json["ready"] == false)
    #expect(
      reply.json["checks"]?["kafka"] == [
        "ready": false, "what": ["zh": "连不上", "en": "cannot be reached"],
        "action": ["zh": "检查 RONGQIAO_KAFKA_BROKERS", "en": "check RONGQIAO_KAFKA_BROKERS"],
      ])
    #expect(reply.json["checks"]?["database"]?["ready"] == true)
    #expect(reply.header("Retry-After") == "5")
  }

  @Test("a backend that is not ready makes the service not ready")
  func backendNotReady() async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.readiness = Readiness(checks: [
        Readiness.Check("migrations", isReady: false, zh: "未迁移", en: "not migrated")
      ])
    }
    let reply = try await harness.send(.get, "/readyz", token: nil)
    #expect(reply.status == 503)
    #expect(reply.json["checks"]?["migrations"]?["what"]?["en"] == "not migrated")
  }

  @Test("a process that drains is not ready")
  func draining() async throws {
    let health = HealthRegistry()
    health.beginDraining()
    let reply = try await Harness(health: health).send(.get, "/readyz", token: nil)
    #expect(reply.status == 503)
    #expect(reply.json["checks"]?["server"]?["ready"] == false)
  }

  @Test("a worker's server answers probes and metrics, and nothing else")
  func probeServer() async throws {
    let health = HealthRegistry()
    health.register("kafka") { .ready }
    let application = Hummingbird.Application(
      router: buildOperationsRouter(health: health, metrics: MetricsRegistry()))
    try await application.test(.router) { client in
      for (uri, status) in [
        ("/livez", HTTPResponse.Status.ok), ("/readyz", .ok), ("/metrics", .ok),
        ("/v1/needs", .notFound), ("/openapi.json", .notFound), ("/readyz?x=1", .badRequest),
      ] {
        try await client.execute(uri: uri, method: .get) { #expect($0.status == status, "\(uri)") }
      }
      try await client.execute(uri: "/livez", method: .post) { response in
        #expect(response.status == .methodNotAllowed)
        #expect(response.headers[.allow] == "GET, HEAD, OPTIONS")
      }
    }
  }

  @Test("a check that never answers counts as not ready, and is not started a second time")
  func stuck() async throws {
    let (started, announce) = AsyncStream<Void>.makeStream()
    let (never, release) = AsyncStream<Void>.makeStream()
    let health = HealthRegistry()
    health.register("stuck") {
      announce.yield()
      // Deaf to cancellation, like a blocked call.
      await Task.detached { for await _ in never { break } }.value
      return .ready
    }
    let first = await health.check(deadlineMilliseconds: 1)
    let second = await health.check(deadlineMilliseconds: 1)
    #expect(first["stuck"]?.isReady == false)
    #expect(second["stuck"]?.isReady == false)
    release.finish()
    announce.finish()
    var starts = 0
    for await _ in started { starts += 1 }
    #expect(starts == 1)
  }
}
