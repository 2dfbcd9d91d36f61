import Synchronization

/// A record under way: whom its report is for, and the room it holds.
struct ProducerFlight {
  let batch: DeliveryBatch
  let index: Int
  let bytes: Int
}

/// A send that waits for room.
struct SlotWaiter {
  typealias Continuation = Once<Result<Void, KafkaError>>

  let continuation: Continuation
  let deadline: ContinuousClock.Instant

  func resume(_ result: Result<Void, KafkaError>) { continuation.resume(result) }
}

/// What a producer remembers; guarded by its lock. Methods return whom to resume, and the caller
/// resumes after the lock is released.
struct ProducerState {
  enum Phase { case open, closing, closed }

  var phase = Phase.open
  var fatal: KafkaError?
  var window: InFlightWindow
  var flights: [UInt: ProducerFlight] = [:]
  var nextFlight: UInt = 1
  var slotWaiters: [Int: SlotWaiter] = [:]
  var armedExpiry: ContinuousClock.Instant?
  /// Waiters cancelled before they could register.
  var cancelledWaiters: Set<Int> = []
  var nextWaiter = 0
  var drained: Once<Bool>?
  var undeliveredWhileClosing = 0

  init(window: InFlightWindow) {
    self.window = window
  }

  func checkOpen() throws(KafkaError) {
    if let fatal { throw fatal }
    if phase != .open { throw .closed("send") }
  }

  /// Takes the continuations of waiters that were granted room.
  mutating func take(_ ids: [Int]) -> [SlotWaiter] {
    ids.compactMap { slotWaiters.removeValue(forKey: $0) }
  }

  /// Takes every waiter out of the queue.
  mutating func takeSlotWaiters() -> [SlotWaiter] {
    take(window.abandonAll())
  }

  mutating func takeDrained() -> Once<Bool>? {
    guard flights.isEmpty else { return nil }
    let waiting = drained
    drained = nil
    return waiting
  }
}
