import Catalog
import Decision
import Domain
import Postgres
import Store

extension Application {
  /// Takes one step with an offer: 200 with `ETag`.
  ///
  /// - Throws: `.notFound` for an offer the caller may not see; `.conflict` `offer_state` (with the
  ///   state it is in), `offer_taken` (a colleague has it), `capacity_exhausted`; `.forbidden`;
  ///   `.invalid`.
  public func advanceOffer(
    _ id: OfferID, _ verb: OfferVerb, _ body: JSON, actor: Actor,
    idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try await answer(idempotency, as: actor) { session in
      let input = try OfferInput(
        body, verb: verb, rules: reference.offers, today: clock.now().legalDate)
      var (desk, offer) = try await openDesk(of: id, by: actor, session)
      try requireAssignee(offer, verb, actor)
      try await requireAbout(input, of: offer, session)
      offer = try await desk.step(
        offer, verb.rawValue, input, by: actor.subject, as: actor.role)
      try await follow(verb, offer, &desk, session)
      try await desk.close()
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(offer.version)],
        body: try await offerView(offer, to: actor, session))
    }
  }

  /// What follows from a step for the other offers of the need: an institution that drops out makes
  /// room for the next one, and the first to take an open need has it.
  private func follow(
    _ verb: OfferVerb, _ offer: OfferRecord, _ desk: inout OfferDesk,
    _ session: any PostgresSession
  ) async throws {
    guard var referral = try await ReferralRepository.find(offer.need, session),
      referral.isActive
    else { return }
    switch verb {
    case .decline, .reassign:
      guard let need = try await NeedRepository.find(offer.need, session) else { return }
      _ = try await desk.dispatch(need, &referral)
    case .claim where referral.mode == .open:
      let all = try await OfferRepository.list(need: offer.need, session).filter(\.isLive)
      guard all.count(where: { $0.state != "offered" }) >= referral.wanted else { return }
      for other in all where other.state == "offered" {
        _ = try await desk.step(
          other, OfferVerb.withdraw.rawValue, OfferInput(), by: "system:dispatch", as: .service)
      }
    default: return
    }
  }

  /// Locks the enterprise of an offer and reads both under the lock.
  ///
  /// - Throws: `.notFound` when there is no such offer, or the caller may not see it.
  func openDesk(
    of id: OfferID, by actor: Actor, _ session: any PostgresSession
  ) async throws -> (OfferDesk, OfferRecord) {
    let owner = try await OfferRepository.find(id, session)?.enterprise
    // An institution sees the offer, and not who stands behind it.
    try await actAsService(actor, session)
    guard let owner,
      let (enterprise, locked, further: _) = try await EnterpriseRepository.lockAndFind(
        owner, session),
      let offer = try await OfferRepository.find(id, session),
      OfferAccess.canSee(offer, enterprise.scope, actor)
    else { throw ApplicationError.notFound(what: "offer") }
    let now = clock.now()
    let writer = EventWriter(locked: [owner: locked], ids: ids, time: now)
    return (
      OfferDesk(
        self, writer, in: [owner: enterprise.region], at: now, traceparent: actor.traceparent,
        session),
      offer
    )
  }

  /// What a liaison has taken is done by that liaison, or by their manager.
  private func requireAssignee(
    _ offer: OfferRecord, _ verb: OfferVerb, _ actor: Actor
  ) throws(ApplicationError) {
    guard actor.role == .liaison, offer.isLive, let assignee = offer.assignee,
      assignee != actor.subject, verb != .claim
    else { return }
    throw .conflict(
      code: "offer_taken", zh: "该推介由同机构其他客户经理办理",
      en: "another liaison of the institution has this offer")
  }

  /// The rule or fact of a decline is one of the product's decision.
  private func requireAbout(
    _ input: OfferInput, of offer: OfferRecord, _ session: any PostgresSession
  ) async throws {
    guard let about = input.about, let run = try await RunRepository.find(offer.run, session) else {
      return
    }
    let catalog = try await catalogs.catalog(run.catalogVersion, session).catalog
    let rules = catalog.products.first { $0.code == offer.productCode }?.criteria.map(\.id) ?? []
    guard rules.contains(about) || about == "coverage" || catalog.registry[about] != nil else {
      throw ApplicationError.invalid([
        Fault(
          "/about", "unknown_value", zh: "应为该产品的规则编号或指标名",
          en: "must be a rule of the product or a fact")
      ])
    }
  }

  /// Lets the deadline of an offer stand still for some days: 200 with `ETag`.
  ///
  /// - Throws: as `advanceOffer`; `.forbidden` for anybody but the institution's manager and
  ///   operators; `.conflict` `offer_state` for one that waits for nothing.
  public func pauseOffer(
    _ id: OfferID, _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    let order = try OfferPauseOrder(body, today: clock.now().legalDate)
    return try await answer(idempotency, as: actor) { session in
      let (desk, found) = try await openDesk(of: id, by: actor, session)
      guard [.liaisonManager, .operator, .service].contains(actor.role) else {
        throw ApplicationError.forbidden(
          zh: "仅限机构主管与运营角色", en: "for managers of the institution and operators")
      }
      var offer = found
      guard offer.dueAt != nil else {
        throw ApplicationError.conflict(
          code: "offer_state", zh: "该推介没有时限 (\(offer.state))",
          en: "the offer is \(offer.state) and waits for nothing")
      }
      let pauses = try await OfferRepository.pauses(of: id, session)
      guard pauses.count < OfferPauseOrder.maximumPauses else {
        throw ApplicationError.conflict(
          code: "too_many_pauses", zh: "该推介已暂停 \(pauses.count) 次",
          en: "the offer was paused \(pauses.count) times")
      }
      let pause = OfferPauseRecord(
        id: ids.next(), offer: id, first: order.first, last: order.last, reason: order.reason,
        setAt: desk.now, setBy: actor.subject)
      try await OfferRepository.insert(pause, session)
      reference.offers.schedule(&offer, in: desk.region(of: offer), pauses: pauses + [pause])
      offer.updatedAt = max(desk.now, offer.updatedAt)
      try await OfferRepository.save(offer, session)
      // Its words stay with the pause, where they can be erased.
      try await audit(
        "offer.pause", subject: id.text, reason: nil,
        data: ["from": .string(order.first.text), "through": .string(order.last.text)],
        by: actor, at: desk.now, session)
      return StoredAnswer(
        status: 200, headers: ["ETag": Tag.text(offer.version)],
        body: try await offerView(offer, to: actor, session))
    }
  }
}

/// Who may see an offer. What a caller may not see does not exist for it.
enum OfferAccess {
  static func canSee(
    _ offer: OfferRecord, _ enterprise: EnterpriseScope, _ actor: Actor
  ) -> Bool {
    switch actor.role {
    case .liaison, .liaisonManager: actor.organisation == offer.institution
    default: AccessRules.canRead(enterprise, by: actor)
    }
  }
}

/// The checked body of a pause.
struct OfferPauseOrder {
  static let maximumPauses = 20

  var first: LegalDate
  var last: LegalDate
  var reason: String

  init(_ json: JSON, today: LegalDate) throws(ApplicationError) {
    var body = ObjectReader(json)
    _ = body.required("from")
    _ = body.required("through")
    let (first, last) = (body.day("from"), body.day("through"))
    let reason = body.requiredString("reason", maximumLength: 500)
    if let first, first < today {
      body.add(Fault("/from", "past", zh: "不得早于今天", en: "a day that is not before today"))
    }
    if let first, let last, last < first || last.daysSinceEpoch - first.daysSinceEpoch >= 366 {
      body.add(
        Fault(
          "/through", "order", zh: "不得早于起始日,最长 366 天",
          en: "not before the first day, and at most 366 days", limit: 366))
    }
    let faults = body.finish()
    guard faults.isEmpty, let first, let last, let reason else { throw .invalid(faults) }
    self.first = first
    self.last = last
    self.reason = reason
  }
}
