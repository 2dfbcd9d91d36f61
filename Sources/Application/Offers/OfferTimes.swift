import Domain
import Store
import Workflow

extension OfferRules {
  /// Writes until when an offer may stay in its state, and when the next step of its escalation comes.
  ///
  /// - Parameter region: where its enterprise is.
  func schedule(_ offer: inout OfferRecord, in region: String, pauses: [OfferPauseRecord]) {
    offer.dueAt = nil
    offer.stepAt = nil
    guard let timer = machine.timer(in: offer.state) else { return }
    let pauses = pauses.compactMap { Pause(from: $0.first, through: $0.last, reason: $0.reason) }
    let limit = limits.limit(
      of: timer, product: offer.productCode, region: region, on: offer.beganAt.legalDate)
    guard let deadline = clock.deadline(of: limit, from: offer.beganAt, pauses: pauses) else {
      return
    }
    offer.dueAt = deadline.instant
    guard timer.steps.indices.contains(offer.nextStep) else { return }
    offer.stepAt =
      clock.deadline(
        deadline, movedBy: timer.steps[offer.nextStep].afterWorkingDays, pauses: pauses)?.instant
  }

  /// From which step of its escalation on operators have been told of an offer, by its state.
  var toldOperators: [String: Int] {
    var told: [String: Int] = [:]
    for state in Application.offerStates {
      let steps = machine.timer(in: state)?.steps ?? []
      if let index = steps.firstIndex(where: { $0.action == .tell("operator") }) {
        told[state] = index + 1
      }
    }
    return told
  }

  /// The step of its escalation that an offer waits for.
  func step(of offer: OfferRecord) -> Workflow.Timer.Step? {
    guard let timer = machine.timer(in: offer.state),
      timer.steps.indices.contains(offer.nextStep)
    else { return nil }
    return timer.steps[offer.nextStep]
  }
}
