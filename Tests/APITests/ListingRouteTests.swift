import Application
import Domain
import HTTPTypes
import Testing

@testable import API

@Suite("Listing cases over HTTP")
struct ListingRouteTests {
  @Test("what is asked of lists, plans and readiness is passed on, and what is none is refused")
  func queries() async throws {
    let harness = try await Harness()
    let list = try await harness.send(
      .get,
      "/v1/listing-cases?state=live&board=ah-srdi&region=3401&enterprise_id=\(Harness.enterprise)")
    #expect(list.status == 200)
    #expect(
      harness.backend.calls.last?.details == [
        "state": "live", "board": "ah-srdi", "region": "3401",
        "enterprise_id": Harness.enterprise,
      ])
    let plan = "/v1/listing-cases/\(Harness.listing)/plan"
    #expect(try await harness.send(.get, plan + "?target=2027-06-30").status == 200)
    #expect(
      harness.backend.calls.last?.details == ["id": Harness.listing, "target": "2027-06-30"])
    let readiness = "/v1/enterprises/\(Harness.enterprise)/readiness"
    #expect(
      try await harness.send(.get, readiness + "?board=neeq&as_of=2026-11-20T00:00:00Z").status
        == 200)
    #expect(harness.backend.calls.last?.details["board"] == "neeq")
    let count = harness.backend.calls.count
    for path in [
      "/v1/listing-cases?state=open", "/v1/listing-cases?board=NEEQ", plan + "?target=soon",
      readiness + "?board=neeq&as_of=2026-11-20", "/v1/boards/neeq?as_of=x", "/v1/boards?limit=1",
    ] {
      #expect(try await harness.send(.get, path).status == 400, "\(path)")
    }
    for path in ["/v1/boards/NEEQ", "/v1/boards/a.b", "/v1/listing-cases/lst_1"] {
      #expect(try await harness.send(.get, path).code == "not_found", "\(path)")
    }
    #expect(harness.backend.calls.count == count)
  }

  @Test("a step, a target and a sponsor may name the version that was read")
  func precondition() async throws {
    let harness = try await Harness()
    let path = "/v1/listing-cases/\(Harness.listing)"
    for (method, uri) in [
      ("POST", path + "/steps"), ("PUT", path + "/target"), ("PUT", path + "/sponsor"),
    ] {
      for (tag, version) in [("\"3\"", 3), (nil, nil)] as [(String?, Int?)] {
        let reply = try await harness.send(
          .init(rawValue: method) ?? .post, uri, headers: ["If-Match": tag ?? ""], json: "{}")
        #expect((200..<300).contains(reply.status), "\(reply.text)")
        #expect(harness.backend.calls.last?.expectedVersion == version)
      }
    }
  }
}
