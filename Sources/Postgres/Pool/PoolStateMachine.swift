/// The decisions of a pool, without I/O, clock or lock: every call is told the time and returns
/// what must be done.
///
/// A connection is lent only to a waiter that is still in the queue, and leaves the queue in the
/// same step, so a cancellation that comes later finds nothing to cancel and the connection goes
/// the ordinary way back. A slot is free only when its connection is idle or closed.
struct PoolStateMachine {
  typealias ConnectionID = UInt64
  typealias WaiterID = UInt64

  /// Why a waiter leaves without a connection.
  enum Failure: Hashable {
    case timedOut
    case tooManyWaiters
    case shutDown
    case cancelled
    case connectFailed
  }

  /// What the shell must do, in this order.
  enum Action: Hashable {
    case open(ConnectionID)
    case close(ConnectionID)
    case lend(ConnectionID, to: WaiterID, needsCheck: Bool)
    case fail(WaiterID, Failure)
    case finished
  }

  private enum Phase {
    case connecting
    case idle(sinceMilliseconds: Int64)
    case leased
    case closing
  }

  private struct Connection {
    var phase: Phase
    var expiresMilliseconds: Int64 = .max
  }

  private struct Waiter {
    let id: WaiterID
    let enqueuedMilliseconds: Int64
    let deadlineMilliseconds: Int64
  }

  private enum Lifecycle {
    case running
    case draining
    case finished
  }

  let limits: PoolLimits
  private var lifecycle = Lifecycle.running
  private var isWarm = false
  private var connections: [ConnectionID: Connection] = [:]
  /// Most recently used last: it is lent first, so that spare ones grow old and close.
  private var idle: [ConnectionID] = []
  private var waiters: [Waiter] = []
  private var lastConnectionID: ConnectionID = 0
  private var failuresInARow = 0
  private var nextConnectMilliseconds: Int64 = .min
  private var suspectBeforeMilliseconds: Int64 = .min
  private var counters = PoolStatistics()

  init(limits: PoolLimits) {
    self.limits = limits
  }

  /// The present numbers and the counters.
  var statistics: PoolStatistics {
    var result = counters
    result.size = connections.count
    result.idle = idle.count
    result.connecting = connectingCount
    result.inUse = count { if case .leased = $0 { true } else { false } }
    result.waiters = waiters.count
    return result
  }

  private func count(_ matches: (Phase) -> Bool) -> Int {
    connections.values.count { matches($0.phase) }
  }

  private var connectingCount: Int {
    count { if case .connecting = $0 { true } else { false } }
  }

  // MARK: Callers

  /// Lends an idle connection at once, if there is one and nobody waits before.
  /// `needsCheck` says that it may have died since it was last used.
  mutating func lendIdle(now: Int64) -> (id: ConnectionID, needsCheck: Bool)? {
    guard case .running = lifecycle, waiters.isEmpty else { return nil }
    guard let id = idle.last, let connection = connections[id],
      connection.expiresMilliseconds > now, case .idle(let since) = connection.phase
    else { return nil }
    idle.removeLast()
    connections[id]?.phase = .leased
    counters.checkouts += 1
    let isOld = since + Int64(limits.idleCheckMilliseconds) <= now
    return (id, isOld || since <= suspectBeforeMilliseconds)
  }

  /// A caller wants a connection before the deadline.
  mutating func request(_ waiter: WaiterID, now: Int64, deadline: Int64) -> [Action] {
    guard case .running = lifecycle else { return [.fail(waiter, .shutDown)] }
    var actions = retireExpired(now: now)
    if waiters.isEmpty, let (id, needsCheck) = lendIdle(now: now) {
      return actions + [.lend(id, to: waiter, needsCheck: needsCheck)]
    }
    guard waiters.count < limits.waiters else {
      counters.rejections += 1
      return actions + [.fail(waiter, .tooManyWaiters)]
    }
    waiters.append(
      Waiter(id: waiter, enqueuedMilliseconds: now, deadlineMilliseconds: deadline))
    actions += openWhatIsMissing(now: now)
    return actions
  }

  /// A caller gave up; nothing happens if it has been served or refused already.
  mutating func cancel(_ waiter: WaiterID) -> [Action] {
    guard let index = waiters.firstIndex(where: { $0.id == waiter }) else { return [] }
    waiters.remove(at: index)
    counters.cancellations += 1
    return [.fail(waiter, .cancelled)]
  }

  /// A loan ended. An unusable connection has been closed by itself.
  mutating func release(_ id: ConnectionID, as state: ReturnedState, now: Int64) -> [Action] {
    guard let connection = connections[id], case .leased = connection.phase else { return [] }
    switch state {
    case .unusable:
      connections[id] = nil
      counters.discards += 1
      // Whatever broke this one may have broken those that lay idle at the time.
      suspectBeforeMilliseconds = now
      return openWhatIsMissing(now: now) + finishIfDrained()
    case .rolledBack: counters.rolledBackReturns += 1
    case .usable: break
    }
    guard case .running = lifecycle else { return close(id) }
    if connection.expiresMilliseconds <= now {
      counters.retirements += 1
      return close(id)
    }
    return serve(id, now: now)
  }

  /// A transaction is started again.
  mutating func noteTransactionRetry() {
    counters.transactionRetries += 1
  }

  // MARK: Connections

  /// A connection has been opened; `unit` in 0 ..< 1 decides its age.
  mutating func connected(_ id: ConnectionID, now: Int64, unit: Double) -> [Action] {
    guard connections[id] != nil else { return [.close(id)] }
    failuresInARow = 0
    nextConnectMilliseconds = .min
    let lifetime = Double(limits.lifetimeMilliseconds) * (1 - limits.lifetimeJitter * unit)
    connections[id]?.expiresMilliseconds = now + max(1, Int64(lifetime))
    guard case .running = lifecycle else { return close(id) }
    // The first success after failures may release several callers at once.
    return serve(id, now: now) + openWhatIsMissing(now: now)
  }

  /// A connect failed. Callers go on waiting for the next attempt, unless trying again is of no
  /// use: a refused password, a database that does not exist.
  mutating func connectFailed(_ id: ConnectionID, isPermanent: Bool, now: Int64, unit: Double)
    -> [Action]
  {
    connections[id] = nil
    failuresInARow += 1
    counters.connectFailures += 1
    nextConnectMilliseconds =
      now
      + PoolLimits.backoffMilliseconds(
        base: limits.connectBackoffBaseMilliseconds,
        maximum: limits.connectBackoffMaximumMilliseconds, attempt: failuresInARow, unit: unit)
    var actions: [Action] = []
    if isPermanent {
      actions = waiters.map { .fail($0.id, .connectFailed) }
      waiters = []
    }
    return actions + finishIfDrained()
  }

  /// A connection has been closed.
  mutating func closed(_ id: ConnectionID, now: Int64) -> [Action] {
    connections[id] = nil
    return openWhatIsMissing(now: now) + finishIfDrained()
  }

  // MARK: Time

  /// `run()` has begun: keep connections warm from now on.
  mutating func keepWarm(now: Int64) -> [Action] {
    isWarm = true
    return openWhatIsMissing(now: now)
  }

  /// The time of `nextTimer` has come, or any other time.
  mutating func timePassed(now: Int64) -> [Action] {
    guard case .running = lifecycle else { return [] }
    var actions: [Action] = []
    waiters.removeAll { waiter in
      guard waiter.deadlineMilliseconds <= now else { return false }
      actions.append(.fail(waiter.id, .timedOut))
      return true
    }
    counters.checkoutTimeouts += actions.count
    actions += retireExpired(now: now)
    let floor = isWarm ? limits.warm : 0
    for id in idle where connections.count - closingCount > floor {
      guard case .idle(let since)? = connections[id]?.phase,
        since + Int64(limits.idleTimeoutMilliseconds) <= now
      else { continue }
      idle.removeAll { $0 == id }
      counters.retirements += 1
      actions += close(id)
    }
    return actions + openWhatIsMissing(now: now)
  }

  /// The next time at which `timePassed` has something to do.
  func nextTimer(now: Int64) -> Int64? {
    guard case .running = lifecycle else { return nil }
    var times = waiters.map(\.deadlineMilliseconds)
    let floor = isWarm ? limits.warm : 0
    let mayShrink = connections.count - closingCount > floor
    for id in idle {
      guard let connection = connections[id], case .idle(let since) = connection.phase else {
        continue
      }
      times.append(connection.expiresMilliseconds)
      if mayShrink { times.append(since + Int64(limits.idleTimeoutMilliseconds)) }
    }
    if missingCount > 0, nextConnectMilliseconds > now { times.append(nextConnectMilliseconds) }
    return times.min()
  }

  // MARK: Shutdown

  /// No more loans; idle connections close now, lent ones when they come back.
  mutating func shutDown() -> [Action] {
    guard case .running = lifecycle else { return [] }
    lifecycle = .draining
    var actions: [Action] = waiters.map { .fail($0.id, .shutDown) }
    waiters = []
    let closing = idle
    idle = []
    for id in closing { actions += close(id) }
    return actions + finishIfDrained()
  }

  /// The shutdown deadline passed with connections still on loan.
  mutating func shutdownDeadlinePassed() -> [Action] {
    guard case .draining = lifecycle else { return [] }
    lifecycle = .finished
    return [.finished]
  }

  /// Shutdown is complete.
  var isFinished: Bool {
    if case .finished = lifecycle { true } else { false }
  }

  private mutating func finishIfDrained() -> [Action] {
    guard case .draining = lifecycle, connections.isEmpty else { return [] }
    lifecycle = .finished
    return [.finished]
  }

  // MARK: Steps

  private var closingCount: Int {
    count { if case .closing = $0 { true } else { false } }
  }

  private mutating func close(_ id: ConnectionID) -> [Action] {
    connections[id]?.phase = .closing
    return [.close(id)]
  }

  /// Gives a free connection to the first waiter, or keeps it idle.
  private mutating func serve(_ id: ConnectionID, now: Int64) -> [Action] {
    guard !waiters.isEmpty else {
      connections[id]?.phase = .idle(sinceMilliseconds: now)
      idle.append(id)
      return []
    }
    let waiter = waiters.removeFirst()
    connections[id]?.phase = .leased
    let waited = now - waiter.enqueuedMilliseconds
    counters.checkouts += 1
    counters.waitedCheckouts += 1
    counters.waitMillisecondsTotal += waited
    counters.waitMillisecondsMaximum = max(counters.waitMillisecondsMaximum, waited)
    return [.lend(id, to: waiter.id, needsCheck: false)]
  }

  private mutating func retireExpired(now: Int64) -> [Action] {
    var actions: [Action] = []
    for id in idle {
      guard let connection = connections[id], connection.expiresMilliseconds <= now else {
        continue
      }
      idle.removeAll { $0 == id }
      counters.retirements += 1
      actions += close(id)
    }
    return actions
  }

  /// Connections to open for the waiters and for warmth, within the size.
  private var missingCount: Int {
    guard case .running = lifecycle else { return 0 }
    let forWaiters = waiters.count - connectingCount
    let forWarmth = isWarm ? limits.warm - (connections.count - closingCount) : 0
    return min(max(forWaiters, forWarmth), limits.size - connections.count)
  }

  /// After a failed connect one attempt at a time tries the server, not one per waiter.
  private mutating func openWhatIsMissing(now: Int64) -> [Action] {
    guard now >= nextConnectMilliseconds else { return [] }
    let wanted = failuresInARow == 0 ? missingCount : min(missingCount, 1 - connectingCount)
    guard wanted > 0 else { return [] }
    return (0..<wanted).map { _ in
      lastConnectionID += 1
      connections[lastConnectionID] = Connection(phase: .connecting)
      return .open(lastConnectionID)
    }
  }
}
