import Seeds
import Testing

@testable import Postgres

@Suite("The pool's state machine")
struct PoolStateMachineTests {
  private static func machine(
    size: Int = 2, warm: Int = 1, waiters: Int = 2, lifetime: Int = 10_000, jitter: Double = 0
  ) -> PoolStateMachine {
    PoolStateMachine(
      limits: PoolLimits(
        size: size, warm: warm, waiters: waiters, checkoutDeadlineMilliseconds: 100,
        idleTimeoutMilliseconds: 1_000, idleCheckMilliseconds: 500, lifetimeMilliseconds: lifetime,
        lifetimeJitter: jitter, connectBackoffBaseMilliseconds: 50,
        connectBackoffMaximumMilliseconds: 400))
  }

  /// A machine whose connection 1 is lent to waiter 1.
  private static func lent(size: Int = 2, waiters: Int = 2) -> PoolStateMachine {
    var pool = machine(size: size, waiters: waiters)
    #expect(pool.request(1, now: 0, deadline: 100) == [.open(1)])
    #expect(pool.connected(1, now: 1, unit: 0) == [.lend(1, to: 1, needsCheck: false)])
    return pool
  }

  @Test("opens a connection for a waiter and lends it to that waiter")
  func firstLoan() {
    let pool = Self.lent()
    #expect(pool.statistics.inUse == 1)
    #expect(pool.statistics.waitMillisecondsTotal == 1)
    #expect(pool.statistics.waiters == 0)
  }

  @Test("lends an idle connection at once, the most recently used one first")
  func idleFirst() {
    var pool = Self.lent()
    #expect(pool.request(2, now: 2, deadline: 102) == [.open(2)])
    #expect(pool.connected(2, now: 3, unit: 0) == [.lend(2, to: 2, needsCheck: false)])
    #expect(pool.release(1, as: .usable, now: 4) == [])
    #expect(pool.release(2, as: .usable, now: 5) == [])
    let first = pool.lendIdle(now: 6)
    #expect(first?.id == 2)
    #expect(first?.needsCheck == false)
    #expect(pool.lendIdle(now: 700)?.needsCheck == true)
    #expect(pool.lendIdle(now: 701) == nil)
  }

  @Test("never opens more than its size and serves waiters in their order")
  func order() {
    var pool = Self.lent(size: 1)
    #expect(pool.request(2, now: 2, deadline: 102) == [])
    #expect(pool.request(3, now: 2, deadline: 102) == [])
    #expect(pool.release(1, as: .usable, now: 10) == [.lend(1, to: 2, needsCheck: false)])
    #expect(pool.release(1, as: .usable, now: 20) == [.lend(1, to: 3, needsCheck: false)])
    #expect(pool.statistics.size == 1)
  }

  @Test("refuses a waiter beyond the limit")
  func waiterLimit() {
    var pool = Self.lent(size: 1, waiters: 1)
    #expect(pool.request(2, now: 2, deadline: 102) == [])
    #expect(pool.request(3, now: 2, deadline: 102) == [.fail(3, .tooManyWaiters)])
    #expect(pool.statistics.rejections == 1)
  }

  @Test("fails waiters at their deadline and not before")
  func deadline() {
    var pool = Self.lent(size: 1)
    #expect(pool.request(2, now: 2, deadline: 102) == [])
    #expect(pool.nextTimer(now: 2) == 102)
    #expect(pool.timePassed(now: 101) == [])
    #expect(pool.timePassed(now: 102) == [.fail(2, .timedOut)])
    #expect(pool.statistics.checkoutTimeouts == 1)
    #expect(pool.release(1, as: .usable, now: 103) == [])
  }

  @Test("a cancellation that comes before the hand-over leaves the connection idle")
  func cancelBeforeHandOver() {
    var pool = Self.machine()
    #expect(pool.request(1, now: 0, deadline: 100) == [.open(1)])
    #expect(pool.cancel(1) == [.fail(1, .cancelled)])
    #expect(pool.connected(1, now: 1, unit: 0) == [])
    #expect(pool.statistics.idle == 1)
    #expect(pool.cancel(1) == [])
  }

  @Test("a cancellation that comes after the hand-over changes nothing")
  func cancelAfterHandOver() {
    var pool = Self.lent()
    #expect(pool.cancel(1) == [])
    #expect(pool.statistics.inUse == 1)
    #expect(pool.statistics.cancellations == 0)
  }

  @Test("a cancelled waiter does not take the connection from the next")
  func cancelledInQueue() {
    var pool = Self.lent(size: 1)
    _ = pool.request(2, now: 2, deadline: 102)
    _ = pool.request(3, now: 2, deadline: 102)
    #expect(pool.cancel(2) == [.fail(2, .cancelled)])
    #expect(pool.release(1, as: .usable, now: 5) == [.lend(1, to: 3, needsCheck: false)])
  }

  @Test("an unusable connection frees its slot for a new one, and makes idle ones suspect")
  func discard() {
    var pool = Self.lent()
    _ = pool.request(2, now: 2, deadline: 102)
    _ = pool.connected(2, now: 3, unit: 0)
    _ = pool.release(2, as: .usable, now: 4)
    #expect(pool.release(1, as: .unusable, now: 5) == [])
    #expect(pool.statistics.discards == 1)
    #expect(pool.statistics.size == 1)
    let next = pool.lendIdle(now: 6)
    #expect(next?.needsCheck == true)
    #expect(pool.request(3, now: 6, deadline: 106) == [.open(3)])
  }

  @Test("a second release of the same loan is ignored")
  func doubleRelease() {
    var pool = Self.lent()
    #expect(pool.release(1, as: .usable, now: 2) == [])
    #expect(pool.release(1, as: .unusable, now: 3) == [])
    #expect(pool.statistics.idle == 1)
  }

  @Test("the slot of a connection that closes is not free before it has closed")
  func closingHoldsSlot() {
    var pool = Self.lent(size: 1)
    #expect(pool.release(1, as: .usable, now: 10_001) == [.close(1)])
    #expect(pool.request(2, now: 10_002, deadline: 10_102) == [])
    #expect(pool.closed(1, now: 10_003) == [.open(2)])
  }

  @Test("retires a connection at its age, shortened by jitter")
  func lifetime() {
    var pool = Self.machine(jitter: 0.5)
    _ = pool.request(1, now: 0, deadline: 100)
    _ = pool.connected(1, now: 0, unit: 0.5)
    #expect(pool.release(1, as: .usable, now: 7_400) == [])
    #expect(pool.lendIdle(now: 7_500) == nil)
    #expect(pool.timePassed(now: 7_500) == [.close(1)])
    #expect(pool.statistics.retirements == 1)
  }

  @Test("closes idle connections after the idle time, but keeps the warm ones while running")
  func idleTimeout() {
    var pool = Self.machine()
    #expect(pool.keepWarm(now: 0) == [.open(1)])
    _ = pool.connected(1, now: 0, unit: 0)
    _ = pool.lendIdle(now: 0)
    _ = pool.request(2, now: 1, deadline: 101)
    _ = pool.connected(2, now: 1, unit: 0)
    _ = pool.release(1, as: .usable, now: 2)
    _ = pool.release(2, as: .usable, now: 3)
    #expect(pool.nextTimer(now: 3) == 1_002)
    #expect(pool.timePassed(now: 1_002) == [.close(1)])
    #expect(pool.closed(1, now: 1_003) == [])
    #expect(pool.timePassed(now: 5_000) == [])
    #expect(pool.statistics.idle == 1)
  }

  @Test("waits with growing, bounded pauses after failed connects and tries one at a time")
  func backoff() {
    var pool = Self.machine(size: 4, waiters: 4)
    #expect(pool.request(1, now: 0, deadline: 9_000) == [.open(1)])
    #expect(pool.request(2, now: 0, deadline: 9_000) == [.open(2)])
    #expect(pool.connectFailed(1, isPermanent: false, now: 10, unit: 1) == [])
    #expect(pool.nextTimer(now: 10) == 60)
    #expect(pool.connectFailed(2, isPermanent: false, now: 10, unit: 1) == [])
    #expect(pool.nextTimer(now: 10) == 110)
    #expect(pool.timePassed(now: 109) == [])
    #expect(pool.timePassed(now: 110) == [.open(3)])
    var now: Int64 = 110
    for id in UInt64(3)..<9 {
      #expect(pool.connectFailed(id, isPermanent: false, now: now, unit: 1) == [])
      let next = pool.nextTimer(now: now) ?? 0
      #expect(next - now <= 400)
      now = next
      #expect(pool.timePassed(now: now) == [.open(id + 1)])
    }
    let served = pool.connected(9, now: now, unit: 0)
    #expect(served.first == .lend(9, to: 1, needsCheck: false))
    #expect(served.dropFirst() == [.open(10)])
  }

  @Test("tells all waiters at once when connecting again is of no use")
  func permanentFailure() {
    var pool = Self.machine()
    _ = pool.request(1, now: 0, deadline: 100)
    _ = pool.request(2, now: 0, deadline: 100)
    #expect(
      pool.connectFailed(1, isPermanent: true, now: 1, unit: 0)
        == [.fail(1, .connectFailed), .fail(2, .connectFailed)])
  }

  @Test("shutdown refuses waiters, closes idle ones now and lent ones when they come back")
  func shutdown() {
    var pool = Self.lent()
    _ = pool.request(2, now: 2, deadline: 102)
    _ = pool.connected(2, now: 2, unit: 0)
    _ = pool.release(2, as: .usable, now: 3)
    #expect(pool.shutDown() == [.close(2)])
    #expect(pool.request(3, now: 4, deadline: 104) == [.fail(3, .shutDown)])
    #expect(pool.lendIdle(now: 4) == nil)
    #expect(pool.closed(2, now: 5) == [])
    #expect(pool.release(1, as: .usable, now: 6) == [.close(1)])
    #expect(pool.closed(1, now: 7) == [.finished])
    #expect(pool.isFinished)
  }

  @Test("shutdown closes a connection that arrives late")
  func shutdownWhileConnecting() {
    var pool = Self.machine()
    _ = pool.request(1, now: 0, deadline: 100)
    #expect(pool.shutDown() == [.fail(1, .shutDown)])
    #expect(pool.connected(1, now: 1, unit: 0) == [.close(1)])
    #expect(pool.closed(1, now: 2) == [.finished])
  }

  @Test("shutdown ends at its deadline even if a connection never comes back")
  func shutdownDeadline() {
    var pool = Self.lent()
    #expect(pool.shutDown() == [])
    #expect(pool.shutdownDeadlinePassed() == [.finished])
    #expect(pool.shutdownDeadlinePassed() == [])
    #expect(pool.release(1, as: .usable, now: 9) == [.close(1)])
    #expect(pool.closed(1, now: 10) == [])
  }

  @Test("under random calls never lends one connection twice and never exceeds its limits")
  func randomCalls() {
    var random = SeededGenerator.announced("calls of the pool")
    var pool = Self.machine(size: 3, warm: 2, waiters: 4, lifetime: 300, jitter: 0.5)
    var connecting: Set<UInt64> = []
    var lent: [UInt64: UInt64] = [:]
    var closing: Set<UInt64> = []
    var waiting: Set<UInt64> = []
    var now: Int64 = 0
    var lastWaiter: UInt64 = 0
    _ = pool.keepWarm(now: 0).map { if case .open(let id) = $0 { connecting.insert(id) } }
    for _ in 0..<20_000 {
      now += Int64.random(in: 0...20, using: &random)
      let unit = Double.random(in: 0..<1, using: &random)
      var actions: [PoolStateMachine.Action] = []
      switch Int.random(in: 0..<8, using: &random) {
      case 0:
        lastWaiter += 1
        waiting.insert(lastWaiter)
        actions = pool.request(lastWaiter, now: now, deadline: now + 100)
      case 1:
        if let id = connecting.randomElement(using: &random) {
          connecting.remove(id)
          actions = pool.connected(id, now: now, unit: unit)
        }
      case 2:
        if let id = connecting.randomElement(using: &random) {
          connecting.remove(id)
          actions = pool.connectFailed(id, isPermanent: unit < 0.1, now: now, unit: unit)
        }
      case 3, 4:
        if let id = lent.keys.randomElement(using: &random) {
          lent[id] = nil
          let states: [ReturnedState] = [.usable, .rolledBack, .unusable]
          actions = pool.release(
            id, as: states.randomElement(using: &random) ?? .usable, now: now)
        }
      case 5:
        if let id = closing.randomElement(using: &random) {
          closing.remove(id)
          actions = pool.closed(id, now: now)
        }
      case 6:
        if let waiter = waiting.randomElement(using: &random) { actions = pool.cancel(waiter) }
      default: actions = pool.timePassed(now: now)
      }
      for action in actions {
        switch action {
        case .open(let id): #expect(connecting.insert(id).inserted)
        case .close(let id):
          #expect(lent[id] == nil)
          #expect(closing.insert(id).inserted)
        case .lend(let id, let waiter, _):
          #expect(lent[id] == nil)
          #expect(!closing.contains(id) && !connecting.contains(id))
          #expect(waiting.remove(waiter) != nil)
          lent[id] = waiter
        case .fail(let waiter, _): #expect(waiting.remove(waiter) != nil)
        case .finished: Issue.record("finished without a shutdown")
        }
      }
      let numbers = pool.statistics
      #expect(numbers.size <= 3)
      #expect(numbers.waiters == waiting.count && waiting.count <= 4)
      #expect(numbers.inUse == lent.count)
      #expect(numbers.size == numbers.idle + numbers.inUse + connecting.count + closing.count)
      // Nobody waits beside an idle connection.
      #expect(numbers.waiters == 0 || numbers.idle == 0)
    }
    #expect(pool.statistics.checkouts > 100)
  }
}
