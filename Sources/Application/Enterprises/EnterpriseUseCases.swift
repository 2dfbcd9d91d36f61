import Domain
import Foundation
import Postgres
import Store

extension Application {
  /// Registers an enterprise: 201 with `Location` and `ETag`.
  ///
  /// - Throws: `.invalid`, `.forbidden` when the caller may not register this USCC, `.conflict`
  ///   `enterprise_exists`.
  public func createEnterprise(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let now = clock.now()
    let input = try EnterpriseInput(body, reference: reference, today: now.legalDate)
    try requireMayRegister(input, by: actor)
    return try await answer(idempotency) { session in
      let id: EnterpriseID = ids.next()
      let enterprise = EnterpriseRecord(
        id: id, uscc: input.uscc, usccOverrideReason: input.usccOverrideReason, name: input.name,
        region: input.region, industry: input.industry, registeredOn: input.registeredOn,
        version: 1, factsVersion: 1, createdAt: now, updatedAt: now)
      do {
        try await EnterpriseRepository.insert(enterprise, session)
      } catch let error as PostgresError where error.constraint == "enterprise_uscc_unique" {
        throw ApplicationError.conflict(
          code: "enterprise_exists", zh: "该统一社会信用代码已登记",
          en: "an enterprise with this unified social credit code is registered already")
      }
      let facts = FactSheetBuilder(reference: reference)
        .sheet(
          FactSheet(), of: enterprise, on: now.legalDate,
          source: FactSheetBuilder.source(of: actor))
      try await storeFacts(facts, of: enterprise, at: now, by: actor, session)
      var writer = EventWriter(
        locked: [id: LockedEnterprise(id: id, factsVersion: 1, eventSequence: 0)], ids: ids,
        time: now)
      writer.add(
        .enterpriseCreated, enterprise: id, subject: id.text, data: ["version": 1],
        traceparent: actor.traceparent)
      try await writer.flush(session)
      return StoredAnswer(
        status: 201, headers: ["Location": "/v1/enterprises/\(id)", "ETag": Tag.text(1)],
        body: EnterpriseView.json(enterprise, warnings: input.warnings))
    }
  }

  private func requireMayRegister(
    _ input: EnterpriseInput, by actor: Actor
  ) throws(ApplicationError) {
    let allowed =
      switch actor.role {
      case .service: true
      case .operator: input.region.hasPrefix(AccessRules.regionPrefix(of: actor))
      case .enterprise: actor.uscc == input.uscc
      case .auditor, .liaison, .liaisonManager: false
      }
    guard allowed else {
      throw .forbidden(zh: "无权登记该企业", en: "this enterprise is not yours to register")
    }
  }

  /// Changes name, region, industry or registration day. Facts drawn from them get a new version,
  /// and open needs are matched again.
  ///
  /// - Throws: `.invalid`; `.notFound` also for an enterprise the caller may not see, `.forbidden` for one
  ///   it may only read, or a region that is not its own to give; `.erased`; `.conflict`
  ///   `enterprise_frozen`; `.staleVersion`.
  public func amendEnterprise(
    _ id: EnterpriseID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let now = clock.now()
    var reader = ObjectReader(body)
    let attributes = EnterpriseAttributes(&reader, reference: reference, today: now.legalDate)
    let faults = reader.finish()
    guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency, as: actor) { session in
      let (old, locked) = try await lockForWrite(id, by: actor, session)
      guard old.version == expectedVersion else {
        throw ApplicationError.staleVersion(current: old.version)
      }
      var new = old
      new.name = attributes.name ?? old.name
      new.region = attributes.region ?? old.region
      new.industry = attributes.industry ?? old.industry
      new.registeredOn = attributes.registeredOn ?? old.registeredOn
      if actor.role == .operator, !new.region.hasPrefix(AccessRules.regionPrefix(of: actor)) {
        throw ApplicationError.forbidden(
          zh: "不得将企业迁出本辖区", en: "the new region is not yours to give")
      }
      guard new != old else {
        return StoredAnswer(
          status: 200, headers: ["ETag": Tag.text(old.version)], body: EnterpriseView.json(old))
      }
      new.version += 1
      new.updatedAt = max(now, old.updatedAt)
      var writer = EventWriter(locked: [id: locked], ids: ids, time: now)
      writer.add(
        .enterpriseAmended, enterprise: id, subject: id.text,
        data: ["version": .int(Int64(new.version))], traceparent: actor.traceparent)
      let registry = try await catalogs.latest(session)?.registry
      let sheet = try await factSheet(of: id, version: old.factsVersion, registry, session)
      let facts = FactSheetBuilder(reference: reference).sheet(
        sheet, of: new, on: now.legalDate, source: FactSheetBuilder.source(of: actor))
      try await changeFacts(
        facts, from: sheet, of: &new, at: now, by: actor, writer: &writer, session)
      try await EnterpriseRepository.update(new, session)
      if new.region != old.region {
        // Another government pays there, whatever the facts say of it.
        try await session.deferToCommit([EntitlementNoticeRepository.hastening(id, at: now)])
      }
      try await writer.flush(session)
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(new.version)], body: EnterpriseView.json(new))
    }
  }

  public func enterprise(
    _ id: EnterpriseID, actor: Actor
  ) async throws -> Versioned<JSON> {
    let found: EnterpriseRecord = try await readLogged(.enterprise, as: actor) { session in
      (try await readable(id, by: actor, session), [id])
    }
    return Versioned(EnterpriseView.json(found), version: found.version)
  }

  /// Newest first. An enterprise sees itself, an operator its region.
  public func enterprises(
    region: String?, uscc: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return Page(items: [], next: nil)
    }
    switch actor.role {
    case .liaison, .liaisonManager: return Page(items: [], next: nil)
    case .enterprise:
      let own = try await read(as: actor) { try await ownEnterprise(of: actor, $0) }
      let shown = [own].compactMap { $0 }.filter { own in
        own.region.hasPrefix(prefix) && (uscc == nil || uscc == own.uscc) && page.after == nil
          && own.erasedAt == nil
      }
      return Page(items: shown.map { EnterpriseView.json($0) }, next: nil)
    case .service, .auditor, .operator: break
    }
    return try await readLogged(.enterprise, as: actor) { session in
      let found = try await EnterpriseRepository.list(
        regionPrefix: prefix, uscc: uscc.map(USCC.normalised), after: page.after,
        limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      return (cut.map { EnterpriseView.json($0) }, cut.items.map(\.id))
    }
  }

  /// The enterprise an enterprise's token stands for.
  func ownEnterprise(
    of actor: Actor, _ session: any PostgresSession
  ) async throws -> EnterpriseRecord? {
    if let organisation = actor.organisation, let id = EnterpriseID(organisation) {
      return try await EnterpriseRepository.find(id, session)
    }
    if let uscc = actor.uscc { return try await EnterpriseRepository.find(uscc: uscc, session) }
    return nil
  }

  /// The caller with the identifier of its enterprise, where its token names it by its credit code
  /// alone.
  func known(_ actor: Actor) async throws -> Actor {
    guard actor.role == .enterprise, actor.organisation == nil, actor.uscc != nil else {
      return actor
    }
    var known = actor
    known.organisation = try await read(as: actor) {
      try await ownEnterprise(of: actor, $0)?.id.text
    }
    return known
  }

  func readable(
    _ id: EnterpriseID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> EnterpriseRecord {
    guard let found = try await EnterpriseRepository.find(id, session) else {
      throw ApplicationError.notFound(what: "enterprise")
    }
    try AccessRules.requireRead(found, by: actor)
    return found
  }

  /// Locks an enterprise, then reads it, so that what is read stays true until the commit. From there
  /// on the transaction is the service's.
  func lockForWrite(
    _ id: EnterpriseID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (EnterpriseRecord, LockedEnterprise) {
    let (enterprise, lock, _) = try await lockForWrite(id, and: [], by: actor, session)
    return (enterprise, lock)
  }

  /// The same with further reads under the lock, in the same round trip; their rows follow.
  func lockForWrite(
    _ id: EnterpriseID, and further: [Statement], by actor: Actor, _ session: any PostgresSession
  ) async throws -> (EnterpriseRecord, LockedEnterprise, further: [[Row]]) {
    guard let found = try await EnterpriseRepository.lockAndFind(id, and: further, session) else {
      throw ApplicationError.notFound(what: "enterprise")
    }
    try AccessRules.requireWrite(found.0, by: actor)
    try await actAsService(actor, session)
    return found
  }
}

extension Page {
  /// Cuts a read of `limit + 1` items to a page that knows whether it goes on.
  init(_ found: [Item], limit: Int, id: (Item) -> UUID) {
    let items = Array(found.prefix(limit))
    self.init(items: items, next: found.count > limit ? items.last.map(id) : nil)
  }
}
