import Foundation
import Glibc
import Synchronization

/// A child process in a process group of its own, watched until its end.
///
/// A thread of its own starts the child, waits for it, and lives exactly as long as it: the
/// kernel ties a parent-death signal to the *thread* that started the child (prctl(2),
/// PR_SET_PDEATHSIG), so a pooled thread that ends early would stop the child. The own process
/// group keeps the terminal's interrupt away from it, so that we decide the order of stopping.
final class ChildProcess: Sendable {
  /// What to start.
  struct Command: Sendable {
    /// Where the child's standard input comes from.
    enum Input: Sendable, Hashable {
      /// `/dev/null`.
      case none
      /// A pipe whose other end we hold until the child ends: it reads end-of-file when this
      /// process is gone, however it went.
      case held
      /// A text of at most 32 KiB, which fits a pipe without a reader.
      case text(String)
    }

    /// An absolute path.
    var executable: String
    var arguments: [String]
    /// The whole environment; nothing is inherited.
    var environment: [String: String]
    var input = Input.none
  }

  /// Which of the child's streams a line came from.
  enum Stream: Sendable, Hashable {
    case output, error
  }

  /// How a child ended.
  enum Ending: Sendable, Hashable, CustomStringConvertible {
    case exited(Int32)
    case signalled(Int32)

    var isSuccess: Bool { self == .exited(0) }

    var description: String {
      switch self {
      case .exited(let status): "exit status \(status)"
      case .signalled(let signal): "signal \(signal)"
      }
    }
  }

  /// The child could not be started.
  struct StartFailure: Error, CustomStringConvertible {
    let executable: String
    let code: Int32
    var description: String { "cannot start \(executable): \(String(cString: strerror(code)))" }
  }

  /// Longer lines are cut in pieces.
  static let lineBytesMaximum = 16_384
  static let inputTextBytesMaximum = 32_768

  let processIdentifier: pid_t

  private struct State {
    var ending: Ending?
    var nextWaiter = 0
    var waiters: [Int: CheckedContinuation<Ending?, Never>] = [:]
  }

  private let state = Mutex(State())

  private init(processIdentifier: pid_t) { self.processIdentifier = processIdentifier }

  /// Starts a child.
  ///
  /// - Parameter onLine: receives each line of both streams, and nil once at a stream's end, each
  ///   stream on a thread of its own; it must return soon.
  /// - Throws: `StartFailure`.
  static func start(
    _ command: Command, onLine: @escaping @Sendable (Stream, String?) -> Void
  ) async throws -> ChildProcess {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread {
        switch spawn(command) {
        case .failure(let failure): continuation.resume(throwing: failure)
        case .success(let spawned):
          let child = ChildProcess(processIdentifier: spawned.processIdentifier)
          readLines(spawned.output) { onLine(.output, $0) }
          readLines(spawned.error) { onLine(.error, $0) }
          continuation.resume(returning: child)
          child.waitUntilReaped()
          if spawned.heldInput >= 0 { close(spawned.heldInput) }
        }
      }
      thread.name = "child"
      thread.start()
    }
  }

  /// How it ended; nil while it runs.
  var ending: Ending? { state.withLock { $0.ending } }

  /// Sends a signal; false when the child has ended. It cannot hit another process: the child's
  /// number is given up only under the same lock.
  @discardableResult
  func signal(_ number: Int32) -> Bool {
    state.withLock { $0.ending == nil && kill(processIdentifier, number) == 0 }
  }

  /// Waits for the end; nil when the task is cancelled first.
  func waitForEnding() async -> Ending? {
    let waiter = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let known: Ending?? = state.withLock { state in
          if let ending = state.ending { return .some(ending) }
          if Task.isCancelled { return .some(nil) }
          state.waiters[waiter] = continuation
          return .none
        }
        if let known { continuation.resume(returning: known) }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume(returning: nil)
    }
  }

  /// Waits for the end, at most so long; nil when it still runs. Cancelling the task does not cut
  /// the wait short, since stopping must also work in a cancelled task.
  func waitForEnding(atMostMilliseconds limit: Int) async -> Ending? {
    await Task.detached {
      await withTaskGroup(of: Ending?.self) { group in
        group.addTask { await self.waitForEnding() }
        group.addTask {
          try? await Task.sleep(for: .milliseconds(limit))
          return nil
        }
        let first = await group.next() ?? nil
        group.cancelAll()
        return first
      }
    }.value
  }

  /// Sends each signal in turn, with its grace, until the child has ended.
  func stop(_ steps: [(signal: Int32, graceMilliseconds: Int)]) async -> Ending? {
    for step in steps {
      guard signal(step.signal) else { break }
      if let ending = await waitForEnding(atMostMilliseconds: step.graceMilliseconds) {
        return ending
      }
    }
    return ending
  }

  private func waitUntilReaped() {
    var information = siginfo_t()
    // Look without reaping first, so that the number stays ours until the lock is held.
    while waitid(P_PID, id_t(processIdentifier), &information, WEXITED | WNOWAIT) != 0 {
      guard errno == EINTR else { break }
    }
    let waiters = state.withLock { state in
      var status: Int32 = 0
      while waitpid(processIdentifier, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7f
      state.ending = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
      defer { state.waiters = [:] }
      return (state.ending, Array(state.waiters.values))
    }
    for waiter in waiters.1 { waiter.resume(returning: waiters.0) }
  }
}
