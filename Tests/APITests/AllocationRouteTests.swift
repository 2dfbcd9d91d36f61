import Application
import Domain
import HTTPTypes
import Testing

@testable import API

@Suite("Periodic runs over HTTP")
struct AllocationRouteTests {
  private static let run = "/v1/allocation-runs/\(Harness.allocation)"

  @Test("a digest passes page and institution on, and refuses what is none")
  func digest() async throws {
    let harness = try await Harness()
    let reply = try await harness.send(.get, "\(Self.run)/digest?institution=huishang&limit=7")
    #expect(reply.status == 200)
    let call = try #require(harness.backend.calls.last)
    #expect(call.details == ["id": Harness.allocation, "institution": "huishang"])
    #expect(call.page?.limit == 7)
    for query in ["institution=Nobody!", "institution=", "limit=0", "state=made"] {
      #expect(try await harness.send(.get, "\(Self.run)/digest?\(query)").status == 400, "\(query)")
    }
    #expect(harness.backend.calls.count == 1)
  }

  @Test("the list is CSV to be saved under the name of its run")
  func list() async throws {
    let harness = try await Harness()
    let reply = try await harness.send(.get, "\(Self.run)/list.csv")
    #expect(reply.header("Content-Type") == "text/csv; charset=utf-8; header=present")
    #expect(
      reply.header("Content-Disposition") == "attachment; filename=\"\(Harness.allocation).csv\"")
    #expect(reply.header("Cache-Control") == "no-store")
    let tag = try #require(reply.header("ETag"))
    let again = try await harness.send(
      .get, "\(Self.run)/list.csv", headers: ["If-None-Match": tag])
    #expect(again.status == 304 && again.bytes.isEmpty)
  }

  @Test("an identifier of another kind names no run")
  func identifier() async throws {
    let harness = try await Harness()
    for id in [Harness.run, "alc_1", "Nothing!"] {
      #expect(try await harness.send(.get, "/v1/allocation-runs/\(id)").status == 404, "\(id)")
    }
    #expect(harness.backend.calls.isEmpty)
  }
}
