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
    try move("createClient", "", body, actor, idempotency)
  }

  func amendClient(
    _ id: ClientID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try change("amendClient", id, expectedVersion, body, actor, idempotency)
  }

  func disableClient(
    _ id: ClientID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try change("disableClient", id, expectedVersion, body, actor, idempotency)
  }

  func enableClient(
    _ id: ClientID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try change("enableClient", id, expectedVersion, body, actor, idempotency)
  }

  private func change(
    _ name: String, _ id: ClientID, _ version: Int, _ body: JSON, _ actor: Actor,
    _ idempotency: IdempotencyRequest?
  ) throws -> StoredAnswer {
    try note(
      Call(
        name: name, actor: actor, body: body, idempotency: idempotency, expectedVersion: version,
        details: ["id": id.text])
    ).stored
  }

  func createClientSecret(
    _ id: ClientID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try move("createClientSecret", id.text, body, actor, idempotency)
  }

  func revokeClientSecret(
    _ secret: ClientSecretID, of id: ClientID, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(
        name: "revokeClientSecret", actor: actor, idempotency: idempotency,
        details: ["id": id.text, "secret": secret.text])
    ).stored
  }

  func client(_ id: ClientID, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "client", actor: actor, details: ["id": id.text]))
  }

  func clients(page: PageRequest, actor: Actor) async throws -> Page<JSON> {
    try note(Call(name: "clients", actor: actor, page: page)).page
  }
}
