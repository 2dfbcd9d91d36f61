import Synchronization

/// What a worker is doing, for readiness and metrics.
public final class WorkerState: Sendable {
  public enum Phase: String, Sendable {
    case starting, running, waiting, draining, stopped
    /// An operator has told it to take no new work.
    case paused
  }

  private struct State {
    var phase = Phase.starting
    var detail = "starting"
  }

  private let state = Mutex(State())

  /// The worker's name, such as `match`.
  public let name: String

  public init(name: String) { self.name = name }

  public var phase: Phase { state.withLock { $0.phase } }
  /// One sentence for people: what it does or waits for.
  public var detail: String { state.withLock { $0.detail } }
  /// A paused worker is ready: it does what it was told, and goes on when it is told to.
  public var isReady: Bool { [.running, .paused].contains(phase) }

  public func become(_ phase: Phase, _ detail: String) {
    state.withLock { state in
      state.phase = phase
      state.detail = detail
    }
  }
}
