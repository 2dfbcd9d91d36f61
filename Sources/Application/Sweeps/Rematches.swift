import Catalog
import Decision
import Domain
import Logging
import Postgres
import Store

/// How days to match again are computed.
public struct RematchOptions: Sendable {
  /// Needs computed in one go.
  public var needs = 100
  /// One go ends after this long, when at least one need is done.
  public var budgetMilliseconds: Int64 = 2_000
  /// How far ahead is looked.
  public var horizonDays = 3_660
  /// Slices of full sweeps whose needs are noted in one go.
  public var slices = 2

  public init() {}
}

extension Application {
  /// Computes on which day needs should be matched again, because time alone makes a product fit.
  ///
  /// Looking ahead runs the engine many times, so it is not done while a run is stored: a run only
  /// notes that its day is unknown, and this works through the unknown ones, a bounded number at a
  /// time, without a lock and without an open transaction. What changed meanwhile is noticed by its
  /// revision and computed again.
  ///
  /// - Returns: how many needs have their day now.
  @discardableResult
  public func computeRematchDays(_ options: RematchOptions = RematchOptions()) async throws -> Int {
    let started = clock.now()
    if try await read({ try await RematchRepository.hasSlices($0) }) {
      _ = try await write { try await RematchRepository.resetSlices(limit: options.slices, $0) }
    }
    let loaded = try await read { session in
      // The revisions first: versions that are published after them raise them.
      let tasks = try await RematchRepository.unknown(limit: max(1, options.needs), session)
      guard !tasks.isEmpty, let pins = try await catalogs.currentPins(session) else {
        return ([RematchTask](), [NeedID: DecidedNeed](), Engine?.none)
      }
      let runs = try await RunRepository.find(tasks.map(\.run), session)
      let heads = runs.values.map {
        DecidedNeedHead(
          need: $0.need, version: $0.needVersion, enterprise: $0.enterprise, run: $0.id,
          pins: VersionPins(catalog: $0.catalogVersion, policy: $0.policyVersion))
      }
      return (
        tasks, try await DecidedNeedRepository.find(heads, session),
        try await catalogs.engine(pins, session)
      )
    }
    guard let engine = loaded.2 else { return 0 }
    var days: [(task: RematchTask, day: LegalDate?)] = []
    for task in loaded.0 {
      try Task.checkCancellation()
      guard let decided = loaded.1[task.need], decided.need.status == "submitted" else {
        days.append((task, nil))
        continue
      }
      do {
        days.append((task, try nextQualifyDay(decided, engine, horizonDays: options.horizonDays)))
      } catch ApplicationError.unavailable(let seconds) {
        throw ApplicationError.unavailable(retryAfterSeconds: seconds)
      } catch {
        // Facts that cannot be read have no day; the others wait behind nothing.
        logger.error(
          "no day to match again", metadata: ["need": "\(task.need)", "error": "\(error)"])
        days.append((task, nil))
      }
      if clock.now() > started.adding(milliseconds: options.budgetMilliseconds) { break }
      await Task.yield()
    }
    return try await write { [days] in try await RematchRepository.settle(days, $0) }
  }

  /// The first day after its run on which a product fits that does not yet.
  private func nextQualifyDay(
    _ decided: DecidedNeed, _ engine: Engine, horizonDays: Int
  ) throws -> LegalDate? {
    let sheet = try sheet(decided.facts, engine.catalog.registry)
    return engine.nextQualifyDay(
      DecisionInput(
        needFacts: decided.need.facts, enterpriseFacts: sheet, clock: decided.run.clock),
      horizonDays: horizonDays)
  }

  /// Asks, once each, for the runs of needs whose day has begun in Asia/Shanghai.
  ///
  /// - Parameter limit: needs asked for at once, at most.
  /// - Returns: how many were asked for.
  public func requestDueRematches(limit: Int) async throws -> Int {
    let today = clock.now().legalDate
    guard try await !read({ try await RematchRepository.due(on: today, limit: 1, $0) }).isEmpty
    else { return 0 }
    return try await write { session in
      guard try await NeedRepository.tryLockSweep(session) else { return 0 }
      return try await requestDueRematches(limit: limit, skippingLocked: true, session).asked
    }
  }

  /// The same for whoever has the sweeper's turn.
  ///
  /// - Parameter skippingLocked: leaves out enterprises that are being worked on now, for a later
  ///   sweep.
  /// - Returns: how many had their day and were looked at, and how many of them wait now.
  func requestDueRematches(
    limit: Int, skippingLocked: Bool, _ session: any PostgresSession
  ) async throws -> (due: Int, asked: Int) {
    // Until the runs of a full sweep are noted, a day may follow from one that is not the newest.
    guard try await !RematchRepository.hasSlices(session) else { return (0, 0) }
    let now = clock.now()
    let due = try await RematchRepository.due(on: now.legalDate, limit: limit, session)
    let locked = try await EnterpriseRepository.lock(
      Array(Set(due.map(\.enterprise))), skippingLocked: skippingLocked, session)
    let mine = due.filter { locked[$0.enterprise] != nil }
    let asked = try await RematchRepository.markAsked(
      mine.map(\.need), on: now.legalDate, since: now, session)
    var writer = EventWriter(locked: locked, ids: ids, time: now)
    for id in Set(mine.filter { asked.contains($0.need) }.map(\.enterprise)).sorted() {
      writer.add(.matchRequested, enterprise: id, subject: id.text, data: [:])
    }
    try await writer.flush(session)
    return (mine.count, asked.count)
  }
}
