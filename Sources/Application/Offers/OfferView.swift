import Catalog
import Domain
import Market
import Postgres
import Store
import Workflow

/// How offers look. An institution sees what it is asked and a teaser of who asks; names and exact
/// figures it reads under a consent, where every read is logged.
extension Application {
  /// One offer for a reader who may see it.
  func offerView(
    _ offer: OfferRecord, to reader: Actor, _ session: any PostgresSession
  ) async throws -> JSON {
    try await offerViews([offer], to: reader, withSteps: true, session)[0]
  }

  /// - Parameter withSteps: also the steps and pauses, and the teaser.
  func offerViews(
    _ offers: [OfferRecord], to reader: Actor, withSteps: Bool, _ session: any PostgresSession
  ) async throws -> [JSON] {
    guard !offers.isEmpty else { return [] }
    let catalog = try await catalogs.latest(session)?.catalog
    let isInstitution = [.liaison, .liaisonManager].contains(reader.role)
    var views: [JSON] = []
    for offer in offers {
      var members = plain(offer, catalog, reader)
      if !isInstitution {
        members["enterprise_id"] = .string(offer.enterprise.text)
        members["run_id"] = .string(offer.run.text)
        members["why"] = offer.why
      }
      if withSteps {
        // Whoever no longer has the need follows its enterprise no further.
        members["teaser"] =
          isInstitution && !offer.isLive ? .null : try await teaser(of: offer, catalog, session)
        members["steps"] = .array(
          try await OfferRepository.steps(of: offer.id, session).map {
            step($0, hidesOthers: isInstitution)
          })
        members["pauses"] = .array(
          try await OfferRepository.pauses(of: offer.id, session).map { pause in
            [
              "from": .string(pause.first.text), "through": .string(pause.last.text),
              "reason": .string(pause.reason), "set_at": .string(pause.setAt.text),
            ]
          })
        members["consent"] = try await consentState(of: offer, session)
      }
      views.append(.object(members))
    }
    return views
  }

  private func plain(
    _ offer: OfferRecord, _ catalog: Catalog?, _ reader: Actor
  ) -> [String: JSON] {
    let machine = reference.offers.machine
    let product = catalog?.products.first { $0.code == offer.productCode }
    let label = machine.state(offer.state)?.label
    return [
      "id": .string(offer.id.text), "need_id": .string(offer.need.text),
      "need_version": .int(Int64(offer.needVersion)),
      "product": .string(offer.productCode),
      "product_name": product.map { ProductView.label($0.name) } ?? .null,
      "institution": catalog.map { ProductView.institution(offer.institution, in: $0) }
        ?? ["code": .string(offer.institution), "name": .null],
      "mode": .string(offer.mode.rawValue), "place": .int(Int64(offer.place)),
      "state": .string(offer.state), "state_label": label.map(ProductView.label) ?? .null,
      "version": .int(Int64(offer.version)), "assignee": .optional(offer.assignee),
      "verbs": .array(
        machine.verbs(in: offer.state, for: reader.role.rawValue).map(JSON.string)),
      "began_at": .string(offer.beganAt.text), "due_at": .optional(offer.dueAt?.text),
      "reasons": .array(
        (offer.reasons ?? []).map { code in
          [
            "code": .string(code),
            "repairable": .bool(
              ReasonCode(rawValue: code).map { reference.offers.reason($0).isRepairable } ?? false),
          ]
        }), "about": .optional(offer.about), "note": .optional(offer.note),
      "contacted_on": .optional(offer.contactedOn?.text),
      "grant": offer.grant.map {
        [
          "amount": MoneyView.json($0.fen), "rate_ppm": .int(Int64($0.ratePpm)),
          "on": .string($0.on.text),
        ]
      } ?? .null,
      "draw": offer.draw.map {
        [
          "amount": MoneyView.json($0.fen), "on": .string($0.on.text),
          "matures_on": .optional($0.maturesOn?.text),
        ]
      } ?? .null,
      "created_at": .string(offer.createdAt.text), "updated_at": .string(offer.updatedAt.text),
    ]
  }

  /// - Parameter hidesOthers: an institution is not shown who acted for the enterprise.
  private func step(_ step: OfferStep, hidesOthers: Bool) -> JSON {
    let isOwn = ["liaison", "liaison_manager"].contains(step.role)
    return [
      "version": .int(Int64(step.version)), "from": .optional(step.from),
      "state": .string(step.state), "verb": .string(step.verb),
      "actor": .optional(hidesOthers && !isOwn ? nil : step.actor),
      "role": .string(step.role), "at": .string(step.takenAt.text),
    ]
  }

  private func teaser(
    of offer: OfferRecord, _ catalog: Catalog?, _ session: any PostgresSession
  ) async throws -> JSON {
    guard let catalog,
      let need = try await NeedRepository.find(offer.need, version: offer.needVersion, session),
      let enterprise = try await EnterpriseRepository.find(offer.enterprise, session),
      enterprise.erasedAt == nil
    else { return .null }
    let sheet = try await factSheet(
      of: enterprise.id, version: enterprise.factsVersion, catalog.registry, session)
    let rules = try TeaserRules(json: reference.offers.teaser, registry: catalog.registry)
    return Teaser(of: sheet.merging(need.facts), by: rules).json
  }

  /// Whether the institution could read who asks now.
  private func consentState(
    of offer: OfferRecord, _ session: any PostgresSession
  ) async throws -> JSON {
    guard
      let consent = try await ConsentRepository.current(
        need: offer.need, institution: offer.institution, session),
      consent.isLive(at: clock.now())
    else { return .null }
    return [
      "id": .string(consent.id.text), "fields": .array(consent.fields.map(JSON.string)),
      "expires_at": .string(consent.expiresAt.text),
    ]
  }

  /// When more institutions are looked for; of a periodic referral, at the next slot.
  private func looksAgainAt(_ referral: ReferralRecord) -> Instant? {
    guard referral.mode == .periodic, referral.dueAt != nil else { return referral.dueAt }
    return reference.allocation.nextSlot(after: clock.now())
  }

  func referralView(
    _ referral: ReferralRecord, to reader: Actor, _ session: any PostgresSession
  ) async throws -> JSON {
    let offers = try await OfferRepository.list(need: referral.need, session)
    return [
      "need_id": .string(referral.need.text), "mode": .string(referral.mode.rawValue),
      "institutions": .int(Int64(referral.wanted)),
      "state": .string(referral.isActive ? "active" : "ended"),
      "version": .int(Int64(referral.version)),
      "looks_again_at": .optional(looksAgainAt(referral)?.text),
      "created_at": .string(referral.createdAt.text),
      "updated_at": .string(referral.updatedAt.text),
      "offers": .array(try await offerViews(offers, to: reader, withSteps: false, session)),
    ]
  }
}
