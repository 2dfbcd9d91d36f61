import Domain
import Postgres
import Store

/// What the tables of statistics must refuse; see `badRows`.
let statisticsRows: [BadRow] = [
  BadRow("funnel_journey_need_id_fkey", "UPDATE funnel_journey SET need_id = gen_random_uuid()"),
  BadRow("funnel_journey_pkey", "INSERT INTO funnel_journey SELECT * FROM funnel_journey"),
  BadRow("funnel_cell_month", "UPDATE funnel_cell SET month = month + 1"),
  BadRow("funnel_cell_region", "UPDATE funnel_cell SET region = '34'"),
  BadRow("funnel_cell_dimension", "UPDATE funnel_cell SET dimension = 'colour'"),
  BadRow("funnel_cell_value", "UPDATE funnel_cell SET value = ''"),
  BadRow("funnel_cell_falls", "UPDATE funnel_cell SET drawn = granted + 1"),
  BadRow("funnel_cell_falls", "UPDATE funnel_cell SET drawn = -1"),
  BadRow("funnel_cell_falls", "UPDATE funnel_cell SET submitted = matched - 1"),
  BadRow("funnel_cell_amounts", "UPDATE funnel_cell SET asked_fen = -1"),
  BadRow("funnel_cell_pkey", "INSERT INTO funnel_cell SELECT * FROM funnel_cell"),
  BadRow("funnel_days_stage", "UPDATE funnel_days SET stage = 'submitted'"),
  BadRow("funnel_days_days", "UPDATE funnel_days SET days = -1"),
  BadRow("funnel_days_days", "UPDATE funnel_days SET days = 2001"),
  BadRow("funnel_days_cases", "UPDATE funnel_days SET cases = -1"),
  BadRow("funnel_days_pkey", "INSERT INTO funnel_days SELECT * FROM funnel_days"),
  BadRow(
    "funnel_days_dimension_month_region_value_fkey", "UPDATE funnel_days SET value = 'nothing'"),
  BadRow("funnel_walk_single", "UPDATE funnel_walk SET single = false"),
  BadRow("funnel_walk_pkey", "INSERT INTO funnel_walk DEFAULT VALUES"),
  BadRow("offer_case_pkey", "INSERT INTO offer_case SELECT * FROM offer_case"),
  BadRow("offer_case_offer_id_fkey", "UPDATE offer_case SET offer_id = gen_random_uuid()"),
  BadRow("offer_case_need_id_fkey", "UPDATE offer_case SET need_id = gen_random_uuid()"),
  BadRow("offer_case_month", "UPDATE offer_case SET month = month + 1"),
  BadRow("offer_case_region", "UPDATE offer_case SET region = '34'"),
  BadRow("offer_case_industry", "UPDATE offer_case SET industry = ''"),
  BadRow("offer_case_size", "UPDATE offer_case SET size = 'tiny'"),
  BadRow("offer_case_institution", "UPDATE offer_case SET institution = ''"),
  BadRow("offer_case_product", "UPDATE offer_case SET product = ''"),
  BadRow("offer_case_outcome", "UPDATE offer_case SET outcome = 'lost'"),
  BadRow("offer_case_answer_days", "UPDATE offer_case SET answer_days = -1"),
  BadRow("offer_case_answer_days", "UPDATE offer_case SET answer_days = 2001"),
  granted("offer_case_grant_days", days: "2001"),
  granted("offer_case_amount", amount: "0"),
  granted("offer_case_rate", rate: "1000001"),
  granted("offer_case_granted", rate: "NULL"),
  BadRow("offer_case_granted", "UPDATE offer_case SET grant_days = 1"),
  BadRow("offer_case_granted", "UPDATE offer_case SET outcome = 'granted'"),
  release("statistics_release_region", region: "'34'"),
  release("statistics_release_year", year: "1999"),
  release("statistics_release_revision", revision: "0"),
  release("statistics_release_reason", reason: "''"),
  release("statistics_release_body", body: "''"),
  release("statistics_release_digest", digest: "'\\x00'"),
  release("statistics_release_author", author: "''"),
  release("statistics_release_once", revision: "1", reason: "NULL"),
  release("statistics_release_explained", revision: "1"),
  release("statistics_release_explained", reason: "NULL"),
  BadRow(
    "statistics_release_pkey",
    """
    INSERT INTO statistics_release
    SELECT id, region, year, 9, 'r', body, digest, published_at, published_by
    FROM statistics_release
    """),
  BadRow(
    "release_count_cells",
    "INSERT INTO release_count SELECT release_id, gen_random_uuid(), '{}' FROM release_count"),
  BadRow(
    "release_count_cells",
    "INSERT INTO release_count SELECT release_id, gen_random_uuid(), '{NULL}' FROM release_count"),
  BadRow(
    "release_count_need_id_fkey",
    "INSERT INTO release_count SELECT release_id, gen_random_uuid(), cells FROM release_count"),
  BadRow(
    "release_count_release_id_fkey",
    "INSERT INTO release_count SELECT gen_random_uuid(), need_id, cells FROM release_count"),
  BadRow("release_count_pkey", "INSERT INTO release_count SELECT * FROM release_count"),
  loanReport("loan_report_institution", institution: "'No'"),
  loanReport("loan_report_region", region: "'34'"),
  loanReport("loan_report_year", year: "1999"),
  loanReport("loan_report_version", version: "0"),
  loanReport("loan_report_author", author: "''"),
  loanReport("loan_report_once", version: "1"),
  BadRow(
    "loan_report_pkey",
    """
    INSERT INTO loan_report
    SELECT id, institution, region, year, 9, reported_at, reported_by FROM loan_report
    """),
  loanRow("loan_row_key_length", key: "''"),
  loanRow("loan_row_borrower", borrower: "''"),
  loanRow("loan_row_size", size: "'tiny'"),
  loanRow("loan_row_credit", credit: "-1"),
  loanRow("loan_row_balance", balance: "10000000000001"),
  loanRow("loan_row_bad", bad: "balance_fen + 1"),
  loanRow("loan_row_granted", granted: "-1"),
  loanRow("loan_row_rate", rate: "1000001"),
  loanRow("loan_row_approved", applied: "false, true"),
  loanRow("loan_row_once", key: "key"),
  loanRow("loan_row_pkey", id: "id"),
  loanRow("loan_row_report_id_fkey", report: "gen_random_uuid()"),
]

private func granted(
  _ constraint: String, days: String = "1", amount: String = "1", rate: String = "1"
) -> BadRow {
  BadRow(
    constraint,
    """
    UPDATE offer_case SET outcome = 'granted', grant_days = \(days), granted_fen = \(amount),
      rate_ppm = \(rate)
    """)
}

private func loanReport(
  _ constraint: String, institution: String = "institution", region: String = "region",
  year: String = "year", version: String = "2", author: String = "reported_by"
) -> BadRow {
  BadRow(
    constraint,
    """
    INSERT INTO loan_report
    SELECT gen_random_uuid(), \(institution), \(region), \(year), \(version), reported_at,
      \(author)
    FROM loan_report
    """)
}

private func loanRow(
  _ constraint: String, id: String = "gen_random_uuid()", report: String = "report_id",
  key: String = "'other'", borrower: String = "borrower", size: String = "size",
  credit: String = "credit_fen", balance: String = "balance_fen", bad: String = "bad_fen",
  granted: String = "granted_fen", rate: String = "rate_ppm",
  applied: String = "has_applied, is_approved"
) -> BadRow {
  BadRow(
    constraint,
    """
    INSERT INTO loan_row
    SELECT \(id), \(report), \(key), \(borrower), \(size), \(credit), \(balance), \(bad),
      \(granted), \(rate), \(applied)
    FROM loan_row
    """)
}

/// A second release like the one there is, with something wrong.
private func release(
  _ constraint: String, region: String = "region", year: String = "year", revision: String = "2",
  reason: String = "'why'", body: String = "body", digest: String = "digest",
  author: String = "published_by"
) -> BadRow {
  BadRow(
    constraint,
    """
    INSERT INTO statistics_release
    SELECT gen_random_uuid(), \(region), \(year), \(revision), \(reason), \(body), \(digest),
      published_at, \(author)
    FROM statistics_release
    """)
}

extension Samples {
  /// A need that was counted.
  func insertFunnel(
    of need: NeedID, _ session: any PostgresSession
  ) async throws {
    _ = try await FunnelRepository.lock([need], at: now, session)
    let month = now.legalDate.adding(days: 1 - now.legalDate.day)
    try await FunnelRepository.add(
      [
        FunnelCellRow(
          month: month, region: "340104", dimension: "all", value: "*",
          reached: [1, 1, 0, 0, 0, 0], askedFen: 1, grantedFen: 0, drawnFen: 0)
      ],
      days: [
        FunnelDaysRow(
          month: month, region: "340104", dimension: "all", value: "*", stage: "matched", days: 2,
          cases: 1)
      ], session)
    try await FunnelRepository.save(
      [(need, Array("[]".utf8))], counted: [need], at: now, session)
    for row in try await session.query("SELECT id FROM offer ORDER BY id LIMIT 1") {
      try await OfferCaseRepository.put(
        [
          OfferCaseRecord(
            offer: OfferID(try row.uuid(0)), need: need, month: month, region: "340104",
            industry: "C", size: "small", institution: "huishang", product: "hefei-shuirongtong",
            outcome: "declined", answerDays: 2, grantDays: nil, grantedFen: nil, ratePPM: nil)
        ], session)
    }
    let body = Array("{}".utf8)
    try await ReleaseRepository.insert(
      ReleaseRecord(
        id: ids.next(), region: "340000", year: 2025, revision: 1, reason: nil, body: body,
        digest: Digest(ofBytes: body), publishedAt: now, publishedBy: "operator"),
      counts: [(need, [0, 6])], session)
    try await LoanReportRepository.insert(
      LoanReportRecord(
        id: ids.next(), institution: "huishang", region: "340100", year: 2025, version: 1,
        reportedAt: now, reportedBy: "manager"),
      [
        LoanRowRecord(
          id: ids.next(), key: "L-1", borrower: "C-1", size: nil, creditFen: nil, balanceFen: 100,
          badFen: 1, grantedFen: 100, ratePPM: 43_500, hasApplied: true, isApproved: true)
      ], session)
  }
}
