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
    var had: Int64 = 0
    switch input.verb {
    case .accept: try await hold(input, &claim, by: actor, desk)
    case .pass: break
    case .pay: try await pay(input, claim, &parts, by: actor, desk)
    case .reject, .withdraw:
      guard parts.allSatisfy({ $0.paidOn == nil }) else {
        throw ClaimRefusal.state(claim.state, desk.rules.machine)
      }
      try await release(parts, desk)
      claim.reason = input.reason?.rawValue
    case .clawBack: had = try await clawBack(input, &claim, parts, by: actor, desk)
    }
    if let note = input.note { claim.decisionNote = note }
    try await write(&claim, edge, by: actor.subject, as: actor.role, desk)
    switch input.verb {
    case .reject: desk.tell(.claimRejected, claim)
    case .clawBack:
      try await desk.draw(had, of: claim)
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

  /// Fixes the amount anew, and holds the part of each level in its budget: that of the clause, else that of
  /// all clauses without one. The levels are those of where the claim was made.
  private func hold(
    _ input: ClaimStepInput, _ claim: inout ClaimRecord, by actor: Actor, _ desk: EntitlementDesk
  ) async throws {
    guard let clause = desk.rules.book.clause(claim.clause, on: claim.clauseFrom),
      let event = try await AwardEventRepository.find(claim.event, desk.session)
    else { throw StoredDataError(what: "clause of \(claim.id)") }
    let most = try await desk.ground(on: claim.claimedOn).amount(
      of: claim, under: clause, for: event)
    if most?.value == 0 { throw ClaimRefusal.exhausted(clause) }
    let amount = try accepted(input.amount, of: most, isCeiling: claim.isCeiling)
    claim.amountFen = amount.value
    let year = desk.today.year
    let shares = clause.shares(of: amount).filter { $0.fen > 0 }
    let keys = shares.map { share in
      [clause.code, nil].map { code in
        AwardBudgetRecord.Key(
          level: share.level.rawValue,
          region: share.region?.text ?? share.level.payer(in: claim.region),
          fiscalYear: year, clause: code)
      }
    }
    let accounts = try await LedgerRepository.lock(
      keys.flatMap { $0 }.map(\.account), desk.session)
    var parts: [ClaimPart] = []
    for (share, candidates) in zip(shares, keys) {
      let found = candidates.first { accounts[$0.account] != nil }
      guard let found, let account = accounts[found.account], share.fen <= account.room else {
        throw BudgetRefusal.short(
          found ?? candidates[0], found.flatMap { accounts[$0.account] }, to: actor)
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
    _ given: Fen?, of most: Fen?, isCeiling: Bool
  ) throws(ApplicationError) -> Fen {
    guard isCeiling else {
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

  /// Takes back what was paid, or a part of it, or a further part: each level gets its share back. Within the
  /// year of its budget that goes into the budget again, later it is income of the treasury; what levels have
  /// not paid yet they do not pay any more.
  ///
  /// - Returns: by how much what the enterprise had so far changes.
  private func clawBack(
    _ input: ClaimStepInput, _ claim: inout ClaimRecord, _ parts: [ClaimPart], by actor: Actor,
    _ desk: EntitlementDesk
  ) async throws -> Int64 {
    var paid = parts.filter { $0.paidOn != nil }
    let sum = paid.reduce(Int64(0)) { $0 + $1.fen }
    let before = claim.clawedBackFen ?? 0
    let rest = sum - before
    guard rest > 0 else { throw ClaimRefusal.state(claim.state, desk.rules.machine) }
    // Nobody gives back another level's money, or lets go of what is held of it.
    let isFirst = claim.clawedBackFen == nil
    for part in isFirst ? parts : paid { try AwardBudgetAccess.require(part.region, by: actor) }
    guard let amount = input.amount?.value, amount <= rest else {
      throw ApplicationError.invalid([
        Fault(
          "/amount_fen", "above_max", zh: "不得高于已兑付而未追回的金额",
          en: "not more than what was paid and did not come back", limit: rest)
      ])
    }
    let days = paid.compactMap(\.paidOn) + [claim.clawedBackOn].compactMap { $0 }
    if let day = input.day, let last = days.max(), day < last {
      throw ApplicationError.invalid([
        Fault(
          "/clawed_back_on", "order", zh: "不得早于兑付日或上次追回日",
          en: "not before the day of the payment, or the last one it came back")
      ])
    }
    // All accounts at once, in one order, before any of them changes.
    _ = try await LedgerRepository.lock(
      parts.map { LedgerAccount.Key(.budget, $0.budget) }, desk.session)
    if isFirst { try await release(parts.filter { $0.paidOn == nil }, desk) }
    let backs = Apportionment.parts(
      of: amount, claims: paid.map { Int128(amount) * Int128($0.fen - $0.clawedBackFen) },
      over: Int128(rest))
    for (index, back) in backs.enumerated() where back > 0 {
      paid[index].clawedBackFen += back
      try await giveBack(back, of: &paid[index], on: input.day, desk)
      try await ClaimRepository.saveClawedBack(paid[index], desk.session)
    }
    // What was paid only in part was not added yet.
    let change = claim.state == "passed" ? sum - amount : -amount
    claim.amountFen = sum
    (claim.clawedBackFen, claim.clawedBackOn) = (before + amount, input.day)
    claim.reason = input.reason?.rawValue
    return change
  }

  /// Puts what came back to a level into its budget, where it belongs there.
  private func giveBack(
    _ fen: Int64, of part: inout ClaimPart, on day: LegalDate?, _ desk: EntitlementDesk
  ) async throws {
    guard let budget = AwardBudgetRecord.Key(code: part.budget) else {
      throw StoredDataError(what: "budget of \(part.id)")
    }
    guard let day, desk.rules.goesBack(on: day, intoBudgetOf: budget.fiscalYear) else { return }
    part.returnedFen += fen
    try await LedgerRepository.giveBack(fen, of: part.id.uuid, at: desk.now, desk.session)
  }
}
