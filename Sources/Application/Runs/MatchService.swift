import Catalog
import Decision
import Domain
import Logging
import Postgres
import Store

/// What came of a batch of events.
public struct MatchOutcome: Sendable, Equatable {
  /// Runs stored by this batch.
  public var decided = 0
  /// Events that were applied before, or that ask for nothing.
  public var skipped = 0
  /// Events that name an enterprise this database does not have, with their reason.
  public var unknown: [EventID] = []

  public init(decided: Int = 0, skipped: Int = 0, unknown: [EventID] = []) {
    self.decided = decided
    self.skipped = skipped
    self.unknown = unknown
  }
}

/// Matching cannot go on because something it depends on is not there yet.
public struct MatchNotReady: Error, Sendable, CustomStringConvertible {
  public let description: String

  static let nothingPublished = MatchNotReady(
    description: "no catalog or policy version is published yet")
}

extension Application {
  /// Event types that may leave a need waiting for its run.
  public static let matchTriggers: Set<EventType> = [
    .needSubmitted, .needAmended, .factsChanged, .matchRequested,
  ]

  /// Applies a batch of events: every waiting need of the enterprises they are about gets its match
  /// run, in one transaction with the inbox entries and the events that tell of it.
  ///
  /// What is decided follows from what is waiting, not from what the event says, so that a
  /// repeated, late or re-created event never makes a second run.
  ///
  /// - Parameter consumer: the name under which the inbox remembers.
  /// - Throws: `MatchNotReady`; database errors. Nothing is stored then.
  public func match(events: [Event], consumer: String) async throws -> MatchOutcome {
    try await write { session in
      let now = clock.now()
      let triggers = events.filter { Self.matchTriggers.contains($0.type) }
      let locked = try await EnterpriseRepository.lock(
        Array(Set(triggers.compactMap { EnterpriseID($0.key) })), session)
      let known = triggers.filter { event in
        EnterpriseID(event.key).map { locked[$0] != nil } ?? false
      }
      // An event that cannot be placed is not noted as applied: should we end before its dead letter
      // is kept, it is refused again.
      let placed = Set(known.map(\.id))
      let unknown = triggers.map(\.id).filter { !placed.contains($0) }
      let fresh = try await InboxRepository.claim(
        known.map(\.id), consumer: consumer, at: now, session)
      var causes: [EnterpriseID: Event] = [:]
      for event in known where fresh.contains(event.id) {
        if let id = EnterpriseID(event.key) { causes[id] = event }
      }
      let applied = known.count(where: { fresh.contains($0.id) })
      var outcome = MatchOutcome(
        skipped: events.count - applied - unknown.count, unknown: unknown)
      let needs = try await NeedRepository.due(of: causes.keys.sorted(), session)
      outcome.decided = try await decide(
        needs, locked: locked, causes: causes, at: now, session)
      return outcome
    }
  }

  /// The engine of the pinned versions with its registry.
  ///
  /// - Throws: `MatchNotReady` when they cannot be used: no event's fault, so none is given up.
  private func parts(
    _ pins: EnginePins, _ session: any PostgresSession
  ) async throws -> (Engine, FactRegistry) {
    do {
      return (
        try await catalogs.engine(pins, session),
        try await catalogs.catalog(pins.catalogVersion, session).registry
      )
    } catch let error where !(error is PostgresError) {
      logger.error("catalog and policies cannot be used", metadata: ["error": "\(error)"])
      throw MatchNotReady(
        description:
          "catalog \(pins.catalogVersion) and policy \(pins.policyVersion) cannot be used together")
    }
  }

  /// Decides waiting needs of locked enterprises and stores their runs.
  ///
  /// - Returns: how many runs were stored.
  private func decide(
    _ needs: [NeedRecord], locked: [EnterpriseID: LockedEnterprise],
    causes: [EnterpriseID: Event], at now: Instant, _ session: any PostgresSession
  ) async throws -> Int {
    guard !needs.isEmpty else { return 0 }
    guard let pins = try await catalogs.currentPins(session) else {
      throw MatchNotReady.nothingPublished
    }
    let (engine, registry) = try await parts(pins, session)
    let wanted = Set(needs.map(\.enterprise)).sorted().compactMap { id in
      locked[id].map { (enterprise: id, version: $0.factsVersion) }
    }
    let facts = try await FactsRepository.find(wanted, session)
    let sheets = try facts.mapValues { try FactSheet(stored: $0.body, registry: registry) }
    let before = try await runsBeforeRematch(of: needs, session)
    var flips: [RunID: TimeFlips] = [:]
    var runs: [RunRecord] = []
    for need in needs {
      guard let stored = facts[need.enterprise], let sheet = sheets[need.enterprise],
        let cause = causes[need.enterprise]
      else { throw StoredDataError(what: "facts version") }
      let input = DecisionInput(needFacts: need.facts, enterpriseFacts: sheet, clock: now)
      let result = engine.match(input)
      let run = RunRecord(
        id: ids.next(), need: need, facts: (stored.version, stored.digest), pins: pins, clock: now,
        result: result, cause: cause.id, traceparent: cause.traceparent)
      runs.append(run)
      if let before = before[need.id] {
        flips[run.id] = try await timeFlips(
          from: before, to: run, result, input, pins: pins, session)
      }
    }
    let inserted = try await RunRepository.insert(runs, session)
    try await NeedRepository.markDecided(needs.map(\.id), session)
    try await RematchRepository.reset(
      runs.filter { inserted.contains($0.id) }.map { ($0.need, $0.id) }, session)
    // The run of that day is there already: the day after it is to be computed.
    try await RematchRepository.forgetAsked(
      of: runs.filter { !inserted.contains($0.id) }.map(\.need), session)
    var flipRows: [FlipRecord] = []
    var writer = EventWriter(locked: locked, ids: ids, time: now)
    for run in runs where inserted.contains(run.id) {
      writer.add(
        .needDecided, enterprise: run.enterprise, subject: run.need.text,
        data: [
          "need_id": .string(run.need.text), "need_version": .int(Int64(run.needVersion)),
          "run_id": .string(run.id.text), "eligible": .int(Int64(run.eligible)),
          "ineligible": .int(Int64(run.ineligible)), "needs_info": .int(Int64(run.needsInfo)),
        ],
        causation: run.cause.text, traceparent: run.traceparent)
      if let own = flips[run.id] {
        flipRows += flipRecords(
          own.flips, of: run, before: own.before, sweep: own.sweep, at: now)
        tell(own.flips, of: run, before: own.before, sweep: own.sweep, &writer)
      }
    }
    try await FlipRepository.insert(flipRows, session)
    try await writer.flush(session)
    return inserted.count
  }
}
