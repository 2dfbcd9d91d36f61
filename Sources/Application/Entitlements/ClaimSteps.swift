import Domain
import Entitlement
import Postgres
import Store
import Workflow

extension Application {
  /// Takes a step with a claim, and what follows from it: budgets are held, paid from, or let go.
  func take(
    _ edge: StateMachine.Edge, _ input: ClaimStepInput, _ claim: inout ClaimRecord,
    by actor: Actor, _ desk: inout EntitlementDesk
  ) async throws {
    var parts = try await ClaimRepository.parts(of: claim.id, desk.session)
    switch input.verb {
    case .accept: try await hold(input, &claim, desk)
    case .pass: break
    case .pay: try await pay(input, claim, &parts, by: actor, desk)
    case .reject, .withdraw:
      guard parts.allSatisfy({ $0.paidOn == nil }) else {
        throw ClaimRefusal.state(claim.state, desk.rules.machine)
      }
      try await release(parts, desk)
      claim.reason = input.reason?.rawValue
    case .clawBack: try await clawBack(input, &claim, parts, desk)
    }
    if let note = input.note { claim.note = note }
    try await write(&claim, edge, by: actor.subject, as: actor.role, desk)
    switch input.verb {
    case .reject: desk.tell(.claimRejected, claim)
    case .clawBack:
      // What was paid only in part was not added yet.
      if edge.from == "paid" { try await desk.draw(-(claim.clawedBackFen ?? 0), of: claim) }
      desk.tell(.claimClawedBack, claim)
    case .accept, .pass, .withdraw: break
    case .pay:
      guard parts.allSatisfy({ $0.paidOn != nil }) else { return }
      guard let last = desk.rules.machine.edge("complete", from: claim.state) else {
        throw StoredDataError(what: "claim \(claim.id)")
      }
      claim.paidOn = parts.compactMap(\.paidOn).max()
      try await write(&claim, last, by: actor.subject, as: .service, desk)
      try await desk.draw(claim.amountFen ?? 0, of: claim)
      desk.tell(.claimPaid, claim)
    }
    // What no claim stands in the way of any more may be claimed again.
    if [.reject, .withdraw, .clawBack].contains(input.verb),
      let event = try await AwardEventRepository.find(claim.event, desk.session)
    {
      try await desk.look(at: event)
    }
  }

  private func write(
    _ claim: inout ClaimRecord, _ edge: StateMachine.Edge, by subject: String, as role: Role,
    _ desk: EntitlementDesk
  ) async throws {
    let at = max(desk.now, claim.updatedAt)
    claim.state = edge.to
    claim.version += 1
    claim.updatedAt = at
    claim.dueAt = desk.rules.dueAt(in: edge.to, since: at)
    try await ClaimRepository.advance(
      claim,
      ClaimStep(
        version: claim.version, from: edge.from, state: edge.to, verb: edge.verb, actor: subject,
        role: role.rawValue, takenAt: at), desk.session)
  }

  /// Fixes the amount, and holds the part of each level in its budget: that of the clause, else that of
  /// all clauses without one.
  private func hold(
    _ input: ClaimStepInput, _ claim: inout ClaimRecord, _ desk: EntitlementDesk
  ) async throws {
    let amount = try accepted(input.amount, of: claim)
    claim.amountFen = amount.value
    guard let clause = desk.rules.book.clause(claim.clause, on: claim.clauseFrom) else {
      throw StoredDataError(what: "clause of \(claim.id)")
    }
    let year = desk.today.year
    let shares = clause.shares(of: amount).filter { $0.fen > 0 }
    let keys = shares.map { share in
      [clause.code, nil].map { code in
        AwardBudgetRecord.Key(
          level: share.level.rawValue, region: share.level.payer(in: desk.enterprise.region),
          fiscalYear: year, clause: code)
      }
    }
    let accounts = try await LedgerRepository.lock(
      keys.flatMap { $0 }.map(\.account), desk.session)
    var parts: [ClaimPart] = []
    for (share, candidates) in zip(shares, keys) {
      let found = candidates.first { accounts[$0.account] != nil }
      guard let found, let account = accounts[found.account], share.fen <= account.room else {
        throw BudgetRefusal.short(found ?? candidates[0], found.flatMap { accounts[$0.account] })
      }
      parts.append(
        ClaimPart(
          id: ids.next(), level: found.level, region: found.region, fen: share.fen,
          budget: found.code))
    }
    let made = parts
    try await ClaimRefusal.telling {
      for part in made {
        try await LedgerRepository.hold(
          fen: part.fen, of: [LedgerAccount.Key(.budget, part.budget)], for: part.id.uuid,
          at: desk.now, desk.session)
      }
      try await ClaimRepository.insert(made, of: claim.id, desk.session)
    }
  }

  /// What the authority fixes: the amount of the text; at most that, where it is a ceiling; what it says,
  /// where the text says none.
  private func accepted(
    _ given: Fen?, of claim: ClaimRecord
  ) throws(ApplicationError) -> Fen {
    let most = claim.amountFen.flatMap { Fen($0) }
    guard claim.isCeiling else {
      guard let most else { throw .invalid([ObjectReader.requiredFault("/amount_fen")]) }
      if let given, given != most {
        throw .invalid([
          Fault(
            "/amount_fen", "mismatch", zh: "应为条款规定的金额", en: "must be the amount of the clause",
            limit: most.value)
        ])
      }
      return most
    }
    guard let given else { throw .invalid([ObjectReader.requiredFault("/amount_fen")]) }
    if let most, given > most {
      throw .invalid([
        Fault(
          "/amount_fen", "above_max", zh: "不得高于条款上限", en: "not above the ceiling of the clause",
          limit: most.value)
      ])
    }
    return given
  }

  /// One level pays its own part.
  private func pay(
    _ input: ClaimStepInput, _ claim: ClaimRecord, _ parts: inout [ClaimPart], by actor: Actor,
    _ desk: EntitlementDesk
  ) async throws {
    guard let index = parts.firstIndex(where: { $0.level == input.level?.rawValue }) else {
      throw ApplicationError.invalid([
        Fault("/level", "unknown_value", zh: "该级财政不承担", en: "this level bears nothing of it")
      ])
    }
    try AwardBudgetAccess.require(parts[index].region, by: actor)
    guard parts[index].paidOn == nil else {
      throw ApplicationError.conflict(
        code: "claim_state", zh: "该级财政已兑付", en: "this level has paid its part already")
    }
    if let day = input.day, day < claim.claimedOn {
      throw ApplicationError.invalid([
        Fault("/paid_on", "order", zh: "不得早于申报日", en: "not before the day of the claim")
      ])
    }
    parts[index].paidOn = input.day
    parts[index].voucher = input.voucher
    // The account first, as everywhere.
    _ = try await LedgerRepository.lock(
      [LedgerAccount.Key(.budget, parts[index].budget)], desk.session)
    try await LedgerRepository.confirm(parts[index].id.uuid, at: desk.now, desk.session)
    try await ClaimRepository.savePaid(parts[index], desk.session)
  }

  /// Lets go of what is held for parts; all accounts are locked first, in one order.
  private func release(_ parts: [ClaimPart], _ desk: EntitlementDesk) async throws {
    _ = try await LedgerRepository.lock(
      parts.map { LedgerAccount.Key(.budget, $0.budget) }, desk.session)
    for part in parts {
      try await LedgerRepository.release(part.id.uuid, at: desk.now, desk.session)
    }
  }

  /// Takes back what was paid, or a part of it. It goes to the treasury, not into the budget again; what
  /// levels have not paid yet they do not pay any more.
  private func clawBack(
    _ input: ClaimStepInput, _ claim: inout ClaimRecord, _ parts: [ClaimPart],
    _ desk: EntitlementDesk
  ) async throws {
    let paid = parts.filter { $0.paidOn != nil }
    let sum = paid.reduce(Int64(0)) { $0 + $1.fen }
    guard sum > 0 else { throw ClaimRefusal.state(claim.state, desk.rules.machine) }
    guard let amount = input.amount?.value, amount <= sum else {
      throw ApplicationError.invalid([
        Fault(
          "/amount_fen", "above_max", zh: "不得高于已兑付金额", en: "not more than what was paid",
          limit: sum)
      ])
    }
    if let day = input.day, let last = paid.compactMap(\.paidOn).max(), day < last {
      throw ApplicationError.invalid([
        Fault(
          "/clawed_back_on", "order", zh: "不得早于兑付日", en: "not before the day of the payment")
      ])
    }
    try await release(parts.filter { $0.paidOn == nil }, desk)
    claim.amountFen = sum
    (claim.clawedBackFen, claim.clawedBackOn) = (amount, input.day)
    claim.reason = input.reason?.rawValue
  }
}
