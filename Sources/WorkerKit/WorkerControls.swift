import Domain

/// That a worker is paused, since when and why.
public struct PauseNotice: Sendable, Hashable {
  public var since: Instant
  public var reason: String
  /// When it is over by itself; nil: when somebody ends it.
  public var until: Instant?

  public init(since: Instant, reason: String, until: Instant? = nil) {
    self.since = since
    self.reason = reason
    self.until = until
  }

  /// What readiness and logs say: `paused since …: REASON`.
  public var detail: String {
    "paused since \(since.text)" + (until.map { " until \($0.text)" } ?? "") + ": \(reason)"
  }
}

/// What operators have told workers. Asking is cheap: the answer is kept for about a second, and the
/// last one stands while the database is away, so that neither a pause nor work ends by an outage.
public struct WorkerControls: Sendable {
  private let ask: @Sendable (String) async -> PauseNotice?

  /// - Parameter isPaused: the pause of the worker with this name; nil: it may work.
  public init(isPaused: @escaping @Sendable (String) async -> PauseNotice?) {
    ask = isPaused
  }

  /// Nobody is ever paused: for tests, and for readers that go on while their worker is.
  public static let none = WorkerControls { _ in nil }

  /// The pause of a worker (`relay`, `match`, `sweep`, `sweeper` …); nil: it may take new work.
  public func pause(of worker: String) async -> PauseNotice? { await ask(worker) }
}
