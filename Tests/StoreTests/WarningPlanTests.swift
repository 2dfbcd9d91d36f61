import Domain
import Foundation
import Postgres
import Store
import Testing

@Suite("Plans of the lists of warnings of a place and of an institution", .serialized)
struct WarningPlanTests {
  /// 112 counties of 16 cities: one of sixteen enterprises is in each city, one of 112 in each county.
  private static let county =
    "'34' || lpad((n % 16 + 1)::text, 2, '0') || lpad((n / 16 % 7 + 2)::text, 2, '0')"
  /// A fifth of the enterprises has to do with one bank, the others with 97.
  private static let bank = "CASE WHEN n % 5 = 0 THEN 'bank-0' ELSE 'bank-' || n % 97 END"

  /// Of 60,000 enterprises 120,000 warnings, of which one of nineteen is open and a third is or was red; each has a
  /// loan from a bank that it lets see it.
  private static let filling = """
    INSERT INTO warning (id, enterprise_id, rule, level, state, version, period_kind, begun_on, since_on,
      reason, readings, opened_at, updated_at)
    SELECT pg_temp.id(18, n), pg_temp.id(1, n % 60000 + 1), 'rule_' || n / 60000,
      (ARRAY['yellow', 'orange', 'red'])[n / 19 % 3 + 1], s, 1, 'month', '2026-01-01', '2026-01-01',
      CASE WHEN s = 'closed' THEN 'left' END, convert_to(repeat('x', 300), 'UTF8'), now(), now()
    FROM (SELECT n, CASE WHEN n % 19 = 7 THEN (ARRAY['open', 'acting'])[n / 57 % 2 + 1] ELSE 'closed' END AS s
      FROM generate_series(0, 119999) n) g;
    INSERT INTO warning_touch (warning_id, version, kind, subject_id, state, institutions)
    SELECT pg_temp.id(18, n), 1, 'offer', pg_temp.id(15, n % 60000 + 1), 'drawn', '{bank-0}'
    FROM generate_series(0, 119999) n WHERE n / 19 % 3 = 2;
    INSERT INTO warning_recheck (warning_id, version, kind, subject_id, finding, done_at, done_by)
    SELECT warning_id, version, kind, subject_id, 'kept', now(), 'a' FROM warning_touch
    WHERE hashtext(warning_id::text) % 2 = 0;
    INSERT INTO offer (id, need_id, need_version, enterprise_id, run_id, product_code, institution, mode,
      place, state, version, assignee, began_at, contacted_on, granted_fen, granted_rate_ppm,
      granted_on, drawn_fen, drawn_on, matures_on, why, next_step, created_at, updated_at)
    SELECT pg_temp.id(15, n), pg_temp.id(2, n), 1, pg_temp.id(1, n), pg_temp.id(3, n), 'product', \(bank),
      'dispatch', 1, 'drawn', 1, 'a', now(), '2026-01-01', 1, 1, '2026-01-01', 1, '2026-01-02',
      DATE '2027-01-01' + n % 3000, '{}', 0, now(), now()
    FROM generate_series(1, 60000) n;
    INSERT INTO consent (id, enterprise_id, need_id, institution, purpose, fields, granted_at, granted_by,
      expires_at)
    SELECT pg_temp.id(17, n), pg_temp.id(1, n), pg_temp.id(2, n), \(bank), 'loan_assessment',
      '{registry}', now(), 'a', now() + interval '30 days'
    FROM generate_series(1, 60000) n;
    """

  @Test("on full tables no list of warnings reads a table from end to end, whoever asks")
  func indexesAreUsed() async throws {
    let fillings = [FilledTables.enterprises(60_000, region: Self.county), Self.filling]
    // Nothing is in these; see `ClaimPlanTests` and `PlanTests`.
    let empty = ["guarantee", "receivable_financing", "listing_case"]
    try await withFilledTables(fillings, small: empty) { tables in
      for tenant in [nil, .country, .region("34"), .region("3401")] as [Tenancy?] {
        if tenant != .region("3401") { try await checkPlace("34", as: tenant, tables) }
        try await checkPlace("3401", as: tenant, tables)
        try await checkCounty(as: tenant, tables)
      }
      try await checkCounty(as: .region("340104"), tables)
      try await checkEnterprise(tables)
      try await checkInstitution(tables)
      try await checkAnswers(tables)
    }
  }

  private func check(
    _ name: String, _ rows: ClosedRange<Int>, _ filter: WarningRepository.Filter,
    after: UUID? = nil, as tenant: Tenancy? = nil, _ tables: FilledTables
  ) async throws {
    let asker = tenant.map { "\($0)" } ?? "the service"
    try await tables.check("warnings of \(name), for \(asker)", rows, as: tenant) {
      try await WarningRepository.list(filter, after: after, limit: 51, $0).count
    }
  }

  /// - Parameter place: the prefix of a province or a city.
  private func checkPlace(
    _ place: String, as tenant: Tenancy?, _ tables: FilledTables
  ) async throws {
    let middle = try await tables.identifier(18, 60_000)
    var listed: [(String, WarningRepository.Filter)] = [
      ("all", .init()), ("live", .init(isOpen: true)),
      ("red and live", .init(level: "red", isOpen: true)), ("acting", .init(state: "acting")),
    ]
    // For others what was looked at is dear to ask under the policies of three tables: of a city all
    // enterprises are read first.
    if tenant == nil {
      listed += [
        ("waiting to be looked at", .init(recheck: .open)), ("looked at", .init(recheck: .done)),
      ]
    }
    for (name, filter) in listed {
      var own = filter
      own.regionPrefix = place
      try await check("\(place), \(name)", 51...51, own, as: tenant, tables)
      try await check(
        "\(place) after one, \(name)", 51...51, own, after: middle, as: tenant, tables)
    }
  }

  private func checkCounty(as tenant: Tenancy?, _ tables: FilledTables) async throws {
    let listed: [(String, ClosedRange<Int>, WarningRepository.Filter)] = [
      ("all", 51...51, .init()), ("live", 51...51, .init(isOpen: true)),
      ("red and live", 19...19, .init(level: "red", isOpen: true)),
      ("acting", 18...18, .init(state: "acting")),
      ("waiting to be looked at", 51...51, .init(recheck: .open)),
    ]
    for (name, rows, filter) in listed {
      var own = filter
      own.regionPrefix = "340104"
      try await check("a county, \(name)", rows, own, as: tenant, tables)
    }
  }

  private func checkEnterprise(_ tables: FilledTables) async throws {
    let enterprise = EnterpriseID(try await tables.identifier(1, 500))
    for tenant in [nil, .country, .enterprise(enterprise)] as [Tenancy?] {
      try await check(
        "an enterprise", 2...2, .init(enterprise: enterprise), as: tenant, tables)
    }
    try await tables.check("whether an institution may see it", 1...1) {
      try await WarningRepository.isConsented(enterprise, to: "bank-0", at: tables.now, $0) ? 1 : 0
    }
    try await tables.check("who has lent to it and may see it", 1...1) {
      try await WarningTouchRepository.exposed(to: enterprise, at: tables.now, $0).count
    }
  }

  /// An institution that many let see them, and one that few do.
  private func checkInstitution(_ tables: FilledTables) async throws {
    let own = Tenancy.institution("bank-0")
    var few = WarningRepository.Filter()
    few.consented = (institution: "bank-50", at: tables.now)
    try await check("an institution of few", 51...51, few, as: .institution("bank-50"), tables)
    let listed: [(String, WarningRepository.Filter)] = [
      ("all", .init()), ("live", .init(isOpen: true)),
      ("red and live", .init(level: "red", isOpen: true)),
      ("waiting to be looked at", .init(recheck: .open)),
    ]
    for (name, filter) in listed {
      var seen = filter
      seen.consented = (institution: "bank-0", at: tables.now)
      try await check("an institution, \(name)", 51...51, seen, as: own, tables)
    }
    var enterprises: [EnterpriseID] = []
    for number in stride(from: 5, through: 255, by: 5) {
      enterprises.append(EnterpriseID(try await tables.identifier(1, number)))
    }
    let asked = enterprises
    try await tables.check("what an institution has with those of a list", 51...51, as: own) {
      try await WarningTouchRepository.live(of: asked, limit: 100, $0).count
    }
  }

  /// What became of offers, institution by institution, as those who oversee a place ask for it.
  private func checkAnswers(_ tables: FilledTables) async throws {
    for place in [nil, "34", "3401", "340104"] as [String?] {
      let tenant = place.map { Tenancy.region($0) } ?? .country
      try await tables.check("what became of offers, for \(tenant)", 1...97, as: tenant) {
        try await OfferStatisticsRepository.count(
          institution: nil, regionPrefix: place, $0
        ).count
      }
    }
  }
}
