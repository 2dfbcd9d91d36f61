import Domain
import Postgres
import Store

/// How sweeps are cut into slices.
public struct SliceOptions: Sendable {
  /// Open needs in one slice, 1 to 10,000.
  public var needs = 1_000
  /// Slices cut in one transaction.
  public var slicesPerStep = 20
  /// Transactions in one go; the rest follows at the next.
  public var stepsMaximum = 500

  public init() {}
}

extension Application {
  /// Cuts what is left of unfinished sweeps into slices and asks for each on the work topic, step by
  /// step in short transactions. Whoever calls it, and how often, changes nothing but who does it.
  ///
  /// - Returns: how many slices were cut.
  @discardableResult
  public func cutSlices(_ options: SliceOptions = SliceOptions()) async throws -> Int {
    // Most calls find nothing to do: they write nothing.
    guard try await read({ try await SweepRepository.hasPlanning($0) }) else { return 0 }
    var slices = 0
    for _ in 0..<max(1, options.stepsMaximum) {
      guard let step = try await write({ try await cutStep(options, $0) }) else { break }
      slices += step
    }
    return slices
  }

  /// One transaction of it.
  ///
  /// - Returns: how many slices were cut; nil when there is nothing to cut.
  private func cutStep(
    _ options: SliceOptions, _ session: any PostgresSession
  ) async throws -> Int? {
    guard var sweep = try await SweepRepository.lockPlanning(session) else { return nil }
    let now = clock.now()
    guard try await catalogs.currentPins(session)?.versions == sweep.to else {
      try await SweepRepository.supersede(sweep.id, at: now, session)
      return 0
    }
    // A sweep over products that are all paused waits for the first of them.
    guard try await !pausedCodes(session).isSuperset(of: sweep.touched) else { return nil }
    let size = max(1, min(options.needs, 10_000))
    let count = max(1, options.slicesPerStep)
    let slices = try await SliceRepository.cut(sweep, size: size, count: count, session)
    try await SliceRepository.insert(slices, at: now, session)
    try await OutboxRepository.append(slices.map { sliceEvent($0, at: now) }, session)
    sweep.slices += slices.count
    sweep.needs += slices.reduce(0) { $0 + Int64($1.needs) }
    sweep.plannedTo = slices.last?.last ?? sweep.plannedTo
    let isLast = slices.count < count || slices.last.map { $0.needs < size } ?? true
    try await SweepRepository.savePlan(sweep, isLast: isLast, at: now, session)
    return slices.count
  }

  func sliceEvent(_ slice: SliceRecord, at instant: Instant) -> Event {
    Event(
      id: ids.next(), type: .sweepRequested, key: slice.key, subject: slice.sweep.text,
      time: instant, sequence: Int64(slice.number),
      data: ["sweep_id": .string(slice.sweep.text), "slice": .int(Int64(slice.number))])
  }

  /// Asks again for slices that have waited longer than `patienceMilliseconds`: whatever became of
  /// their events, PostgreSQL still knows that they are to be done.
  ///
  /// - Parameter limit: slices asked for at once, at most.
  /// - Returns: how many were asked for.
  public func requestMissingSlices(
    patienceMilliseconds: Int64, limit: Int
  ) async throws -> Int {
    guard try await read({ try await SweepRepository.hasOpen($0) }) else { return 0 }
    return try await write { session in
      let now = clock.now()
      guard try await NeedRepository.tryLockSweep(session) else { return 0 }
      // While events wait unpublished, more of them would only wait behind.
      if let oldest = try await OutboxRepository.oldest(of: .work, session),
        oldest < now.adding(milliseconds: -patienceMilliseconds)
      {
        return 0
      }
      let overdue = try await SliceRepository.overdue(
        at: now, patienceMilliseconds: patienceMilliseconds, limit: limit, session)
      guard !overdue.isEmpty else { return 0 }
      try await SliceRepository.markRequested(overdue, at: now, session)
      try await OutboxRepository.append(overdue.map { sliceEvent($0, at: now) }, session)
      return overdue.count
    }
  }
}
