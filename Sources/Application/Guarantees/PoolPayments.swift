import Arrangement
import Catalog
import Domain
import Postgres
import Store

/// What is asked of a loan-risk pool, checked.
private struct PoolClaim: Sendable {
  enum Subject: Sendable {
    case guarantee(GuaranteeID)
    /// A loan that nobody guarantees, with its bad principal.
    case offer(OfferID, Fen)
  }

  var subject: Subject
  var bonus: RiskPool.Bonus?

  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    bonus = body.choice("bonus", of: RiskPool.Bonus.self)
    let guarantee = body.string("guarantee_id")
    let offer = body.string("offer_id")
    let bad = body.integer("bad_principal_fen", in: 1...Fen.maximum).flatMap { Fen($0) }
    var subject: Subject?
    switch (guarantee, offer) {
    case (let text?, nil):
      subject = GuaranteeID(text).map { .guarantee($0) }
      if subject == nil { body.add(Self.identifier("/guarantee_id")) }
      if bad != nil {
        body.add(
          Fault(
            "/bad_principal_fen", "unknown_member", zh: "仅限直接贷款", en: "of loans nobody guarantees"))
      }
    case (nil, let text?):
      guard let id = OfferID(text) else {
        body.add(Self.identifier("/offer_id"))
        break
      }
      if let bad {
        subject = .offer(id, bad)
      } else if body.faults.isEmpty {
        body.add(ObjectReader.requiredFault("/bad_principal_fen"))
      }
    default:
      body.add(
        Fault(
          "", "one_of", zh: "guarantee_id 与 offer_id 须且只须有一个",
          en: "exactly one of guarantee_id and offer_id"))
    }
    let faults = body.finish()
    guard faults.isEmpty, let subject else { throw .invalid(faults) }
    self.subject = subject
  }

  private static func identifier(_ pointer: String) -> Fault {
    Fault(pointer, "identifier", zh: "编号格式不正确", en: "is no identifier of that kind")
  }
}

extension Application {
  /// Has a loan-risk pool (贷款风险补偿) pay its share of what a guarantor bears of a compensated loss, or a bank
  /// of a bad loan that nobody guarantees: 200 with the movement. It pays for each once, and all pools
  /// together at most a part of what was borne.
  ///
  /// - Parameter body: `{guarantee_id, bonus}`, or `{offer_id, bad_principal_fen, bonus}`.
  /// - Throws: `.notFound`; `.forbidden`; `.invalid`; `.conflict` `share_state` when there is nothing to pay,
  ///   or the loan was or is to be paid for in the other of the two ways; `fund_short`.
  public func payFromPool(
    _ code: String, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try requireControl(actor)
    let claim = try PoolClaim(body)
    return try await answer(idempotency) { session in
      guard let seen = try await FundRepository.find(code, session), seen.kind == .loanRiskPool
      else { throw ApplicationError.notFound(what: "fund") }
      // The locks of who lost it come before that of the fund.
      let (base, borne) = try await lost(claim, by: actor, session)
      guard let fund = try await FundRepository.lock(code, session), let terms = fund.terms,
        let pool = reference.guarantees.pools.pool(terms, on: clock.now().legalDate)
      else { throw Self.nothingOwed }
      let (guarantee, offer) = claim.identifiers
      let before = try await FundRepository.paid(
        for: guarantee, or: offer, by: code, session)
      let owed = pool.paidFen(
        for: RiskPool.Loss(
          base: base, borne: borne, isGuaranteed: guarantee != nil, bonus: claim.bonus,
          paidFen: before.byPoolsFen))
      guard !before.hasPaid, owed > 0 else { throw Self.nothingOwed }
      guard owed <= fund.availableFen else { throw FundRefusal.short(fund, asked: owed) }
      let now = clock.now()
      func entry(_ kind: FundEntry.Kind) -> FundEntry {
        FundEntry(
          id: ids.next(), fund: code, kind: kind, amountFen: owed, guarantee: guarantee,
          offer: offer, reference: nil, madeAt: now, madeBy: actor.subject)
      }
      let (held, paid) = (entry(.hold), entry(.pay))
      try await FundRefusal.telling {
        try await FundRepository.append(held, session)
        try await FundRepository.append(paid, session)
      }
      try await audit(
        "fund.pay", subject: "fund/\(code)", reason: nil, data: ["amount_fen": .int(owed)],
        by: actor, at: now, session)
      return StoredAnswer(status: 200, body: FundView.json(paid))
    }
  }

  private static let nothingOwed = ApplicationError.conflict(
    code: "share_state", zh: "该损失没有可补偿的金额,或已补偿",
    en: "the pool owes nothing for this, or has paid it")

  /// A loan is guaranteed or it is not: pools pay for it in one of the two ways.
  private static let paidOtherwise = ApplicationError.conflict(
    code: "share_state", zh: "该贷款有担保(或已按直接贷款补偿),不得以两种方式补偿",
    en: "the loan is guaranteed, or was paid for as one that is not: pools pay in one way")

  /// What a share is of, and what the one who is paid bears. Read under the enterprise's lock, under which
  /// guarantees begin and pools pay for its loans.
  private func lost(
    _ claim: PoolClaim, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (base: Fen, borne: Fen) {
    switch claim.subject {
    case .guarantee(let id):
      let (_, guarantee) = try await openDesk(of: id, by: actor, session)
      guard
        try await !FundRepository.hasPaidUnguaranteed(
          of: guarantee.need, by: guarantee.bank, session)
      else { throw Self.paidOtherwise }
      guard let found = try await CompensationRepository.find(id, session) else {
        throw Self.nothingOwed
      }
      let bank = found.parts.first { $0.party == LossParty.bank.rawValue }?.borneFen ?? 0
      let own = found.ofFirstPayer
      guard let base = Fen(found.lossFen - bank), let borne = Fen(own.borneFen - own.returnedFen)
      else {
        throw StoredDataError(what: "compensation of guarantee \(id)")
      }
      return (base, borne)
    case .offer(let id, let bad):
      let (_, offer) = try await openDesk(of: id, by: actor, session)
      guard let draw = offer.draw else { throw Self.nothingOwed }
      let isGuaranteed = try await GuaranteeRepository.list(need: offer.need, session).contains {
        $0.bank == offer.institution && !["released", "expired"].contains($0.state)
      }
      guard !isGuaranteed else { throw Self.paidOtherwise }
      guard bad.value <= draw.fen else {
        throw ApplicationError.invalid([
          Fault(
            "/bad_principal_fen", "above_max", zh: "不得超过放款金额", en: "not more than what was drawn",
            limit: draw.fen)
        ])
      }
      return (bad, bad)
    }
  }
}

extension PoolClaim {
  fileprivate var identifiers: (guarantee: GuaranteeID?, offer: OfferID?) {
    switch subject {
    case .guarantee(let id): (id, nil)
    case .offer(let id, _): (nil, id)
    }
  }
}
