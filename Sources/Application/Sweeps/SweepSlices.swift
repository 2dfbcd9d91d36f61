import Decision
import Domain
import Logging
import Postgres
import Store

/// What came of events about slices.
public struct SweepOutcome: Sendable, Equatable {
  /// Slices done.
  public var slices = 0
  /// Needs looked at, and those with a new run.
  public var examined = 0
  public var changed = 0
  /// Events that ask for nothing, or that were applied before.
  public var skipped = 0
  /// Events that name a slice this database does not have.
  public var unknown: [EventID] = []

  public init(
    slices: Int = 0, examined: Int = 0, changed: Int = 0, skipped: Int = 0, unknown: [EventID] = []
  ) {
    self.slices = slices
    self.examined = examined
    self.changed = changed
    self.skipped = skipped
    self.unknown = unknown
  }

  fileprivate mutating func add(_ other: SweepOutcome) {
    slices += other.slices
    examined += other.examined
    changed += other.changed
    skipped += other.skipped
    unknown += other.unknown
  }
}

extension Application {
  /// Slices stored at once: while one is written, the next one takes its locks.
  private static let slicesAtOnce = 2

  /// Applies events of the work and catalog topics: a published version lets slices be cut, a slice
  /// is swept. Each slice is one transaction with one inbox entry; a repeated, late or re-created
  /// event changes nothing.
  ///
  /// - Parameter consumer: the name under which the inbox remembers.
  /// - Throws: `MatchNotReady`; database errors. Of the slices beside and before the one that failed
  ///   each is done or as it was.
  public func sweep(
    events: [Event], consumer: String, slicing: SliceOptions = SliceOptions()
  ) async throws -> SweepOutcome {
    var outcome = SweepOutcome()
    if events.contains(where: { [.catalogPublished, .policyPublished].contains($0.type) }) {
      try await cutSlices(slicing)
      await warmUp()
    }
    let turn = CopyTurn()
    try await withThrowingTaskGroup(of: SweepOutcome.self) { group in
      do {
        var underWay = 0
        for event in events {
          guard event.type == .sweepRequested else {
            outcome.skipped += 1
            continue
          }
          guard let found = try await find(event) else {
            outcome.unknown.append(event.id)
            continue
          }
          if underWay == Self.slicesAtOnce, let done = try await group.next() {
            outcome.add(done)
            underWay -= 1
          }
          group.addTask { try await sweep(found, cause: event, consumer: consumer, turn) }
          underWay += 1
        }
        for try await done in group { outcome.add(done) }
      } catch {
        // The one beside it has come far; it need not begin anew.
        try? await group.waitForAll()
        throw error
      }
    }
    return outcome
  }

  /// What was read of a slice without a lock.
  struct FoundSlice: Sendable {
    var slice: SliceRecord
    var sweep: SweepHead
    var pins: EnginePins?

    /// Whether it seems that the slice is still to be done.
    var isOpen: Bool {
      !slice.isDone && sweep.finishedAt == nil && pins?.versions == sweep.to
    }
  }

  /// Reads a slice without a lock.
  ///
  /// - Returns: nil when it names no slice that there is.
  private func find(_ event: Event) async throws -> FoundSlice? {
    guard event.type == .sweepRequested,
      let id = event.data["sweep_id"]?.stringValue.flatMap({ SweepID($0) }),
      let number = event.data["slice"]?.intValue.flatMap({ Int(exactly: $0) })
    else { return nil }
    return try await read { session in
      let found = try await SliceRepository.findWithHead(id, number: number, session)
      guard let sweep = found.sweep, let slice = found.slice else { return nil }
      let result = FoundSlice(
        slice: slice, sweep: sweep, pins: found.inForce.map(EnginePins.init(inForce:)))
      if sweep.kind == .full, result.isOpen, let pins = result.pins {
        // Made ready before anything is locked.
        _ = try await sweepEngine(pins, session)
      }
      return result
    }
  }

  /// Sweeps one slice.
  ///
  /// First everything is read without a lock; then, under the locks of the slice and its enterprises,
  /// what changed meanwhile is read again, and all is stored. The locks also wait for matches that
  /// began before the new versions were published.
  private func sweep(
    _ found: FoundSlice, cause: Event, consumer: String, _ turn: CopyTurn
  ) async throws -> SweepOutcome {
    let slice = found.slice
    if found.sweep.kind == .full {
      return try await sweepFully(slice, cause: cause, consumer: consumer, turn)
    }
    var prepared: [NeedID: ExaminedNeed] = [:]
    if found.isOpen, let pins = found.pins {
      prepared = try await read { session in
        try await examine(
          try await DecidedNeedRepository.heads(
            after: slice.after, upTo: slice.last, limit: Self.sliceNeedsMaximum, session),
          under: pins, at: clock.now(), session)
      }
    }
    return try await write { [prepared] session in
      try await storeSlice(slice, prepared, cause: cause, consumer: consumer, session)
    }
  }

  private func examine(
    _ heads: [DecidedNeedHead], under pins: EnginePins, at now: Instant,
    _ session: any PostgresSession
  ) async throws -> [NeedID: ExaminedNeed] {
    try await examine(heads, at: now, session) { from in
      // A run that is newer in any part was made after; this sweep has nothing to say on it.
      guard pins.versions.covers(from), pins.versions != from else { return nil }
      do {
        return try await comparison(from: from, to: pins, session)
      } catch let error where !(error is PostgresError) {
        logger.error("catalog and policies cannot be used", metadata: ["error": "\(error)"])
        throw MatchNotReady(
          description:
            "catalog \(pins.catalogVersion) and policy \(pins.policyVersion) cannot be swept")
      }
    }
  }

  /// A slice that is to be stored now.
  private struct BegunSlice {
    var sweep: SweepHead
    var pins: EnginePins
    var locked: [EnterpriseID: LockedEnterprise]
    var now: Instant
  }

  /// Locks a slice and its enterprises and notes its event as applied.
  ///
  /// - Returns: nil when there is nothing to store: it is done, or newer versions are in force.
  private func beginSlice(
    _ slice: SliceRecord, cause: Event, consumer: String, _ session: any PostgresSession
  ) async throws -> BegunSlice? {
    let opened = try await SliceRepository.open(
      slice, cause: cause, attempt: AttemptNumber.current, consumer: consumer, at: clock.now(),
      session)
    guard let sweep = try await sweep(of: opened, slice, session) else { return nil }
    let locked = try await EnterpriseRepository.lock(
      try await DecidedNeedRepository.enterprises(after: slice.after, upTo: slice.last, session),
      session)
    let now = clock.now()
    guard
      let pins = try await hold(
        try await CatalogRepository.inForce(session), to: sweep, at: now, session)
    else { return nil }
    return BegunSlice(sweep: sweep, pins: pins, locked: locked, now: now)
  }

  /// The sweep of a slice that is still to be done.
  func sweep(
    of opened: OpenedSlice, _ slice: SliceRecord, _ session: any PostgresSession
  ) async throws -> SweepHead? {
    guard let current = opened.slice, opened.isClaimed, !current.isDone, let sweep = opened.sweep
    else { return nil }
    guard sweep.finishedAt == nil else {
      try await SliceRepository.markDone(slice, at: clock.now(), session)
      return nil
    }
    return sweep
  }

  /// What a slice is decided under: the versions its sweep goes to, as long as they are in force.
  func hold(
    _ inForce: VersionPins?, to sweep: SweepHead, at now: Instant, _ session: any PostgresSession
  ) async throws -> EnginePins? {
    guard let inForce, inForce == sweep.to else {
      // Its own sweep compares every need with the run it has.
      try await SweepRepository.supersede(sweep.id, at: now, session)
      return nil
    }
    return EnginePins(inForce: inForce)
  }

  /// Stores what a slice came to, once.
  private func storeSlice(
    _ slice: SliceRecord, _ prepared: [NeedID: ExaminedNeed], cause: Event, consumer: String,
    _ session: any PostgresSession
  ) async throws -> SweepOutcome {
    guard let begun = try await beginSlice(slice, cause: cause, consumer: consumer, session)
    else { return SweepOutcome(skipped: 1) }
    let (sweep, pins, locked, now) = (begun.sweep, begun.pins, begun.locked, begun.now)
    let heads = try await DecidedNeedRepository.heads(
      after: slice.after, upTo: slice.last, limit: Self.sliceNeedsMaximum, session
    ).filter { locked[$0.enterprise] != nil }
    let late = try await examine(
      heads.filter { prepared[$0.need]?.head != $0 }, under: pins, at: now, session)
    var examined: [ExaminedNeed] = []
    for head in heads {
      guard
        let one = late[head.need] ?? prepared[head.need].flatMap({ $0.head == head ? $0 : nil }),
        one.run.factsVersion == locked[head.enterprise]?.factsVersion
      else { continue }
      examined.append(one)
    }
    let changed = try await store(
      examined, sweep: sweep.id, pins: pins, cause: cause, locked: locked, at: now, session)
    try await SliceRepository.markDone(slice, at: now, session)
    try await SweepRepository.countSlice(
      of: sweep.id, examined: examined.count, changed: changed, at: now, session)
    return SweepOutcome(slices: 1, examined: examined.count, changed: changed)
  }

  /// - Returns: how many runs were stored.
  private func store(
    _ examined: [ExaminedNeed], sweep: SweepID, pins: EnginePins, cause: Event,
    locked: [EnterpriseID: LockedEnterprise], at now: Instant, _ session: any PostgresSession
  ) async throws -> Int {
    let engine = try await sweepEngine(pins, session)
    var runs: [RunRecord] = []
    var changes: [RunID: (before: RunID, flips: [Flip])] = [:]
    for one in examined {
      guard let change = one.change else { continue }
      let run = RunRecord(
        id: ids.next(after: one.run.id),
        need: (one.need.id, one.need.version, one.need.enterprise),
        facts: (one.run.factsVersion, one.run.factsDigest), pins: pins, clock: one.clock,
        result: engine.stored(change.result), cause: cause.id, traceparent: cause.traceparent)
      runs.append(run)
      changes[run.id] = (one.run.id, change.flips)
    }
    let inserted = try await RunRepository.insert(runs, session)
    var writer = EventWriter(locked: locked, ids: ids, time: now)
    var flips: [FlipRecord] = []
    let paused = try await pausedCodes(session)
    for run in runs where inserted.contains(run.id) {
      guard let (before, changed) = changes[run.id] else { continue }
      flips += flipRecords(changed, of: run, before: before, sweep: sweep, at: now)
      tell(changed, of: run, before: before, sweep: sweep, paused: paused, &writer)
    }
    try await FlipRepository.insert(flips, session)
    try await keepUntold(flips, paused: paused, session)
    try await RematchRepository.reset(
      runs.filter { inserted.contains($0.id) }.map { ($0.need, $0.id) }, session)
    try await RematchRepository.forgetDay(
      of: examined.filter { $0.change == nil && $0.mayRipenAnew }.map(\.need.id), session)
    try await writer.flush(session)
    return inserted.count
  }
}
