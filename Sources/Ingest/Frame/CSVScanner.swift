/// Finds where each record of a comma-separated file starts, on which line, and whether its quoting
/// can be trusted (RFC 4180), before SwiftCSV reads the cells.
///
/// SwiftCSV 0.10 does not say on which line a record starts; it stops at the first quoting error of
/// a file without naming a place; it takes an open quotation at the end for a whole cell; it pads
/// short rows; it drops an empty last cell at the end of a file without a line break; and it takes
/// every Unicode line separator (U+000B, U+000C, U+0085, U+2028, U+2029) for the end of a row. So
/// the file is cut here, records with such trouble are named, and SwiftCSV is given only sound
/// records, each ended by a line feed.
struct CSVScanner {
  /// Why a record's cells cannot be read.
  enum Trouble: UInt8, Hashable, Sendable {
    /// A quotation mark inside an unquoted cell, or text behind a closing one.
    case strayQuote
    /// A quotation that is never closed; the record then runs to the end of the file.
    case openQuote
    /// A Unicode line separator outside quotes.
    case lineSeparator
    case tooLong
  }

  /// One record, without its line break.
  struct Span: Hashable, Sendable {
    /// 1-based line on which the record starts.
    let line: Int32
    let start: Int32
    let end: Int32
    /// Number of cells; at least 1.
    let fields: Int32
    let trouble: Trouble?

    var range: Range<Int> { Int(start)..<Int(end) }
  }

  private enum State {
    case fieldStart
    case plain
    case quoted
    /// Behind a quotation mark inside a quotation: its end, or the first of a pair.
    case quoteInQuoted
    /// Behind a closed quotation: blanks up to the next separator.
    case closed
  }

  private let limits: ImportLimits
  private(set) var spans: [Span] = []
  /// Lines with nothing on them.
  private(set) var blankLines = 0
  /// Whether scanning stopped because there are more rows than allowed.
  private(set) var hasTooManyRows = false

  private var line: Int32 = 1
  private var recordLine: Int32 = 1
  private var recordStart = 0
  private var fields: Int32 = 1
  private var state = State.fieldStart
  private var trouble: Trouble?

  /// - Parameters:
  ///   - bytes: valid UTF-8, at most 2 GiB.
  ///   - start: where the first record begins, behind a byte order mark.
  init(_ bytes: [UInt8], from start: Int, limits: ImportLimits) {
    self.limits = limits
    recordStart = start
    bytes.withUnsafeBufferPointer { scan($0, from: start) }
  }

  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
    var at = start
    while at < bytes.count, !hasTooManyRows {
      let byte = bytes[at]
      let isBreak = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      var length = 1
      if byte == UInt8(ascii: "\r"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "\n") {
        length = 2
      }
      if isBreak {
        line += 1
        if state != .quoted { endRecord(at: at, next: at + length) }
      } else {
        advance(byte, bytes, at)
      }
      at += length
    }
    if recordStart < bytes.count, !hasTooManyRows {
      if state == .quoted { trouble = .openQuote }
      endRecord(at: bytes.count, next: bytes.count)
    }
  }

  private mutating func advance(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) {
    let isQuote = byte == UInt8(ascii: "\"")
    let isComma = byte == UInt8(ascii: ",")
    let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    switch state {
    case .fieldStart:
      if isQuote {
        state = .quoted
      } else if isComma {
        fields += 1
      } else if !isBlank {
        state = .plain
        checkSeparator(byte, bytes, at)
      }
    case .plain:
      if isQuote {
        trouble = trouble ?? .strayQuote
      } else if isComma {
        fields += 1
        state = .fieldStart
      } else {
        checkSeparator(byte, bytes, at)
      }
    case .quoted:
      if isQuote { state = .quoteInQuoted }
    case .quoteInQuoted, .closed:
      if isQuote, state == .quoteInQuoted {
        state = .quoted
      } else if isComma {
        fields += 1
        state = .fieldStart
      } else if isBlank {
        state = .closed
      } else {
        // Read on as an unquoted cell, so that the record still ends with its line.
        trouble = trouble ?? .strayQuote
        state = .plain
      }
    }
  }

  private mutating func checkSeparator(
    _ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int
  ) {
    func follows(_ offset: Int, _ expected: [UInt8]) -> Bool {
      at + offset < bytes.count && expected.contains(bytes[at + offset])
    }
    switch byte {
    case 0x0B, 0x0C: trouble = trouble ?? .lineSeparator
    case 0xC2 where follows(1, [0x85]): trouble = trouble ?? .lineSeparator
    case 0xE2 where follows(1, [0x80]) && follows(2, [0xA8, 0xA9]):
      trouble = trouble ?? .lineSeparator
    default: break
    }
  }

  private mutating func endRecord(at end: Int, next: Int) {
    if end == recordStart {
      blankLines += 1
    } else if spans.count > limits.maximumRows {
      // The header is the first span.
      hasTooManyRows = true
    } else {
      if end - recordStart > limits.maximumRecordBytes { trouble = trouble ?? .tooLong }
      spans.append(
        Span(
          line: recordLine, start: Int32(recordStart), end: Int32(end), fields: fields,
          trouble: trouble))
    }
    recordStart = next
    recordLine = line
    fields = 1
    state = .fieldStart
    trouble = nil
  }
}
