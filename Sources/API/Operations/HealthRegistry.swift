import Application
import Domain
import Synchronization

/// What one check found.
public struct HealthStatus: Sendable, Hashable {
  /// Whether requests can be served, as far as this check goes.
  public var isReady: Bool
  /// What is not ready; empty when it is.
  public var what: Text
  /// What an operator does about it; empty when it is ready.
  public var action: Text

  /// A status with its texts.
  public init(isReady: Bool, what: Text = Text("", ""), action: Text = Text("", "")) {
    self.isReady = isReady
    self.what = what
    self.action = action
  }

  /// Nothing to say: it works.
  public static let ready = HealthStatus(isReady: true)

  /// It does not work, and this helps.
  public static func notReady(_ what: Text, action: Text) -> HealthStatus {
    HealthStatus(isReady: false, what: what, action: action)
  }
}

/// The readiness checks of one process, by name. Ready means: every check passes and nobody has
/// asked the process to stop.
public final class HealthRegistry: Sendable {
  /// Looks at one dependency. It should end when its task is cancelled.
  public typealias Probe = @Sendable () async -> HealthStatus

  private struct State {
    var probes: [String: Probe] = [:]
    /// Probes under way, by number. One that passed its deadline and has not come back is late:
    /// its name is not probed again until it does.
    var underWay: [Int: (name: String, isLate: Bool)] = [:]
    var started = 0
    var isDraining = false
  }

  private let state = Mutex(State())

  /// A registry without checks: ready until somebody registers one.
  public init() {}

  /// Adds or replaces the check `name`.
  public func register(_ name: String, probe: @escaping Probe) {
    state.withLock { $0.probes[name] = probe }
  }

  /// From now on not ready: the process is about to stop, and a load balancer should look elsewhere.
  public func beginDraining() { state.withLock { $0.isDraining = true } }

  /// Runs all checks at once.
  ///
  /// - Parameter deadlineMilliseconds: a check that takes longer counts as not ready.
  public func check(deadlineMilliseconds: Int) async -> [String: HealthStatus] {
    let (probes, isDraining) = state.withLock { ($0.probes, $0.isDraining) }
    var found = await withTaskGroup(of: (String, HealthStatus).self) { group in
      for (name, probe) in probes {
        group.addTask {
          (name, await self.run(name, probe, deadlineMilliseconds: deadlineMilliseconds))
        }
      }
      var found: [String: HealthStatus] = [:]
      for await (name, status) in group { found[name] = status }
      return found
    }
    if isDraining {
      found["server"] = .notReady(
        Text("正在停止", "the process is stopping"),
        action: Text("改用其他实例", "use another instance"))
    } else if found["server"] == nil {
      found["server"] = .ready
    }
    return found
  }

  private func run(
    _ name: String, _ probe: @escaping Probe, deadlineMilliseconds: Int
  ) async -> HealthStatus {
    let number = state.withLock { state -> Int? in
      let same = state.underWay.values.filter { $0.name == name }
      guard same.count < Self.maximumAtOnce, !same.contains(where: \.isLate) else { return nil }
      state.started += 1
      state.underWay[state.started] = (name, false)
      return state.started
    }
    guard let number else { return Self.slow }
    // A probe that ignores cancellation must not hold the answer back, so it is not a child task.
    let answer = Race()
    let work = Task {
      let status = await probe()
      self.state.withLock { $0.underWay[number] = nil }
      answer.finish(status)
    }
    let timer = Task {
      try await Task.sleep(for: .milliseconds(deadlineMilliseconds))
      self.state.withLock { $0.underWay[number]?.isLate = true }
      work.cancel()
      answer.finish(Self.slow)
    }
    let status = await answer.first()
    timer.cancel()
    return status
  }

  /// Requests that may run the same probe together.
  private static let maximumAtOnce = 16

  private static let slow = HealthStatus.notReady(
    Text("检查未在期限内返回", "the check did not answer in time"),
    action: Text("查看该依赖是否过载或失联", "see whether this dependency is overloaded or lost"))
}

/// The first of several results; later ones are dropped.
private final class Race: Sendable {
  private enum State {
    case open
    case waiting(CheckedContinuation<HealthStatus, Never>)
    case done(HealthStatus)
  }

  private let state = Mutex(State.open)

  func finish(_ status: HealthStatus) {
    let waiter = state.withLock { state -> CheckedContinuation<HealthStatus, Never>? in
      switch state {
      case .open:
        state = .done(status)
        return nil
      case .waiting(let continuation):
        state = .done(status)
        return continuation
      case .done: return nil
      }
    }
    waiter?.resume(returning: status)
  }

  /// May be awaited once.
  func first() async -> HealthStatus {
    await withCheckedContinuation { continuation in
      let known = state.withLock { state -> HealthStatus? in
        if case .done(let status) = state { return status }
        state = .waiting(continuation)
        return nil
      }
      if let known { continuation.resume(returning: known) }
    }
  }
}
