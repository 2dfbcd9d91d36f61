import Arrangement
import Domain
import Postgres
import Store

/// What follows from a step for the loss and for the fund that pays the government's share of it.
extension GuaranteeDesk {
  mutating func settle(
    _ input: GuaranteeInput, of guarantee: inout GuaranteeRecord, by actor: Actor
  ) async throws {
    switch input.verb {
    case .claim:
      // What the government will owe is set aside before anybody pays.
      try await move(.hold, try await governmentFen(of: guarantee), of: guarantee, by: actor)
    case .refuse:
      try await move(.release, try await governmentFen(of: guarantee), of: guarantee, by: actor)
    case .compensate: try await compensate(guarantee, input)
    case .claimShares: try await claimShares(of: guarantee)
    case .payShare: try await payShare(input, of: guarantee, by: actor)
    case .recover: try await recover(input, of: guarantee, by: actor)
    case .settle: try await requireOver(guarantee, isRecovered: true)
    case .writeOff: try await requireOver(guarantee, isRecovered: false)
    case .confirm, .release, .markOverdue, .cure, .repay, .close, .review: break
    }
  }

  /// What each party bears of the unpaid principal, in the order of the shares.
  private func split(_ guarantee: GuaranteeRecord) async throws -> [ShareTable.Part] {
    let shares = try await GuaranteeRepository.shares(of: guarantee.id, session)
    let table = ShareTable(
      shares.compactMap { share in
        LossParty(rawValue: share.party).map { ShareTable.Share($0, ppm: Int64(share.ppm)) }
      })
    guard let table, table.shares.count == shares.count,
      let loss = guarantee.claimedFen.flatMap({ Fen($0) })
    else { throw StoredDataError(what: "shares of guarantee \(guarantee.id)") }
    return table.split(loss)
  }

  private func governmentFen(of guarantee: GuaranteeRecord) async throws -> Int64 {
    try await split(guarantee).first { $0.party == .government }?.fen.value ?? 0
  }

  /// Moves money of the fund that stands behind a guarantee, if there is one.
  ///
  /// - Throws: `.conflict` `fund_short`.
  private func move(
    _ kind: FundEntry.Kind, _ fen: Int64, of guarantee: GuaranteeRecord, by actor: Actor
  ) async throws {
    guard let code = guarantee.fund, fen > 0 else { return }
    guard let fund = try await FundRepository.lock(code, session) else {
      throw StoredDataError(what: "fund \(code)")
    }
    if kind == .hold, fund.availableFen < fen { throw FundRefusal.short(fund, asked: fen) }
    let entry = FundEntry(
      id: application.ids.next(), fund: code, kind: kind, amountFen: fen,
      guarantee: guarantee.id, reference: nil, madeAt: now, madeBy: actor.subject)
    try await FundRefusal.telling { try await FundRepository.append(entry, session) }
  }

  private func compensate(_ guarantee: GuaranteeRecord, _ input: GuaranteeInput) async throws {
    guard let loss = guarantee.claimedFen, let day = input.day else {
      throw StoredDataError(what: "claim of guarantee \(guarantee.id)")
    }
    let parts = try await split(guarantee).map { part in
      // The first payer and the bank bear theirs at once; whoever bears nothing owes nothing.
      let isOwn = [.guarantor, .insurer, .bank].contains(part.party)
      return CompensationPart(
        party: part.party.rawValue, borneFen: part.fen.value,
        state: isOwn || part.fen.value == 0 ? .borne : .due)
    }
    try await CompensationRepository.insert(
      CompensationRecord(
        guarantee: guarantee.id, lossFen: loss, on: day, createdAt: now, parts: parts), session)
  }

  private func compensation(of guarantee: GuaranteeRecord) async throws -> CompensationRecord {
    guard let found = try await CompensationRepository.find(guarantee.id, session) else {
      throw StoredDataError(what: "compensation of guarantee \(guarantee.id)")
    }
    return found
  }

  private func claimShares(of guarantee: GuaranteeRecord) async throws {
    let parts = try await compensation(of: guarantee).parts.map { part in
      guard part.state == .due else { return part }
      var claimed = part
      claimed.state = .claimed
      claimed.claimedAt = now
      return claimed
    }
    try await CompensationRepository.save(parts, of: guarantee.id, session)
  }

  private func payShare(
    _ input: GuaranteeInput, of guarantee: GuaranteeRecord, by actor: Actor
  ) async throws {
    guard let party = input.party else { return }
    if GuaranteeAccess.side(of: guarantee, actor) == "re_guarantor", party != .reGuarantor {
      throw ApplicationError.forbidden(
        zh: "再担保机构只能支付自己的分担", en: "a re-guarantor pays its own share")
    }
    var parts = try await compensation(of: guarantee).parts
    guard let index = parts.firstIndex(where: { $0.party == party.rawValue }),
      parts[index].state == .claimed
    else {
      throw ApplicationError.conflict(
        code: "share_state", zh: "该方没有待支付的分担(\(party.rawValue))",
        en: "\(party.rawValue) has no share to pay")
    }
    parts[index].state = .paid
    parts[index].paidOn = input.day
    try await CompensationRepository.save(parts, of: guarantee.id, session)
    guard party == .government else { return }
    try await move(.pay, parts[index].borneFen, of: guarantee, by: actor)
    // What came back before the fund had paid is the fund's from now on.
    try await move(.recover, parts[index].returnedFen, of: guarantee, by: actor)
  }

  /// Hands out one round of what came back.
  private func recover(
    _ input: GuaranteeInput, of guarantee: GuaranteeRecord, by actor: Actor
  ) async throws {
    guard let gross = input.gross, let costs = input.costs, let day = input.day else { return }
    var found = try await compensation(of: guarantee)
    let borne = found.parts.compactMap { part -> ShareTable.Part? in
      guard let party = LossParty(rawValue: part.party), let fen = Fen(part.borneFen) else {
        return nil
      }
      return ShareTable.Part(party: party, fen: fen)
    }
    guard
      var account = RecoveryAccount(
        borne, returned: found.parts.compactMap { Fen($0.returnedFen) })
    else { throw StoredDataError(what: "recoveries of guarantee \(guarantee.id)") }
    let paid: [ShareTable.Part]
    do throws(RecoveryAccount.Refusal) {
      paid = try account.distribute(gross: gross, costs: costs)
    } catch {
      throw Self.conflict(error)
    }
    let rounds = try await CompensationRepository.recoveryCount(of: guarantee.id, session)
    guard rounds < RecoveryRecord.maximumRounds else {
      throw ApplicationError.conflict(
        code: "too_many_recoveries", zh: "追偿分配已达 \(RecoveryRecord.maximumRounds) 次",
        en: "there are \(RecoveryRecord.maximumRounds) recoveries already")
    }
    try await CompensationRepository.insert(
      RecoveryRecord(
        id: application.ids.next(), guarantee: guarantee.id, number: rounds + 1,
        grossFen: gross.value, costsFen: costs.value, on: day, createdAt: now,
        parts: paid.map { RecoveryRecord.Part(party: $0.party.rawValue, fen: $0.fen.value) }),
      session)
    for (index, part) in paid.enumerated() { found.parts[index].returnedFen += part.fen.value }
    try await CompensationRepository.save(found.parts, of: guarantee.id, session)
    for (index, part) in paid.enumerated()
    where part.party == .government && found.parts[index].state == .paid {
      try await move(.recover, part.fen.value, of: guarantee, by: actor)
    }
    try await returnToPools(found, of: guarantee, by: actor)
  }

  /// Who paid the bank first is made whole once: what comes back above what pools left it to bear is the
  /// pools'. Their locks come after that of the fund behind the guarantee, by their codes.
  ///
  /// - Parameter found: with this round.
  private func returnToPools(
    _ found: CompensationRecord, of guarantee: GuaranteeRecord, by actor: Actor
  ) async throws {
    let pools = try await FundRepository.paidByPools(for: guarantee.id, session)
    let own = found.ofFirstPayer
    let parts = RiskPool.returned(
      to: pools.map { RiskPool.Payment(paidFen: $0.paidFen, returnedFen: $0.returnedFen) },
      borneFen: own.borneFen, recoveredFen: own.returnedFen)
    for (pool, fen) in zip(pools, parts) where fen > 0 {
      guard try await FundRepository.lock(pool.fund, session) != nil else {
        throw StoredDataError(what: "fund \(pool.fund)")
      }
      let entry = FundEntry(
        id: application.ids.next(), fund: pool.fund, kind: .recover, amountFen: fen,
        guarantee: guarantee.id, reference: nil, madeAt: now, madeBy: actor.subject)
      try await FundRefusal.telling { try await FundRepository.append(entry, session) }
    }
  }

  private static func conflict(_ refusal: RecoveryAccount.Refusal) -> ApplicationError {
    let excess =
      switch refusal {
      case .costsAboveGross(let excess), .aboveLoss(let excess): excess
      }
    return .conflict(
      code: "recovery_above_loss", zh: "超过尚未收回的损失 \(excess) 分",
      en: "more than what is still lost, by \(excess) fen")
  }

  /// - Parameter isRecovered: all that was borne must have come back.
  /// - Throws: `.conflict` `share_state` while a share is not paid; `recovery_open`.
  private func requireOver(_ guarantee: GuaranteeRecord, isRecovered: Bool) async throws {
    let found = try await compensation(of: guarantee)
    guard !found.parts.contains(where: { $0.state == .claimed }) else {
      throw ApplicationError.conflict(
        code: "share_state", zh: "尚有未支付的分担", en: "a share is not paid yet")
    }
    let open = found.parts.reduce(0) { $0 + $1.borneFen - $1.returnedFen }
    guard !isRecovered || open == 0 else {
      throw ApplicationError.conflict(
        code: "recovery_open", zh: "尚有 \(open) 分未收回,可核销",
        en: "\(open) fen did not come back; it can be written off")
    }
  }
}

extension CompensationRecord {
  /// What who paid the bank first bears of the loss, and had back of it.
  var ofFirstPayer: (borneFen: Int64, returnedFen: Int64) {
    let own = parts.filter {
      [LossParty.guarantor.rawValue, LossParty.insurer.rawValue].contains($0.party)
    }
    return (
      own.reduce(0) { $0 + $1.borneFen }, own.reduce(0) { $0 + $1.returnedFen }
    )
  }
}

/// What a fund refuses, told as a conflict.
enum FundRefusal {
  static let code = "fund_short"

  static func short(_ fund: FundRecord, asked: Int64) -> ApplicationError {
    .conflict(
      code: code, zh: "资金池 \(fund.code) 可用 \(fund.availableFen) 分,不足 \(asked) 分",
      en: "the fund \(fund.code) has \(fund.availableFen) fen to give, not \(asked)")
  }

  /// Runs `body`, and tells what the database refuses of it as a conflict: it guards the same.
  static func telling<T: Sendable>(_ body: () async throws -> T) async throws -> T {
    do {
      return try await body()
    } catch let error as PostgresError {
      guard let constraint = error.constraint, ["fund_room", "fund_cap"].contains(constraint) else {
        throw error
      }
      throw ApplicationError.conflict(
        code: code, zh: "资金池余额或总额上限不足", en: "the fund has not as much, or its cap is reached")
    }
  }
}
