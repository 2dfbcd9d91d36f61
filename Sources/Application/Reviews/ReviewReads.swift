import Domain
import Postgres
import Sealing
import Store

extension Application {
  /// Names of the states of a review.
  public static let reviewStates = ReviewState.allCases.map(\.rawValue)

  /// One review with every step.
  ///
  /// - Throws: `.notFound` also when the caller may not see its enterprise.
  public func review(_ id: ReviewID, actor: Actor) async throws -> Versioned<JSON> {
    try await readLogged(.review, as: actor) { session in
      guard let review = try await ReviewRepository.find(id, session),
        let enterprise = try await EnterpriseRepository.find(review.enterprise, session),
        AccessRules.canRead(enterprise, by: actor)
      else { throw ApplicationError.notFound(what: "review") }
      try AccessRules.requireKept(enterprise.scope)
      let steps = try await ReviewRepository.steps(of: [id], session)[id] ?? []
      let view = ReviewView.json(
        review, steps: steps, contact: try contact(of: review, for: actor))
      return (Versioned(view, version: review.version), [review.enterprise])
    }
  }

  /// Newest first, within what the caller may see.
  ///
  /// - Parameter state: a `ReviewState`; anything else is `.invalid`.
  public func reviews(
    state: String?, enterprise: EnterpriseID?, region: String?, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    let wanted = try state.map(ReviewView.state)
    return try await enterpriseRows(.review, of: enterprise, region: region, as: actor) {
      enterprise, regionPrefix, session in
      let found = try await ReviewRepository.list(
        state: wanted, enterprise: enterprise, regionPrefix: regionPrefix, after: page.after,
        limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      let steps = try await ReviewRepository.steps(of: cut.items.map(\.id), session)
      let views = try cut.map {
        ReviewView.json(
          $0, steps: steps[$0.id] ?? [], contact: try contact(of: $0, for: actor))
      }
      return (views, cut.items.map(\.enterprise))
    }
  }

  /// How to reach who asked: shown to that side and to whoever took the review.
  private func contact(of review: ReviewRecord, for reader: Actor) throws -> String? {
    guard let contact = review.contact,
      ReviewMachine.didAsk(review, reader)
        || (reader.role != .enterprise && reader.subject == review.assignee)
    else { return nil }
    return try unlocking { () throws(SealingError) in try masterKeys.open(contact) }
  }
}
