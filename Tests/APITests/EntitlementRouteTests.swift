import Application
import Domain
import HTTPTypes
import Testing

@testable import API

@Suite("Entitlements over HTTP")
struct EntitlementRouteTests {
  @Test("what is asked of lists, entitlements and figures is passed on")
  func queries() async throws {
    let harness = try await Harness()
    let list = try await harness.send(
      .get, "/v1/claims?state=paid&region=3402&enterprise_id=\(Harness.enterprise)")
    #expect(list.status == 200)
    #expect(
      harness.backend.calls.last?.details == [
        "state": "paid", "region": "3402", "enterprise": Harness.enterprise,
      ])
    let own = "/v1/enterprises/\(Harness.enterprise)/entitlements"
    let seen = try await harness.send(.get, own + "?as_of=2026-11-20T00:00:00Z")
    #expect(seen.status == 200 && seen.headers[.eTag] == nil)
    #expect(harness.backend.calls.last?.details["as_of"]?.hasPrefix("2026-11-20") == true)
    for path in ["/v1/award-budgets", "/v1/award-figures"] {
      #expect(try await harness.send(.get, path + "?year=2026&region=3402").status == 200)
      #expect(harness.backend.calls.last?.details == ["year": "2026", "region": "3402"])
    }
    let budget = "/v1/award-budgets/city/340200/2026"
    #expect(try await harness.send(.get, budget + "?clause=wuhu-board-award").status == 200)
    #expect(
      harness.backend.calls.last?.details == [
        "id": "city/340200/2026", "clause": "wuhu-board-award",
      ])
    let before = harness.backend.calls.count
    #expect(try await harness.send(.get, "/v1/award-budgets/city/3402/2026").status == 404)
    for bad in [
      "/v1/claims?state=lost", "/v1/award-figures?year=26", own + "?as_of=yesterday",
      budget + "?clause=A",
    ] {
      #expect(try await harness.send(.get, bad).status == 400, "\(bad)")
    }
    #expect(harness.backend.calls.count == before)
  }

  @Test(
    "a step and a budget name the version that was read, when one was; a place that is none is 404")
  func writes() async throws {
    let harness = try await Harness()
    let token = try await harness.token(.service)
    func write(
      _ method: HTTPRequest.Method, _ path: String, _ body: String, ifMatch: String? = nil
    ) async throws -> Int {
      var headers = ["Idempotency-Key": "k", "Content-Type": "application/json"]
      headers["If-Match"] = ifMatch
      return try await harness.send(
        method, path, token: token, headers: headers, body: Array(body.utf8)
      ).status
    }
    let limit = #"{"limit_fen":1}"#
    let path = "/v1/award-budgets/city/340200/2026"
    #expect(try await write(.put, path, limit) == 201)
    #expect(harness.backend.calls.last?.details["id"] == "city/340200/2026")
    #expect(harness.backend.calls.last?.expectedVersion == nil)
    #expect(try await write(.put, path, limit, ifMatch: "\"4\"") == 201)
    #expect(harness.backend.calls.last?.expectedVersion == 4)
    for bad in ["city/3402/2026", "city/340200/26", "city/340200/1999", "city/34020x/2026"] {
      #expect(try await write(.put, "/v1/award-budgets/\(bad)", limit) == 404, "\(bad)")
    }
    let steps = "/v1/claims/\(Harness.claim)/steps"
    #expect(try await write(.post, steps, #"{"verb":"pass"}"#, ifMatch: "\"2\"") == 201)
    #expect(harness.backend.calls.last?.expectedVersion == 2)
    #expect(harness.backend.calls.last?.body == ["verb": "pass"])
  }
}
