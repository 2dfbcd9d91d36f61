import Catalog
import Decision
import Domain
import Logging
import Postgres
import Sealing
import Store

/// A need decided again, with what the decision was made from.
private struct DecidedAnew: Sendable {
  var full: FullNeed
  var run: RunRecord
}

/// What runs of a slice are made under.
private struct SliceGround: Sendable {
  var engine: Engine
  var pins: EnginePins
  var clock: Instant
  var cause: Event
}

extension Application {
  /// Sweeps one slice of a full sweep.
  ///
  /// Every need gets a run, and storing them takes most of the time for which locks are held. All is
  /// read and decided under the locks, while the server stores the slice before and the first of this
  /// one.
  ///
  /// - Parameter turn: shared by the slices that are stored side by side.
  func sweepFully(
    _ slice: SliceRecord, cause: Event, consumer: String, _ turn: CopyTurn
  ) async throws -> SweepOutcome {
    do {
      return try await write { session in
        try await storeFully(slice, cause: cause, consumer: consumer, byCopy: turn, session)
      }
    } catch let error as PostgresError where error.sqlState == .uniqueViolation {
      // A run with these inputs that is not the newest, left by another engine: stored row by row,
      // those that are there are left out.
      return try await write { session in
        try await storeFully(slice, cause: cause, consumer: consumer, byCopy: nil, session)
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

  private func outcomes(
    of needs: ArraySlice<FullNeed>, _ engine: Engine, at clock: Instant
  ) throws -> [Result<StoredResult, any Error>] {
    // One whose facts cannot be opened must not hold up all others of its slice either, unless it is
    // this process that cannot.
    let opened = try needs.map { full -> Result<ArraySlice<UInt8>, any Error> in
      do {
        return .success(try self.opened(full.facts))
      } catch let error as SealingError {
        return .failure(error)
      }
    }
    let readable = zip(needs, opened).compactMap { full, facts in
      (try? facts.get()).map { StoredNeed(asked: full.need.facts, facts: $0) }
    }
    var decided = engine.decideStored(readable, clock: clock) {
      try FactSheet(stored: $0, registry: engine.catalog.registry)
    }[...]
    return opened.compactMap { facts in
      if case .failure(let error) = facts { return .failure(error) }
      return decided.popFirst()
    }
  }

  private func decideAnew(
    _ needs: ArraySlice<FullNeed>, _ ground: SliceGround
  ) throws -> [DecidedAnew] {
    var decided: [DecidedAnew] = []
    decided.reserveCapacity(needs.count)
    for (full, outcome) in zip(needs, try outcomes(of: needs, ground.engine, at: ground.clock)) {
      switch outcome {
      case .success(let result):
        let run = RunRecord(
          id: ids.next(after: full.earlier?.id),
          need: (full.need.id, full.need.version, full.need.enterprise),
          facts: (full.factsVersion, full.factsDigest), pins: ground.pins, clock: ground.clock,
          result: result, cause: ground.cause.id, traceparent: ground.cause.traceparent)
        decided.append(DecidedAnew(full: full, run: run))
      case .failure(let error):
        // One row that cannot be read must not hold up all others of its slice.
        logger.error(
          "stored facts cannot be read",
          metadata: ["need_id": "\(full.need.id)", "error": "\(error)"])
      }
    }
    return decided
  }

  /// Needs decided in one go, at first and at most: the server stores those before meanwhile, so the
  /// first are few, that it has something to store soon.
  private static let firstPiece = 40
  private static let largestPiece = 400

  /// Decides needs piece by piece, each up to four times as large as the one before.
  ///
  /// - Parameter onPiece: gets the runs of each.
  private func decideInPieces(
    _ needs: [FullNeed], _ ground: SliceGround, onPiece: ([RunRecord]) -> Void = { _ in }
  ) throws -> [DecidedAnew] {
    var decided: [DecidedAnew] = []
    decided.reserveCapacity(needs.count)
    var (start, size) = (0, Self.firstPiece)
    while start < needs.count, !Task.isCancelled {
      let piece = try decideAnew(needs[start..<min(start + size, needs.count)], ground)
      onPiece(piece.map(\.run))
      decided += piece
      (start, size) = (start + size, min(size * 4, Self.largestPiece))
    }
    return decided
  }

  /// Decides needs and stores their runs, both at once.
  private func copyDecided(
    _ needs: [FullNeed], _ ground: SliceGround, _ turn: CopyTurn, _ session: any PostgresSession
  ) async throws -> [DecidedAnew] {
    // As many runs as a slice has needs, at most.
    let (runs, sink) = AsyncStream.makeStream(of: [RunRecord].self)
    async let deciding = {
      defer { sink.finish() }
      return try decideInPieces(needs, ground) { sink.yield($0) }
    }()
    let copied = try await turn.take { try await RunRepository.copy(runs, session) }
    let decided = try await deciding
    guard copied == decided.count, !Task.isCancelled else { throw CancellationError() }
    return decided
  }

  /// Stores what a slice came to, once.
  ///
  /// - Parameter turn: nil stores row by row.
  private func storeFully(
    _ slice: SliceRecord, cause: Event, consumer: String, byCopy turn: CopyTurn?,
    _ session: any PostgresSession
  ) async throws -> SweepOutcome {
    let read = try await SliceRepository.lock(
      slice, limit: Self.sliceNeedsMaximum, cause: cause, attempt: AttemptNumber.current,
      consumer: consumer, at: clock.now(), session)
    guard let sweep = try await sweep(of: read.opened, slice, session) else {
      return SweepOutcome(skipped: 1)
    }
    let now = clock.now()
    guard let pins = try await hold(read.inForce, to: sweep, at: now, session) else {
      return SweepOutcome(skipped: 1)
    }
    let ground = SliceGround(
      engine: try await sweepEngine(pins, session), pins: pins, clock: now, cause: cause)
    let open = read.needs.filter { !$0.isDecided(under: pins, on: now.legalDate) }
    let decided: [DecidedAnew]
    var inserted: Set<RunID>?
    if let turn {
      decided = open.isEmpty ? [] : try await copyDecided(open, ground, turn, session)
    } else {
      decided = try decideInPieces(open, ground)
      inserted = try await RunRepository.insert(decided.map(\.run), session)
    }
    let new = inserted.map { ids in decided.filter { ids.contains($0.run.id) } } ?? decided
    try await follow(new, sweep: sweep.id, pins: pins, session)
    let due = decided.filter { $0.full.need.matchDueSince != nil }.map(\.full.need.id)
    if !due.isEmpty {
      try await NeedRepository.markDecided(due.sorted(), session)
      try await RematchRepository.reset(
        new.filter { $0.full.need.matchDueSince != nil }.map { ($0.run.need, $0.run.id) }, session)
    }
    try await session.deferToCommit([
      SliceRepository.markingDone(slice, leavingDays: true, at: now),
      SweepRepository.countingSlice(
        of: sweep.id, examined: read.needs.count, changed: new.count, at: now),
    ])
    return SweepOutcome(slices: 1, examined: read.needs.count, changed: new.count)
  }

  /// Tells of new runs: of those that were waited for, and of verdicts that are others now.
  private func follow(
    _ new: [DecidedAnew], sweep: SweepID, pins: EnginePins, _ session: any PostgresSession
  ) async throws {
    let told = new.filter { $0.full.need.matchDueSince != nil || $0.flipped != nil }
    guard !told.isEmpty else { return }
    let now = clock.now()
    var writer = EventWriter(
      locked: Dictionary(
        told.map { one in
          let need = one.full.need
          return (
            need.enterprise,
            LockedEnterprise(
              id: need.enterprise, factsVersion: one.full.factsVersion,
              eventSequence: one.full.eventSequence)
          )
        }, uniquingKeysWith: { first, _ in first }), ids: ids, time: now)
    var flips: [FlipRecord] = []
    let paused = try await pausedCodes(session)
    let earlier = try await RunRepository.results(of: told.compactMap { $0.flipped?.id }, session)
    for one in told {
      if one.full.need.matchDueSince != nil { writer.addDecided(one.run) }
      guard let before = one.flipped, let result = earlier[before.id] else { continue }
      let changed = try await self.flips(of: one, from: before, result, pins: pins, session)
      guard !changed.isEmpty else { continue }
      flips += flipRecords(changed, of: one.run, before: before.id, sweep: sweep, at: now)
      tell(changed, of: one.run, before: before.id, sweep: sweep, paused: paused, &writer)
    }
    try await FlipRepository.insert(flips, session)
    try await keepUntold(flips, paused: paused, session)
    try await writer.flush(session)
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
      enterpriseFacts: try sheet(one.full.facts, engine.catalog.registry),
      clock: one.run.clock)
    let old = RunVerdicts(
      try MatchResult(stored: result),
      codes: try await sweeps.outline(before.pins.catalog, session).codes)
    return SweepComparison.flips(
      from: old, to: try MatchResult(stored: one.run.result), engine: engine, input
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
      before.factsVersion == full.factsVersion, before.verdicts != run.verdicts
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
