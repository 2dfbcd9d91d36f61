import API
import Application
import Domain

extension FakeBackend {
  func createDirectoryEntry(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try note(
      Call(name: "createDirectoryEntry", actor: actor, body: body, idempotency: idempotency)
    ).stored
  }

  func amendDirectoryEntry(
    _ code: String, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try entry("amendDirectoryEntry", code, expectedVersion, body, actor, idempotency)
  }

  func unlistDirectoryEntry(
    _ code: String, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try entry("unlistDirectoryEntry", code, expectedVersion, body, actor, idempotency)
  }

  func relistDirectoryEntry(
    _ code: String, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try entry("relistDirectoryEntry", code, expectedVersion, body, actor, idempotency)
  }

  private func entry(
    _ name: String, _ code: String, _ version: Int, _ body: JSON, _ actor: Actor,
    _ idempotency: IdempotencyRequest?
  ) throws -> StoredAnswer {
    try note(
      Call(
        name: name, actor: actor, body: body, idempotency: idempotency, expectedVersion: version,
        details: ["code": code])
    ).stored
  }

  func directory(
    _ query: DirectoryQuery, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try note(Call(name: "directory", actor: actor, details: details(query), page: page)).page
  }

  func directoryFile(_ query: DirectoryQuery, actor: Actor) async throws -> [UInt8] {
    let item = try note(Call(name: "directoryFile", actor: actor, details: details(query))).item
    return item.canonicalBytes
  }

  private func details(_ query: DirectoryQuery) -> [String: String] {
    [
      "text": query.text ?? "", "region": query.region ?? "", "kind": query.kind?.rawValue ?? "",
      "service": query.service?.rawValue ?? "", "status": query.status.rawValue,
    ]
  }

  func directoryEntry(_ code: String, actor: Actor) async throws -> Versioned<JSON> {
    try item(Call(name: "directoryEntry", actor: actor, details: ["code": code]))
  }
}
