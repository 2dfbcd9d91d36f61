import Catalog
import Domain
import Monitoring
import Postgres
import Store

/// What came of events for monitoring.
public struct MonitoringOutcome: Sendable, Equatable {
  /// Enterprises that were judged.
  public var judged = 0
  /// Events that ask for nothing, or that were applied before.
  public var skipped = 0

  public init(judged: Int = 0, skipped: Int = 0) {
    self.judged = judged
    self.skipped = skipped
  }
}

/// Who is to be looked at. What is due is written with what was reported, so that nothing is lost with an event.
extension Application {
  /// Event types after which enterprises are judged.
  public static let monitoringTriggers: Set<EventType> = [.reportReceived]

  /// Judges the enterprises that events are about, one transaction each, with the inbox entries.
  ///
  /// - Parameter consumer: the name under which the inbox remembers.
  /// - Throws: `ContendedError`; database errors. Nothing is stored then of the enterprise it was at.
  public func judgeReported(events: [Event], consumer: String) async throws -> MonitoringOutcome {
    let (judged, skipped) = try await work(
      on: events, of: Self.monitoringTriggers, consumer: consumer
    ) {
      try await judge($0, $1, at: $2, $3) ? 1 : 0
    }
    return MonitoringOutcome(judged: judged, skipped: skipped)
  }

  /// Judges the enterprises that are due, whatever became of their events: what was reported, and the days on which
  /// reports are missed. First, those that were judged by other rules become due.
  ///
  /// - Parameter limit: enterprises in one call, each in a transaction of its own.
  /// - Returns: how many were judged.
  public func judgeDue(limit: Int) async throws -> Int {
    let now = clock.now()
    let inForce = try await read { try await warningRulesInForce($0) }
    let rules = reference.monitoring.digest(of: inForce, on: now.legalDate).bytes
    _ = try await writeQuietly {
      try await MonitoringAccountRepository.hasten(otherThan: rules, at: now, limit: limit, $0)
    }
    let due = try await read {
      try await MonitoringAccountRepository.due(at: now, limit: limit, $0)
    }
    return try await work(on: due, "warnings") {
      try await judge($0, $1, at: $2, $3) ? 1 : 0
    }
  }

  /// - Parameter now: after the enterprise was locked.
  /// - Returns: whether it was due.
  private func judge(
    _ enterprise: EnterpriseRecord, _ locked: LockedEnterprise, at now: Instant,
    _ session: any PostgresSession
  ) async throws -> Bool {
    // Read under the lock: the sweeper or another event may have been first.
    guard let due = try await MonitoringAccountRepository.find(enterprise.id, session)?.dueAt,
      due <= now
    else { return false }
    var desk = MonitoringDesk(self, enterprise, locked, at: now, traceparent: nil, session)
    try await desk.judge()
    try await desk.close()
    return true
  }

  /// Ends what is open of an enterprise that is to be erased.
  ///
  /// - Returns: how many warnings.
  func endWarnings(
    of enterprise: EnterpriseRecord, _ locked: LockedEnterprise, by actor: Actor,
    _ session: any PostgresSession
  ) async throws -> Int {
    var desk = MonitoringDesk(self, enterprise, locked, traceparent: actor.traceparent, session)
    let ended = try await desk.settleAll()
    try await desk.close()
    return ended
  }
}
