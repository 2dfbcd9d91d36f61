import Domain
import Foundation
import Postgres
import Store
import Testing

@Suite("Plans of what the funnel is counted from and read from", .serialized)
struct FunnelPlanTests {
  /// A hundred counties.
  private static let county = "'3401' || lpad((n % 100)::text, 2, '0')"

  /// With `STORM=full` as many as a province has.
  private static let needs =
    ProcessInfo.processInfo.environment["STORM"] == "full" ? 570_000 : 60_000
  /// Each has three needs.
  private static let enterprises = needs / 3

  /// Of each need a run, an offer and two steps of it, of each enterprise a membership of a pool; figures of
  /// five years of a hundred counties.
  private static let filling = """
    INSERT INTO need (id, enterprise_id, version, status, created_at, updated_at)
    SELECT pg_temp.id(2, n), pg_temp.id(1, n % \(enterprises) + 1), 1, 'submitted', now(), now()
    FROM generate_series(1, \(needs)) n;
    INSERT INTO need_version
    SELECT id, 1, 100000000, 12, 'other', NULL, now(), 'a' FROM need;
    INSERT INTO match_run (id, need_id, need_version, enterprise_id, facts_version, facts_digest,
      catalog_version, policy_version, engine_version, clock, decided_on, considered, eligible,
      ineligible, needs_info, result, cause_event_id)
    SELECT pg_temp.id(3, n), pg_temp.id(2, n), 1, pg_temp.id(1, n % \(enterprises) + 1), 1,
      decode(repeat('00', 32), 'hex'), 1, 1, 1, now(), '2026-11-20', n % 2, n % 2, 0, 0, '{}',
      pg_temp.id(4, n)
    FROM generate_series(1, \(needs)) n;
    INSERT INTO offer (id, need_id, need_version, enterprise_id, run_id, product_code, institution, mode,
      place, state, version, began_at, why, next_step, created_at, updated_at)
    SELECT pg_temp.id(15, n), pg_temp.id(2, n), 1, pg_temp.id(1, n % \(enterprises) + 1), pg_temp.id(3, n),
      'product', 'bank-' || (n + 1) % 40, 'dispatch', 1, 'offered', 1, now(), '{}', 0, now(), now()
    FROM generate_series(1, \(needs)) n;
    INSERT INTO offer_step (offer_id, version, from_state, state, verb, actor, actor_role, taken_at)
    SELECT pg_temp.id(15, n), v, CASE WHEN v = 2 THEN 'offered' END,
      CASE WHEN v = 2 THEN 'claimed' ELSE 'offered' END, CASE WHEN v = 2 THEN 'claim' ELSE 'offer' END,
      'a', 'liaison', now()
    FROM generate_series(1, \(needs)) n, generate_series(1, 2) v;
    INSERT INTO pool_member (id, pool, enterprise_id, region, state, origin, entered_on, version, created_at,
      created_by, updated_at)
    SELECT pg_temp.id(16, n), 'reserve', pg_temp.id(1, n), '340104', 'member', 'operator', '2026-01-05', 1,
      now(), 'a', now()
    FROM generate_series(1, \(enterprises)) n;
    INSERT INTO funnel_journey SELECT id, '[]', now() FROM need;
    INSERT INTO offer_case
    SELECT pg_temp.id(15, n), pg_temp.id(2, n), DATE '2022-01-01' + n / 40 % 60 * interval '1 month',
      '3401' || lpad((n % 100)::text, 2, '0'), 'C', 'small', 'bank-' || (n + 1) % 40, 'product', 'declined', 2
    FROM generate_series(1, \(needs)) n;
    INSERT INTO funnel_cell (month, region, dimension, value, submitted)
    SELECT DATE '2022-01-01' + m * interval '1 month', '3401' || lpad(r::text, 2, '0'), d,
      CASE d WHEN 'all' THEN '*' ELSE chr(64 + i) END, 1
    FROM generate_series(0, 59) m, generate_series(0, 99) r, unnest('{all,industry}'::text[]) d,
      generate_series(1, 20) i
    WHERE d = 'industry' OR i = 1;
    INSERT INTO funnel_days
    SELECT month, region, dimension, value, 'matched', 1, 1 FROM funnel_cell;
    """

  @Test("the funnel is counted and read without reading a table of needs from end to end")
  func indexesAreUsed() async throws {
    let fillings = [
      FilledTables.enterprises(Self.enterprises, region: Self.county), Self.filling,
    ]
    try await withFilledTables(fillings) { tables in
      let enterprise = EnterpriseID(try await tables.identifier(1, 500))
      let need = NeedID(try await tables.identifier(2, Self.needs - 9_991))
      try await tables.check("needs of an enterprise", 3...3) {
        try await FunnelInputRepository.needs(of: [enterprise], after: nil, limit: 1_000, $0).count
      }
      try await tables.check("a page of all needs", 1_000...1_000) {
        try await FunnelInputRepository.needs(after: need.uuid, limit: 1_000, $0).count
      }
      try await tables.check("how a need stands", 1...1) {
        try await FunnelInputRepository.rows(of: [need], $0).count
      }
      try await tables.check("its offers", 1...1) {
        try await FunnelInputRepository.offers(of: [need], $0).count
      }
      try await tables.check("pools of its enterprise", 1...1) {
        try await FunnelInputRepository.pools(of: [enterprise], $0).count
      }
      try await tables.check("what was counted of it", 1...1) {
        try await FunnelRepository.lock([need], at: tables.now, $0).count
      }
      try await tables.check("needs that may count otherwise", 1...1_000) {
        let page = try await FunnelInputRepository.stale(
          after: need.uuid, limit: 1_000, slackMilliseconds: 600_000, at: tables.now, $0)
        return page.needs.count
      }
      try await tables.check("needs of a report", 1...1_000) {
        try await ReleaseRepository.needs(
          regionPrefix: "3401", from: tables.now.adding(milliseconds: -1_000_000_000),
          before: tables.now.adding(milliseconds: 1), after: need.uuid, limit: 1_000, $0
        ).count
      }
      func filter(_ dimension: String, _ from: String, _ to: String, _ region: String) throws
        -> FunnelFilter
      {
        FunnelFilter(
          dimension: dimension, from: try #require(LegalDate(from)),
          to: try #require(LegalDate(to)), regionPrefix: region)
      }
      let year = try filter("all", "2026-01-01", "2026-12-01", "34")
      try await tables.check("a year of a province", 1...1) {
        try await FunnelRepository.sums(year, $0).count
      }
      try await tables.check("days of a year of a province", 1...1) {
        try await FunnelRepository.days(year, $0).count
      }
      var counties = year
      counties.isByRegion = true
      let apart = counties
      try await tables.check("a year of a province by county", 1...200) {
        try await FunnelRepository.sums(apart, $0).count
      }
      // Most of the cells are of this dimension.
      let everywhere = try filter("industry", "2022-01-01", "2026-12-01", "")
      for digits in [0, 2, 4] {
        try await tables.check("counts of five years by \(digits) digits", 20...20) {
          try await FunnelRepository.counts(everywhere, digits: digits, $0).count
        }
      }
      let own = OfferCaseRepository.Filter(
        from: year.from, to: year.to, institution: "bank-1")
      try await tables.check("decisions of an institution in a year", 1...12) {
        try await OfferCaseRepository.sums(by: .size, own, $0).count
      }
      try await tables.check("its products", 1...12) {
        try await OfferCaseRepository.products(own, $0).count
      }
      let month = try filter("industry", "2026-03-01", "2026-03-01", "340104")
      try await tables.check("industries of a county in a month", 20...20) {
        try await FunnelRepository.sums(month, $0).count
      }
    }
  }
}
