import Application
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ServiceLifecycle
import Synchronization
import Testing

@testable import API

@Suite("Routing, errors and header fields")
struct RoutingTests {
  @Test(
    "an unknown address is 404 route_not_found as problem+json",
    arguments: ["/", "/v1", "/v2/needs", "/v1/need", "/v1/needs/x/y/z"])
  func unknownAddress(_ uri: String) async throws {
    let reply = try await Harness().send(.get, uri)
    #expect(reply.status == 404)
    #expect(reply.code == "route_not_found")
    #expect(reply.header("Content-Type") == "application/problem+json")
  }

  @Test("a method the address does not have is 405 with Allow")
  func methodNotAllowed() async throws {
    let harness = try await Harness()
    let reply = try await harness.send(.delete, "/v1/needs/\(Harness.need)")
    #expect(reply.status == 405)
    #expect(reply.code == "method_not_allowed")
    #expect(reply.header("Allow") == "GET, HEAD, OPTIONS, PATCH")
    let facts = try await harness.send(.post, "/v1/enterprises/\(Harness.enterprise)/facts")
    #expect(facts.header("Allow") == "GET, HEAD, OPTIONS, PATCH, PUT")
    let withdraw = try await harness.send(.get, "/v1/needs/\(Harness.need)/withdraw")
    #expect(withdraw.header("Allow") == "OPTIONS, POST")
    let schema = try await harness.send(.put, "/schemas/events/a.json", json: "{}")
    #expect(schema.status == 405)
  }

  @Test("OPTIONS says what an address allows, without a token")
  func options() async throws {
    let reply = try await Harness().send(.options, "/v1/needs", token: nil)
    #expect(reply.status == 204)
    #expect(reply.header("Allow") == "GET, HEAD, OPTIONS, POST")
    #expect(reply.bytes.isEmpty)
  }

  @Test("HEAD is GET without the body")
  func head() async throws {
    let harness = try await Harness()
    let uri = "/v1/needs/\(Harness.need)"
    let get = try await harness.send(.get, uri)
    let head = try await harness.send(.head, uri)
    #expect(head.status == 200)
    #expect(head.bytes.isEmpty)
    #expect(head.header("ETag") == get.header("ETag"))
    #expect(head.header("Content-Length") == String(get.bytes.count))
    let refused = try await harness.send(.head, uri, token: nil)
    #expect(refused.status == 401)
    #expect(refused.bytes.isEmpty)
  }

  @Test("every ApplicationError becomes the status and code it documents")
  func applicationErrors() async throws {
    let harness = try await Harness()
    let fault = Fault("/purpose", "required", zh: "必填", en: "required")
    let table: [(ApplicationError, Int, String)] = [
      (.invalid([fault]), 422, "validation_failed"),
      (.notFound(what: "enterprise"), 404, "not_found"),
      (.conflict(code: "enterprise_exists", zh: "已登记", en: "exists"), 409, "enterprise_exists"),
      (.conflict(code: "something_new", zh: "甲", en: "a"), 409, "something_new"),
      (.staleVersion(current: 4), 412, "stale_version"),
      (.forbidden(zh: "不可", en: "no"), 403, "forbidden"),
      (.idempotencyInFlight, 409, "idempotency_in_flight"),
      (.idempotencyReused, 422, "idempotency_key_reused"),
      (.unavailable(retryAfterSeconds: 7), 503, "unavailable"),
    ]
    for (error, status, code) in table {
      harness.backend.set { $0.failure = error }
      let reply = try await harness.send(.post, "/v1/needs", json: "{}")
      #expect(reply.status == status)
      #expect(reply.code == code)
      #expect(reply.header("Content-Type") == "application/problem+json")
      #expect(reply.json["status"]?.intValue == Int64(status))
      #expect(reply.json["instance"] == "/v1/needs")
      switch error {
      case .invalid:
        #expect(
          reply.errors == [
            ["pointer": "/purpose", "code": "required", "message": "必填", "message_en": "required"]
          ])
      case .staleVersion: #expect(reply.header("ETag") == "\"4\"")
      case .unavailable: #expect(reply.header("Retry-After") == "7")
      case .idempotencyInFlight:
        #expect(reply.header("Retry-After") == "1")
        #expect(reply.json["retryable"] == true)
      default: break
      }
    }
  }

  @Test("faults of a read are 400, since they come from the query")
  func readFaults() async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.failure = ApplicationError.invalid([
        Fault("/region", "unknown_region", zh: "无", en: "no")
      ])
    }
    let reply = try await harness.send(.get, "/v1/needs?region=99")
    #expect(reply.status == 400)
    #expect(reply.code == "invalid_parameter")
    #expect(reply.firstError == "unknown_region")
    #expect(reply.firstPointer == "query:region")
  }

  @Test("an unexpected error is 500 internal with the request id, and tells nothing")
  func unexpected() async throws {
    struct Leaky: Error { let sql = "SELECT uscc FROM enterprise" }
    let harness = try await Harness()
    harness.backend.set { $0.failure = Leaky() }
    let reply = try await harness.send(
      .post, "/v1/needs", headers: ["Request-Id": "abc-123"], json: "{}")
    #expect(reply.status == 500)
    #expect(reply.code == "internal")
    #expect(reply.json["request_id"] == "abc-123")
    #expect(!reply.text.contains("SELECT") && !reply.text.contains("Leaky"))
  }

  @Test("a cancelled request is 503, not 500")
  func cancelled() async throws {
    let harness = try await Harness()
    harness.backend.set { $0.failure = CancellationError() }
    #expect(try await harness.send(.get, "/v1/needs").status == 503)
  }

  @Test("titles and messages follow Accept-Language, Chinese unless English comes first")
  func language() async throws {
    let harness = try await Harness()
    for (header, title) in [
      ("", "缺少 Idempotency-Key"), ("en", "Idempotency-Key is missing"),
      ("en-GB, zh;q=0.8", "Idempotency-Key is missing"),
      ("zh-CN, en;q=0.9", "缺少 Idempotency-Key"), ("fr, en;q=0.2", "Idempotency-Key is missing"),
      ("en;q=0", "缺少 Idempotency-Key"), ("en;q=x", "缺少 Idempotency-Key"),
    ] {
      let reply = try await harness.send(
        .post, "/v1/needs", headers: ["Idempotency-Key": "", "Accept-Language": header],
        json: "{}")
      #expect(reply.json["title"]?.stringValue == title, "\(header)")
    }
  }

  @Test("a Request-Id of the form comes back; any other is replaced")
  func requestID() async throws {
    let harness = try await Harness()
    func id(_ sent: String) async throws -> String? {
      try await harness.send(.get, "/livez", headers: ["Request-Id": sent]).header("Request-Id")
    }
    #expect(try await id("req_1.a:B-2") == "req_1.a:B-2")
    for bad in ["a b", "a\"b", String(repeating: "x", count: 129), "é"] {
      #expect(try await id(bad)?.hasPrefix("req_") == true, "\(bad)")
    }
    #expect(try await id("")?.hasPrefix("req_") == true)
  }

  @Test(
    "traceparent is taken only in the form of W3C Trace Context",
    arguments: [
      ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true),
      ("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what", true),
      ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what", false),
      ("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false),
      ("00-00000000000000000000000000000000-b7ad6b7169203331-01", false),
      ("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", false),
      ("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", false),
      ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", false), ("x", false),
    ])
  func traceparent(_ text: String, _ isTaken: Bool) async throws {
    let harness = try await Harness()
    let reply = try await harness.send(.get, "/v1/needs", headers: ["traceparent": text])
    let carried = try #require(harness.backend.calls.first?.actor?.traceparent)
    let trace = try #require(TraceContext(carried))
    let asked = text.dropFirst(3).prefix(32)
    #expect((trace.traceID == asked) == isTaken, "a malformed one starts a trace of its own")
    #expect(!text.contains(trace.spanID), "the request is a span of its own")
    #expect(reply.header("traceparent") == carried)
  }

  @Test("a request without traceparent gets one, and a problem names its trace")
  func traceOfProblems() async throws {
    let harness = try await Harness()
    let first = try await harness.send(.get, "/nowhere")
    let second = try await harness.send(.get, "/nowhere")
    let traces = try [first, second].map {
      try #require(TraceContext($0.header("traceparent") ?? ""))
    }
    #expect(traces[0].traceID != traces[1].traceID)
    #expect(first.json["trace_id"]?.stringValue == traces[0].traceID)
  }

  @Test("every answer carries the security header fields, and data is never stored")
  func securityFields() async throws {
    let harness = try await Harness()
    for uri in ["/livez", "/v1/needs", "/nowhere", "/openapi.json"] {
      let reply = try await harness.send(.get, uri)
      #expect(reply.header("X-Content-Type-Options") == "nosniff")
      #expect(reply.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
      #expect(reply.header("Request-Id") != nil)
      let isDocument = uri == "/openapi.json"
      #expect(reply.header("Cache-Control") == (isDocument ? "public, max-age=300" : "no-store"))
    }
  }

  @Test("a problem's type leads to a page that says what to do")
  func problemPages() async throws {
    let harness = try await Harness()
    for code in ProblemCode.allCases {
      let reply = try await harness.send(.get, "/problems/\(code.rawValue)", token: nil)
      #expect(reply.status == 200)
      #expect(reply.json["status"]?.intValue == Int64(code.status))
      #expect(reply.json["remedy"]?["zh"]?.stringValue?.isEmpty == false)
    }
    #expect(try await harness.send(.get, "/problems/nonsense", token: nil).status == 404)
  }

  @Test("the server answers over a real socket, body limits included, and stops when cancelled")
  func liveServer() async throws {
    let harness = try await Harness(options: APIOptions(maximumBodyBytes: 1_000))
    let (ports, announced) = AsyncStream<Int>.makeStream()
    let server = buildServer(
      harness.dependencies, host: "127.0.0.1", port: 0, onRunning: { announced.yield($0) })
    let task = Task { try await server.run() }
    var iterator = ports.makeAsyncIterator()
    let port = try #require(await iterator.next())
    let token = try await harness.token()
    try await TestClient.withClient(host: "127.0.0.1", port: port) { client in
      let live = try await client.get("/livez")
      #expect(live.status == .ok)
      let large = try await client.post(
        "/v1/needs",
        headers: [
          .authorization: "Bearer \(token)", .contentType: "application/json",
          .init("Idempotency-Key")!: "k",
        ], body: ByteBuffer(repeating: 0x20, count: 300_000))
      #expect(large.status == .contentTooLarge)
      // The same connection goes on, also after answers without a body.
      let uri = "/v1/needs/\(Harness.need)"
      let read = try await client.get(uri, headers: [.authorization: "Bearer \(token)"])
      #expect(read.status == .ok)
      let tag = try #require(read.headers[.eTag])
      let unchanged = try await client.get(
        uri, headers: [.authorization: "Bearer \(token)", .ifNoneMatch: tag])
      #expect(unchanged.status == .notModified)
      let after = try await client.get("/v1/needs", headers: [.authorization: "Bearer \(token)"])
      #expect(after.status == .ok)
    }
    task.cancel()
    _ = await task.result
  }

  @Test("a path as it stands allows its own methods, not those of a template that it fits too")
  func literalPathsFirst() {
    #expect(RouteTable.allowedMethods(path: "/v1/dead-letters/redrive") == ["OPTIONS", "POST"])
    #expect(
      RouteTable.allowedMethods(path: "/v1/dead-letters/dl_1") == ["GET", "HEAD", "OPTIONS"])
    #expect(RouteTable.allowedMethods(path: "/v1/nothing") == [])
  }
}
