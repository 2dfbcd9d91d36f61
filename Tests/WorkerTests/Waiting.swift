import Dispatch
import Synchronization

/// A condition did not come true in time.
struct DeadlinePassed: Error, CustomStringConvertible {
  let description: String
}

/// Looks again and again until a condition holds; a failing look counts as "not yet".
///
/// - Throws: `DeadlinePassed` with what was waited for.
func eventually(
  _ what: String, withinMilliseconds limit: Int = 120_000, everyMilliseconds step: Int = 100,
  _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + .milliseconds(limit)
  while true {
    if let holds = try? await condition(), holds { return }
    guard ContinuousClock.now < deadline else {
      throw DeadlinePassed(description: "not within \(limit) ms: \(what)")
    }
    await timerTick(milliseconds: step)
  }
}

/// Suspends until a timer of the system fires; between two looks at something that tells nobody
/// of its changes.
private func timerTick(milliseconds: Int) async {
  await withCheckedContinuation { continuation in
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
      continuation.resume()
    }
  }
}

/// A door that is opened once; whoever comes after passes at once.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  var isOpen: Bool { state.withLock { $0.isOpen } }

  func open() {
    let waiters = state.withLock { state in
      state.isOpen = true
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  func pass() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiters.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }
}

/// A value behind a lock.
final class Shared<Value: Sendable>: Sendable {
  private let state: Mutex<Value>
  init(_ value: Value) { state = Mutex(value) }
  var value: Value { state.withLock { $0 } }
  func change<Result: Sendable>(_ body: @Sendable (inout Value) -> Result) -> Result {
    state.withLock { body(&$0) }
  }
}
