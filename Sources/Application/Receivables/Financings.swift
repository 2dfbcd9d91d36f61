import Arrangement
import Catalog
import Domain
import Postgres
import Store

/// Money on receivables. All that lives on one receivable is of one institution and in one way, and sums
/// up to no more than its face at the advance rate; the database refuses anything else, whoever asks.
extension Application {
  /// Puts a part of a confirmed receivable before an institution, which takes room of it at once: 201 with
  /// `Location` and `ETag`.
  ///
  /// - Parameter body: `{"institution", "way", "recourse", "amount_fen"}`.
  /// - Throws: `.conflict` `receivable_funder` when another institution, or another way, has it;
  ///   `receivable_exhausted` when there is not so much room of it; `borrowing_base_exhausted` when there is
  ///   not of all the seller's receivables together; `credit_line_exhausted`;
  ///   `receivable_ineligible` with the first test it fails; `receivable_state`; `.notFound`,
  ///   `.forbidden`, `.invalid`.
  public func offerReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let actor = try await known(actor)
    let order = try FinancingOrder(body)
    return try await answer(idempotency, as: actor) { session in
      var (desk, receivable, seller) = try await openReceivable(id, by: actor, session)
      let role = ReceivableAccess.role(of: actor, in: receivable)
      guard role == ReceivableRole.seller else {
        throw ApplicationError.forbidden(zh: "仅限卖方", en: "for the seller only")
      }
      try await requireInstitution(order.institution, session)
      try requireOpenFor(order, receivable, desk)
      let (limit, base, policy) = try await advanceLimit(
        of: receivable, seller: seller, order, desk)
      let financing = FinancingRecord(
        id: ids.next(), receivable: id, seller: seller.id, institution: order.institution,
        way: order.way, hasRecourse: order.hasRecourse, amount: order.amount, policy: policy,
        at: desk.now, by: actor.subject)
      let funding = ReceivableFunding(institution: order.institution, way: order.way)
      if receivable.state == "confirmed" {
        receivable = try await desk.step(receivable, "offer", by: actor.subject, as: role) {
          $0.funding = funding
        }
      }
      // Written first: who sets the first credit line of an institution waits for it, or it for them.
      try await FinancingRepository.insert(financing, session)
      try await hold(financing, of: receivable, upTo: limit, within: base, desk)
      desk.tell(.receivableOffered, receivable, financing)
      try await desk.close()
      return StoredAnswer(
        status: 201,
        headers: [
          "Location": "/v1/receivable-financings/\(financing.id)",
          "ETag": Tag.text(financing.version),
        ], body: FinancingView.json(financing, of: receivable, reference.receivables))
    }
  }

  /// Takes one step with money on a receivable: 200 with `ETag`.
  ///
  /// - Throws: `.conflict` `financing_state`, `registry_query_stale`; `.staleVersion`; `.notFound` for
  ///   one the caller may not see; `.forbidden`, `.invalid`.
  public func advanceFinancing(
    _ id: ReceivableFinancingID, _ verb: FinancingVerb, expectedVersion: Int, _ body: JSON,
    actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let today = clock.now().legalDate
    let input = try FinancingInput(body, verb: verb, today: today)
    return try await answer(idempotency, as: actor) { session in
      guard let seen = try await FinancingRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "financing")
      }
      var (desk, receivable, financing) = try await openFinancing(seen, by: actor, session)
      guard financing.version == expectedVersion else {
        throw ApplicationError.staleVersion(current: financing.version)
      }
      let step = FinancingStep(
        verb: verb, input: input, subject: actor.subject,
        role: ReceivableAccess.role(of: actor, in: receivable))
      try await take(step, &financing, &receivable, &desk)
      try await desk.close()
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(financing.version)],
        body: FinancingView.json(financing, of: receivable, reference.receivables))
    }
  }

  /// The financings of a seller's receivables, or of an institution, newest first.
  ///
  /// - Parameter state: one of `financingStates`; anything else is `.invalid`.
  public func financings(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    if let state, !Self.financingStates.contains(state) {
      let known = Self.financingStates.joined(separator: ", ")
      throw ApplicationError.invalid([
        Fault("/state", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)")
      ])
    }
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return Page(items: [], next: nil)
    }
    return try await readLogged(.receivable, as: actor) { session in
      var institution: String?
      var seller: EnterpriseID?
      switch actor.role {
      case .liaison, .liaisonManager:
        guard let own = actor.organisation else { return (Page(items: [], next: nil), []) }
        institution = own
        // Regions are those of enterprises, which an institution does not see.
        try await actAsService(actor, session)
      case .enterprise:
        guard let own = try await ownEnterprise(of: actor, session)?.id else {
          return (Page(items: [], next: nil), [])
        }
        seller = own
      case .service, .auditor, .operator: break
      }
      let found = try await FinancingRepository.list(
        institution: institution, seller: seller, regionPrefix: prefix.isEmpty ? nil : prefix,
        state: state, after: page.after, limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      try await actAsService(actor, session)
      let receivables = Dictionary(
        try await ReceivableRepository.find(cut.items.map(\.receivable), session)
          .map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      let views = cut.items.compactMap { financing in
        receivables[financing.receivable].map {
          FinancingView.json(financing, of: $0, reference.receivables)
        }
      }
      return (
        Page(items: views, next: cut.next),
        actor.actsForInstitution ? [] : cut.items.map(\.seller)
      )
    }
  }

  /// Names of the states of money on a receivable.
  public static let financingStates = FinancingRecord.State.allCases.map(\.rawValue)

  /// One of them.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func financing(
    _ id: ReceivableFinancingID, actor: Actor
  ) async throws -> Versioned<JSON> {
    try await readLogged(.receivable, as: actor) { session in
      let found = try await FinancingRepository.find(id, session)
      try await actAsService(actor, session)
      guard let financing = found,
        let seller = try await EnterpriseRepository.find(financing.seller, session),
        canSee(financing, seller.scope, actor),
        let receivable = try await ReceivableRepository.find(financing.receivable, session)
      else { throw ApplicationError.notFound(what: "financing") }
      try AccessRules.requireKept(seller.scope)
      let view = FinancingView.json(financing, of: receivable, reference.receivables)
      return (
        Versioned(view, version: financing.version),
        actor.actsForInstitution ? [] : [financing.seller]
      )
    }
  }

  private func canSee(
    _ financing: FinancingRecord, _ seller: EnterpriseScope, _ actor: Actor
  ) -> Bool {
    switch actor.role {
    case .liaison, .liaisonManager: actor.organisation == financing.institution
    default: AccessRules.canRead(seller, by: actor)
    }
  }

  // MARK: Room

  private func requireInstitution(_ code: String, _ session: any PostgresSession) async throws {
    let institutions = try await catalogs.latest(session)?.catalog.institutions ?? []
    guard institutions.contains(where: { $0.code == code }) else {
      throw ApplicationError.invalid([
        Fault(
          "/institution", "unknown_institution", zh: "没有该机构", en: "there is no such institution")
      ])
    }
  }

  /// A receivable is offered while it is confirmed, or while the same institution has it in the same way.
  private func requireOpenFor(
    _ order: FinancingOrder, _ receivable: ReceivableRecord, _ desk: ReceivableDesk
  ) throws(ApplicationError) {
    if let funding = receivable.funding {
      guard funding.institution == order.institution, funding.way == order.way else {
        throw .conflict(
          code: "receivable_funder", zh: "该应收账款已由一家机构以一种方式融资,解除前不得另行融资",
          en: "one institution has the receivable in one way already, until it is released")
      }
    }
    guard ["confirmed", "offered", "notified", "registered", "funded"].contains(receivable.state)
    else { throw ReceivableDesk.wrongState(receivable.state, desk.rules.machine) }
  }

  /// What may be advanced on a receivable by the institution's policy: its face at the rate, after dilution;
  /// and what all receivables of the seller carry still. Under the seller's lock nobody else takes of either.
  private func advanceLimit(
    of receivable: ReceivableRecord, seller: EnterpriseRecord, _ order: FinancingOrder,
    _ desk: ReceivableDesk
  ) async throws -> (fen: Int64, base: BorrowingBase, policy: FinancingPolicy) {
    let view = try await borrowing(
      of: seller.id, way: order.way, by: order.institution, on: desk.now.legalDate, desk.session)
    guard
      let line = view.eligibility.lines.first(where: { $0.receivable.id == receivable.id.text })
    else { throw ReceivableDesk.wrongState(receivable.state, desk.rules.machine) }
    if let reason = line.reason {
      throw ApplicationError.conflict(
        code: "receivable_ineligible", zh: "该应收账款不合格:\(reason.code)",
        en: "the receivable does not count: \(reason.code)")
    }
    let policy = view.eligibility.policy
    return (
      view.base.advance(on: line), view.base,
      FinancingPolicy(code: policy.code, from: policy.period.from)
    )
  }

  /// Names what takes most off.
  private static func exhausted(_ base: BorrowingBase) -> ApplicationError {
    let (zh, en) =
      switch base.binding {
      case .concentration: ("集中度", "concentration")
      case .contra: ("抵销", "set-off")
      case .outstanding: ("已占用", "what is outstanding")
      }
    return .conflict(
      code: "borrowing_base_exhausted",
      zh: "卖方全部应收账款的可融资余额为 \(base.advanceFen) 分,主要受限于:\(zh)",
      en: "all receivables of the seller carry \(base.advanceFen) fen more, "
        + "held down most by \(en)")
  }

  /// Takes room of the receivable, and of the debtor's credit line where the institution has one. Locks
  /// come in one order: seller, receivable, accounts by their keys.
  private func hold(
    _ financing: FinancingRecord, of receivable: ReceivableRecord, upTo limit: Int64,
    within base: BorrowingBase, _ desk: ReceivableDesk
  ) async throws {
    let session = desk.session
    let own = LedgerAccount.Key(.receivable, receivable.id.text)
    let line = CreditLines.key(financing.institution, receivable.debtor)
    let known = try await LedgerRepository.lock([own, line], session)
    let taken = known[own]?.taken ?? 0
    let room = max(limit, taken) - taken
    guard financing.amount.value <= room else {
      throw ApplicationError.conflict(
        code: "receivable_exhausted", zh: "该应收账款可融资余额为 \(room) 分",
        en: "\(room) fen of the receivable are left")
    }
    guard financing.amount.value <= base.advanceFen else { throw Self.exhausted(base) }
    if let line = known[line], financing.amount.value > line.room {
      throw ApplicationError.conflict(
        code: "credit_line_exhausted", zh: "该核心企业在该机构的额度余额为 \(line.room) 分",
        en: "\(line.room) fen of the debtor's credit line are left")
    }
    // What is reserved already stays, also when ages or dilution have lowered the limit since.
    if known[own]?.maximum != max(limit, taken) {
      try await LedgerRepository.save(
        LedgerAccount(
          key: own, maximum: max(limit, taken), taken: taken,
          version: (known[own]?.version ?? 0) + 1, updatedAt: desk.now,
          updatedBy: financing.createdBy), session)
    }
    try await LedgerRepository.hold(
      fen: financing.amount.value, of: [own] + (known[line] == nil ? [] : [line]),
      for: financing.id.uuid, at: desk.now, session)
  }
}
