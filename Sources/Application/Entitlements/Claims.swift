import Catalog
import Domain
import Entitlement
import Postgres
import Store
import Workflow

extension Application {
  /// Claims under a clause for something that happened: 201 with `Location` and `ETag`. At most one claim of an
  /// enterprise counts for one clause, or for one contract of it; the database refuses another, whoever asks.
  ///
  /// - Parameter body: `{award_event_id, clause, documents, note}`.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`, also with each paper that is missing; `.conflict`
  ///   `award_event_state` for what nobody has verified, `claim_exists`, `claim_refused` with the reason.
  public func submitClaim(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let order = try ClaimOrder(body, today: clock.now().legalDate)
    return try await answer(idempotency, as: actor) { session in
      var (desk, event) = try await openAwardEvent(order.event, by: actor, session)
      guard event.state == .verified else {
        throw ApplicationError.conflict(
          code: "award_event_state", zh: "该事项尚未核实", en: "nobody has verified what it stands on")
      }
      let ground = try await desk.ground()
      guard let one = try ground.judged(event).first(where: { $0.clause.code == order.clause })
      else {
        throw ApplicationError.invalid([
          Fault(
            "/clause", "unknown_value", zh: "该事项不对应此条款", en: "the clause is not of this event")
        ])
      }
      let due = try ClaimRefusal.due(one, after: ground.earlier)
      try order.requireDocuments(of: one.clause)
      let clause = one.clause
      var claim = ClaimRecord(
        id: ids.next(), enterprise: desk.enterprise.id, region: desk.enterprise.region,
        event: event.id, clause: clause.code, clauseFrom: clause.period.from,
        contract: clause.subject == .contract ? event.contract : nil, family: clause.family,
        ladder: clause.ladder, amountFen: due.fen?.value, isCeiling: due.isCeiling,
        state: desk.rules.machine.initial, opensOn: due.opensOn, closesOn: due.closesOn,
        claimedOn: desk.today, at: desk.now)
      claim.note = order.note
      claim.dueAt = desk.rules.dueAt(in: claim.state, since: desk.now)
      let made = claim
      try await ClaimRefusal.telling {
        try await ClaimRepository.insert(
          made,
          ClaimStep(
            version: 1, from: nil, state: made.state, verb: "submit", actor: actor.subject,
            role: actor.role.rawValue, takenAt: desk.now), order.documents, session)
      }
      desk.tell(.claimSubmitted, claim)
      try await desk.close()
      return StoredAnswer(
        status: 201,
        headers: ["Location": "/v1/claims/\(claim.id)", "ETag": Tag.text(claim.version)],
        body: try await claimView(claim, to: actor, session), tells: claim.enterprise)
    }
  }

  /// Takes one step with a claim: 200 with `ETag`. Accepted, it holds the budgets of all levels that bear it;
  /// each level pays its part; with the last part the claim is paid.
  ///
  /// - Parameters:
  ///   - expectedVersion: refuses a caller that has read another one; nil for whichever it is.
  ///   - body: `{verb, …}`.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.staleVersion`; `.conflict` `claim_state`,
  ///   `budget_short`, `claim_refused` when by now nothing is left for it.
  public func advanceClaim(
    _ id: ClaimID, expectedVersion: Int?, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      let input = try ClaimStepInput(body, today: clock.now().legalDate)
      var (desk, claim) = try await openClaim(id, by: actor, session)
      if let expectedVersion, expectedVersion != claim.version {
        throw ApplicationError.staleVersion(current: claim.version)
      }
      let edge = try claimEdge(input, claim, by: actor.role)
      try await take(edge, input, &claim, by: actor, &desk)
      try await desk.close()
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(claim.version)],
        body: try await claimView(claim, to: actor, session), tells: claim.enterprise)
    }
  }

  /// Locks the enterprise of a claim and reads the claim under the lock.
  private func openClaim(
    _ id: ClaimID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (EntitlementDesk, ClaimRecord) {
    let seen = try await ClaimRepository.find(id, session)
    try await actAsService(actor, session)
    // What is open is ended also for an enterprise that waits to be erased.
    guard let seen,
      let (enterprise, locked, further: _) = try await EnterpriseRepository.lockAndFind(
        seen.enterprise, session),
      AccessRules.canRead(seen, of: enterprise.scope, by: actor),
      let claim = try await ClaimRepository.find(id, session)
    else { throw ApplicationError.notFound(what: "claim") }
    try AccessRules.requireKept(enterprise.scope)
    return (
      EntitlementDesk(self, enterprise, locked, traceparent: actor.traceparent, session), claim
    )
  }

  private func claimEdge(
    _ input: ClaimStepInput, _ claim: ClaimRecord, by role: Role
  ) throws -> StateMachine.Edge {
    let machine = reference.entitlements.machine
    do throws(StateMachine.Refusal) {
      return try machine.next(
        input.verb.rawValue, from: claim.state, by: role.rawValue, given: input.given)
    } catch {
      switch error {
      case .state(let state): throw ClaimRefusal.state(state, machine)
      case .role:
        throw ApplicationError.forbidden(
          zh: "该角色不能对奖补申领作此操作", en: "this role may not do this with a claim")
      case .missing(let names):
        throw ApplicationError.invalid(names.map { ObjectReader.requiredFault("/\($0)") })
      case .unknownState, .unknownVerb: throw StoredDataError(what: "claim \(claim.id)")
      }
    }
  }

  /// Takes back what is not paid of an enterprise that is to be erased.
  ///
  /// - Returns: how many claims.
  func withdrawClaims(
    of enterprise: EnterpriseRecord, _ locked: LockedEnterprise, by actor: Actor,
    _ session: any PostgresSession
  ) async throws -> Int {
    var desk = EntitlementDesk(
      self, enterprise, locked, traceparent: actor.traceparent, session)
    let service = Actor(subject: actor.subject, role: .service)
    var withdrawn = 0
    for var claim in try await ClaimRepository.counting(enterprise.id, session) {
      guard let edge = desk.rules.machine.edge("withdraw", from: claim.state) else { continue }
      try await take(
        edge, try ClaimStepInput(["verb": "withdraw"], today: desk.today), &claim, by: service,
        &desk)
      withdrawn += 1
    }
    try await desk.close()
    return withdrawn
  }
}

/// Why a claim is not made, or a step with it not taken.
enum ClaimRefusal {
  /// Money that may be claimed; without an amount where the text says none.
  struct Due {
    var fen: Fen?
    var isCeiling: Bool
    var opensOn: LegalDate
    var closesOn: LegalDate?
  }

  /// - Parameter earlier: claims of the enterprise that count.
  /// - Throws: `.conflict` `claim_exists`, `claim_refused`.
  static func due(
    _ one: Entitlement, after earlier: [EarlierClaim]
  ) throws(ApplicationError) -> Due {
    let citation = one.clause.citation
    let (document, clause) = (citation.document, citation.clause ?? "")
    switch one.verdict {
    case .due(let due):
      return Due(
        fen: due.fen, isCeiling: due.isCeiling, opensOn: due.opensOn, closesOn: due.closesOn)
    case .unstated(let opensOn, let closesOn):
      return Due(fen: nil, isCeiling: true, opensOn: opensOn, closesOn: closesOn)
    case .needsInfo(let names):
      let list = names.joined(separator: ", ")
      throw .conflict(
        code: "claim_refused", zh: "尚缺判断所需事实:\(list);依据:\(document)\(clause)",
        en: "facts are missing: \(list); \(document) \(clause)")
    case .refused(.once): throw exists
    case .refused(.family(let other)):
      guard earlier.contains(where: { $0.clause == other && $0.isSame(one.clause, one.event) })
      else {
        throw .conflict(
          code: "claim_refused", zh: "按 \(other) 可得更多,同一事项不重复享受",
          en: "\(other) pays more, and one of them pays")
      }
      throw .conflict(
        code: "claim_exists", zh: "已按 \(other) 申领,不重复享受", en: "it was claimed under \(other)")
    case .refused(let refusal):
      throw .conflict(
        code: "claim_refused", zh: "不符合条款(\(refusal.code));依据:\(document)\(clause)",
        en: "the clause does not give it (\(refusal.code)); \(document) \(clause)")
    }
  }

  /// What was claimed or paid since leaves nothing of a clause.
  static func exhausted(_ clause: EntitlementClause) -> ApplicationError {
    .conflict(
      code: "claim_refused", zh: "\(clause.code) 的上限已用尽", en: "nothing is left of \(clause.code)")
  }

  static let exists = ApplicationError.conflict(
    code: "claim_exists", zh: "该事项已申领", en: "it was claimed already")

  static func state(_ state: String, _ machine: StateMachine) -> ApplicationError {
    let label = machine.state(state)?.label
    return .conflict(
      code: "claim_state", zh: "该申领当前为“\(label?.zh ?? state)”(\(state))",
      en: "the claim is \(state)")
  }

  /// Runs `body`, and tells what the database refuses of it as a conflict: it guards the same.
  static func telling<T: Sendable>(_ body: () async throws -> T) async throws -> T {
    do {
      return try await body()
    } catch let error as PostgresError {
      switch error.constraint {
      case "claim_once", "claim_family_once": throw exists
      case "ledger_account_room":
        throw ApplicationError.conflict(
          code: "budget_short", zh: "预算余额不足", en: "the budget has not as much")
      default: throw error
      }
    }
  }
}
