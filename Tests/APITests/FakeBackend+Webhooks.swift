import API
import Application
import Domain

extension FakeBackend {
  func createWebhook(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("createWebhook", "", body, actor, idempotency)
  }

  func changeWebhook(
    _ id: WebhookID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("changeWebhook", id.text, body, actor, idempotency, version: expectedVersion)
  }

  func deleteWebhook(
    _ id: WebhookID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("deleteWebhook", id.text, nil, actor, idempotency)
  }

  func rotateWebhook(
    _ id: WebhookID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("rotateWebhook", id.text, body, actor, idempotency)
  }

  func testWebhook(
    _ id: WebhookID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("testWebhook", id.text, nil, actor, idempotency)
  }

  func replayWebhook(
    _ id: WebhookID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("replayWebhook", id.text, body, actor, idempotency)
  }

  func webhook(_ id: WebhookID, actor: Actor) async throws -> Versioned<JSON> {
    try item("webhook", actor, ["id": id.text])
  }

  func webhooks(page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try list("webhooks", actor, page)
  }

  func webhookDeliveries(
    of id: WebhookID, state: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("webhookDeliveries", actor, page, ["id": id.text, "state": state])
  }
}
