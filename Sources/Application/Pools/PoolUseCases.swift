import Catalog
import Domain
import Listing
import Postgres
import Store

extension Application {
  /// Lets an enterprise, or an institution of the directory, into a pool: 201 with `Location` and `ETag`.
  ///
  /// - Parameter body: `{enterprise_id, note}`, or `{institution, note}` for a pool of institutions.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.conflict` `pool_member_exists`, `pool_gate` with
  ///   what fails or what is not known.
  public func enterPool(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let pool = try poolRules(code)
    let input = try PoolEntryInput(body, members: pool.members)
    return try await answer(idempotency, as: actor) { session in
      let member =
        switch input.who {
        case .enterprise(let id): try await enter(id, pool, input.note, by: actor, session)
        case .institution(let code):
          try await enter(institution: code, pool, input.note, by: actor, session)
        }
      return StoredAnswer(
        status: 201,
        headers: ["Location": "/v1/pool-members/\(member.id)", "ETag": Tag.text(member.version)],
        body: try await poolMemberView(member, session))
    }
  }

  private func poolRules(_ code: String) throws(ApplicationError) -> PoolRules {
    guard let pool = reference.nurture.book.pool(code, on: clock.now().legalDate) else {
      throw .notFound(what: "pool")
    }
    return pool
  }

  private func enter(
    _ id: EnterpriseID, _ pool: PoolRules, _ note: String?, by actor: Actor,
    _ session: any PostgresSession
  ) async throws -> PoolMemberRecord {
    let (enterprise, locked) = try await lockForWrite(id, by: actor, session)
    var desk = PoolDesk(self, enterprise, locked, by: actor, session)
    let member = try await desk.enter(pool, origin: "operator", note: note, by: actor.subject)
    try await desk.close()
    return member
  }

  private func enter(
    institution code: String, _ pool: PoolRules, _ note: String?, by actor: Actor,
    _ session: any PostgresSession
  ) async throws -> PoolMemberRecord {
    try await actAsService(actor, session)
    guard
      let entry = try await DirectoryRepository.find(code: code, locking: true, session),
      entry.status == .listed, pool.kinds.contains(entry.details.kind)
    else {
      throw ApplicationError.invalid([
        Fault(
          "/institution", "unknown_value", zh: "名录中没有可入此库的该机构",
          en: "the directory shows no such institution for this pool")
      ])
    }
    let region = entry.details.seat ?? entry.details.regions.first
    guard let region else {
      throw ApplicationError.invalid([
        Fault(
          "/institution", "without_region", zh: "该机构未登记所在区域",
          en: "the directory does not say where it is")
      ])
    }
    guard region.hasPrefix(AccessRules.listPrefix(asked: nil, by: actor) ?? "") else {
      throw ApplicationError.forbidden(zh: "该机构不在本辖区", en: "it is not in your region")
    }
    guard try await !PoolMemberRepository.hasLive(institution: code, in: pool.code, session)
    else { throw PoolRefusal.exists }
    let now = clock.now()
    let member = PoolMemberRecord(
      id: ids.next(), pool: pool.code, enterprise: nil, institution: code, region: region,
      origin: "operator", note: note, enteredOn: now.legalDate, at: now, by: actor.subject)
    let step = PoolStep(
      version: 1, from: nil, state: member.state, verb: "enter", detail: nil,
      actor: actor.subject, takenAt: now)
    try await PoolRefusal.telling { try await PoolMemberRepository.insert(member, step, session) }
    return member
  }

  /// Helps a member to a rung of the ladder, or lets it go with a reason: 200 with `ETag`. With it goes
  /// whoever advised it.
  ///
  /// - Parameter body: `{verb, rung}` or `{verb, reason}`.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.conflict` `pool_state`.
  public func advancePoolMember(
    _ id: PoolMemberID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let input = try PoolStepInput(body, book: reference.nurture.book)
    return try await answer(idempotency, as: actor) { session in
      let (found, desk) = try await poolDesk(of: id, by: actor, session)
      guard found.state == "member" else { throw PoolRefusal.over }
      guard var desk else {
        return try await letGo(found, input, by: actor, session)
      }
      let member =
        switch input.verb {
        case .aim: try await desk.aim(found, at: input.detail, by: actor.subject)
        case .leave: try await desk.leave(found, for: input.detail, by: actor.subject)
        }
      if input.verb == .leave {
        // What was open to it as a member is not any more.
        let live = try await PoolMemberRepository.live(of: desk.enterprise.id, session)
        try await desk.judge(try await desk.facts(), live)
      }
      try await desk.close()
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(member.version)],
        body: try await poolMemberView(member, session))
    }
  }

  /// A member under the lock of its enterprise, with the desk for it; no desk for an institution, which is
  /// locked itself.
  func poolDesk(
    of id: PoolMemberID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (PoolMemberRecord, PoolDesk?) {
    guard let found = try await PoolMemberRepository.find(id, session) else {
      throw ApplicationError.notFound(what: "pool member")
    }
    guard let owner = found.enterprise else {
      try await actAsService(actor, session)
      guard let member = try await PoolMemberRepository.find(id, locking: true, session) else {
        throw ApplicationError.notFound(what: "pool member")
      }
      return (member, nil)
    }
    let (enterprise, locked) = try await lockForWrite(owner, by: actor, session)
    guard let member = try await PoolMemberRepository.find(id, session) else {
      throw ApplicationError.notFound(what: "pool member")
    }
    return (member, PoolDesk(self, enterprise, locked, by: actor, session))
  }

  private func letGo(
    _ before: PoolMemberRecord, _ input: PoolStepInput, by actor: Actor,
    _ session: any PostgresSession
  ) async throws -> StoredAnswer {
    guard input.verb == .leave else {
      throw ApplicationError.invalid([
        Fault("/verb", "not_for_kind", zh: "机构不在阶梯上", en: "an institution is on no ladder")
      ])
    }
    var member = before
    let at = max(clock.now(), before.updatedAt)
    member.state = "left"
    member.leftOn = max(at.legalDate, before.enteredOn)
    member.leftFor = input.detail
    member.version += 1
    member.updatedAt = at
    try await PoolMemberRepository.advance(
      member,
      PoolStep(
        version: member.version, from: before.state, state: member.state, verb: "leave",
        detail: input.detail, actor: actor.subject, takenAt: at), session)
    return StoredAnswer(
      status: 200, headers: ["ETag": Tag.text(member.version)],
      body: try await poolMemberView(member, session))
  }

  // MARK: Proposals

  /// Accepts or dismisses a proposal: 200 with `ETag`. Accepted, an enterprise enters the pool, by the
  /// facts of today, or its memberships aim at the rung.
  ///
  /// - Parameter body: `{accept: true}` or `{accept: false, reason}`.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.conflict` `pool_state` when it was decided,
  ///   `pool_gate`, `pool_member_exists`.
  public func decideProposal(
    _ id: PoolProposalID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let decision = try ProposalDecision(body)
    return try await answer(idempotency, as: actor) { session in
      guard let found = try await PoolProposalRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "proposal")
      }
      let (enterprise, locked) = try await lockForWrite(found.enterprise, by: actor, session)
      guard var proposal = try await PoolProposalRepository.find(id, session),
        proposal.state == .open
      else {
        throw ApplicationError.conflict(
          code: "pool_state", zh: "该建议已处理", en: "the proposal is decided")
      }
      var desk = PoolDesk(self, enterprise, locked, by: actor, session)
      if decision.isAccepted {
        try await desk.settle(&proposal, as: .accepted, by: actor.subject)
        try await follow(proposal, &desk, by: actor)
      } else {
        try await desk.settle(
          &proposal, as: .dismissed, reason: decision.reason, by: actor.subject)
      }
      try await desk.close()
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(proposal.version)],
        body: PoolView.json(proposal))
    }
  }

  private func follow(
    _ proposal: PoolProposalRecord, _ desk: inout PoolDesk, by actor: Actor
  ) async throws {
    switch proposal.kind {
    case .enter:
      let pool = try poolRules(proposal.target)
      _ = try await desk.enter(pool, origin: "proposal", note: nil, by: actor.subject)
    case .rung:
      let live = try await PoolMemberRepository.live(of: desk.enterprise.id, desk.session)
      guard !live.isEmpty else { throw PoolRefusal.over }
      for member in live {
        _ = try await desk.aim(member, at: proposal.target, by: actor.subject)
      }
    }
  }

  /// Looks at enterprises of a region that are not in a pool, in the order in which they were registered,
  /// proposes those whose facts let them in, and takes back what was proposed of those whose facts do not
  /// any more: 200 with what was found and where to go on.
  ///
  /// - Parameter body: `{region, after, limit, dry_run}`.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`.
  public func screenForPool(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireOverview(actor)
    let pool = try poolRules(code)
    guard pool.members == .enterprises else { throw ApplicationError.notFound(what: "pool") }
    let input = try ScreeningInput(body)
    guard let prefix = AccessRules.listPrefix(asked: input.region, by: actor) else {
      throw ApplicationError.forbidden(zh: "该区域不在本辖区", en: "the region is not yours")
    }
    return try await answer(idempotency) { session in
      let found = try await PoolProposalRepository.candidates(
        for: code, regionPrefix: prefix, after: input.after, limit: input.limit, session)
      let locked = try await EnterpriseRepository.lock(found, session)
      let enterprises = try await EnterpriseRepository.find(found, session)
      var screening = Screening()
      for id in found {
        guard let enterprise = enterprises[id], let lock = locked[id] else { continue }
        var desk = PoolDesk(self, enterprise, lock, by: actor, session)
        try await screening.look(pool, &desk, isDryRun: input.isDryRun)
        try await desk.close()
      }
      return StoredAnswer(
        status: 200,
        body: screening.json(
          isDryRun: input.isDryRun, next: found.count == input.limit ? found.last : nil))
    }
  }
}

/// What a screening found so far.
private struct Screening {
  var seen = 0
  var fitting = 0
  var proposed = 0
  var failing = 0
  var undecided = 0
  var lapsed = 0

  mutating func look(
    _ pool: PoolRules, _ desk: inout PoolDesk, isDryRun: Bool
  ) async throws {
    seen += 1
    switch try await verdict(pool, desk) {
    case .fail: failing += 1
    case .unknown: undecided += 1
    case .pass:
      fitting += 1
      if !isDryRun, try await desk.propose(.enter, pool.code) { proposed += 1 }
      return
    }
    if !isDryRun, try await desk.lapse(.enter, pool.code) { lapsed += 1 }
  }

  private func verdict(_ pool: PoolRules, _ desk: PoolDesk) async throws -> RuleResult {
    if let before = pool.after {
      let live = try await PoolMemberRepository.live(of: desk.enterprise.id, desk.session)
      guard live.contains(where: { $0.pool == before }) else { return .fail }
    }
    return pool.verdict(try await desk.facts()).result
  }

  func json(isDryRun: Bool, next: EnterpriseID?) -> JSON {
    [
      "looked_at": .int(Int64(seen)), "fitting": .int(Int64(fitting)),
      "proposed": .int(Int64(proposed)), "failing": .int(Int64(failing)),
      "undecided": .int(Int64(undecided)), "lapsed": .int(Int64(lapsed)),
      "dry_run": .bool(isDryRun),
      "next_after": .optional(next?.text),
    ]
  }
}

extension Application {
  /// After which time one that could not be placed is tried again, so that others are not kept waiting.
  static let poolRetryMilliseconds: Int64 = 600_000

  /// Places anew the members whose facts changed or on whom a day has passed, and proposes what is open to
  /// them now.
  ///
  /// - Parameter limit: memberships in one call, those of each enterprise in a transaction of its own.
  /// - Returns: how many enterprises were looked at.
  public func judgeDueMembers(limit: Int) async throws -> Int {
    let now = clock.now()
    let due = try await read { try await PoolMemberRepository.due(at: now, limit: limit, $0) }
    var done = 0
    for id in due {
      let isJudged = try await leavingOut(false, "ladder of \(id)") {
        try await judgeMember(id)
        return true
      }
      if isJudged {
        done += 1
      } else {
        try await writeQuietly { session in
          _ = try await EnterpriseRepository.lock([id], session)
          try await PoolMemberRepository.settle(
            id, next: now.adding(milliseconds: Self.poolRetryMilliseconds), session)
        }
      }
    }
    return done
  }

  private func judgeMember(_ id: EnterpriseID) async throws {
    try await write { session in
      let found = try await EnterpriseRepository.lockAndFind(id, session)
      guard let (enterprise, locked, further: _) = found, enterprise.erasedAt == nil,
        enterprise.frozenAt == nil
      else {
        // Its data are only kept: nothing will be said of it any more.
        try await PoolMemberRepository.settle(id, next: nil, session)
        return
      }
      var desk = PoolDesk(self, enterprise, locked, by: .system("pools"), session)
      try await desk.judge(
        try await desk.facts(), try await PoolMemberRepository.live(of: id, session))
      try await desk.close()
    }
  }

  /// Lets an enterprise that is to be erased go from all pools, with whoever advised it, and from all
  /// activities that it was to come to.
  ///
  /// - Returns: how many memberships ended.
  func leavePools(
    _ enterprise: EnterpriseRecord, _ locked: LockedEnterprise, by actor: Actor,
    _ session: any PostgresSession
  ) async throws -> Int {
    var desk = PoolDesk(self, enterprise, locked, by: actor, session)
    let live = try await PoolMemberRepository.live(of: enterprise.id, session)
    for member in live { _ = try await desk.leave(member, for: "erased", by: actor.subject) }
    for var proposal in try await PoolProposalRepository.open(of: enterprise.id, session) {
      try await desk.settle(&proposal, as: .lapsed, by: actor.subject)
    }
    try await ActivityGuestRepository.withdraw(enterprise.id, at: desk.now, session)
    try await desk.close()
    return live.count
  }
}
