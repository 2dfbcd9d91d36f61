import Domain

/// The columns of one kind of file, and whether the header must have them.
public struct RowSchema: Sendable {
  /// One column as the header check sees it.
  public struct Heading: Hashable, Sendable {
    public let name: String
    public let title: String
    public let isRequired: Bool
  }

  public let headings: [Heading]

  /// Columns with this prefix are of the frame itself (quarantine files carry the reasons in them)
  /// and are passed over in every file.
  public static let ownPrefix = "import_"

  public init(_ headings: [Heading]) { self.headings = headings }

  /// A heading that must be in the file.
  public static func required<Value>(_ column: Column<Value>) -> Heading {
    Heading(name: column.name, title: column.title, isRequired: true)
  }

  /// A heading that may be left out.
  public static func optional<Value>(_ column: Column<Value>) -> Heading {
    Heading(name: column.name, title: column.title, isRequired: false)
  }

  /// Where each column of the schema stands in `header`.
  /// - Throws: all of `column_unknown`, `column_missing`, `column_duplicate`, `column_unnamed`.
  func places(in header: [String], line: Int) throws(ImportFaults) -> [String: Int] {
    var faults: [ImportFault] = []
    var places: [String: Int] = [:]
    for (index, text) in header.enumerated() {
      if text.hasPrefix(Self.ownPrefix) { continue }
      let shown = ShownValue.shortened(text)
      guard !text.isEmpty else {
        faults.append(
          ImportFault(
            line: line, columnNumber: index + 1, "column_unnamed", zh: "第 \(index + 1) 列没有列名",
            en: "column \(index + 1) has no name"))
        continue
      }
      guard let heading = headings.first(where: { $0.name == text || $0.title == text }) else {
        let known = headings.map(\.name).joined(separator: ", ")
        faults.append(
          ImportFault(
            line: line, column: shown, columnNumber: index + 1, "column_unknown",
            zh: "未知列,可用列:\(known)", en: "this column is not known; known are: \(known)"))
        continue
      }
      guard places.updateValue(index, forKey: heading.name) == nil else {
        faults.append(
          ImportFault(
            line: line, column: shown, columnNumber: index + 1, "column_duplicate", zh: "列重复",
            en: "this column is given twice"))
        continue
      }
    }
    for heading in headings where heading.isRequired && places[heading.name] == nil {
      faults.append(
        ImportFault(
          line: line, column: heading.name, "column_missing",
          zh: "缺少列 \(heading.name)(\(heading.title))",
          en: "the column \(heading.name) is missing"))
    }
    guard faults.isEmpty else { throw ImportFaults(faults) }
    return places
  }
}

/// Reads the cells of one row by their columns and collects every fault instead of the first.
public struct RowReader {
  /// 1-based line on which the row starts.
  public let line: Int
  /// The faults and warnings found so far.
  public private(set) var faults: [ImportFault] = []
  private let cells: [String]
  private let places: [String: Int]

  init(line: Int, cells: [String], places: [String: Int]) {
    self.line = line
    self.cells = cells
    self.places = places
  }

  /// Whether the row is refused.
  public var hasErrors: Bool { faults.contains { $0.severity == .error } }

  /// The value of the cell; an empty cell is the fault `required`.
  public mutating func required<Value>(_ column: Column<Value>) -> Value? {
    guard !isEmpty(column) else {
      add(Fault("", "required", zh: "不得为空", en: "must not be empty"), in: column)
      return nil
    }
    return optional(column)
  }

  /// The value of the cell, or nil when it is empty, faulty, or the file has no such column.
  public mutating func optional<Value>(_ column: Column<Value>) -> Value? {
    guard let place = places[column.name] else { return nil }
    let cell = cells[place].trimmed
    guard !cell.isEmpty else { return nil }
    guard cell.unicodeScalars.count <= column.maximumCharacters else {
      add(
        Fault(
          "", "too_long", zh: "不得超过 \(column.maximumCharacters) 个字符",
          en: "at most \(column.maximumCharacters) characters",
          limit: Int64(column.maximumCharacters)),
        in: column)
      return nil
    }
    do {
      return try column.read(cell)
    } catch {
      add(error, in: column)
      return nil
    }
  }

  /// Whether the cell is empty or the file has no such column.
  public func isEmpty<Value>(_ column: Column<Value>) -> Bool {
    places[column.name].map { cells[$0].trimmed.isEmpty } ?? true
  }

  /// Adds a fault of a column's cell; a warning lets the row pass.
  public mutating func add<Value>(
    _ fault: Fault, in column: Column<Value>, severity: ImportFault.Severity = .error
  ) {
    let place = places[column.name]
    let cell = place.map { cells[$0].trimmed } ?? ""
    let shown = column.isCode ? ShownValue.code(cell) : ShownValue.shortened(cell)
    faults.append(
      ImportFault(
        line: line, column: column.name, columnNumber: place.map { $0 + 1 }, fault.code,
        zh: fault.zh, en: fault.en, limit: fault.limit, value: cell.isEmpty ? nil : shown,
        severity: severity))
  }
}

/// How the rows of one kind of file become values.
public struct RowDecoder<Row: Sendable>: Sendable {
  public let schema: RowSchema
  /// Reads one row; nil (with faults in the reader) when it is refused.
  public let decode: @Sendable (inout RowReader) -> Row?
  /// What must not come twice in one file; nil when everything may.
  public let key: (@Sendable (Row) -> String)?

  public init(
    schema: RowSchema, key: (@Sendable (Row) -> String)? = nil,
    decode: @escaping @Sendable (inout RowReader) -> Row?
  ) {
    self.schema = schema
    self.key = key
    self.decode = decode
  }
}
