import Domain
import SwiftCSV

/// One record of a comma-separated file.
public struct CSVRecord: Hashable, Sendable {
  /// 1-based line on which the record starts, as an editor counts, line breaks inside quotes
  /// included.
  public let line: Int
  /// The cells as they stand, quotation marks removed; empty when `trouble` is set.
  public let cells: [String]
  /// The record's own text, without its line break.
  public let text: String
  /// Why the cells could not be read: `quote_stray`, `quote_open`, `line_separator`,
  /// `record_too_long` or `unreadable`.
  public let trouble: ImportFault?
}

/// A comma-separated file that has been checked as a whole: encoding, size, header.
///
/// The cells are read batch by batch, so that a large file does not stand in memory twice.
public struct CSVDocument: Sendable {
  public let encoding: TextEncoding
  /// The names in the first record, blanks around them removed.
  public let header: [String]
  /// 1-based line of the header.
  public let headerLine: Int
  /// Records after the header, blank lines apart.
  public let rowCount: Int
  /// Lines with nothing on them, which are skipped.
  public let blankLines: Int

  private let bytes: [UInt8]
  private let spans: [CSVScanner.Span]
  private let limits: ImportLimits

  private init(
    bytes: [UInt8], encoding: TextEncoding, scanner: CSVScanner, header: [String],
    limits: ImportLimits
  ) {
    self.bytes = bytes
    self.encoding = encoding
    self.header = header
    self.limits = limits
    headerLine = scanner.spans.first.map { Int($0.line) } ?? 1
    spans = Array(scanner.spans.dropFirst())
    rowCount = spans.count
    blankLines = scanner.blankLines
  }

  /// Checks the file and reads its header.
  /// - Throws: the faults that concern the whole file: `empty`, `too_large`, the encoding faults of
  ///   `TextEncoding`, `too_many_rows`, `too_many_columns`, `delimiter`, or trouble in the header.
  public static func read(
    bytes: [UInt8], limits: ImportLimits = .standard
  ) throws(ImportFaults) -> CSVDocument {
    guard bytes.count <= min(limits.maximumBytes, Int(Int32.max)) else {
      throw ImportFaults(
        ImportFault(
          "too_large", zh: "文件超过 \(limits.maximumBytes) 字节,请拆分后导入",
          en: "the file has more than \(limits.maximumBytes) bytes; split it",
          limit: Int64(limits.maximumBytes)))
    }
    let encoding: TextEncoding
    do {
      encoding = try TextEncoding.detect(bytes)
    } catch {
      throw ImportFaults(error)
    }
    let scanner = CSVScanner(bytes, from: encoding.markLength, limits: limits)
    guard let first = scanner.spans.first else {
      throw ImportFaults(ImportFault("empty", zh: "文件为空", en: "the file is empty"))
    }
    guard !scanner.hasTooManyRows else {
      throw ImportFaults(
        ImportFault(
          "too_many_rows", zh: "超过 \(limits.maximumRows) 行,请拆分后导入",
          en: "more than \(limits.maximumRows) rows; split the file",
          limit: Int64(limits.maximumRows)))
    }
    guard first.fields <= limits.maximumColumns else {
      throw ImportFaults(
        ImportFault(
          line: Int(first.line), "too_many_columns", zh: "表头超过 \(limits.maximumColumns) 列",
          en: "the header has more than \(limits.maximumColumns) columns",
          limit: Int64(limits.maximumColumns)))
    }
    let record = Self.records([first], of: bytes)[0]
    if let trouble = record.trouble { throw ImportFaults(trouble) }
    let header = record.cells.map { $0.trimmed }
    if header.count == 1, header[0].contains(where: { ";\t|".contains($0) }) {
      throw ImportFaults(
        ImportFault(
          line: record.line, "delimiter", zh: "应以英文逗号分隔各列",
          en: "columns must be separated by commas"))
    }
    return CSVDocument(
      bytes: bytes, encoding: encoding, scanner: scanner, header: header, limits: limits)
  }

  /// Gives every record after the header to `body`, in the order of the file, a batch at a time.
  public func forEachBatch(_ body: ([CSVRecord]) -> Void) {
    var at = 0
    while at < spans.count {
      let end = min(at + limits.recordsPerBatch, spans.count)
      body(Self.records(spans[at..<end], of: bytes))
      at = end
    }
  }

  /// All records after the header.
  public func records() -> [CSVRecord] {
    var all: [CSVRecord] = []
    all.reserveCapacity(rowCount)
    forEachBatch { all += $0 }
    return all
  }

  /// Reads the cells of some records.
  ///
  /// SwiftCSV reads the sound ones in one go. Should it see another number of rows or cells than the
  /// scanner did (a combining mark behind a comma makes one character with it in Swift), each is
  /// read alone and the culprit is named: cells never move to another column unnoticed.
  private static func records(
    _ spans: ArraySlice<CSVScanner.Span>, of bytes: [UInt8]
  ) -> [CSVRecord] {
    let sound = spans.filter { $0.trouble == nil }
    var cells: [Int32: [String]] = [:]
    if let rows = rows(sound, of: bytes) {
      for (span, row) in zip(sound, rows) { cells[span.start] = row }
    } else {
      for span in sound { cells[span.start] = rows([span], of: bytes)?.first }
    }
    return spans.map { span in
      let text = String(decoding: bytes[span.range], as: UTF8.self)
      let row = cells[span.start]
      let trouble = row == nil ? fault(span) : nil
      return CSVRecord(line: Int(span.line), cells: row ?? [], text: text, trouble: trouble)
    }
  }

  /// The rows SwiftCSV reads from `spans`, or nil when they are not as many, or not as wide, as the
  /// scanner found.
  private static func rows(_ spans: [CSVScanner.Span], of bytes: [UInt8]) -> [[String]]? {
    var chunk: [UInt8] = []
    chunk.reserveCapacity(spans.reduce(0) { $0 + $1.range.count + 1 })
    for span in spans {
      chunk += bytes[span.range]
      chunk.append(UInt8(ascii: "\n"))
    }
    var rows: [[String]] = []
    do {
      // A limit of no rows: the initializer would read everything and pad the rows to one width.
      let csv = try EnumeratedCSV(
        string: String(decoding: chunk, as: UTF8.self), delimiter: .comma, loadColumns: false,
        rowLimit: 0)
      try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { rows.append($0) }
    } catch {
      return nil
    }
    guard rows.count == spans.count,
      zip(rows, spans).allSatisfy({ $0.count == Int($1.fields) })
    else { return nil }
    return rows
  }

  private static func fault(_ span: CSVScanner.Span) -> ImportFault {
    let line = Int(span.line)
    switch span.trouble {
    case .strayQuote:
      return ImportFault(
        line: line, "quote_stray", zh: "引号使用有误:含引号的单元格应整体加引号,内部引号写两次",
        en: "misplaced quotation mark: quote the whole cell and double the marks inside")
    case .openQuote:
      return ImportFault(
        line: line, "quote_open", zh: "引号没有结束,此行之后的内容无法识别",
        en: "a quotation is never closed; nothing after it can be read")
    case .lineSeparator:
      return ImportFault(
        line: line, "line_separator", zh: "单元格含有特殊换行符,请删除或给单元格加引号",
        en: "a cell holds an unusual line separator; remove it or quote the cell")
    case .tooLong:
      return ImportFault(line: line, "record_too_long", zh: "此行过长", en: "the record is too long")
    case nil:
      return ImportFault(
        line: line, "unreadable", zh: "逗号或引号旁有组合字符,无法可靠分列",
        en: "a combining character next to a comma or quotation mark blurs the columns")
    }
  }
}

extension String {
  /// Without white space and invisible marks at both ends.
  var trimmed: String {
    // Nearly every cell begins and ends with a plain character.
    if let first = utf8.first, let last = utf8.last, (0x21...0x7E).contains(first),
      (0x21...0x7E).contains(last)
    {
      return self
    }
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}"
    }
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !isSpace($0) }),
      let last = scalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(scalars[first...last])
  }
}
