/// Resumes one continuation exactly once, whichever of timer, cancellation and registration comes
/// first.
final class SleepGate: Sendable {
  private enum State {
    case empty
    case waiting(CheckedContinuation<Void, Never>)
    case open
  }

  private let state = Locked(State.empty)

  /// Registers the sleeper; resumes it at once if the gate is open already.
  func store(_ continuation: CheckedContinuation<Void, Never>) {
    let isOpen = state.withLock { state in
      if case .open = state { return true }
      state = .waiting(continuation)
      return false
    }
    if isOpen { continuation.resume() }
  }

  /// Lets the sleeper go, now or as soon as it registers.
  func open() {
    let waiting: CheckedContinuation<Void, Never>? = state.withLock { state in
      defer { state = .open }
      if case .waiting(let continuation) = state { return continuation }
      return nil
    }
    waiting?.resume()
  }
}
