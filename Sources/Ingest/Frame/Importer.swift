import Domain

/// A row that was taken, and where it stood.
public struct ImportedRow<Row: Sendable>: Sendable {
  /// 1-based line on which the row starts.
  public let line: Int
  public let row: Row
}

/// What came of reading one file.
public struct ImportResult<Row: Sendable>: Sendable {
  /// The rows to store; empty in a dry run, and when the file was refused.
  public let rows: [ImportedRow<Row>]
  public let report: ImportReport
  /// The refused rows with their reasons (`Quarantine`); nil when there are none.
  public let quarantine: [UInt8]?
}

/// Reads one file: every row is checked and every fault counted, whatever the mode.
public struct Importer<Row: Sendable>: Sendable {
  public let decoder: RowDecoder<Row>
  public let mode: ImportMode
  public let limits: ImportLimits

  public init(
    _ decoder: RowDecoder<Row>, mode: ImportMode = .allOrNothing,
    limits: ImportLimits = .standard
  ) {
    self.decoder = decoder
    self.mode = mode
    self.limits = limits
  }

  /// - Parameters:
  ///   - bytes: the file.
  ///   - progress: told the rows done and in all after each batch.
  public func run(
    bytes: [UInt8], progress: ((_ done: Int, _ total: Int) -> Void)? = nil
  ) -> ImportResult<Row> {
    var report = ImportReport(mode: mode, maximumFaultsKept: limits.maximumFaultsKept)
    let document: CSVDocument
    let places: [String: Int]
    do {
      document = try CSVDocument.read(bytes: bytes, limits: limits)
      report.begin(document)
      places = try decoder.schema.places(in: document.header, line: document.headerLine)
    } catch {
      for fault in error.list { report.add(fault) }
      report.finish(valid: 0, rejected: 0)
      return ImportResult(rows: [], report: report, quarantine: nil)
    }
    var rows: [ImportedRow<Row>] = []
    var quarantine = Quarantine(header: document.header)
    var firstLines: [String: Int] = [:]
    var done = 0
    document.forEachBatch { batch in
      for record in batch {
        let (row, faults) = read(record, document, places, &firstLines)
        for fault in faults { report.add(fault) }
        if let row {
          rows.append(ImportedRow(line: record.line, row: row))
        } else {
          quarantine.append(record, faults: faults.filter { $0.severity == .error })
        }
      }
      done += batch.count
      progress?(done, document.rowCount)
    }
    report.finish(valid: rows.count, rejected: quarantine.count)
    if !report.takesRows { rows = [] }
    return ImportResult(
      rows: rows, report: report, quarantine: quarantine.count > 0 ? quarantine.bytes : nil)
  }

  /// One row, or nil with at least one error.
  private func read(
    _ record: CSVRecord, _ document: CSVDocument, _ places: [String: Int],
    _ firstLines: inout [String: Int]
  ) -> (Row?, [ImportFault]) {
    if let trouble = record.trouble { return (nil, [trouble]) }
    let (expected, found) = (document.header.count, record.cells.count)
    guard found == expected else {
      return (
        nil,
        [
          ImportFault(
            line: record.line, "ragged", zh: "应有 \(expected) 列,实有 \(found) 列",
            en: "expected \(expected) cells, found \(found)", limit: Int64(expected))
        ]
      )
    }
    var reader = RowReader(line: record.line, cells: record.cells, places: places)
    guard let row = decoder.decode(&reader), !reader.hasErrors else {
      guard reader.hasErrors else {
        let silent = ImportFault(line: record.line, "row", zh: "此行无效", en: "the row is not valid")
        return (nil, reader.faults + [silent])
      }
      return (nil, reader.faults)
    }
    if let key = decoder.key?(row) {
      if let first = firstLines[key] {
        let duplicate = ImportFault(
          line: record.line, "duplicate_key", zh: "与第 \(first) 行重复",
          en: "the same as on line \(first)")
        return (nil, reader.faults + [duplicate])
      }
      firstLines[key] = record.line
    }
    return (row, reader.faults)
  }
}
