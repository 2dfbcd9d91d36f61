import Synchronization

/// Lets the slices that one reader works on store their runs one after another, in the order in which
/// they come: COPY keeps one connection busy at a time, whatever else is done meanwhile.
final class CopyTurn: Sendable {
  private struct State {
    var isTaken = false
    /// As many as slices are worked on at once, less one.
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// Those who wait for their turn.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// Runs `body` when all who came before are through. Whoever is through lets the next one in, also
  /// when it failed; a cancelled task gets its turn like any other.
  func take<T: Sendable>(_ body: () async throws -> T) async rethrows -> T {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        guard state.isTaken else {
          state.isTaken = true
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
    defer {
      let next: CheckedContinuation<Void, Never>? = state.withLock { state in
        guard !state.waiting.isEmpty else {
          state.isTaken = false
          return nil
        }
        return state.waiting.removeFirst()
      }
      next?.resume()
    }
    return try await body()
  }
}
