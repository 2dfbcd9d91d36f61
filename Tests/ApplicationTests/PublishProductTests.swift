import Catalog
import Domain
import TestSupport
import Testing

@testable import Application

@Suite("Publishing one product")
struct PublishProductTests {
  private static let citation: JSON = ["document": "办法", "tag": "S"]

  private func refusal(_ body: () async throws -> Void) async throws -> ApplicationError {
    do {
      try await body()
    } catch let error as ApplicationError {
      return error
    }
    throw NothingRefused()
  }

  private struct NothingRefused: Error {}

  @Test("a manager publishes a product of the own institution, and all else of the catalog stays")
  func published() async throws {
    try await World.with { world in
      let application = world.application
      let catalog = try SeedCatalog.catalog()
      let seed = try #require(catalog.products.first)
      let manager = Actor(
        subject: "manager", role: .liaisonManager, organisation: seed.institution)
      let before = try await application.product(seed.code, actor: manager)
      let document = seed.json.with([
        "amount": ["max_fen": 123_000_000, "citation": Self.citation]
      ])
      let answer = try await application.publishProduct(
        seed.code, expectedVersion: before.version, document, actor: manager)
      #expect(
        answer.body["changed"] == true && answer.headers["ETag"] == "\"\(before.version + 1)\"")
      let after = try await application.product(seed.code, actor: manager)
      #expect(after.version == before.version + 1 && after.value["document"] == document)
      let now = try #require(try await application.publishedCatalog())
      #expect(now.products.count == catalog.products.count)
      for (old, new) in zip(catalog.products, now.products) where old.code != seed.code {
        #expect(old.json == new.json, "\(old.code)")
      }
      // The same again is no version more, and what was read before is out of date.
      let again = try await application.publishProduct(
        seed.code, expectedVersion: after.version, document, actor: manager)
      #expect(again.body["changed"] == false && again.body["version"] == answer.body["version"])
      let stale = try await refusal {
        _ = try await application.publishProduct(
          seed.code, expectedVersion: before.version, seed.json, actor: manager)
      }
      guard case .staleVersion(let current) = stale else {
        Issue.record("\(stale)")
        return
      }
      #expect(current == after.version)
    }
  }

  @Test("nobody else publishes it, and nobody what does not read or is another's")
  func refused() async throws {
    try await World.with { world in
      let application = world.application
      let seed = try #require(try SeedCatalog.catalog().products.first)
      let version = try await application.product(seed.code, actor: World.system).version
      let others = [
        Actor(subject: "liaison", role: .liaison, organisation: seed.institution),
        Actor(subject: "manager", role: .liaisonManager, organisation: "another-bank"),
        Actor(subject: "operator", role: .operator, region: "34"),
        Actor(subject: "auditor", role: .auditor),
      ]
      for actor in others {
        let error = try await refusal {
          _ = try await application.publishProduct(
            seed.code, expectedVersion: version, seed.json, actor: actor)
        }
        guard case .forbidden = error else {
          Issue.record("\(actor.subject): \(error)")
          continue
        }
      }
      let manager = Actor(
        subject: "manager", role: .liaisonManager, organisation: seed.institution)
      let wrong: [(document: JSON, pointer: String)] = [
        (seed.json.with(["institution": "another-bank"]), "/institution"),
        (seed.json.with(["code": "another-code"]), "/code"),
        (
          seed.json.with(["amount": ["max_fen": "many", "citation": Self.citation]]),
          "/amount/max_fen"
        ),
        (
          seed.json.with([
            "amount": ["max_fen": ["parameter": "no_such_parameter"], "citation": Self.citation]
          ]), "/amount/max_fen"
        ),
      ]
      for (document, pointer) in wrong {
        let error = try await refusal {
          _ = try await application.publishProduct(
            seed.code, expectedVersion: version, document, actor: manager)
        }
        guard case .invalid(let faults) = error else {
          Issue.record("\(pointer): \(error)")
          continue
        }
        #expect(faults.contains { $0.pointer.hasPrefix(pointer) }, "\(pointer): \(faults)")
      }
      #expect(
        try await application.product(seed.code, actor: World.system).version == version)
    }
  }
}

@Suite("Publishing one product, again and at once")
struct PublishProductEffectTests {
  @Test("named by its identifier, too, it is published once by a key; what is none is not found")
  func again() async throws {
    try await World.with { world in
      let application = world.application
      let seed = try #require(try SeedCatalog.catalog().products.first)
      let read = try await application.product(seed.code, actor: World.system)
      let id = try #require(read.value["id"]?.stringValue)
      let old = try #require(read.value["document"])
      let document = old.with(["name": ["zh": "新名称", "en": "Another name"]])
      let key = IdempotencyRequest(client: "c", key: "k", fingerprint: Digest(of: document))
      let first = try await application.publishProduct(
        id, expectedVersion: read.version, document, actor: World.system, idempotency: key)
      let again = try await application.publishProduct(
        id, expectedVersion: read.version, document, actor: World.system, idempotency: key)
      #expect(!first.isReplay && again.isReplay)
      #expect(again.body == first.body && again.headers == first.headers)
      #expect(
        try await application.product(seed.code, actor: World.system).version == read.version + 1)
      try await world.expectRefused("not found product") {
        _ = try await application.publishProduct(
          "no-such-product", expectedVersion: 1, document, actor: World.system)
      }
    }
  }

  @Test("of many who read the same version one publishes, and the others are told")
  func race() async throws {
    try await World.with { world in
      let seed = try #require(try SeedCatalog.catalog().products.first)
      let read = try await world.application.product(seed.code, actor: World.system)
      let version = read.version
      let document = try #require(read.value["document"])
      let words = await withTaskGroup(of: String.self) { group in
        for number in 0..<8 {
          group.addTask {
            let own = document.with(["name": ["zh": .string("名称 \(number)"), "en": "x"]])
            let error = await refusal {
              _ = try await world.application.publishProduct(
                seed.code, expectedVersion: version, own, actor: World.system)
            }
            return error?.word ?? "done"
          }
        }
        return await group.reduce(into: [String]()) { $0.append($1) }.sorted()
      }
      #expect(words == ["done"] + Array(repeating: "stale \(version + 1)", count: 7))
    }
  }
}
