/// Writes comma-separated text that `CSVDocument` reads back cell by cell (RFC 4180, lines ended by
/// CRLF as spreadsheets expect).
public struct CSVWriter {
  /// The UTF-8 written so far.
  public private(set) var bytes: [UInt8]

  /// - Parameter mark: begin with a byte order mark, so that spreadsheets take it for UTF-8.
  public init(mark: Bool = false) { bytes = mark ? [0xEF, 0xBB, 0xBF] : [] }

  /// Appends one record.
  public mutating func append(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      // A record of one empty cell would be a blank line.
      if Self.needsQuotes(cell) || (cells.count == 1 && cell.isEmpty) {
        bytes.append(UInt8(ascii: "\""))
        for byte in cell.utf8 {
          if byte == UInt8(ascii: "\"") { bytes.append(byte) }
          bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
      } else {
        bytes += cell.utf8
      }
    }
    bytes += "\r\n".utf8
  }

  /// Separators, quotation marks, any line break, and blanks at either end, which readers drop.
  private static func needsQuotes(_ cell: String) -> Bool {
    if cell.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 }) { return true }
    if let first = cell.unicodeScalars.first, first.properties.isWhitespace { return true }
    if let last = cell.unicodeScalars.last, last.properties.isWhitespace { return true }
    return cell.unicodeScalars.contains { scalar in
      (0x0A...0x0D).contains(scalar.value) || scalar.value == 0x85 || scalar.value == 0x2028
        || scalar.value == 0x2029
    }
  }
}
