import API
import Application
import Domain

extension FakeBackend {
  func clientGrant(id: String, secret: String) async throws -> ClientGrant? {
    try note(Call(name: "clientGrant", details: ["id": id, "secret": secret])).grants[secret]
  }

  func createClient(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("createClient", "", body, actor, idempotency)
  }

  func amendClient(
    _ id: ClientID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("amendClient", id.text, body, actor, idempotency, version: expectedVersion)
  }

  func disableClient(
    _ id: ClientID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("disableClient", id.text, body, actor, idempotency, version: expectedVersion)
  }

  func enableClient(
    _ id: ClientID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("enableClient", id.text, body, actor, idempotency, version: expectedVersion)
  }

  func createClientSecret(
    _ id: ClientID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("createClientSecret", id.text, body, actor, idempotency)
  }

  func revokeClientSecret(
    _ secret: ClientSecretID, of id: ClientID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("revokeClientSecret", id.text, nil, actor, idempotency, ["secret": secret.text])
  }

  func client(_ id: ClientID, actor: Actor) async throws -> Versioned<JSON> {
    try item("client", actor, ["id": id.text])
  }

  func clients(page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try list("clients", actor, page)
  }
}
