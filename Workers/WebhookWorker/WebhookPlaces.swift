import Synchronization

/// The places for addresses that a sender works on. One that keeps silent steps aside, so that its
/// place is free for another.
final class WebhookPlaces: Sendable {
  private struct Place {
    /// It failed last time.
    var isFailing: Bool
    var hasAnswered = false
    var isAside = false
  }

  private struct State {
    var last = 0
    var places: [Int: Place] = [:]
  }

  private let options: WebhookSenderOptions
  private let state = Mutex(State())

  init(_ options: WebhookSenderOptions) { self.options = options }

  /// Places that are free, and how many of them addresses may have that failed last time.
  var free: (all: Int, failing: Int) {
    let (taken, failing) = state.withLock { state in
      let inside = state.places.values.filter { !$0.isAside }
      return (inside.count, inside.filter(\.isFailing).count)
    }
    let all = max(0, options.endpointsMaximum - taken)
    return (all, min(all, max(0, options.failingMaximum - failing)))
  }

  /// - Returns: what the place is called from now on.
  func enter(isFailing: Bool) -> Int {
    state.withLock { state in
      state.last += 1
      state.places[state.last] = Place(isFailing: isFailing)
      return state.last
    }
  }

  func noteAnswer(_ place: Int) {
    state.withLock { state in
      guard var found = state.places[place] else { return }
      found.hasAnswered = true
      state.places[place] = found
    }
  }

  /// Frees the place of an address that has not answered since this was last asked, unless too many
  /// are waited for already.
  ///
  /// - Returns: whether there is nothing more to ask.
  func stepAside(_ place: Int) -> Bool {
    state.withLock { state in
      guard var found = state.places[place] else { return true }
      let aside = state.places.values.filter(\.isAside).count
      found.isAside = !found.hasAnswered && aside < options.silentMaximum
      found.hasAnswered = false
      state.places[place] = found
      return found.isAside
    }
  }

  func leave(_ place: Int) {
    state.withLock { $0.places[place] = nil }
  }
}
