import Domain
import Ingest
import Postgres
import Store

/// One receivable of an import file: `uscc` of its seller, `debtor_uscc`, what the invoice says in the
/// columns of the interface, amounts as `gross_yuan` and `vat_yuan`.
struct ReceivableLine: Sendable {
  let seller: USCC
  let input: ReceivableInput
  /// Where it stands in the file.
  let line: Int
}

extension ReceivableLine {
  private static let gross = money("gross_yuan", "价税合计(元)")
  private static let vat = money("vat_yuan", "税额(元)")
  private static let isRelated = Column<Bool>.boolean("is_related", title: "是否关联")
  private static let numbers = [
    Column<Int64>.integer("agreed_days", title: "约定账期(天)", in: 0...3_650),
    Column<Int64>.integer(
      "agreed_interest_ppm", title: "约定年利率(ppm)", in: 0...PartsPerMillion.one),
  ]
  private static let needed = [
    text("debtor_uscc", "付款方统一社会信用代码"), text("invoice_number", "发票号码"),
    text("invoiced_on", "开票日"), text("due_on", "到期日"),
  ]
  private static let others = [
    text("invoice_code", "发票代码"), text("contract", "合同"), text("currency", "币种"),
    text("signed_on", "合同签订日"), text("delivered_on", "交付日"),
    text("acceptance_ends_on", "验收期限届满日"), text("accepted_on", "验收日"),
    text("seller_size", "签约时卖方规模"), text("debtor_size", "签约时付款方规模"),
  ]
  /// Words between semicolons.
  private static let flags = text("flags", "标记")

  private static func text(_ name: String, _ title: String) -> Column<String> {
    .text(name, title: title, maximumCharacters: 200)
  }

  private static func money(_ name: String, _ title: String) -> Column<Fen> {
    Column<Fen>(name, title: title, maximumCharacters: 32) { cell throws(Fault) in
      try MoneyText.fen(yuan: cell)
    }
  }

  /// - Parameters:
  ///   - today: what has happened lies not after it.
  ///   - admitted: codes whose wrong check character an audited override admits.
  ///   - refused: by line, what the database would not take.
  static func decoder(
    today: LegalDate, admitting admitted: Set<String>, refused: [Int: Fault] = [:]
  ) -> RowDecoder<ReceivableLine> {
    let seller = Column<USCC>.uscc(admitting: admitted)
    var headings = [RowSchema.required(seller)]
    for column in needed { headings.append(RowSchema.required(column)) }
    headings += [RowSchema.required(gross), RowSchema.required(vat)]
    for column in others { headings.append(RowSchema.optional(column)) }
    for column in numbers { headings.append(RowSchema.optional(column)) }
    headings += [RowSchema.optional(isRelated), RowSchema.optional(flags)]
    return RowDecoder(
      schema: RowSchema(headings),
      decode: { reader in
        var members: [String: JSON] = ["currency": "CNY"]
        let code = reader.required(seller)
        for column in needed { members[column.name] = .optional(reader.required(column)) }
        for column in others {
          if let value = reader.optional(column) { members[column.name] = .string(value) }
        }
        for column in numbers { members[column.name] = .optional(reader.optional(column)) }
        members["gross_fen"] = .optional(reader.required(gross)?.value)
        members["vat_fen"] = .optional(reader.required(vat)?.value)
        members["is_related"] = reader.optional(isRelated).map(JSON.bool) ?? .null
        if let words = reader.optional(flags) {
          members["flags"] = .array(
            words.split(separator: ";").map { .string($0.trimmingSpaces()) })
        }
        // A cell that could not be read is told of already.
        guard !reader.hasErrors, let code else { return nil }
        var body = ObjectReader(.object(members))
        let input = ReceivableInput(&body, today: today)
        for fault in body.finish() { reader.add(fault, in: column(of: fault.pointer)) }
        if let fault = refused[reader.line] { reader.add(fault, in: column(of: fault.pointer)) }
        guard !reader.hasErrors, let input else { return nil }
        return ReceivableLine(seller: code, input: input, line: reader.line)
      })
  }

  /// The column that a fault of the interface is about; the number of the invoice stands for the row.
  private static func column(of pointer: String) -> Column<String> {
    let name = String(pointer.dropFirst().prefix { $0 != "/" }).replacing("_fen", with: "_yuan")
    let known = needed + others + [flags, text("gross_yuan", ""), text("vat_yuan", "")]
    return known.first { $0.name == name } ?? needed[1]
  }
}

extension Application {
  /// Imports a file of receivables. Rows that the database would not take, such as an invoice that is here
  /// already, are found by storing all good ones and rolling that back; then the good rows are stored in
  /// one transaction, or none.
  ///
  /// - Parameter known: the sellers that are registered.
  func importReceivables(
    bytes: [UInt8], mode: ImportMode, known: [String: EnterpriseID], actor: Actor,
    progress: @escaping @Sendable (_ step: String, _ done: Int, _ total: Int) -> Void
  ) async throws -> CSVImportOutcome {
    let today = clock.now().legalDate
    let admitted = Set(known.keys)
    let tried = Importer(
      Self.present(
        ReceivableLine.decoder(today: today, admitting: admitted), known, code: \.seller),
      mode: .skipBad
    ).run(bytes: bytes)
    let refused = try await rollingBack(when: true) { session in
      try await store(tried.rows.map(\.row), known, by: actor, session)
    }
    let result = Importer(
      Self.present(
        ReceivableLine.decoder(today: today, admitting: admitted, refused: refused), known,
        code: \.seller),
      mode: mode
    ).run(bytes: bytes) { progress("check", $0, $1) }
    if result.report.takesRows {
      let rows = result.rows.map(\.row)
      let late = try await write { session in
        let late = try await store(rows, known, by: actor, session)
        guard late.isEmpty else {
          throw ApplicationError.conflict(
            code: "conflict", zh: "导入期间数据已变化,请重试",
            en: "what is stored changed meanwhile: try again")
        }
        return late
      }
      progress("store", rows.count - late.count, rows.count)
    }
    return CSVImportOutcome(report: result.report, quarantine: result.quarantine)
  }

  /// - Returns: by line, why a row was not taken.
  private func store(
    _ lines: [ReceivableLine], _ known: [String: EnterpriseID], by actor: Actor,
    _ session: any PostgresSession
  ) async throws -> [Int: Fault] {
    var refused: [Int: Fault] = [:]
    let grouped = Dictionary(grouping: lines) { known[$0.seller.text] }
    for id in grouped.keys.compactMap({ $0 }).sorted() {
      var (desk, seller) = try await openSeller(id, by: actor, session)
      for line in grouped[id] ?? [] {
        do {
          _ = try await insert(line.input, of: seller, at: "", &desk, by: actor)
        } catch ApplicationError.invalid(let faults) {
          refused[line.line] = faults.first
        } catch ApplicationError.conflict(let code, let zh, let en) {
          refused[line.line] = Fault("", code, zh: zh, en: en)
        }
      }
      try await desk.close()
    }
    return refused
  }
}
