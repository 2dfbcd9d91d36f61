import Arrangement
import Catalog
import Domain
import Postgres
import Store

/// Enterprises that owe many others: what is known of them, what institutions will carry of their debts,
/// and whom they invite.
extension Application {
  /// Credit lines of one core enterprise, and suppliers invited at once.
  static let maximumCreditLines = 1_000
  static let maximumInvitations = 200

  /// Says what is known of a core enterprise: 200 with `ETag`. Receivables that are here keep what they
  /// were uploaded with.
  ///
  /// - Parameter body: `{"payer_kind", "group", "strong"}`.
  /// - Throws: `.notFound` also when the caller may not see the enterprise; `.forbidden` for anybody but
  ///   operators and this service; `.erased`, `.invalid`.
  public func setCoreEnterprise(
    _ id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    _ = reader.required("payer_kind")
    let kind = reader.choice("payer_kind", of: DebtorKind.self)
    let group = reader.string("group", maximumLength: 64)
    if let group, !Self.isCode(group) {
      reader.add(
        Fault(
          reader.path("group"), "alphabet", zh: "应由小写字母、数字、_ 或 - 组成",
          en: "must be lower-case letters, digits, _ or -"))
    }
    _ = reader.required("strong")
    let isStrong = reader.boolean("strong")
    let faults = reader.finish()
    guard faults.isEmpty, let kind, let isStrong else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency, as: actor) { session in
      guard [.operator, .service].contains(actor.role) else {
        throw ApplicationError.forbidden(zh: "仅限运营角色", en: "for operators only")
      }
      _ = try await lockForWrite(id, by: actor, session)
      let before = try await CoreEnterpriseRepository.find([id], session)[id]
      let now = clock.now()
      let core = CoreEnterpriseRecord(
        enterprise: id, payerKind: kind.rawValue, group: group, isStrong: isStrong,
        version: (before?.version ?? 0) + 1, updatedAt: now, updatedBy: actor.subject)
      try await CoreEnterpriseRepository.save(core, session)
      try await audit(
        "core_enterprise.set", subject: id.text, reason: nil,
        data: [
          "payer_kind": .string(core.payerKind), "group": .optional(group),
          "strong": .bool(isStrong),
        ], by: actor, at: now, session)
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(core.version)],
        body: CoreEnterpriseView.json(core))
    }
  }

  private static func isCode(_ text: String) -> Bool {
    guard let first = text.utf8.first, first != 0x5F, first != 0x2D else { return false }
    return text.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D
    }
  }

  /// One core enterprise.
  ///
  /// - Throws: `.notFound` also when it is none, or the caller may not see it.
  public func coreEnterprise(_ id: EnterpriseID, actor: Actor) async throws -> Versioned<JSON> {
    try await readLogged(.coreEnterprise, as: actor) { session in
      _ = try await readable(id, by: actor, session)
      guard let core = try await CoreEnterpriseRepository.find([id], session)[id]
      else { throw ApplicationError.notFound(what: "core enterprise") }
      return (Versioned(CoreEnterpriseView.json(core), version: core.version), [id])
    }
  }

  /// Newest registration first, of the enterprises of a region.
  ///
  /// - Throws: `.forbidden` for anyone but operators, auditors and this service.
  public func coreEnterprises(
    region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try requireOverview(actor)
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return Page(items: [], next: nil)
    }
    return try await readLogged(.coreEnterprise, as: actor) { session in
      let found = try await CoreEnterpriseRepository.list(
        regionPrefix: prefix, after: page.after, limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.enterprise.uuid)
      return (cut.map(CoreEnterpriseView.json), cut.items.map(\.enterprise))
    }
  }

  // MARK: Credit lines

  /// Limits what an institution carries of a core enterprise's debts, over all sellers: 200 with `ETag`.
  /// Without a line there is no limit; one that is set later counts what the institution carries then.
  ///
  /// - Parameter body: `{"maximum_fen"}`.
  /// - Throws: `.notFound` when it is no core enterprise, or the line is not the caller's; `.conflict`
  ///   `capacity_taken` when more is taken already; `.invalid`.
  public func setCreditLine(
    of id: EnterpriseID, institution: String, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    let maximum = reader.requiredInteger("maximum_fen", in: 0...Fen.maximum)
    let faults = reader.finish()
    guard faults.isEmpty, let maximum else { throw ApplicationError.invalid(faults) }
    return try await answer(idempotency) { session in
      // An institution's room is its own matter, or that of those who run the whole service.
      if actor.role != .liaisonManager { try requireControl(actor) }
      let isOwn = actor.role != .liaisonManager || actor.organisation == institution
      let known = try await catalogs.latest(session)?.catalog.institutions ?? []
      if isOwn, let debtor = try await EnterpriseRepository.find(id, session) {
        try AccessRules.requireKept(debtor.scope)
      }
      guard isOwn, known.contains(where: { $0.code == institution }),
        try await CoreEnterpriseRepository.find([id], session)[id] != nil
      else { throw ApplicationError.notFound(what: "credit line") }
      let key = CreditLines.key(institution, id)
      let now = clock.now()
      let before = try await LedgerRepository.lock([key], session)[key]
      let carried =
        before == nil
        ? try await FinancingRepository.lockLive(of: institution, debtor: id, session) : []
      let taken = before?.taken ?? carried.reduce(0) { $0 + $1.fen }
      guard maximum >= taken else {
        throw ApplicationError.conflict(
          code: "capacity_taken", zh: "已占用 \(taken) 分,不能低于该数",
          en: "\(taken) fen are taken already; it cannot be less")
      }
      let account = LedgerAccount(
        key: key, maximum: maximum, taken: taken,
        version: (before?.version ?? 0) + 1, updatedAt: now, updatedBy: actor.subject)
      try await LedgerRepository.save(account, session)
      try await LedgerRepository.hold(carried, of: key, at: now, session)
      try await audit(
        "credit_line.set", subject: id.text, reason: nil,
        data: ["institution": .string(institution), "maximum_fen": .int(maximum)], by: actor,
        at: now, session)
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(account.version)],
        body: CreditLines.json(account, of: id))
    }
  }

  /// `{"data": […]}`: what institutions carry of a core enterprise's debts; an institution sees its own.
  ///
  /// - Throws: `.notFound` when it is none, the caller may not see it, or an institution has none there.
  public func creditLines(of id: EnterpriseID, actor: Actor) async throws -> JSON {
    try await readLogged(.coreEnterprise, as: actor) { session in
      let isInstitution = ReceivableView.isInstitution(actor)
      let seen = try await EnterpriseRepository.find(id, session)
      try await actAsService(actor, session)
      if let seen, !isInstitution { try AccessRules.requireRead(seen, by: actor) }
      guard isInstitution || seen != nil,
        try await CoreEnterpriseRepository.find([id], session)[id] != nil
      else { throw ApplicationError.notFound(what: "core enterprise") }
      let lines = try await LedgerRepository.list(
        .creditLine, codeEnding: ":" + id.text, limit: Self.maximumCreditLines, session
      ).filter {
        !isInstitution || $0.key == CreditLines.key(actor.organisation ?? "", id)
      }
      // To an institution that has none a core enterprise is as unknown as another one.
      guard !isInstitution || !lines.isEmpty else {
        throw ApplicationError.notFound(what: "core enterprise")
      }
      let view: JSON = ["data": .array(lines.map { CreditLines.json($0, of: id) })]
      return (view, isInstitution ? [] : [id])
    }
  }

  // MARK: Suppliers

  /// Invites suppliers, which may not be registered yet, to bring their claims: 200 with those that are
  /// invited by now.
  ///
  /// - Parameter body: `{"usccs": […]}`.
  /// - Throws: `.notFound` also when the caller may not see the enterprise; `.forbidden`,
  ///   `.conflict` `enterprise_frozen`, `.invalid`.
  public func inviteSuppliers(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    _ = reader.required("usccs")
    var codes: Set<String> = []
    let elements = reader.array("usccs", maximumCount: Self.maximumInvitations) ?? []
    for (index, element) in elements.enumerated() {
      let pointer = "\(reader.path("usccs"))/\(index)"
      guard let text = element.stringValue else {
        reader.add(ObjectReader.typeFault(pointer, expected: "string", found: element))
        continue
      }
      do throws(Fault) {
        codes.insert(try USCC(text).text)
      } catch {
        reader.add(error.under(pointer))
      }
    }
    let faults = reader.finish()
    guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
    let suppliers = codes.sorted()
    return try await answer(idempotency, as: actor) { session in
      let (debtor, locked) = try await lockForWrite(id, by: actor, session)
      let now = clock.now()
      let asked = suppliers.filter { $0 != debtor.uscc }
      let fresh = try await SupplierInvitationRepository.insert(
        asked.map {
          SupplierInvitationRecord(
            id: ids.next(), debtor: id, supplierUSCC: $0, createdAt: now,
            createdBy: actor.subject)
        }, session)
      var writer = EventWriter(locked: [id: locked], ids: ids, time: now)
      for invitation in fresh {
        writer.add(
          .supplierInvited, enterprise: id, subject: invitation.id.text,
          data: [
            "invitation_id": .string(invitation.id.text),
            "supplier_id": .optional(invitation.supplier?.text),
          ], traceparent: actor.traceparent)
      }
      try await writer.flush(session)
      try await audit(
        "supplier.invite", subject: id.text, reason: nil,
        data: ["suppliers": .int(Int64(asked.count))], by: actor, at: now, session)
      return StoredAnswer(status: 200, body: ["invited": .int(Int64(asked.count))])
    }
  }

  /// Invitations newest first: those of the caller as core enterprise, and those that name it.
  public func supplierInvitations(
    region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return Page(items: [], next: nil)
    }
    guard actor.role == .enterprise else {
      try requireOverview(actor)
      return try await readLogged(.coreEnterprise, as: actor) { session in
        try await invitations(
          debtor: nil, supplier: nil, regionPrefix: prefix.isEmpty ? nil : prefix, page, session)
      }
    }
    return try await readLogged(.coreEnterprise, as: actor) { session in
      let own = try await ownEnterprise(of: actor, session)
      guard let uscc = own?.uscc ?? actor.uscc else {
        return (Page(items: [], next: nil), [])
      }
      // Whether a supplier is registered by now is for whoever invited it.
      try await actAsService(actor, session)
      return try await invitations(
        debtor: own?.id, supplier: uscc, regionPrefix: nil, page, session)
    }
  }

  private func invitations(
    debtor: EnterpriseID?, supplier: String?, regionPrefix: String?, _ page: PageRequest,
    _ session: any PostgresSession
  ) async throws -> (Page<JSON>, [EnterpriseID]) {
    let found = try await SupplierInvitationRepository.list(
      debtor: debtor, supplier: supplier, regionPrefix: regionPrefix, after: page.after,
      limit: page.limit + 1, session)
    let cut = Page(found, limit: page.limit, id: \.0.id.uuid)
    let views = cut.map { invitation, supplier -> JSON in
      [
        "id": .string(invitation.id.text), "debtor_id": .string(invitation.debtor.text),
        "supplier_uscc": .string(invitation.supplierUSCC),
        "registered": .bool(supplier != nil), "created_at": .string(invitation.createdAt.text),
      ]
    }
    return (views, cut.items.map(\.0.debtor))
  }
}

/// Accounts of what an institution carries of a core enterprise's debts.
enum CreditLines {
  static func key(_ institution: String, _ debtor: EnterpriseID) -> LedgerAccount.Key {
    LedgerAccount.Key(.creditLine, "\(institution):\(debtor.text)")
  }

  static func json(_ account: LedgerAccount, of debtor: EnterpriseID) -> JSON {
    [
      "enterprise_id": .string(debtor.text),
      "institution": .string(String(account.key.code.prefix { $0 != ":" })),
      "maximum": MoneyView.json(account.maximum), "taken": MoneyView.json(account.taken),
      "room": MoneyView.json(account.room), "version": .int(Int64(account.version)),
      "updated_at": .string(account.updatedAt.text),
    ]
  }
}

/// How a core enterprise looks.
enum CoreEnterpriseView {
  static func json(_ core: CoreEnterpriseRecord) -> JSON {
    [
      "enterprise_id": .string(core.enterprise.text), "payer_kind": .string(core.payerKind),
      "group": .optional(core.group), "strong": .bool(core.isStrong),
      "version": .int(Int64(core.version)), "updated_at": .string(core.updatedAt.text),
    ]
  }
}
