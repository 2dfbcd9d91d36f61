import Application
import Domain
import HTTPTypes
import Synchronization
import Telemetry
import Testing

@testable import API

@Suite("Limits of requests over HTTP")
struct RateLimitRouteTests {
  private static func limits(_ perMinute: [RateClass: Int]) -> RateLimits {
    RateLimits(perMinute: perMinute)
  }

  @Test("over the limit is 429 with when to come again, and no use case is called")
  func refused() async throws {
    let harness = try await Harness(limits: Self.limits([.reads: 2]))
    let token = try await harness.token()
    for _ in 0..<2 {
      #expect(try await harness.send(.get, "/v1/needs", token: token).status == 200)
    }
    let calls = harness.backend.calls.count
    let refused = try await harness.send(.get, "/v1/offers", token: token)
    #expect(refused.status == 429 && refused.code == "rate_limited")
    #expect(refused.json["retryable"] == true)
    let seconds = try #require(refused.header("Retry-After").flatMap { Int($0) })
    #expect((1...30).contains(seconds))
    #expect(refused.header("RateLimit-Policy") == "\"reads\";q=2;w=60")
    #expect(refused.header("RateLimit") == "\"reads\";r=0;t=\(seconds)")
    #expect(harness.backend.calls.count == calls)
    let text = harness.dependencies.metrics.render()
    #expect(text.contains("rongqiao_rate_limited_total{class=\"reads\"} 1"))
    #expect(!text.contains("tester"), "no client's name is a label")
  }

  @Test("servers that share a limit give each client a part of it, rounded up, and tell that part")
  func shared() async throws {
    let harness = try await Harness(limits: RateLimits(perMinute: [.reads: 5], servers: 2))
    let token = try await harness.token()
    for _ in 0..<3 {
      #expect(try await harness.send(.get, "/v1/needs", token: token).status == 200)
    }
    let refused = try await harness.send(.get, "/v1/needs", token: token)
    #expect(refused.status == 429)
    #expect(refused.header("RateLimit-Policy") == "\"reads\";q=3;w=60")
    let detail = refused.json["detail"]?.stringValue ?? ""
    #expect(detail.contains("每台服务器") || detail.contains("at each server"))
    let limits = RateLimits(perMinute: [.reads: 0, .writes: 1, .heavy: 6], servers: 3)
    #expect(limits.share(of: .reads) == nil && limits.share(of: .tokens) == nil)
    #expect(limits.share(of: .writes) == 1 && limits.share(of: .heavy) == 2)
  }

  @Test("each client and each kind of request has its own limit; tokens of one client share")
  func apart() async throws {
    let harness = try await Harness(limits: Self.limits([.reads: 1, .writes: 1, .heavy: 1]))
    let first = try await harness.token(subject: "one", ttlSeconds: 600)
    let again = try await harness.token(subject: "one", ttlSeconds: 300)
    let other = try await harness.token(subject: "two")
    #expect(try await harness.send(.get, "/v1/needs", token: first).status == 200)
    #expect(try await harness.send(.get, "/v1/needs", token: again).status == 429)
    #expect(try await harness.send(.get, "/v1/needs", token: other).status == 200)
    #expect(try await harness.send(.get, "/v1/directory.csv", token: first).status == 200)
    #expect(try await harness.send(.get, "/v1/directory.csv", token: first).status == 429)
    let headers = ["Idempotency-Key": "k", "Content-Type": "application/json"]
    for status in [201, 429] {
      let reply = try await harness.send(
        .post, "/v1/needs", token: first, headers: headers, body: Array("{}".utf8))
      #expect(reply.status == status)
    }
  }

  @Test("files, figures over all loans of a year and publishing are as heavy as exports, for all")
  func files() {
    for spec in [
      RouteTable.getReleaseWorkbook, RouteTable.publishReport, RouteTable.getLending,
      RouteTable.reportFile, RouteTable.reportLoanFile,
      RouteTable.publishProduct,
    ] {
      #expect(RateClass(spec) == .heavy, "\(spec.name)")
    }
  }

  @Test("a refusal comes before what is wrong with the request, and a 403 counts as any other")
  func first() async throws {
    let harness = try await Harness(limits: Self.limits([.reads: 1]))
    let liaison = try await harness.token(.liaison)
    #expect(try await harness.send(.get, "/v1/enterprises", token: liaison).status == 403)
    let reply = try await harness.send(.get, "/v1/products?surprise=1", token: liaison)
    #expect(reply.status == 429)
  }

  @Test("who shows no good token is counted by address, and does not use up a client's own")
  func anonymous() async throws {
    let harness = try await Harness(limits: Self.limits([.reads: 2]))
    let token = try await harness.token()
    #expect(try await harness.send(.get, "/v1/needs", token: nil).status == 401)
    #expect(try await harness.send(.get, "/openapi.json", token: nil).status == 200)
    #expect(try await harness.send(.get, "/v1/needs", token: "no.such.token").status == 429)
    #expect(try await harness.send(.get, "/problems/conflict", token: nil).status == 429)
    #expect(try await harness.send(.get, "/v1/needs", token: token).status == 200)
  }

  @Test("whoever watches the service is never refused")
  func probes() async throws {
    let harness = try await Harness(limits: Self.limits([.reads: 1, .writes: 1]))
    for _ in 0..<5 {
      for path in ["/livez", "/readyz", "/metrics"] {
        #expect(try await harness.send(.get, path, token: nil).status == 200)
      }
    }
  }

  @Test("no limit is none, and 0 is none")
  func off() async throws {
    for limits in [RateLimits.off, Self.limits([.reads: 0])] {
      let harness = try await Harness(limits: limits)
      let token = try await harness.token()
      for _ in 0..<50 {
        #expect(try await harness.send(.get, "/v1/needs", token: token).status == 200)
      }
    }
  }

  @Test("a minute later a client has its requests again")
  func later() throws {
    let time = Mutex<Int64>(0)
    let limiter = RateLimiter(
      Self.limits([.writes: 3]), metrics: MetricsRegistry(),
      nanoseconds: { time.withLock { $0 } })
    for _ in 0..<3 { try limiter.charge("a", .writes) }
    #expect(throws: Problem.self) { try limiter.charge("a", .writes) }
    time.withLock { $0 += 20_000_000_000 }
    try limiter.charge("a", .writes)
    #expect(throws: Problem.self) { try limiter.check("a", .writes) }
    time.withLock { $0 += 60_000_000_000 }
    for _ in 0..<3 { try limiter.charge("a", .writes) }
  }

  @Test("callers without a token are told apart by address, of IPv6 by network")
  func peers() {
    #expect(PeerName.of("192.0.2.7") == "192.0.2.7")
    #expect(PeerName.of("::ffff:192.0.2.7") == "192.0.2.7")
    #expect(PeerName.of("2001:db8:1:2:3:4:5:6") == PeerName.of("2001:db8:1:2::1"))
    #expect(PeerName.of("2001:db8:1:2::1") != PeerName.of("2001:db8:1:3::1"))
    #expect(PeerName.of("/run/socket") == "-" && PeerName.of(nil as String?) == "-")
  }
}
