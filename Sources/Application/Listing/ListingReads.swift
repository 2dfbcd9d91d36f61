import Catalog
import Domain
import Listing
import Postgres
import Store

extension Application {
  /// What a list of cases may be cut to.
  public static let listingStates = ["live", "over"]

  /// One case with its history. Stored steps are done again: what is shown is what they lead to.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func listingCase(_ id: ListingCaseID, actor: Actor) async throws -> Versioned<JSON> {
    try await readLogged(.listing, as: actor) { session in
      let file = try await visibleListing(id, to: actor, session)
      let alerts = try await ListingAccountRepository.alerts(of: id, session)
      let view = ListingView(rules: reference.listing, reader: actor).whole(file, alerts: alerts)
      return (
        Versioned(view, version: file.record.version),
        actor.actsForInstitution ? [] : [file.record.enterprise]
      )
    }
  }

  private func visibleListing(
    _ id: ListingCaseID, to actor: Actor, _ session: any PostgresSession
  ) async throws -> ListingFile {
    let found = try await ListingCaseRepository.find(id, session)
    // Who stands behind it an institution does not read; whether it may see it is asked for there.
    try await actAsService(actor, session)
    guard let record = found,
      let enterprise = try await EnterpriseRepository.find(record.enterprise, session),
      ListingAccess.canSee(record, enterprise.scope, actor)
    else { throw ApplicationError.notFound(what: "listing case") }
    try AccessRules.requireKept(enterprise.scope)
    return try ListingFile(
      record, try await ListingCaseRepository.steps(of: id, session), in: reference.listing.boards)
  }

  /// Newest first, within what the caller may see: an institution those that it sponsors, an enterprise
  /// its own.
  ///
  /// - Parameter state: one of `listingStates`; anything else is `.invalid`.
  public func listingCases(
    state: String?, board: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest,
    actor: Actor
  ) async throws -> Page<JSON> {
    if let state, !Self.listingStates.contains(state) {
      let known = Self.listingStates.joined(separator: ", ")
      throw ApplicationError.invalid([
        Fault("/state", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)")
      ])
    }
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return Page(items: [], next: nil)
    }
    return try await readLogged(.listing, as: actor) { session in
      var filter = ListingCaseRepository.Filter(
        enterprise: enterprise, board: board, isLive: state.map { $0 == "live" },
        regionPrefix: prefix.isEmpty ? nil : prefix)
      switch actor.role {
      case .liaison, .liaisonManager:
        guard let institution = actor.organisation else { return (Page(items: [], next: nil), []) }
        filter.sponsor = institution
        // Whose a case is an institution does not learn by asking.
        guard enterprise == nil else { return (Page(items: [], next: nil), []) }
      case .enterprise:
        guard let own = try await ownEnterprise(of: actor, session)?.id,
          enterprise == nil || enterprise == own
        else { return (Page(items: [], next: nil), []) }
        filter.enterprise = own
      case .service, .auditor, .operator: break
      }
      // Regions are those of enterprises, which an institution does not see.
      if filter.sponsor != nil { try await actAsService(actor, session) }
      let found = try await ListingCaseRepository.list(
        filter, after: page.after, limit: page.limit + 1, session)
      let view = ListingView(rules: reference.listing, reader: actor)
      let alerts = Dictionary(
        grouping: try await ListingAccountRepository.alerts(of: found.map(\.id), session),
        by: \.listingCase)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      return (
        cut.map { .object(view.row($0, alerts: alerts[$0.id] ?? [])) },
        actor.actsForInstitution ? [] : cut.items.map(\.enterprise)
      )
    }
  }

  /// What remains to be done until a target: the plan, or the gate that binds.
  ///
  /// - Parameter target: in place of the one that is set.
  /// - Throws: `.notFound`; `.invalid` without any target; `.conflict` `listing_plan`.
  public func listingPlan(
    of id: ListingCaseID, target: LegalDate?, actor: Actor
  ) async throws -> JSON {
    try await readLogged(.listing, as: actor) { session in
      let file = try await visibleListing(id, to: actor, session)
      let today = clock.now().legalDate
      if let target {
        let faults = ListingTarget.faults(target, at: "/target", today: today)
        guard faults.isEmpty else { throw ApplicationError.invalid(faults) }
      }
      guard let target = target ?? file.record.target else {
        throw ApplicationError.invalid([ObjectReader.requiredFault("/target")])
      }
      let qualifiesOn = try await qualifiesOn(file, session)
      do throws(PlanRefusal) {
        let result = try ListingPlan.result(
          of: file, to: target, on: today, qualifiesOn: qualifiesOn, reference.listing)
        var members = ListingPlan.json(result)
        members["case_id"] = .string(id.text)
        members["board"] = .string(file.record.board)
        members["board_version"] = .string(file.record.boardVersion)
        members["stage"] = .string(file.record.stage)
        members["pace"] = .string(file.record.pace)
        members["from"] = .string(max(today, file.state.day).text)
        members["target_on"] = .string(target.text)
        members["durations_citation"] = file.board.durationsCitation.json
        return (.object(members), actor.actsForInstitution ? [] : [file.record.enterprise])
      } catch {
        throw error.told
      }
    }
  }

  /// By what is known of the enterprise now; a sponsor learns the day, and not the facts.
  private func qualifiesOn(
    _ file: ListingFile, _ session: any PostgresSession
  ) async throws -> LegalDate? {
    let (now, registry) = (clock.now(), reference.listing.standards.registry)
    guard
      let found = try await FactsRepository.find(file.record.enterprise, asOf: now, session)
    else { return nil }
    let facts = KnownFacts(
      try sheet(found.sealed, registry), registry: registry, on: now.legalDate)
    return ListingPlan.qualifiesOn(file, facts, reference.listing)
  }

  // MARK: Boards

  /// All boards in all their versions, for anybody.
  public func boards(actor _: Actor) -> JSON {
    [
      "data": .array(
        reference.listing.boards.boards.map { .object(ListingView.row($0)) })
    ]
  }

  /// All of the version of a board in force on a day, today's when nil; for anybody.
  ///
  /// - Throws: `.notFound`.
  public func board(_ code: String, asOf: Instant?, actor _: Actor) throws -> JSON {
    let day = (asOf ?? clock.now()).legalDate
    guard let board = reference.listing.boards.board(code, on: day) else {
      throw ApplicationError.notFound(what: "board")
    }
    return ListingView.whole(board)
  }
}
