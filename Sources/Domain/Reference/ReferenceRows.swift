/// The rows of one small reference table (regions, industries, thresholds, calendar) that ships
/// with the product as comma-separated text.
///
/// These files are ours and plain: no quoting, one record a line. Anything else is a fault rather
/// than a guess. Files that come from outside are read by the import frame instead.
struct ReferenceRows {
  /// One line of the file.
  struct Row {
    /// 1-based line in the file.
    let line: Int
    let cells: [String: String]

    /// The cell, "" when it is empty.
    func text(_ column: String) -> String { cells[column] ?? "" }

    /// A fault of this row's cell; the pointer is `/line/column`.
    func fault(_ column: String, _ code: String, zh: String, en: String) -> Fault {
      Fault("/\(line)/\(column)", code, zh: zh, en: en)
    }
  }

  let rows: [Row]

  /// - Parameters:
  ///   - text: the file, with or without a byte order mark, lines ended by LF or CRLF.
  ///   - columns: the header as it must be, in order.
  /// - Throws: faults `header` and `columns`, and `empty` when there is no row at all.
  init(_ text: String, columns: [String]) throws(Faults) {
    var faults: [Fault] = []
    var rows: [Row] = []
    var sawHeader = false
    let scalars = text.unicodeScalars.drop { $0 == "\u{FEFF}" }
    let lines = scalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, scalarLine) in lines.enumerated() {
      let line = scalarLine.last == "\r" ? scalarLine.dropLast() : scalarLine
      if line.isEmpty { continue }
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
      guard sawHeader else {
        sawHeader = true
        guard cells == columns else {
          throw Faults(
            Fault(
              "/\(index + 1)", "header", zh: "表头应为 \(columns.joined(separator: ","))",
              en: "the header must be \(columns.joined(separator: ","))"))
        }
        continue
      }
      guard cells.count == columns.count, !line.contains("\"") else {
        faults.append(
          Fault(
            "/\(index + 1)", "columns", zh: "应有 \(columns.count) 列且不含引号",
            en: "expected \(columns.count) columns without quotation marks"))
        continue
      }
      rows.append(
        Row(
          line: index + 1,
          cells: Dictionary(zip(columns, cells), uniquingKeysWith: { _, last in last })))
    }
    if rows.isEmpty, faults.isEmpty {
      faults.append(Fault("", "empty", zh: "表中没有数据", en: "the table has no rows"))
    }
    guard faults.isEmpty else { throw Faults(faults) }
    self.rows = rows
  }
}
