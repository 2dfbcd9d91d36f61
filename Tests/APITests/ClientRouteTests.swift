import Application
import Domain
import HTTPTypes
import Testing

@testable import API

@Suite("Clients over HTTP")
struct ClientRouteTests {
  private let id = Harness.client
  private let secret = Harness.clientSecret

  @Test("each route hands over who asks, what for, and the version and key it came with")
  func handOver() async throws {
    let harness = try await Harness()
    let token = try await harness.token(.liaisonManager)
    let sent: [(HTTPRequest.Method, String, String?, String)] = [
      (.post, "/v1/clients", #"{"name":"x"}"#, "createClient"),
      (.patch, "/v1/clients/\(id)", #"{"name":"x"}"#, "amendClient"),
      (.post, "/v1/clients/\(id)/disable", #"{"reason":"x"}"#, "disableClient"),
      (.post, "/v1/clients/\(id)/enable", #"{"reason":"x"}"#, "enableClient"),
      (.post, "/v1/clients/\(id)/secrets", "{}", "createClientSecret"),
      (.delete, "/v1/clients/\(id)/secrets/\(secret)", nil, "revokeClientSecret"),
    ]
    let versioned = ["amendClient", "disableClient", "enableClient"]
    for (method, path, json, name) in sent {
      var headers = ["Idempotency-Key": "k1"]
      if versioned.contains(name) { headers["If-Match"] = "\"3\"" }
      if json != nil { headers["Content-Type"] = "application/json" }
      let reply = try await harness.send(
        method, path, token: token, headers: headers, body: json.map { Array($0.utf8) })
      #expect(reply.status == 201, "\(name): \(reply.code ?? "")")
      let call = try #require(harness.backend.calls.last)
      #expect(call.name == name && call.actor?.role == .liaisonManager)
      #expect(call.idempotency?.key == "k1")
      #expect(call.expectedVersion == (versioned.contains(name) ? 3 : nil))
      #expect(path == "/v1/clients" || call.details["id"] == id)
    }
    #expect(harness.backend.calls.last?.details["secret"] == secret)
    for (path, name) in [("/v1/clients?limit=2", "clients"), ("/v1/clients/\(id)", "client")] {
      #expect(try await harness.send(.get, path, token: token).status == 200)
      #expect(harness.backend.calls.last?.name == name)
    }
  }

  @Test("an identifier of another form names nothing")
  func forms() async throws {
    let harness = try await Harness()
    let token = try await harness.token(.operator)
    #expect(try await harness.send(.get, "/v1/clients/cli_1", token: token).status == 404)
    let reply = try await harness.send(
      .delete, "/v1/clients/\(id)/secrets/\(id)", token: token, headers: ["Idempotency-Key": "k"])
    #expect(reply.status == 404)
    #expect(harness.backend.calls.isEmpty)
  }
}
