import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import API

@Suite("Pages and drafts")
struct PageTests {
  private static let sheet =
    "/v1/runs/\(Harness.run)/decisions/hefei-shuirongtong/cost-sheet"

  @Test("a notice is a page in the caller's language that nobody keeps and no browser extends")
  func notice() async throws {
    let harness = try await Harness()
    for (header, word) in [("zh-CN", "页"), ("en", "page")] {
      let reply = try await harness.send(
        .get, "/v1/runs/\(Harness.run)/notice", headers: ["Accept-Language": header])
      #expect(reply.status == 200 && reply.text.contains(word))
      #expect(reply.header("Content-Type") == "text/html; charset=utf-8")
      #expect(reply.header("Cache-Control") == "no-store")
      #expect(
        reply.header("Content-Security-Policy") == "default-src 'none'; style-src 'sha256-x'")
      #expect(reply.header("X-Content-Type-Options") == "nosniff")
    }
    let json = try await harness.send(.get, "/v1/runs/\(Harness.run)")
    #expect(
      json.header("Content-Security-Policy") == "default-src 'none'; frame-ancestors 'none'")
  }

  @Test("a cost sheet is JSON unless a page is preferred, and says what it depends on")
  func costSheet() async throws {
    let harness = try await Harness()
    let json = try await harness.send(.get, Self.sheet)
    #expect(json.header("Content-Type") == "application/json" && json.header("Vary") == "Accept")
    let page = try await harness.send(.get, Self.sheet, headers: ["Accept": "text/html"])
    #expect(page.header("Content-Type") == "text/html; charset=utf-8")
    #expect(page.header("Vary") == "Accept")
    let tag = try #require(page.header("ETag"))
    #expect(tag != json.header("ETag"))
    let again = try await harness.send(
      .get, Self.sheet, headers: ["Accept": "text/html", "If-None-Match": tag])
    #expect(again.status == 304)
  }

  @Test(
    "Accept is weighed as it is written",
    arguments: [
      (nil, false), ("text/html", true), ("application/json", false), ("*/*", false),
      ("text/html,application/json;q=0.9", true), ("text/html;q=0.5,application/json", false),
      ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true), ("text/*", true),
      ("text/html;q=0", false), ("application/*;q=0.2,text/html;q=0.3", true), (",;,", false),
    ] as [(String?, Bool)])
  func accept(_ header: String?, _ expected: Bool) {
    #expect(RequestHeaders.prefersHTML(header) == expected)
  }

  @Test("the steps of a review carry key, version and body to the use case")
  func reviewSteps() async throws {
    let harness = try await Harness()
    for (verb, json) in [
      ("assign", nil), ("resolve", "{\"outcome\":\"upheld\",\"note\":\"n\"}"), ("withdraw", nil),
    ] {
      let path = "/v1/reviews/\(Harness.review)/\(verb)"
      let reply = try await harness.send(
        .post, path, headers: ["If-Match": "\"3\""], json: json)
      #expect(reply.status == 201, "\(reply.text)")
      let call = try #require(harness.backend.calls.last)
      #expect(call.name == "\(verb)Review" && call.expectedVersion == 3)
      #expect(call.idempotency?.key == "key-1" && call.details["id"] == Harness.review)
      let bare = try await harness.send(.post, path, headers: ["If-Match": ""], json: json)
      #expect(bare.code == "precondition_required")
      let keyless = try await harness.send(
        .post, path, headers: ["Idempotency-Key": ""], json: json)
      #expect(keyless.code == "idempotency_key_missing")
    }
    let unknown = try await harness.send(.get, "/v1/reviews?state=open")
    #expect(unknown.code == "invalid_parameter" && unknown.firstPointer == "query:state")
  }

  @Test("drafts are tried with their body and grouping")
  func drafts() async throws {
    let harness = try await Harness()
    let path = "/v1/products/hefei-shuirongtong/what-if"
    let reply = try await harness.send(.post, path + "?by=county", json: "{\"code\":\"x\"}")
    #expect(reply.status == 200)
    let call = try #require(harness.backend.calls.last)
    #expect(call.details == ["code": "hefei-shuirongtong", "by": "true"])
    #expect(call.body == ["code": "x"])
    let grouped = try await harness.send(.post, "/v1/policy/what-if?by=firm", json: "{}")
    #expect(grouped.code == "invalid_parameter")
  }

  @Test("a product is published over the version that was read, and faults point into its document")
  func publishing() async throws {
    let harness = try await Harness()
    let path = "/v1/products/hefei-shuirongtong"
    let json = "{\"code\":\"hefei-shuirongtong\"}"
    let tag = try #require(try await harness.send(.get, path).header("ETag"))
    let reply = try await harness.send(.put, path, headers: ["If-Match": tag], json: json)
    #expect(reply.status == 201 && reply.header("ETag") == "\"1\"", "\(reply.text)")
    let call = try #require(harness.backend.calls.last)
    #expect(call.name == "publishProduct" && call.expectedVersion == 3)
    #expect(call.details["id"] == "hefei-shuirongtong" && call.idempotency?.key == "key-1")
    #expect(call.body == ["code": "hefei-shuirongtong"])
    for (field, code) in [
      ("If-Match", "precondition_required"), ("Idempotency-Key", "idempotency_key_missing"),
    ] {
      let bare = try await harness.send(.put, path, headers: [field: ""], json: json)
      #expect(bare.code == code)
    }
    #expect(harness.backend.calls.count == 2)
    harness.backend.set { $0.failure = ApplicationError.staleVersion(current: 4) }
    let stale = try await harness.send(.put, path, json: json)
    #expect(stale.status == 412 && stale.header("ETag") == "\"4\"")
    harness.backend.set {
      $0.failure = ApplicationError.invalid([
        Fault("/amount/max_fen", "type", zh: "应为整数", en: "must be an integer")
      ])
    }
    let wrong = try await harness.send(.put, path, json: json)
    #expect(wrong.status == 422 && wrong.firstPointer == "/amount/max_fen")
  }

  @Test(
    "each conflict of a review has its own problem code",
    arguments: [
      "review_open", "review_closed", "review_not_assigned", "too_many_reviews", "too_many_needs",
      "too_many_drafts", "nothing_published", "offer_state", "offer_taken", "capacity_exhausted",
      "capacity_taken", "referral_active", "consent_missing", "consent_revoked",
    ])
  func conflicts(_ code: String) async throws {
    let harness = try await Harness()
    harness.backend.set {
      $0.failure = ApplicationError.conflict(code: code, zh: "不行", en: "no")
    }
    let reply = try await harness.send(
      .post, "/v1/reviews/\(Harness.review)/assign", headers: ["If-Match": "\"1\""])
    #expect(reply.status == 409 && reply.code == code)
    #expect(reply.json["type"]?.stringValue == "/problems/\(code)")
  }
}
