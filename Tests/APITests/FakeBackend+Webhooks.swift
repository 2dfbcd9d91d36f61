import API
import Application
import Domain

extension FakeBackend {
  func createWebhook(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try move("createWebhook", "", body, actor, idempotency)
  }

  func changeWebhook(
    _ id: WebhookID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(
        name: "changeWebhook", actor: actor, body: body, idempotency: idempotency,
        expectedVersion: expectedVersion, details: ["id": id.text])
    ).stored
  }

  func deleteWebhook(
    _ id: WebhookID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try move("deleteWebhook", id.text, nil, actor, idempotency)
  }

  func rotateWebhook(
    _ id: WebhookID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try move("rotateWebhook", id.text, body, actor, idempotency)
  }

  func testWebhook(
    _ id: WebhookID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try move("testWebhook", id.text, nil, actor, idempotency)
  }

  func replayWebhook(
    _ id: WebhookID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try move("replayWebhook", id.text, body, actor, idempotency)
  }

  func webhook(_ id: WebhookID, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "webhook", actor: actor, details: ["id": id.text]))
  }

  func webhooks(page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try note(Call(name: "webhooks", actor: actor, page: page)).page
  }

  func webhookDeliveries(
    of id: WebhookID, state: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(
      Call(
        name: "webhookDeliveries", actor: actor, details: ["id": id.text, "state": state ?? ""],
        page: page)
    ).page
  }
}
