import Catalog
import Domain
import Postgres
import Store

/// The checked body of a consent.
private struct ConsentInput {
  var need: NeedID
  var institution: String
  var purpose: ConsentPurpose
  var fields: [String]
  var expiresAt: Instant

  init(_ json: JSON, groups: Set<String>, rules: OfferRules, now: Instant) throws(ApplicationError)
  {
    var body = ObjectReader(json)
    let need = body.requiredString("need_id", maximumLength: 100)
    let institution = body.requiredString("institution", maximumLength: 64)
    _ = body.required("purpose")
    let purpose = body.choice("purpose", of: ConsentPurpose.self)
    _ = body.required("fields")
    let fields = Self.fields(&body, groups)
    let expires = body.requiredString("expires_at", maximumLength: 40)
    let expiresAt = expires.flatMap { Instant($0) }
    if expires != nil, expiresAt == nil {
      body.add(Fault("/expires_at", "format", zh: "应为 RFC 3339 时间", en: "must be an RFC 3339 time"))
    }
    if let expiresAt {
      let last = now.adding(milliseconds: Int64(rules.consentDaysMaximum) * 86_400_000)
      if expiresAt <= now || expiresAt > last {
        body.add(
          Fault(
            "/expires_at", "range", zh: "应晚于现在,最长 \(rules.consentDaysMaximum) 天",
            en: "after now and within \(rules.consentDaysMaximum) days",
            limit: Int64(rules.consentDaysMaximum)))
      }
    }
    let faults = body.finish()
    guard faults.isEmpty, let need, let institution, let purpose, let expiresAt else {
      throw .invalid(faults)
    }
    guard let id = NeedID(need) else { throw .notFound(what: "need") }
    self.need = id
    self.institution = institution
    self.purpose = purpose
    self.fields = fields
    self.expiresAt = expiresAt
  }

  private static func fields(_ body: inout ObjectReader, _ groups: Set<String>) -> [String] {
    let elements = body.array("fields", maximumCount: 50) ?? []
    var fields: Set<String> = []
    for (index, element) in elements.enumerated() {
      guard let group = element.stringValue, groups.contains(group) else {
        let known = groups.sorted().joined(separator: ", ")
        body.add(
          Fault(
            "/fields/\(index)", "unknown_value", zh: "取值应为:\(known)",
            en: "must be one of: \(known)"))
        continue
      }
      if !fields.insert(group).inserted {
        body.add(
          Fault("/fields/\(index)", "duplicate_id", zh: "重复:\(group)", en: "twice: \(group)"))
      }
    }
    if elements.isEmpty {
      body.add(
        Fault("/fields", "too_few", zh: "至少一项", en: "at least one", limit: 1))
    }
    return fields.sorted()
  }
}

extension Application {
  /// What a consent may name: the registry entry (name and USCC), and the groups of facts.
  static let registryField = "registry"

  /// Gives an institution leave to read named data of the enterprise, for one need and one purpose,
  /// until a day (个人信息保护法 第二十三条): 201. One that is there for both is replaced.
  ///
  /// - Throws: `.notFound` for another's need; `.conflict` `need_withdrawn`; `.invalid`.
  public func grantConsent(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      guard let loaded = try await catalogs.latest(session) else {
        throw ApplicationError.unavailable(retryAfterSeconds: 30)
      }
      let groups = Set(loaded.registry.paths.compactMap { $0.split(separator: ".").first })
      let input = try ConsentInput(
        body, groups: Set(groups.map(String.init)).union([Self.registryField]),
        rules: reference.offers, now: clock.now())
      var (desk, need) = try await openDesk(ofNeed: input.need, by: actor, session)
      try await requireKnown(input.institution, in: loaded.catalog, session)
      guard need.status == "submitted" else {
        throw ApplicationError.conflict(
          code: "need_withdrawn", zh: "该融资需求已撤回", en: "this need was withdrawn")
      }
      if let before = try await ConsentRepository.current(
        need: need.id, institution: input.institution, session)
      {
        try await ConsentRepository.revoke(
          before.id,
          ConsentRecord.Revocation(at: desk.now, by: actor.subject, why: .replaced), session)
        desk.tell(.consentRevoked, before)
      }
      let consent = ConsentRecord(
        id: ids.next(), enterprise: need.enterprise, need: need.id,
        institution: input.institution, purpose: input.purpose, fields: input.fields,
        grantedAt: desk.now, grantedBy: actor.subject, expiresAt: input.expiresAt)
      try await ConsentRepository.insert(consent, session)
      desk.tell(.consentGranted, consent)
      try await desk.close()
      return StoredAnswer(
        status: 201, headers: ["Location": "/v1/consents/\(consent.id)"],
        body: ConsentView.json(consent, reads: 0, at: desk.now))
    }
  }

  /// An institution that offers products, or a guarantor: those need not offer any.
  private func requireKnown(
    _ institution: String, in catalog: Catalog, _ session: any PostgresSession
  ) async throws {
    if catalog.institutions.contains(where: { $0.code == institution }) { return }
    guard try await GuarantorRepository.find(institution, session) == nil else { return }
    throw ApplicationError.invalid([
      Fault("/institution", "unknown_value", zh: "没有该机构", en: "there is no such institution")
    ])
  }

  /// Ends a consent: 200. The next read by the institution is refused, and what it has not granted
  /// yet is taken back from it, since it cannot go on without the data.
  ///
  /// - Throws: `.notFound`; `.conflict` `consent_revoked`.
  public func revokeConsent(
    _ id: ConsentID, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      guard let found = try await ConsentRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "consent")
      }
      var desk: OfferDesk
      do {
        (desk, _) = try await openDesk(ofNeed: found.need, by: actor, session)
      } catch ApplicationError.notFound {
        throw ApplicationError.notFound(what: "consent")
      }
      guard let consent = try await ConsentRepository.find(id, session),
        consent.revocation == nil
      else {
        throw ApplicationError.conflict(
          code: "consent_revoked", zh: "该授权已终止", en: "this consent is over already")
      }
      try await ConsentRepository.revoke(
        id, ConsentRecord.Revocation(at: desk.now, by: actor.subject, why: .enterprise), session)
      desk.tell(.consentRevoked, consent)
      for offer in try await OfferRepository.list(need: consent.need, session)
      where offer.institution == consent.institution && offer.isLive && offer.state != "granted" {
        _ = try await desk.withdraw(offer, by: actor)
      }
      try await desk.close()
      guard let revoked = try await ConsentRepository.find(id, session) else {
        throw StoredDataError(what: "consent \(id)")
      }
      let reads = try await ConsentRepository.reads(of: [id], session)[id] ?? 0
      return StoredAnswer(
        status: 200, headers: [:], body: ConsentView.json(revoked, reads: reads, at: desk.now))
    }
  }

  /// One consent, with how often data were read under it.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func consent(_ id: ConsentID, actor: Actor) async throws -> JSON {
    try await readLogged(.consent, as: actor) { session in
      let found = try await ConsentRepository.find(id, session)
      // Its recipient does not see whose it is.
      try await actAsService(actor, session)
      guard let consent = found,
        let enterprise = try await EnterpriseRepository.find(consent.enterprise, session),
        ConsentAccess.canSee(consent, enterprise.scope, actor)
      else { throw ApplicationError.notFound(what: "consent") }
      let reads = try await ConsentRepository.reads(of: [id], session)[id] ?? 0
      return (
        ConsentView.json(consent, reads: reads, at: clock.now()),
        actor.actsForInstitution ? [] : [consent.enterprise]
      )
    }
  }

  /// The consents of an enterprise, newest first.
  public func consents(
    of enterprise: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try await readLogged(.consent, as: actor) { session in
      _ = try await readable(enterprise, by: actor, session)
      let found = try await ConsentRepository.list(
        enterprise: enterprise, after: page.after, limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      let reads = try await ConsentRepository.reads(of: cut.items.map(\.id), session)
      let now = clock.now()
      return (
        cut.map { ConsentView.json($0, reads: reads[$0.id] ?? 0, at: now) }, [enterprise]
      )
    }
  }

  /// Who read what of an enterprise, newest first: institutions through offers, and all others but the
  /// enterprise itself. Whoever else reads it is in it from then on.
  public func accessLog(
    of enterprise: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try await readLogged(.accesses, as: actor) { session in
      _ = try await readable(enterprise, by: actor, session)
      let found = try await AccessLogRepository.list(
        of: enterprise, after: page.after, limit: page.limit + 1, session)
      return (
        Page(found, limit: page.limit, id: \.id.uuid).map(ConsentView.access), [enterprise]
      )
    }
  }

  /// What an institution may read of who stands behind an offer it has taken: the fields of a live
  /// consent. Every read is logged in the same transaction; nobody revokes the consent meanwhile.
  ///
  /// - Throws: `.notFound` for another institution's offer; `.conflict` `offer_state` before it is
  ///   taken or when it is over, `offer_taken` for all but the liaison who has it and their manager,
  ///   `consent_missing` without a live consent.
  public func identifiedData(of id: OfferID, actor: Actor) async throws -> JSON {
    try await write(as: actor) { session in
      let found = try await OfferRepository.find(id, session)
      try await actAsService(actor, session)
      guard let offer = found, actor.organisation == offer.institution
      else { throw ApplicationError.notFound(what: "offer") }
      guard ["claimed", "contacted", "granted", "drawn"].contains(offer.state) else {
        throw ApplicationError.conflict(
          code: "offer_state", zh: "该推介当前为 \(offer.state),不能查看企业信息",
          en: "the offer is \(offer.state); its enterprise cannot be read")
      }
      // Whoever does not work on it has no need to know.
      guard actor.role == .liaisonManager || offer.assignee == actor.subject else {
        throw ApplicationError.conflict(
          code: "offer_taken", zh: "该推介由同机构其他客户经理办理",
          en: "another liaison of the institution has this offer")
      }
      let now = clock.now()
      guard
        let consent = try await ConsentRepository.current(
          need: offer.need, institution: offer.institution, holding: true, session),
        consent.isLive(at: now)
      else {
        throw ApplicationError.conflict(
          code: "consent_missing", zh: "企业尚未授权,或授权已终止",
          en: "there is no live consent of the enterprise")
      }
      try await ConsentRepository.insert(
        AccessEntry(
          id: ids.next(), enterprise: offer.enterprise, consent: consent.id, offer: id,
          institution: offer.institution, reader: actor.subject, role: actor.role.rawValue,
          fields: consent.fields, readAt: now), session)
      guard let enterprise = try await EnterpriseRepository.find(offer.enterprise, session),
        let need = try await NeedRepository.find(offer.need, session),
        let stored = try await FactsRepository.find(
          enterprise.id, version: enterprise.factsVersion, session)
      else { throw StoredDataError(what: "offer \(id)") }
      let sheet = try sheet(
        stored.sealed, try await catalogs.latest(session)?.registry)
      return ConsentView.data(consent, offer, enterprise, need, sheet)
    }
  }
}

/// Who may see a consent: the enterprise's side, and its recipient.
enum ConsentAccess {
  static func canSee(
    _ consent: ConsentRecord, _ enterprise: EnterpriseScope, _ actor: Actor
  ) -> Bool {
    switch actor.role {
    case .liaison, .liaisonManager: actor.organisation == consent.institution
    default: AccessRules.canRead(enterprise, by: actor)
    }
  }
}

/// How consents look.
enum ConsentView {
  static func json(_ consent: ConsentRecord, reads: Int64, at now: Instant) -> JSON {
    let state =
      consent.revocation != nil ? "revoked" : now < consent.expiresAt ? "authorised" : "expired"
    return [
      "id": .string(consent.id.text), "need_id": .string(consent.need.text),
      "institution": .string(consent.institution), "purpose": .string(consent.purpose.rawValue),
      "fields": .array(consent.fields.map(JSON.string)), "state": .string(state),
      "granted_at": .string(consent.grantedAt.text),
      "expires_at": .string(consent.expiresAt.text),
      "revoked_at": .optional(consent.revocation?.at.text),
      "revoked_for": .optional(consent.revocation?.why.rawValue), "reads": .int(reads),
    ]
  }

  static func access(_ entry: AccessLine) -> JSON {
    let isInstitution = [Role.liaison, .liaisonManager].contains { $0.rawValue == entry.role }
    return [
      "id": .string(entry.id.text), "consent_id": .optional(entry.consent?.text),
      "offer_id": .optional(entry.offer?.text),
      "institution": isInstitution ? .optional(entry.organisation) : .null,
      "organisation": .optional(entry.organisation), "reader": .string(entry.reader),
      "role": .string(entry.role), "document": .string(entry.document),
      "basis": .string(entry.basis), "fields": .array(entry.fields.map(JSON.string)),
      "read_at": .string(entry.readAt.text),
    ]
  }

  /// Only what the consent names.
  static func data(
    _ consent: ConsentRecord, _ offer: OfferRecord, _ enterprise: EnterpriseRecord,
    _ need: NeedRecord, _ sheet: FactSheet
  ) -> JSON {
    let fields = Set(consent.fields)
    let registry: JSON =
      fields.contains(Application.registryField)
      ? [
        "id": .string(enterprise.id.text), "name": .string(enterprise.name),
        "uscc": .string(enterprise.uscc), "region": .string(enterprise.region),
        "industry": .string(enterprise.industry),
        "registered_on": .string(enterprise.registeredOn.text),
      ] : .null
    let asked: JSON =
      fields.contains("need")
      ? [
        "amount": MoneyView.json(need.amountFen), "tenor_months": .int(Int64(need.tenorMonths)),
        "purpose": .string(need.purpose),
        "security": need.security.map { .array($0.map(JSON.string)) } ?? .null,
      ] : .null
    return [
      "offer_id": .string(offer.id.text), "consent_id": .string(consent.id.text),
      "purpose": .string(consent.purpose.rawValue),
      "fields": .array(consent.fields.map(JSON.string)), "enterprise": registry, "need": asked,
      "facts": .array(
        sheet.sorted.filter { fact in
          fact.path.split(separator: ".").first.map { fields.contains(String($0)) } ?? false
        }.map { fact in
          [
            "path": .string(fact.path), "value": fact.value?.json ?? .null,
            "none": .bool(fact.value == nil), "source": .string(fact.source),
            "as_of": .string(fact.asOf.text),
          ]
        }),
    ]
  }
}
