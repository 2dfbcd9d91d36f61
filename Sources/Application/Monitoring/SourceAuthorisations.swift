import Catalog
import Domain
import Monitoring
import Postgres
import Store

extension Application {
  /// Days for which a source may be permitted at once.
  static let authorisationDaysMaximum = 1_100

  /// Permits this service to take in what one source knows of an enterprise: 201 with `Location`. One that is live is
  /// replaced.
  ///
  /// - Parameter body: `{source, expires_on}`.
  /// - Throws: `.notFound`; `.forbidden` for anyone but the enterprise and this service; `.invalid`.
  public func authoriseSource(
    of id: EnterpriseID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      let now = clock.now()
      let (source, expiresOn) = try Self.authorisation(body, reference.monitoring, now.legalDate)
      _ = try await lockForWrite(id, by: actor, session)
      try Self.requirePermitting(actor)
      _ = try await SourceAuthorisationRepository.revoke(
        source.code, of: id, at: now, by: actor.subject, session)
      let record = SourceAuthorisationRecord(
        id: ids.next(), enterprise: id, source: source.code, grantedAt: now,
        grantedBy: actor.subject, expiresOn: expiresOn)
      try await SourceAuthorisationRepository.insert(record, session)
      return StoredAnswer(
        status: 201, headers: ["Location": "/v1/source-authorisations/\(record.id)"],
        body: SourceAuthorisationView.json(record, on: now.legalDate), tells: id)
    }
  }

  /// Ends a permission: 200. Nothing is taken in by it any more; what came stays.
  ///
  /// - Throws: `.notFound`; `.forbidden`; `.conflict` `authorisation_ended`.
  public func revokeSource(
    _ id: SourceAuthorisationID, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      guard let seen = try await SourceAuthorisationRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "source authorisation")
      }
      _ = try await lockForWrite(seen.enterprise, by: actor, session)
      try Self.requirePermitting(actor)
      guard let record = try await SourceAuthorisationRepository.find(id, session),
        record.revokedAt == nil
      else {
        throw ApplicationError.conflict(
          code: "authorisation_ended", zh: "该授权已终止", en: "the permission has ended already")
      }
      let now = clock.now()
      _ = try await SourceAuthorisationRepository.revoke(
        record.source, of: record.enterprise, at: now, by: actor.subject, session)
      guard let ended = try await SourceAuthorisationRepository.find(id, session) else {
        throw StoredDataError(what: "source authorisation \(id)")
      }
      return StoredAnswer(
        status: 200, body: SourceAuthorisationView.json(ended, on: now.legalDate),
        tells: ended.enterprise)
    }
  }

  /// The permissions of an enterprise, newest first.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func sourceAuthorisations(
    of id: EnterpriseID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    let today = clock.now().legalDate
    return try await readLogged(.monitoring, as: actor) { session in
      guard let enterprise = try await EnterpriseRepository.find(id, session) else {
        throw ApplicationError.notFound(what: "enterprise")
      }
      try AccessRules.requireRead(enterprise, by: actor)
      let found = try await SourceAuthorisationRepository.list(
        of: id, after: page.after, limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      return (cut.map { SourceAuthorisationView.json($0, on: today) }, [id])
    }
  }

  /// - Throws: `.forbidden`.
  private static func requirePermitting(_ actor: Actor) throws(ApplicationError) {
    switch actor.role {
    case .enterprise, .service: return
    case .operator, .liaison, .liaisonManager, .auditor:
      throw .forbidden(zh: "仅限企业本人授权", en: "only the enterprise permits it")
    }
  }

  private static func authorisation(
    _ json: JSON, _ rules: MonitoringRules, _ today: LegalDate
  ) throws(ApplicationError) -> (ReportSource, LegalDate) {
    var body = ObjectReader(json)
    let source = SourceInput.required(&body, rules)
    if let source, source.authorisation == .none {
      body.add(
        Fault(
          "/source", "not_needed", zh: "该来源无需授权", en: "this source needs no permission"))
    }
    _ = body.required("expires_on")
    let expiresOn = body.day("expires_on")
    let last = today.adding(days: authorisationDaysMaximum)
    if let expiresOn, expiresOn < today || expiresOn > last {
      body.add(
        Fault(
          "/expires_on", "range", zh: "应不早于今天,最长 \(authorisationDaysMaximum) 天",
          en: "from today on, within \(authorisationDaysMaximum) days",
          limit: Int64(authorisationDaysMaximum)))
    }
    let faults = body.finish()
    guard faults.isEmpty, let source, let expiresOn else { throw .invalid(faults) }
    return (source, expiresOn)
  }
}

/// How permissions look.
enum SourceAuthorisationView {
  static func json(_ record: SourceAuthorisationRecord, on today: LegalDate) -> JSON {
    let state =
      record.revokedAt != nil ? "revoked" : record.isLive(on: today) ? "live" : "expired"
    return [
      "id": .string(record.id.text), "enterprise_id": .string(record.enterprise.text),
      "source": .string(record.source), "state": .string(state),
      "granted_at": .string(record.grantedAt.text),
      "expires_on": .string(record.expiresOn.text),
      "revoked_at": .optional(record.revokedAt?.text),
    ]
  }
}
