import Catalog
import Domain
import Ingest
import Monitoring
import Postgres
import Store

/// One row of a file of a source: `uscc`, `period`, `as_of` and the columns that the source declares. Amounts are in
/// yuan.
struct ReportLine: Sendable {
  let enterprise: USCC
  let input: ReportInput
  /// Where it stands in the file.
  let line: Int
}

extension ReportLine {
  private static let period = Column<String>(
    "period", title: "报告期", maximumCharacters: 7
  ) { cell throws(Fault) in cell }

  /// - Parameters:
  ///   - provenance: the name of the file.
  ///   - today: periods are over, or run and all their figures are events; nothing is of a later day.
  ///   - admitted: codes whose wrong check character an audited override admits.
  ///   - refused: by line, what could not be stored.
  static func decoder(
    of source: ReportSource, _ rules: MonitoringRules, provenance: String, today: LegalDate,
    admitting admitted: Set<String>, refused: [Int: Fault] = [:]
  ) -> RowDecoder<ReportLine> {
    let enterprise = Column<USCC>.uscc(admitting: admitted)
    let asOf = Column<LegalDate>.day("as_of", title: "截至日期", latest: today)
    let columns = source.columns.compactMap { column -> (Column<Int64>, Bool, String)? in
      rules.indicators[column.indicator].map {
        (Self.column(column.name, $0), column.isRequired, column.indicator)
      }
    }
    var headings = [
      RowSchema.required(enterprise), RowSchema.required(period), RowSchema.required(asOf),
    ]
    for (column, isRequired, _) in columns {
      headings.append(isRequired ? RowSchema.required(column) : RowSchema.optional(column))
    }
    return RowDecoder(
      schema: RowSchema(headings),
      // The same enterprise and period come once in a file.
      key: { "\($0.enterprise.text) \($0.input.period.text)" },
      decode: { reader in
        let code = reader.required(enterprise)
        let text = reader.required(period)
        let day = reader.required(asOf)
        var begun: ReportPeriod?
        if let text {
          do throws(Fault) {
            begun = try ReportInput.begun(text, today)
          } catch {
            reader.add(error, in: period)
          }
        }
        if let begun, let day, day < begun.firstDay {
          reader.add(
            Fault("", "order", zh: "截至日期不得早于报告期", en: "not before the period begins"),
            in: asOf)
        }
        var figures: [String: Int64] = [:]
        for (column, isRequired, indicator) in columns {
          guard let figure = isRequired ? reader.required(column) : reader.optional(column) else {
            continue
          }
          if let fault = ReportInput.fault(indicator, figure, source, begun, rules) {
            reader.add(fault, in: column)
          }
          figures[indicator] = figure
        }
        if let begun, let fault = ReportInput.early(begun, figures.keys, rules, today) {
          reader.add(fault, in: period)
        }
        if figures.isEmpty, !reader.hasErrors {
          reader.add(
            Fault("", "empty", zh: "至少填写一项指标", en: "at least one figure"), in: period)
        }
        if let fault = refused[reader.line] { reader.add(fault, in: enterprise) }
        guard !reader.hasErrors, let code, let begun, let day else { return nil }
        return ReportLine(
          enterprise: code,
          input: ReportInput(
            source: source, period: begun, figures: figures, asOf: day, provenance: provenance),
          line: reader.line)
      })
  }

  /// Amounts are in yuan, all else in the indicator's own unit.
  private static func column(_ name: String, _ indicator: Indicator) -> Column<Int64> {
    guard indicator.unit == .fen else {
      return .integer(name, title: indicator.label.zh, in: indicator.range)
    }
    return Column<Int64>(name, title: "\(indicator.label.zh)(元)", maximumCharacters: 32) {
      cell throws(Fault) in
      guard indicator.range.lowerBound < 0, cell.hasPrefix("-") else {
        return try MoneyText.fen(yuan: cell).value
      }
      let amount = try MoneyText.fen(yuan: String(cell.dropFirst()))
      return -amount.value
    }
  }
}

extension Application {
  /// Imports a file of one source by the schema that it declares. What a row may not be stored for, such as a
  /// permission that has ended, is found by storing all good ones and rolling that back; then the good rows are
  /// stored in one transaction, or none. A row that says what is known already changes nothing.
  ///
  /// - Parameter name: of the file; it is kept as where figures were taken from.
  /// - Throws: `.notFound` for a source that is not declared; `.forbidden` for anyone but operators and their
  ///   systems; bad rows are in the report, never thrown.
  public func importReports(
    from source: String, bytes: [UInt8], name: String, mode: ImportMode, actor: Actor,
    progress: @escaping @Sendable (_ step: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in
    }
  ) async throws -> CSVImportOutcome {
    try MonitoringAccess.requireHandling(actor)
    guard let declared = reference.monitoring.sources[source] else {
      throw ApplicationError.notFound(what: "source")
    }
    let (result, known) = try await checked(
      bytes, of: declared, name: name, mode: mode, by: actor, progress: progress)
    if result.report.takesRows {
      let rows = result.rows.map(\.row)
      try await write { session in try await storeAll(rows, known, by: actor, session) }
      progress("store", rows.count, rows.count)
    }
    return CSVImportOutcome(report: result.report, quarantine: result.quarantine)
  }

  /// The same of a request: 200 with what came of it, and the bad rows apart.
  ///
  /// - Parameter body: `{source, name, file, mode}`; the file in base64; `all_or_nothing` unless told otherwise.
  /// - Throws: `.invalid` with every fault: of a row that refuses the file at `/file/LINE/COLUMN`; `.forbidden` for
  ///   anyone but the systems and operators of the whole country, since a file is of enterprises of anywhere.
  public func reportFile(
    _ body: JSON, actor: Actor, idempotency: IdempotencyRequest? = nil
  ) async throws -> StoredAnswer {
    try MonitoringAccess.requireHandling(actor)
    try requireCountryOverview(actor)
    var reader = ObjectReader(body)
    let code = reader.requiredString("source", maximumLength: 64)
    let name = reader.requiredString("name", maximumLength: 200)
    let bytes = FileInput.bytes(&reader)
    let mode = reader.choice("mode", of: ImportMode.self) ?? .allOrNothing
    let declared = code.flatMap { reference.monitoring.sources[$0] }
    if code != nil, declared == nil {
      reader.add(
        Fault("/source", "unknown_source", zh: "未声明的数据来源", en: "this source is not declared"))
    }
    let faults = reader.finish()
    guard faults.isEmpty, let declared, let name, let bytes else {
      throw ApplicationError.invalid(faults)
    }
    let (result, known) = try await checked(bytes, of: declared, name: name, mode: mode, by: actor)
    let told = StoredAnswer(
      status: 200, body: FileInput.json(result.report, rejected: result.quarantine))
    if result.report.state == .checked { return told }
    guard result.report.takesRows else { throw FileInput.refusal(result.report) }
    let rows = result.rows.map(\.row)
    return try await answer(idempotency) { session in
      try await storeAll(rows, known, by: actor, session)
      return told
    }
  }

  /// What would come of a file, also of what a row may not be stored for.
  private func checked(
    _ bytes: [UInt8], of source: ReportSource, name: String, mode: ImportMode, by actor: Actor,
    progress: @escaping @Sendable (_ step: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in
    }
  ) async throws -> (ImportResult<ReportLine>, known: [String: EnterpriseID]) {
    let rules = reference.monitoring
    let known = try await knownEnterprises(in: bytes)
    let today = clock.now().legalDate
    let provenance = name.isEmpty ? source.code : String(name.prefix(200))
    func run(_ refused: [Int: Fault], _ mode: ImportMode) -> ImportResult<ReportLine> {
      Importer(
        Self.present(
          ReportLine.decoder(
            of: source, rules, provenance: provenance, today: today,
            admitting: Set(known.keys), refused: refused),
          known, code: \.enterprise),
        mode: mode
      ).run(bytes: bytes) { progress("check", $0, $1) }
    }
    let tried = run([:], .skipBad).rows.map(\.row)
    let refused = try await rollingBack(when: true) { session in
      try await store(tried, known, by: actor, session)
    }
    return (run(refused, mode), known)
  }

  private func storeAll(
    _ rows: [ReportLine], _ known: [String: EnterpriseID], by actor: Actor,
    _ session: any PostgresSession
  ) async throws {
    guard try await store(rows, known, by: actor, session).isEmpty else {
      throw ApplicationError.conflict(
        code: "conflict", zh: "导入期间数据已变化,请重试",
        en: "what is stored changed meanwhile: try again")
    }
  }

  /// - Returns: by line, why a row was not taken.
  private func store(
    _ lines: [ReportLine], _ known: [String: EnterpriseID], by actor: Actor,
    _ session: any PostgresSession
  ) async throws -> [Int: Fault] {
    var refused: [Int: Fault] = [:]
    let grouped = Dictionary(grouping: lines) { known[$0.enterprise.text] }
    for id in grouped.keys.compactMap({ $0 }).sorted() {
      let own = grouped[id] ?? []
      let found: (enterprise: EnterpriseRecord, locked: LockedEnterprise)
      do {
        found = try await lockForWrite(id, by: actor, session)
      } catch ApplicationError.conflict(let code, let zh, let en) {
        // It waits to be erased: that is so of its rows alone.
        for line in own { refused[line.line] = Fault("", code, zh: zh, en: en) }
        continue
      }
      var desk = MonitoringDesk(
        self, found.enterprise, found.locked, traceparent: actor.traceparent, session)
      for line in own.sorted(by: { $0.input.period < $1.input.period }) {
        do {
          _ = try await desk.receive(line.input, by: actor)
        } catch ApplicationError.conflict(let code, let zh, let en) {
          refused[line.line] = Fault("", code, zh: zh, en: en)
        }
      }
      try await desk.close()
    }
    return refused
  }
}
