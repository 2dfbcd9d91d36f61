import Application
import Domain
import HTTPTypes
import Testing

@testable import API

@Suite("Dead letters over HTTP")
struct DeadLetterRouteTests {
  private static let letter = "/v1/dead-letters/\(Harness.deadLetter)"

  @Test("a list passes its conditions on, and refuses what is none")
  func list() async throws {
    let harness = try await Harness()
    let reply = try await harness.send(
      .get,
      "/v1/dead-letters?state=open&reason=event_data&consumer=rongqiao.match"
        + "&enterprise_id=\(Harness.enterprise)&limit=7")
    #expect(reply.status == 200)
    let call = try #require(harness.backend.calls.last)
    #expect(
      call.details == [
        "state": "open", "reason": "event_data", "consumer": "rongqiao.match",
        "enterprise": Harness.enterprise,
      ])
    #expect(call.page?.limit == 7)
    let bad = [
      "state=lost", "reason=Not+a+code", "consumer=RONGQIAO", "consumer=a/b", "enterprise_id=x",
      "type=x",
    ]
    for query in bad {
      #expect(try await harness.send(.get, "/v1/dead-letters?\(query)").status == 400, "\(query)")
    }
    #expect(harness.backend.calls.count == 1)
  }

  @Test("a letter is read with a tag, and another form of identifier names nothing")
  func read() async throws {
    let harness = try await Harness()
    let reply = try await harness.send(.get, Self.letter)
    let tag = try #require(reply.header("ETag"))
    let again = try await harness.send(.get, Self.letter, headers: ["If-None-Match": tag])
    #expect(again.status == 304)
    for id in ["dl_1", Harness.need] {
      #expect(try await harness.send(.get, "/v1/dead-letters/\(id)").status == 404, "\(id)")
    }
  }

  @Test("each move passes its body and key on, and without a key nothing moves")
  func moves() async throws {
    let harness = try await Harness()
    let routes = [
      ("\(Self.letter)/redrive", "redriveDeadLetter", Harness.deadLetter),
      ("\(Self.letter)/skip", "skipDeadLetter", Harness.deadLetter),
      ("/v1/dead-letters/redrive", "redriveDeadLetters", ""),
      ("/v1/dead-letters/skip", "skipDeadLetters", ""),
    ]
    for (path, name, id) in routes {
      let without = try await harness.send(
        .post, path, headers: ["Idempotency-Key": ""], json: "{}")
      #expect(without.code == "idempotency_key_missing", "\(path)")
      _ = try await harness.send(.post, path, json: #"{"dry_run":true}"#)
      let call = try #require(harness.backend.calls.last)
      #expect(call.name == name && call.details["id"] == id)
      #expect(call.body == ["dry_run": true] && call.idempotency?.key == "key-1")
    }
    #expect(harness.backend.calls.count == routes.count)
  }

  @Test(
    "each refusal of a move has its own problem at 409",
    arguments: ["letter_not_open", "redrive_limit", "not_redrivable", "letter_behind"])
  func refusals(_ code: String) async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.failure = ApplicationError.conflict(code: code, zh: "不可", en: "not now")
    }
    let reply = try await harness.send(.post, "\(Self.letter)/redrive", json: "{}")
    #expect(reply.status == 409)
    #expect(reply.code == code)
    let page = try await harness.send(.get, "/problems/\(code)", token: nil)
    #expect(page.status == 200)
  }

  @Test("an auditor reads letters and moves none")
  func auditor() async throws {
    let harness = try await Harness()
    let token = try await harness.token(.auditor)
    let read = try await harness.send(.get, Self.letter, token: token)
    #expect(read.status == 200)
    let moved = try await harness.send(
      .post, "\(Self.letter)/redrive", token: token,
      headers: ["Idempotency-Key": "k", "Content-Type": "application/json"],
      body: Array("{}".utf8))
    #expect(moved.status == 403)
  }
}
