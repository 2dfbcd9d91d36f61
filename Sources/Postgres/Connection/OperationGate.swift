import Foundation
import Synchronization

/// The wake-up pipe of one connection and the number of the operation it may wake.
///
/// A cancel that fires after its operation has ended finds another number and writes nothing, so it
/// cannot wake the next operation. The pipe is emptied when an operation begins.
final class OperationGate: Sendable {
  private struct State {
    var lastNumber: UInt64 = 0
    var current: UInt64 = 0
    /// Something was written since the pipe was last emptied at a beginning.
    var isWritten = false
  }

  private let state = Locked(State())
  let readDescriptor: Int32
  private let writeDescriptor: Int32

  init() throws(PostgresError) {
    var descriptors: [Int32] = [-1, -1]
    guard pipe(&descriptors) == 0 else {
      throw PostgresError(kind: .connection, reason: "no descriptor for a wake-up pipe")
    }
    for descriptor in descriptors {
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    readDescriptor = descriptors[0]
    writeDescriptor = descriptors[1]
  }

  deinit {
    close(readDescriptor)
    close(writeDescriptor)
  }

  /// A token for an operation to come.
  func makeToken() -> OperationToken {
    let number = state.withLock { state in
      state.lastNumber += 1
      return state.lastNumber
    }
    return OperationToken(number: number, gate: self)
  }

  /// Lets this operation be woken from now on.
  func begin(_ token: OperationToken) {
    state.withLock { state in
      state.current = token.number
      guard state.isWritten else { return }
      state.isWritten = false
      drain()
    }
  }

  /// Lets nobody be woken.
  func end() {
    state.withLock { $0.current = 0 }
  }

  /// Wakes the operation if it still runs.
  func wake(number: UInt64) {
    state.withLock { state in
      guard state.current == number else { return }
      // The pipe is non-blocking: when it is full, the operation has been woken already.
      state.isWritten = true
      var byte: UInt8 = 1
      _ = write(writeDescriptor, &byte, 1)
    }
  }

  /// Empties the pipe.
  func drain() {
    var buffer: [UInt8] = Array(repeating: 0, count: 64)
    while read(readDescriptor, &buffer, buffer.count) > 0 {}
  }
}

/// One operation's cancellation, safe to use at any time from any thread.
final class OperationToken: Sendable {
  let number: UInt64
  private let gate: OperationGate
  private let cancelled = Atomic(false)

  init(number: UInt64, gate: OperationGate) {
    self.number = number
    self.gate = gate
  }

  var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

  /// Marks the operation cancelled, and wakes it if it runs.
  func cancel() {
    cancelled.store(true, ordering: .releasing)
    wake()
  }

  /// Wakes the operation if it runs.
  func wake() {
    gate.wake(number: number)
  }
}
