import Domain
import Postgres
import Store
import Workflow

extension Application {
  /// Names of the states of an offer.
  public static let offerStates = [
    "offered", "claimed", "contacted", "granted", "drawn", "declined", "expired", "withdrawn",
    "reassigned",
  ]

  /// What waits for operators: offers of which they were told that nobody answers, and those that were
  /// taken away for silence when no other institution was left to ask.
  public static let escalated = "escalated"
  /// What a list of offers may be cut to.
  public static let offerFilters = offerStates + [escalated]

  /// One offer with its steps, its pauses and the teaser.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func offer(_ id: OfferID, actor: Actor) async throws -> Versioned<JSON> {
    try await readLogged(.offer, as: actor) { session in
      let found = try await OfferRepository.find(id, session)
      // The teaser is made of what an institution may not read.
      try await actAsService(actor, session)
      guard let offer = found,
        let enterprise = try await EnterpriseRepository.find(offer.enterprise, session),
        OfferAccess.canSee(offer, enterprise.scope, actor)
      else { throw ApplicationError.notFound(what: "offer") }
      let view = try await offerView(offer, to: actor, session)
      return (
        Versioned(view, version: offer.version), actor.actsForInstitution ? [] : [offer.enterprise]
      )
    }
  }

  /// Newest first, within what the caller may see: an institution its own, an enterprise its own.
  ///
  /// - Parameter state: one of `offerFilters`; anything else is `.invalid`, and `escalated` is `.forbidden`
  ///   for enterprises and institutions.
  public func offers(
    state: String?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    if let state, !Self.offerFilters.contains(state) {
      let known = Self.offerFilters.joined(separator: ", ")
      throw ApplicationError.invalid([
        Fault("/state", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)")
      ])
    }
    let isEscalated = state == Self.escalated
    if isEscalated, ![.service, .auditor, .operator].contains(actor.role) {
      throw ApplicationError.forbidden(
        zh: "仅限运营与审计角色", en: "for operators and auditors")
    }
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return Page(items: [], next: nil)
    }
    return try await readLogged(.offer, as: actor) { session in
      var filter = OfferRepository.Filter(
        state: isEscalated ? nil : state, regionPrefix: prefix.isEmpty ? nil : prefix)
      if isEscalated { filter.escalated = reference.offers.toldOperators }
      switch actor.role {
      case .liaison, .liaisonManager:
        guard let institution = actor.organisation else { return (Page(items: [], next: nil), []) }
        filter.institution = institution
      case .enterprise:
        guard let own = try await ownEnterprise(of: actor, session)?.id else {
          return (Page(items: [], next: nil), [])
        }
        filter.enterprise = own
      case .service, .auditor, .operator: break
      }
      // Regions are those of enterprises, which an institution does not see.
      if filter.institution != nil { try await actAsService(actor, session) }
      let found = try await OfferRepository.list(
        filter, after: page.after, limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      let views = try await offerViews(cut.items, to: actor, withSteps: false, session)
      return (
        Page(items: views, next: cut.next),
        actor.actsForInstitution ? [] : cut.items.map(\.enterprise)
      )
    }
  }

  /// `{"data": […]}`: what became of the offers of each institution: how many, in which states, what
  /// was granted and drawn, why they declined, and how many they left without an answer.
  ///
  /// - Parameter region: only of enterprises there.
  public func offerStatistics(region: String?, actor: Actor) async throws -> JSON {
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else { return ["data": []] }
    let institution: String?
    switch actor.role {
    case .liaison, .liaisonManager:
      guard let own = actor.organisation else { return ["data": []] }
      institution = own
    case .enterprise:
      throw ApplicationError.forbidden(
        zh: "仅限机构、运营与审计角色", en: "for institutions, operators and auditors")
    case .service, .auditor, .operator: institution = nil
    }
    let found = try await read(as: actor) { session in
      if institution != nil { try await actAsService(actor, session) }
      return try await OfferStatisticsRepository.count(
        institution: institution, regionPrefix: prefix.isEmpty ? nil : prefix, session)
    }
    return ["data": .array(found.map(Self.statistics))]
  }

  private static func statistics(_ one: OfferStatistics) -> JSON {
    // Nobody answered in time: the platform took it away.
    let silent = (one.states["reassigned"] ?? 0) + (one.states["expired"] ?? 0)
    return [
      "institution": .string(one.institution), "offers": .int(one.offers),
      "states": .object(one.states.mapValues(JSON.int)), "no_decision": .int(silent),
      "granted": MoneyView.json(one.grantedFen), "drawn": MoneyView.json(one.drawnFen),
      "reasons": .object(one.reasons.mapValues(JSON.int)),
    ]
  }
}
