import Arrangement
import Domain
import Postgres
import Store
import Workflow

/// How receivables look. Both parties see all that the invoice says; an institution sees what it advances
/// money on, and who stands behind it where it reads names, under a consent.
extension Application {
  /// One receivable for a reader who may see it, with its steps.
  func receivableView(
    _ receivable: ReceivableRecord, to reader: Actor, _ session: any PostgresSession
  ) async throws -> JSON {
    var members = ReceivableView.members(receivable, to: reader, reference.receivables)
    members["steps"] = .array(
      try await ReceivableRepository.steps(of: receivable.id, session).map {
        ReceivableView.step($0, to: reader)
      })
    if !ReceivableAccess.isDebtor(reader, of: receivable) {
      members["financings"] = .array(
        try await FinancingRepository.list(of: [receivable.id], session).filter {
          !ReceivableView.isInstitution(reader) || $0.institution == reader.organisation
        }.map { FinancingView.json($0, of: receivable, reference.receivables) })
    }
    return .object(members)
  }

  /// Names of the states of a receivable.
  public static let receivableStates = [
    "uploaded", "confirm_requested", "confirmed", "disputed", "confirm_expired", "offered",
    "notified", "registered", "funded", "overdue", "non_performing", "collected", "released",
    "withdrawn",
  ]

  /// One receivable.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func receivable(_ id: ReceivableID, actor: Actor) async throws -> Versioned<JSON> {
    let actor = try await known(actor)
    return try await readLogged(.receivable, as: actor) { session in
      let (receivable, _) = try await visible(id, to: actor, session)
      let view = try await receivableView(receivable, to: actor, session)
      return (
        Versioned(view, version: receivable.version), ReceivableView.shown([receivable], to: actor)
      )
    }
  }

  /// A receivable the caller may see, with its seller; goes on as the service.
  func visible(
    _ id: ReceivableID, to actor: Actor, _ session: any PostgresSession
  ) async throws -> (ReceivableRecord, seller: EnterpriseRecord) {
    let found = try await ReceivableRepository.find(id, session)
    try await actAsService(actor, session)
    guard let receivable = found,
      let seller = try await EnterpriseRepository.find(receivable.seller, session),
      ReceivableAccess.canSee(receivable, seller.scope, actor)
    else { throw ApplicationError.notFound(what: "receivable") }
    try AccessRules.requireKept(seller.scope)
    return (receivable, seller)
  }

  /// Newest first, within what the caller may see: an enterprise what it is owed and what it owes, an
  /// institution what it advances money on.
  ///
  /// - Parameters:
  ///   - state: one of `receivableStates`, or `held`: those that wait for a person. Anything else is
  ///     `.invalid`.
  ///   - enterprise: only of this seller.
  public func receivables(
    state: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    let actor = try await known(actor)
    if let state, !(Self.receivableStates + ["held"]).contains(state) {
      let known = (Self.receivableStates + ["held"]).joined(separator: ", ")
      throw ApplicationError.invalid([
        Fault("/state", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)")
      ])
    }
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return Page(items: [], next: nil)
    }
    return try await readLogged(.receivable, as: actor) { session in
      var filter = ReceivableRepository.Filter()
      filter.regionPrefix = prefix.isEmpty ? nil : prefix
      filter.seller = enterprise
      if state == "held" { filter.isHeld = true } else { filter.state = state }
      switch actor.role {
      case .liaison, .liaisonManager:
        guard let institution = actor.organisation else { return (Page(items: [], next: nil), []) }
        filter.funder = institution
        // Regions are those of enterprises, which an institution does not see.
        try await actAsService(actor, session)
      case .enterprise:
        guard let own = try await ownEnterprise(of: actor, session)?.id else {
          return (Page(items: [], next: nil), [])
        }
        filter.party = own
        // A debtor sees none of the seller but its claims.
        try await actAsService(actor, session)
      case .service, .auditor, .operator: break
      }
      let found = try await ReceivableRepository.list(
        filter, after: page.after, limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      return (
        cut.map { .object(ReceivableView.members($0, to: actor, reference.receivables)) },
        ReceivableView.shown(cut.items, to: actor)
      )
    }
  }
}

/// The parts of such views.
enum ReceivableView {
  /// Of whom receivables tell a reader: a debtor of the sellers, those who oversee of both parties, an
  /// institution of nobody.
  static func shown(_ receivables: [ReceivableRecord], to reader: Actor) -> [EnterpriseID] {
    switch reader.role {
    case .liaison, .liaisonManager: []
    case .enterprise: receivables.map(\.seller)
    case .operator, .auditor, .service: receivables.flatMap { [$0.seller, $0.debtor] }
    }
  }

  static func isInstitution(_ reader: Actor) -> Bool {
    [.liaison, .liaisonManager].contains(reader.role)
  }

  static func members(
    _ receivable: ReceivableRecord, to reader: Actor, _ rules: ReceivableRules
  ) -> [String: JSON] {
    let label = rules.machine.state(receivable.state)?.label
    let role = ReceivableAccess.role(of: reader, in: receivable)
    var members: [String: JSON] = [
      "id": .string(receivable.id.text), "state": .string(receivable.state),
      "state_label": label.map(ProductView.label) ?? .null,
      "version": .int(Int64(receivable.version)),
      "version_digest": .string(receivable.digest.text),
      "verbs": .array(rules.machine.verbs(in: receivable.state, for: role).map(JSON.string)),
      "held": .bool(receivable.isHeld), "held_for": .array(receivable.heldFor.map(JSON.string)),
      "confirmation": confirmation(receivable),
      "disputed_for": .optional(receivable.disputedFor), "note": .optional(receivable.note),
      "funder": .optional(receivable.funding?.institution),
      "way": .optional(receivable.funding?.way.rawValue),
      "began_at": .string(receivable.beganAt.text), "due_at": .optional(receivable.dueAt?.text),
      "created_at": .string(receivable.createdAt.text),
      "updated_at": .string(receivable.updatedAt.text),
    ]
    members.merge(terms(receivable.terms)) { own, _ in own }
    if isInstitution(reader) {
      // Whom it is of is read under a consent.
      for name in ["invoice_code", "invoice_number", "contract", "note"] { members[name] = .null }
    } else {
      members["enterprise_id"] = .string(receivable.seller.text)
      members["debtor_id"] = .string(receivable.debtor.text)
    }
    if [.operator, .auditor].contains(reader.role) {
      members["resembles"] = .array(receivable.resembles.map { .string($0.text) })
    }
    return members
  }

  private static func terms(_ terms: ReceivableTerms) -> [String: JSON] {
    [
      "invoice_code": .optional(terms.invoiceCode),
      "invoice_number": .string(terms.invoiceNumber), "contract": .optional(terms.contract),
      "gross": MoneyView.json(terms.gross.value), "vat": MoneyView.json(terms.vat.value),
      "invoiced_on": .string(terms.invoicedOn.text), "due_on": .string(terms.dueOn.text),
      "signed_on": .optional(terms.signedOn?.text),
      "delivered_on": .optional(terms.deliveredOn?.text),
      "acceptance_ends_on": .optional(terms.acceptanceEndsOn?.text),
      "accepted_on": .optional(terms.acceptedOn?.text),
      "agreed_days": .optional(terms.agreedDays.map(Int64.init)),
      "agreed_interest_ppm": .optional(terms.agreedInterestPPM.map(Int64.init)),
      "payer_kind": .string(terms.payerKind), "seller_size": .optional(terms.sellerSize?.rawValue),
      "debtor_size": .optional(terms.debtorSize?.rawValue),
      "flags": .array(terms.flags.map(JSON.string)),
      "is_related": terms.isRelated.map(JSON.bool) ?? .null,
    ]
  }

  private static func confirmation(_ receivable: ReceivableRecord) -> JSON {
    [
      "requested_at": .optional(receivable.request?.at.text),
      "due_on": .optional(receivable.request?.dueOn.text),
      "confirmed": MoneyView.json(receivable.confirmation?.fen),
      "confirmed_at": .optional(receivable.confirmation?.at.text),
    ]
  }

  static func step(_ step: ReceivableStep, to reader: Actor) -> JSON {
    let isOwn = !isInstitution(reader) || ["liaison", "liaison_manager"].contains(step.role)
    return [
      "version": .int(Int64(step.version)), "from": .optional(step.from),
      "state": .string(step.state), "verb": .string(step.verb),
      "actor": .optional(isOwn ? step.actor : nil), "role": .string(step.role),
      "version_digest": .string(step.digest.text), "at": .string(step.takenAt.text),
    ]
  }
}

/// How money on a receivable looks.
enum FinancingView {
  static func json(
    _ financing: FinancingRecord, of receivable: ReceivableRecord, _ rules: ReceivableRules
  ) -> JSON {
    [
      "id": .string(financing.id.text), "receivable_id": .string(financing.receivable.text),
      "receivable_state": .string(receivable.state),
      "institution": .string(financing.institution), "way": .string(financing.way.rawValue),
      "recourse": .bool(financing.hasRecourse), "amount": MoneyView.json(financing.amount.value),
      "policy": .optional(financing.policy?.code),
      "policy_from": .optional(financing.policy?.from.text),
      "state": .string(financing.state.rawValue), "version": .int(Int64(financing.version)),
      "notified_on": .optional(financing.notice?.on.text),
      "voucher": .optional(financing.notice?.voucher),
      "registry_number": .optional(financing.registration?.number),
      "registry_queried_on": .optional(financing.registration?.queriedOn.text),
      "priority": priority(financing), "funded_on": .optional(financing.fundedOn?.text),
      "collected": MoneyView.json(financing.collection?.fen),
      "collected_on": .optional(financing.collection?.on.text),
      "debtor_told_on": .optional(financing.release?.debtorToldOn.text),
      "registry_cancelled_on": .optional(financing.release?.registryCancelledOn.text),
      "declined_for": .optional(financing.declinedFor),
      "created_at": .string(financing.createdAt.text),
      "updated_at": .string(financing.updatedAt.text),
    ]
  }

  /// By what it goes before others (民法典 第七百六十八条): registered before unregistered, of those by
  /// time; without a registration the first notice that reached the debtor.
  private static func priority(_ financing: FinancingRecord) -> JSON {
    let basis =
      financing.registration != nil ? "registered" : financing.notice != nil ? "notified" : "none"
    return [
      "basis": .string(basis), "registered_at": .optional(financing.registration?.at.text),
      "notified_on": .optional(financing.notice?.on.text), "clause": "民法典第七百六十八条",
    ]
  }
}
