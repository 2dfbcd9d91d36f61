import Application
import Domain
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import WorkerKit

/// Sends what is due, several addresses at once and each in a turn of its own. Several senders may
/// run: an address is with one of them at a time.
public struct WebhookSender: Service {
  private let application: Application
  private let options: WebhookSenderOptions
  private let resolver: HostResolver
  private let clock: WallClock
  private let owner: UUID
  private let bell: Wake
  private let controls: WorkerControls
  private let state: WorkerState
  private let logger: Logger

  /// - Parameters:
  ///   - bell: rung when something is due now.
  ///   - controls: whether the worker `webhook` is paused.
  public init(
    application: Application, options: WebhookSenderOptions = WebhookSenderOptions(),
    resolver: HostResolver = .system, clock: WallClock, ids: IdentifierSource, bell: Wake,
    controls: WorkerControls, state: WorkerState, logger: Logger
  ) {
    self.application = application
    self.options = options
    self.resolver = resolver
    self.clock = clock
    owner = ids.next()
    self.bell = bell
    self.controls = controls
    self.state = state
    self.logger = logger
  }

  private var isStopping: Bool { Task.isShuttingDownGracefully || Task.isCancelled }

  /// Returns after a graceful shutdown, when what was on its way has its answer.
  public func run() async throws {
    let busy = Lanes()
    await withDiscardingTaskGroup { group in
      var backoff = Backoff()
      var nextReport = ContinuousClock.now
      while !isStopping {
        let notice = await controls.pause(of: "webhook")
        WebhookMetrics.isPaused(notice != nil)
        if let notice {
          state.become(.paused, notice.detail)
          await wait(options.pauseLookMilliseconds)
          continue
        }
        do {
          if ContinuousClock.now >= nextReport {
            try await report()
            nextReport = .now + .milliseconds(options.reportMilliseconds)
          }
          let lanes = try await take(options.endpointsMaximum - busy.count)
          for lane in lanes {
            busy.enter()
            group.addTask { [bell] in
              await lane.run()
              busy.leave()
              // More may be due there, or elsewhere when all lanes were taken.
              bell.ring()
            }
          }
          backoff.reset()
          state.become(.running, "sending to up to \(options.endpointsMaximum) addresses at once")
          if lanes.isEmpty { await wait(options.pollMilliseconds) }
        } catch {
          if isStopping { break }
          state.become(.waiting, "the database is away")
          logger.warning("webhooks are not sent", metadata: ["error": "\(error)"])
          await wait(backoff.nextMilliseconds())
        }
      }
      state.become(.draining, "waiting for the answers on their way")
    }
    state.become(.stopped, "stopped")
  }

  /// Takes addresses that have something due.
  private func take(_ limit: Int) async throws -> [WebhookLane] {
    guard limit > 0 else { return [] }
    let turns = try await application.takeWebhookTurns(
      owner: owner, limit: limit, deliveries: options.turnDeliveries,
      leaseMilliseconds: options.leaseMilliseconds)
    return turns.map { turn in
      WebhookLane(
        application: application, turn: turn, owner: owner, resolver: resolver, options: options,
        clock: clock, logger: logger)
    }
  }

  private func report() async throws {
    let backlog = try await application.webhookBacklog()
    WebhookMetrics.backlog(
      waiting: backlog.waiting, oldestDueMilliseconds: backlog.oldestDueMilliseconds)
  }

  private func wait(_ milliseconds: Int64) async {
    _ = await cancelWhenGracefulShutdown { [bell] in await bell.wait(milliseconds: milliseconds) }
  }
}

/// How many addresses are being worked on.
private final class Lanes: Sendable {
  private let state = Mutex(0)

  var count: Int { state.withLock { $0 } }
  func enter() { state.withLock { $0 += 1 } }
  func leave() { state.withLock { $0 -= 1 } }
}
