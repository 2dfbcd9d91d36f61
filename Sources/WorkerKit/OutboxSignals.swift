import Logging
import Postgres
import ServiceLifecycle
import Store

/// Tells a relay in another process, after commits here, that the outbox holds something new.
///
/// A hint only: the relay looks by itself at intervals. It is sent outside the writing transaction
/// and at most once an interval, because a transaction that notifies takes one lock for the whole
/// cluster at its commit.
public struct OutboxNotifier: Service {
  private let pool: PostgresPool
  private let wake: Wake
  private let intervalMilliseconds: Int64
  private let logger: Logger

  /// - Parameter wake: rung after each commit.
  public init(
    pool: PostgresPool, wake: Wake, intervalMilliseconds: Int64 = 4, logger: Logger
  ) {
    self.pool = pool
    self.wake = wake
    self.intervalMilliseconds = intervalMilliseconds
    self.logger = logger
  }

  public func run() async throws {
    await withGracefulShutdownHandler {
      while !Task.isShuttingDownGracefully, !Task.isCancelled {
        guard await wake.wait(milliseconds: 60_000), !Task.isShuttingDownGracefully else {
          continue
        }
        do {
          try await pool.withConnection { try await OutboxRepository.notify($0) }
        } catch {
          logger.debug("outbox hint not sent", metadata: ["error": "\(error)"])
        }
        try? await cancelWhenGracefulShutdown {
          try await Task.sleep(for: .milliseconds(intervalMilliseconds))
        }
      }
    } onGracefulShutdown: {
      wake.ring()
    }
  }
}

/// Wakes the relay in this process when another process has told of new rows.
public struct OutboxListener: Service {
  private let database: PostgresConfiguration
  private let wake: Wake

  public init(database: PostgresConfiguration, wake: Wake) {
    self.database = database
    self.wake = wake
  }

  public func run() async throws {
    let listener = PostgresListener(
      configuration: database, channels: [OutboxRepository.channel])
    await cancelWhenGracefulShutdown {
      await listener.run { event in
        // Also after a new subscription: what came meanwhile was not told.
        if case .interrupted = event { return }
        wake.ring()
      }
    }
  }
}
