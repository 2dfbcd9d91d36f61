import Domain
import Postgres
import Store

/// How missing work is made again.
public struct ReconcileOptions: Sendable {
  /// Needs or slices asked for in one transaction.
  public var batch = 500
  public var slicing = SliceOptions()

  public init() {}
}

/// What was asked for again, or would be.
public struct Reconciliation: Sendable, Equatable {
  /// Needs without a run for their latest version.
  public var needs = 0
  /// Needs for which a product ripens by today.
  public var rematches = 0
  /// Slices cut now of sweeps that were not cut to their end; a dry run counts the sweeps.
  public var cut = 0
  /// Slices that were cut before and are not done.
  public var slices = 0
  /// Dead letters on their way to their consumer.
  public var letters = 0
  /// Gains told of after the pause of their product.
  public var gains = 0
  /// Sellers whose facts were drawn from their receivables.
  public var receivables = 0
  /// Enterprises that were judged by what is reported of them.
  public var warnings = 0
  /// Enterprises whose listing cases were looked at.
  public var listings = 0
  /// Stages of listing cases that were recorded as award events; a dry run counts their enterprises.
  public var awards = 0
  /// Award events that were looked at to tell enterprises what they may claim.
  public var notices = 0
  /// Published events that nobody had read for webhooks.
  public var webhooks = 0
  /// Needs that were counted for the funnel otherwise than they stand; a dry run counts those that may be.
  public var funnel = 0

  public init(
    needs: Int = 0, rematches: Int = 0, cut: Int = 0, slices: Int = 0, letters: Int = 0,
    gains: Int = 0, receivables: Int = 0, warnings: Int = 0, listings: Int = 0, awards: Int = 0,
    notices: Int = 0, webhooks: Int = 0, funnel: Int = 0
  ) {
    self.needs = needs
    self.rematches = rematches
    self.cut = cut
    self.slices = slices
    self.letters = letters
    self.gains = gains
    self.receivables = receivables
    self.warnings = warnings
    self.listings = listings
    self.awards = awards
    self.notices = notices
    self.webhooks = webhooks
    self.funnel = funnel
  }

  public var json: JSON {
    [
      "needs": .int(Int64(needs)), "rematches": .int(Int64(rematches)), "cut": .int(Int64(cut)),
      "slices": .int(Int64(slices)), "letters": .int(Int64(letters)), "gains": .int(Int64(gains)),
      "receivables": .int(Int64(receivables)), "warnings": .int(Int64(warnings)),
      "listings": .int(Int64(listings)), "awards": .int(Int64(awards)),
      "notices": .int(Int64(notices)), "webhooks": .int(Int64(webhooks)),
      "funnel": .int(Int64(funnel)),
    ]
  }
}

/// What holds for one call from its start to its end.
private struct ReconcileTurn: Sendable {
  /// What was asked for since then is asked for.
  var start: Instant
  /// What lies in the outbox up to here asks by itself.
  var lastEvent: Int64
  var limit: Int
}

extension Application {
  /// Asks at once for everything PostgreSQL knows is missing, after every topic was lost or a backup
  /// was restored. It may run beside the workers and as often as one likes: what is done already
  /// stays as it is, and what waits in the outbox is not asked for again.
  ///
  /// - Parameters:
  ///   - dryRun: counts only.
  ///   - progress: needs and slices seen to so far, and how many there were at the start.
  public func reconcile(
    _ options: ReconcileOptions = ReconcileOptions(), dryRun: Bool = false,
    progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> Reconciliation {
    let start = clock.now()
    let (missing, lastEvent) = try await read {
      (
        try await MissingWorkRepository.count(at: start, $0),
        try await MissingWorkRepository.lastEvent($0)
      )
    }
    let turn = ReconcileTurn(start: start, lastEvent: lastEvent, limit: max(1, options.batch))
    guard !dryRun else {
      return Reconciliation(
        needs: Int(missing.needs), rematches: Int(missing.rematches), cut: Int(missing.sweeps),
        slices: Int(missing.slices), letters: Int(missing.letters),
        gains: try await countUntoldGains(), receivables: Int(missing.receivables),
        warnings: Int(missing.warnings), listings: Int(missing.listings),
        awards: try await countStaged(), notices: Int(missing.notices),
        webhooks: Int(missing.webhooks),
        funnel: try await recountAll(limit: turn.limit, dryRun: true))
    }
    let total = Int(missing.needs + missing.rematches + missing.slices)
    var report = Reconciliation()
    func tell() { progress(min(total, report.needs + report.rematches + report.slices), total) }
    tell()
    // First what nobody works on now, then, waiting for it, the rest.
    for isSkipping in [true, false] {
      var place: MissingWorkRepository.WaitingNeed?
      repeat {
        let step = try await askForNeeds(turn, after: place, skippingLocked: isSkipping)
        report.needs += step.asked
        place = step.last
        tell()
      } while place != nil
    }
    while case let step = try await askForRematches(limit: turn.limit), step.due > 0 {
      report.rematches += step.asked
      tell()
    }
    while case let asked = try await askForSlices(turn), asked > 0 {
      report.slices += asked
      tell()
    }
    while case let sent = try await sendLetters(turn), sent > 0 { report.letters += sent }
    report.cut = try await cutSlices(options.slicing)
    while case let told = try await tellUntoldGains(limit: turn.limit), told > 0 {
      report.gains += told
    }
    // Each is drawn at once: what is due of it lies in the future then.
    while case let drawn = try await refreshDueReceivables(limit: turn.limit), drawn > 0 {
      report.receivables += drawn
    }
    // Red ones have listing cases looked at, and these open awards, of which enterprises are told.
    while case let judged = try await judgeDue(limit: turn.limit), judged > 0 {
      report.warnings += judged
    }
    while case let reviewed = try await reviewDueListings(limit: turn.limit), reviewed > 0 {
      report.listings += reviewed
    }
    while case let recorded = try await recordStages(limit: turn.limit), recorded > 0 {
      report.awards += recorded
    }
    while case let looked = try await tellEntitlements(limit: turn.limit), looked > 0 {
      report.notices += looked
    }
    // What is put aside from now on has its reader.
    while case let told = try await queueUnreadWebhooks(before: turn.start, limit: turn.limit),
      told.events > 0
    {
      report.webhooks += told.events
    }
    report.funnel = try await recountAll(limit: turn.limit)
    progress(total, total)
    return report
  }

  /// Asks for some waiting needs, those that wait longest first.
  ///
  /// - Returns: how many were asked for; the last one looked at, nil when there are no more.
  private func askForNeeds(
    _ turn: ReconcileTurn, after: MissingWorkRepository.WaitingNeed?, skippingLocked: Bool
  ) async throws -> (asked: Int, last: MissingWorkRepository.WaitingNeed?) {
    try await write { session in
      let now = clock.now()
      try await MissingWorkRepository.lockTurn(session)
      let found = try await MissingWorkRepository.needs(
        after: after, askedBefore: turn.start, lastEvent: turn.lastEvent,
        triggers: Self.matchTriggers.map(\.rawValue).sorted(), consumer: Consumer.match.name,
        limit: turn.limit, session)
      let locked = try await EnterpriseRepository.lock(
        Array(Set(found.map(\.enterprise))), skippingLocked: skippingLocked, session)
      let mine = found.filter { locked[$0.enterprise] != nil }
      try await NeedRepository.markAsked(mine.map(\.need), at: now, session)
      var writer = EventWriter(locked: locked, ids: ids, time: now)
      for id in locked.keys.sorted() {
        writer.add(.matchRequested, enterprise: id, subject: id.text, data: [:])
      }
      try await writer.flush(session)
      return (mine.count, found.count < turn.limit ? nil : found.last)
    }
  }

  private func askForRematches(limit: Int) async throws -> (due: Int, asked: Int) {
    try await write { session in
      try await MissingWorkRepository.lockTurn(session)
      return try await requestDueRematches(limit: limit, skippingLocked: false, session)
    }
  }

  private func sendLetters(_ turn: ReconcileTurn) async throws -> Int {
    try await write { session in
      try await MissingWorkRepository.lockTurn(session)
      let waiting = try await DeadLetterRepository.overdue(
        before: turn.start, limit: turn.limit, session)
      return waiting.isEmpty ? 0 : try await sendAgain(waiting, session)
    }
  }

  private func askForSlices(_ turn: ReconcileTurn) async throws -> Int {
    try await write { session in
      let now = clock.now()
      let slices = try await MissingWorkRepository.slices(
        askedBefore: turn.start, lastEvent: turn.lastEvent, limit: turn.limit, session)
      guard !slices.isEmpty else { return 0 }
      try await SliceRepository.markRequested(slices, at: now, session)
      try await OutboxRepository.append(slices.map { sliceEvent($0, at: now) }, session)
      return slices.count
    }
  }
}
