import Synchronization

/// Hands out numbers, one after another, to tasks that work side by side.
final class Turnstile: Sendable {
  private let state: Mutex<Int>

  init(_ first: Int = 0) { state = Mutex(first) }

  /// The number before `step` is added.
  func take(_ step: Int = 1) -> Int {
    state.withLock { value in
      defer { value += step }
      return value
    }
  }
}
