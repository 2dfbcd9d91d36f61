import Domain
import Postgres
import Store
import Testing

@Suite("Plans of what figures of lending are drawn from", .serialized)
struct LendingPlanTests {
  /// Of five years reports of 100 banks on 120 places each, and 2,000 loans of each of the first 100 reports.
  private static let filling = """
    INSERT INTO loan_report (id, institution, region, year, version, reported_at, reported_by)
    SELECT pg_temp.id(22, n), 'bank-' || n / 120 % 100, '34' || lpad((n % 120)::text, 4, '0'),
      2020 + n / 12000, 1, now(), 'a'
    FROM generate_series(0, 59999) n;
    INSERT INTO loan_row (id, report_id, key, borrower, balance_fen, bad_fen, granted_fen, rate_ppm,
      has_applied, is_approved)
    SELECT pg_temp.id(23, n), pg_temp.id(22, n / 2000), 'L-' || n, 'C-' || n / 2, 1, 0, 1, 43500, true, true
    FROM generate_series(0, 199999) n;
    """

  /// Of 50 years four releases of 120 places each.
  private static let releases = """
    INSERT INTO statistics_release (id, region, year, revision, reason, body, digest, published_at, published_by)
    SELECT pg_temp.id(24, n), '34' || lpad((n % 120)::text, 4, '0'), 2000 + n / 120 % 50, 1 + n / 6000,
      CASE WHEN n >= 6000 THEN 'corrected' END, convert_to('{}', 'UTF8'), decode(repeat('00', 32), 'hex'),
      now(), 'a'
    FROM generate_series(0, 23999) n;
    """

  @Test("what earlier releases told is read a few at a time, and no table from end to end")
  func earlierReleases() async throws {
    try await withFilledTables([Self.releases]) { tables in
      let regions = (10..<27).map { "3400\($0)" }
      let first = try await ReleaseRepository.list(
        regions: regions, years: 2021...2023, after: nil, limit: 8, tables.connection)
      #expect(first.map(\.year) == [2021, 2021, 2021, 2021, 2022, 2022, 2022, 2022])
      for after in [nil, first.last] {
        try await tables.check("releases of some places and years", 8...8) {
          try await ReleaseRepository.list(
            regions: regions, years: 2021...2023, after: after, limit: 8, $0
          ).count
        }
      }
    }
  }

  @Test("the loans of a report are read a page at a time, and no table from end to end")
  func indexesAreUsed() async throws {
    try await withFilledTables([Self.filling]) { tables in
      let regions = (10..<27).map { "3400\($0)" }
      let first = try await LoanReportRepository.newest(
        year: 2022, regions: regions, after: nil, limit: 100, tables.connection)
      for after in [nil, first.last] {
        try await tables.check("newest reports of some places", 100...100) {
          try await LoanReportRepository.newest(
            year: 2022, regions: regions, after: after, limit: 100, $0
          ).count
        }
      }
      try await tables.check("the report of the year before", 1...1) {
        try await LoanReportRepository.newest(
          year: 2021, regionPrefix: "340012", institution: "bank-7", limit: 1, $0
        ).count
      }
      let report = LoanReportID(try await tables.identifier(22, 50))
      let middle = try await tables.identifier(23, 100_999)
      for after in [nil, middle] {
        try await tables.check("a page of loans", 1_000...1_000) {
          try await LoanReportRepository.rows(of: report, after: after, limit: 1_000, $0).count
        }
      }
    }
  }
}
