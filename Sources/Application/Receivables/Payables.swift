import Arrangement
import Domain
import Postgres
import Store
import Workflow

extension Application {
  /// Takes what a debtor says it owes: 200 with an outcome for each row, in their order. A debtor's own
  /// upload counts as its confirmation: a claim that is here is confirmed, another one becomes a confirmed
  /// claim of its seller, when that is registered. A claim that says anything else is not confirmed.
  ///
  /// - Parameter body: `{"payables": [{"seller_uscc", …}]}` with what each invoice and its contract say.
  /// - Throws: `.notFound` also when the caller may not see the enterprise; `.forbidden` for anybody but
  ///   the debtor and the operator's systems; `.conflict` `enterprise_frozen`; `.erased`, `.invalid`.
  public func uploadPayables(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    let rows = BatchInput.rows("payables", &reader)
    let faults = reader.finish()
    guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
    let today = clock.now().legalDate
    return try await answer(idempotency, as: actor) { session in
      let debtor = try await readable(id, by: actor, session)
      guard [.enterprise, .service].contains(actor.role) else {
        throw ApplicationError.forbidden(zh: "仅限付款方本身", en: "for the debtor itself")
      }
      try AccessRules.requireWrite(debtor, by: actor)
      try await actAsService(actor, session)
      let desk = try await PayableDesk(
        self, debtor: debtor, rows: rows, today: today, by: actor, session)
      return StoredAnswer(status: 200, body: ["data": .array(try await desk.outcomes())])
    }
  }
}

/// Works through what one debtor says it owes; all sellers it names are locked.
private struct PayableDesk {
  private let application: Application
  private let debtor: EnterpriseRecord
  private let rows: [JSON]
  private let today: LegalDate
  private let actor: Actor
  private let session: any PostgresSession
  private let locked: [EnterpriseID: LockedEnterprise]
  private let sellers: [String: EnterpriseRecord]

  init(
    _ application: Application, debtor: EnterpriseRecord, rows: [JSON], today: LegalDate,
    by actor: Actor, _ session: any PostgresSession
  ) async throws {
    self.application = application
    self.debtor = debtor
    self.rows = rows
    self.today = today
    self.actor = actor
    self.session = session
    let codes = Set(
      rows.compactMap { row in
        row["seller_uscc"]?.stringValue.map { USCC.normalised(String($0.prefix(64))) }
      })
    let known = try await EnterpriseRepository.identifiers(usccs: codes.sorted(), session)
    locked = try await EnterpriseRepository.lock(Array(known.values), session)
    // Read under the lock.
    sellers = Dictionary(
      try await EnterpriseRepository.find(Array(known.values), session).values
        .filter { $0.erasedAt == nil && $0.frozenAt == nil && $0.id != debtor.id }
        .map { ($0.uscc, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func outcomes() async throws -> [JSON] {
    var desk = ReceivableDesk(
      application, locked, at: application.clock.now(), traceparent: actor.traceparent, session)
    var outcomes: [JSON] = []
    for (index, row) in rows.enumerated() {
      outcomes.append(
        try await BatchInput.outcome {
          try await take(row, index, &desk)
        } orFailing: {
          BatchInput.refused(index, $0)
        })
    }
    try await desk.close()
    return outcomes
  }

  private func take(
    _ row: JSON, _ index: Int, _ desk: inout ReceivableDesk
  ) async throws -> JSON {
    var reader = ObjectReader(row)
    let code = ReceivableInput.uscc("seller_uscc", &reader)
    let terms = ReceivableTermsInput(&reader, today: today).terms
    let faults = reader.finish()
    guard faults.isEmpty, let code, let terms else { throw ApplicationError.invalid(faults) }
    guard let seller = sellers[code] else {
      throw ApplicationError.invalid([
        Fault(
          "/seller_uscc", "unknown_seller", zh: "卖方尚未登记", en: "the seller is not registered")
      ])
    }
    if let known = try await application.sameInvoice(
      InvoiceIdentity(seller: seller.uscc, debtor: debtor.uscc, terms), session),
      known.seller == seller.id
    {
      return try await confirm(known, terms, index, &desk)
    }
    let made = try await application.insert(
      terms, of: seller, owedBy: debtor, &desk, by: actor.subject, as: ReceivableRole.debtor)
    guard !made.isHeld else { return BatchInput.done(index, made, "held") }
    return BatchInput.done(index, try await confirm(made, &desk))
  }

  private func confirm(
    _ known: ReceivableRecord, _ terms: ReceivableTerms, _ index: Int,
    _ desk: inout ReceivableDesk
  ) async throws -> JSON {
    let faults = Self.differences(known.terms, terms)
    guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
    // What is confirmed already stays as it is.
    guard desk.rules.machine.edge("confirm", from: known.state) != nil else {
      return BatchInput.done(index, known, known.state)
    }
    return BatchInput.done(index, try await confirm(known, &desk))
  }

  /// What a debtor says otherwise than the seller, of what a confirmation is of.
  private static func differences(
    _ known: ReceivableTerms, _ said: ReceivableTerms
  ) -> [Fault] {
    var faults: [Fault] = []
    func compare<T: Equatable>(_ name: String, _ left: T, _ right: T, isAmount: Bool = false) {
      guard left != right else { return }
      faults.append(
        isAmount
          ? Fault(
            "/\(name)", "amount_differs", zh: "与卖方登记的金额不一致",
            en: "not the amount that the seller registered")
          : Fault(
            "/\(name)", "terms_differ", zh: "与卖方登记的内容不一致",
            en: "not what the seller registered"))
    }
    compare("gross_fen", known.gross, said.gross, isAmount: true)
    compare("vat_fen", known.vat, said.vat, isAmount: true)
    compare("contract", known.contract, said.contract)
    compare("invoiced_on", known.invoicedOn, said.invoicedOn)
    compare("due_on", known.dueOn, said.dueOn)
    compare("signed_on", known.signedOn, said.signedOn)
    compare("agreed_interest_ppm", known.agreedInterestPPM, said.agreedInterestPPM)
    return faults
  }

  private func confirm(
    _ receivable: ReceivableRecord, _ desk: inout ReceivableDesk
  ) async throws -> ReceivableRecord {
    try await application.confirm(
      receivable,
      ConfirmationInput(version: receivable.digest, fen: receivable.terms.gross.value), &desk,
      by: actor.subject, as: ReceivableRole.debtor)
  }
}
