import Application
import Domain
import Foundation
import Logging
import ServiceLifecycle
import WorkerKit

/// Works off one turn: sends what is due at one address, a few requests at a time, until all is sent,
/// one fails, or the turn's time is up.
struct WebhookLane: Sendable {
  let application: Application
  let turn: WebhookTurn
  let owner: UUID
  let resolver: HostResolver
  let options: WebhookSenderOptions
  let clock: WallClock
  let logger: Logger
  /// Told of each answer, and of each attempt that ended without one.
  let onAnswer: @Sendable () -> Void

  private var isStopping: Bool { Task.isShuttingDownGracefully || Task.isCancelled }

  func run() async {
    do {
      try await work()
    } catch is CancellationError {
      // What was on its way comes again when the lease ends.
      return
    } catch {
      logger.warning(
        "a turn ended early",
        metadata: ["webhook_id": "\(turn.endpoint)", "error": "\(error)"])
    }
    do {
      try await application.endWebhookTurn(turn.endpoint, owner: owner)
    } catch {
      logger.debug("a lease was left to end", metadata: ["webhook_id": "\(turn.endpoint)"])
    }
  }

  private func work() async throws {
    guard let first = turn.requests.first else { return }
    let transport: WebhookTransport
    do {
      transport = try await WebhookTransport.open(
        turn, resolver: resolver,
        allowsPrivate: application.webhookOptions.allowsPrivateAddresses, options: options,
        clock: clock)
    } catch {
      if isStopping { return }
      _ = try await note(first, .failure(error.failure), began: clock.now(), milliseconds: 0)
      return
    }
    do {
      try await send(over: transport)
    } catch {
      await transport.close()
      throw error
    }
    await transport.close()
  }

  private func send(over transport: WebhookTransport) async throws {
    let end = ContinuousClock.now + .milliseconds(options.turnMilliseconds)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      var waiting = turn.requests[...]
      var running = 0
      var goesOn = true
      while true {
        while goesOn, running < max(1, options.inFlightMaximum), ContinuousClock.now < end,
          !isStopping, let request = waiting.popFirst()
        {
          running += 1
          group.addTask { try await self.send(request, over: transport) }
        }
        guard running > 0, let delivered = try await group.next() else { return }
        running -= 1
        // An address that fails is left alone: the others wait for its rest to end.
        if !delivered { goesOn = false }
      }
    }
  }

  /// - Returns: whether it was delivered.
  private func send(
    _ request: WebhookRequest, over transport: WebhookTransport
  ) async throws -> Bool {
    let began = clock.now()
    let start = ContinuousClock.now
    let answer = try await transport.send(request)
    onAnswer()
    return try await note(
      request, answer, began: began,
      milliseconds: Int((ContinuousClock.now - start) / .milliseconds(1)))
  }

  private func note(
    _ request: WebhookRequest, _ answer: WebhookAnswer, began: Instant, milliseconds: Int
  ) async throws -> Bool {
    WebhookMetrics.attempted(answer)
    let verdict = try await application.noteWebhookAttempt(
      request, at: turn.endpoint, answer, made: began, milliseconds: milliseconds)
    WebhookMetrics.judged(verdict)
    // Ids only: neither the address nor what was sent belongs in a log.
    let metadata: Logger.Metadata = [
      "webhook_id": "\(turn.endpoint)", "delivery_id": "\(request.delivery)",
      "event_id": "\(request.event)", "answer": "\(answer.summary)",
    ]
    if let word = verdict.disabledWord {
      logger.notice(
        "a webhook was disabled", metadata: metadata.merging(["why": "\(word)"]) { $1 })
    } else {
      logger.debug("webhook sent", metadata: metadata)
    }
    return verdict.isDelivered
  }
}

extension WebhookAnswer {
  /// For logs.
  var summary: String {
    switch self {
    case .status(let status, _): String(status)
    case .failure(let failure): failure.rawValue
    }
  }
}
