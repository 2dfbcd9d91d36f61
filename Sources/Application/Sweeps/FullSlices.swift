import Catalog
import Decision
import Domain
import Logging
import Postgres
import Store

/// A need decided again, with what the decision was made from.
private struct DecidedAnew: Sendable {
  var full: FullNeed
  var clock: Instant
  var result: StoredResult
}

/// What was read and decided of a slice before its locks were taken.
private struct PreparedSlice: Sendable {
  var needs: [FullNeed] = []
  /// Those that are to have a new run.
  var decided: [DecidedAnew] = []
  /// False when nothing was read, since there seemed to be nothing to do.
  var isRead = false
}

extension Application {
  /// Sweeps one slice of a full sweep.
  ///
  /// As with every slice, all is read and decided without a lock first; under the locks only what
  /// changed meanwhile is decided again.
  func sweepFully(
    _ sweep: SweepRecord, _ slice: SliceRecord, under pins: EnginePins?, cause: Event,
    consumer: String
  ) async throws -> SweepOutcome {
    var prepared = PreparedSlice()
    if !slice.isDone, sweep.finishedAt == nil, let pins, pins.versions == sweep.to {
      let needs = try await read { session in
        try await FullNeedRepository.find(
          after: slice.after, upTo: slice.last, limit: Self.sliceNeedsMaximum, session)
      }
      let engine = try await read { try await sweepEngine(pins, $0) }
      prepared = PreparedSlice(
        needs: needs, decided: decideAnew(needs, engine, pins: pins), isRead: true)
    }
    do {
      return try await write { [prepared] session in
        try await storeFully(
          slice, prepared, cause: cause, consumer: consumer, byCopy: true, session)
      }
    } catch let error as PostgresError where error.sqlState == .uniqueViolation {
      // A run with these inputs that is not the newest, left by another engine: stored row by row,
      // those that are there are left out.
      return try await write { [prepared] session in
        try await storeFully(
          slice, prepared, cause: cause, consumer: consumer, byCopy: false, session)
      }
    }
  }

  /// - Throws: `MatchNotReady` when the versions cannot be used.
  func sweepEngine(
    _ pins: EnginePins, _ session: any PostgresSession
  ) async throws -> Engine {
    do {
      return try await catalogs.engine(pins, session)
    } catch let error where !(error is PostgresError) {
      logger.error("catalog and policies cannot be used", metadata: ["error": "\(error)"])
      throw MatchNotReady(
        description:
          "catalog \(pins.catalogVersion) and policy \(pins.policyVersion) cannot be swept")
    }
  }

  private func decideAnew(
    _ needs: [FullNeed], _ engine: Engine, pins: EnginePins
  ) -> [DecidedAnew] {
    let now = clock.now()
    let open = needs.filter { !$0.isDecided(under: pins, on: now.legalDate) }
    let outcomes = engine.decideStored(
      open.map { StoredNeed(asked: $0.need.facts, facts: $0.facts) }, clock: now
    ) { try FactSheet(stored: $0, registry: engine.catalog.registry) }
    var decided: [DecidedAnew] = []
    decided.reserveCapacity(open.count)
    for (full, outcome) in zip(open, outcomes) {
      switch outcome {
      case .success(let result):
        decided.append(DecidedAnew(full: full, clock: now, result: result))
      case .failure(let error):
        // One row that cannot be read must not hold up all others of its slice.
        logger.error(
          "stored facts cannot be read",
          metadata: ["need_id": "\(full.need.id)", "error": "\(error)"])
      }
    }
    return decided
  }

  /// Stores what a slice came to, once.
  private func storeFully(
    _ slice: SliceRecord, _ prepared: PreparedSlice, cause: Event, consumer: String,
    byCopy: Bool, _ session: any PostgresSession
  ) async throws -> SweepOutcome {
    // In any order and with repeats: the lock puts them in order and takes each once.
    let owners = prepared.needs.map(\.need.enterprise)
    guard
      let begun = try await beginSlice(
        slice, cause: cause, consumer: consumer, locking: prepared.isRead ? owners : nil, session)
    else { return SweepOutcome(skipped: 1) }
    let (sweep, pins, locked) = (begun.sweep, begun.pins, begun.locked)
    // Whatever changed about an enterprise was told by an event, which took a number.
    let late = Set(
      prepared.needs.lazy.filter { locked[$0.need.enterprise]?.eventSequence != $0.eventSequence }
        .map(\.need.enterprise)
    ).union(prepared.isRead ? [] : Set(locked.keys))
    var chosen = prepared.decided.filter { !late.contains($0.full.need.enterprise) }
    var examined = prepared.needs.count { !late.contains($0.need.enterprise) }
    if !late.isEmpty {
      let needs = try await FullNeedRepository.find(
        of: late.intersection(locked.keys).sorted(), after: slice.after, upTo: slice.last,
        limit: Self.sliceNeedsMaximum, session)
      examined += needs.count
      chosen += decideAnew(needs, try await sweepEngine(pins, session), pins: pins)
    }
    let stored = try await store(
      chosen, sweep: sweep.id, pins: pins, cause: cause, locked: locked, byCopy: byCopy, session)
    try await SliceRepository.markDone(slice, leavingDays: true, at: begun.now, session)
    try await SweepRepository.countSlice(
      of: sweep.id, examined: examined, changed: stored, at: begun.now, session)
    return SweepOutcome(slices: 1, examined: examined, changed: stored)
  }

  /// - Returns: how many runs were stored.
  private func store(
    _ decided: [DecidedAnew], sweep: SweepID, pins: EnginePins, cause: Event,
    locked: [EnterpriseID: LockedEnterprise], byCopy: Bool, _ session: any PostgresSession
  ) async throws -> Int {
    let runs = decided.map { one in
      RunRecord(
        id: ids.next(after: one.full.earlier?.id),
        need: (one.full.need.id, one.full.need.version, one.full.need.enterprise),
        facts: (one.full.factsVersion, one.full.factsDigest), pins: pins, clock: one.clock,
        result: one.result, cause: cause.id, traceparent: cause.traceparent)
    }
    let inserted: Set<RunID>?
    if byCopy {
      try await RunRepository.copy(runs, session)
      inserted = nil
    } else {
      inserted = try await RunRepository.insert(runs, session)
    }
    let now = clock.now()
    var writer = EventWriter(locked: locked, ids: ids, time: now)
    var flips: [FlipRecord] = []
    var new: [RunRecord] = []
    let paused = try await pausedCodes(session)
    let earlier = try await RunRepository.results(
      of: decided.compactMap { $0.flipped?.id }, session)
    for (one, run) in zip(decided, runs) where inserted?.contains(run.id) ?? true {
      new.append(run)
      if one.full.need.matchDueSince != nil { writer.addDecided(run) }
      guard let before = one.flipped, let result = earlier[before.id] else { continue }
      let changed = try await self.flips(
        of: one, from: before, result, pins: pins, session)
      guard !changed.isEmpty else { continue }
      flips += flipRecords(changed, of: run, before: before.id, sweep: sweep, at: now)
      tell(changed, of: run, before: before.id, sweep: sweep, paused: paused, &writer)
    }
    try await FlipRepository.insert(flips, session)
    try await keepUntold(flips, paused: paused, session)
    let due = Set(decided.lazy.filter { $0.full.need.matchDueSince != nil }.map(\.full.need.id))
    if !due.isEmpty {
      try await NeedRepository.markDecided(due.sorted(), session)
      try await RematchRepository.reset(
        new.filter { due.contains($0.need) }.map { ($0.need, $0.id) }, session)
    }
    try await writer.flush(session)
    return new.count
  }

  /// What a new outcome says otherwise than the run before.
  ///
  /// - Parameter result: what is stored of the run before.
  private func flips(
    of one: DecidedAnew, from before: EarlierRun, _ result: [UInt8], pins: EnginePins,
    _ session: any PostgresSession
  ) async throws -> [Flip] {
    let engine = try await catalogs.engine(pins, session)
    let touched =
      before.pins == pins.versions
      ? [] : Set(try await comparison(from: before.pins, to: pins, session).touched.codes)
    let input = DecisionInput(
      needFacts: FactSheet(one.full.need.facts),
      enterpriseFacts: try FactSheet(
        stored: Array(one.full.facts), registry: engine.catalog.registry),
      clock: one.clock)
    let old = RunVerdicts(
      try MatchResult(stored: result),
      codes: try await sweeps.outline(before.pins.catalog, session).codes)
    return SweepComparison.flips(
      from: old, to: try MatchResult(stored: one.result.bytes), engine: engine, input
    ) {
      touched.contains($0) ? .change : .time
    }
  }
}

extension DecidedAnew {
  /// The run before, when a verdict may be another one now; nil also when the need or its facts are
  /// others: then something else was asked.
  fileprivate var flipped: EarlierRun? {
    guard let before = full.earlier, before.needVersion == full.need.version,
      before.factsVersion == full.factsVersion, before.verdicts != result.verdicts.bytes
    else { return nil }
    return before
  }
}

extension FullNeed {
  /// Whether the newest run was made from the very inputs a new one would be.
  fileprivate func isDecided(under pins: EnginePins, on day: LegalDate) -> Bool {
    guard let earlier else { return false }
    return earlier.needVersion == need.version && earlier.factsVersion == factsVersion
      && earlier.pins == pins.versions && earlier.engineVersion == Int(pins.engineVersion.rawValue)
      && earlier.decidedOn == day
  }
}
