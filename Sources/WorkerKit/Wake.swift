import Synchronization

/// A bell: whoever waits is woken by a ring, and a ring while nobody waits is remembered once.
public final class Wake: Sendable {
  private struct State {
    var isRung = false
    var waiter: (id: Int, continuation: CheckedContinuation<Bool, Never>)?
    var nextID = 0
  }

  private let state = Mutex(State())

  public init() {}

  public func ring() {
    let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard let waiter = state.waiter else {
        state.isRung = true
        return nil
      }
      state.waiter = nil
      return waiter.continuation
    }
    waiter?.resume(returning: true)
  }

  /// Returns at the next ring, after `milliseconds`, or when the task is cancelled. One waiter at a
  /// time; a second one sends the first on.
  ///
  /// - Returns: whether it rang.
  @discardableResult
  public func wait(milliseconds: Int64) async -> Bool {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    let timer = Mutex<Task<Void, Never>?>(nil)
    let rang = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let (ended, rang) = state.withLock { state -> (CheckedContinuation<Bool, Never>?, Bool) in
          if state.isRung || Task.isCancelled {
            defer { state.isRung = false }
            return (continuation, state.isRung)
          }
          let earlier = state.waiter?.continuation
          state.waiter = (id, continuation)
          return (earlier, false)
        }
        ended?.resume(returning: rang)
        // Only now: a timer that ends before the waiter stands there would end nothing.
        let started = Task {
          try? await Task.sleep(for: .milliseconds(milliseconds))
          self.end(id)
        }
        timer.withLock { $0 = started }
      }
    } onCancel: {
      self.end(id)
    }
    timer.withLock { $0 }?.cancel()
    return rang
  }

  private func end(_ id: Int) {
    let waiter = state.withLock { state -> CheckedContinuation<Bool, Never>? in
      guard let waiter = state.waiter, waiter.id == id else { return nil }
      state.waiter = nil
      return waiter.continuation
    }
    waiter?.resume(returning: false)
  }
}
