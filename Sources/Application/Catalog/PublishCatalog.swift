import Catalog
import Domain
import Policy
import Store

/// What publishing changed.
public struct PublishedVersion: Sendable, Equatable {
  public var version: Int
  /// False when the latest version is the same already.
  public var isNew: Bool
  /// Codes of products that are new or changed.
  public var changed: [String]
}

extension Application {
  /// Publishes a catalog as the next version; the same catalog again publishes nothing.
  ///
  /// - Parameter dryRun: does all of it and rolls it back.
  public func publishCatalog(
    _ catalog: Catalog, actor: Actor, dryRun: Bool = false
  ) async throws -> PublishedVersion {
    try await rollingBack(when: dryRun) { session in
      let now = clock.now()
      try await CatalogRepository.lockPublishing(session)
      let latest = try await CatalogRepository.latestVersion(session)
      if let latest, latest.digest == catalog.digest {
        return PublishedVersion(version: latest.version, isNew: false, changed: [])
      }
      let json = catalog.json
      func document(_ kind: StoredDocument.Kind, _ member: String) -> StoredDocument {
        StoredDocument(kind: kind, json: json[member] ?? .null)
      }
      let facts = document(.facts, "facts")
      let institutions = document(.institutions, "institutions")
      let families = document(.families, "families")
      let products = catalog.products.map {
        ($0.code, StoredDocument(kind: .product, json: $0.json))
      }
      try await CatalogRepository.insert(
        documents: [facts, institutions, families] + products.map(\.1), session)
      let version = (latest?.version ?? 0) + 1
      let changed = try await CatalogRepository.insertVersion(
        version, digest: catalog.digest, facts: facts.digest, institutions: institutions.digest,
        families: families.digest,
        products: products.map { (code: $0.0, freshID: ids.next(), digest: $0.1.digest) },
        publishedAt: now, publishedBy: actor.subject, session)
      try await OutboxRepository.append(
        changed.sorted().map { code in
          Event(
            id: ids.next(), type: .catalogPublished, key: code, subject: code, time: now,
            sequence: Int64(version),
            data: ["catalog_version": .int(Int64(version)), "product": .string(code)])
        }, session)
      return PublishedVersion(version: version, isNew: true, changed: changed.sorted())
    }
  }

  /// Publishes the policy packs as the next version; the same packs again publish nothing.
  public func publishPolicies(
    _ policies: PolicySet, actor: Actor, dryRun: Bool = false
  ) async throws -> PublishedVersion {
    try await rollingBack(when: dryRun) { session in
      try await PolicyRepository.lockPublishing(session)
      let latest = try await PolicyRepository.latestVersion(session)
      let document = StoredDocument(kind: .policy, json: policies.json)
      if let latest, latest.digest == document.digest {
        return PublishedVersion(version: latest.version, isNew: false, changed: [])
      }
      try await CatalogRepository.insert(documents: [document], session)
      let version = (latest?.version ?? 0) + 1
      try await PolicyRepository.insert(
        version: version, digest: document.digest, publishedAt: clock.now(),
        publishedBy: actor.subject, session)
      return PublishedVersion(version: version, isNew: true, changed: policies.packs.map(\.code))
    }
  }
}
