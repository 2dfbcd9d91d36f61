import Application
import Domain
import Ingest
import TestSupport
import Testing

/// Words for tests of the directory. Institutions in them are made up.
extension World {
  static let country = Actor(subject: "operator-1", role: .operator)

  static func firm(_ code: String = "example-firm") -> JSON {
    [
      "code": .string(code), "kind": "law_firm",
      "name": ["zh": "示例律师事务所", "en": "Example Law Firm"],
      "regions": ["340100"], "seat": "340104", "services": ["share_reform", "legal"],
      "contacts": [
        "phone": "+86 551 6264 6666", "address": "合肥市示例路 1 号", "web_site": "https://example.org/",
        "email": "office@example.org",
      ], "intro": ["zh": "为股份制改造提供法律服务"],
      "source": [
        "document": "示例名单", "clause": "第一页", "url": "example.org/list", "tag": "S",
        "observed_on": "2026-11-19",
      ],
    ]
  }

  @discardableResult
  func enter(
    _ body: JSON = World.firm(), actor: Actor = World.country,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await application.createDirectoryEntry(body, actor: actor, idempotency: idempotency)
  }

  @discardableResult
  func amend(
    _ code: String = "example-firm", _ version: Int = 1, _ body: JSON,
    actor: Actor = World.country
  ) async throws -> StoredAnswer {
    try await application.amendDirectoryEntry(
      code, expectedVersion: version, body, actor: actor)
  }

  @discardableResult
  func unlist(_ code: String = "example-firm", _ version: Int = 1) async throws -> StoredAnswer {
    try await application.unlistDirectoryEntry(
      code, expectedVersion: version, ["reason": "已注销"], actor: Self.country)
  }

  /// Codes that a question finds, page by page.
  func find(
    _ query: DirectoryQuery, limit: Int = 100, actor: Actor = World.country
  ) async throws -> [String] {
    var codes: [String] = []
    var page = PageRequest(limit: limit)
    repeat {
      let found = try await application.directory(query, page: page, actor: actor)
      codes += found.items.compactMap { $0["code"]?.stringValue }
      page.after = found.next
    } while page.after != nil
    return codes
  }

  func entry(_ code: String = "example-firm", actor: Actor = World.country) async throws -> JSON {
    try await application.directoryEntry(code, actor: actor).value
  }

  /// Actions on an entry, newest first.
  func acts(_ code: String) async throws -> [JSON] {
    try await application.auditEntries(
      action: nil, subject: "directory/\(code)", page: PageRequest(), actor: Self.country
    ).items
  }

  func importDirectory(
    _ bytes: [UInt8], _ mode: ImportMode = .allOrNothing, actor: Actor = World.system
  ) async throws -> ImportReport {
    try await application.importCSV(.directory, bytes: bytes, mode: mode, actor: actor).report
  }
}
