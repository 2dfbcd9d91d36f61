import Decision
import Domain
import Postgres
import Store

/// Human review of automated verdicts (个人信息保护法第二十四条: whoever is affected may ask for an
/// explanation and refuse a decision made by automation alone).
extension Application {
  /// Reviews that may be asked for of one decision, one after the other; those that were taken back
  /// are not counted.
  static let maximumReviewsPerDecision = 5

  /// Asks for human review of one decision of a run: 201 with `Location` and `ETag`.
  ///
  /// - Throws: `.notFound` for a run, or a product in it, the caller may not see; `.invalid`;
  ///   `.conflict` `review_open` while one is open, `too_many_reviews`.
  public func requestReview(
    of run: RunID, product: String, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let request = try ReviewRequest(body)
    return try await answer(idempotency, as: actor) { session in
      let now = clock.now()
      let loaded = try await loadRun(run, actor: actor, session)
      let decision = try loaded.decision(product)
      let code = decision.productCode
      let locked = try await lockReviewOwner(
        loaded.record.enterprise, allowing: ReviewMachine.askers, by: actor, session)
      try await requireRoom(run, code, session)
      let id: ReviewID = ids.next()
      let review = ReviewRecord(
        id: id, run: run, need: loaded.record.need, productCode: code,
        enterprise: loaded.record.enterprise, asker: actor.subject,
        askerRole: actor.role.rawValue, verdict: decision.verdict.rawValue, version: 1,
        state: .requested, assignee: nil, outcome: nil,
        contact: try await seal(
          request.contact, in: id.uuid, of: loaded.record.enterprise, session),
        requestedAt: now, updatedAt: now)
      let step = ReviewStep(
        version: 1, from: nil, state: .requested, actor: actor.subject,
        role: actor.role.rawValue, outcome: nil, note: request.reason, takenAt: now)
      try await ReviewRepository.insert(review, step, session)
      try await tell(.reviewRequested, review, [:], locked, at: now, by: actor, session)
      return StoredAnswer(
        status: 201, headers: ["Location": "/v1/reviews/\(review.id)", "ETag": Tag.text(1)],
        body: ReviewView.json(review, steps: [step], contact: nil))
    }
  }

  /// Takes an open review, or takes it over: 200 with `ETag`.
  ///
  /// - Throws: `.notFound`, `.forbidden`, `.staleVersion`, `.conflict` `review_closed`.
  public func assignReview(
    _ id: ReviewID, expectedVersion: Int, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await advance(id, .assign, expectedVersion, actor, idempotency)
  }

  /// Decides a review the caller has taken: 200 with `ETag`. Whatever the outcome, the run stays as
  /// it was decided; the outcome stands beside it.
  ///
  /// - Throws: as `assignReview`, `.invalid`, `.conflict` `review_not_assigned`, and `.forbidden` for
  ///   anybody but a person of the operator, and for the subject who asked.
  public func resolveReview(
    _ id: ReviewID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let finding = try ReviewFinding(body)
    return try await advance(
      id, .resolve, expectedVersion, actor, idempotency, outcome: finding.outcome,
      note: finding.note)
  }

  /// Takes an open review back: 200 with `ETag`.
  ///
  /// - Throws: as `assignReview`; `.forbidden` for anybody but the side that asked.
  public func withdrawReview(
    _ id: ReviewID, expectedVersion: Int, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await advance(id, .withdraw, expectedVersion, actor, idempotency)
  }

  private func advance(
    _ id: ReviewID, _ verb: ReviewMachine.Verb, _ expectedVersion: Int, _ actor: Actor,
    _ idempotency: IdempotencyRequest?, outcome: ReviewOutcome? = nil, note: String? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      guard let owner = try await ReviewRepository.find(id, session)?.enterprise else {
        throw ApplicationError.notFound(what: "review")
      }
      let locked = try await lockReviewOwner(
        owner, allowing: ReviewMachine.roles(verb), by: actor, session)
      // Read again under the lock: another step may have come first.
      guard var review = try await ReviewRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "review")
      }
      guard review.version == expectedVersion else {
        throw ApplicationError.staleVersion(current: review.version)
      }
      let from = review.state
      let now = max(clock.now(), review.updatedAt)
      review.state = try ReviewMachine.next(review, verb, by: actor)
      review.version += 1
      review.updatedAt = now
      review.outcome = outcome
      if verb == .assign { review.assignee = actor.subject }
      try await ReviewRepository.advance(
        review,
        ReviewStep(
          version: review.version, from: from, state: review.state, actor: actor.subject,
          role: actor.role.rawValue, outcome: outcome, note: note, takenAt: now), session)
      if let outcome {
        try await tell(
          .reviewResolved, review, ["outcome": .string(outcome.rawValue)], locked, at: now,
          by: actor, session)
      }
      let steps = try await ReviewRepository.steps(of: [id], session)[id] ?? []
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(review.version)],
        body: ReviewView.json(review, steps: steps, contact: nil))
    }
  }

  /// Locks the enterprise a review is about; every step and event of it happens under that lock.
  private func lockReviewOwner(
    _ id: EnterpriseID, allowing roles: Set<Role>, by actor: Actor,
    _ session: any PostgresSession
  ) async throws -> LockedEnterprise {
    do {
      let locked = try await lockForWrite(id, by: actor, session).1
      guard roles.contains(actor.role) else {
        throw ApplicationError.forbidden(
          zh: "复核由运营方受理,由其工作人员作出结论",
          en: "a review is taken by the operator and decided by a person there")
      }
      return locked
    } catch ApplicationError.notFound {
      throw ApplicationError.notFound(what: "review")
    }
  }

  private func requireRoom(
    _ run: RunID, _ product: String, _ session: any PostgresSession
  ) async throws {
    let before = try await ReviewRepository.list(run: run, product: product, session)
      .filter { $0.state != .withdrawn }
    guard !before.contains(where: \.state.isOpen) else {
      throw ApplicationError.conflict(
        code: "review_open", zh: "该结论已有复核在处理", en: "a review of this decision is open")
    }
    guard before.count < Self.maximumReviewsPerDecision else {
      throw ApplicationError.conflict(
        code: "too_many_reviews", zh: "该结论已复核 \(before.count) 次",
        en: "this decision was reviewed \(before.count) times")
    }
  }

  private func tell(
    _ type: EventType, _ review: ReviewRecord, _ data: [String: JSON],
    _ locked: LockedEnterprise, at now: Instant, by actor: Actor, _ session: any PostgresSession
  ) async throws {
    var writer = EventWriter(locked: [review.enterprise: locked], ids: ids, time: now)
    writer.add(
      type, enterprise: review.enterprise, subject: review.id.text,
      data: data.merging([
        "review_id": .string(review.id.text), "run_id": .string(review.run.text),
        "need_id": .string(review.need.text), "product": .string(review.productCode),
      ]) { own, _ in own },
      traceparent: actor.traceparent)
    try await writer.flush(session)
  }
}
