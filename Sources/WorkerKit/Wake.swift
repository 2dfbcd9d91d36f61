import Synchronization

/// A bell: whoever waits is woken by a ring, and a ring while nobody waits is remembered once.
public final class Wake: Sendable {
  private struct State {
    var isRung = false
    var waiter: (id: Int, continuation: CheckedContinuation<Void, Never>)?
    var nextID = 0
  }

  private let state = Mutex(State())

  public init() {}

  public func ring() {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard let waiter = state.waiter else {
        state.isRung = true
        return nil
      }
      state.waiter = nil
      return waiter.continuation
    }
    waiter?.resume()
  }

  /// Returns at the next ring, after `milliseconds`, or when the task is cancelled. One waiter at a
  /// time; a second one sends the first on.
  public func wait(milliseconds: Int64) async {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    let timer = Task {
      try? await Task.sleep(for: .milliseconds(milliseconds))
      self.end(id)
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let earlier = state.withLock { state -> CheckedContinuation<Void, Never>? in
          if state.isRung || Task.isCancelled {
            state.isRung = false
            return continuation
          }
          let earlier = state.waiter?.continuation
          state.waiter = (id, continuation)
          return earlier
        }
        earlier?.resume()
      }
    } onCancel: {
      self.end(id)
    }
    timer.cancel()
  }

  private func end(_ id: Int) {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard let waiter = state.waiter, waiter.id == id else { return nil }
      state.waiter = nil
      return waiter.continuation
    }
    waiter?.resume()
  }
}
