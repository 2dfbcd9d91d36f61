import Domain
import Foundation
import Postgres
import Store
import Testing

@Suite("Plans of what is asked of reports and warnings", .serialized)
struct MonitoringPlanTests {
  /// Of 20,000 enterprises 200,000 reports of ten months and 60,000 warnings, of which few are open. Of each table
  /// some rows are in a state that few are in.
  private static let filling = """
    INSERT INTO source_authorisation (id, enterprise_id, source, granted_at, granted_by, expires_on)
    SELECT pg_temp.id(16, n), pg_temp.id(1, n), 'tax', now(), 'a', '2027-01-01'
    FROM generate_series(1, 20000) n;
    INSERT INTO report (id, enterprise_id, source, period_kind, period_on, revision, as_of, provenance,
      outcome, broken, figures, received_on, received_at, received_by)
    SELECT pg_temp.id(17, n), pg_temp.id(1, n / 10 + 1), 'tax', 'month',
      make_date(2026, n % 10 + 1, 1), 1, '2026-10-31', 'p',
      CASE WHEN n % 2000 = 3 THEN 'quarantine' ELSE 'accept' END,
      CASE WHEN n % 2000 = 3 THEN '{a}'::text[] ELSE '{}' END, 'x',
      DATE '2024-01-01' + n / 200, now(), 'a'
    FROM generate_series(0, 199999) n;
    INSERT INTO monitoring_account (enterprise_id, judged_by, judged_at, due_at)
    SELECT pg_temp.id(1, n), sha256('x'), now(),
      CASE WHEN n % 100 = 1 THEN now() - n * interval '1 s' END
    FROM generate_series(1, 20000) n;
    INSERT INTO warning (id, enterprise_id, rule, level, state, version, period_kind, begun_on, since_on,
      reason, readings, opened_at, updated_at)
    SELECT pg_temp.id(18, n), pg_temp.id(1, n % 20000 + 1), 'rule_' || n / 20000,
      CASE WHEN n % 1000 = 7 THEN 'red' ELSE 'yellow' END, s, 1, 'month', '2026-01-01', '2026-01-01',
      CASE WHEN s = 'closed' THEN 'left' END, 'x', now(), now()
    FROM (SELECT n, CASE WHEN n % 500 = 7 THEN 'open' ELSE 'closed' END AS s
      FROM generate_series(0, 59999) n) g;
    INSERT INTO warning_step (warning_id, version, state, verb, level, actor, role, taken_at)
    SELECT pg_temp.id(18, n), 1, 'open', 'open', 'yellow', 'a', 'service', now()
    FROM generate_series(0, 59999) n;
    INSERT INTO report_use (enterprise_id, path, report_id, from_version, through_version)
    SELECT pg_temp.id(1, n % 20000 + 1), 'p', pg_temp.id(17, n), n / 20000 + 1,
      CASE WHEN n < 40000 THEN n / 20000 + 1 END
    FROM generate_series(0, 59999) n;
    INSERT INTO need (id, enterprise_id, version, status, created_at, updated_at)
    SELECT pg_temp.id(2, n), pg_temp.id(1, n % 20000 + 1), 1, 'submitted', now(), now()
    FROM generate_series(0, 39999) n;
    INSERT INTO match_run (id, need_id, need_version, enterprise_id, facts_version, facts_digest,
      catalog_version, policy_version, engine_version, clock, decided_on, considered, eligible,
      ineligible, needs_info, result, cause_event_id)
    SELECT pg_temp.id(3, n), pg_temp.id(2, n / 3), 1, pg_temp.id(1, n / 3 % 20000 + 1), n % 3 + 1,
      sha256('x'), 1, 1, 1, now(), '2026-01-01', 0, 0, 0, 0, 'x', gen_random_uuid()
    FROM generate_series(0, 119999) n;
    INSERT INTO quality_day (day, scored_at)
    SELECT DATE '2024-01-01' + n, now() FROM generate_series(0, 999) n;
    INSERT INTO quality_score (day, region, source, accepted, quarantined, rejected, late, missed,
      score_ppm)
    SELECT DATE '2024-01-01' + d, '34' || lpad(r::text, 2, '0'), 'tax', 1, 0, 0, 0, 0, 1000000
    FROM generate_series(0, 999) d, generate_series(1, 60) r;
    INSERT INTO warning_touch (warning_id, version, kind, subject_id, state, institutions)
    SELECT pg_temp.id(18, n), 1, 'offer', pg_temp.id(19, n), 'drawn', '{a}'
    FROM generate_series(0, 59999) n;
    INSERT INTO warning_recheck (warning_id, version, kind, subject_id, finding, done_at, done_by)
    SELECT warning_id, version, kind, subject_id, 'kept', now(), 'a' FROM warning_touch
    WHERE hashtext(warning_id::text) % 2 = 0;
    """

  @Test("on full tables no list or look-up of reports and warnings reads a table from end to end")
  func indexesAreUsed() async throws {
    try await withFilledTables([FilledTables.enterprises(), Self.filling]) { tables in
      let enterprise = EnterpriseID(try await tables.identifier(1, 500))
      let report = try await tables.identifier(17, 100_000)
      let warning = WarningID(try await tables.identifier(18, 30_000))
      let month = try #require(LegalDate("2026-03-01"))
      func reports(
        _ name: String, _ rows: ClosedRange<Int>, _ filter: ReportRepository.Filter,
        after: UUID? = nil
      ) async throws {
        try await tables.check("reports by \(name)", rows) {
          try await ReportRepository.list(filter, after: after, limit: 51, $0).count
        }
      }
      try await reports("nothing", 51...51, .init())
      try await reports("after", 51...51, .init(), after: report)
      try await reports("enterprise", 10...10, .init(enterprise: enterprise))
      try await reports("those in quarantine", 51...51, .init(isInQuarantine: true))
      try await reports("a region", 51...51, .init(regionPrefix: "34"))
      try await tables.check("what is known of an enterprise", 9...10) {
        try await ReportRepository.current(of: enterprise, limit: 5_000, $0).count
      }
      try await tables.check("the last revision", 1...1) {
        try await ReportRepository.last("tax", "month", month, of: enterprise, $0) == nil ? 0 : 1
      }
      try await tables.check("when reports came", 10...10) {
        try await ReportRepository.received("tax", "month", of: enterprise, $0).count
      }
      try await tables.check("permissions of a source", 1...1) {
        try await SourceAuthorisationRepository.live("tax", of: [enterprise], $0).count
      }
      try await tables.check("scores of a month", 31...31) {
        try await QualityRepository.list(
          region: "3401", source: "tax", from: month.adding(days: -30), through: month, $0
        ).count
      }
      try await tables.check("scores of a day", 60...60) {
        try await QualityRepository.scores(on: month, $0).count
      }
      try await tables.check("the last day that is scored", 1...1) {
        try await QualityRepository.lastDay($0) == nil ? 0 : 1
      }
      try await tables.check("a page of those that are watched", 101...101) {
        try await MonitoringAccountRepository.page(after: enterprise, limit: 101, $0).count
      }
      try await tables.check("who is due", 100...100) {
        try await MonitoringAccountRepository.due(at: tables.now, limit: 100, $0).count
      }
      func warnings(
        _ name: String, _ rows: ClosedRange<Int>, _ filter: WarningRepository.Filter
      ) async throws {
        try await tables.check("warnings by \(name)", rows) {
          try await WarningRepository.list(filter, after: nil, limit: 51, $0).count
        }
      }
      try await warnings("nothing", 51...51, .init())
      try await warnings("enterprise", 3...3, .init(enterprise: enterprise))
      try await warnings("a rare state", 51...51, .init(state: "open"))
      try await warnings("open red ones", 51...51, .init(level: "red", isOpen: true))
      try await tables.check("the newest of each rule", 3...3) {
        try await WarningRepository.latest(of: enterprise, $0).count
      }
      try await tables.check("what facts stand on", 1...1) {
        try await ReportUseRepository.live(of: enterprise, $0).count
      }
      let used = ReportID(try await tables.identifier(17, 40_499))
      try await tables.check("the runs of a report", 2...2) {
        try await ReportUseRepository.runs(of: used, of: enterprise, after: nil, limit: 51, $0)
          .count
      }
      try await tables.check("the runs of reports", 2...2) {
        let found = try await ReportUseRepository.runs(
          of: [(id: used, enterprise: enterprise)], limit: 21, $0)
        return found[used]?.count ?? 0
      }
      try await reports(
        "source and day", 51...51, .init(source: "tax", receivedOn: LegalDate("2024-05-01")))
      try await tables.check("what a warning touched", 1...1) {
        try await RecheckRepository.list(of: [warning], $0).count
      }
      try await warnings("what nobody looked at", 51...51, .init(recheck: .open))
      try await warnings("what somebody looked at", 51...51, .init(recheck: .done))
      try await tables.check("a warning with its steps", 1...1) {
        _ = try await WarningRepository.find(warning, $0)
        return try await WarningRepository.steps(of: warning, $0).count
      }
    }
  }
}
