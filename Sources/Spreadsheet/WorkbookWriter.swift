import CXlsxwriter
import Dispatch
import Foundation

extension Workbook {
  /// Most sheets, cells of all of them, and bytes of the file.
  public static let maximumSheets = 100
  public static let maximumCells = 1_000_000
  public static let maximumBytes = 64 << 20

  /// One file at a time: writing it blocks, and the threads that answer requests must not.
  private static let writing = DispatchQueue(label: "spreadsheet.workbooks")

  /// The workbook as an XLSX file, written on a thread of its own.
  ///
  /// - Throws: `SpreadsheetError`.
  public func written() async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      Self.writing.async { continuation.resume(with: Result { try xlsx() }) }
    }
  }

  /// The workbook as an XLSX file. Its parts and the file lie in a directory of their own meanwhile, which is gone
  /// afterwards.
  ///
  /// Blocks while files are written.
  ///
  /// - Throws: `SpreadsheetError`.
  public func xlsx() throws -> [UInt8] {
    let cells = sheets.reduce(0) { sum, sheet in
      sum + sheet.headings.count + sheet.notes.count + sheet.rows.reduce(0) { $0 + $1.count }
    }
    guard !sheets.isEmpty, sheets.count <= Self.maximumSheets, cells <= Self.maximumCells else {
      throw SpreadsheetError(.tooLarge, "\(sheets.count) sheets, \(cells) cells")
    }
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "rongqiao-workbook-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(
        at: directory, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw SpreadsheetError(.failed, "no temporary directory")
    }
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appending(path: "workbook.xlsx").path
    let handle = try WorkbookHandle(file: file, directory: directory.path)
    try handle.describe(title, createdSeconds: createdSeconds)
    for sheet in sheets { try handle.add(sheet) }
    try handle.close()
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    guard let size = attributes?[.size] as? Int, size <= Self.maximumBytes else {
      throw SpreadsheetError(.tooLarge, "more than \(Self.maximumBytes) bytes")
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw SpreadsheetError(.failed, "the file cannot be read")
    }
    return Array(data)
  }
}

/// Owns a workbook of the library. Used by one task at a time.
private final class WorkbookHandle {
  private let pointer: UnsafeMutablePointer<lxw_workbook>
  /// Formats belong to the workbook, which frees them.
  private let bold: UnsafeMutablePointer<lxw_format>
  /// Closing frees it, whether that succeeds or not.
  private var isClosed = false

  init(file: String, directory: String) throws {
    guard let pointer = rongqiao_workbook_open(file, directory) else {
      throw SpreadsheetError(.failed, "no memory")
    }
    guard let bold = workbook_add_format(pointer) else {
      lxw_workbook_free(pointer)
      throw SpreadsheetError(.failed, "no memory")
    }
    format_set_bold(bold)
    self.pointer = pointer
    self.bold = bold
  }

  deinit {
    if !isClosed { lxw_workbook_free(pointer) }
  }

  private func check(_ error: lxw_error) throws {
    guard error == LXW_NO_ERROR else {
      let reason = lxw_strerror(error).map { String(cString: $0) }
      throw SpreadsheetError(.failed, reason ?? "error \(error.rawValue)")
    }
  }

  func describe(_ title: String, createdSeconds: Int) throws {
    try check(rongqiao_workbook_describe(pointer, title, time_t(createdSeconds)))
  }

  func add(_ sheet: Sheet) throws {
    guard let target = workbook_add_worksheet(pointer, Self.name(sheet.name)) else {
      throw SpreadsheetError(.failed, "a name of a sheet twice, or none: \(sheet.name)")
    }
    var row: UInt32 = 0
    func write(_ cells: [Sheet.Cell], _ format: UnsafeMutablePointer<lxw_format>?) throws {
      for (column, cell) in cells.enumerated() {
        try check(Self.write(cell, to: target, row, UInt16(clamping: column), format))
      }
      row += 1
    }
    try write(sheet.headings.map { .text($0) }, bold)
    for cells in sheet.rows { try write(cells, nil) }
    // A line apart.
    row += 1
    for note in sheet.notes { try write([.text(note)], nil) }
    worksheet_freeze_panes(target, 1, 0)
    let last = UInt16(clamping: max(0, sheet.headings.count - 1))
    try check(worksheet_set_column(target, 0, last, 18, nil))
  }

  /// A spreadsheet counts in doubles: what these do not hold exactly is written as text. A text is never a formula.
  private static func write(
    _ cell: Sheet.Cell, to sheet: UnsafeMutablePointer<lxw_worksheet>, _ row: UInt32,
    _ column: UInt16, _ format: UnsafeMutablePointer<lxw_format>?
  ) -> lxw_error {
    switch cell {
    case .text(let text): worksheet_write_string(sheet, row, column, text, format)
    case .number(let number):
      if let exact = Double(exactly: number) {
        worksheet_write_number(sheet, row, column, exact, format)
      } else {
        worksheet_write_string(sheet, row, column, String(number), format)
      }
    case .thousandths(let number):
      worksheet_write_number(sheet, row, column, Double(number) / 1_000, format)
    }
  }

  /// At most 31 characters, and none that a spreadsheet refuses.
  private static func name(_ text: String) -> String {
    let refused: Set<Character> = ["[", "]", ":", "*", "?", "/", "\\", "'"]
    return String(text.filter { !refused.contains($0) }.prefix(31))
  }

  func close() throws {
    isClosed = true
    try check(workbook_close(pointer))
  }
}
