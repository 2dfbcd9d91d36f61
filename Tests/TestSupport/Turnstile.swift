import Postgres

/// Lets so many tests into something dear at once; the others wait in the order they came, long
/// ones before the rest.
///
/// The runner starts every test of a process together. Some hundred databases with their
/// connections at once would only measure how long the last of them waits; with few at once, a long
/// test that came late would end long after all others.
final class Turnstile: Sendable {
  private struct State {
    var places: Int
    var long: [CheckedContinuation<Void, Never>] = []
    var others: [CheckedContinuation<Void, Never>] = []
  }

  /// Whether the caller is inside already: who opens a second one within a first does not wait for
  /// itself.
  @TaskLocal private static var isInside = false

  private let state: Locked<State>

  init(places: Int) { state = Locked(State(places: places)) }

  /// How many wait.
  var waiting: Int { state.withLock { $0.long.count + $0.others.count } }

  /// Runs `body` inside.
  ///
  /// - Parameter isLong: it takes much longer than most, so it goes before those that wait.
  func pass<T>(isLong: Bool = false, _ body: () async throws -> T) async throws -> T {
    guard !Self.isInside else { return try await body() }
    await enter(isLong)
    defer { leave() }
    return try await Self.$isInside.withValue(true) { try await body() }
  }

  private func enter(_ isLong: Bool) async {
    await withCheckedContinuation { continuation in
      let mayEnter = state.withLock { state in
        guard state.places == 0 else {
          state.places -= 1
          return true
        }
        if isLong { state.long.append(continuation) } else { state.others.append(continuation) }
        return false
      }
      if mayEnter { continuation.resume() }
    }
  }

  private func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if !state.long.isEmpty { return state.long.removeFirst() }
      if !state.others.isEmpty { return state.others.removeFirst() }
      state.places += 1
      return nil
    }
    next?.resume()
  }
}
