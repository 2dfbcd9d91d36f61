import API
import Application
import Domain

extension FakeBackend {
  func createDirectoryEntry(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect("createDirectoryEntry", "", body, actor, idempotency)
  }

  func amendDirectoryEntry(
    _ code: String, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect(
      "amendDirectoryEntry", code, body, actor, idempotency, version: expectedVersion,
      ["code": code])
  }

  func unlistDirectoryEntry(
    _ code: String, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect(
      "unlistDirectoryEntry", code, body, actor, idempotency, version: expectedVersion,
      ["code": code])
  }

  func relistDirectoryEntry(
    _ code: String, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest?
  ) async throws -> StoredAnswer {
    try effect(
      "relistDirectoryEntry", code, body, actor, idempotency, version: expectedVersion,
      ["code": code])
  }

  func directory(
    _ query: DirectoryQuery, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try list("directory", actor, page, details(query))
  }

  func directoryFile(_ query: DirectoryQuery, actor: Actor) async throws -> [UInt8] {
    try json("directoryFile", actor, details(query)).canonicalBytes
  }

  private func details(_ query: DirectoryQuery) -> [String: String?] {
    [
      "text": query.text, "region": query.region, "kind": query.kind?.rawValue,
      "service": query.service?.rawValue, "status": query.status.rawValue,
    ]
  }

  func directoryEntry(_ code: String, actor: Actor) async throws -> Versioned<JSON> {
    try item("directoryEntry", actor, ["code": code])
  }
}
