import Arrangement
import Domain
import Postgres
import Store
import Workflow

extension Application {
  /// Receivables of one seller that may be open at once.
  static let maximumOpenReceivables = 10_000
  /// Receivables in one batch.
  static let maximumReceivableBatch = 200

  /// Takes a receivable: 201 with `Location` and `ETag`.
  ///
  /// - Parameter body: `enterprise_id`, `debtor_uscc`, and what the invoice and its contract say.
  /// - Throws: `.invalid` (also `unknown_debtor`, `currency_unsupported`); `.conflict`
  ///   `receivable_duplicate`, `too_many_receivables`, `enterprise_frozen`; `.notFound`, `.forbidden`.
  public func uploadReceivable(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let today = clock.now().legalDate
    var reader = ObjectReader(body)
    let seller = PartyInput.enterprise("enterprise_id", &reader)
    let input = ReceivableInput(&reader, today: today)
    let faults = reader.finish()
    guard faults.isEmpty, let seller, let input else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency, as: actor) { session in
      var (desk, owner) = try await openSeller(seller, by: actor, session)
      let receivable = try await insert(input, of: owner, at: "", &desk, by: actor)
      try await desk.close()
      return StoredAnswer(
        status: 201,
        headers: [
          "Location": "/v1/receivables/\(receivable.id)", "ETag": Tag.text(receivable.version),
        ], body: try await receivableView(receivable, to: actor, session))
    }
  }

  /// Takes many receivables of one seller: 200 with an outcome for each, in their order. Those that are
  /// refused change nothing and hold up no other.
  ///
  /// - Parameter body: `{"enterprise_id", "receivables": […]}`.
  /// - Throws: as `uploadReceivable` for what is wrong with all of them.
  public func uploadReceivables(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    let seller = PartyInput.enterprise("enterprise_id", &reader)
    let rows = BatchInput.rows("receivables", &reader)
    let faults = reader.finish()
    guard faults.isEmpty, let seller else { throw ApplicationError.invalid(faults) }
    let today = clock.now().legalDate
    return try await answer(idempotency, as: actor) { session in
      var (desk, owner) = try await openSeller(seller, by: actor, session)
      var outcomes: [JSON] = []
      for (index, row) in rows.enumerated() {
        outcomes.append(
          try await BatchInput.outcome {
            var reader = ObjectReader(row)
            let input = ReceivableInput(&reader, today: today)
            let faults = reader.finish()
            guard faults.isEmpty, let input else { throw ApplicationError.invalid(faults) }
            let receivable = try await insert(input, of: owner, at: "", &desk, by: actor)
            return BatchInput.done(index, receivable)
          } orFailing: {
            BatchInput.refused(index, $0)
          })
      }
      try await desk.close()
      return StoredAnswer(status: 200, body: ["data": .array(outcomes)])
    }
  }

  /// Writes what an invoice says otherwise: 200 with `ETag`. Whatever the debtor was asked before is
  /// void; it is to be asked anew.
  ///
  /// - Parameter body: all that the invoice and its contract say.
  /// - Throws: as `uploadReceivable`; `.staleVersion`; `.conflict` `receivable_state` once it is
  ///   confirmed.
  public func amendReceivable(
    _ id: ReceivableID, expectedVersion: Int, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let actor = try await known(actor)
    let today = clock.now().legalDate
    var reader = ObjectReader(body)
    let input = ReceivableTermsInput(&reader, today: today).terms
    let faults = reader.finish()
    guard faults.isEmpty, let input else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency, as: actor) { session in
      var (desk, receivable, seller) = try await openReceivable(id, by: actor, session)
      try requireVersion(expectedVersion, of: receivable)
      guard let debtor = try await EnterpriseRepository.find(receivable.debtor, session) else {
        throw StoredDataError(what: "debtor of \(id)")
      }
      var terms = input
      terms.payerKind = receivable.terms.payerKind
      let alike = try await likeness(
        of: InvoiceIdentity(seller: seller.uscc, debtor: debtor.uscc, terms), own: id,
        by: reference.receivables.policy(on: today), session)
      let heldFor = alike.heldFor + reference.receivables.reviews(of: terms, on: today)
      let now = desk.now
      receivable = try await desk.step(
        receivable, "amend", by: actor.subject,
        as: ReceivableAccess.role(of: actor, in: receivable), isAmending: true
      ) { next in
        next.terms = terms
        next.digest = ReceivableRecord.digest(seller: next.seller, debtor: next.debtor, terms)
        next.heldFor = heldFor
        next.resembles = alike.resembles
        next.review = nil
        next.request = nil
        next.disputedFor = nil
        next.note = nil
      }
      try await keep(alike.prints, of: id, session)
      try await ConfirmationTokenRepository.end(of: id, at: now, session)
      desk.tell(.receivableAmended, receivable)
      try await desk.close()
      return try await receivableAnswer(receivable, to: actor, session)
    }
  }

  /// Takes a receivable back: 200 with `ETag`. Money on it that has not gone out yet is let go.
  ///
  /// - Throws: `.staleVersion`; `.conflict` `receivable_state` once the debtor was told of a funder;
  ///   `.notFound`, `.forbidden`.
  public func withdrawReceivable(
    _ id: ReceivableID, expectedVersion: Int, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let actor = try await known(actor)
    return try await answer(idempotency, as: actor) { session in
      var (desk, receivable, _) = try await openReceivable(id, by: actor, session)
      try requireVersion(expectedVersion, of: receivable)
      receivable = try await withdraw(
        receivable, &desk, by: actor.subject, as: ReceivableAccess.role(of: actor, in: receivable))
      try await desk.close()
      return try await receivableAnswer(receivable, to: actor, session)
    }
  }

  func withdraw(
    _ receivable: ReceivableRecord, _ desk: inout ReceivableDesk, by subject: String,
    as role: String
  ) async throws -> ReceivableRecord {
    // The edge is looked at before anything is let go.
    let live = try await FinancingRepository.list(of: [receivable.id], desk.session)
      .filter(\.isLive)
    guard desk.rules.machine.edge("withdraw", from: receivable.state) != nil else {
      throw ReceivableDesk.wrongState(receivable.state, desk.rules.machine)
    }
    for financing in live {
      try await end(financing, of: receivable, for: "withdrawn", &desk)
    }
    let withdrawn = try await desk.step(receivable, "withdraw", by: subject, as: role) { next in
      next.funding = nil
    }
    try await FingerprintRepository.end(of: receivable.id, desk.session)
    try await ConfirmationTokenRepository.end(of: receivable.id, at: desk.now, desk.session)
    desk.tell(.receivableWithdrawn, withdrawn)
    return withdrawn
  }

  /// Lets a receivable that resembles another one, or that a policy wants looked at strictly, go on, or
  /// takes it back: 200 with `ETag`. One look is for all it is held for.
  ///
  /// - Parameter body: `{"outcome": "admitted" | "refused", "reason"}`.
  /// - Throws: `.conflict` `receivable_state` when nobody has to look at it; `.notFound`, `.forbidden`,
  ///   `.invalid`.
  public func reviewReceivable(
    _ id: ReceivableID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let review = try ReceivableReviewInput(body)
    return try await answer(idempotency, as: actor) { session in
      var (desk, receivable, _) = try await openReceivable(id, by: actor, session)
      guard actor.role == .operator else {
        throw ApplicationError.forbidden(zh: "仅限运营角色", en: "for operators only")
      }
      guard receivable.isHeld, receivable.state == "uploaded" else {
        throw ReceivableDesk.wrongState(receivable.state, desk.rules.machine)
      }
      let now = desk.now
      if review.isAdmitted {
        receivable = try await desk.step(
          receivable, "admit", by: actor.subject, as: actor.role.rawValue, given: ["reason"]
        ) { next in
          next.review = ReceivableReview(at: now, by: actor.subject)
        }
      } else {
        receivable = try await withdraw(
          receivable, &desk, by: actor.subject, as: actor.role.rawValue)
      }
      try await audit(
        review.isAdmitted ? "receivable.admit" : "receivable.refuse", subject: id.text,
        reason: review.reason,
        data: [
          "held_for": .array(receivable.heldFor.map(JSON.string)),
          "resembles": .array(receivable.resembles.map { .string($0.text) }),
        ], by: actor, at: now, session)
      try await desk.close()
      return try await receivableAnswer(receivable, to: actor, session)
    }
  }

  // MARK: Parts

  /// Locks a seller that is to bring receivables.
  func openSeller(
    _ id: EnterpriseID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (ReceivableDesk, EnterpriseRecord) {
    let (seller, locked) = try await lockForWrite(id, by: actor, session)
    return (
      ReceivableDesk(
        self, [id: locked], at: clock.now(), traceparent: actor.traceparent, session),
      seller
    )
  }

  /// - Parameter pointer: of the object in the body.
  func insert(
    _ input: ReceivableInput, of seller: EnterpriseRecord, at pointer: String,
    _ desk: inout ReceivableDesk, by actor: Actor
  ) async throws -> ReceivableRecord {
    guard let debtor = try await EnterpriseRepository.find(uscc: input.debtorUSCC, desk.session),
      debtor.erasedAt == nil, debtor.frozenAt == nil
    else {
      throw ApplicationError.invalid([
        Fault(
          pointer + "/debtor_uscc", "unknown_debtor", zh: "付款方尚未登记",
          en: "the debtor is not registered")
      ])
    }
    guard debtor.id != seller.id else {
      throw ApplicationError.invalid([
        Fault(
          pointer + "/debtor_uscc", "debtor_is_seller", zh: "付款方不得是卖方本身",
          en: "the debtor is the seller itself")
      ])
    }
    return try await insert(
      input.terms, of: seller, owedBy: debtor, &desk, by: actor.subject,
      as: actor.role == .enterprise ? ReceivableRole.seller : ReceivableRole.service)
  }

  /// Stores a new receivable with its fingerprints.
  ///
  /// - Throws: `.conflict` `receivable_duplicate`, `too_many_receivables`.
  func insert(
    _ terms: ReceivableTerms, of seller: EnterpriseRecord, owedBy debtor: EnterpriseRecord,
    _ desk: inout ReceivableDesk, by subject: String, as role: String
  ) async throws -> ReceivableRecord {
    let session = desk.session
    let limit = Self.maximumOpenReceivables
    guard try await ReceivableRepository.openCount(of: seller.id, limit: limit, session) < limit
    else {
      throw ApplicationError.conflict(
        code: "too_many_receivables", zh: "未了结的应收账款已达 \(limit) 笔",
        en: "there are \(limit) open receivables already")
    }
    var terms = terms
    if let core = try await CoreEnterpriseRepository.find([debtor.id], session)[debtor.id] {
      terms.payerKind = core.payerKind
    }
    let id: ReceivableID = ids.next()
    let alike = try await likeness(
      of: InvoiceIdentity(seller: seller.uscc, debtor: debtor.uscc, terms), own: id,
      by: desk.rules.policy(on: desk.now.legalDate), session)
    var receivable = ReceivableRecord(
      id: id, seller: seller.id, debtor: debtor.id, terms: terms, state: "uploaded",
      digest: ReceivableRecord.digest(seller: seller.id, debtor: debtor.id, terms), at: desk.now,
      by: subject)
    receivable.heldFor =
      alike.heldFor + desk.rules.reviews(of: terms, on: desk.now.legalDate)
    receivable.resembles = alike.resembles
    try await desk.upload(receivable, by: subject, as: role)
    try await keep(alike.prints, of: id, session)
    return receivable
  }

  /// 200 with `ETag`.
  func receivableAnswer(
    _ receivable: ReceivableRecord, to actor: Actor, _ session: any PostgresSession
  ) async throws -> StoredAnswer {
    StoredAnswer(
      status: 200, headers: ["ETag": Tag.text(receivable.version)],
      body: try await receivableView(receivable, to: actor, session))
  }
}

/// The checked body of a review.
struct ReceivableReviewInput {
  private enum Outcome: String, CaseIterable {
    case admitted
    case refused
  }

  let isAdmitted: Bool
  let reason: String

  init(_ json: JSON) throws(ApplicationError) {
    var body = ObjectReader(json)
    _ = body.required("outcome")
    let outcome = body.choice("outcome", of: Outcome.self)
    let reason = body.requiredString("reason", maximumLength: 500)
    let faults = body.finish()
    guard faults.isEmpty, let outcome, let reason else { throw .invalid(faults) }
    isAdmitted = outcome == .admitted
    self.reason = reason
  }
}

/// Batches, whose rows are taken or refused one by one.
enum BatchInput {
  static func rows(_ name: String, _ reader: inout ObjectReader) -> [JSON] {
    _ = reader.required(name)
    let rows = reader.array(name, maximumCount: Application.maximumReceivableBatch) ?? []
    if rows.isEmpty, reader.faults.isEmpty {
      reader.add(
        Fault(reader.path(name), "too_few", zh: "至少一项", en: "at least one", limit: 1))
    }
    return rows
  }

  /// Runs the work on one row. What it is refused for is found before anything is written, so that the
  /// transaction goes on with the next one; all else ends it.
  static func outcome(
    _ body: () async throws -> JSON, orFailing refused: (ApplicationError) -> JSON
  ) async throws -> JSON {
    do {
      return try await body()
    } catch let error as ApplicationError {
      switch error {
      case .unavailable, .idempotencyInFlight, .idempotencyReused: throw error
      default: return refused(error)
      }
    }
  }

  static func done(
    _ index: Int, _ receivable: ReceivableRecord, _ outcome: String? = nil
  ) -> JSON {
    [
      "index": .int(Int64(index)), "receivable_id": .string(receivable.id.text),
      "outcome": .string(outcome ?? receivable.state), "held": .bool(receivable.isHeld),
      "errors": [],
    ]
  }

  /// A row that was refused: with a stable code, and with what is wrong with which member.
  static func refused(_ index: Int, _ error: ApplicationError) -> JSON {
    let errors: [JSON] =
      switch error {
      case .invalid(let faults): faults.map(FaultView.json)
      case .conflict(let code, let zh, let en): [FaultView.json(Fault("", code, zh: zh, en: en))]
      case .forbidden(let zh, let en):
        [FaultView.json(Fault("", "forbidden", zh: zh, en: en))]
      default: [FaultView.json(Fault("", "not_found", zh: "没有找到", en: "not found"))]
      }
    return [
      "index": .int(Int64(index)), "receivable_id": .null, "outcome": "refused", "held": false,
      "errors": .array(errors),
    ]
  }
}
