/// The refused rows of a file as a comma-separated file of its own: the cells as they came, then
/// `import_line`, `import_codes`, `import_reasons` and `import_extra`.
///
/// It can be repaired and imported as it is: columns that begin with `import_` are passed over.
/// `import_extra` holds what fits no column: surplus cells, or the whole text of a row whose quoting
/// cannot be read.
public struct Quarantine {
  /// Number of rows.
  public private(set) var count = 0
  private var writer = CSVWriter(mark: true)
  /// Places of the source's own columns, earlier quarantine columns left out.
  private let places: [Int]

  /// - Parameter header: the header of the source file.
  public init(header: [String]) {
    places = header.indices.filter { !header[$0].hasPrefix(RowSchema.ownPrefix) }
    writer.append(
      places.map { header[$0] }
        + ["import_line", "import_codes", "import_reasons", "import_extra"])
  }

  /// The file so far, UTF-8 with a byte order mark.
  public var bytes: [UInt8] { writer.bytes }

  /// Appends a refused row with its reasons.
  public mutating func append(_ record: CSVRecord, faults: [ImportFault]) {
    count += 1
    var cells = places.map { $0 < record.cells.count ? record.cells[$0] : "" }
    let width = (places.last ?? -1) + 1
    var extra = record.trouble == nil ? "" : record.text
    if record.cells.count > width, faults.contains(where: { $0.code == "ragged" }) {
      extra = record.cells[width...].joined(separator: ",")
    }
    let reasons = faults.map { fault in
      (fault.column.map { $0 + ": " } ?? "") + fault.zh + " / " + fault.en
    }
    cells += [
      String(record.line), faults.map(\.code).joined(separator: ";"),
      reasons.joined(separator: "; "), extra,
    ]
    writer.append(cells)
  }
}
