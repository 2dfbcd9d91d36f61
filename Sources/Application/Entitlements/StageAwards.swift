import Domain
import Entitlement
import Postgres
import Store

/// What came of events for entitlements.
public struct EntitlementOutcome: Sendable, Equatable {
  /// Stages and layers that were recorded.
  public var recorded = 0
  /// Events that ask for nothing, or that were applied before.
  public var skipped = 0

  public init(recorded: Int = 0, skipped: Int = 0) {
    self.recorded = recorded
    self.skipped = skipped
  }
}

/// What listing cases open of awards. The steps of the cases say it, not the events: whoever looks, and how
/// often, each stage is recorded once. One that an exchange or a bureau entered counts at once; one that the
/// enterprise or its sponsor took itself, and a layer that follows from facts, is reported, and counts when an
/// operator has verified it.
extension Application {
  /// Event types after which something may open.
  public static let entitlementTriggers: Set<EventType> = [
    .listingStageEntered, .listingLayerChanged, .factsChanged,
  ]
  /// Stages of one enterprise, and events that wait for facts, in one transaction.
  static let openedMaximum = 100

  /// Records stages and looks again at what waited for facts, of the enterprises that events are about; one
  /// transaction each, with the inbox entries.
  ///
  /// - Parameter consumer: the name under which the inbox remembers.
  /// - Throws: `ContendedError`; database errors. Nothing is stored then of the enterprise it was at.
  public func openEntitlements(
    events: [Event], consumer: String
  ) async throws -> EntitlementOutcome {
    let meant = events.filter { Self.entitlementTriggers.contains($0.type) }
    var outcome = EntitlementOutcome(skipped: events.count - meant.count)
    let grouped = Dictionary(grouping: meant) { EnterpriseID($0.key) }
    let named = grouped.keys.compactMap { $0 }.sorted()
    guard !named.isEmpty else { return outcome }
    // Most facts of most enterprises open nothing: such an event leaves no trace.
    let concerned = try await concerned(among: named)
    for id in named {
      let own = grouped[id] ?? []
      guard concerned.contains(id) else {
        outcome.skipped += own.count
        continue
      }
      let (applied, recorded) = try await write(tellingContention: true) { session in
        let new = try await InboxRepository.claim(
          own, attempt: AttemptNumber.current, consumer: consumer, at: clock.now(), session)
        return (new.count, try await openEntitlements(of: id, session))
      }
      outcome.skipped += own.count - applied
      outcome.recorded += recorded
    }
    return outcome
  }

  private func concerned(among named: [EnterpriseID]) async throws -> Set<EnterpriseID> {
    try await read { session in
      let staged = try await StageAwardRepository.enterprises(
        stageEvents, among: named, limit: Self.openedMaximum * named.count, session)
      let waiting = try await EntitlementNoticeRepository.due(
        among: named, at: clock.now(), session)
      return Set(staged + waiting)
    }
  }

  /// Records stages whose events were lost.
  ///
  /// - Parameters:
  ///   - limit: stages looked for; one transaction for each enterprise.
  ///   - look: how far the caller has looked before; nil for everything.
  /// - Returns: how many were recorded.
  public func recordStages(limit: Int, after look: StageLook? = nil) async throws -> Int {
    let begun = clock.now()
    let since = look?.since
    let due = try await read {
      try await StageAwardRepository.enterprises(stageEvents, since: since, limit: limit, $0)
    }
    if due.isEmpty { look?.missedNone(until: begun) }
    var recorded = 0
    for id in due {
      recorded += try await leavingOut(0, "stages of \(id)") {
        try await write { try await openEntitlements(of: id, $0) }
      }
    }
    return recorded
  }

  /// Enterprises with stages that are not recorded.
  func countStaged() async throws -> Int {
    try await read {
      try await StageAwardRepository.enterprises(stageEvents, limit: Self.countedMaximum, $0).count
    }
  }

  /// Names of the stages and layers that any clause is about.
  private var stageEvents: [String] {
    Set(
      reference.entitlements.book.clauses.filter { $0.trigger == .stage }.compactMap(\.event)
    ).sorted()
  }

  /// - Returns: how many stages were recorded.
  private func openEntitlements(
    of id: EnterpriseID, _ session: any PostgresSession
  ) async throws -> Int {
    guard
      let (enterprise, locked, further: _) = try await EnterpriseRepository.lockAndFind(
        id, session), enterprise.erasedAt == nil, enterprise.frozenAt == nil
    else { return 0 }
    var desk = EntitlementDesk(self, enterprise, locked, traceparent: nil, session)
    var recorded = 0
    // Read under the lock: the sweeper or another event may have been first.
    for stage in try await StageAwardRepository.missing(
      of: id, stageEvents, limit: Self.openedMaximum, session)
    {
      // An enterprise does not make itself a reward: what it, its sponsor or its facts say an operator is to
      // look at first.
      let isConfirmed = stage.role.map { reference.listing.confirms($0) } ?? false
      let event = AwardEventRecord(
        id: ids.next(), enterprise: id, kind: EntitlementClause.Trigger.stage.rawValue,
        event: stage.event, contract: nil, occurredOn: stage.day,
        key: AwardEventInput.key(.stage, stage.event, on: stage.day), source: stage.source,
        state: isConfirmed ? .verified : .reported, recordedAt: desk.now,
        recordedBy: Actor.system("entitlements").subject)
      guard try await AwardEventRepository.insert(event, session) else { continue }
      try await desk.look(at: event)
      recorded += 1
    }
    for waiting in try await EntitlementNoticeRepository.due(
      of: id, at: desk.now, limit: Self.openedMaximum, session)
    {
      guard let event = try await AwardEventRepository.find(waiting, session) else { continue }
      try await desk.look(at: event)
    }
    try await desk.close()
    return recorded
  }
}
