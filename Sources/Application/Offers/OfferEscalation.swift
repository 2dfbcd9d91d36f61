import Catalog
import Domain
import Postgres
import Store
import Workflow

extension Application {
  /// Takes the steps that are due because nobody did anything: somebody is told, or the offer is taken
  /// away and the next institution is asked.
  ///
  /// - Parameter limit: offers in one call; each is one transaction.
  /// - Returns: how many steps were taken.
  public func escalateOffers(limit: Int) async throws -> Int {
    let due = try await read {
      try await OfferRepository.due(at: clock.now(), limit: limit, $0)
    }
    var taken = 0
    for id in due {
      let isDone = try await leavingOut(false, "offer \(id)") {
        try await write { try await escalate(id, $0) }
      }
      taken += isDone ? 1 : 0
    }
    return taken
  }

  private func escalate(_ id: OfferID, _ session: any PostgresSession) async throws -> Bool {
    let service = Actor.system("escalation")
    var (desk, offer) = try await openDesk(of: id, by: service, session)
    // Read again under the lock: somebody may have answered at the last moment.
    guard offer.isLive, let stepAt = offer.stepAt, stepAt <= desk.now,
      let step = reference.offers.step(of: offer)
    else { return false }
    switch step.action {
    case .tell(let whom):
      offer.nextStep += 1
      reference.offers.schedule(
        &offer, in: desk.region(of: offer),
        pauses: try await OfferRepository.pauses(of: id, session))
      offer.updatedAt = max(desk.now, offer.updatedAt)
      try await OfferRepository.save(offer, session)
      desk.tell(
        .offerReminded, offer,
        [
          "tell": .string(whom), "state": .string(offer.state),
          "due_at": .string((offer.dueAt ?? stepAt).text),
        ])
    case .use(let verb):
      offer = try await desk.step(
        offer, verb, OfferInput(reason: .noResponse), by: service.subject, as: .service)
      if var referral = try await ReferralRepository.find(offer.need, session),
        referral.isActive, let need = try await NeedRepository.find(offer.need, session)
      {
        _ = try await desk.dispatch(need, &referral)
      }
    }
    try await desk.close()
    return true
  }
}
