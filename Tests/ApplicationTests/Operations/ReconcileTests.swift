import Application
import Catalog
import Domain
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

@Suite("Reconcile", .serialized)
struct ReconcileTests {
  private func reconcile(_ world: World, dryRun: Bool = false) async throws -> Reconciliation {
    world.store.clock.advance(milliseconds: 10)
    var options = ReconcileOptions()
    options.batch = 2
    options.slicing.needs = 2
    var report = try await world.application.reconcile(options, dryRun: dryRun)
    // Nobody counts the funnel here; see `funnel`.
    report.funnel = 0
    return report
  }

  /// Everything that can be missing, with every event of it lost: needs that wait, a sweep that is
  /// cut in part, a need whose day has come.
  private func loseEverything(_ world: World) async throws {
    for number in 0..<5 { try await world.submit(try await world.register(number)) }
    try await world.matchWaiting()
    try await world.publishFree(0)
    var slicing = SliceOptions()
    (slicing.needs, slicing.slicesPerStep, slicing.stepsMaximum) = (1, 2, 1)
    #expect(try await world.application.cutSlices(slicing) == 2)
    for number in 5..<9 { try await world.submit(try await world.register(number)) }
    try await world.execute(
      """
      UPDATE need_rematch SET state = 'scheduled', rematch_on = '2026-11-20'
      WHERE need_id = (SELECT max(need_id::text)::uuid FROM need_rematch)
      """)
    try await world.drain()
  }

  /// Applies everything in the outbox, and what comes of it, as the workers would.
  private func work(_ world: World) async throws {
    while case let events = try await world.drain(), !events.isEmpty {
      _ = try await world.application.match(events: events, consumer: "match")
      _ = try await world.application.sweep(events: events, consumer: "sweep")
    }
  }

  @Test("after every event was lost, everything is asked for at once and done once")
  func everythingLost() async throws {
    try await World.with { world in
      try await loseEverything(world)
      let report = try await reconcile(world)
      #expect(report.needs == 4 && report.rematches == 1 && report.slices == 2)
      #expect(report.cut > 0)
      let again = try await reconcile(world)
      #expect(again == Reconciliation(), "what waits in the outbox is not asked for again")
      let events = try await world.events()
      #expect(Set(events.map { "\($0.type) \($0.key)" }).count == events.count)
      try await work(world)
      #expect(try await reconcile(world) == Reconciliation())
      let open = try await world.query(
        """
        SELECT (SELECT count(*) FROM need WHERE match_due_since IS NOT NULL),
          (SELECT count(*) FROM sweep WHERE finished_at IS NULL),
          (SELECT count(*) FROM need n WHERE NOT EXISTS (
            SELECT FROM match_run r WHERE r.need_id = n.id AND r.catalog_version = 2))
        """)
      let (needs, sweeps, undecided) = try open[0].decode(Int64.self, Int64.self, Int64.self)
      #expect((needs, sweeps, undecided) == (0, 0, 0))
    }
  }

  @Test("lost events are asked for however often they are lost, and done once all the same")
  func lostAgain() async throws {
    try await World.with { world in
      try await loseEverything(world)
      for _ in 0..<3 {
        #expect(try await reconcile(world) != Reconciliation())
        try await world.drain()
      }
      _ = try await reconcile(world)
      try await work(world)
      #expect(try await reconcile(world) == Reconciliation())
      let doubles = try await world.query(
        """
        SELECT count(*) FROM (SELECT 1 FROM match_run
          GROUP BY need_id, need_version, facts_version, catalog_version HAVING count(*) > 1) AS d
        """)
      #expect(try doubles[0].decode(0, as: Int64.self) == 0)
    }
  }

  @Test("a dry run counts what is missing and writes nothing")
  func dryRun() async throws {
    try await World.with { world in
      try await loseEverything(world)
      let before = try await world.counts()
      let report = try await reconcile(world, dryRun: true)
      #expect(report == Reconciliation(needs: 4, rematches: 1, cut: 1, slices: 2))
      #expect(try await world.counts() == before)
      #expect(try await world.events().isEmpty)
    }
  }

  @Test("what workers draw, judge and record after events is counted, and done once, without any")
  func followers() async throws {
    try await World.with { world in
      _ = try await ReceivableCase.make(world).upload()
      let claimant = try await ClaimCase.make(world, 5)
      let trip = try await ListingTrip.open(world, "ah-srdi", of: claimant.enterprise)
      try await trip.steps(ListingTrip.untilOnLocalBoard)
      let watched = try await MonitoringCase.make(world, 6)
      try await watched.permit("bank")
      try await watched.overdue("2026-09", 95)
      try await world.drain()
      func parts(_ report: Reconciliation) -> [Int] {
        [report.receivables, report.warnings, report.listings, report.awards]
      }
      let missing = try await reconcile(world, dryRun: true)
      #expect(parts(missing).allSatisfy { $0 > 0 })
      #expect(try await world.events().isEmpty)
      #expect(try await watched.open() == [])
      #expect(parts(try await reconcile(world)).allSatisfy { $0 > 0 })
      #expect(try await watched.open() == ["overdue red"])
      #expect(try await world.count("award_event") > 0)
      #expect(try await reconcile(world, dryRun: true) == Reconciliation())
      #expect(try await reconcile(world) == Reconciliation())
      // The day has come on which it is told that a window closes.
      let soon = world.store.clock.now.legalDate.adding(days: 10).text
      try await world.execute(
        """
        UPDATE entitlement_notice SET closes_on = \(soon)::date, due_at = opened_at
        WHERE opened_at IS NOT NULL
        """)
      try await world.drain()
      let due = try await reconcile(world, dryRun: true).notices
      #expect(due > 0)
      #expect(try await reconcile(world).notices == due)
      #expect(try await world.events().contains { $0.type == .entitlementClosing })
      #expect(try await reconcile(world) == Reconciliation())
    }
  }

  @Test(
    "needs that count otherwise than they stand are counted anew, and a dry run only says how many")
  func funnel() async throws {
    try await World.with { world in
      for number in 0..<5 { try await world.submit(try await world.register(number)) }
      func reconcile(dryRun: Bool = false) async throws -> Int {
        var options = ReconcileOptions()
        options.batch = 2
        return try await world.application.reconcile(options, dryRun: dryRun).funnel
      }
      #expect(try await reconcile(dryRun: true) == 5)
      #expect(try await world.count("funnel_journey") == 0)
      #expect(try await reconcile() == 5)
      #expect(try await reconcile(dryRun: true) == 0)
      #expect(try await reconcile() == 0)
      // Corrected, and the event was lost.
      try await world.execute(
        """
        UPDATE enterprise SET region = '340202' WHERE id = (
          SELECT min(enterprise_id::text)::uuid FROM need)
        """)
      #expect(try await reconcile(dryRun: true) == 1)
      #expect(try await reconcile() == 1)
      let counted = try await world.query(
        """
        SELECT sum(submitted)::bigint FROM funnel_cell
        WHERE region LIKE '3402%' AND dimension = 'all'
        """)
      #expect(try counted[0].decode(0, as: Int64?.self) == 1)
    }
  }

  @Test("progress begins at nothing and ends at all there was")
  func progress() async throws {
    try await World.with { world in
      try await loseEverything(world)
      world.store.clock.advance(milliseconds: 10)
      let seen = Mutex<[[Int]]>([])
      _ = try await world.application.reconcile { done, total in
        seen.withLock { $0.append([done, total]) }
      }
      let steps = seen.withLock { $0 }
      #expect(steps.first == [0, 7] && steps.last == [7, 7])
      #expect(zip(steps, steps.dropFirst()).allSatisfy { $0[0] <= $1[0] })
    }
  }

  @Test("an enterprise somebody works on is waited for, and the others are not")
  func waitsForLocked() async throws {
    try await World.with { world in
      let busy = try await world.register(0)
      try await world.submit(busy)
      try await world.submit(try await world.register(1))
      try await world.drain()
      world.store.clock.advance(milliseconds: 10)
      let task = try await world.store.pool.withTransaction { session in
        _ = try await EnterpriseRepository.lock([busy], session)
        let task = Task { try await world.application.reconcile() }
        try await world.waitForWaiter()
        // The other enterprise is asked for by now, in a transaction of its own.
        #expect(try await world.events().count == 1)
        return task
      }
      #expect(try await task.value.needs == 2)
      #expect(try await world.events().count == 2)
    }
  }
}
