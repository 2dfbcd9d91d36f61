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
  /// The runs stored by this batch, for logs and metrics.
  public var runs: [DecidedRun] = []
  /// Events put behind a dead letter of their enterprise, or kept in one.
  public var held = 0
  /// Events taken from behind a dead letter and applied.
  public var released = 0
  /// Events for which the line behind a dead letter has no room.
  public var overflowed: [EventID] = []

  public init(
    decided: Int = 0, skipped: Int = 0, unknown: [EventID] = [], held: Int = 0,
    runs: [DecidedRun] = []
  ) {
    self.decided = decided
    self.skipped = skipped
    self.unknown = unknown
    self.runs = runs
    self.held = held
  }

  /// How long each need waited for its run, from its acceptance or last change.
  public var waitedMilliseconds: [Int64] { runs.map(\.waitedMilliseconds) }
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
  /// While a dead letter holds an enterprise up, its events are put aside in this transaction; when
  /// the letter ends, they are applied in order before anything newer.
  ///
  /// - Parameter consumer: the name under which the inbox remembers.
  /// - Throws: `MatchNotReady`; `ContendedError`; database errors. Nothing is stored then.
  public func match(events: [Event], consumer: String) async throws -> MatchOutcome {
    try await write(tellingContention: true) { session in
      let now = clock.now()
      let triggers = events.filter {
        Self.matchTriggers.contains($0.type) || $0.type == .deadLetterSkipped
      }
      let batch = try await WaitingBatchRepository.lock(
        Array(Set(triggers.compactMap { EnterpriseID($0.key) })), consumer: consumer, session)
      let locked = batch.enterprises
      let known = triggers.filter { event in
        EnterpriseID(event.key).map { locked[$0] != nil } ?? false
      }
      // An event that cannot be placed is not noted as applied: should we end before its dead letter
      // is kept, it is refused again.
      let placed = Set(known.map(\.id))
      let unknown = triggers.map(\.id).filter { !placed.contains($0) }
      let sorted = try await sortHeld(
        known, behind: batch.letters, consumer: consumer, at: now, session)
      let claimed = try await WaitingBatchRepository.claim(
        sorted.apply, of: Set(sorted.apply.compactMap { EnterpriseID($0.key) }).sorted(),
        attempt: AttemptNumber.current, consumer: consumer, at: now, session)
      let fresh = claimed.fresh
      var causes: [EnterpriseID: Event] = [:]
      for event in sorted.apply where fresh.contains(event.id) {
        if let id = EnterpriseID(event.key) { causes[id] = event }
      }
      let applied = known.count(where: { fresh.contains($0.id) })
      var outcome = MatchOutcome(
        skipped: events.count - applied - unknown.count - sorted.held - sorted.overflowed.count,
        unknown: unknown, held: sorted.held)
      outcome.released = sorted.released
      outcome.overflowed = sorted.overflowed
      outcome.runs = try await decide(
        claimed.waiting.compactMap { need in causes[need.need.enterprise].map { (need, $0) } },
        asked: claimed.asked, under: batch.inForce, locked: locked, at: now, session)
      outcome.decided = outcome.runs.count
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
  /// - Returns: the runs that were stored.
  private func decide(
    _ needs: [(full: FullNeed, cause: Event)], asked: [NeedID: RunID],
    under inForce: VersionPins?, locked: [EnterpriseID: LockedEnterprise], at now: Instant,
    _ session: any PostgresSession
  ) async throws -> [DecidedRun] {
    guard !needs.isEmpty else { return [] }
    guard let pins = inForce.map(EnginePins.init(inForce:)) else {
      throw MatchNotReady.nothingPublished
    }
    let (engine, registry) = try await parts(pins, session)
    let before = try await runsBeforeRematch(asked, session)
    var flips: [RunID: TimeFlips] = [:]
    var runs: [RunRecord] = []
    for (full, cause) in needs {
      let need = full.need
      let input = DecisionInput(
        needFacts: FactSheet(need.facts),
        enterpriseFacts: try sheet(full.facts, registry), clock: now)
      let result = engine.match(input)
      let run = RunRecord(
        id: ids.next(after: full.earlier?.id), need: (need.id, need.version, need.enterprise),
        facts: (full.factsVersion, full.factsDigest),
        pins: pins, clock: now, result: engine.stored(result), cause: cause.id,
        traceparent: cause.traceparent)
      runs.append(run)
      if let before = before[need.id] {
        flips[run.id] = try await timeFlips(
          from: before, to: run, result, input, pins: pins, session)
      }
    }
    let inserted = try await RunRepository.insert(runs, session)
    // The run of that day is there already: the day after it is to be computed.
    try await RematchRepository.forgetAsked(
      of: runs.filter { !inserted.contains($0.id) }.map(\.need), session)
    var flipRows: [FlipRecord] = []
    let paused = flips.isEmpty ? [] : try await pausedCodes(session)
    var writer = EventWriter(locked: locked, ids: ids, time: now)
    let new = runs.filter { inserted.contains($0.id) }
    for run in new {
      writer.addDecided(run)
      if let own = flips[run.id] {
        flipRows += flipRecords(
          own.flips, of: run, before: own.before, sweep: own.sweep, at: now)
        tell(
          own.flips, of: run, before: own.before, sweep: own.sweep, paused: paused, &writer)
      }
    }
    try await FlipRepository.insert(flipRows, session)
    try await keepUntold(flipRows, paused: paused, session)
    let resets = new.isEmpty ? [] : [RematchRepository.resetting(new.map { ($0.need, $0.id) })]
    try await session.deferToCommit(
      [NeedRepository.markingDecided(needs.map(\.full.need.id))] + resets + writer.statements)
    return zip(needs, runs).filter { inserted.contains($1.id) }.map {
      DecidedRun($1, of: $0.full.need, at: now)
    }
  }
}
