import Domain
import Spreadsheet

extension TableSheet {
  /// The file as a workbook with one sheet, for those whose spreadsheet does not take a file of commas.
  ///
  /// - Throws: `SpreadsheetError`.
  func xlsx(at instant: Instant) async throws -> [UInt8] {
    try await workbook(at: instant).written()
  }

  /// The same cells; text stands in it as text, and nothing of it can be a formula.
  func workbook(at instant: Instant) -> Workbook {
    let cells = rows.map { row in
      zip(row, columns).map { $1.isNumber ? Self.number($0.text) : Sheet.Cell.text($0.text) }
    }
    return Workbook(
      title: caption, createdSeconds: Int(instant.microseconds / 1_000_000),
      sheets: [
        Sheet(name: caption, headings: columns.map(\.title), rows: cells, notes: notes)
      ])
  }

  /// A number, where it is written as one; what is held back, or has a unit, is text.
  private static func number(_ written: String) -> Sheet.Cell {
    if let whole = Int64(written) { return .number(whole) }
    guard !written.contains(","), let thousandths = Decimals.scaled(written, decimals: 3) else {
      return .text(written)
    }
    return .thousandths(thousandths)
  }
}
