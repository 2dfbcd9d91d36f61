import Foundation

/// A column of a result.
public struct PostgresColumn: Sendable, Hashable {
  /// The name or alias.
  public let name: String
  /// The type stated by the server.
  public let type: PostgresType
  /// The format of the column's values.
  public let format: PostgresFormat
}

/// The rows of one result in one allocation of bytes; rows and cells point into it.
final class ResultTable: Sendable {
  struct Span: Sendable {
    var start: Int
    /// -1 for NULL.
    var length: Int32
  }

  let columns: [PostgresColumn]
  let rowCount: Int
  let bytes: [UInt8]
  let spans: [Span]

  init(columns: [PostgresColumn], rowCount: Int, bytes: [UInt8], spans: [Span]) {
    self.columns = columns
    self.rowCount = rowCount
    self.bytes = bytes
    self.spans = spans
  }

  func cell(row: Int, column: Int) -> PostgresCell {
    let span = spans[row * columns.count + column]
    return PostgresCell(
      type: columns[column].type, format: columns[column].format, column: column, storage: bytes,
      start: span.start, length: Int(span.length))
  }

  var rows: [Row] { (0..<rowCount).map { Row(table: self, index: $0) } }

  /// Lends the bytes of a value of exactly this type in binary form; nil for anything else, which the
  /// general way converts or refuses.
  @inline(__always)
  func plain<T>(
    _ row: Int, _ column: Int, _ type: PostgresType, _ body: (UnsafeRawBufferPointer) -> T?
  ) -> T? {
    guard columns.indices.contains(column), columns[column].type == type,
      columns[column].format == .binary
    else { return nil }
    let span = spans[row * columns.count + column]
    guard span.length >= 0 else { return nil }
    return bytes.withUnsafeBytes {
      body(UnsafeRawBufferPointer(rebasing: $0[span.start..<span.start + Int(span.length)]))
    }
  }

  @inline(__always)
  func plainInteger<T: FixedWidthInteger>(_ row: Int, _ column: Int, _ type: PostgresType) -> T? {
    plain(row, column, type) {
      $0.count == MemoryLayout<T>.size ? T(bigEndian: $0.loadUnaligned(as: T.self)) : nil
    }
  }
}

/// One row of a result. Cells are decoded when asked for.
public struct Row: Sendable {
  let table: ResultTable
  let index: Int

  /// The columns of the result.
  public var columns: [PostgresColumn] { table.columns }

  /// The cell at a column, counted from 0; the column must exist.
  public subscript(column: Int) -> PostgresCell { table.cell(row: index, column: column) }

  /// Decodes one column; throws kind `.decoding`.
  public func decode<A: PostgresDecodable>(_ column: Int, as type: A.Type) throws(PostgresError)
    -> A
  {
    guard table.columns.indices.contains(column) else {
      throw PostgresError(
        kind: .decoding, reason: "column \(column) of \(table.columns.count) asked for")
    }
    return try A(postgres: table.cell(row: index, column: column))
  }

  /// Decodes the first column of that name; throws kind `.decoding`.
  public func decode<A: PostgresDecodable>(_ name: String, as type: A.Type) throws(PostgresError)
    -> A
  {
    guard let column = table.columns.firstIndex(where: { $0.name == name }) else {
      throw PostgresError(kind: .decoding, reason: "no column of the name asked for")
    }
    return try A(postgres: table.cell(row: index, column: column))
  }

  /// Decodes all columns in order: as many types as the result has columns, else kind `.decoding`.
  public func decode<each T: PostgresDecodable>(_ types: repeat (each T).Type)
    throws(PostgresError) -> (repeat each T)
  {
    var count = 0
    for _ in repeat (each T).self { count += 1 }
    guard count == table.columns.count else {
      throw PostgresError(
        kind: .decoding, reason: "\(count) types for \(table.columns.count) columns")
    }
    var column = 0
    return (repeat try next(&column, (each T).self))
  }

  private func next<A: PostgresDecodable>(_ column: inout Int, _ type: A.Type)
    throws(PostgresError) -> A
  {
    defer { column += 1 }
    return try A(postgres: table.cell(row: index, column: column))
  }
}

// The same as `decode`, each for one type: called from other modules these are not generic, and a
// row of thirty columns has no type to look up.
extension Row {
  /// Whether there is no value at a column, which must exist.
  public func isNull(_ column: Int) -> Bool {
    table.spans[index * table.columns.count + column].length < 0
  }

  /// A `uuid`.
  public func uuid(_ column: Int) throws(PostgresError) -> UUID {
    if let plain = table.plain(
      index, column, .uuid,
      { $0.count == 16 ? UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) : nil })
    {
      return plain
    }
    return try decode(column, as: UUID.self)
  }

  /// A `smallint`.
  public func int16(_ column: Int) throws(PostgresError) -> Int16 {
    if let plain: Int16 = table.plainInteger(index, column, .int2) { return plain }
    return try decode(column, as: Int16.self)
  }

  /// An `integer`.
  public func int32(_ column: Int) throws(PostgresError) -> Int32 {
    if let plain: Int32 = table.plainInteger(index, column, .int4) { return plain }
    return try decode(column, as: Int32.self)
  }

  /// A `bigint`.
  public func int64(_ column: Int) throws(PostgresError) -> Int64 {
    if let plain: Int64 = table.plainInteger(index, column, .int8) { return plain }
    return try decode(column, as: Int64.self)
  }

  /// A text.
  public func text(_ column: Int) throws(PostgresError) -> String {
    if let plain = table.plain(
      index, column, .text, { String(validating: $0, as: UTF8.self) })
    {
      return plain
    }
    return try decode(column, as: String.self)
  }

  /// A text, or nil for NULL.
  public func optionalText(_ column: Int) throws(PostgresError) -> String? {
    try decode(column, as: String?.self)
  }

  /// A `bytea`.
  public func bytes(_ column: Int) throws(PostgresError) -> [UInt8] {
    if let plain = table.plain(index, column, .bytea, { Array($0) }) { return plain }
    return try decode(column, as: [UInt8].self)
  }

  /// A `bytea` that shares the memory of the whole result, for as long as it is kept.
  public func sharedBytes(_ column: Int) throws(PostgresError) -> ArraySlice<UInt8> {
    if let plain = table.plain(index, column, .bytea, { _ in true }), plain,
      let wire = wire(column)
    {
      return wire
    }
    return ArraySlice(try decode(column, as: [UInt8].self))
  }

  /// The bytes of a column, which must exist, as the server sent them; nil for NULL.
  public func wire(_ column: Int) -> ArraySlice<UInt8>? {
    let span = table.spans[index * table.columns.count + column]
    guard span.length >= 0 else { return nil }
    return table.bytes[span.start..<span.start + Int(span.length)]
  }

  /// A `timestamptz`.
  public func timestamp(_ column: Int) throws(PostgresError) -> PostgresTimestamp {
    if let plain = table.plain(index, column, .timestamptz, PostgresTimestamp.init(wire:)) {
      return plain
    }
    return try decode(column, as: PostgresTimestamp.self)
  }

  /// A `date`.
  public func date(_ column: Int) throws(PostgresError) -> PostgresDate {
    try decode(column, as: PostgresDate.self)
  }
}
