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
    let (recorded, skipped) = try await work(
      on: events, of: Self.entitlementTriggers, consumer: consumer, concerned: concerned
    ) { enterprise, locked, _, session in
      try await openEntitlements(of: enterprise, locked, session)
    }
    return EntitlementOutcome(recorded: recorded, skipped: skipped)
  }

  /// Those of some enterprises for whom something may open: most facts of most open nothing.
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
    return try await work(on: due, "stages") { enterprise, locked, _, session in
      try await openEntitlements(of: enterprise, locked, session)
    }
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
    of enterprise: EnterpriseRecord, _ locked: LockedEnterprise, _ session: any PostgresSession
  ) async throws -> Int {
    guard enterprise.erasedAt == nil, enterprise.frozenAt == nil else { return 0 }
    let id = enterprise.id
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
