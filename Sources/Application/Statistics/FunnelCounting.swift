import Domain
import Foundation
import Postgres
import Statistics
import Store

/// What came of events for the funnel.
public struct FunnelOutcome: Sendable, Equatable {
  /// Needs whose counts changed.
  public var changed = 0
  /// Events that ask for nothing, or that were applied before.
  public var skipped = 0

  public init(changed: Int = 0, skipped: Int = 0) {
    self.changed = changed
    self.skipped = skipped
  }
}

/// Counts how far needs came. The tables of needs, runs, offers and pools say it, not the events: in whatever
/// order these come, and however often, each need gives the cells what follows from how it stands.
extension Application {
  /// Event types after which a need may count otherwise.
  public static let statisticsTriggers: Set<EventType> = [
    .needSubmitted, .needAmended, .needDecided, .decisionFlipped, .offerOffered, .offerClaimed,
    .offerGranted, .offerDrawn, .offerDeclined, .enterpriseAmended, .enterpriseErased,
    .poolEntered, .poolLeft,
  ]
  /// Needs that are counted at once.
  static let funnelPageNeeds = 1_000

  /// Counts the needs of the enterprises that events are about anew; one transaction with the inbox entries.
  ///
  /// - Parameter consumer: the name under which the inbox remembers.
  /// - Throws: `ContendedError`; database errors. Nothing is stored then.
  public func countFunnel(events: [Event], consumer: String) async throws -> FunnelOutcome {
    let meant = events.filter { Self.statisticsTriggers.contains($0.type) }
    guard !meant.isEmpty else { return FunnelOutcome(skipped: events.count) }
    let (applied, changed) = try await writeQuietly(tellingContention: true) { session in
      let new = try await InboxRepository.claim(
        meant, attempt: AttemptNumber.current, consumer: consumer, at: clock.now(), session)
      let named = Set(meant.filter { new.contains($0.id) }.compactMap { EnterpriseID($0.key) })
      guard !named.isEmpty else { return (new.count, 0) }
      try await FunnelRepository.enter(session)
      let changed = try await countPages(session) { after in
        try await FunnelInputRepository.needs(
          of: named.sorted(), after: after, limit: Self.funnelPageNeeds, session)
      }
      return (new.count, changed)
    }
    return FunnelOutcome(changed: changed, skipped: events.count - applied)
  }

  /// Forgets what was counted and counts all needs anew, in one transaction: readers see the counts before it
  /// until it is over, and workers wait.
  ///
  /// - Returns: how many needs were counted.
  public func rebuildFunnel() async throws -> Int {
    try await writeQuietly { session in
      try await FunnelRepository.enter(alone: true, session)
      try await FunnelRepository.clear(session)
      return try await countPages(session) { after in
        try await FunnelInputRepository.needs(after: after, limit: Self.funnelPageNeeds, session)
      }
    }
  }

  private func countPages(
    _ session: any PostgresSession, _ page: (UUID?) async throws -> [NeedID]
  ) async throws -> Int {
    var changed = 0
    var after: UUID?
    while true {
      let needs = try await page(after)
      guard let last = needs.last else { return changed }
      changed += try await count(needs, session)
      after = last.uuid
    }
  }

  /// Counts needs as they stand now.
  ///
  /// - Returns: how many count otherwise than before.
  private func count(_ needs: [NeedID], _ session: any PostgresSession) async throws -> Int {
    let now = clock.now()
    let before = try await FunnelRepository.lock(needs, at: now, session)
    // Read under the locks: what changes from here on brings its own event.
    let standing = try await funnelStanding(of: needs, session)
    var change = FunnelTable()
    var bodies: [(need: NeedID, body: [UInt8])] = []
    for need in needs {
      guard let old = before[need], let journey = standing.journeys[need] else { continue }
      let lines = FunnelLines(journey.contributions(reference.calendar))
      let new = lines.bytes
      guard new != old else { continue }
      if !old.isEmpty { change.remove(try FunnelLines(stored: old).contributions) }
      change.add(lines.contributions)
      bodies.append((need, new))
    }
    let rows = change.rows
    try await FunnelRepository.add(rows.cells, days: rows.days, session)
    try await OfferCaseRepository.put(standing.cases, session)
    try await FunnelRepository.save(bodies, counted: needs, at: now, session)
    return bodies.count
  }

  /// Goes on with the walk over all needs: counts those anew whose event was lost. At the end of all it begins
  /// again, so that in the end every need counts as it stands, whatever became of the events.
  ///
  /// - Parameter limit: needs that are looked at.
  /// - Returns: how many counted otherwise than they should.
  public func recountFunnel(limit: Int) async throws -> Int {
    try await writeQuietly { session in
      try await FunnelRepository.enter(session)
      let page = try await FunnelInputRepository.stale(
        after: try await FunnelRepository.walk(session), limit: max(1, limit),
        slackMilliseconds: Self.funnelSlackMilliseconds, at: clock.now(), session)
      try await FunnelRepository.walked(to: page.last, session)
      guard !page.needs.isEmpty else { return 0 }
      return try await count(page.needs, session)
    }
  }

  /// Counts all needs anew that count otherwise than they stand, beside the workers.
  ///
  /// - Parameters:
  ///   - limit: needs that are looked at in one transaction.
  ///   - dryRun: changes nothing.
  /// - Returns: how many counted otherwise than they should.
  func recountAll(limit: Int, dryRun: Bool = false) async throws -> Int {
    var after: UUID?
    var found = 0
    repeat {
      let place = after
      let step = try await writeQuietly { session -> (last: UUID?, changed: Int) in
        if !dryRun { try await FunnelRepository.enter(session) }
        let page = try await FunnelInputRepository.stale(
          after: place, limit: max(1, limit), slackMilliseconds: Self.funnelSlackMilliseconds,
          at: clock.now(), session)
        guard !page.needs.isEmpty else { return (page.last?.uuid, 0) }
        return (
          page.last?.uuid,
          dryRun
            ? try await countMiscounted(page.needs, session) : try await count(page.needs, session)
        )
      }
      found += step.changed
      after = step.last
    } while after != nil
    return found
  }

  /// How many of some needs count otherwise than they stand.
  private func countMiscounted(
    _ needs: [NeedID], _ session: any PostgresSession
  ) async throws -> Int {
    let counted = try await FunnelRepository.bodies(of: needs, session)
    let journeys = try await funnelJourneys(of: needs, session)
    return needs.count { need in
      journeys[need].map {
        FunnelLines($0.contributions(reference.calendar)).bytes != counted[need] ?? []
      } ?? false
    }
  }

  /// No transaction that changes a need lasts longer.
  static let funnelSlackMilliseconds: Int64 = 600_000
}
