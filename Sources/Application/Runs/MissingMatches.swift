import Domain
import Postgres
import Store
import Workflow

extension Application {
  /// Asks again for the runs of needs that have waited longer than `patienceMilliseconds`: whatever
  /// became of their events, PostgreSQL still knows that the work is missing.
  ///
  /// An enterprise that a dead letter holds up is not asked for: the request would only wait behind
  /// the letter, whose end decides all that waits.
  ///
  /// - Parameters:
  ///   - limit: needs asked for at once, at most.
  ///   - consumer: who decides needs.
  /// - Returns: how many needs were asked for.
  public func requestMissingMatches(
    patienceMilliseconds: Int64, limit: Int, consumer: String = Consumer.match.name
  ) async throws -> Int {
    try await write { session in
      let now = clock.now()
      // One sweeper at a time; another one's turn is as good as ours.
      guard try await NeedRepository.tryLockSweep(session) else { return 0 }
      // While events wait unpublished, more of them would only wait behind.
      if let oldest = try await OutboxRepository.oldest(of: .enterprise, session),
        oldest < now.adding(milliseconds: -patienceMilliseconds)
      {
        return 0
      }
      let waiting = try await NeedRepository.overdue(
        at: now, patienceMilliseconds: patienceMilliseconds, limit: limit, consumer: consumer,
        session)
      // An enterprise that is being worked on now is asked for at a later sweep.
      let locked = try await EnterpriseRepository.lock(
        Array(Set(waiting.map(\.enterprise))), skippingLocked: true, session)
      let overdue = waiting.filter { locked[$0.enterprise] != nil }
      guard !overdue.isEmpty else { return 0 }
      try await NeedRepository.markAsked(overdue.map(\.need), at: now, session)
      var writer = EventWriter(locked: locked, ids: ids, time: now)
      for id in locked.keys.sorted() {
        writer.add(.matchRequested, enterprise: id, subject: id.text, data: [:])
      }
      try await writer.flush(session)
      return overdue.count
    }
  }

  /// Forgets inbox entries, kept answers, settled dead letters and webhook deliveries that are over,
  /// once their retention period is, at most `limit` of each.
  ///
  /// - Returns: how many rows went.
  public func forgetOldMessages(limit: Int) async throws -> Int {
    let now = clock.now()
    func cutoff(_ record: RetentionTable.Record) -> Instant {
      reference.retention.period(of: record, on: now.legalDate).cutoff(at: now)
    }
    let (entries, answers) = (cutoff(.handledEvent), cutoff(.keptAnswer))
    let (letters, deliveries) = (cutoff(.settledDeadLetter), cutoff(.webhookDelivery))
    return try await writeQuietly { session in
      var gone = try await InboxRepository.forget(before: entries, limit: limit, session)
      gone += try await IdempotencyRepository.forget(before: answers, limit: limit, session)
      gone += try await DeadLetterRepository.forget(settledBefore: letters, limit: limit, session)
      gone += try await WebhookDeliveryRepository.forget(
        settledBefore: deliveries, limit: limit, session)
      // Of types that no release reads any more.
      gone += try await WebhookEventRepository.forget(before: entries, limit: limit, session)
      return gone
    }
  }

  /// What waits where, for metrics and readiness.
  public func backlog() async throws -> Backlog {
    try await read { session in
      let needs = try await NeedRepository.backlog(session)
      let outbox = try await OutboxRepository.backlog(session)
      let unsettled = try await DeadLetterRepository.unsettledCounts(session)
      let now = clock.now()
      func age(_ since: Instant?) -> Int64 {
        since.map { max(0, (now.microseconds - $0.microseconds) / 1_000) } ?? 0
      }
      return Backlog(
        needsWaiting: needs.waiting, oldestNeedMilliseconds: age(needs.oldest),
        outboxWaiting: outbox.waiting, oldestEventMilliseconds: age(outbox.oldest),
        deadLetters: try await DeadLetterRepository.count(session),
        unsettledLetters: Dictionary(
          uniqueKeysWithValues: DeadLetterState.allCases.filter(\.isUnsettled).map {
            ($0.rawValue, unsettled[$0] ?? 0)
          }), heldEvents: try await HeldEventRepository.count(session))
    }
  }
}

/// What waits where.
public struct Backlog: Sendable, Equatable {
  public var needsWaiting: Int64
  public var oldestNeedMilliseconds: Int64
  public var outboxWaiting: Int64
  public var oldestEventMilliseconds: Int64
  /// Of every state.
  public var deadLetters: Int64
  /// Those that are not settled, by state; a state without one is 0.
  public var unsettledLetters: [String: Int64]
  /// Events that wait behind them.
  public var heldEvents: Int64
}
