import Domain
import Foundation
import Postgres
import Store
import Testing

extension PlanTests {
  /// 40,000 memberships of the enterprises of the filling, who advises them, what they are proposed, 20,000
  /// activities with their guests, targets and reports.
  static let poolsFilling = """
    INSERT INTO pool_member (id, pool, enterprise_id, region, state, origin, entered_on, left_on, left_for,
      rung, judged_version, judged_on, due_at, version, created_at, created_by, updated_at)
    SELECT pg_temp.id(14, n), CASE WHEN n > 20000 THEN 'key_reserve' ELSE 'reserve' END,
      pg_temp.id(1, n % 20000 + 1), '340104', CASE WHEN n % 10 = 0 THEN 'left' ELSE 'member' END,
      'operator', '2026-01-05', CASE WHEN n % 10 = 0 THEN DATE '2026-02-05' END,
      CASE WHEN n % 10 = 0 THEN 'own_wish' END, CASE WHEN n % 100 = 0 THEN 'listing' ELSE 'company' END, 1,
      '2026-01-05',
      CASE WHEN n % 100 = 1 THEN now() - n * interval '1 s' ELSE now() + interval '1 day' END, 1, now(),
      'a', now()
    FROM generate_series(1, 40000) n;
    INSERT INTO pool_proposal (id, enterprise_id, kind, target, facts_version, state, decided_by, version,
      created_at, updated_at)
    SELECT pg_temp.id(15, n), pg_temp.id(1, n % 20000 + 1), 'enter',
      CASE WHEN n > 20000 THEN 'key_reserve' ELSE 'reserve' END, 1,
      CASE WHEN n % 100 = 0 THEN 'open' ELSE 'lapsed' END, CASE WHEN n % 100 > 0 THEN 'a' END, 1, now(), now()
    FROM generate_series(1, 40000) n;
    INSERT INTO adviser (institution, kind, capacity, version, updated_at, updated_by)
    SELECT 'firm-' || n, k, 20, 1, now(), 'a'
    FROM generate_series(1, 20000) n, unnest('{broker,law_firm}'::text[]) k;
    INSERT INTO adviser_assignment (id, member_id, enterprise_id, kind, institution, state, reason, version,
      created_at, updated_at)
    SELECT pg_temp.id(16, n), pg_temp.id(14, n), pg_temp.id(1, n % 20000 + 1), 'law_firm',
      'firm-' || (n % 200 + 1) * 100,
      CASE n % 100 WHEN 0 THEN 'proposed' WHEN 1 THEN 'declined' ELSE 'ended' END,
      CASE WHEN n % 100 > 0 THEN 'x' END, 1, now(), now()
    FROM generate_series(1, 20000) n;
    INSERT INTO activity (id, kind, title, region, starts_at, ends_at, capacity, seats_taken, state,
      cancelled_for, version, created_at, created_by, updated_at)
    SELECT pg_temp.id(17, n), (ARRAY['roadshow', 'matching', 'training'])[n % 3 + 1], 't',
      CASE WHEN n % 50 = 0 THEN '340104' ELSE '341' || lpad((n % 900)::text, 3, '0') END,
      now() - n * interval '1 h', now() - n * interval '1 h' + interval '2 h', 100, 2,
      CASE WHEN n % 20 = 0 THEN 'cancelled' ELSE 'announced' END, CASE WHEN n % 20 = 0 THEN 'x' END, 1, now(),
      'a', now()
    FROM generate_series(1, 20000) n;
    INSERT INTO activity_guest (id, activity_id, enterprise_id, region, state, version, created_at, updated_at)
    SELECT pg_temp.id(18, n), pg_temp.id(17, n % 20000 + 1), pg_temp.id(1, (n + n / 20001) % 20000 + 1),
      '340104', CASE WHEN n % 10 = 0 THEN 'attended' ELSE 'registered' END, 1, now(), now()
    FROM generate_series(1, 40000) n;
    INSERT INTO activity_outcome (id, guest_id, kind, recorded_at, recorded_by)
    SELECT pg_temp.id(19, n), pg_temp.id(18, n), 'intention', now(), 'a' FROM generate_series(1, 20000) n;
    INSERT INTO listing_target
    SELECT 'ah-srdi', 2000 + n / 500, '34' || lpad((n % 500)::text, 4, '0'), 5, 's', 1, now(), 'a'
    FROM generate_series(0, 19999) n;
    INSERT INTO listing_count
    SELECT pg_temp.id(20, n), 'ah-srdi', '3401' || lpad((n % 10)::text, 2, '0'), DATE '2026-12-31' - n, 1, 's',
      now(), 'a'
    FROM generate_series(1, 20000) n;
    INSERT INTO task_report
    SELECT pg_temp.id(21, n), 'ah-srdi-2018', 'nurture', CASE WHEN n % 2 = 0 THEN 'recognised' END,
      CASE WHEN n % 2 = 0 THEN n END, 'w', DATE '2026-01-01' - n % 3000, now(), 'a'
    FROM generate_series(1, 20000) n;
    """

  /// Members of pools, proposals and advisers; activities, targets and tasks.
  func checkPools(of enterprise: EnterpriseID, _ tables: FilledTables) async throws {
    try await checkMembers(of: enterprise, tables)
    try await checkAdvisers(tables)
    try await checkActivities(of: enterprise, tables)
    try await checkTargets(tables)
  }

  private func checkMembers(of enterprise: EnterpriseID, _ tables: FilledTables) async throws {
    let last = try await tables.identifier(14, 30_000)
    func members(
      _ name: String, _ rows: ClosedRange<Int>, _ filter: PoolMemberFilter, after: UUID? = nil
    ) async throws {
      try await tables.check("members by \(name)", rows) {
        try await PoolMemberRepository.list(filter, after: after, limit: 51, $0).count
      }
    }
    try await members("nothing", 51...51, PoolMemberFilter())
    try await members("after", 51...51, PoolMemberFilter(), after: last)
    try await members("pool", 51...51, PoolMemberFilter(pool: "reserve", state: "member"))
    try await members("state", 51...51, PoolMemberFilter(state: "left"))
    try await members("a rare rung", 51...51, PoolMemberFilter(rung: "listing"))
    try await members("enterprise", 2...2, PoolMemberFilter(enterprise: enterprise))
    try await members("a wide region", 51...51, PoolMemberFilter(regionPrefix: "34"))
    try await members("a narrow region", 51...51, PoolMemberFilter(regionPrefix: "3401"))
    try await tables.check("members that are due", 100...100) {
      try await PoolMemberRepository.due(at: tables.now, limit: 100, $0).count
    }
    try await tables.check("members after a change of facts", 0...2) {
      try await $0.execute(PoolMemberRepository.hastening(enterprise, at: tables.now))
    }
    try await tables.check("memberships of an enterprise", 2...2) {
      try await PoolMemberRepository.live(of: enterprise, $0).count
    }
    try await tables.check("open proposals of an enterprise", 0...2) {
      try await PoolProposalRepository.open(of: enterprise, $0).count
    }
    for state in ["open", "lapsed"] {
      try await tables.check("\(state) proposals", 51...51) {
        try await PoolProposalRepository.list(
          state: state, enterprise: nil, regionPrefix: "34", after: nil, limit: 51, $0
        ).count
      }
    }
  }

  private func checkAdvisers(_ tables: FilledTables) async throws {
    let member = PoolMemberID(try await tables.identifier(14, 501))
    for prefix in ["34", "3401"] {
      try await tables.check("members of \(prefix) without an adviser", 51...51) {
        try await PoolMemberRepository.withoutAdviser(
          "law_firm", pool: "reserve", regionPrefix: prefix, after: nil, limit: 51, $0
        ).count
      }
      try await tables.check("members of \(prefix) without an adviser, from one on", 51...51) {
        try await PoolMemberRepository.withoutAdviser(
          "law_firm", pool: "reserve", regionPrefix: prefix, after: member, limit: 51, $0
        ).count
      }
    }
    try await tables.check("who declined a member", 1...1) {
      try await AdviserAssignmentRepository.declined("law_firm", among: [member], $0).count
    }
    try await tables.check("advisers of a member", 0...0) {
      try await AdviserAssignmentRepository.live(of: member, $0).count
    }
    try await tables.check("advisers by kind", 51...51) {
      try await AdviserRepository.list(
        kind: "law_firm", after: (kind: "law_firm", institution: "firm-5"), limit: 51, $0
      ).count
    }
    func assignments(
      _ name: String, _ rows: ClosedRange<Int>, state: String? = nil, institution: String? = nil,
      region: String? = nil
    ) async throws {
      try await tables.check("assignments by \(name)", rows) {
        try await AdviserAssignmentRepository.list(
          state: state, enterprise: nil, institution: institution, regionPrefix: region,
          after: nil, limit: 51, $0
        ).count
      }
    }
    try await assignments("nothing", 51...51)
    try await assignments("a rare state", 51...51, state: "proposed")
    try await assignments("institution", 51...51, institution: "firm-100")
    try await assignments("a wide region", 51...51, region: "34")
  }

  private func checkActivities(of enterprise: EnterpriseID, _ tables: FilledTables) async throws {
    let activity = ActivityID(try await tables.identifier(17, 500))
    let guest = ActivityGuestID(try await tables.identifier(18, 500))
    for filter in [
      ActivityFilter(), ActivityFilter(kind: "matching", state: "cancelled"),
      ActivityFilter(regionPrefix: "3401"),
    ] {
      try await tables.check("activities by \(filter)", 51...51) {
        try await ActivityRepository.list(filter, after: nil, limit: 51, $0).count
      }
    }
    let (now, month) = (tables.now, Int64(30 * 86_400_000))
    try await tables.check("what the activities of a month came to", 3...3) {
      try await ActivityRepository.figures(
        from: now.adding(milliseconds: -month), before: now, regionPrefix: "34", at: now, $0
      ).count
    }
    try await tables.check("guests", 2...2) {
      try await ActivityGuestRepository.list(of: activity, after: nil, limit: 51, $0).count
    }
    try await tables.check("enterprises to be told", 1...2) {
      try await ActivityGuestRepository.enterprises(of: activity, limit: 2_000, $0).count
    }
    try await tables.check("outcomes", 1...1) {
      _ = try await ActivityGuestRepository.outcomeCount(of: guest, $0)
      return try await ActivityGuestRepository.outcomes(of: [guest], $0).count
    }
    try await tables.check("withdrawing from all", 2...2) {
      try await ActivityGuestRepository.withdraw(enterprise, at: tables.now, $0)
      return 2
    }
  }

  private func checkTargets(_ tables: FilledTables) async throws {
    let first = try #require(LegalDate("2026-01-01"))
    let last = try #require(LegalDate("2026-12-31"))
    try await tables.check("targets of a year", 51...51) {
      try await ListingTargetRepository.list(
        year: 2026, board: nil, regionPrefix: "34", after: nil, limit: 51, $0
      ).count
    }
    try await tables.check("targets from one on", 51...51) {
      try await ListingTargetRepository.list(
        year: 2026, board: "ah-srdi", regionPrefix: "34",
        after: (board: "ah-srdi", region: "340099"), limit: 51, $0
      ).count
    }
    try await tables.check("how far a board came in a county", 1...1) {
      try await ListingTargetRepository.progress(
        of: [(board: "ah-srdi", aim: "listed")], from: first, through: last,
        regionPrefix: "341001", $0
      ).count
    }
    try await tables.check("what was told last of the targets of a task", 1...1) {
      try await TaskReportRepository.reached(
        plan: "ah-srdi-2018", task: "nurture", targets: ["recognised", "none"],
        from: LegalDate(daysSinceEpoch: 0), through: last, $0
      ).count
    }
    try await tables.check("reports of a task", 51...51) {
      try await TaskReportRepository.list(
        plan: "ah-srdi-2018", task: "nurture", after: nil, limit: 51, $0
      ).count
    }
  }
}
