import Domain
import Ingest
import Statistics
import Store

/// One loan of a file: `key`, `borrower`, `balance_yuan`, `bad_yuan`, `granted_yuan`, `rate_ppm` and any of `size`,
/// `credit_yuan`, `applied`, `approved`.
struct LoanLine: Sendable {
  let row: LoanRowRecord

  static func decoder(_ ids: IdentifierSource) -> RowDecoder<LoanLine> {
    let key = Column<String>.text("key", title: "贷款编号", maximumCharacters: 100)
    let borrower = Column<String>.text("borrower", title: "借款人编号", maximumCharacters: 100)
    let size = Column<BorrowerSize>.choice("size", title: "借款人规模")
    let credit = amount("credit_yuan", "单户授信(元)")
    let balance = amount("balance_yuan", "贷款余额(元)")
    let bad = amount("bad_yuan", "不良余额(元)")
    let granted = amount("granted_yuan", "本年发放(元)")
    let rate = Column<Int64>.integer("rate_ppm", title: "年化综合利率(ppm)", in: 0...1_000_000)
    let applied = Column<Bool>.boolean("applied", title: "是否申请")
    let approved = Column<Bool>.boolean("approved", title: "是否获批")
    return RowDecoder(
      schema: RowSchema([
        RowSchema.required(key), RowSchema.required(borrower), RowSchema.optional(size),
        RowSchema.optional(credit), RowSchema.required(balance), RowSchema.required(bad),
        RowSchema.required(granted), RowSchema.required(rate), RowSchema.optional(applied),
        RowSchema.optional(approved),
      ]),
      // A loan comes once.
      key: { $0.row.key },
      decode: { reader in
        let number = reader.required(key)
        let whose = reader.required(borrower)
        let owed = reader.required(balance)
        let lost = reader.required(bad)
        let lent = reader.required(granted)
        let price = reader.required(rate)
        let (kind, line) = (reader.optional(size), reader.optional(credit))
        let hasApplied = reader.optional(applied) ?? false
        let isApproved = reader.optional(approved) ?? false
        if let owed, let lost, lost > owed {
          reader.add(
            Fault("", "order", zh: "不得大于贷款余额", en: "not above what is owed"), in: bad)
        }
        if isApproved, !hasApplied {
          reader.add(
            Fault("", "contradiction", zh: "未申请的不能获批", en: "approved without having applied"),
            in: approved)
        }
        guard !reader.hasErrors, let number, let whose, let owed, let lost, let lent, let price
        else { return nil }
        return LoanLine(
          row: LoanRowRecord(
            id: ids.next(), key: number, borrower: whose, size: kind?.rawValue,
            creditFen: line?.value, balanceFen: owed.value, badFen: lost.value,
            grantedFen: lent.value, ratePPM: price, hasApplied: hasApplied,
            isApproved: isApproved))
      })
  }

  private static func amount(_ name: String, _ title: String) -> Column<Fen> {
    Column<Fen>(name, title: title, maximumCharacters: 32) { cell throws(Fault) in
      try MoneyText.fen(yuan: cell)
    }
  }
}

extension Application {
  /// Loans of one file.
  public static let loanFileRowsMaximum = 50_000

  /// Takes what a bank reports of its loans from a file: all of it or nothing, since a report takes the place of the
  /// one before as a whole.
  ///
  /// - Parameter mode: not `skipBad`: a report without some of its loans is another one.
  /// - Throws: `.invalid` and `.forbidden` like `reportLoans`; bad rows are in the report, never thrown.
  public func importLoans(
    of institution: String, region: String, year: Int, bytes: [UInt8], mode: ImportMode,
    actor: Actor,
    progress: @escaping @Sendable (_ step: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in
    }
  ) async throws -> CSVImportOutcome {
    var reader = ObjectReader([
      "institution": .string(institution), "region": .string(region), "year": .int(Int64(year)),
    ])
    let head = readLoanHead(&reader)
    if mode == .skipBad {
      reader.add(
        Fault("/mode", "not_for_kind", zh: "贷款明细须整份报送", en: "a report of loans is taken whole"))
    }
    let faults = reader.finish()
    guard faults.isEmpty, let head else { throw ApplicationError.invalid(faults) }
    try requireReporter(of: head.institution, in: head.region, actor)
    let result = Importer(LoanLine.decoder(ids), mode: mode).run(bytes: bytes) {
      progress("check", $0, $1)
    }
    if result.report.takesRows {
      let rows = try Self.loanRows(of: result)
      _ = try await write { session in try await store(rows, as: head, by: actor, session) }
      progress("store", rows.count, rows.count)
    }
    return CSVImportOutcome(report: result.report, quarantine: result.quarantine)
  }

  private static func loanRows(
    of result: ImportResult<LoanLine>
  ) throws(ApplicationError) -> [LoanRowRecord] {
    guard result.rows.count <= loanFileRowsMaximum else {
      throw .invalid([
        Fault(
          "", "too_many", zh: "超过 \(loanFileRowsMaximum) 行",
          en: "more than \(loanFileRowsMaximum) rows", limit: Int64(loanFileRowsMaximum))
      ])
    }
    return result.rows.map(\.row.row)
  }

  /// The same of a request: 201 when all of it is taken; with `dry_run` 200 and what would come of it, with the bad
  /// rows apart.
  ///
  /// - Parameter body: `{institution, region, year, file, dry_run}`; the file in base64, in any of the encodings that
  ///   files come in.
  /// - Throws: `.invalid` with every fault: of a row at `/file/LINE/COLUMN`; `.forbidden` like `reportLoans`.
  public func reportLoanFile(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    var reader = ObjectReader(body)
    let head = readLoanHead(&reader)
    let bytes = FileInput.bytes(&reader)
    let isDryRun = reader.boolean("dry_run") ?? false
    let faults = reader.finish()
    guard faults.isEmpty, let head, let bytes else { throw ApplicationError.invalid(faults) }
    try requireReporter(of: head.institution, in: head.region, actor)
    let result = Importer(
      LoanLine.decoder(ids), mode: isDryRun ? .dryRun : .allOrNothing
    ).run(bytes: bytes) { _, _ in }
    if isDryRun {
      return StoredAnswer(
        status: 200, body: FileInput.json(result.report, rejected: result.quarantine))
    }
    guard result.report.takesRows else { throw FileInput.refusal(result.report) }
    let rows = try Self.loanRows(of: result)
    return try await answer(idempotency) { session in
      let report = try await store(rows, as: head, by: actor, session)
      return StoredAnswer(status: 201, body: LoanReportText.json(report, rows: rows.count))
    }
  }
}
