import Catalog
import Domain
import Postgres
import Statistics
import Store

extension Application {
  /// Loans of one report.
  public static let loanRowsMaximum = 5_000

  /// Takes what a bank reports of its loans to borrowers of a region at the end of a year: 201. A later report
  /// of the same takes its place.
  ///
  /// - Parameter body: `{institution, region, year, rows: [{key, borrower, size, credit_fen, balance_fen,
  ///   bad_fen, granted_fen, rate_ppm, applied, approved}]}`; size and credit line are left out where nobody
  ///   said. No rows are none, which is not the same as no report.
  /// - Throws: `.forbidden` for another's report; `.invalid` with every fault: besides malformed members
  ///   `unknown_region`, `order` (a year to come, more bad than owed), `contradiction` (approved without
  ///   having applied) and `duplicate_id` (a number of a loan twice).
  public func reportLoans(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    let head = readLoanHead(&reader)
    let rows = reader.requiredList("rows", maximumCount: Self.loanRowsMaximum, readLoan)
    var seen: Set<String> = []
    for row in rows where !seen.insert(row.key).inserted {
      reader.add(.duplicate("/rows", row.key))
    }
    let faults = reader.finish()
    guard faults.isEmpty, let head else { throw ApplicationError.invalid(faults) }
    try requireReporter(of: head.institution, in: head.region, actor)
    return try await answer(idempotency) { session in
      let report = try await store(rows, as: head, by: actor, session)
      return StoredAnswer(status: 201, body: LoanReportText.json(report, rows: rows.count))
    }
  }

  /// Whose loans a report is of.
  struct LoanHead: Sendable {
    let institution: String
    let region: RegionCode
    let year: Int
  }

  func readLoanHead(_ reader: inout ObjectReader) -> LoanHead? {
    let institution = reader.requiredName("institution", allowing: "-_")
    let code = reader.requiredString("region", maximumLength: 6)
    let year = reader.requiredInteger("year", in: 2000...2200)
    let region = code.flatMap { RegionCode($0) }.flatMap { reference.regions[$0] }
    if code != nil, region == nil {
      reader.add(
        Fault("/region", "unknown_region", zh: "未知的行政区划代码", en: "this region is not known"))
    }
    if let year, year > clock.now().legalDate.year {
      reader.add(Fault("/year", "order", zh: "该年度尚未开始", en: "the year is to come"))
    }
    guard let institution, let region, let year else { return nil }
    return LoanHead(institution: institution, region: region.code, year: Int(year))
  }

  /// Stores a report beside those before it, as the newest of its bank, region and year.
  func store(
    _ rows: [LoanRowRecord], as head: LoanHead, by actor: Actor, _ session: any PostgresSession
  ) async throws -> LoanReportRecord {
    try await LoanReportRepository.lock(institution: head.institution, session)
    let version = try await LoanReportRepository.version(
      institution: head.institution, region: head.region.text, year: head.year, session)
    let report = LoanReportRecord(
      id: ids.next(), institution: head.institution, region: head.region.text, year: head.year,
      version: version + 1, reportedAt: clock.now(), reportedBy: actor.subject)
    try await LoanReportRepository.insert(report, rows, session)
    return report
  }

  private func readLoan(_ reader: inout ObjectReader) -> LoanRowRecord? {
    let key = reader.requiredString("key", maximumLength: 100)
    let borrower = reader.requiredString("borrower", maximumLength: 100)
    let size = reader.choice("size", of: BorrowerSize.self)
    let credit = reader.fen("credit_fen")
    let balance = reader.requiredFen("balance_fen")
    let bad = reader.requiredFen("bad_fen")
    let granted = reader.requiredFen("granted_fen")
    let rate = reader.requiredShare("rate_ppm")
    let hasApplied = reader.boolean("applied") ?? false
    let isApproved = reader.boolean("approved") ?? false
    if let balance, let bad, bad > balance {
      reader.add(
        Fault(reader.path("bad_fen"), "order", zh: "不得大于贷款余额", en: "not above what is owed"))
    }
    if isApproved, !hasApplied {
      reader.add(
        Fault(
          reader.path("approved"), "contradiction", zh: "未申请的不能获批",
          en: "approved without having applied"))
    }
    guard let key, let borrower, let balance, let bad, let granted, let rate else { return nil }
    return LoanRowRecord(
      id: ids.next(), key: key, borrower: borrower, size: size?.rawValue,
      creditFen: credit?.value, balanceFen: balance.value, badFen: bad.value,
      grantedFen: granted.value, ratePPM: rate, hasApplied: hasApplied, isApproved: isApproved)
  }

  func requireReporter(
    of institution: String, in region: RegionCode, _ actor: Actor
  ) throws(ApplicationError) {
    let may =
      switch actor.role {
      case .service: true
      case .operator: region.text.hasPrefix(AccessRules.regionPrefix(of: actor))
      case .liaisonManager: actor.organisation == institution
      case .auditor, .enterprise, .liaison: false
      }
    guard may else {
      throw .forbidden(
        zh: "由该机构或负责该地区的运营机构填报", en: "for the institution, or who oversees the region")
    }
  }

  /// `{"year", "data": […]}`: the newest report of each bank and region of a year by every definition in force
  /// at its end: growth, borrowers, approvals, bad loans and cost, each met, missed or undefined, with how many
  /// rows it rests on. For those who oversee.
  public func lending(
    year: Int?, region: String?, institution: String?, actor: Actor
  ) async throws -> JSON {
    try requireOverview(actor)
    let year = year ?? clock.now().legalDate.year - 1
    guard let prefix = AccessRules.listPrefix(asked: region, by: actor),
      let last = LegalDate(year: year, month: 12, day: 31)
    else { return ["year": .int(Int64(year)), "data": []] }
    return try await read { session in
      var lines: [JSON] = []
      for report in try await LoanReportRepository.newest(
        year: year, regionPrefix: prefix, institution: institution,
        limit: Self.lendingMaximum, session)
      {
        lines += try await lending(report, on: last, session)
      }
      return ["year": .int(Int64(year)), "data": .array(lines)]
    }
  }

  /// Banks and regions listed at most.
  static let lendingMaximum = 200

  private func lending(
    _ report: LoanReportRecord, on last: LegalDate, _ session: any PostgresSession
  ) async throws -> [JSON] {
    guard let region = RegionCode(report.region) else { return [] }
    let before = try await LoanReportRepository.newest(
      year: report.year - 1, regionPrefix: report.region, institution: report.institution,
      limit: 1, session
    ).first
    let rows = try await loans(of: report.id, session)
    var rowsBefore: [LoanRow]?
    if let before { rowsBefore = try await loans(of: before.id, session) }
    return reference.statistics.book.lending(on: last, in: region).map { definition -> JSON in
      let figures = definition.figures(rows, before: rowsBefore)
      return [
        "institution": .string(report.institution), "region": .string(report.region),
        "definition": .string(definition.code), "label": definition.label.json,
        "authority": definition.authority.json, "citation": definition.citation.json,
        "report_id": .string(report.id.text), "report_before_id": .optional(before?.id.text),
        "unclear": .int(Int64(figures.first?.unclear.count ?? 0)),
        "indicators": .array(
          zip(definition.indicators, figures).map { LoanReportText.json($0, $1) }),
      ]
    }
  }

  func loans(
    of id: LoanReportID, _ session: any PostgresSession
  ) async throws -> [LoanRow] {
    try await LoanReportRepository.rows(of: id, session).map(LoanReportText.loan)
  }

  /// The rows of a report with the definitions that count each: what figures of shares, borrowers, approvals
  /// and cost rest on. Growth and shares of bad loans are compared with all rows. For operators.
  ///
  /// - Throws: `.notFound` for what the caller does not oversee.
  public func loanRows(
    of id: LoanReportID, page: PageRequest, actor: Actor
  ) async throws -> Page<JSON> {
    try requireOverview(actor)
    return try await read { session in
      guard let report = try await LoanReportRepository.find(id, session),
        let region = RegionCode(report.region),
        let last = LegalDate(year: report.year, month: 12, day: 31),
        actor.role != .operator
          || report.region.hasPrefix(AccessRules.regionPrefix(of: actor))
      else { throw ApplicationError.notFound(what: "report") }
      let definitions = reference.statistics.book.lending(on: last, in: region)
      let found = try await LoanReportRepository.rows(
        of: id, after: page.after, limit: page.limit + 1, session)
      let cut = Page(found, limit: page.limit, id: \.id.uuid)
      return Page(
        items: cut.items.map { LoanReportText.json($0, definitions) }, next: cut.next)
    }
  }
}
