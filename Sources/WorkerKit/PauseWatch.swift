import Application
import Domain
import Logging
import Store
import Synchronization

/// How often pauses are looked at.
public struct PauseWatchOptions: Sendable {
  /// How long an answer is kept.
  public var intervalMilliseconds: Int64 = 1_000
  /// How long a look may hold up a worker; after that the last answer stands.
  public var deadlineMilliseconds: Int64 = 500

  public init() {}
}

/// Reads the pauses of workers from the database now and then, once for all workers of a process.
///
/// While the database is away the last answer stands. Before the first answer a worker may work: it
/// needs the database for its work, too.
public final class PauseWatch: Sendable {
  private struct State {
    var pauses: [String: PauseNotice] = [:]
    /// When the next look is due; nil: at once.
    var nextLook: ContinuousClock.Instant?
    var isLooking = false
  }

  private let state = Mutex(State())
  private let options: PauseWatchOptions
  private let clock: WallClock
  private let logger: Logger
  private let read: @Sendable () async throws -> [PauseRecord]

  /// - Parameter read: the pauses of workers in force.
  public init(
    options: PauseWatchOptions = PauseWatchOptions(), clock: WallClock, logger: Logger,
    read: @escaping @Sendable () async throws -> [PauseRecord]
  ) {
    self.options = options
    self.clock = clock
    self.logger = logger
    self.read = read
  }

  /// Watches the pauses of an application's database.
  public convenience init(
    _ application: Application, options: PauseWatchOptions = PauseWatchOptions(),
    clock: WallClock, logger: Logger
  ) {
    self.init(options: options, clock: clock, logger: logger) {
      try await application.pausedWorkers()
    }
  }

  /// What workers ask.
  public var controls: WorkerControls { WorkerControls { await self.pause(of: $0) } }

  /// The pause of a worker; one whose end has passed is over without a look.
  public func pause(of worker: String) async -> PauseNotice? {
    let now = ContinuousClock.now
    let mustLook = state.withLock { state in
      // One look at a time; whoever comes meanwhile takes the last answer.
      guard !state.isLooking, state.nextLook.map({ $0 <= now }) ?? true else { return false }
      state.isLooking = true
      return true
    }
    if mustLook { await look() }
    guard let notice = state.withLock({ $0.pauses[worker] }) else { return nil }
    return notice.until.map { $0 > clock.now() } ?? true ? notice : nil
  }

  private func look() async {
    let found = await bounded()
    state.withLock { state in
      state.isLooking = false
      if let found { state.pauses = found }
      // A look that failed is repeated as late as one that did not, once there is an answer.
      if found != nil || state.nextLook != nil {
        state.nextLook = .now + .milliseconds(options.intervalMilliseconds)
      }
    }
  }

  /// The pauses, or nil when they cannot be read in time.
  private func bounded() async -> [String: PauseNotice]? {
    await withTaskGroup(of: [String: PauseNotice]?.self) { group in
      group.addTask { [self] in
        do {
          let pauses = try await read().map {
            ($0.target, PauseNotice(since: $0.setAt, reason: $0.reason, until: $0.endsAt))
          }
          return Dictionary(pauses, uniquingKeysWith: { first, _ in first })
        } catch {
          logger.debug("pauses not read", metadata: ["error": "\(error)"])
          return nil
        }
      }
      group.addTask { [options] in
        try? await Task.sleep(for: .milliseconds(options.deadlineMilliseconds))
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
  }
}
