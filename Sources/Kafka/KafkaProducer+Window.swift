import CLibrdkafka
import Dispatch
import Synchronization

/// Waiting for room in the in-flight window, with a deadline and cancellation.
extension KafkaProducer {
  func slotDeadline() -> ContinuousClock.Instant {
    .now + .milliseconds(options.slotDeadlineMilliseconds)
  }

  /// Waits for room. Returns with it taken, or throws with none taken.
  func acquireRoom(
    bytes: Int, deadline: ContinuousClock.Instant
  ) async throws(KafkaError) {
    guard bytes <= options.maxInFlightBytes else {
      throw KafkaError(
        RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, operation: "send",
        detail: "the record is larger than maxInFlightBytes")
    }
    if try state.withLock({ state throws(KafkaError) in
      try state.checkOpen()
      return state.window.reserve(bytes: bytes)
    }) {
      return
    }
    let id = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    let result: Result<Void, KafkaError> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        waitForRoom(id: id, bytes: bytes, deadline: deadline, Once(continuation))
      }
    } onCancel: {
      cancelWaiter(id)
    }
    state.withLock { _ = $0.cancelledWaiters.remove(id) }
    try result.get()
  }

  private func waitForRoom(
    id: Int, bytes: Int, deadline: ContinuousClock.Instant, _ once: SlotWaiter.Continuation
  ) {
    let now = ContinuousClock.now
    let (settled, mustArm) = state.withLock { state -> (Result<Void, KafkaError>?, Bool) in
      do throws(KafkaError) { try state.checkOpen() } catch { return (.failure(error), false) }
      if state.cancelledWaiters.contains(id) { return (.failure(.cancelled("send")), false) }
      if state.window.reserve(bytes: bytes) { return (.success(()), false) }
      guard now < deadline, state.window.enqueue(id: id, bytes: bytes) else {
        return (.failure(.windowFull), false)
      }
      state.slotWaiters[id] = SlotWaiter(continuation: once, deadline: deadline)
      if let armed = state.armedExpiry, armed <= deadline { return (nil, false) }
      state.armedExpiry = deadline
      return (nil, true)
    }
    if let settled { once.resume(settled) }
    if mustArm { armExpiry(deadline) }
  }

  /// One timer serves all waiters: with one each, a busy producer would keep thousands.
  private func armExpiry(_ deadline: ContinuousClock.Instant) {
    let milliseconds = Int(ContinuousClock.now.duration(to: deadline) / .milliseconds(1)) + 1
    polled.poller.queue.async { @Sendable [self] in
      _ = polled.poller.schedule(afterMilliseconds: milliseconds) { [self] in expireWaiters() }
    }
  }

  private func expireWaiters() {
    let now = ContinuousClock.now
    let (due, next) = state.withLock { state in
      let due = state.slotWaiters.filter { $0.value.deadline <= now }.map(\.key).sorted()
      let next = state.slotWaiters.values.map(\.deadline).filter { $0 > now }.min()
      state.armedExpiry = next
      return (due, next)
    }
    for id in due { giveUp(id, .windowFull) }
    if let next { armExpiry(next) }
  }

  private func cancelWaiter(_ id: Int) {
    let isWaiting = state.withLock { state in
      if state.slotWaiters[id] != nil { return true }
      state.cancelledWaiters.insert(id)
      return false
    }
    if isWaiting { giveUp(id, .cancelled("send")) }
  }

  private func giveUp(_ id: Int, _ error: KafkaError) {
    let (waiter, granted) = state.withLock { state in
      let (wasWaiting, granted) = state.window.abandon(id: id)
      let waiter = wasWaiting ? state.slotWaiters.removeValue(forKey: id) : nil
      return (waiter, state.take(granted))
    }
    waiter?.resume(.failure(error))
    for next in granted { next.resume(.success(())) }
  }
}

extension KafkaError {
  fileprivate static let windowFull = KafkaError(
    RD_KAFKA_RESP_ERR__QUEUE_FULL, operation: "send",
    detail: "no room in the in-flight window within the deadline")
}
