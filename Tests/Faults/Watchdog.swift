import Domain
import Foundation
import Synchronization

/// Ends this process when a run takes longer than it ever should, and says what its last steps were:
/// one that waits for ever tells nobody anything.
final class Watchdog: Sendable {
  private struct State {
    var isOver = false
    var steps: [String] = []
  }

  private let state = Mutex(State())
  private let onTimeout: @Sendable ([String]) -> Void
  /// The last steps, at most.
  private static let stepsMaximum = 40

  /// - Parameter onTimeout: what is done with the steps when the time is over.
  init(
    milliseconds: Int, onTimeout: @escaping @Sendable ([String]) -> Void = Watchdog.endProcess
  ) {
    self.onTimeout = onTimeout
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
      [weak self] in self?.expire()
    }
  }

  /// The time is over.
  func expire() {
    if let steps = state.withLock({ $0.isOver ? nil : $0.steps }) { onTimeout(steps) }
  }

  /// Says what begins now.
  func note(_ step: String) {
    state.withLock { state in
      state.steps.append("\(WallClock.system.now()) \(step)")
      if state.steps.count > Self.stepsMaximum { state.steps.removeFirst() }
    }
  }

  /// What was done last.
  var steps: [String] { state.withLock { $0.steps } }

  /// The run has ended.
  func stop() { state.withLock { $0.isOver = true } }

  /// Tells the steps on standard error and aborts, with a backtrace of all threads if the runtime is
  /// set to make one.
  static func endProcess(_ steps: [String]) {
    let text = "faults: this takes too long; the last steps were\n" + steps.joined(separator: "\n")
    FileHandle.standardError.write(Data((text + "\n").utf8))
    abort()
  }
}
