import Application
import Domain
import HTTPTypes
import Hummingbird
import Testing

@testable import API

@Suite("Strictness: what is wrong is refused before the backend hears of it")
struct StrictnessTests {
  struct Bad: Sendable, CustomTestStringConvertible {
    var title: String
    var body: [UInt8]
    var code: String
    var testDescription: String { title }
    init(_ title: String, _ body: String, _ code: String) {
      (self.title, self.body, self.code) = (title, Array(body.utf8), code)
    }
    init(_ title: String, bytes: [UInt8], _ code: String) {
      (self.title, self.body, self.code) = (title, bytes, code)
    }
  }

  @Test(
    "a body that is not strict JSON is 400 malformed_json with its place",
    arguments: [
      Bad("empty", "", "json_syntax"), Bad("cut off", #"{"a":"#, "json_syntax"),
      Bad("a second value", "{} {}", "json_syntax"),
      Bad("a fraction", #"{"amount":{"fen":1.5}}"#, "json_number"),
      Bad("an exponent", #"{"a":1e3}"#, "json_number"),
      Bad("beyond Int64", #"{"a":9223372036854775808}"#, "json_number"),
      Bad("a member twice", #"{"a":1,"a":2}"#, "json_duplicate_member"),
      Bad("U+0000", #"{"a":"\u0000"}"#, "json_encoding"),
      Bad("a lone surrogate", #"{"a":"\ud800"}"#, "json_encoding"),
      Bad("too deep", String(repeating: "[", count: 40), "json_depth"),
      Bad("bytes of no encoding", bytes: [0x22, 0xFF, 0x22], "json_encoding"),
      // "融资" in GBK.
      Bad("GBK", bytes: [0x22, 0xC8, 0xDA, 0xD7, 0xCA, 0x22], "encoding_gbk"),
      Bad("a byte order mark", bytes: [0xEF, 0xBB, 0xBF, 0x7B, 0x7D], "encoding_bom"),
    ])
  func malformedBody(_ bad: Bad) async throws {
    let harness = try await Harness()
    let reply = try await harness.send(
      .post, "/v1/needs", token: try await harness.token(),
      headers: ["Content-Type": "application/json", "Idempotency-Key": "k"], body: bad.body)
    #expect(reply.status == 400)
    #expect(reply.code == "malformed_json")
    #expect(reply.firstError == bad.code)
    #expect(reply.errors.first?["offset"]?.intValue != nil)
    #expect(harness.backend.calls.isEmpty)
  }

  @Test("the pointer of a JSON fault leads to the member")
  func pointer() async throws {
    let harness = try await Harness()
    let reply = try await harness.send(
      .post, "/v1/needs", json: #"{"amount":{"fen":1.5}}"#)
    #expect(reply.firstPointer == "/amount/fen")
  }

  @Test(
    "another content type is 415",
    arguments: [
      "", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk",
      "application/jsonx", "multipart/form-data; boundary=x",
    ])
  func contentType(_ type: String) async throws {
    let harness = try await Harness()
    let reply = try await harness.send(
      .post, "/v1/needs", headers: ["Content-Type": type], json: "{}")
    #expect(reply.status == 415)
    #expect(reply.code == "unsupported_media_type")
    #expect(harness.backend.calls.isEmpty)
  }

  @Test(
    "application/json in UTF-8 is taken however it is written",
    arguments: ["application/json", "Application/JSON", "application/json; charset=UTF-8"])
  func contentTypeForms(_ type: String) async throws {
    let harness = try await Harness()
    let reply = try await harness.send(
      .post, "/v1/needs", headers: ["Content-Type": type], json: "{}")
    #expect(reply.status == 201)
  }

  @Test("a compressed body is 415")
  func compressed() async throws {
    let harness = try await Harness()
    let reply = try await harness.send(
      .post, "/v1/needs", headers: ["Content-Encoding": "gzip"], json: "{}")
    #expect(reply.status == 415)
    #expect(harness.backend.calls.isEmpty)
  }

  @Test("a body of exactly the limit is read, and one byte more is 413")
  func bodyLimit() async throws {
    let harness = try await Harness(options: APIOptions(maximumBodyBytes: 70_000))
    let exact = "\"" + String(repeating: "x", count: 69_998) + "\""
    #expect(try await harness.send(.post, "/v1/needs", json: exact).status == 201)
    let reply = try await harness.send(.post, "/v1/needs", json: exact + " ")
    #expect(reply.status == 413)
    #expect(reply.code == "body_too_large")
    #expect(harness.backend.calls.count == 1)
  }

  @Test("a body whose length nobody declared is cut off at the limit all the same")
  func undeclaredLength() async throws {
    func read(_ count: Int) async throws -> JSON? {
      let text = "\"" + String(repeating: "x", count: count - 2) + "\""
      let request = Request(
        head: HTTPRequest(
          method: .post, scheme: nil, authority: nil, path: "/v1/needs",
          headerFields: [.contentType: "application/json"]),
        body: RequestBody(buffer: ByteBuffer(string: text)))
      return try await BodyReader.read(request, rule: .json, maximumBytes: 100)
    }
    #expect(try await read(100)?.stringValue?.count == 98)
    let problem = try await #require(throws: Problem.self) { try await read(101) }
    #expect(problem.kind == .bodyTooLarge)
  }

  @Test("a target beyond its limit is 414")
  func targetLimit() async throws {
    let harness = try await Harness(options: APIOptions(maximumTargetBytes: 64))
    let reply = try await harness.send(
      .get, "/v1/needs?cursor=" + String(repeating: "a", count: 64))
    #expect(reply.status == 414)
    #expect(reply.code == "uri_too_long")
  }

  @Test(
    "an identifier of another form is 404",
    arguments: [
      "/v1/needs/1", "/v1/needs/need_1", "/v1/needs/\(Harness.enterprise)",
      "/v1/needs/need_01932A80-0C1D-7E2F-8A3B-4C5D6E7F8091", "/v1/needs/%00", "/v1/needs/..%2f",
      "/v1/enterprises/x/facts", "/v1/runs/run_x", "/v1/runs/\(Harness.run)/decisions/A_B",
      "/v1/products/-x", "/v1/products/ab", "/v1/products/'; DROP TABLE need",
    ])
  func pathIdentifiers(_ path: String) async throws {
    let harness = try await Harness()
    let reply = try await harness.send(.get, path)
    #expect(reply.status == 404)
    #expect(reply.code == "not_found")
    #expect(harness.backend.calls.isEmpty)
  }

  @Test(
    "a query parameter the route does not know is 400 and named",
    arguments: [
      ("/v1/needs?foo=1", "query:foo"), ("/v1/needs/\(Harness.need)?expand=offers", "query:expand"),
      ("/v1/products?status=open", "query:status"), ("/livez?x", "query:x"),
      ("/v1/needs?%66oo=1", "query:foo"),
    ])
  func unknownParameter(_ uri: String, _ pointer: String) async throws {
    let harness = try await Harness()
    let reply = try await harness.send(.get, uri)
    #expect(reply.status == 400)
    #expect(reply.code == "unknown_parameter")
    #expect(reply.firstPointer == pointer)
    #expect(harness.backend.calls.isEmpty)
  }

  @Test(
    "a query value of another form is 400 and named",
    arguments: [
      ("/v1/needs?limit=0", "below_min"), ("/v1/needs?limit=101", "above_max"),
      ("/v1/needs?limit=ten", "type"), ("/v1/needs?limit=-1", "type"),
      ("/v1/needs?limit=99999999999999999999", "type"), ("/v1/needs?limit=", "encoding"),
      ("/v1/needs?limit", "encoding"), ("/v1/needs?limit=1&limit=2", "repeated"),
      ("/v1/needs?region=%ff", "encoding"), ("/v1/needs?region=%00", "encoding"),
      ("/v1/needs?region=abc", "region"), ("/v1/needs?region=341", "region"),
      ("/v1/needs?status=open", "unknown_value"), ("/v1/needs?enterprise_id=ent_1", "identifier"),
      ("/v1/needs?cursor=x", "cursor"), ("/v1/enterprises?uscc=9134", "alphabet"),
      ("/v1/products?family=A%20B", "alphabet"),
      ("/v1/runs/\(Harness.run)?expand=all", "unknown_value"),
      ("/v1/enterprises/\(Harness.enterprise)/facts?version=0", "below_min"),
      ("/v1/enterprises/\(Harness.enterprise)/facts?as_of=2026-03-01", "instant"),
      (
        "/v1/enterprises/\(Harness.enterprise)/facts?version=1&as_of=2026-03-01T00:00:00Z",
        "exclusive"
      ),
    ])
  func invalidParameter(_ uri: String, _ error: String) async throws {
    let harness = try await Harness()
    let reply = try await harness.send(.get, uri)
    #expect(reply.status == 400)
    #expect(reply.code == (error == "cursor" ? "invalid_cursor" : "invalid_parameter"))
    #expect(reply.firstError == error)
    #expect(harness.backend.calls.isEmpty)
  }

  @Test("good query values reach the backend as they were meant")
  func goodParameters() async throws {
    let harness = try await Harness()
    let uri = "/v1/needs?limit=7&status=submitted&region=3401&enterprise_id=\(Harness.enterprise)"
    #expect(try await harness.send(.get, uri).status == 200)
    let call = try #require(harness.backend.calls.first)
    #expect(call.page?.limit == 7)
    #expect(
      call.details == [
        "status": "submitted", "region": "3401", "enterprise": Harness.enterprise,
      ])
    let facts = "/v1/enterprises/\(Harness.enterprise)/facts?as_of=2026-03-01T00:00:00%2B08:00"
    #expect(try await harness.send(.get, facts).status == 200)
    #expect(harness.backend.calls.last?.details["as_of"] == "2026-03-01T00:00:00.000000+08:00")
  }

  @Test("a verb without parameters takes nothing or {}, and nothing else")
  func emptyBody() async throws {
    let harness = try await Harness()
    let uri = "/v1/needs/\(Harness.need)/withdraw"
    #expect(try await harness.send(.post, uri).status == 201)
    #expect(try await harness.send(.post, uri, json: "{}").status == 201)
    let extra = try await harness.send(.post, uri, json: #"{"reason":"x"}"#)
    #expect(extra.status == 422)
    #expect(extra.firstError == "unknown_member")
    #expect(extra.firstPointer == "/reason")
    #expect(
      try await harness.send(.post, uri, headers: ["Content-Type": "text/plain"], json: "{}")
        .status == 415)
    #expect(harness.backend.calls.count == 2)
  }

  @Test("the body reaches the backend as it was sent, put as replace and patch as merge")
  func bodies() async throws {
    let harness = try await Harness()
    let uri = "/v1/enterprises/\(Harness.enterprise)/facts"
    _ = try await harness.send(.put, uri, json: #"{"facts":[]}"#)
    _ = try await harness.send(.patch, uri, json: #"{"facts":[1]}"#)
    let calls = harness.backend.calls
    #expect(calls.map(\.body) == [["facts": []], ["facts": [1]]])
    #expect(calls.map { $0.details["mode"] } == ["replace", "merge"])
  }
}
