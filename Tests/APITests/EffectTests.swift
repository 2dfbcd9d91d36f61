import Application
import Domain
import HTTPTypes
import Testing

@Suite("Effects: keys, preconditions, tags")
struct EffectTests {
  @Test("an effect without a key is 400 idempotency_key_missing")
  func keyMissing() async throws {
    let harness = try await Harness()
    for (method, uri) in [
      ("POST", "/v1/enterprises"), ("POST", "/v1/needs"),
      ("PATCH", "/v1/needs/\(Harness.need)"), ("POST", "/v1/needs/\(Harness.need)/withdraw"),
      ("PATCH", "/v1/enterprises/\(Harness.enterprise)"),
      ("PUT", "/v1/enterprises/\(Harness.enterprise)/facts"),
      ("PATCH", "/v1/enterprises/\(Harness.enterprise)/facts"),
    ] {
      let reply = try await harness.send(
        .init(rawValue: method) ?? .post, uri, headers: ["Idempotency-Key": ""], json: "{}")
      #expect(reply.status == 400, "\(method) \(uri)")
      #expect(reply.code == "idempotency_key_missing")
    }
    #expect(harness.backend.calls.isEmpty)
  }

  @Test(
    "a key of another form is 400 idempotency_key_malformed",
    arguments: ["\"\"", "a b", "\"", "a\"b", String(repeating: "k", count: 256)])
  func keyMalformed(_ key: String) async throws {
    let harness = try await Harness()
    let reply = try await harness.send(
      .post, "/v1/needs", headers: ["Idempotency-Key": key], json: "{}")
    #expect(reply.status == 400)
    #expect(reply.code == "idempotency_key_malformed")
    #expect(harness.backend.calls.isEmpty)
  }

  @Test("a key of 255 characters passes, quoted or bare, as the same key of the token's subject")
  func keyForms() async throws {
    let harness = try await Harness()
    let key = String(repeating: "k", count: 255)
    for header in [key, "\"\(key)\""] {
      _ = try await harness.send(
        .post, "/v1/needs", headers: ["Idempotency-Key": header], json: "{}")
    }
    let requests = harness.backend.calls.compactMap(\.idempotency)
    #expect(requests.map(\.key) == [key, key])
    #expect(requests.map(\.client) == ["tester", "tester"])
    #expect(requests[0].fingerprint == requests[1].fingerprint)
  }

  @Test("the fingerprint ignores spacing and member order, and nothing that matters")
  func fingerprint() async throws {
    let harness = try await Harness()
    let uri = "/v1/needs/\(Harness.need)"
    let other = "/v1/needs/need_01932a80-0c1d-7e2f-8a3b-4c5d6e7f8092"
    func send(_ uri: String, _ json: String, ifMatch: String = "\"1\"") async throws {
      _ = try await harness.send(.patch, uri, headers: ["If-Match": ifMatch], json: json)
    }
    try await send(uri, #"{"a":1,"b":2}"#)
    try await send(uri, #" { "b" : 2, "a" : 1 } "#)
    try await send(uri, #"{"a":1,"b":3}"#)
    try await send(other, #"{"a":1,"b":2}"#)
    try await send(uri, #"{"a":1,"b":2}"#, ifMatch: "\"2\"")
    let prints = harness.backend.calls.compactMap(\.idempotency?.fingerprint)
    #expect(prints.count == 5)
    #expect(prints[0] == prints[1])
    #expect(Set(prints).count == 4)
  }

  @Test("a stored answer comes back as it was, marked as replayed")
  func replayed() async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.stored = StoredAnswer(
        status: 201, headers: ["ETag": "\"1\"", "Location": "/v1/needs/x"], body: ["id": "x"],
        isReplay: true)
    }
    let reply = try await harness.send(.post, "/v1/needs", json: "{}")
    #expect(reply.status == 201)
    #expect(reply.header("Idempotency-Replayed") == "true")
    #expect(reply.header("ETag") == "\"1\"")
    #expect(reply.header("Location") == "/v1/needs/x")
    #expect(reply.json == ["id": "x"])
    harness.backend.set { $0.stored.isReplay = false }
    let fresh = try await harness.send(.post, "/v1/needs", json: "{}")
    #expect(fresh.header("Idempotency-Replayed") == nil)
  }

  @Test("amending or withdrawing without If-Match is 428")
  func preconditionRequired() async throws {
    let harness = try await Harness()
    for (method, uri) in [
      ("PATCH", "/v1/needs/\(Harness.need)"), ("POST", "/v1/needs/\(Harness.need)/withdraw"),
      ("PATCH", "/v1/enterprises/\(Harness.enterprise)"),
    ] {
      let reply = try await harness.send(
        .init(rawValue: method) ?? .post, uri, headers: ["If-Match": ""], json: "{}")
      #expect(reply.status == 428)
      #expect(reply.code == "precondition_required")
    }
    #expect(harness.backend.calls.isEmpty)
  }

  @Test("facts take If-Match when it is sent, and do without")
  func optionalPrecondition() async throws {
    let harness = try await Harness()
    let uri = "/v1/enterprises/\(Harness.enterprise)/facts"
    _ = try await harness.send(.put, uri, headers: ["If-Match": ""], json: "{}")
    _ = try await harness.send(.put, uri, headers: ["If-Match": "\"9\""], json: "{}")
    #expect(harness.backend.calls.map(\.expectedVersion) == [nil, 9])
  }

  @Test(
    "If-Match that is not one strong tag of ours is 400",
    arguments: [
      "1", "*", "W/\"1\"", "\"0\"", "\"-1\"", "\"1\", \"2\"", "\"\"", "\"1-zz\"", "\"x\"",
    ])
  func preconditionMalformed(_ tag: String) async throws {
    let harness = try await Harness()
    let reply = try await harness.send(
      .patch, "/v1/needs/\(Harness.need)", headers: ["If-Match": tag], json: "{}")
    #expect(reply.status == 400)
    #expect(reply.code == "precondition_malformed")
    #expect(harness.backend.calls.isEmpty)
  }

  @Test("the tag of a read is what If-Match takes, and 304 is the answer to who has it")
  func tagFlow() async throws {
    let harness = try await Harness()
    let uri = "/v1/needs/\(Harness.need)"
    let read = try await harness.send(.get, uri)
    let tag = try #require(read.header("ETag"))
    #expect(tag.hasPrefix("\"3-"))
    #expect(read.header("Cache-Control") == "no-store")
    _ = try await harness.send(.patch, uri, headers: ["If-Match": tag], json: "{}")
    #expect(harness.backend.calls.last?.expectedVersion == 3)
    for named in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
      let again = try await harness.send(.get, uri, headers: ["If-None-Match": named])
      #expect(again.status == 304, "\(named)")
      #expect(again.bytes.isEmpty)
      #expect(again.header("ETag") == tag)
    }
    #expect(try await harness.send(.get, uri, headers: ["If-None-Match": "\"3\""]).status == 200)
  }

  @Test("a need that was decided meanwhile is not 304, though its version is the same")
  func tagFollowsContent() async throws {
    let harness = try await Harness()
    let uri = "/v1/needs/\(Harness.need)"
    let tag = try #require(try await harness.send(.get, uri).header("ETag"))
    harness.backend.set { $0.item = ["id": "x", "match": ["state": "decided"]] }
    let again = try await harness.send(.get, uri, headers: ["If-None-Match": tag])
    #expect(again.status == 200)
    #expect(again.header("ETag") != tag)
  }

  @Test("a run, which never changes, is tagged by its content")
  func runTag() async throws {
    let harness = try await Harness()
    let tag = try #require(try await harness.send(.get, "/v1/runs/\(Harness.run)").header("ETag"))
    let again = try await harness.send(
      .get, "/v1/runs/\(Harness.run)", headers: ["If-None-Match": tag])
    #expect(again.status == 304)
  }

  @Test("replay needs no key and is no cached answer")
  func replay() async throws {
    let harness = try await Harness()
    let reply = try await harness.send(
      .post, "/v1/runs/\(Harness.run)/replay", headers: ["Idempotency-Key": "", "If-Match": ""])
    #expect(reply.status == 200)
    #expect(harness.backend.calls.map(\.name) == ["replay"])
  }
}
