import Application
import Domain
import Foundation
import HTTPTypes
import Testing

@testable import API

@Suite("Cursors")
struct CursorTests {
  static let next = UUID(uuidString: "01932a80-0c1d-7e2f-8a3b-4c5d6e7f8091")

  /// The cursor the first page of `uri` gives.
  func cursor(_ harness: Harness, _ uri: String, token: String? = nil) async throws -> String {
    harness.backend.set { $0.page = Page(items: [["id": "a"]], next: Self.next) }
    let reply =
      if let token {
        try await harness.send(.get, uri, token: token)
      } else { try await harness.send(.get, uri) }
    #expect(reply.json["page"]?["has_more"] == true)
    return try #require(reply.json["page"]?["next"]?.stringValue)
  }

  @Test("the last page has no cursor, and every page says its limit")
  func lastPage() async throws {
    let harness = try await Harness()
    let reply = try await harness.send(.get, "/v1/needs")
    #expect(
      reply.json == [
        "data": [["id": "a"], ["id": "b"]],
        "page": ["limit": 50, "next": nil, "has_more": false],
      ])
  }

  @Test("a cursor carries on after the last item, also with another limit")
  func carriesOn() async throws {
    let harness = try await Harness()
    let cursor = try await cursor(harness, "/v1/needs?status=submitted")
    let reply = try await harness.send(
      .get, "/v1/needs?limit=5&cursor=\(cursor)&status=submitted")
    #expect(reply.status == 200)
    #expect(harness.backend.calls.last?.page?.after == Self.next)
  }

  @Test("a cursor is refused for another filter, route or caller")
  func bound() async throws {
    let harness = try await Harness()
    let cursor = try await cursor(harness, "/v1/needs?status=submitted")
    let calls = harness.backend.calls.count
    for uri in [
      "/v1/needs?cursor=\(cursor)", "/v1/needs?status=withdrawn&cursor=\(cursor)",
      "/v1/needs?status=submitted&region=34&cursor=\(cursor)", "/v1/products?cursor=\(cursor)",
    ] {
      let reply = try await harness.send(.get, uri)
      #expect(reply.status == 400, "\(uri)")
      #expect(reply.code == "invalid_cursor")
    }
    let stranger = try await harness.token(.operator, subject: "somebody-else")
    let reply = try await harness.send(
      .get, "/v1/needs?status=submitted&cursor=\(cursor)", token: stranger)
    #expect(reply.code == "invalid_cursor")
    #expect(harness.backend.calls.count == calls)
  }

  @Test("a cursor of one need's runs does not open another need's")
  func boundToPath() async throws {
    let harness = try await Harness()
    let cursor = try await cursor(harness, "/v1/needs/\(Harness.need)/runs")
    let other = "need_01932a80-0c1d-7e2f-8a3b-4c5d6e7f8092"
    #expect(
      try await harness.send(.get, "/v1/needs/\(Harness.need)/runs?cursor=\(cursor)").status == 200)
    #expect(
      try await harness.send(.get, "/v1/needs/\(other)/runs?cursor=\(cursor)").code
        == "invalid_cursor")
  }

  @Test("a cursor with any one character changed is refused")
  func tampered() async throws {
    let harness = try await Harness()
    let cursor = Array(try await cursor(harness, "/v1/needs"))
    for index in cursor.indices {
      var changed = cursor
      changed[index] = changed[index] == "A" ? "B" : "A"
      let reply = try await harness.send(.get, "/v1/needs?cursor=\(String(changed))")
      #expect(reply.code == "invalid_cursor", "at \(index)")
    }
  }

  @Test("a cursor made with another secret is refused")
  func otherSecret() async throws {
    let harness = try await Harness()
    let cursor = try await cursor(harness, "/v1/needs")
    let other = try await Harness()
    other.backend.set { $0.secret = [UInt8](repeating: 8, count: 32) }
    #expect(
      try await other.send(.get, "/v1/needs?cursor=\(cursor)").code == "invalid_cursor")
  }
}
