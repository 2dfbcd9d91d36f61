import Catalog
import Decision
import Domain
import Policy
import Postgres
import Store

extension Application {
  /// What a changed product would do: which firms and amounts its institution would gain and lost
  /// over the open needs, in figures that tell of no single firm.
  ///
  /// `gained` and `lost` count firms with a need that becomes, or is no longer, eligible, with the
  /// lesser of limit and amount asked; `raised` and `lowered` firms that stay eligible for more, or
  /// less. A limit that is not published counts nothing.
  ///
  /// - Parameters:
  ///   - document: the product's draft in the form of its file.
  /// - Throws: `.invalid` with pointers into the draft; `.forbidden` for anyone but the product's own
  ///   institution, operators (over their region) and this service; `.conflict` `too_many_needs`,
  ///   `too_many_drafts` and `nothing_published`; `.unavailable` while too many questions run.
  public func whatIf(
    product document: JSON, byCounty: Bool = false, actor: Actor,
    progress: @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
  ) async throws -> JSON {
    try requireWhatIfRole(actor)
    let now = clock.now()
    let (pins, catalog, policies) = try await read { session in
      let pins = try await requirePublished(session)
      return (
        pins, try await catalogs.catalog(pins.catalogVersion, session).catalog,
        try await self.policies(pins.policyVersion, session)
      )
    }
    let draft = try Self.engine(of: document, in: catalog, policies)
    guard let product = draft.catalog.products.first else {
      throw ApplicationError.notFound(what: "product")
    }
    let current = catalog[product.code]
    try requireOwnProduct(actor, product, current)
    let before = try current.map { try Self.engine(of: $0.json, in: catalog, policies) }
    var tally = WhatIfTally()
    let unreadable = try await forEachNeed(
      WhatIfQuestion(actor, draft: document), since: nil, regionPrefix: whatIfPrefix(actor),
      registry: catalog.registry, at: now,
      progress: progress
    ) { asked, input in
      let old = before.flatMap { Self.amount($0, input) }
      let new = Self.amount(draft, input)
      let enterprise = asked.need.enterprise
      tally.consider(enterprise, region: asked.region)
      switch (old, new) {
      case (nil, let new?): tally.add(new, to: "gained", of: enterprise)
      case (let old?, nil): tally.add(old, to: "lost", of: enterprise)
      case (let old?, let new?) where new > old:
        tally.add(new - old, to: "raised", of: enterprise)
      case (let old?, let new?) where new < old:
        tally.add(old - new, to: "lowered", of: enterprise)
      default: break
      }
    }
    var members = whatIfFrame(pins, at: now)
    members["unreadable_needs"] = .int(unreadable)
    members["product"] = .string(product.code)
    members["is_new"] = .bool(current == nil)
    members.merge(
      tally.json(
        ["gained", "lost", "raised", "lowered"], byCounty: byCounty, names: reference.regions)
    ) { own, _ in own }
    return .object(members)
  }

  /// What the one product of an engine would give, 0 without a published limit; nil when the need
  /// is not eligible for it.
  private static func amount(_ engine: Engine, _ input: DecisionInput) -> Int64? {
    engine.match(input, topLimit: 1).top.first.map { best in
      best.limitFen.map { min($0, input.askedFen) } ?? 0
    }
  }

  /// An engine of one product, with everything else of the catalog as it is.
  private static func engine(
    of document: JSON, in catalog: Catalog, _ policies: PolicySet
  ) throws(ApplicationError) -> Engine {
    guard case .object(var members) = catalog.json else { throw .notFound(what: "catalog") }
    members["products"] = [document]
    do {
      return try Engine(catalog: try Catalog(json: .object(members)), policies: policies)
    } catch {
      throw .invalid(
        error.list.map { fault in
          var own = fault
          let prefix = "/products/0"
          if own.pointer.hasPrefix(prefix) { own.pointer.removeFirst(prefix.utf8.count) }
          return own
        })
    }
  }

  private func requireWhatIfRole(_ actor: Actor) throws(ApplicationError) {
    switch actor.role {
    case .liaison, .liaisonManager, .operator, .service: return
    case .enterprise, .auditor: throw Self.notYourProduct
    }
  }

  /// An institution asks about products that are, and will be, its own.
  private func requireOwnProduct(
    _ actor: Actor, _ draft: Product, _ current: Product?
  ) throws(ApplicationError) {
    guard [.liaison, .liaisonManager].contains(actor.role) else { return }
    guard let own = actor.organisation, draft.institution == own,
      current.map({ $0.institution == own }) ?? true
    else { throw Self.notYourProduct }
  }

  private static let notYourProduct = ApplicationError.forbidden(
    zh: "仅产品所属机构与运营角色可以试算", en: "only the product's own institution and operators may ask")
}
