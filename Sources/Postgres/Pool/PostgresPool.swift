/// A bounded set of connections that are lent for the length of a closure.
///
/// All decisions are made by `PoolStateMachine` under one lock; what it returns is done after the
/// lock has been released. The pool works from its creation; `run()` adds warm connections and ends
/// the pool with its task.
public final class PostgresPool: Sendable {
  typealias ConnectionID = PoolStateMachine.ConnectionID
  typealias WaiterID = PoolStateMachine.WaiterID
  private typealias Reply = Result<Loan, PostgresError>

  /// A connection on loan.
  struct Loan: Sendable {
    let id: ConnectionID
    let connection: PostgresConnection
    let number: UInt64
    /// The connection may have died while it lay idle.
    let needsCheck: Bool

    func session(in transaction: PooledTransaction? = nil) -> PooledSession {
      PooledSession(connection: connection, lease: number, transaction: transaction)
    }
  }

  private struct State {
    var machine: PoolStateMachine
    var connections: [ConnectionID: PostgresConnection] = [:]
    var waiters: [WaiterID: CheckedContinuation<Reply, Never>] = [:]
    var finishers: [SleepGate] = []
    var lastWaiter: WaiterID = 0
    var armedTimer: Int64?
    var lastConnectError: PostgresError?
  }

  /// What to do after the lock has been released.
  private enum Effect {
    case open(ConnectionID)
    case close(ConnectionID, PostgresConnection)
    case reply(CheckedContinuation<Reply, Never>, Reply)
    case openGate(SleepGate)
    case arm(at: Int64, afterMilliseconds: Int64)
  }

  private let configuration: PostgresConfiguration
  private let clock: PostgresClock
  private let random: PostgresRandom
  /// The bounds of this pool.
  public let limits: PoolLimits
  private let state: Locked<State>

  /// A pool that opens its first connection when one is asked for, or in `run()`.
  public init(
    configuration: PostgresConfiguration, limits: PoolLimits = PoolLimits(),
    clock: PostgresClock = .system, random: PostgresRandom = .system
  ) {
    self.configuration = configuration
    self.limits = limits
    self.clock = clock
    self.random = random
    state = Locked(State(machine: PoolStateMachine(limits: limits)))
  }

  /// The present numbers and the counters.
  public var statistics: PoolStatistics { state.withLock { $0.machine.statistics } }

  /// Keeps connections warm and returns when the pool has shut down: by `shutdown()`, or because
  /// this task was cancelled.
  public func run() async {
    change { machine, now in machine.keepWarm(now: now) }
    let gate = finishGate()
    await withTaskCancellationHandler {
      await withCheckedContinuation { gate.store($0) }
    } onCancel: {
      beginShutdown()
    }
  }

  /// Refuses new loans, waits for those under way up to `shutdownDeadlineMilliseconds`, and closes
  /// all connections. A connection that comes back later is closed then.
  public func shutdown() async {
    let gate = finishGate()
    beginShutdown()
    await withCheckedContinuation { gate.store($0) }
  }

  /// Lends a connection to the closure. On return an open transaction is rolled back, and a
  /// connection that is not idle is closed. Throws what the closure throws, or kinds `.pool`,
  /// `.connection` and `.cancelled` when no connection was lent.
  @discardableResult
  public nonisolated(nonsending) func withConnection<T: Sendable>(
    _ body: (any PostgresSession) async throws -> T
  ) async throws -> T {
    let loan = try await checkOut()
    do {
      let value = try await body(loan.session())
      await checkIn(loan)
      return value
    } catch {
      await checkIn(loan)
      throw error
    }
  }

  // MARK: Loans

  /// Gets a live connection within the checkout deadline. One that died while idle is replaced;
  /// there are at most `size` of those.
  nonisolated(nonsending) func checkOut() async throws(PostgresError) -> Loan {
    let deadline = clock.nowMilliseconds() + Int64(limits.checkoutDeadlineMilliseconds)
    for _ in 0...limits.size {
      let loan: Loan
      if let idle = lendIdle() {
        loan = idle
      } else {
        loan = try await waitForLoan(deadline: deadline)
      }
      if loan.needsCheck, await !loan.connection.isAlive() {
        giveBack(loan.id, as: .unusable)
        continue
      }
      if Task.isCancelled {
        await checkIn(loan)
        throw PostgresError(kind: .cancelled, reason: "the task was cancelled")
      }
      return loan
    }
    throw PostgresError(kind: .connection, reason: "all idle connections had died")
  }

  /// Ends a loan; not cancellable.
  nonisolated(nonsending) func checkIn(_ loan: Loan) async {
    let returned = await loan.connection.endLoan()
    giveBack(loan.id, as: returned)
  }

  func noteTransactionRetry() {
    state.withLock { $0.machine.noteTransactionRetry() }
  }

  /// Sleeps before another attempt of a transaction; ends early when the task is cancelled.
  func pauseBeforeRetry(attempt: Int) async {
    let milliseconds = PoolLimits.backoffMilliseconds(
      base: limits.retryBackoffBaseMilliseconds, maximum: limits.retryBackoffMaximumMilliseconds,
      attempt: attempt, unit: random.unit())
    await clock.sleep(milliseconds: milliseconds)
  }

  private func giveBack(_ id: ConnectionID, as returned: ReturnedState) {
    change { machine, now in machine.release(id, as: returned, now: now) }
  }

  private func lendIdle() -> Loan? {
    let now = clock.nowMilliseconds()
    return state.withLock { state in
      guard let (id, needsCheck) = state.machine.lendIdle(now: now),
        let connection = state.connections[id]
      else { return nil }
      return Loan(
        id: id, connection: connection, number: connection.loans.advance(), needsCheck: needsCheck)
    }
  }

  private func waitForLoan(deadline: Int64) async throws(PostgresError) -> Loan {
    let waiter = state.withLock { state in
      state.lastWaiter += 1
      return state.lastWaiter
    }
    let reply = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Reply, Never>) in
        change { machine, now in
          machine.request(waiter, now: now, deadline: deadline)
        } prepare: {
          $0.waiters[waiter] = continuation
        }
        // A cancellation before this point found no waiter to cancel.
        if Task.isCancelled { change { machine, _ in machine.cancel(waiter) } }
      }
    } onCancel: {
      change { machine, _ in machine.cancel(waiter) }
    }
    return try reply.get()
  }

  // MARK: Changing the state

  private func change(
    _ decide: (inout PoolStateMachine, _ now: Int64) -> [PoolStateMachine.Action],
    prepare: (inout State) -> Void = { _ in }
  ) {
    let now = clock.nowMilliseconds()
    let effects = state.withLock { state in
      prepare(&state)
      var effects: [Effect] = []
      for action in decide(&state.machine, now) {
        if let effect = Self.effect(of: action, in: &state) { effects.append(effect) }
        if action == .finished {
          effects += state.finishers.map { .openGate($0) }
          state.finishers = []
        }
      }
      if let timer = state.machine.nextTimer(now: now), timer < state.armedTimer ?? .max {
        state.armedTimer = timer
        effects.append(.arm(at: timer, afterMilliseconds: timer - now))
      }
      return effects
    }
    for effect in effects { perform(effect) }
  }

  private static func effect(of action: PoolStateMachine.Action, in state: inout State) -> Effect? {
    switch action {
    case .open(let id): return .open(id)
    case .close(let id): return state.connections.removeValue(forKey: id).map { .close(id, $0) }
    case .lend(let id, let waiter, let needsCheck):
      guard let continuation = state.waiters.removeValue(forKey: waiter),
        let connection = state.connections[id]
      else { return nil }
      let loan = Loan(
        id: id, connection: connection, number: connection.loans.advance(), needsCheck: needsCheck)
      return .reply(continuation, .success(loan))
    case .fail(let waiter, let failure):
      return state.waiters.removeValue(forKey: waiter).map {
        .reply($0, .failure(error(for: failure, state.lastConnectError)))
      }
    case .finished: return nil
    }
  }

  private static func error(
    for failure: PoolStateMachine.Failure, _ connectError: PostgresError?
  ) -> PostgresError {
    switch failure {
    case .timedOut:
      var error = PostgresError(
        kind: .pool(.checkoutTimedOut), reason: "no connection came free in time")
      error.underlying = connectError
      return error
    case .tooManyWaiters:
      return PostgresError(kind: .pool(.tooManyWaiters), reason: "too many callers wait")
    case .shutDown:
      return PostgresError(kind: .pool(.shutDown), reason: "the pool is shut down")
    case .cancelled:
      return PostgresError(kind: .cancelled, reason: "the task was cancelled")
    case .connectFailed:
      return connectError
        ?? PostgresError(kind: .connection, reason: "the server refused the connection")
    }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .open(let id):
      Task.detached { [self] in await open(id) }
    case .close(let id, let connection):
      Task.detached { [self] in
        await connection.close()
        change { machine, now in machine.closed(id, now: now) }
      }
    case .reply(let continuation, let reply): continuation.resume(returning: reply)
    case .openGate(let gate): gate.open()
    case .arm(let time, let milliseconds):
      clock.after(milliseconds) { [weak self] in self?.timerFired(time) }
    }
  }

  private func timerFired(_ time: Int64) {
    change { machine, now in
      machine.timePassed(now: now)
    } prepare: { state in
      if state.armedTimer == time { state.armedTimer = nil }
    }
  }

  private func open(_ id: ConnectionID) async {
    do throws(PostgresError) {
      let connection = try await PostgresConnection.connect(configuration)
      change { [random] machine, now in
        machine.connected(id, now: now, unit: random.unit())
      } prepare: { state in
        state.connections[id] = connection
        state.lastConnectError = nil
      }
    } catch {
      // Class 28 refuses the login, 3D the database: another attempt will end the same way.
      let isPermanent =
        error.sqlState.map { ["28", "3D"].contains($0.conditionClass) } ?? false
      change { [random] machine, now in
        machine.connectFailed(id, isPermanent: isPermanent, now: now, unit: random.unit())
      } prepare: { state in
        state.lastConnectError = error
      }
    }
  }

  // MARK: Shutdown

  private func finishGate() -> SleepGate {
    let gate = SleepGate()
    let isFinished = state.withLock { state in
      if state.machine.isFinished { return true }
      state.finishers.append(gate)
      return false
    }
    if isFinished { gate.open() }
    return gate
  }

  private func beginShutdown() {
    change { machine, _ in machine.shutDown() }
    clock.after(Int64(limits.shutdownDeadlineMilliseconds)) { [weak self] in
      self?.change { machine, _ in machine.shutdownDeadlinePassed() }
    }
  }
}
