import Catalog
import Decision
import Domain
import Policy
import Postgres
import Store

/// What publishing changed.
public struct PublishedVersion: Sendable, Equatable {
  public var version: Int
  /// False when the latest version is the same already.
  public var isNew: Bool
  /// Codes of products or packs that are new or changed.
  public var changed: [String]
}

/// What publishing a catalog and policies together changed; nil for what was not given.
public struct PublishedVersions: Sendable, Equatable {
  public var catalog: PublishedVersion?
  public var policies: PublishedVersion?
}

extension Application {
  /// Publishes a catalog, policy packs, or both as their next versions; the same content again
  /// publishes nothing. What is in force afterwards must work together: it is compiled first. Open
  /// needs that it touches are swept afterwards. Institutions that the directory does not have are
  /// entered there.
  ///
  /// - Parameter dryRun: does all of it and rolls it back.
  /// - Throws: `.invalid` when catalog and policies do not fit, such as a product that prices by a
  ///   parameter no pack has; the versions in force stay.
  public func publish(
    catalog: Catalog?, policies: PolicySet?, actor: Actor, dryRun: Bool = false
  ) async throws -> PublishedVersions {
    try await rollingBack(when: dryRun) { session in
      try await lockPublishing(session)
      return try await publish(catalog, policies, by: actor, session)
    }
  }

  /// Until the end of the transaction nobody else publishes.
  func lockPublishing(_ session: any PostgresSession) async throws {
    try await CatalogRepository.lockPublishing(session)
    try await PolicyRepository.lockPublishing(session)
  }

  /// The same within a transaction that has the lock.
  func publish(
    _ catalog: Catalog?, _ policies: PolicySet?, by actor: Actor, _ session: any PostgresSession
  ) async throws -> PublishedVersions {
    let before = try await catalogs.currentPins(session)?.versions
    let (inForce, packs) = try await requireFit(catalog, policies, session)
    var published = PublishedVersions()
    if let catalog {
      let inserted = try await insert(catalog, by: actor, session)
      published.catalog = inserted
      try await enterInstitutions(of: catalog, version: inserted.version, by: actor, session)
    }
    if let policies { published.policies = try await insert(policies, by: actor, session) }
    if let inForce, let packs, let after = try await catalogs.currentPins(session)?.versions {
      try await startSweep(
        from: before, to: after, catalog: inForce, policies: packs, by: actor, session)
    }
    return published
  }

  /// - Returns: what will be in force; nil where nothing was published yet.
  private func requireFit(
    _ catalog: Catalog?, _ policies: PolicySet?, _ session: any PostgresSession
  ) async throws -> (Catalog?, PolicySet?) {
    var inForce = catalog
    if inForce == nil { inForce = try await catalogs.latest(session)?.catalog }
    var packs = policies
    if packs == nil, let head = try await PolicyRepository.latestVersion(session),
      let document = try await PolicyRepository.find(version: head.version, session)
    {
      packs = try PolicySet(json: try JSONParser.parse(document))
    }
    guard let inForce, let packs else { return (inForce, packs) }
    do {
      _ = try Engine(catalog: inForce, policies: packs)
    } catch {
      throw ApplicationError.invalid(error.list)
    }
    return (inForce, packs)
  }

  private func insert(
    _ catalog: Catalog, by actor: Actor, _ session: any PostgresSession
  ) async throws -> PublishedVersion {
    let now = clock.now()
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
    let products = catalog.products.map { ($0.code, StoredDocument(kind: .product, json: $0.json)) }
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

  private func insert(
    _ policies: PolicySet, by actor: Actor, _ session: any PostgresSession
  ) async throws -> PublishedVersion {
    let latest = try await PolicyRepository.latestVersion(session)
    let document = StoredDocument(kind: .policy, json: policies.json)
    if let latest, latest.digest == document.digest {
      return PublishedVersion(version: latest.version, isNew: false, changed: [])
    }
    var before: [String: Digest] = [:]
    if let latest {
      for pack in try await self.policies(latest.version, session).packs {
        before[pack.code] = pack.digest
      }
    }
    let changed = policies.packs.filter { before[$0.code] != $0.digest }.map(\.code)
    try await CatalogRepository.insert(documents: [document], session)
    let version = (latest?.version ?? 0) + 1
    let now = clock.now()
    try await PolicyRepository.insert(
      version: version, digest: document.digest, publishedAt: now, publishedBy: actor.subject,
      session)
    try await OutboxRepository.append(
      changed.map { code in
        Event(
          id: ids.next(), type: .policyPublished, key: code, subject: code, time: now,
          sequence: Int64(version),
          data: ["policy_version": .int(Int64(version)), "pack": .string(code)])
      }, session)
    return PublishedVersion(version: version, isNew: true, changed: changed)
  }
}
