import Domain
import Postgres
import Store

extension Application {
  /// An enterprise may have this many needs open at once.
  static let maximumOpenNeeds = 100

  /// Accepts a need: 201 with `Location` and `ETag`. From here on it ends in a match run.
  ///
  /// - Throws: `.invalid`; `.notFound` also for an enterprise the caller may not see, `.forbidden` for one
  ///   it may only read; `.erased`; `.conflict` `enterprise_frozen`, `too_many_open_needs`.
  public func submitNeed(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let input = try NeedInput(body)
    return try await answer(idempotency, as: actor) { session in
      let need = try await insertNeed(
        enterprise: input.enterprise, amountFen: input.amountFen, tenorMonths: input.tenorMonths,
        purpose: input.purpose, security: input.security, by: actor, session)
      return StoredAnswer(
        status: 201, headers: ["Location": "/v1/needs/\(need.id)", "ETag": Tag.text(1)],
        body: NeedView.json(need, latestRun: nil))
    }
  }

  /// Writes a need, its event and its mark that a run is due, under the enterprise's lock.
  func insertNeed(
    enterprise: EnterpriseID, amountFen: Int64, tenorMonths: Int, purpose: String,
    security: [String]?, by actor: Actor, _ session: any PostgresSession
  ) async throws -> NeedRecord {
    let now = clock.now()
    let (_, locked, counted) = try await lockForWrite(
      enterprise, and: [NeedRepository.countingOpen(enterprise)], by: actor, session)
    guard try NeedRepository.openCount(counted.first ?? []) < Self.maximumOpenNeeds else {
      throw ApplicationError.conflict(
        code: "too_many_open_needs", zh: "未结融资需求已达 \(Self.maximumOpenNeeds) 笔,请先撤回",
        en: "there are \(Self.maximumOpenNeeds) open needs already; withdraw one first")
    }
    let need = NeedRecord(
      id: ids.next(), enterprise: enterprise, version: 1, status: "submitted",
      amountFen: amountFen, tenorMonths: tenorMonths, purpose: purpose, security: security,
      matchDueSince: now, createdAt: now, updatedAt: now, versionCreatedAt: now,
      versionCreatedBy: actor.subject)
    // Nothing is read after this: need and event go with the COMMIT.
    try await session.deferToCommit(NeedRepository.inserting(need))
    try await append(.needSubmitted, need, locked: locked, at: now, by: actor, session)
    return need
  }

  /// Changes what is asked for; the new version is matched anew.
  ///
  /// - Throws: `.invalid`; `.notFound` also for a need the caller may not see, `.forbidden` for one it may
  ///   only read; `.erased`; `.staleVersion`; `.conflict` `enterprise_frozen`, `need_withdrawn`.
  public func amendNeed(
    _ id: NeedID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    let terms = NeedTerms(&reader)
    let faults = reader.finish()
    guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
    return try await changeNeed(id, expectedVersion, actor, idempotency) { need, now in
      var new = need
      new.amountFen = terms.amountFen ?? need.amountFen
      new.tenorMonths = terms.tenorMonths.map { Int($0) } ?? need.tenorMonths
      new.purpose = terms.purpose ?? need.purpose
      if let security = terms.security { new.security = security }
      guard new != need else { return nil }
      new.version += 1
      new.matchDueSince = now
      new.versionCreatedAt = now
      new.versionCreatedBy = actor.subject
      return (new, .needAmended)
    }
  }

  /// Withdraws a need: it is matched no more; its runs stay readable.
  ///
  /// - Throws: as `amendNeed`, but for `.invalid`.
  public func withdrawNeed(
    _ id: NeedID, expectedVersion: Int, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await changeNeed(id, expectedVersion, actor, idempotency) { need, now in
      (need.withdrawn(at: now, by: actor), .needWithdrawn)
    }
  }

  private func changeNeed(
    _ id: NeedID, _ expectedVersion: Int, _ actor: Actor, _ idempotency: IdempotencyRequest?,
    _ change: @Sendable @escaping (NeedRecord, Instant) -> (NeedRecord, EventType)?
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      let now = clock.now()
      guard let owner = try await NeedRepository.enterprises(of: [id], session)[id] else {
        throw ApplicationError.notFound(what: "need")
      }
      let (enterprise, locked) = try await lockNeedOwner(owner, by: actor, session)
      // Read again under the lock: another change may have come first.
      guard let need = try await NeedRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "need")
      }
      guard need.version == expectedVersion else {
        throw ApplicationError.staleVersion(current: need.version)
      }
      guard need.status == "submitted" else {
        throw ApplicationError.conflict(
          code: "need_withdrawn", zh: "该融资需求已撤回", en: "this need was withdrawn")
      }
      let latestRun = try await RunRepository.latest(needs: [id], session)[id]
      guard let (changed, type) = change(need, now) else {
        return StoredAnswer(
          status: 200, headers: ["ETag": Tag.text(need.version)],
          body: NeedView.json(need, latestRun: latestRun))
      }
      var new = changed
      new.updatedAt = max(now, need.updatedAt)
      try await NeedRepository.amend(new, session)
      if type == .needWithdrawn {
        try await withdraw(
          new, of: enterprise, locked: locked, at: now, by: actor, session)
      } else {
        try await append(type, new, locked: locked, at: now, by: actor, session)
      }
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(new.version)],
        body: NeedView.json(new, latestRun: latestRun))
    }
  }

  private func lockNeedOwner(
    _ id: EnterpriseID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (EnterpriseRecord, LockedEnterprise) {
    do {
      return try await lockForWrite(id, by: actor, session)
    } catch ApplicationError.notFound {
      throw ApplicationError.notFound(what: "need")
    }
  }

  /// Tells that a need is withdrawn, and takes it back from whoever has it.
  private func withdraw(
    _ need: NeedRecord, of enterprise: EnterpriseRecord, locked: LockedEnterprise,
    at now: Instant, by actor: Actor, _ session: any PostgresSession
  ) async throws {
    var desk = OfferDesk(
      self, EventWriter(locked: [need.enterprise: locked], ids: ids, time: now),
      in: [enterprise.id: enterprise.region], at: now, traceparent: actor.traceparent, session)
    try await desk.withdraw(need, by: actor)
    try await desk.close()
  }

  private func append(
    _ type: EventType, _ need: NeedRecord, locked: LockedEnterprise, at now: Instant,
    by actor: Actor, _ session: any PostgresSession
  ) async throws {
    var writer = EventWriter(locked: [need.enterprise: locked], ids: ids, time: now)
    writer.add(
      type, enterprise: need.enterprise, subject: need.id.text,
      data: ["need_id": .string(need.id.text), "need_version": .int(Int64(need.version))],
      traceparent: actor.traceparent)
    try await session.deferToCommit(writer.statements)
  }

  public func need(_ id: NeedID, actor: Actor) async throws -> Versioned<JSON> {
    try await readLogged(.need, as: actor) { session in
      let need = try await readableNeed(id, by: actor, session)
      let run = try await RunRepository.latest(needs: [id], session)[id]
      return (
        Versioned(NeedView.json(need, latestRun: run), version: need.version), [need.enterprise]
      )
    }
  }

  /// Newest first, within what the caller may see.
  ///
  /// - Parameter status: `submitted` or `withdrawn`; anything else is `.invalid`.
  public func needs(
    status: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    if let status, !["submitted", "withdrawn"].contains(status) {
      throw ApplicationError.invalid([
        Fault(
          "/status", "unknown_value", zh: "取值应为:submitted, withdrawn",
          en: "must be one of: submitted, withdrawn")
      ])
    }
    return try await enterpriseRows(.need, of: enterprise, region: region, as: actor) {
      enterprise, regionPrefix, session in
      let found = try await NeedRepository.list(
        status: status, enterprise: enterprise, regionPrefix: regionPrefix, after: page.after,
        limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      let runs = try await RunRepository.latest(needs: cut.items.map(\.id), session)
      return (
        cut.map { NeedView.json($0, latestRun: runs[$0.id]) }, cut.items.map(\.enterprise)
      )
    }
  }

  func readableNeed(
    _ id: NeedID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> NeedRecord {
    guard let need = try await NeedRepository.find(id, session),
      let enterprise = try await EnterpriseRepository.find(need.enterprise, session),
      AccessRules.canRead(enterprise, by: actor)
    else { throw ApplicationError.notFound(what: "need") }
    try AccessRules.requireKept(enterprise.scope)
    return need
  }
}

extension NeedRecord {
  /// Its next version, in which it is taken back.
  func withdrawn(at now: Instant, by actor: Actor) -> NeedRecord {
    var new = self
    new.status = "withdrawn"
    new.version += 1
    new.matchDueSince = nil
    new.versionCreatedAt = now
    new.versionCreatedBy = actor.subject
    return new
  }
}
