import Application
import Domain
import HTTPTypes
import Testing

@testable import API

@Suite("Reports and warnings over HTTP")
struct MonitoringRouteTests {
  @Test("what is asked of lists and figures is passed on, and what is none is refused")
  func queries() async throws {
    let harness = try await Harness()
    let list = try await harness.send(
      .get, "/v1/warnings?state=open&level=red&region=3401&enterprise_id=\(Harness.enterprise)")
    #expect(list.status == 200)
    #expect(
      harness.backend.calls.last?.details == [
        "state": "open", "level": "red", "region": "3401", "enterprise": Harness.enterprise,
      ])
    #expect(try await harness.send(.get, "/v1/reports?state=quarantine").status == 200)
    #expect(harness.backend.calls.last?.details == ["id": "", "quarantine": "true"])
    #expect(try await harness.send(.get, "/v1/reports").status == 200)
    #expect(harness.backend.calls.last?.details == ["id": "", "quarantine": "false"])
    let own = "/v1/enterprises/\(Harness.enterprise)/reports"
    #expect(try await harness.send(.get, own).status == 200)
    #expect(harness.backend.calls.last?.details["id"] == Harness.enterprise)
    #expect(
      try await harness.send(.get, "/v1/source-quality?on=2026-11-20&region=34").status == 200)
    #expect(harness.backend.calls.last?.details == ["on": "2026-11-20", "region": "34"])
    #expect(
      try await harness.send(.get, "/v1/warning-rechecks?state=open&region=3401").status == 200)
    #expect(harness.backend.calls.last?.details == ["state": "open", "region": "3401"])
    let days = "/v1/source-quality/days?source=tax&region=3401&from=2026-11-01&to=2026-11-20"
    #expect(try await harness.send(.get, days).status == 200)
    #expect(
      harness.backend.calls.last?.details == [
        "source": "tax", "region": "3401", "from": "2026-11-01", "to": "2026-11-20",
      ])
    let runs = "/v1/reports/\(Harness.report)/runs?limit=2"
    #expect(try await harness.send(.get, runs).status == 200)
    #expect(harness.backend.calls.last?.details == ["report": Harness.report])
    #expect(
      try await harness.send(.get, "/v1/source-runs?source=tax&on=2026-11-20").status == 200)
    #expect(harness.backend.calls.last?.details == ["source": "tax", "on": "2026-11-20"])
    let tried = "/v1/warning-rules/dry-run?after=\(Harness.enterprise)"
    #expect(try await harness.send(.post, tried, json: "{}").status == 200)
    #expect(
      harness.backend.calls.last?.details == ["limit": "1000", "after": Harness.enterprise])
    let count = harness.backend.calls.count
    for path in [
      "/v1/warnings?state=lost", "/v1/warnings?level=blue", "/v1/reports?state=accept",
      "/v1/source-quality?on=today", "/v1/source-quality/days?from=2026-11",
      "/v1/warning-rechecks?state=closed",
      "/v1/warnings?enterprise_id=1", own + "?state=quarantine",
    ] {
      #expect(try await harness.send(.get, path).status == 400, "\(path)")
    }
    for path in ["/v1/warnings/wrn_1", "/v1/reports/\(Harness.warning)"] {
      #expect(try await harness.send(.get, path).code == "not_found", "\(path)")
    }
    #expect(harness.backend.calls.count == count)
  }

  @Test("a step and a duty may name the version that was read")
  func precondition() async throws {
    let harness = try await Harness()
    for (method, uri) in [
      ("POST", "/v1/warnings/\(Harness.warning)/steps"),
      ("PUT", "/v1/enterprises/\(Harness.enterprise)/report-duties/monthly"),
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
