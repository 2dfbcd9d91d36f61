import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@Suite("Periodic runs in the database", .serialized)
struct AllocationStoreTests {
  @Test("one run goes on at a time, and each slot has one")
  func onlyOne() async throws {
    try await withDatabase(.seeded) { _, connection in
      let samples = Samples()
      let inputs = Array("{}".utf8)
      let first = samples.allocation(scheduledFor: samples.now)
      #expect(try await AllocationRepository.hasOpen(connection) == false)
      try await AllocationRepository.insert(first, inputs: inputs, connection)
      #expect(try await AllocationRepository.hasOpen(connection))
      #expect(try await AllocationRepository.hasSlot(samples.now, connection))
      let open = await postgresError {
        try await AllocationRepository.insert(samples.allocation(), inputs: inputs, connection)
      }
      #expect(open?.sqlState == .uniqueViolation)
      try await AllocationRepository.finish(first.id, at: samples.now, connection)
      #expect(try await AllocationRepository.find(first.id, connection)?.state == .finished)
      let again = await postgresError {
        try await AllocationRepository.insert(
          samples.allocation(scheduledFor: samples.now), inputs: inputs, connection)
      }
      #expect(again?.constraint == "allocation_run_once")
      let later = samples.now.adding(milliseconds: 86_400_000)
      #expect(try await AllocationRepository.hasSlot(later, connection) == false)
      try await AllocationRepository.insert(samples.allocation(), inputs: inputs, connection)
      #expect(try await AllocationRepository.inputs(of: first.id, connection) == inputs)
    }
  }

  @Test("what is written of a run is read back, to each its own part")
  func parts() async throws {
    try await withDatabase(.seeded) { _, connection in
      let samples = Samples()
      let need = try await samples.insertNeed(connection)
      let run = samples.run(need)
      _ = try await RunRepository.insert([run], connection)
      try await samples.insertOffer(need, run: run, connection)
      try await samples.insertAllocation(need, run: run, connection)
      let record = try #require(
        try await AllocationRepository.list(.all, after: nil, limit: 9, connection).first)
      #expect(record.state == .offering && record.made == 1)
      for (part, runs, lines) in [
        (AllocationPart.all, 1, 2), (.region(prefix: "34"), 1, 2), (.region(prefix: "32"), 1, 0),
        (.institution("huishang"), 1, 1), (.institution("hfkd"), 0, 0),
        (.enterprise(need.enterprise), 1, 2), (.enterprise(samples.ids.next()), 0, 0),
      ] {
        #expect(
          try await AllocationRepository.list(part, after: nil, limit: 9, connection).count
            == runs, "\(part)")
        let found = try await AllocationLineRepository.list(
          of: record.id, part, institution: nil, madeOnly: false, after: nil, limit: 9, connection)
        #expect(found.count == lines, "\(part)")
      }
      let made = try await AllocationLineRepository.list(
        of: record.id, .all, institution: nil, madeOnly: true, after: nil, limit: 9, connection)
      #expect(made.map(\.offerState) == ["claimed"])
      #expect(made.map(\.pool) == ["general"])
      try await AllocationRepository.finish(record.id, at: samples.now, connection)
      let shares = try await AllocationLineRepository.shares(
        of: record.id, institution: nil, connection)
      #expect(shares.map(\.made) == [1])
      let counts = try await AllocationLineRepository.counts(
        of: [record.id], enterprise: need.enterprise, connection)
      #expect(counts[record.id] == AllocationCounts(needs: 1, planned: 1, made: 1))
    }
  }

  /// 40,000 referrals of which 2,000 wait for a run, 4,000 runs of which 200 have 500
  /// lines each, and 20,000 offers.
  private static let filling = """
    INSERT INTO need (id, enterprise_id, version, status, created_at, updated_at)
    SELECT pg_temp.id(2, n), pg_temp.id(1, n % 20000), 1, 'submitted', now(), now()
    FROM generate_series(1, 40000) n;
    INSERT INTO referral (need_id, enterprise_id, mode, wanted, state, version, created_at,
      updated_at, created_by, due_at)
    SELECT pg_temp.id(2, n), pg_temp.id(1, n % 20000), CASE WHEN n % 10 = 0 THEN 'periodic' ELSE 'dispatch' END,
      3, 'active', 1, now(), now(), 'a', CASE WHEN n % 20 = 0 THEN now() - n * interval '1 s' END
    FROM generate_series(1, 40000) n;
    INSERT INTO allocation_run (id, scheduled_for, state, rules_from, catalog_version, seed, inputs,
      inputs_digest, outcome_digest, needs, planned, offered_to, created_at, created_by, finished_at)
    SELECT pg_temp.id(3, r), now() - r * interval '1 day', 'finished', '2026-01-01', 1, 0, '{}',
      sha256('{}'), sha256('{}'), 100, 300, pg_temp.id(2, 1), now(), 'a', now()
    FROM generate_series(1, 4000) r;
    INSERT INTO allocation_need (run_id, need_id, need_version, enterprise_id, match_run_id, pool,
      wanted, outcome)
    SELECT pg_temp.id(3, r), pg_temp.id(2, r * 100 + n), 1, pg_temp.id(1, r * 100 + n),
      pg_temp.id(4, n), 'general', 3, 'done'
    FROM generate_series(1, 200) r, generate_series(1, 100) n;
    INSERT INTO allocation_line (id, run_id, need_id, place, product_code, institution, coverage_ppm,
      why)
    SELECT pg_temp.id(5, r * 1000 + n * 5 + p), pg_temp.id(3, r), pg_temp.id(2, r * 100 + n), p,
      'product-' || p, 'bank-' || p, 1000000, 'enough'
    FROM generate_series(1, 200) r, generate_series(1, 100) n, generate_series(1, 5) p;
    INSERT INTO offer (id, need_id, need_version, enterprise_id, run_id, product_code, institution,
      mode, place, state, version, began_at, created_at, updated_at)
    SELECT pg_temp.id(6, n), pg_temp.id(2, n), 1, pg_temp.id(1, n % 20000), pg_temp.id(4, n),
      'product-1', 'bank-1', 'periodic', 1, 'offered', 1, now(), now(), now()
    FROM generate_series(1, 20000) n;
    """

  @Test("on full tables nothing that is asked often reads a table from end to end")
  func indexesAreUsed() async throws {
    try await withFilledTables([Self.filling]) { tables in
      let id = AllocationID(try await tables.identifier(3, 100))
      let owner = EnterpriseID(try await tables.identifier(1, 10_050))
      func lines(_ name: String, _ rows: Int, _ part: AllocationPart) async throws {
        try await tables.check("lines by \(name)", rows...rows) {
          try await AllocationLineRepository.list(
            of: id, part, institution: nil, madeOnly: false, after: nil, limit: 51, $0
          ).count
        }
      }
      try await tables.check("what waits", 100...100) {
        try await AllocationRepository.waiting(limit: 100, $0).count
      }
      try await tables.check("the open run", 0...0) {
        try await AllocationRepository.hasOpen($0) ? 1 : 0
      }
      try await tables.check("the next needs", 20...20) {
        try await AllocationRepository.needs(
          of: id, after: AllocationRepository.beforeAll, limit: 20, $0
        ).count
      }
      try await lines("nothing", 51, .all)
      try await lines("institution", 0, .institution("bank-1"))
      try await lines("enterprise", 5, .enterprise(owner))
    }
  }
}
