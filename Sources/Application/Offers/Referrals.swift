import Decision
import Domain
import Logging
import Postgres
import Store

/// The checked body of a referral.
private struct ReferralInput {
  var mode: ReferralMode
  var wanted: Int

  init(_ json: JSON, rules: OfferRules) throws(ApplicationError) {
    var body = ObjectReader(json)
    mode = body.choice("mode", of: ReferralMode.self) ?? .dispatch
    let wanted = body.integer("institutions", in: 1...Int64(rules.institutionsMaximum))
    let faults = body.finish()
    guard faults.isEmpty else { throw .invalid(faults) }
    self.wanted = Int(wanted ?? Int64(mode == .open ? 1 : rules.institutions))
  }
}

extension Application {
  /// Puts a need before institutions, by a teaser that names nobody: 201 with its offers. When the
  /// need has no run yet, institutions are looked for once it has; a periodic referral waits for the
  /// next run of all.
  ///
  /// - Throws: `.notFound`; `.conflict` `need_withdrawn`, `referral_active`; `.invalid`.
  public func referNeed(
    _ id: NeedID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let input = try ReferralInput(body, rules: reference.offers)
    return try await answer(idempotency, as: actor) { session in
      var (desk, need) = try await openDesk(ofNeed: id, by: actor, session)
      guard need.status == "submitted" else {
        throw ApplicationError.conflict(
          code: "need_withdrawn", zh: "该融资需求已撤回", en: "this need was withdrawn")
      }
      let before = try await ReferralRepository.find(id, session)
      guard before?.isActive != true else {
        throw ApplicationError.conflict(
          code: "referral_active", zh: "该需求已在推介中", en: "this need is being referred already")
      }
      var referral = ReferralRecord(
        need: id, enterprise: need.enterprise, mode: input.mode, wanted: input.wanted,
        isActive: true, version: (before?.version ?? 0) + 1,
        createdAt: before?.createdAt ?? desk.now, updatedAt: desk.now, createdBy: actor.subject,
        dueAt: desk.now)
      _ = try await desk.dispatch(need, &referral)
      try await desk.close()
      return StoredAnswer(
        status: 201,
        headers: [
          "Location": "/v1/needs/\(id)/referral", "ETag": Tag.text(referral.version),
        ],
        body: try await referralView(referral, to: actor, session))
    }
  }

  /// Takes a need back from institutions that have not granted yet: 200. Their consents end, too.
  ///
  /// - Throws: `.notFound` also when it is not being referred.
  public func endReferral(
    of id: NeedID, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      var (desk, _) = try await openDesk(ofNeed: id, by: actor, session)
      guard let referral = try await ReferralRepository.find(id, session), referral.isActive else {
        throw ApplicationError.notFound(what: "referral")
      }
      let ended = try await desk.end(referral, by: actor)
      try await desk.close()
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(ended.version)],
        body: try await referralView(ended, to: actor, session))
    }
  }

  /// How a need goes to institutions, with its offers.
  ///
  /// - Throws: `.notFound` also when it was never referred.
  public func referral(of id: NeedID, actor: Actor) async throws -> Versioned<JSON> {
    try await readLogged(.referral, as: actor) { session in
      let owner = try await readableNeed(id, by: actor, session).enterprise
      guard let referral = try await ReferralRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "referral")
      }
      let view = try await referralView(referral, to: actor, session)
      return (Versioned(view, version: referral.version), [owner])
    }
  }

  /// Locks the enterprise of a need and reads both under the lock.
  func openDesk(
    ofNeed id: NeedID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (OfferDesk, NeedRecord) {
    guard let owner = try await NeedRepository.enterprises(of: [id], session)[id] else {
      throw ApplicationError.notFound(what: "need")
    }
    let (enterprise, locked): (EnterpriseRecord, LockedEnterprise)
    do {
      (enterprise, locked) = try await lockForWrite(owner, by: actor, session)
    } catch ApplicationError.notFound {
      throw ApplicationError.notFound(what: "need")
    }
    guard let need = try await NeedRepository.find(id, session) else {
      throw ApplicationError.notFound(what: "need")
    }
    let now = clock.now()
    let writer = EventWriter(locked: [owner: locked], ids: ids, time: now)
    return (
      OfferDesk(
        self, writer, in: [owner: enterprise.region], at: now, traceparent: actor.traceparent,
        session),
      need
    )
  }

  /// Looks for institutions for needs that wait for them.
  ///
  /// - Parameter limit: needs in one call.
  /// - Returns: how many offers were made.
  public func dispatchDueReferrals(limit: Int) async throws -> Int {
    let due = try await read {
      try await ReferralRepository.due(at: clock.now(), limit: limit, $0)
    }
    var made = 0
    for id in due {
      made += try await leavingOut(0, "referral \(id)") {
        try await write { session in
          var (desk, need) = try await openDesk(ofNeed: id, by: .system("dispatch"), session)
          // Read again under the lock: somebody may have been first.
          guard var referral = try await ReferralRepository.find(id, session),
            let dueAt = referral.dueAt, dueAt <= desk.now
          else { return 0 }
          let outcome = try await desk.dispatch(need, &referral)
          try await desk.close()
          return outcome.offers.count
        }
      }
    }
    return made
  }

  /// Does one of many: that it fails must not hold up the others.
  ///
  /// - Throws: only that the database is away, or that the task was cancelled.
  func leavingOut<T: Sendable>(
    _ nothing: T, _ what: String, _ body: () async throws -> T
  ) async throws -> T {
    do {
      return try await body()
    } catch ApplicationError.unavailable(let seconds) {
      throw ApplicationError.unavailable(retryAfterSeconds: seconds)
    } catch let error as CancellationError {
      throw error
    } catch {
      logger.error("left out", metadata: ["what": "\(what)", "error": "\(error)"])
      return nothing
    }
  }
}

extension OfferDesk {
  /// Takes an offer back. Who acts for the enterprise does it as the service.
  mutating func withdraw(_ offer: OfferRecord, by actor: Actor) async throws -> OfferRecord {
    try await step(
      offer, OfferVerb.withdraw.rawValue, OfferInput(), by: actor.subject,
      as: actor.role == .enterprise ? .enterprise : .service)
  }

  /// Ends a referral and takes its offers back, but for those that were granted.
  mutating func end(
    _ referral: ReferralRecord, by actor: Actor
  ) async throws -> ReferralRecord {
    for offer in try await OfferRepository.list(need: referral.need, session)
    where offer.isLive && offer.state != "granted" {
      _ = try await withdraw(offer, by: actor)
    }
    var ended = referral
    ended.isActive = false
    ended.version += 1
    ended.updatedAt = max(now, referral.updatedAt)
    ended.dueAt = nil
    try await ReferralRepository.save(ended, session)
    return ended
  }

  /// Tells that a need is withdrawn, and takes it back from whoever has it.
  mutating func withdraw(_ need: NeedRecord, by actor: Actor) async throws {
    tell(
      .needWithdrawn, of: need.enterprise, subject: need.id.text,
      ["need_id": .string(need.id.text), "need_version": .int(Int64(need.version))])
    try await forget(need.id, by: actor)
  }

  /// What becomes of offers and consents when their need is withdrawn.
  mutating func forget(_ need: NeedID, by actor: Actor) async throws {
    if let referral = try await ReferralRepository.find(need, session), referral.isActive {
      _ = try await end(referral, by: actor)
    }
    try await GuaranteeRepository.hasten(need: need, at: now, session)
    // What was granted, whether its referral goes on or has ended.
    for offer in try await OfferRepository.list(need: need, session) where offer.isLive {
      _ = try await withdraw(offer, by: actor)
    }
    for consent in try await ConsentRepository.current(need: need, session) {
      try await ConsentRepository.revoke(
        consent.id,
        ConsentRecord.Revocation(at: now, by: actor.subject, why: .needWithdrawn), session)
      tell(.consentRevoked, consent)
    }
  }
}
