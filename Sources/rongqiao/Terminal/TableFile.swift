import Domain
import Foundation
import Spreadsheet

/// A table as a file for a spreadsheet.
struct TableFile {
  let path: String

  /// Numbers as numbers, all else as text.
  ///
  /// - Parameter notes: what is said under the table.
  /// - Throws: `CommandFailure` when the file cannot be written.
  func write(_ table: Table, title: String, notes: [String] = [], at instant: Instant) throws {
    let sheet = Sheet(
      name: title, headings: table.columns.map(\.heading),
      rows: table.rows.map { row in
        zip(table.columns, row).map { column, text -> Sheet.Cell in
          guard column.isAlignedRight, let number = Int64(text) else { return .text(text) }
          return .number(number)
        }
      }, notes: notes + ["截至 as of: \(instant.text)"])
    let bytes = try Workbook(
      title: title, createdSeconds: Int(instant.microseconds / 1_000_000), sheets: [sheet]
    ).xlsx()
    try Self.write(bytes, to: path)
  }

  static func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
      throw CommandFailure(.data, "\(path): cannot be written")
    }
  }
}
