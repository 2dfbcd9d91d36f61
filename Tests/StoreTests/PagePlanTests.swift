import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// What the pages of the console ask for beyond what the other tests of plans look at: these are of needs, cases,
/// dead letters and sessions (`PlanTests`), receivables (`ClaimPlanTests`) and the counting of the funnel
/// (`FunnelPlanTests`).
@Suite("Plans of what pages of the console are made of", .serialized)
struct PagePlanTests {
  /// 40,000 enterprises with 80,000 needs, of which every other one was referred, 100,000 offers with two steps each
  /// and what became of them over five years, 40,000 consents and reads, 6,000 listing cases, 40,000 warnings of which
  /// one of twenty is open, and figures of the funnel of five years by 100 counties and ten values.
  ///
  /// What decides a plan is how much of a table a statement asks for, and both costs grow with the table: from a few
  /// thousand pages of 8 kB on, a statement that PostgreSQL answers by an index here it answers by the index
  /// with 570,000 needs as well. Only the listing cases are as few beside enterprises as they are in a
  /// province, since there it is their proportion that decides.
  private static let filling = """
    SET session_replication_role = replica;
    CREATE FUNCTION pg_temp.id(kind integer, number integer) RETURNS uuid LANGUAGE sql AS $$
      SELECT (lpad(to_hex(number), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8'
        || substr(md5(number::text), 1, 15))::uuid $$;
    INSERT INTO enterprise (id, uscc, name, region, industry, registered_on, facts_version,
      created_at, updated_at)
    SELECT pg_temp.id(1, n), '91' || lpad(n::text, 16, '0'), 'e' || n, '34' || lpad((n % 100)::text, 2, '0') || '04',
      '6510', '2020-01-01', 1, now(), now()
    FROM generate_series(1, 40000) n;
    INSERT INTO need (id, enterprise_id, version, status, created_at, updated_at)
    SELECT pg_temp.id(2, n), pg_temp.id(1, n % 40000 + 1), 1, 'submitted', now(), now()
    FROM generate_series(1, 80000) n;
    INSERT INTO need_version
    SELECT id, 1, 100000000, 12, 'other', NULL, now(), 'a' FROM need;
    INSERT INTO need_draft
    SELECT id, '{}', now(), 'a' FROM enterprise;
    INSERT INTO referral (need_id, enterprise_id, mode, wanted, state, version, created_at, updated_at, created_by)
    SELECT pg_temp.id(2, n), pg_temp.id(1, n % 40000 + 1), 'dispatch', 3, 'ended', 1, now(), now(), 'a'
    FROM generate_series(2, 80000, 2) n;
    INSERT INTO offer (id, need_id, need_version, enterprise_id, run_id, product_code, institution, mode,
      place, state, version, began_at, reasons, why, next_step, created_at, updated_at)
    SELECT pg_temp.id(15, n), pg_temp.id(2, n % 79999 + 1), 1, pg_temp.id(1, (n % 79999 + 1) % 40000 + 1),
      pg_temp.id(3, n), 'product', 'bank-' || n % 100, 'dispatch', 1,
      CASE WHEN n % 4 = 0 THEN 'offered' ELSE 'declined' END, CASE WHEN n % 4 = 0 THEN 1 ELSE 2 END, now(),
      CASE WHEN n % 4 > 0 THEN '{other}'::text[] END, '{}', 0, now(), now()
    FROM generate_series(1, 100000) n;
    INSERT INTO offer_step (offer_id, version, from_state, state, verb, actor, actor_role, taken_at)
    SELECT pg_temp.id(15, n), v, CASE WHEN v = 2 THEN 'offered' END,
      CASE WHEN v = 2 THEN 'declined' ELSE 'offered' END, CASE WHEN v = 2 THEN 'decline' ELSE 'offer' END,
      'a', 'liaison', now()
    FROM generate_series(1, 100000) n, generate_series(1, 2) v;
    INSERT INTO offer_case (offer_id, need_id, month, region, industry, size, institution, product, outcome,
      answer_days)
    SELECT id, need_id, DATE '2022-01-01' + n / 100 % 60 * interval '1 month', '34' || lpad((n % 100)::text, 2, '0')
      || '04', 'C', 'small', institution, 'product-' || n % 1000, 'declined', 2
    FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM offer) AS o;
    INSERT INTO offer_pause (id, offer_id, first_day, last_day, reason, set_at, set_by)
    SELECT pg_temp.id(16, n), pg_temp.id(15, n), '2026-01-05', '2026-01-06', 'r', now(), 'a'
    FROM generate_series(1, 20000) n;
    INSERT INTO consent (id, enterprise_id, need_id, institution, purpose, fields, granted_at, granted_by, expires_at)
    SELECT pg_temp.id(17, n), pg_temp.id(1, n % 400 + 1), pg_temp.id(2, n), 'bank-' || n % 100, 'loan_assessment',
      '{registry}', now(), 'a', now() + interval '30 days'
    FROM generate_series(1, 40000) n;
    INSERT INTO access_entry (id, enterprise_id, consent_id, offer_id, institution, reader, reader_role, fields,
      read_at)
    SELECT pg_temp.id(18, n), pg_temp.id(1, n % 400 + 1), pg_temp.id(17, n), pg_temp.id(15, n), 'bank-' || n % 100,
      'r', 'liaison', '{registry}', now()
    FROM generate_series(1, 40000) n;
    INSERT INTO enterprise_read (id, enterprise_id, organisation, reader, reader_role, document, basis, read_at)
    SELECT pg_temp.id(20, n), pg_temp.id(1, n % 400 + 1), '340000', 'r', 'operator', 'facts', 'oversight', now()
    FROM generate_series(1, 40000) n;
    INSERT INTO listing_case (id, enterprise_id, board, board_version, sponsor, stage, since_on, day_on,
      channel, seq, is_live, began_on, pace, options, version, created_at, created_by, updated_at)
    SELECT pg_temp.id(10, n), pg_temp.id(1, n * 6), (ARRAY['neeq', 'ah-srdi', 'ah-star'])[n % 3 + 1], 'v',
      'broker-' || n % 50, 'listed', '2026-01-05', '2026-01-05', 'standard', 1, n % 2 > 0, '2026-01-05', 'typical',
      '{}', 2, now(), 'a', now()
    FROM generate_series(1, 6000) n;
    INSERT INTO listing_step (case_id, seq, verb, from_stage, to_stage, role, actor, taken_on, taken_at)
    SELECT pg_temp.id(10, n), 1, 'go', 'reserve', 'listed', 'enterprise', 'a', '2026-01-05', now()
    FROM generate_series(1, 6000) n;
    INSERT INTO listing_alert (id, case_id, gate, limited_by, due_on, earliest_on, raised_at)
    SELECT pg_temp.id(19, n), pg_temp.id(10, n), 'g', 'target', '2026-01-05', '2026-01-06', now()
    FROM generate_series(1, 6000) n;
    INSERT INTO listing_count
    SELECT pg_temp.id(20, n), 'ah-srdi', '3401' || lpad((n % 10)::text, 2, '0'), DATE '2026-12-31' - n, 1, 's',
      now(), 'a'
    FROM generate_series(1, 20000) n;
    INSERT INTO warning (id, enterprise_id, rule, level, state, version, period_kind, begun_on, since_on, reason,
      readings, opened_at, updated_at)
    SELECT pg_temp.id(21, n), pg_temp.id(1, n), 'revenue', (ARRAY['yellow', 'orange', 'red'])[n / 20 % 3 + 1], s, 1,
      'month', '2026-01-01', '2026-01-01', CASE WHEN s = 'closed' THEN 'left' END, 'x', now(), now()
    FROM (SELECT n, CASE WHEN n % 20 < 1 THEN (ARRAY['open', 'acting'])[n / 20 % 2 + 1] ELSE 'closed' END AS s
      FROM generate_series(1, 40000) n) g;
    INSERT INTO warning_step (warning_id, version, state, verb, level, actor, role, taken_at)
    SELECT pg_temp.id(21, n), 1, 'open', 'open', 'yellow', 'a', 'service', now()
    FROM generate_series(1, 40000) n;
    INSERT INTO warning_touch (warning_id, version, kind, subject_id, state, institutions)
    SELECT pg_temp.id(21, n), 1, 'offer', pg_temp.id(15, n), 'drawn', '{bank-1}'
    FROM generate_series(1, 40000) n;
    INSERT INTO warning_recheck (warning_id, version, kind, subject_id, finding, done_at, done_by)
    SELECT warning_id, version, kind, subject_id, 'kept', now(), 'a' FROM warning_touch;
    INSERT INTO funnel_cell (month, region, dimension, value, submitted)
    SELECT DATE '2022-01-01' + m * interval '1 month', '34' || lpad(r::text, 2, '0') || '04', d,
      CASE d WHEN 'all' THEN '*' ELSE 'v-' || i END, 1
    FROM generate_series(0, 59) m, generate_series(0, 99) r,
      unnest('{all,product,institution,reason}'::text[]) d, generate_series(1, 10) i
    WHERE d <> 'all' OR i = 1;
    INSERT INTO funnel_days
    SELECT month, region, dimension, value, 'matched', 1, 1 FROM funnel_cell;
    SET session_replication_role = origin;
    ANALYZE;
    """

  private func identifier(
    _ kind: Int, _ number: Int, _ connection: PostgresConnection
  ) async throws -> UUID {
    try await connection.queryOne("SELECT pg_temp.id(\(Int32(kind)), \(Int32(number)))")
      .decode(0, as: UUID.self)
  }

  /// Explains what `body` asks for, and looks for tables that it reads from end to end.
  ///
  /// - Parameters:
  ///   - tenant: whose rows it sees, as the transaction of a page does; nil for the service, which reads
  ///     for pages what belongs to nobody, and lists for institutions.
  ///   - besides: a table that is small, and is asked for whole.
  private func check(
    _ name: String, _ rows: ClosedRange<Int>, as tenant: Tenancy? = nil, besides: String? = nil,
    _ connection: PostgresConnection, _ body: (ExplainingSession) async throws -> Int
  ) async throws {
    let asker = tenant.map { "\($0)" } ?? "the service"
    let session = ExplainingSession(connection: connection)
    try await connection.execute("BEGIN")
    if let tenant { try await connection.query(tenant.entering) }
    let count = try await body(session)
    try await connection.execute("ROLLBACK")
    let plans = session.plans.withLock { $0 }
    #expect(!plans.isEmpty)
    for plan in plans {
      let read = plan.split(separator: "\n").filter { line in
        line.contains("Seq Scan on") && !(besides.map { line.contains("Scan on \($0) ") } ?? false)
      }
      if !read.isEmpty { Issue.record("\(name), for \(asker):\n\(plan)") }
    }
    #expect(rows.contains(count), "\(name), for \(asker): \(count) rows")
  }

  @Test("on full tables no page of the console reads a table from end to end")
  func indexesAreUsed() async throws {
    try await withDatabase(.seeded) { _, connection in
      try await connection.script(Self.filling, timeoutMilliseconds: 600_000)
      try await checkOffers(connection)
      try await checkNeed(connection)
      try await checkConsents(connection)
      try await checkListing(connection)
      try await checkWarnings(connection)
      try await checkFunnel(connection)
    }
  }

  /// The inbox of an institution, and what those who oversee see of all of them.
  private func checkOffers(_ connection: PostgresConnection) async throws {
    let enterprise = EnterpriseID(try await identifier(1, 500, connection))
    let middle = try await identifier(15, 50_000, connection)
    func offers(
      _ name: String, _ rows: ClosedRange<Int>, _ filter: OfferRepository.Filter,
      after: UUID? = nil, as tenant: Tenancy? = nil
    ) async throws {
      try await check("offers by \(name)", rows, as: tenant, connection) {
        try await OfferRepository.list(filter, after: after, limit: 31, $0).count
      }
    }
    for tenant in [nil, .country] as [Tenancy?] {
      try await offers("nothing", 31...31, .init(), as: tenant)
      try await offers("after", 31...31, .init(), after: middle, as: tenant)
    }
    try await offers("institution", 31...31, .init(institution: "bank-8"))
    try await offers("institution and after", 31...31, .init(institution: "bank-8"), after: middle)
    try await offers(
      "institution and state", 31...31, .init(state: "offered", institution: "bank-8"))
    for tenant in [nil, .enterprise(enterprise), .uscc("910000000000000500")] as [Tenancy?] {
      try await offers("enterprise", 1...5, .init(enterprise: enterprise), as: tenant)
    }
    for tenant in [nil, .country, .region("34")] as [Tenancy?] {
      try await offers("a wide region", 31...31, .init(regionPrefix: "34"), as: tenant)
      try await offers("a narrow region", 31...31, .init(regionPrefix: "3401"), as: tenant)
    }
    try await offers(
      "the region of an operator", 31...31, .init(regionPrefix: "3401"), as: .region("3401"))
    for (name, institution, region, tenant) in [
      ("all", nil, nil, .country), ("a city", nil, "3401", .region("3401")),
      ("one", "bank-8", nil, nil),
    ] as [(String, String?, String?, Tenancy?)] {
      try await check("what became of offers, \(name)", 1...100, as: tenant, connection) {
        try await OfferStatisticsRepository.count(
          institution: institution, regionPrefix: region, $0
        ).count
      }
    }
  }

  /// The page of a need, and that of an offer.
  private func checkNeed(_ connection: PostgresConnection) async throws {
    let enterprise = EnterpriseID(try await identifier(1, 500, connection))
    let need = NeedID(try await identifier(2, 30_000, connection))
    let asker = EnterpriseID(try await identifier(1, 30_001, connection))
    let offer = OfferID(try await identifier(15, 10_001, connection))
    for tenant in [.enterprise(asker), .country, .region("34")] as [Tenancy] {
      try await check("a need with its referral and offers", 2...3, as: tenant, connection) {
        let referral = try await ReferralRepository.find(need, $0)
        return try await OfferRepository.list(need: need, $0).count + (referral == nil ? 0 : 1)
      }
    }
    for tenant in [nil, .institution("bank-1")] as [Tenancy?] {
      try await check("an offer with its steps and pauses", 4...4, as: tenant, connection) {
        let found = try await OfferRepository.find(offer, $0) == nil ? 0 : 1
        let steps = try await OfferRepository.steps(of: offer, $0).count
        return try await found + steps + OfferRepository.pauses(of: offer, $0).count
      }
    }
    let granting = EnterpriseID(try await identifier(1, 1, connection))
    for tenant in [nil, .enterprise(granting)] as [Tenancy?] {
      try await check("the consent for an offer", 1...1, as: tenant, connection) {
        try await ConsentRepository.current(need: need, institution: "bank-0", $0) == nil ? 0 : 1
      }
    }
    try await check("what was typed of a need", 1...1, as: .enterprise(enterprise), connection) {
      try await NeedDraftRepository.find(of: enterprise, $0) == nil ? 0 : 1
    }
  }

  /// What an enterprise let others read, and who did.
  private func checkConsents(_ connection: PostgresConnection) async throws {
    let enterprise = EnterpriseID(try await identifier(1, 200, connection))
    let middle = try await identifier(17, 30_000, connection)
    for tenant in [.enterprise(enterprise), .country, .region("34")] as [Tenancy] {
      for after in [nil, middle] {
        try await check(
          "consents of an enterprise with their reads", 51...51, as: tenant, connection
        ) {
          let consents = try await ConsentRepository.list(
            enterprise: enterprise, after: after, limit: 51, $0)
          return try await ConsentRepository.reads(of: consents.map(\.id), $0).count
        }
      }
      try await check("reads of an enterprise", 51...51, as: tenant, connection) {
        try await AccessLogRepository.list(of: enterprise, after: nil, limit: 51, $0).count
      }
    }
  }

  /// The board of cases by stage, one case, and targets of a province and of a city.
  private func checkListing(_ connection: PostgresConnection) async throws {
    let middle = try await identifier(10, 3_000, connection)
    let listing = ListingCaseID(middle)
    for (after, region, tenant) in [
      (nil, nil, .country), (middle, nil, .country), (nil, "34", .country),
      (middle, "34", .country), (nil, "34", .region("34")), (middle, "34", .region("34")),
    ] as [(UUID?, String?, Tenancy)] {
      try await check("cases of a board that go on", 61...61, as: tenant, connection) {
        let cases = try await ListingCaseRepository.list(
          .init(board: "ah-srdi", isLive: true, regionPrefix: region), after: after, limit: 61, $0)
        _ = try await ListingAccountRepository.alerts(of: cases.map(\.id), $0)
        return cases.count
      }
    }
    let owner = EnterpriseID(try await identifier(1, 18_000, connection))
    for tenant in [nil, .country, .region("34"), .enterprise(owner)] as [Tenancy?] {
      try await check("what a case is at risk of", 1...1, as: tenant, connection) {
        try await ListingAccountRepository.alerts(of: listing, $0).count
      }
    }
    let first = try #require(LegalDate("2026-01-01"))
    let last = try #require(LegalDate("2026-12-31"))
    for region in ["34", "3401"] {
      // Read by the service, as figures are. All cases of the boards are counted, most of a table of a few
      // thousand; enterprises are not.
      try await check(
        "how far boards came in \(region)", 1...300, besides: "listing_case", connection
      ) {
        try await ListingTargetRepository.progress(
          of: [(board: "ah-srdi", aim: "listed"), (board: "neeq", aim: "listed")], from: first,
          through: last, regionPrefix: region, $0
        ).count
      }
    }
  }

  /// The list of warnings of a province, and one of them as all who open it; for lists as others ask
  /// for them see `WarningPlanTests`.
  private func checkWarnings(_ connection: PostgresConnection) async throws {
    let middle = try await identifier(21, 20_000, connection)
    for after in [nil, middle] {
      let listed: [(String, WarningRepository.Filter)] = [
        ("all", .init(regionPrefix: "34")), ("live", .init(isOpen: true, regionPrefix: "34")),
        ("live and red", .init(level: "red", isOpen: true, regionPrefix: "34")),
        ("acting", .init(state: "acting", regionPrefix: "34")),
      ]
      for (name, filter) in listed {
        try await check("warnings of a province, \(name)", 51...51, connection) {
          try await WarningRepository.list(filter, after: after, limit: 51, $0).count
        }
      }
    }
    let warning = WarningID(middle)
    let owner = EnterpriseID(try await identifier(1, 20_000, connection))
    for tenant in [nil, .country, .region("34"), .enterprise(owner)] as [Tenancy?] {
      try await check(
        "a warning with its steps and what it touches", 3...3, as: tenant, connection
      ) {
        let found = try await WarningRepository.find(warning, $0) == nil ? 0 : 1
        let steps = try await WarningRepository.steps(of: warning, $0).count
        let touches = try await RecheckRepository.list(of: [warning], $0)
        return found + steps + (touches[warning]?.count ?? 0)
      }
    }
  }

  /// A year of a province, a city and a county by everything that the funnel is told apart by.
  private func checkFunnel(_ connection: PostgresConnection) async throws {
    let from = try #require(LegalDate("2026-01-01"))
    let to = try #require(LegalDate("2026-12-01"))
    for region in ["", "34", "3401", "340104"] {
      for dimension in ["all", "product", "institution", "reason"] {
        let filter = FunnelFilter(
          dimension: dimension, from: from, to: to, regionPrefix: region)
        let values = dimension == "all" ? 1...1 : 10...10
        try await check("the funnel of \(region) by \(dimension)", values, connection) {
          try await FunnelRepository.sums(filter, $0).count
        }
        try await check("days of \(region) by \(dimension)", values, connection) {
          try await FunnelRepository.days(filter, $0).count
        }
      }
      let decided = OfferCaseRepository.Filter(from: from, to: to, regionPrefix: region)
      for dimension in OfferCaseDimension.allCases {
        try await check("decisions in \(region) by \(dimension)", 1...100_000, connection) {
          try await OfferCaseRepository.sums(by: dimension, decided, $0).count
        }
      }
      try await check("products in \(region)", 1...100_000, connection) {
        try await OfferCaseRepository.products(decided, $0).count
      }
      let own = OfferCaseRepository.Filter(
        from: from, to: to, institution: "bank-1", regionPrefix: region)
      for dimension in OfferCaseDimension.allCases {
        try await check("decisions of one in \(region) by \(dimension)", 1...12, connection) {
          try await OfferCaseRepository.sums(by: dimension, own, $0).count
        }
      }
    }
  }
}
