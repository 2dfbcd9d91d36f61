import Catalog
import Domain
import Ingest
import Postgres
import Store

/// What a CSV file may hold.
public enum ImportKind: String, Sendable, CaseIterable {
  case enterprises, facts, needs, receivables, directory
}

/// What came of an import.
public struct CSVImportOutcome: Sendable {
  /// Rows, faults and the state in one word; says whether anything was stored.
  public var report: ImportReport
  /// The refused rows with their reasons, as CSV; nil when there are none.
  public var quarantine: [UInt8]?
}

extension Application {
  /// Imports a CSV file: every row is checked against the file's schema and against what is stored;
  /// then all good rows are stored in one transaction, or none.
  ///
  /// - Parameter progress: told which step it is and the rows done of all.
  /// - Throws: `ApplicationError`; bad rows are in the report, never thrown.
  public func importCSV(
    _ kind: ImportKind, bytes: [UInt8], mode: ImportMode, actor: Actor,
    progress: @escaping @Sendable (_ step: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in
    }
  ) async throws -> CSVImportOutcome {
    let known = try await knownEnterprises(in: bytes)
    let today = clock.now().legalDate
    // Codes that are stored may be named again even when they were admitted by an override.
    let admitted = Set(known.keys)
    switch kind {
    case .enterprises:
      let decoder = EnterpriseRow.decoder(
        regions: reference.regions, industries: reference.industries, today: today,
        admitting: admitted)
      let result = Importer(Self.absent(decoder, known, code: \.uscc), mode: mode)
        .run(bytes: bytes) { progress("check", $0, $1) }
      if result.report.takesRows {
        let rows = result.rows.map(\.row)
        _ = try await register(
          rows.map {
            Registration(
              uscc: $0.uscc.text, name: $0.name, region: $0.region.text, industry: $0.industry.text,
              registeredOn: $0.registeredOn)
          }, actor: actor, progress: { progress("store", $0, rows.count) })
      }
      return CSVImportOutcome(report: result.report, quarantine: result.quarantine)
    case .facts:
      guard let registry = try await read({ try await catalogs.latest($0) })?.registry
      else { throw ApplicationError.unavailable(retryAfterSeconds: 30) }
      let decoder = FactRow.decoder(today: today, admitting: admitted) {
        path, text throws(Fault) in
        try FactCell.value(path: path, text: text, registry: registry, today: today)
      }
      let result = Importer(Self.present(Self.reported(decoder), known, code: \.uscc), mode: mode)
        .run(bytes: bytes) { progress("check", $0, $1) }
      if result.report.takesRows {
        let facts = Dictionary(grouping: result.rows.map(\.row), by: \.uscc.text)
          .compactMap { uscc, rows in known[uscc].map { ($0, rows.map(\.fact)) } }
        _ = try await mergeFacts(
          facts.map { (enterprise: $0.0, facts: $0.1) }, actor: actor,
          progress: { progress("store", $0, facts.count) })
      }
      return CSVImportOutcome(report: result.report, quarantine: result.quarantine)
    case .needs:
      let decoder = NeedRow.decoder(admitting: admitted)
      let result = Importer(Self.present(decoder, known, code: \.uscc), mode: mode)
        .run(bytes: bytes) { progress("check", $0, $1) }
      if result.report.takesRows {
        let needs = result.rows.map(\.row).compactMap { row in
          known[row.uscc.text].map { id in
            (
              enterprise: id, amount: row.amount, tenorMonths: row.tenorMonths,
              purpose: row.purpose.rawValue,
              security: row.security.map { Set($0.map(\.rawValue)).sorted() }
            )
          }
        }
        _ = try await submit(
          needs, from: Digest(ofBytes: bytes), actor: actor,
          progress: { progress("store", $0, needs.count) })
      }
      return CSVImportOutcome(report: result.report, quarantine: result.quarantine)
    case .receivables:
      return try await importReceivables(
        bytes: bytes, mode: mode, known: known, actor: actor, progress: progress)
    case .directory:
      return try await importDirectory(
        bytes: bytes, mode: mode, actor: actor, progress: progress)
    }
  }

  /// The stored enterprises whose codes the file names, asked for in chunks.
  func knownEnterprises(in bytes: [UInt8]) async throws -> [String: EnterpriseID] {
    // A file that cannot be read is reported by the importer itself.
    guard let document = try? CSVDocument.read(bytes: bytes),
      let column = document.header.firstIndex(of: "uscc")
    else { return [:] }
    let codes = Array(
      Set(
        document.records().compactMap { record in
          column < record.cells.count ? USCC.normalised(record.cells[column]) : nil
        }))
    var known: [String: EnterpriseID] = [:]
    for start in stride(from: 0, to: codes.count, by: 5_000) {
      let part = Array(codes[start..<min(start + 5_000, codes.count)])
      let found = try await read { try await EnterpriseRepository.identifiers(usccs: part, $0) }
      known.merge(found) { first, _ in first }
    }
    return known
  }

  /// Refuses rows whose enterprise is registered already.
  private static func absent<Row>(
    _ decoder: RowDecoder<Row>, _ known: [String: EnterpriseID],
    code: @escaping @Sendable (Row) -> USCC
  ) -> RowDecoder<Row> {
    checking(decoder) { row in
      known[code(row).text] == nil
        ? nil : Fault("", "enterprise_exists", zh: "该企业已登记", en: "registered already")
    }
  }

  /// Refuses rows whose enterprise is not registered.
  static func present<Row>(
    _ decoder: RowDecoder<Row>, _ known: [String: EnterpriseID],
    code: @escaping @Sendable (Row) -> USCC
  ) -> RowDecoder<Row> {
    checking(decoder) { row in
      known[code(row).text] != nil
        ? nil : Fault("", "enterprise_unknown", zh: "该企业尚未登记", en: "not registered")
    }
  }

  /// Refuses facts that claim to be computed by this service.
  private static func reported(_ decoder: RowDecoder<FactRow>) -> RowDecoder<FactRow> {
    RowDecoder(
      schema: decoder.schema, key: decoder.key,
      decode: { reader in
        guard let row = decoder.decode(&reader) else { return nil }
        guard !FactSheetBuilder.ownSources.contains(row.fact.source) else {
          reader.add(
            Fault("", "source", zh: "该来源由本服务产生", en: "this source is the service's own"),
            in: Column<String>.word("source", title: "来源"))
          return nil
        }
        return row
      })
  }

  private static func checking<Row>(
    _ decoder: RowDecoder<Row>, _ check: @escaping @Sendable (Row) -> Fault?
  ) -> RowDecoder<Row> {
    RowDecoder(
      schema: decoder.schema, key: decoder.key,
      decode: { reader in
        guard let row = decoder.decode(&reader) else { return nil }
        if let fault = check(row) {
          reader.add(fault, in: Column<USCC>.uscc())
          return nil
        }
        return row
      })
  }
}

/// A fact's value as it stands in a CSV cell.
enum FactCell {
  /// - Parameter text: nil for known-none.
  /// - Throws: `path_unknown`, `none_not_allowed`, `future` for a day to come, or the registry's
  ///   fault.
  static func value(
    path: String, text: String?, registry: FactRegistry, today: LegalDate
  ) throws(Fault) -> FactValue? {
    guard let definition = registry[path], definition.derivation == nil, !path.hasPrefix("need."),
      !FactSheetBuilder.registryPaths.contains(path)
    else {
      throw Fault("", "path_unknown", zh: "没有可填报的指标", en: "there is no such fact to report")
    }
    guard let text else {
      guard definition.mayBeNone else {
        throw Fault("", "none_not_allowed", zh: "该指标不能为“无”", en: "this fact cannot be none")
      }
      return nil
    }
    let value = try registry.check(path: path, json: json(text, definition.type), at: "").get()
    if case .date(let day) = value, day > today {
      throw Fault("", "future", zh: "不得晚于今天", en: "must not lie in the future")
    }
    return value
  }

  /// The cell as the JSON the registry checks; what does not read stays text and fails there.
  private static func json(_ text: String, _ type: FactType) -> JSON {
    switch type {
    case .boolean:
      switch text.lowercased() {
      case "true", "是": true
      case "false", "否": false
      default: .string(text)
      }
    case .integer: Int64(text).map(JSON.int) ?? .string(text)
    case .set:
      .array(text.split(separator: ";").map { .string($0.trimmingSpaces()) })
    case .enumeration, .region, .industry, .date, .text: .string(text)
    }
  }
}

extension Substring {
  func trimmingSpaces() -> String {
    var rest = self
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
