import Dispatch
import TestSupport

/// Time for faults and load: they happen at instants that a schedule names, which no signal tells.
enum Timing {
  /// Suspends until an instant; returns at once when it is over.
  static func pass(until instant: ContinuousClock.Instant) async {
    let left = ContinuousClock.now.duration(to: instant)
    guard left > .zero else { return }
    let (seconds, attoseconds) = left.components
    await tick(milliseconds: Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000) + 1)
  }

  /// Suspends until a timer of the system fires.
  static func tick(milliseconds: Int) async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
        continuation.resume()
      }
    }
  }

  /// Looks again and again until a condition holds; a failing look counts as "not yet".
  ///
  /// - Throws: what was waited for, when it did not come in time.
  static func eventually(
    _ what: String, withinMilliseconds limit: Int, everyMilliseconds step: Int = 50,
    _ condition: () async throws -> Bool
  ) async throws {
    let deadline = ContinuousClock.now + .milliseconds(limit)
    var last = ""
    while true {
      do {
        if try await condition() { return }
      } catch {
        last = ": \(error)"
      }
      guard ContinuousClock.now < deadline else {
        throw StoryError("not within \(limit) ms: \(what)\(last)")
      }
      await tick(milliseconds: step)
    }
  }

  /// Runs something that blocks its thread away from the threads that tasks share.
  static func blocking<T: Sendable>(
    _ body: @escaping @Sendable () throws -> T
  ) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result(catching: body)) }
    }
  }
}

/// Lets one task in at a time, in the order of their coming.
actor Lane {
  private var isTaken = false
  private var waiters: [CheckedContinuation<Void, Never>] = []

  func withTurn<T: Sendable>(_ body: @Sendable () async throws -> T) async rethrows -> T {
    if isTaken {
      await withCheckedContinuation { waiters.append($0) }
    } else {
      isTaken = true
    }
    defer {
      if waiters.isEmpty { isTaken = false } else { waiters.removeFirst().resume() }
    }
    return try await body()
  }
}
