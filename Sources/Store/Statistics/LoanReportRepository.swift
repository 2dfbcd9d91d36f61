import Domain
import Foundation
import Postgres

/// What a bank reported of its loans in a region and year.
public struct LoanReportRecord: Sendable, Hashable {
  public var id: LoanReportID
  /// Code of the institution.
  public var institution: String
  public var region: String
  public var year: Int
  public var version: Int
  public var reportedAt: Instant
  public var reportedBy: String

  public init(
    id: LoanReportID, institution: String, region: String, year: Int, version: Int,
    reportedAt: Instant, reportedBy: String
  ) {
    self.id = id
    self.institution = institution
    self.region = region
    self.year = year
    self.version = version
    self.reportedAt = reportedAt
    self.reportedBy = reportedBy
  }
}

/// One loan of a report.
public struct LoanRowRecord: Sendable, Hashable {
  public var id: LoanRowID
  /// The bank's own number of the loan.
  public var key: String
  /// The bank's own number of the borrower.
  public var borrower: String
  /// Nil while nobody said.
  public var size: String?
  public var creditFen: Int64?
  public var balanceFen: Int64
  public var badFen: Int64
  public var grantedFen: Int64
  public var ratePPM: Int64
  public var hasApplied: Bool
  public var isApproved: Bool

  public init(
    id: LoanRowID, key: String, borrower: String, size: String?, creditFen: Int64?,
    balanceFen: Int64, badFen: Int64, grantedFen: Int64, ratePPM: Int64, hasApplied: Bool,
    isApproved: Bool
  ) {
    self.id = id
    self.key = key
    self.borrower = borrower
    self.size = size
    self.creditFen = creditFen
    self.balanceFen = balanceFen
    self.badFen = badFen
    self.grantedFen = grantedFen
    self.ratePPM = ratePPM
    self.hasApplied = hasApplied
    self.isApproved = isApproved
  }
}

public enum LoanReportRepository {
  private static let columns: Statement = """
    SELECT id, institution, region, year, version, reported_at, reported_by FROM loan_report
    """

  private static func record(_ row: Row) throws(PostgresError) -> LoanReportRecord {
    LoanReportRecord(
      id: LoanReportID(try row.uuid(0)), institution: try row.text(1), region: try row.text(2),
      year: Int(try row.int32(3)), version: Int(try row.int32(4)), reportedAt: try row.instant(5),
      reportedBy: try row.text(6))
  }

  /// Reports of one bank come one after another.
  public static func lock(
    institution: String, _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      "SELECT pg_advisory_xact_lock(hashtextextended(\("loan_report " + institution), 0))")
  }

  public static func insert(
    _ report: LoanReportRecord, _ rows: [LoanRowRecord], _ session: any PostgresSession
  ) async throws(PostgresError) {
    try await session.execute(
      """
      INSERT INTO loan_report (id, institution, region, year, version, reported_at, reported_by)
      VALUES (\(report.id.uuid), \(report.institution), \(report.region), \(report.year),
        \(report.version), \(report.reportedAt.bound), \(report.reportedBy))
      """)
    guard !rows.isEmpty else { return }
    try await session.execute(
      """
      INSERT INTO loan_row (id, report_id, key, borrower, size, credit_fen, balance_fen, bad_fen,
        granted_fen, rate_ppm, has_applied, is_approved)
      SELECT n.id, \(report.id.uuid), n.key, n.borrower, n.size, n.credit, n.balance, n.bad,
        n.granted, n.rate, n.applied, n.approved
      FROM unnest(\(rows.map(\.id.uuid)), \(rows.map(\.key)), \(rows.map(\.borrower)),
        \(rows.map(\.size)), \(rows.map(\.creditFen)), \(rows.map(\.balanceFen)),
        \(rows.map(\.badFen)), \(rows.map(\.grantedFen)),
        \(rows.map { Int32(clamping: $0.ratePPM) }), \(rows.map(\.hasApplied)),
        \(rows.map(\.isApproved)))
        AS n (id, key, borrower, size, credit, balance, bad, granted, rate, applied, approved)
      """)
  }

  /// The newest report of each bank and region of a year, in the order of region and bank.
  ///
  /// - Parameters:
  ///   - regionPrefix: what the regions begin with.
  ///   - institution: only of this one.
  public static func newest(
    year: Int, regionPrefix: String, institution: String?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [LoanReportRecord] {
    var statement: Statement = """
      SELECT DISTINCT ON (region, institution)
        id, institution, region, year, version, reported_at, reported_by
      FROM loan_report WHERE year = \(year)
      """
    if !regionPrefix.isEmpty { statement = statement + " AND region ^@ \(regionPrefix)" }
    if let institution { statement = statement + " AND institution = \(institution)" }
    return try await session.query(
      statement + " ORDER BY region, institution, version DESC LIMIT \(limit)"
    ).map(record)
  }

  /// The newest report of each bank on some regions of a year, in the order of region and bank.
  ///
  /// - Parameter after: the report that the one before ended with.
  public static func newest(
    year: Int, regions: [String], after: LoanReportRecord?, limit: Int,
    _ session: any PostgresSession
  ) async throws(PostgresError) -> [LoanReportRecord] {
    var statement: Statement = """
      SELECT DISTINCT ON (region, institution)
        id, institution, region, year, version, reported_at, reported_by
      FROM loan_report WHERE year = \(year) AND region = ANY(\(regions))
      """
    if let after {
      statement =
        statement + " AND (region, institution) > (\(after.region), \(after.institution))"
    }
    return try await session.query(
      statement + " ORDER BY region, institution, version DESC LIMIT \(limit)"
    ).map(record)
  }

  /// The greatest version of a bank, region and year; 0 when there is none.
  public static func version(
    institution: String, region: String, year: Int, _ session: any PostgresSession
  ) async throws(PostgresError) -> Int {
    let row = try await session.queryOne(
      """
      SELECT coalesce(max(version), 0) FROM loan_report
      WHERE institution = \(institution) AND region = \(region) AND year = \(year)
      """)
    return Int(try row.int32(0))
  }

  public static func find(
    _ id: LoanReportID, _ session: any PostgresSession
  ) async throws(PostgresError) -> LoanReportRecord? {
    let rows = try await session.query(columns + " WHERE id = \(id.uuid)")
    guard let row = rows.first else { return nil }
    return try record(row)
  }

  /// Rows of a report, in the order of their identifiers.
  ///
  /// - Parameter limit: nil for all of them.
  public static func rows(
    of id: LoanReportID, after: UUID? = nil, limit: Int? = nil, _ session: any PostgresSession
  ) async throws(PostgresError) -> [LoanRowRecord] {
    var statement: Statement = """
      SELECT id, key, borrower, size, credit_fen, balance_fen, bad_fen, granted_fen,
        rate_ppm::bigint, has_applied, is_approved
      FROM loan_row WHERE report_id = \(id.uuid)
      """
    if let after { statement = statement + " AND id > \(after)" }
    statement = statement + " ORDER BY id"
    if let limit { statement = statement + " LIMIT \(limit)" }
    return try await session.query(statement).map { row throws(PostgresError) in
      LoanRowRecord(
        id: LoanRowID(try row.uuid(0)), key: try row.text(1), borrower: try row.text(2),
        size: try row.optionalText(3), creditFen: try row.decode(4, as: Int64?.self),
        balanceFen: try row.int64(5), badFen: try row.int64(6), grantedFen: try row.int64(7),
        ratePPM: try row.int64(8), hasApplied: try row.decode(9, as: Bool.self),
        isApproved: try row.decode(10, as: Bool.self))
    }
  }
}
