import Domain
import Entitlement
import Postgres
import Store

extension Application {
  /// Records a title, a stage or a contract for which governments pay: 201 with `Location` and `ETag`. What
  /// an operator or a system of its records counts at once; an enterprise reports contracts, with a paper,
  /// and they count once an operator has looked at it.
  ///
  /// - Parameter body: `{kind, event, contract, occurred_on, tenor_months, bases, evidence}`.
  /// - Throws: `.notFound`; `.forbidden` for an enterprise that says it has a title; `.invalid`; `.conflict`
  ///   `award_event_exists` when the same was recorded before.
  public func recordAwardEvent(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      let input = try AwardEventInput(body, today: clock.now().legalDate)
      let (enterprise, locked) = try await lockForWrite(id, by: actor, session)
      if actor.role == .enterprise {
        guard input.kind.isContract else {
          throw ApplicationError.forbidden(
            zh: "资质与挂牌阶段由运营方记录", en: "titles and stages are recorded by operators")
        }
        guard input.evidence != nil else {
          throw ApplicationError.invalid([ObjectReader.requiredFault("/evidence")])
        }
      }
      var desk = EntitlementDesk(
        self, enterprise, locked, traceparent: actor.traceparent, session)
      let event = AwardEventRecord(
        id: ids.next(), enterprise: id, kind: input.kind.rawValue, event: input.event,
        contract: input.contract, occurredOn: input.occurredOn, tenorMonths: input.tenorMonths,
        bases: input.bases, key: input.key, source: actor.role.rawValue, evidence: input.evidence,
        state: actor.role == .enterprise ? .reported : .verified, recordedAt: desk.now,
        recordedBy: actor.subject)
      guard try await AwardEventRepository.insert(event, session) else {
        throw ApplicationError.conflict(
          code: "award_event_exists", zh: "该资质、阶段或合同已有记录",
          en: "the title, the stage or the contract is recorded already")
      }
      try await desk.look(at: event)
      try await desk.close()
      return StoredAnswer(
        status: 201,
        headers: ["Location": "/v1/award-events/\(event.id)", "ETag": Tag.text(event.version)],
        body: AwardEventView.json(event), tells: id)
    }
  }

  /// Says whether what an enterprise reported is so: 200 with `ETag`. What is refused may be reported again.
  ///
  /// - Parameter body: `{verdict}`: `refused`, or `verified` with what the papers show of `bases`.
  /// - Throws: `.notFound`; `.invalid`, also for a contract of which nobody knows anything that a clause pays
  ///   a share of; `.conflict` `award_event_state` for one that was decided.
  public func decideAwardEvent(
    _ id: AwardEventID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    let verdict = GuarantorInput.required("verdict", of: AwardEventVerdict.self, &reader)
    let shown =
      verdict == .verified ? AwardEventInput.bases(&reader) : AwardEventRecord.Bases()
    let faults = reader.finish()
    guard faults.isEmpty, let verdict else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency, as: actor) { session in
      var (desk, event) = try await openAwardEvent(id, by: actor, session)
      guard event.state == .reported else {
        throw ApplicationError.conflict(
          code: "award_event_state", zh: "该事项已核实或已退回", en: "it was verified or refused already")
      }
      switch verdict {
      case .verified:
        event.state = .verified
        event.bases = event.bases.replaced(by: shown)
        try requireBases(of: event, in: desk.enterprise)
      case .refused:
        event.state = .refused
        // It stands in nobody's way any more: the right paper may be given.
        event.key += "/\(event.id)"
      }
      event.version += 1
      (event.decidedAt, event.decidedBy) = (max(desk.now, event.recordedAt), actor.subject)
      try await AwardEventRepository.decide(event, session)
      try await desk.look(at: event)
      try await desk.close()
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(event.version)], body: AwardEventView.json(event),
        tells: event.enterprise)
    }
  }

  /// Of a contract, one of the amounts has to be known that the clauses of its kind pay shares of: nothing is
  /// added to it any more.
  private func requireBases(
    of event: AwardEventRecord, in enterprise: EnterpriseRecord
  ) throws(ApplicationError) {
    guard let region = RegionCode(enterprise.region) else { return }
    var asked: [EntitlementClause.Base] = []
    for clause in reference.entitlements.book.clauses
    where clause.trigger.rawValue == event.kind && clause.period.contains(event.occurredOn)
      && clause.jurisdiction?.contains(region) ?? true
    {
      if case .share(_, let base) = clause.amount, !asked.contains(base) { asked.append(base) }
    }
    guard !asked.isEmpty, asked.allSatisfy({ event.bases[$0] == nil }) else { return }
    throw .invalid(asked.map { ObjectReader.requiredFault("/bases/\($0.rawValue)_fen") })
  }

  /// Locks the enterprise of an event and reads the event under the lock.
  ///
  /// - Throws: `.notFound` also when the caller may not see it; as `lockForWrite`.
  func openAwardEvent(
    _ id: AwardEventID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (EntitlementDesk, AwardEventRecord) {
    guard let seen = try await AwardEventRepository.find(id, session) else {
      throw ApplicationError.notFound(what: "award event")
    }
    let (enterprise, locked) = try await lockForWrite(seen.enterprise, by: actor, session)
    guard let event = try await AwardEventRepository.find(id, session) else {
      throw ApplicationError.notFound(what: "award event")
    }
    return (
      EntitlementDesk(self, enterprise, locked, traceparent: actor.traceparent, session), event
    )
  }

  /// One event.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func awardEvent(_ id: AwardEventID, actor: Actor) async throws -> Versioned<JSON> {
    try await readLogged(.entitlement, as: actor) { session in
      guard let event = try await AwardEventRepository.find(id, session),
        let enterprise = try await EnterpriseRepository.find(event.enterprise, session),
        AccessRules.canRead(enterprise, by: actor)
      else { throw ApplicationError.notFound(what: "award event") }
      try AccessRules.requireKept(enterprise.scope)
      return (Versioned(AwardEventView.json(event), version: event.version), [event.enterprise])
    }
  }

  /// Those of one enterprise, newest first.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func awardEvents(
    of id: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try await readLogged(.entitlement, as: actor) { session in
      guard let enterprise = try await EnterpriseRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "enterprise")
      }
      try AccessRules.requireRead(enterprise, by: actor)
      let found = try await AwardEventRepository.list(
        of: id, after: page.after, limit: page.limit + 1, session)
      return (Page(found, limit: page.limit, id: \.id.uuid).map(AwardEventView.json), [id])
    }
  }
}

extension AwardEventRecord.Bases {
  /// In fen; nil is not known.
  subscript(base: EntitlementClause.Base) -> Int64? {
    switch base {
    case .financed: financedFen
    case .interest: interestFen
    case .lprInterest: lprInterestFen
    case .rentInterest: rentInterestFen
    case .fees: feesFen
    }
  }

  /// With what is known better.
  func replaced(by shown: AwardEventRecord.Bases) -> AwardEventRecord.Bases {
    AwardEventRecord.Bases(
      financedFen: shown.financedFen ?? financedFen, interestFen: shown.interestFen ?? interestFen,
      lprInterestFen: shown.lprInterestFen ?? lprInterestFen,
      rentInterestFen: shown.rentInterestFen ?? rentInterestFen, feesFen: shown.feesFen ?? feesFen)
  }
}

/// What an operator finds of a reported event.
enum AwardEventVerdict: String, CaseIterable {
  case verified
  case refused
}

/// How events look.
enum AwardEventView {
  static func json(_ event: AwardEventRecord) -> JSON {
    [
      "id": .string(event.id.text), "enterprise_id": .string(event.enterprise.text),
      "kind": .string(event.kind), "event": .optional(event.event),
      "contract": .optional(event.contract), "occurred_on": .string(event.occurredOn.text),
      "tenor_months": .optional(event.tenorMonths.map { Int64($0) }),
      "bases": [
        "financed_fen": .optional(event.bases.financedFen),
        "interest_fen": .optional(event.bases.interestFen),
        "lpr_interest_fen": .optional(event.bases.lprInterestFen),
        "rent_interest_fen": .optional(event.bases.rentInterestFen),
        "fees_fen": .optional(event.bases.feesFen),
      ],
      "source": .string(event.source), "evidence": event.evidence.map(proof) ?? .null,
      "state": .string(event.state.rawValue), "version": .int(Int64(event.version)),
      "recorded_at": .string(event.recordedAt.text),
      "decided_at": .optional(event.decidedAt?.text),
    ]
  }

  static func proof(_ proof: DocumentProof) -> JSON { .object(proofMembers(proof)) }

  static func proofMembers(_ proof: DocumentProof) -> [String: JSON] {
    [
      "reference": .string(proof.reference),
      "digest": .string(Digest(bytes: proof.digest).text),
      "issued_on": .string(proof.issuedOn.text), "issuer": .string(proof.issuer),
    ]
  }
}
