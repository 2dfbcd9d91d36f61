import Catalog
import Domain
import Entitlement
import Postgres
import Store
import Workflow

extension Application {
  /// Names of the states of a claim.
  public static let claimStates = [
    "submitted", "accepted", "passed", "paid", "rejected", "withdrawn", "clawed_back",
  ]
  /// Lines of figures at most.
  static let awardFiguresMaximum = 10_000

  /// One claim with its parts, papers and steps.
  ///
  /// - Throws: `.notFound` also when the caller may not see it.
  public func claim(_ id: ClaimID, actor: Actor) async throws -> Versioned<JSON> {
    try await readLogged(.claim, as: actor) { session in
      let seen = try await ClaimRepository.find(id, session)
      // Its enterprise may have left the region of those who look at the claim.
      try await actAsService(actor, session)
      guard let found = seen,
        let enterprise = try await EnterpriseRepository.find(found.enterprise, session),
        AccessRules.canRead(found, of: enterprise.scope, by: actor)
      else { throw ApplicationError.notFound(what: "claim") }
      try AccessRules.requireKept(enterprise.scope)
      let view = try await claimView(found, to: actor, session)
      return (Versioned(view, version: found.version), [found.enterprise])
    }
  }

  /// Newest first, within what the caller may see.
  ///
  /// - Parameter state: one of `claimStates`; anything else is `.invalid`.
  public func claims(
    state: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    if let state, !Self.claimStates.contains(state) {
      let known = Self.claimStates.joined(separator: ", ")
      throw ApplicationError.invalid([
        Fault("/state", "unknown_value", zh: "取值应为:\(known)", en: "must be one of: \(known)")
      ])
    }
    return try await enterpriseRows(.claim, of: enterprise, region: region, as: actor) {
      enterprise, regionPrefix, session in
      let found = try await ClaimRepository.list(
        state: state, enterprise: enterprise, regionPrefix: regionPrefix, after: page.after,
        limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      return (cut.map { .object(claimMembers($0, actor)) }, cut.items.map(\.enterprise))
    }
  }

  /// One claim with all of it, for a reader who may see it.
  func claimView(
    _ claim: ClaimRecord, to reader: Actor, _ session: any PostgresSession
  ) async throws -> JSON {
    var members = claimMembers(claim, reader)
    members["parts"] = .array(
      try await ClaimRepository.parts(of: claim.id, session).map { part in
        [
          "level": .string(part.level), "region": .string(part.region),
          "amount": MoneyView.json(part.fen), "paid_on": .optional(part.paidOn?.text),
          "voucher": .optional(part.voucher), "clawed_back": MoneyView.json(part.clawedBackFen),
          "returned": MoneyView.json(part.returnedFen),
        ]
      })
    members["documents"] = .array(
      try await ClaimRepository.documents(of: claim.id, session).map { document in
        .object(
          AwardEventView.proofMembers(document.proof).merging(["kind": .string(document.kind)]) {
            _, new in new
          })
      })
    members["steps"] = .array(
      try await ClaimRepository.steps(of: claim.id, session).map { step in
        [
          "version": .int(Int64(step.version)), "from": .optional(step.from),
          "state": .string(step.state), "verb": .string(step.verb), "actor": .string(step.actor),
          "role": .string(step.role), "at": .string(step.takenAt.text),
        ]
      })
    return .object(members)
  }

  private func claimMembers(_ claim: ClaimRecord, _ reader: Actor) -> [String: JSON] {
    let rules = reference.entitlements
    let label = rules.machine.state(claim.state)?.label
    let clause = rules.book.clause(claim.clause, on: claim.clauseFrom)
    var verbs = rules.machine.verbs(in: claim.state, for: reader.role.rawValue)
    // What came back whole cannot come back again.
    if !claim.counts { verbs.removeAll { $0 == ClaimVerb.clawBack.rawValue } }
    return [
      "id": .string(claim.id.text), "enterprise_id": .string(claim.enterprise.text),
      "region": .string(claim.region),
      "award_event_id": .string(claim.event.text), "clause": .string(claim.clause),
      "clause_from": .string(claim.clauseFrom.text),
      "label": clause.map { ProductView.label($0.label) } ?? .null,
      "citation": clause.map { $0.citation.json } ?? .null,
      "contract": .optional(claim.contract), "amount": MoneyView.json(claim.amountFen),
      "is_ceiling": .bool(claim.isCeiling), "state": .string(claim.state),
      "state_label": label.map(ProductView.label) ?? .null,
      "version": .int(Int64(claim.version)),
      "verbs": .array(
        verbs.filter { ClaimVerb(rawValue: $0) != nil }.map(JSON.string)),
      "opens_on": .string(claim.opensOn.text), "closes_on": .optional(claim.closesOn?.text),
      "claimed_on": .string(claim.claimedOn.text), "due_at": .optional(claim.dueAt?.text),
      "paid_on": .optional(claim.paidOn?.text),
      "clawed_back": MoneyView.json(claim.clawedBackFen),
      "clawed_back_on": .optional(claim.clawedBackOn?.text), "reason": .optional(claim.reason),
      "note": .optional(claim.note), "decision_note": .optional(claim.decisionNote),
      "created_at": .string(claim.createdAt.text), "updated_at": .string(claim.updatedAt.text),
    ]
  }

  /// `{"year", "data": […]}`: claims made in a year by clause, level and state, of those made in the regions
  /// that the caller oversees. `paid` is without what came back.
  ///
  /// - Parameter year: nil for this one.
  /// - Throws: `.forbidden` for anyone but those who oversee.
  public func awardFigures(year: Int?, region: String?, actor: Actor) async throws -> JSON {
    try requireOverview(actor)
    let year = year ?? clock.now().legalDate.year
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor) else {
      return ["year": .int(Int64(year)), "data": []]
    }
    let found = try await read(as: actor) { session in
      try await ClaimRepository.figures(
        year: year, regionPrefix: prefix, limit: Self.awardFiguresMaximum, session)
    }
    return [
      "year": .int(Int64(year)),
      "data": .array(
        found.map { figure in
          [
            "clause": .string(figure.clause), "level": .optional(figure.level),
            "state": .string(figure.state), "claims": .int(figure.claims),
            "amount": MoneyView.json(figure.fen), "paid": MoneyView.json(figure.paidFen),
            "clawed_back": MoneyView.json(figure.clawedBackFen),
          ]
        }),
    ]
  }
}
