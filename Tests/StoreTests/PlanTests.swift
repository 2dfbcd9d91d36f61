import Domain
import Foundation
import Postgres
import Store
import Testing

@Suite("Plans of the hot statements", .serialized)
struct PlanTests {
  /// Every fiftieth enterprise is in one county.
  private static let region =
    "CASE WHEN n % 50 = 0 THEN '340104' ELSE '341' || lpad((n % 900)::text, 3, '0') END"

  /// Of 20,000 enterprises 120,000 needs of which 1,200 wait, 120,000 runs, 100,000 events.
  private static let filling = """
    INSERT INTO facts_version
    SELECT id, 1, decode(repeat('00', 32), 'hex'), '[]', now(), 'a' FROM enterprise;
    INSERT INTO need (id, enterprise_id, version, status, match_due_since, created_at, updated_at)
    SELECT pg_temp.id(2, n), pg_temp.id(1, n % 20000 + 1), 1,
      CASE WHEN n % 10 = 0 THEN 'withdrawn' ELSE 'submitted' END,
      CASE WHEN n % 100 = 1 THEN now() - n * interval '1 s' END, now(), now()
    FROM generate_series(1, 120000) n;
    INSERT INTO need_version
    SELECT id, 1, 100000000, 12, 'other', NULL, now(), 'a' FROM need;
    INSERT INTO match_run (id, need_id, need_version, enterprise_id, facts_version, facts_digest,
      catalog_version, policy_version, engine_version, clock, decided_on, considered, eligible,
      ineligible, needs_info, result, cause_event_id)
    SELECT pg_temp.id(3, n), pg_temp.id(2, n), 1, pg_temp.id(1, n % 20000 + 1), 1,
      decode(repeat('00', 32), 'hex'), 1, 1, 1, now(), '2026-11-20', 0, 0, 0, 0, '{}',
      pg_temp.id(4, n)
    FROM generate_series(1, 120000) n;
    INSERT INTO outbox (event_id, topic, key, type, subject, sequence, occurred_at, payload)
    SELECT pg_temp.id(4, n), 'rongqiao.enterprise.v1', 'ent_x', 't', 's', n, now(), '{}'
    FROM generate_series(1, 100000) n;
    INSERT INTO inbox SELECT 'match', pg_temp.id(4, n), now() - n * interval '1 s'
    FROM generate_series(1, 100000) n;
    INSERT INTO idempotency
    SELECT 'client', n::text, decode(repeat('00', 32), 'hex'), 200, '{}', 'null',
      now() - n * interval '1 s'
    FROM generate_series(1, 100000) n;
    INSERT INTO sweep (id, catalog_from, policy_from, catalog_to, policy_to, touched, state,
      planned_to, slices, slices_done, needs, created_at, created_by, finished_at)
    SELECT pg_temp.id(5, n), 1, n, 1, n + 1, '{p}',
      CASE WHEN n > 1999 THEN 'running' ELSE 'finished' END, pg_temp.id(2, 120000), 120, 110, 120000,
      now(), 'a', CASE WHEN n > 1999 THEN NULL ELSE now() END
    FROM generate_series(1, 2000) n;
    INSERT INTO sweep_slice
    SELECT pg_temp.id(5, s), n, pg_temp.id(2, n * 100), pg_temp.id(2, n * 100 + 100), 100,
      now() - n * interval '1 min', 1, CASE WHEN s = 2000 AND n > 110 THEN NULL ELSE now() END
    FROM generate_series(1981, 2000) s, generate_series(1, 1000) n;
    INSERT INTO decision_flip
    SELECT pg_temp.id(6, n), pg_temp.id(2, n % 120000 + 1), pg_temp.id(1, n % 20000 + 1),
      (SELECT id FROM product LIMIT 1), 'ineligible', 'eligible', pg_temp.id(3, n),
      pg_temp.id(7, n), 'change', pg_temp.id(5, n % 2000 + 1), 100, now()
    FROM generate_series(1, 120000) n;
    INSERT INTO need_rematch
    SELECT pg_temp.id(2, n), pg_temp.id(3, n),
      CASE WHEN n % 100 = 0 THEN 'unknown' WHEN n % 100 = 1 THEN 'scheduled' ELSE 'none' END,
      CASE WHEN n % 100 = 1 THEN DATE '2026-11-01' + n / 100 END, 0
    FROM generate_series(1, 120000) n;
    INSERT INTO dead_letter (id, consumer, event_id, topic, partition_number, partition_offset,
      headers, payload, payload_digest, reason, detail, attempts, first_failed_at, created_at,
      enterprise_id, hold_number, state, sent_at)
    SELECT pg_temp.id(8, n), 'rongqiao.match', pg_temp.id(4, n), 'rongqiao.enterprise.v1', 0, n,
      '{}', 'x', sha256('x'), 'event_data', '', 1, now(), now(),
      CASE WHEN n % 2 = 0 THEN pg_temp.id(1, n) END, CASE WHEN n % 2 = 0 THEN n END,
      CASE WHEN n % 20 = 0 THEN 'open' WHEN n % 400 = 2 THEN 'redriving' ELSE 'resolved' END,
      now() - interval '1 h'
    FROM generate_series(1, 20000) n;
    INSERT INTO held_event (consumer, event_id, enterprise_id, topic, key, type, subject, sequence,
      occurred_at, payload, held_at)
    SELECT 'rongqiao.match', pg_temp.id(4, n), pg_temp.id(1, (n % 200 + 1) * 20),
      'rongqiao.enterprise.v1', 'ent_x', 't', 's', n, now(), '{}', now()
    FROM generate_series(1, 20000) n;
    INSERT INTO directory_entry (id, code, kind, name_zh, regions, services, source_document,
      source_tag, status, unlisted_reason, version, created_at, created_by, updated_at, updated_by,
      search_text, search_grams, search_areas)
    SELECT pg_temp.id(9, n), 'firm-' || n, CASE WHEN n % 100 = 0 THEN 'law_firm' ELSE 'bank' END, w,
      r, CASE WHEN n % 1000 = 0 THEN '{legal,factoring}'::text[] ELSE '{loan}' END, 'd', '?',
      CASE WHEN n % 500 = 7 THEN 'unlisted' ELSE 'listed' END,
      CASE WHEN n % 500 = 7 THEN 'x' END, 1, now(), 'a', now(), 'a', w,
      regexp_split_to_array(w, '') || ARRAY(SELECT substr(w, i, 2) FROM generate_series(1, length(w) - 1) i),
      CASE WHEN n % 50 = 0 THEN '{*}' ELSE ARRAY[r[1], left(r[1], 2) || '.', left(r[1], 4) || '.'] END
    FROM (SELECT n, '某某银行' || chr(20000 + n % 900) || chr(20000 + n % 901) AS w,
      CASE WHEN n % 50 = 0 THEN '{}'
        ELSE ARRAY['3' || (1 + n % 7) || lpad((n % 97)::text, 2, '0') || '21'] END AS r
      FROM generate_series(1, 20000) n) g;
    INSERT INTO listing_case (id, enterprise_id, board, board_version, sponsor, stage, since_on, day_on,
      channel, seq, is_live, began_on, pace, options, version, created_at, created_by, updated_at)
    SELECT pg_temp.id(10, n), pg_temp.id(1, n % 20000 + 1),
      (ARRAY['neeq', 'ah-srdi', 'ah-star'])[n / 20001 + 1], 'v',
      CASE WHEN n % 500 = 0 THEN 'broker-1' END, 'reserve', '2026-01-05', '2026-01-05', 'standard', 3,
      n % 3 > 0, '2026-01-05', 'typical', '{}', 4, now(), 'a', now()
    FROM generate_series(1, 60000) n;
    INSERT INTO listing_step (case_id, seq, verb, from_stage, to_stage, role, actor, taken_on, taken_at)
    SELECT pg_temp.id(10, n), s, 'go', 'reserve', 'reserve', 'enterprise', 'a', '2026-01-05', now()
    FROM generate_series(1, 60000) n, generate_series(1, 3) s;
    INSERT INTO listing_evidence
    SELECT case_id, seq, 1, 'k', 'd', decode(repeat('00', 32), 'hex'), '2026-01-05', 'i', NULL
    FROM listing_step;
    INSERT INTO listing_account
    SELECT pg_temp.id(1, n), CASE WHEN n % 100 = 0 THEN now() - n * interval '1 s' END
    FROM generate_series(1, 20000) n;
    INSERT INTO console_session
    SELECT sha256(n::text::bytea), 's', 'operator', NULL, NULL, NULL, now() - interval '1 h',
      now() - interval '1 h', now() + n * interval '1 min'
    FROM generate_series(1, 20000) n;
    """

  @Test("on full tables no hot statement reads a table from end to end")
  func indexesAreUsed() async throws {
    // Of the versions there are a few, here one each.
    let fillings = [
      FilledTables.enterprises(region: Self.region), Self.filling, Self.claimsFilling,
      Self.poolsFilling,
    ]
    let small = ["catalog_version", "policy_version", "webhook_endpoint"]
    try await withFilledTables(fillings, small: small) { tables in
      let (connection, now) = (tables.connection, tables.now)
      let enterprise = EnterpriseID(try await tables.identifier(1, 500))
      let hefei = EnterpriseID(try await tables.identifier(1, 50))
      let need = NeedID(try await tables.identifier(2, 77_001))
      let run = RunID(try await tables.identifier(3, 77_001))
      let held = EnterpriseID(try await tables.identifier(1, 4_000))
      var letter = Samples().deadLetter(
        offset: 1, event: EventID(try await tables.identifier(4, 4_000)))
      letter.consumer = "rongqiao.match"
      // The check itself sees a table that is read from end to end.
      let control = ExplainingSession(connection: connection)
      _ = try await control.query("SELECT count(*) FROM need_version WHERE tenor_months = 13")
      #expect(control.plans.withLock { $0 }.allSatisfy { $0.contains("Seq Scan on") })
      func needs(
        _ name: String, _ rows: ClosedRange<Int>, status: String? = nil,
        of owner: EnterpriseID? = nil, region: String? = nil, after: NeedID? = nil,
        as tenant: Tenancy? = nil
      ) async throws {
        try await tables.check("needs by \(name)", rows, as: tenant) {
          try await NeedRepository.list(
            status: status, enterprise: owner, regionPrefix: region, after: after?.uuid, limit: 51,
            $0
          ).count
        }
      }
      try await needs("nothing", 51...51)
      try await needs("after", 51...51, after: need)
      for status in ["submitted", "withdrawn"] {
        try await needs("status \(status)", 51...51, status: status)
        try await needs("status and after", 51...51, status: status, after: need)
        try await needs("status and enterprise", 0...6, status: status, of: enterprise)
      }
      try await needs("enterprise", 6...6, of: enterprise)
      try await needs("enterprise and after", 3...4, of: enterprise, after: need)
      try await needs("a wide region", 51...51, region: "34")
      try await needs("a narrow region", 51...51, region: "3401")
      try await needs("a narrow region after", 51...51, region: "3401", after: need)
      for tenant in [Tenancy.enterprise(enterprise), .uscc("910000000000000500"), .region("34")] {
        try await needs("its tenant", 6...6, of: enterprise, as: tenant)
        try await tables.check("the newest run for \(tenant)", 1...1, as: tenant) {
          let own = try await NeedRepository.list(
            status: nil, enterprise: enterprise, regionPrefix: nil, after: nil, limit: 1, $0)
          return try await RunRepository.latest(needs: own.map(\.id), $0).count
        }
      }
      try await needs("somebody else", 0...0, of: enterprise, as: .enterprise(hefei))
      try await needs("the wide region of an operator", 51...51, region: "34", as: .region("34"))
      try await needs("the region of an operator", 51...51, region: "3401", as: .region("3401"))
      try await needs("no region, for an operator of one", 51...51, as: .region("3401"))
      try await tables.check("what waits, with all a decision needs", 0...6) {
        let batch = try await WaitingBatchRepository.lock(
          [enterprise, hefei], consumer: "rongqiao.match", $0)
        #expect(batch.enterprises.count == 2)
        return try await WaitingBatchRepository.claim(
          [Samples().event(enterprise, sequence: 1)], of: [enterprise, hefei], attempt: 1,
          consumer: "rongqiao.match", at: now, $0
        ).waiting.count
      }
      try await tables.check("overdue", 100...100) {
        try await NeedRepository.overdue(
          at: now, patienceMilliseconds: 30_000, limit: 100, consumer: "rongqiao.match", $0
        ).count
      }
      try await tables.check("letters that hold up", 2...2) {
        try await DeadLetterRepository.blocking(
          [enterprise, held], consumer: "rongqiao.match", $0
        ).count
      }
      try await tables.check("letters on their way", 20...20) {
        try await DeadLetterRepository.overdue(
          before: now, ahead: now, limit: 20, $0
        ).count
      }
      try await tables.check("open letters", 51...51) {
        try await DeadLetterRepository.list(
          DeadLetterFilter(state: .open), after: nil, limit: 51, $0
        ).count
      }
      try await tables.check("letters by age", 51...51) {
        try await DeadLetterRepository.list(DeadLetterFilter(), after: nil, limit: 51, $0).count
      }
      try await tables.check("the letter of an event", 1...1) {
        try await DeadLetterRepository.unsettled(like: letter, $0) == nil ? 0 : 1
      }
      try await tables.check("held events", 100...100) {
        try await HeldEventRepository.counts([held], consumer: "rongqiao.match", $0)[held] ?? 0
      }
      try await tables.check("held events to release", 100...100) {
        try await HeldEventRepository.take(
          held, consumer: "rongqiao.match", before: nil, $0
        ).count
      }
      try await tables.check("needs waiting", 1_200...1_200) {
        Int(try await NeedRepository.backlog($0).waiting)
      }
      try await tables.check("open needs", 4...6) {
        try NeedRepository.openCount(await $0.query(NeedRepository.countingOpen(enterprise)))
      }
      try await tables.check("a need", 1...1) {
        try await NeedRepository.find(need, $0) == nil ? 0 : 1
      }
      try await tables.check("mark due", 0...1) {
        try await NeedRepository.markDue(enterprise: enterprise, since: now, $0)
      }
      try await tables.check("mark decided", 1...1) {
        try await NeedRepository.markDecided([need], $0)
        return 1
      }
      try await tables.check("outbox", 500...500) {
        try await OutboxRepository.oldest(limit: 500, $0).count
      }
      try await tables.check("outbox delete", 1...1) {
        try await OutboxRepository.delete(Array(1...500), $0)
        return 1
      }
      try await tables.check("outbox settle", 1...1) {
        try await OutboxRepository.settle(Array(1...500), at: now, $0)
        return 1
      }
      try await tables.check("outbox oldest of topic", 1...1) {
        try await OutboxRepository.oldest(of: .enterprise, $0) == nil ? 0 : 1
      }
      let key = Digest(ofBytes: Array("500".utf8)).bytes
      try await tables.check("a session of the console, and those that are over", 1...1) {
        try await ConsoleSessionRepository.touch(key, at: now, $0)
        try await ConsoleSessionRepository.clear(before: now, limit: 100, $0)
        return try await ConsoleSessionRepository.find(key, $0) == nil ? 0 : 1
      }
      try await tables.check("runs", 1...1) {
        try await RunRepository.list(need: need, after: nil, limit: 51, $0).count
      }
      try await tables.check("runs after", 0...0) {
        try await RunRepository.list(need: need, after: run.uuid, limit: 51, $0).count
      }
      try await tables.check("latest runs", 1...1) {
        try await RunRepository.latest(needs: [need], $0).count
      }
      try await tables.check("a run", 1...1) {
        try await RunRepository.find(run, $0) == nil ? 0 : 1
      }
      try await tables.check("lock", 2...2) {
        try await EnterpriseRepository.lock([enterprise, hefei], $0).count
      }
      try await tables.check("enterprise by code", 1...1) {
        try await EnterpriseRepository.find(uscc: "910000000000000500", $0) == nil ? 0 : 1
      }
      for prefix in ["", "34", "3401"] {
        try await tables.check("enterprises of \(prefix)", 51...51) {
          try await EnterpriseRepository.list(
            regionPrefix: prefix, uscc: nil, after: nil, limit: 51, $0
          ).count
        }
      }
      try await tables.check("facts at an instant", 1...1) {
        try await FactsRepository.find(enterprise, asOf: now, $0) == nil ? 0 : 1
      }
      let sweep = SweepID(try await tables.identifier(5, 2_000))
      let wide = try #require(try await SweepRepository.find(sweep, connection))
      try await tables.check("sweeps", 51...51) {
        try await SweepRepository.list(after: sweep.uuid, limit: 51, $0).count
      }
      try await tables.check("open sweeps", 1...1) { try await SweepRepository.hasOpen($0) ? 1 : 0 }
      try await tables.check("sweep to plan", 0...0) {
        try await SweepRepository.lockPlanning($0) == nil ? 0 : 1
      }
      try await tables.check("cut slices", 20...20) {
        var fresh = wide
        fresh.plannedTo = need.uuid
        return try await SliceRepository.cut(fresh, size: 100, count: 20, $0).count
      }
      try await tables.check("a slice", 1...1) {
        try await SliceRepository.findWithHead(sweep, number: 7, $0).slice == nil ? 0 : 1
      }
      try await tables.check("overdue slices", 200...200) {
        try await SliceRepository.overdue(
          at: now, patienceMilliseconds: 30_000, limit: 200, $0
        ).count
      }
      let (after, last) = (need.uuid, try await tables.identifier(2, 78_001))
      try await tables.check("needs of a slice", 850...950) {
        try await DecidedNeedRepository.heads(after: after, upTo: last, limit: 20_000, $0).count
      }
      try await tables.check("a slice with its needs under their locks", 850...950) {
        let record = try #require(
          try await SliceRepository.findWithHead(sweep, number: 7, $0).slice)
        return try await SliceRepository.lock(
          SliceRecord(sweep: sweep, number: record.number, after: after, last: last, needs: 900),
          limit: 20_000, cause: Samples().event(enterprise, sequence: 1), attempt: 1,
          consumer: "rongqiao.sweep", at: now, $0
        ).needs.count
      }
      try await tables.check("enterprises of a slice", 850...950) {
        try await DecidedNeedRepository.enterprises(after: after, upTo: last, $0).count
      }
      let heads = try await DecidedNeedRepository.heads(
        after: after, upTo: last, limit: 50, connection)
      try await tables.check("inputs of a slice", 50...50) {
        try await DecidedNeedRepository.find(heads, $0).count
      }
      try await tables.check("flips of a need", 1...1) {
        try await FlipRepository.list(need: need, after: nil, limit: 51, $0).count
      }
      try await tables.check("flips of a sweep", 51...51) {
        try await FlipRepository.list(sweep: sweep, after: nil, limit: 51, $0).count
      }
      try await tables.check("counts of a sweep", 1...1) {
        try await FlipRepository.counts(sweep: sweep, $0).count
      }
      try await tables.check("who newly qualifies", 60...60) {
        Int(try await FlipRepository.newlyQualifying(sweep: sweep, $0).needs)
      }
      try await tables.check("days to compute", 100...100) {
        try await RematchRepository.unknown(limit: 100, $0).count
      }
      try await tables.check("days that have come", 1...100) {
        try await RematchRepository.due(on: LegalDate(daysSinceEpoch: 20_800), limit: 100, $0).count
      }
      func entries(
        _ name: String, _ rows: ClosedRange<Int>, _ filter: DirectoryFilter, after: Int? = nil
      ) async throws {
        var last: UUID?
        if let after { last = try await tables.identifier(9, after) }
        try await tables.check("the directory by \(name)", rows) { [last] in
          try await DirectoryRepository.list(filter, after: last, limit: 51, $0).count
        }
      }
      let rare = "\u{4E6D}\u{4E6D}"
      try await entries("nothing", 51...51, DirectoryFilter())
      try await entries("after", 51...51, DirectoryFilter(), after: 300)
      try await entries("a frequent word", 51...51, DirectoryFilter(words: ["银行"]))
      try await entries("a rare word", 1...30, DirectoryFilter(words: [rare]))
      try await entries("two words", 1...30, DirectoryFilter(words: ["银行", rare]))
      try await entries("a rare word after", 0...30, DirectoryFilter(words: [rare]), after: 9_000)
      try await entries("no such word", 0...0, DirectoryFilter(words: ["无此"]))
      try await entries("a wide region", 51...51, DirectoryFilter(region: "34"))
      try await entries("a county", 51...51, DirectoryFilter(region: "340121"))
      try await entries("a word in a county", 0...30, DirectoryFilter(words: [rare], region: "34"))
      try await entries("kind", 51...51, DirectoryFilter(kind: .lawFirm))
      try await entries("kind after", 51...51, DirectoryFilter(kind: .lawFirm), after: 300)
      try await entries("service", 21...21, DirectoryFilter(service: .factoring))
      try await entries("status", 40...40, DirectoryFilter(status: .unlisted))
      try await tables.check("an entry", 1...1) {
        try await DirectoryRepository.find(code: "firm-77", locking: true, $0) == nil ? 0 : 1
      }
      try await tables.check("entries of a file", 2...2) {
        try await DirectoryRepository.lock(codes: ["firm-77", "firm-78", "x"], $0).count
      }
      try await tables.check("unlisted entries", 40...40) {
        try await DirectoryRepository.unlistedCodes($0).count
      }
      func cases(
        _ name: String, _ rows: ClosedRange<Int>, _ filter: ListingCaseRepository.Filter,
        after: Int? = nil
      ) async throws {
        var last: UUID?
        if let after { last = try await tables.identifier(10, after) }
        try await tables.check("listing cases by \(name)", rows) { [last] in
          try await ListingCaseRepository.list(filter, after: last, limit: 51, $0).count
        }
      }
      try await cases("nothing", 51...51, .init())
      try await cases("after", 51...51, .init(), after: 30_000)
      try await cases("board", 51...51, .init(board: "ah-srdi"))
      try await cases("state", 51...51, .init(isLive: true))
      try await cases("sponsor", 51...51, .init(sponsor: "broker-1"))
      try await cases("enterprise", 3...3, .init(enterprise: enterprise))
      try await cases("a wide region", 51...51, .init(regionPrefix: "34"))
      try await cases("a narrow region", 51...51, .init(regionPrefix: "3401"))
      let listing = ListingCaseID(try await tables.identifier(10, 30_000))
      try await tables.check("a case with its steps", 3...3) {
        _ = try await ListingCaseRepository.find(listing, $0)
        return try await ListingCaseRepository.steps(of: listing, $0).count
      }
      try await tables.check("cases that are due", 100...100) {
        try await ListingAccountRepository.due(at: now, limit: 100, $0).count
      }
      try await tables.check("who ever had a case", 2...2) {
        try await ListingAccountRepository.known(among: [enterprise, hefei], $0).count
      }
      try await checkClaims(of: enterprise, tables)
      try await checkPools(of: enterprise, tables)
      let old = now.adding(milliseconds: -99_900_000)
      try await tables.check("inbox forget", 0...100) {
        try await InboxRepository.forget(before: old, limit: 100, $0)
      }
      try await tables.check("answers forget", 0...100) {
        try await IdempotencyRepository.forget(before: old, limit: 100, $0)
      }
    }
  }
}
