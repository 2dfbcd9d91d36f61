import Catalog
import Domain
import Postgres
import Store

extension Application {
  /// Stores a new version of an enterprise's facts and has its open needs matched again.
  ///
  /// - Parameter expectedVersion: the facts version the caller knew (`If-Match`), or nil.
  /// - Throws: `.unavailable` while no catalog is published; `.invalid`; `.notFound` also for an
  ///   enterprise the caller may not see, `.forbidden` for one it may only read; `.erased`; `.conflict`
  ///   `enterprise_frozen`; `.staleVersion`.
  public func putFacts(
    _ id: EnterpriseID, expectedVersion: Int?, _ body: JSON, mode: FactsMode, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let now = clock.now()
    return try await answer(idempotency, as: actor) { session in
      guard let registry = try await catalogs.latest(session)?.registry else {
        throw ApplicationError.unavailable(retryAfterSeconds: 30)
      }
      let input = try FactsInput(
        body, mode: mode, registry: registry, actor: actor, today: now.legalDate)
      let (old, locked) = try await lockForWrite(id, by: actor, session)
      if let expectedVersion, expectedVersion != old.factsVersion {
        throw ApplicationError.staleVersion(current: old.factsVersion)
      }
      let before = try await factSheet(of: id, version: old.factsVersion, registry, session)
      var reported = mode == .replace ? FactSheet() : before
      // Registry facts keep their as-of date through a replacement.
      for path in FactSheetBuilder.registryPaths { reported[path] = before[path] }
      for path in input.retracted { reported[path] = nil }
      for fact in input.facts { reported[fact.path] = fact }
      let after = FactSheetBuilder(reference: reference).sheet(
        FactSheetBuilder.keepingDrawn(before, in: reported), of: old, on: now.legalDate)
      var new = old
      var writer = EventWriter(locked: [id: locked], ids: ids, time: now)
      try await changeFacts(
        after, from: before, of: &new, at: now, by: actor, writer: &writer, session)
      if new.factsVersion != old.factsVersion {
        new.updatedAt = max(now, old.updatedAt)
        try await EnterpriseRepository.update(new, session)
      }
      try await writer.flush(session)
      guard
        let stored = try await FactsRepository.find(id, version: new.factsVersion, session)
      else { throw StoredDataError(what: "facts version") }
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(new.factsVersion)],
        body: FactsView.json(stored, sheet: after), tells: id)
    }
  }

  /// The facts as they are, as they were in `version`, or as they were known at `asOf`.
  public func facts(
    _ id: EnterpriseID, version: Int?, asOf: Instant?, actor: Actor
  ) async throws -> Versioned<JSON> {
    try await readLogged(.facts, as: actor) { session in
      let enterprise = try await readable(id, by: actor, session)
      let found =
        if let asOf {
          try await FactsRepository.find(id, asOf: asOf, session)
        } else {
          try await FactsRepository.find(id, version: version ?? enterprise.factsVersion, session)
        }
      guard let found else { throw ApplicationError.notFound(what: "facts version") }
      let registry = try await catalogs.latest(session)?.registry
      let sheet = try sheet(found.sealed, registry)
      return (Versioned(FactsView.json(found, sheet: sheet), version: found.version), [id])
    }
  }

  func factSheet(
    of id: EnterpriseID, version: Int, _ registry: FactRegistry?, _ session: any PostgresSession
  ) async throws -> FactSheet {
    guard let stored = try await FactsRepository.find(id, version: version, session) else {
      throw StoredDataError(what: "facts version")
    }
    return try sheet(stored.sealed, registry)
  }

  /// Writes the next facts version, when anything differs, with its event, and marks open needs.
  func changeFacts(
    _ after: FactSheet, from before: FactSheet, of enterprise: inout EnterpriseRecord,
    at now: Instant, by actor: Actor, writer: inout EventWriter, _ session: any PostgresSession
  ) async throws {
    // By bytes: Swift takes texts that only look alike for equal, a digest does not.
    guard after.digest != before.digest else { return }
    enterprise.factsVersion += 1
    try await storeFacts(after, of: enterprise, at: now, by: actor, session)
    try await NeedRepository.markDue(enterprise: enterprise.id, since: now, session)
    try await session.deferToCommit([
      ListingAccountRepository.hastening(enterprise.id, at: now),
      EntitlementNoticeRepository.hastening(enterprise.id, at: now),
      PoolMemberRepository.hastening(enterprise.id, at: now),
    ])
    writer.add(
      .factsChanged, enterprise: enterprise.id, subject: enterprise.id.text,
      data: ["facts_version": .int(Int64(enterprise.factsVersion))],
      traceparent: actor.traceparent)
  }

  func storeFacts(
    _ sheet: FactSheet, of enterprise: EnterpriseRecord, at now: Instant, by actor: Actor,
    _ session: any PostgresSession
  ) async throws {
    try await seal([factsRecord(sheet, of: enterprise, at: now, by: actor)], session)
  }

  /// A version of facts with its plain body, as `seal` takes it.
  func factsRecord(
    _ sheet: FactSheet, of enterprise: EnterpriseRecord, at now: Instant, by actor: Actor
  ) -> FactsRecord {
    let body = sheet.json.canonicalBytes
    return FactsRecord(
      enterprise: enterprise.id, version: enterprise.factsVersion, digest: Digest(ofBytes: body),
      body: body, createdAt: now, createdBy: actor.subject)
  }
}

/// How a facts version looks.
enum FactsView {
  static func json(_ stored: FactsRecord, sheet: FactSheet) -> JSON {
    [
      "enterprise_id": .string(stored.enterprise.text), "version": .int(Int64(stored.version)),
      "digest": .string(stored.digest.text), "created_at": .string(stored.createdAt.text),
      "facts": .array(
        sheet.sorted.map { fact in
          [
            "path": .string(fact.path), "value": fact.value?.json ?? .null,
            "none": .bool(fact.value == nil), "source": .string(fact.source),
            "as_of": .string(fact.asOf.text),
          ]
        }),
    ]
  }
}
