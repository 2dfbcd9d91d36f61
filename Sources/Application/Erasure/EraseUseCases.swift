import Domain
import Postgres
import Store
import Workflow

/// Lawful erasure (个人信息保护法 第四十七条): the enterprise's key is destroyed and the rest of it becomes a
/// tombstone. While a legal period of one of its records goes on, its data are only kept and secured.
extension Application {
  /// Withdraws all that is open, then erases the enterprise, or holds that until the end of a legal
  /// period: 201 with `Location`. A second request is answered with the first one: 200.
  ///
  /// - Parameter body: `{"basis", "reference", "dry_run"}`. A dry run does it and rolls it back: 200.
  /// - Throws: `.notFound` also when the caller may not see the enterprise; `.forbidden`; `.invalid`.
  public func requestErasure(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let request = try ErasureRequest(body)
    guard request.isDryRun else {
      return try await answer(idempotency, as: actor) { session in
        try await requestErasure(of: id, request, by: actor, session)
      }
    }
    return try await rollingBack(when: true) { session in
      try await enter(actor, session)
      return try await requestErasure(of: id, request, by: actor, session)
    }
  }

  private func requestErasure(
    of id: EnterpriseID, _ request: ErasureRequest, by actor: Actor,
    _ session: any PostgresSession
  ) async throws -> StoredAnswer {
    guard
      let (enterprise, locked, further: _) = try await EnterpriseRepository.lockAndFind(
        id, session), AccessRules.canRead(enterprise, by: actor)
    else { throw ApplicationError.notFound(what: "enterprise") }
    guard actor.role != .auditor else {
      throw ApplicationError.forbidden(zh: "审计角色只能查看", en: "an auditor may only read")
    }
    try await actAsService(actor, session)
    if let before = try await ErasureRepository.find(id, session) {
      return StoredAnswer(
        status: 200, body: ErasureView.json(before, isDryRun: request.isDryRun))
    }
    let memberships = try await leavePools(enterprise, locked, by: actor, session)
    let afterPools = try await EnterpriseRepository.lock([id], session)[id] ?? locked
    let receivables = try await withdrawReceivables(
      of: enterprise, afterPools, by: actor, session)
    // What was told of them has taken numbers.
    var relocked = try await EnterpriseRepository.lock([id], session)[id] ?? locked
    let claims = try await withdrawClaims(of: enterprise, relocked, by: actor, session)
    relocked = try await EnterpriseRepository.lock([id], session)[id] ?? relocked
    let warnings = try await endWarnings(of: enterprise, relocked, by: actor, session)
    relocked = try await EnterpriseRepository.lock([id], session)[id] ?? relocked
    var desk = erasureDesk(of: enterprise, relocked, by: actor, session)
    let withdrawn = try await withdrawAll(of: id, &desk, by: actor)
    var erasure = ErasureRecord(
      id: ids.next(), enterprise: id, requestedAt: desk.now, requestedBy: actor.subject,
      basis: request.basis, reference: request.reference, state: .held,
      hold: try await hold(of: id, on: desk.now.legalDate, session),
      counts: [
        "needs_withdrawn": Int64(withdrawn), "receivables_withdrawn": Int64(receivables),
        "claims_withdrawn": Int64(claims), "warnings_ended": Int64(warnings),
        "memberships_ended": Int64(memberships),
      ])
    if let hold = erasure.hold {
      try await Tombstones.freeze(id, at: desk.now, session)
      try await audit(
        "erasure.hold", subject: id.text, reason: erasure.reference,
        data: [
          "erasure_id": .string(erasure.id.text), "basis": .string(erasure.basis.rawValue),
          "held_for": .string(hold.record), "held_until": .string(hold.until.text),
        ], by: actor, at: desk.now, session)
    } else {
      try await erase(&erasure, &desk, by: actor)
    }
    try await ErasureRepository.insert(erasure, session)
    try await desk.close()
    let view = ErasureView.json(erasure, isDryRun: request.isDryRun)
    guard !request.isDryRun else { return StoredAnswer(status: 200, body: view) }
    return StoredAnswer(
      status: 201, headers: ["Location": "/v1/enterprises/\(id)/erasure"], body: view)
  }

  private func erasureDesk(
    of enterprise: EnterpriseRecord, _ locked: LockedEnterprise, by actor: Actor,
    _ session: any PostgresSession
  ) -> OfferDesk {
    let now = clock.now()
    return OfferDesk(
      self, EventWriter(locked: [enterprise.id: locked], ids: ids, time: now),
      in: [enterprise.id: enterprise.region], at: now, traceparent: actor.traceparent, session)
  }

  /// Withdraws every open need, so that offers end and consents are revoked, and institutions hear of
  /// it.
  private func withdrawAll(
    of id: EnterpriseID, _ desk: inout OfferDesk, by actor: Actor
  ) async throws -> Int {
    let open = try await NeedRepository.list(
      status: "submitted", enterprise: id, regionPrefix: nil, after: nil,
      limit: 2 * Self.maximumOpenNeeds, desk.session)
    for need in open {
      var new = need.withdrawn(at: desk.now, by: actor)
      new.updatedAt = max(desk.now, need.updatedAt)
      try await NeedRepository.amend(new, desk.session)
      try await desk.withdraw(new, by: actor)
    }
    return open.count
  }

  /// Withdraws every open receivable on which no money has gone out; what has holds the erasure.
  private func withdrawReceivables(
    of seller: EnterpriseRecord, _ locked: LockedEnterprise, by actor: Actor,
    _ session: any PostgresSession
  ) async throws -> Int {
    var desk = ReceivableDesk(
      self, [seller.id: locked], at: clock.now(), traceparent: actor.traceparent, session)
    let open = try await ReceivableRepository.open(
      seller: seller.id, limit: Self.maximumOpenReceivables, session)
    var withdrawn = 0
    for found in open {
      var receivable = found
      for var part in try await FinancingRepository.list(of: [found.id], session)
      where part.state == .held {
        let step = FinancingStep(
          verb: .decline, input: FinancingInput(reason: .takenBack), subject: actor.subject,
          role: ReceivableRole.service)
        try await take(step, &part, &receivable, &desk)
      }
      guard desk.rules.machine.edge("withdraw", from: receivable.state) != nil else { continue }
      _ = try await withdraw(
        receivable, &desk, by: actor.subject, as: ReceivableRole.service)
      withdrawn += 1
    }
    try await desk.close()
    return withdrawn
  }

  /// The legal period that goes on longest; nil when none goes on.
  private func hold(
    of id: EnterpriseID, on today: LegalDate, _ session: any PostgresSession
  ) async throws -> ErasureRecord.Hold? {
    let last = try await ErasureRepository.grantDays(of: id, session).map { day in
      reference.retention.period(of: .grantedOffer, on: day).lastDay(from: day)
    }.max()
    guard let last, last >= today else { return nil }
    return ErasureRecord.Hold(
      until: last, record: RetentionTable.Record.grantedOffer.rawValue)
  }

  /// Writes the tombstone and tells of it: once for the enterprise, and once for each institution that
  /// had a consent, so that it erases what it read.
  private func erase(
    _ erasure: inout ErasureRecord, _ desk: inout OfferDesk, by actor: Actor
  ) async throws {
    let id = erasure.enterprise
    let counts = try await Tombstones.erase(id, at: desk.now, desk.session)
    erasure.state = .done
    erasure.doneAt = desk.now
    erasure.counts.merge(counts) { _, new in new }
    let data: [String: JSON] = [
      "erased_at": .string(desk.now.text), "basis": .string(erasure.basis.rawValue),
    ]
    desk.tell(.enterpriseErased, of: id, subject: id.text, data)
    for recipient in try await ErasureRepository.recipients(of: id, desk.session) {
      var told = data
      told["institution"] = .string(recipient.institution)
      told["need_ids"] = .array(
        recipient.needs.sorted().prefix(Self.maximumOpenNeeds).map { .string($0.text) })
      desk.tell(.enterpriseErased, of: id, subject: id.text, told)
    }
    try await audit(
      "erasure.done", subject: id.text, reason: erasure.reference,
      data: [
        "erasure_id": .string(erasure.id.text), "basis": .string(erasure.basis.rawValue),
        "counts": .object(erasure.counts.mapValues(JSON.int)),
      ], by: actor, at: desk.now, desk.session)
  }

  /// Erases enterprises whose legal periods are over.
  ///
  /// - Parameter limit: enterprises in one call, each in a transaction of its own.
  /// - Returns: how many were erased.
  public func eraseDue(limit: Int) async throws -> Int {
    let today = clock.now().legalDate
    let due = try await read { try await ErasureRepository.due(on: today, limit: limit, $0) }
    var done = 0
    for id in due {
      done += try await leavingOut(0, "erasure of \(id)") { try await eraseHeld(id) }
    }
    return done
  }

  private func eraseHeld(_ id: EnterpriseID) async throws -> Int {
    let actor = Actor.system("erasure")
    return try await write { session in
      // Read again under the lock: another sweeper may have been first.
      guard
        let (enterprise, locked, further: _) = try await EnterpriseRepository.lockAndFind(
          id, session), var erasure = try await ErasureRepository.find(id, session),
        erasure.state == .held
      else { return 0 }
      var desk = erasureDesk(of: enterprise, locked, by: actor, session)
      try await erase(&erasure, &desk, by: actor)
      try await ErasureRepository.finish(erasure, session)
      try await desk.close()
      return 1
    }
  }
}
