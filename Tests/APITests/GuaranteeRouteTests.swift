import Application
import Domain
import HTTPTypes
import Testing

@testable import API

@Suite("Guarantees over HTTP")
struct GuaranteeRouteTests {
  @Test("what is asked of a list or a report is passed on, and what is none is refused")
  func queries() async throws {
    let harness = try await Harness()
    let list = try await harness.send(.get, "/v1/guarantees?state=in_force&region=3401&limit=7")
    #expect(list.status == 200)
    let call = try #require(harness.backend.calls.last)
    #expect(call.details == ["state": "in_force", "region": "3401"])
    #expect(call.page?.limit == 7)
    let report = try await harness.send(.get, "/v1/guarantors/hefei-demo/report?year=2026")
    #expect(report.status == 200)
    #expect(harness.backend.calls.last?.details == ["id": "hefei-demo", "year": "2026"])
    for path in [
      "/v1/guarantees?state=granted", "/v1/guarantees?region=3", "/v1/guarantees?limit=0",
      "/v1/guarantors/hefei-demo/report?year=1999", "/v1/guarantors/hefei-demo/report?year=x",
      "/v1/needs/\(Harness.need)/bundles?as_of=2026-11-20",
    ] {
      #expect(try await harness.send(.get, path).status == 400, "\(path)")
    }
    #expect(harness.backend.calls.count == 2)
  }

  @Test("a code of another form names nothing", arguments: ["Hefei", "-x", "a.b", "x%20y"])
  func codes(_ code: String) async throws {
    let harness = try await Harness()
    for path in ["/v1/guarantors/\(code)", "/v1/funds/\(code)", "/v1/funds/\(code)/entries"] {
      #expect(try await harness.send(.get, path).code == "not_found", "\(path)")
    }
    #expect(harness.backend.calls.isEmpty)
  }

  @Test("figures of a guarantor may name the version they replace")
  func precondition() async throws {
    let harness = try await Harness()
    for (tag, version) in [("\"3\"", 3), (nil, nil)] as [(String?, Int?)] {
      let reply = try await harness.send(
        .put, "/v1/guarantors/hefei-demo", headers: ["If-Match": tag ?? ""], json: "{}")
      #expect((200..<300).contains(reply.status), "\(reply.text)")
      #expect(harness.backend.calls.last?.expectedVersion == version)
    }
  }
}
