import Application
import Domain
import HTTPTypes
import Testing

@testable import API

@Suite("Webhooks over HTTP")
struct WebhookRouteTests {
  private let id = Harness.webhook

  @Test("each route hands over who asks, what for, and the version and key it came with")
  func handOver() async throws {
    let harness = try await Harness()
    let token = try await harness.token(.liaisonManager)
    let headers = ["Idempotency-Key": "k1", "If-Match": "\"3\""]
    let sent: [(HTTPRequest.Method, String, String?, String)] = [
      (.post, "/v1/webhooks", #"{"url":"https://a.example/"}"#, "createWebhook"),
      (.patch, "/v1/webhooks/\(id)", #"{"state":"active"}"#, "changeWebhook"),
      (.delete, "/v1/webhooks/\(id)", nil, "deleteWebhook"),
      (.post, "/v1/webhooks/\(id)/rotate", "{}", "rotateWebhook"),
      (.post, "/v1/webhooks/\(id)/test", nil, "testWebhook"),
      (.post, "/v1/webhooks/\(id)/replay", #"{"ids":[]}"#, "replayWebhook"),
    ]
    for (method, path, json, name) in sent {
      var own = method == .patch ? headers : ["Idempotency-Key": "k1"]
      if json != nil { own["Content-Type"] = "application/json" }
      let reply = try await harness.send(
        method, path, token: token, headers: own, body: json.map { Array($0.utf8) })
      #expect(reply.status == 201, "\(name): \(reply.code ?? "")")
      let call = try #require(harness.backend.calls.last)
      #expect(call.name == name)
      #expect(call.actor?.role == .liaisonManager)
      #expect(call.idempotency?.key == "k1")
      #expect(call.expectedVersion == (method == .patch ? 3 : nil))
      #expect(path == "/v1/webhooks" || call.details["id"] == id)
    }
    for (path, name) in [
      ("/v1/webhooks?limit=2", "webhooks"), ("/v1/webhooks/\(id)", "webhook"),
      ("/v1/webhooks/\(id)/deliveries?state=failed", "webhookDeliveries"),
    ] {
      #expect(try await harness.send(.get, path, token: token).status == 200)
      #expect(harness.backend.calls.last?.name == name)
    }
    #expect(harness.backend.calls.last?.details["state"] == "failed")
  }

  @Test("an identifier of another form is nothing, and a state there is not is refused")
  func forms() async throws {
    let harness = try await Harness()
    let token = try await harness.token(.operator)
    #expect(try await harness.send(.get, "/v1/webhooks/hook_1", token: token).status == 404)
    #expect(
      try await harness.send(.get, "/v1/webhooks/\(id)/deliveries?state=lost", token: token).code
        == "invalid_parameter")
    #expect(harness.backend.calls.isEmpty)
  }

  @Test("the document names just the event types that are public")
  func types() throws {
    let document = try OpenAPITests().document()
    let names = document["components"]?["schemas"]?["WebhookTypes"]?["items"]?["enum"]?.arrayValue
    #expect(
      Set((names ?? []).compactMap(\.stringValue)) == Set(EventType.publicTypes.map(\.rawValue)))
  }
}
