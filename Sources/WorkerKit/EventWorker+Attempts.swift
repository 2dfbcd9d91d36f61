import Application
import Domain
import Logging
import Store

/// A record that is given up, with the reason.
struct Rejection: Sendable {
  var record: IncomingRecord
  var reason: String
  var detail: String
  var attempts: Int
  var firstFailedAt: Instant
}

extension EventWorker {
  enum Attempt {
    case done(BatchResult)
    /// The event's own fault, as far as one can tell.
    case failed(any Error, FailureClass)
    case interrupted
  }

  /// Tries until it works or fails for another reason than a missing dependency, which burns no
  /// attempt. What a stop signal broke off is no attempt either.
  ///
  /// - Parameter number: which attempt at these events this is, from 1.
  func attempt(_ events: [Event], number: Int) async -> Attempt {
    var backoff = options.backoff
    while true {
      do {
        let result = try await AttemptNumber.$current.withValue(number) {
          try await handle(events)
        }
        metrics.attempted(nil)
        if state.phase == .waiting { state.become(.running, "consuming as group \(group)") }
        return .done(result)
      } catch is CancellationError {
        if isStopping { return .interrupted }
        // Nobody stops us, so something below was cancelled for reasons of its own.
        metrics.attempted(.transient)
        return .failed(CancellationError(), .transient)
      } catch {
        let failure = FailureClass.of(error)
        metrics.attempted(failure)
        guard failure == .dependencyDown else { return .failed(error, failure) }
        state.become(.waiting, Self.sentence(error))
      }
      if isStopping { return .interrupted }
      await pause(backoff.nextMilliseconds())
      if isStopping { return .interrupted }
    }
  }

  /// What a worker waits for.
  private static func sentence(_ error: any Error) -> String {
    (error as? MatchNotReady)?.description ?? "the database is away"
  }

  /// Keeps records that are given up.
  ///
  /// - Returns: false when shutdown came first.
  func keep(_ rejections: [Rejection]) async -> Bool {
    guard !rejections.isEmpty else { return true }
    let now = clock.now()
    let letters = rejections.map { rejection in
      rejection.record.deadLetter(
        id: ids.next(), consumer: group, reason: rejection.reason, detail: rejection.detail,
        attempts: rejection.attempts, firstFailedAt: rejection.firstFailedAt, now: now,
        suffix: link.suffix, isHolding: options.holdsByEnterprise)
    }
    metrics.note(.deadLetter, letters.count)
    return await persistently("dead letters not kept yet") {
      let kept = try await application.keepDeadLetters(letters)
      for letter in letters.prefix(kept.count) { metrics.keptLetter(reason: letter.reason) }
      if !kept.isEmpty {
        logger.warning(
          "dead letters kept",
          metadata: [
            "count": "\(kept.count)", "dead_letter_id": "\(kept[0])",
            "reason": "\(letters[0].reason)",
            "event_id": "\(letters[0].event.map { $0.text } ?? "")",
          ])
      }
    }
  }

  /// Ends the letters of events that were sent again and are applied now.
  func settle(_ events: [EventID]) async -> Bool {
    guard !events.isEmpty else { return true }
    return await persistently("redriven letters not ended yet") {
      try await application.settleRedriven(events, consumer: group)
    }
  }

  /// Does something until it succeeds.
  ///
  /// - Returns: false when shutdown came first.
  private func persistently(_ failing: String, _ body: () async throws -> Void) async -> Bool {
    var backoff = options.backoff
    while true {
      do {
        try await body()
        return true
      } catch {
        logger.error("\(failing)", metadata: ["error": "\(error)"])
      }
      if isStopping { return false }
      await pause(backoff.nextMilliseconds())
      if isStopping { return false }
    }
  }
}
