import Application
import Domain
import Foundation
import Logging
import ServiceLifecycle
import WorkerKit

/// Sends what is due, several addresses at once and each in a turn of its own. Several senders may
/// run: an address is with one of them at a time. Addresses that keep silent hold up no other: they
/// are waited for beside those that answer, and ones that failed last time never have more than half
/// of the places.
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
    let places = WebhookPlaces(options)
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
          let turns = try await take(places.free)
          for turn in turns {
            let place = places.enter(isFailing: turn.isFailing)
            let lane = makeLane(turn) { places.noteAnswer(place) }
            group.addTask { [self] in
              let watching = Task { try await watch(place, places) }
              await lane.run()
              watching.cancel()
              places.leave(place)
              // More may be due there, or elsewhere when all places were taken.
              bell.ring()
            }
          }
          backoff.reset()
          state.become(.running, "sending to up to \(options.endpointsMaximum) addresses at once")
          if turns.isEmpty { await wait(options.pollMilliseconds) }
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
  private func take(_ free: (all: Int, failing: Int)) async throws -> [WebhookTurn] {
    guard free.all > 0 else { return [] }
    return try await application.takeWebhookTurns(
      owner: owner, limit: free.all, failing: free.failing, deliveries: options.turnDeliveries,
      leaseMilliseconds: options.leaseMilliseconds)
  }

  private func makeLane(
    _ turn: WebhookTurn, onAnswer: @escaping @Sendable () -> Void
  ) -> WebhookLane {
    WebhookLane(
      application: application, turn: turn, owner: owner, resolver: resolver, options: options,
      clock: clock, logger: logger, onAnswer: onAnswer)
  }

  /// Has an address that keeps silent give its place to another.
  private func watch(_ place: Int, _ places: WebhookPlaces) async throws {
    repeat {
      try await Task.sleep(for: .milliseconds(max(1, options.patienceMilliseconds)))
    } while !places.stepAside(place)
    bell.ring()
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
