import Application
import Catalog
import Decision
import Domain
import Foundation
import Postgres
import Sealing
import Seeds
import Store
import TestSupport
import Testing

@Suite("Full sweeps", .serialized)
struct FullSweepTests {
  private static let operators = Actor(subject: "operator-1", role: .operator)

  private func fullSweep(_ world: World, needs: Int = 7) async throws -> SweepOutcome {
    try await world.application.startFullSweep(by: Self.operators)
    let outcome = try await world.sweepAll(needs: needs)
    try await world.drain()
    return outcome
  }

  private func number(_ world: World, _ statement: Statement) async throws -> Int64 {
    try await world.query(statement)[0].decode(0, as: Int64.self)
  }

  @Test(
    "a full sweep stores for every open need what deciding it from scratch would, and its flips",
    arguments: SeededGenerator.seeds(1, below: 1_000_000, for: "FullSweepTests"))
  func equalsScratch(seed: UInt64) async throws {
    try await World.with { world in
      var change = CatalogChange(seed: seed)
      try await world.decideSamples(60, seed: seed)
      let old = try SeedCatalog.catalog()
      let new = try change.changed(old, count: 12)
      let before = try await world.latestRuns()
      _ = try await world.application.publish(
        catalog: new, policies: nil, actor: World.system)
      let outcome = try await fullSweep(world, needs: 25)
      #expect(outcome.unknown == [] && outcome.examined == before.count)
      #expect(outcome.changed == before.count, "every need has a run under the new catalog")
      let swept = try await world.latestRuns()
      let found = Set(try await world.flips())
      try await world.decideFromScratch()
      let scratch = try await world.latestRuns()
      var expected: Set<PlainFlip> = []
      for (need, run) in before {
        let fresh = try #require(scratch[need])
        #expect(swept[need] == fresh, "seed \(seed), \(need): the same inputs, the same run")
        expected.formUnion(
          plainFlips(need, verdicts(run.result, old), verdicts(fresh.result, new)))
      }
      #expect(found == expected && !found.isEmpty, "seed \(seed)")
    }
  }

  @Test("runs that were stored without their verdicts' digest are compared by their outcome")
  func withoutDigests() async throws {
    try await World.with { world in
      try await world.decideSamples(40, seed: 17)
      let before = try await world.latestRuns()
      _ = try await world.query("UPDATE match_run SET verdicts = NULL")
      // The same products in other words: every need gets a new run, and no verdict flips.
      let catalog = try SeedCatalog.catalog()
      _ = try await world.application.publish(
        catalog: try renamed(catalog), policies: nil, actor: World.system)
      let outcome = try await fullSweep(world)
      #expect(outcome.changed == before.count && outcome.changed > 0)
      #expect(try await world.flips() == [])
      #expect(
        try await number(
          world, "SELECT count(*) FROM match_run WHERE catalog_version = 2 AND verdicts IS NOT NULL"
        )
          == Int64(before.count))
    }
  }

  private struct NoProducts: Error {}

  @Test("runs of a sweep are dated by the database's clock, whatever the worker's clock says")
  func datedByDatabase() async throws {
    try await World.with { world in
      try await world.decideSamples(20, seed: 23)
      let started: Statement = "SELECT clock_timestamp()"
      let before = try await world.query(started)[0].timestamp(0)
      for days in [400, -900] {
        world.store.clock.advance(milliseconds: Int64(days) * 86_400_000)
        let outcome = try await fullSweep(world)
        #expect(outcome.changed > 0, "another day, another run")
      }
      let misdated = try await number(
        world,
        """
        SELECT count(*) FROM match_run
        WHERE id NOT IN (SELECT id FROM match_run WHERE created_at < \(before))
          AND created_at NOT BETWEEN \(before) AND clock_timestamp()
        """)
      #expect(misdated == 0)
      let crossed = try await number(
        world,
        """
        SELECT count(*) FROM match_run r JOIN match_run s ON s.need_id = r.need_id AND s.id > r.id
        WHERE s.created_at < r.created_at
        """)
      #expect(crossed == 0, "the order of identifiers is that of the database's clock")
    }
  }

  @Test(
    "runs that another sweep stores while a slice waits are seen, though no event tells of them"
  )
  func besideAnotherSweep() async throws {
    try await World.with(limits: .patient(6)) { world in
      try await world.decideSamples(12, seed: 19)
      for _ in 0..<2 {
        try await world.application.startFullSweep(by: Self.operators)
        _ = try await world.application.cutSlices(world.slicing(needs: 100))
      }
      let slice = try #require(try await world.work().last)
      world.store.clock.advance(milliseconds: 86_400_000)
      let sweeping = try await world.store.pool.withTransaction { session in
        try await session.execute("SELECT FROM enterprise FOR NO KEY UPDATE")
        let sweeping = Task {
          try await world.application.sweep(events: [slice], consumer: "sweep")
        }
        try await world.waitForWaiter()
        // What the slice of the first sweep stores, with identifiers of a worker whose clock is ahead.
        try await session.execute(
          """
          INSERT INTO match_run (id, need_id, need_version, enterprise_id, facts_version,
            facts_digest, catalog_version, policy_version, engine_version, clock, decided_on,
            considered, eligible, ineligible, needs_info, result, verdicts, cause_event_id)
          SELECT (lpad(to_hex(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint
              + 400 * 86400000::bigint), 12, '0') || right(replace(id::text, '-', ''), 20))::uuid,
            need_id, need_version, enterprise_id, facts_version, facts_digest, catalog_version,
            policy_version, 1, clock, decided_on, considered, eligible, ineligible, needs_info,
            result, verdicts, cause_event_id
          FROM match_run
          """)
        try await session.execute(
          """
          UPDATE sweep SET slices_done = slices_done + 1
          WHERE id = (SELECT id FROM sweep ORDER BY id LIMIT 1)
          """)
        return sweeping
      }
      let outcome = try await sweeping.value
      let needs = try await world.count("need")
      #expect(outcome.slices == 1 && Int64(outcome.changed) == needs)
      let outdated = try await number(
        world,
        """
        SELECT count(*) FROM match_run r WHERE cause_event_id = \(slice.id.uuid)
          AND EXISTS (SELECT FROM match_run s WHERE s.need_id = r.need_id AND s.id > r.id)
        """)
      #expect(outdated == 0, "what was decided last is the newest")
    }
  }

  @Test(
    "what changed while its lock was waited for, or the day, is that of the run",
    arguments: [false, true])
  func changedMeanwhile(dayChanges: Bool) async throws {
    try await World.with(limits: .patient(6)) { world in
      try await world.decideSamples(12, seed: 29)
      try await world.application.startFullSweep(by: Self.operators)
      _ = try await world.application.cutSlices(world.slicing(needs: 100))
      let slice = try #require(try await world.work().last)
      world.store.clock.advance(milliseconds: 86_400_000)
      let sweeping = try await world.store.pool.withTransaction { session in
        try await session.execute("SELECT FROM enterprise FOR NO KEY UPDATE")
        let sweeping = Task {
          try await world.application.sweep(events: [slice], consumer: "sweep")
        }
        try await world.waitForWaiter()
        if dayChanges {
          world.store.clock.advance(milliseconds: 86_400_000)
        } else {
          // Each enterprise but the last gets the facts of the next one.
          let heads = try await session.query(
            "SELECT id, facts_version FROM enterprise ORDER BY id"
          ).map { row in
            (
              enterprise: EnterpriseID(try row.decode(0, as: UUID.self)),
              version: Int(try row.decode(1, as: Int32.self))
            )
          }
          for (one, next) in zip(heads, heads.dropFirst()) {
            guard
              var facts = try await FactsRepository.find(
                next.enterprise, version: next.version, session)
            else { throw NoProducts() }
            facts.body = Array(try TestKeys.master.open(facts.sealed))
            facts.enterprise = one.enterprise
            facts.version = one.version + 1
            try await FactsRepository.insert([facts], session)
          }
          try await session.execute(
            """
            UPDATE enterprise SET facts_version = facts_version + 1, event_sequence = event_sequence + 1
            WHERE id < (SELECT max(id::text)::uuid FROM enterprise)
            """)
        }
        return sweeping
      }
      let outcome = try await sweeping.value
      let needs = try await world.count("need")
      #expect(outcome.slices == 1 && Int64(outcome.changed) == needs)
      let stale = try await number(
        world,
        """
        SELECT count(*) FROM match_run r JOIN enterprise e ON e.id = r.enterprise_id
        WHERE r.cause_event_id = \(slice.id.uuid)
          AND (r.facts_version, r.decided_on)
            <> (e.facts_version, \(world.store.clock.now.legalDate.text)::date)
        """)
      #expect(stale == 0)
      let runs = try await world.query(
        "SELECT id FROM match_run WHERE cause_event_id = \(slice.id.uuid)"
      ).map { RunID(try $0.decode(0, as: UUID.self)) }
      for run in runs {
        #expect(try await world.application.replay(run, actor: World.system)["equal"] == true)
      }
    }
  }

  @Test(
    "a need changed often is swept as it was changed last, very many facts as a whole")
  func manyVersions() async throws {
    try await World.with { world in
      try await world.decideSamples(2, seed: 37)
      let first = try await world.query("SELECT id FROM need ORDER BY id LIMIT 1")[0].uuid(0)
      for version in 2...9 {
        _ = try await world.query(
          """
          INSERT INTO need_version
          SELECT (jsonb_populate_record(v, jsonb_build_object(
            'version', \(Int32(version)), 'amount_fen', v.amount_fen + 100))).*
          FROM need_version v WHERE need_id = \(first) AND version = \(Int32(version - 1))
          """)
      }
      _ = try await world.query("UPDATE need SET version = 9 WHERE id = \(first)")
      let last = try await number(
        world, "SELECT amount_fen FROM need_version WHERE need_id = \(first) AND version = 9")
      let none = try #require(UUID(uuidString: "00000000-0000-0000-0000-000000000000"))
      let slice = SliceRecord(sweep: SweepID(none), number: 1, after: none, last: first, needs: 1)
      try await world.application.startFullSweep(by: Self.operators)
      _ = try await world.application.cutSlices(world.slicing(needs: 100))
      let cause = try #require(try await world.work().last)
      for limit in [1, 100] {
        let locked = try await world.store.pool.withTransaction { session in
          let locked = try await SliceRepository.lock(
            slice, limit: limit, cause: cause, attempt: 1, consumer: "limit-\(limit)",
            at: world.store.clock.now, session)
          return locked.needs
        }
        #expect(locked.map(\.need.id.uuid) == [first], "with a limit of \(limit)")
        #expect(locked.map(\.need.version) == [9] && locked.map(\.need.amountFen) == [last])
      }
      // Facts that are too many for the one row in which those of a slice are read.
      let large = 40_000
      _ = try await world.query(
        """
        UPDATE facts_version SET body = convert_to('[' || repeat(' ', \(Int32(large - 1))), 'utf8')
        WHERE enterprise_id = (SELECT enterprise_id FROM need WHERE id = \(first))
        """)
      let (needs, processes) = try await world.store.pool.withTransaction { session in
        let locked = try await SliceRepository.lock(
          slice, limit: 100, cause: cause, attempt: 1, consumer: "large", at: world.store.clock.now,
          session)
        let setting = try await session.queryOne(
          "SELECT current_setting('max_parallel_workers_per_gather')")
        return (locked.needs, try setting.decode(String.self))
      }
      #expect(needs.map(\.need.id.uuid) == [first] && needs.map(\.facts.body.count) == [large])
      #expect(processes == "0", "no slice is worked on by several processes of the server")
    }
  }

  /// The first product of a catalog under another name.
  private func renamed(_ catalog: Catalog) throws -> Catalog {
    guard case .object(var members) = catalog.json,
      case .array(var products)? = members["products"],
      case .object(var first) = products[0], case .object(var name)? = first["name"]
    else { throw NoProducts() }
    name["en"] = "another name"
    first["name"] = .object(name)
    products[0] = .object(first)
    members["products"] = .array(products)
    return try Catalog(json: .object(members))
  }

  @Test("a need that waits for its first run gets it from a full sweep, with its event, once")
  func firstRuns() async throws {
    try await World.with { world in
      let sample = SampleRegistration(application: world.application)
      _ = try await sample.submit(count: 30, seed: 3, today: world.store.clock.now.legalDate)
      let waiting = try await world.drain()
      let needs = try await world.count("need")
      try await world.application.startFullSweep(by: Self.operators)
      let outcome = try await world.sweepAll(needs: 20)
      #expect(Int64(outcome.changed) == needs)
      let told = try await world.events().filter { $0.type == .needDecided }
      #expect(Int64(Set(told.map(\.subject)).count) == needs && Int64(told.count) == needs)
      #expect(
        try await number(world, "SELECT count(*) FROM need WHERE match_due_since IS NOT NULL") == 0)
      _ = try await world.application.match(events: waiting, consumer: "match")
      #expect(try await world.count("match_run") == needs, "the events find nothing left to do")
    }
  }

  @Test("a second full sweep from the same inputs stores nothing")
  func repeated() async throws {
    try await World.with { world in
      try await world.decideSamples(20, seed: 11)
      let before = try await world.count("match_run")
      let outcome = try await fullSweep(world)
      #expect(outcome.changed == 0 && outcome.examined > 0)
      #expect(try await world.count("match_run") == before)
      #expect(
        try await number(
          world, "SELECT count(*) FROM sweep WHERE state = 'finished' AND kind = 'full'") == 1)
    }
  }

  @Test("runs of these inputs that are not the newest are left as they are, and hold up no other")
  func olderRun() async throws {
    try await World.with { world in
      try await world.decideSamples(20, seed: 12)
      // As if an older program had decided the needs once more after the newer one had.
      try await world.execute(
        """
        INSERT INTO match_run (id, need_id, need_version, enterprise_id, facts_version, facts_digest,
          catalog_version, policy_version, engine_version, clock, decided_on, considered, eligible,
          ineligible, needs_info, result, cause_event_id)
        SELECT ('ffffffff-ffff-7fff-8fff-' || right(id::text, 12))::uuid, need_id, need_version,
          enterprise_id, facts_version, facts_digest, catalog_version, policy_version, 1, clock,
          decided_on, considered, eligible, ineligible, needs_info, result, cause_event_id
        FROM match_run ORDER BY id LIMIT 5
        """)
      let before = try await world.count("match_run")
      let outcome = try await fullSweep(world, needs: 100)
      #expect(outcome.slices == 1 && outcome.changed == 0)
      #expect(try await world.count("match_run") == before)
      #expect(try await number(world, "SELECT count(*) FROM sweep WHERE state = 'finished'") == 1)
    }
  }

  @Test("the days to match again of a full sweep are noted slice by slice, for the new runs")
  func days() async throws {
    try await World.with { world in
      try await world.decideSamples(30, seed: 13)
      var change = CatalogChange(seed: 13)
      _ = try await world.application.publish(
        catalog: try change.changed(try SeedCatalog.catalog(), count: 2), policies: nil,
        actor: World.system)
      let outcome = try await fullSweep(world, needs: 10)
      #expect(outcome.slices > 1)
      let stale: Statement = """
        SELECT count(*) FROM need_rematch d
        WHERE run_id <> (
          SELECT id FROM match_run r WHERE r.need_id = d.need_id ORDER BY id DESC LIMIT 1)
        """
      #expect(try await number(world, stale) == Int64(outcome.changed))
      for _ in 0..<outcome.slices { _ = try await world.application.computeRematchDays() }
      #expect(try await number(world, stale) == 0)
      #expect(try await number(world, "SELECT count(*) FROM sweep_slice WHERE days_due") == 0)
    }
  }

  @Test("only an operator of the whole country, or this service, starts a full sweep")
  func access() async throws {
    try await World.with { world in
      for actor in [
        Actor(subject: "a", role: .operator, region: "340100"),
        Actor(subject: "b", role: .auditor), Actor(subject: "c", role: .enterprise),
        Actor(subject: "d", role: .liaison),
      ] {
        await #expect(throws: ApplicationError.self) {
          try await world.application.startFullSweep(by: actor)
        }
      }
      let begun = try await world.count("sweep")
      #expect(begun == 0)
    }
  }
}
