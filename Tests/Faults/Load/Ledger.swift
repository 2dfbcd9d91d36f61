import Domain
import Synchronization

/// What the service has accepted, as its clients remember it: the measure of what may not be lost.
final class Ledger: Sendable {
  /// A need as its client last knew it.
  struct Need: Sendable, Equatable {
    var version: Int
    var isOpen: Bool
  }

  private struct State {
    var needs: [NeedID: Need] = [:]
    var facts: [EnterpriseID: Int] = [:]
    var claims: Set<String> = []
    var webhooks: Set<String> = []
    var surprises: [String] = []
    var done = 0
    var retriedTwice = 0
  }

  private let state = Mutex(State())
  /// Surprises told one by one, at most.
  static let surprisesMaximum = 100

  var needs: [NeedID: Need] { state.withLock { $0.needs } }
  /// The last accepted facts version of each enterprise that was changed.
  var facts: [EnterpriseID: Int] { state.withLock { $0.facts } }
  /// Accepted receivables, money on them, guarantees, listing cases, claims of awards, reports and consents,
  /// by their identifiers.
  var claims: Set<String> { state.withLock { $0.claims } }
  /// Events that came by webhook, by their identifiers.
  var webhooks: Set<String> { state.withLock { $0.webhooks } }
  /// Answers that should not have come.
  var surprises: [String] { state.withLock { $0.surprises } }
  /// Requests answered as they should be.
  var done: Int { state.withLock { $0.done } }
  /// Requests that were sent more than once for the sake of it.
  var retried: Int { state.withLock { $0.retriedTwice } }

  func accepted(_ need: NeedID, _ known: Need) {
    state.withLock {
      $0.needs[need] = known
      $0.done += 1
    }
  }

  func accepted(factsOf enterprise: EnterpriseID, version: Int) {
    state.withLock {
      $0.facts[enterprise] = max(version, $0.facts[enterprise] ?? 0)
      $0.done += 1
    }
  }

  func accepted(claim id: String) {
    state.withLock {
      $0.claims.insert(id)
      $0.done += 1
    }
  }

  func received(webhook event: String) {
    state.withLock { _ = $0.webhooks.insert(event) }
  }

  func readWell() { state.withLock { $0.done += 1 } }
  func retriedOnPurpose() { state.withLock { $0.retriedTwice += 1 } }

  func surprise(_ text: String) {
    state.withLock { state in
      guard state.surprises.count < Self.surprisesMaximum else { return }
      state.surprises.append(text)
    }
  }
}
