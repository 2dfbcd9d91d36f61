/// Many rows that the server sent as one: each row that is sent costs the server, libpq and this library
/// more than a small value in it.
extension Row {
  /// The rows that aggregates made this one of: each column is an array of as many elements, as
  /// `array_agg` makes it, or NULL of no rows. They share the memory of this one.
  ///
  /// - Parameter joined: a column, not the first, that has the bytes of all rows one after another, as
  ///   `string_agg` makes it; their lengths are the `integer[]` before it, and both become one `bytea`
  ///   there.
  /// - Returns: as many rows as there are elements, in their order, each with one value of each column.
  /// - Throws: kind `.decoding` when columns are no binary arrays of one dimension, or not of one size.
  public func unnested(joining joined: Int? = nil) throws(PostgresError) -> [Row] {
    var elements: [ArrayElements] = []
    for column in columns.indices where column != joined {
      elements.append(try ArrayElements(self[column], named: columns[column].name))
    }
    guard let count = elements.first?.spans.count,
      elements.allSatisfy({ $0.spans.count == count })
    else { throw self[0].mismatch([Row].self, "arrays of different sizes") }
    if let joined { try elements[joined - 1].split(self[joined], named: columns[joined].name) }
    guard count > 0 else { return [] }
    let width = elements.count
    let spans = [ResultTable.Span](unsafeUninitializedCapacity: count * width) { buffer, filled in
      for (column, values) in elements.enumerated() {
        var place = column
        for span in values.spans {
          buffer.initializeElement(at: place, to: span)
          place += width
        }
      }
      filled = count * width
    }
    return ResultTable(
      columns: elements.map(\.column), rowCount: count, bytes: table.bytes, spans: spans
    ).rows
  }
}

/// Where the elements of an array of one dimension stand.
private struct ArrayElements {
  var column: PostgresColumn
  var spans: [ResultTable.Span]

  /// - Parameter cell: an array, or NULL for none.
  init(_ cell: PostgresCell, named name: String) throws(PostgresError) {
    guard cell.format == .binary else { throw cell.mismatch([Row].self) }
    guard !cell.isNull else {
      column = PostgresColumn(name: name, type: cell.type, format: .binary)
      spans = []
      return
    }
    let found = cell.withBytes { Self.elements($0, from: cell.start) }
    guard let found else { throw cell.mismatch([Row].self, "not an array of one dimension") }
    column = PostgresColumn(name: name, type: found.type, format: .binary)
    spans = found.spans
  }

  private static func elements(
    _ bytes: UnsafeRawBufferPointer, from start: Int
  ) -> (type: PostgresType, spans: [ResultTable.Span])? {
    guard let head = PostgresArrayHead(bytes) else { return nil }
    guard head.count > 0 else { return (head.type, []) }
    var isWhole = true
    let spans = [ResultTable.Span](unsafeUninitializedCapacity: head.count) { buffer, filled in
      var offset = PostgresArrayHead.byteCount
      while filled < head.count {
        guard offset + 4 <= bytes.count else { break }
        let length = Int32(
          bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
        offset += 4
        guard offset + Int(max(0, length)) <= bytes.count else { break }
        buffer.initializeElement(
          at: filled, to: ResultTable.Span(start: start + offset, length: max(-1, length)))
        filled += 1
        offset += Int(max(0, length))
      }
      isWhole = filled == head.count && offset == bytes.count
    }
    return isWhole ? (head.type, spans) : nil
  }

  /// Makes of the lengths of values the values.
  ///
  /// - Parameter joined: all of them one after another; NULL when there is none.
  mutating func split(_ joined: PostgresCell, named name: String) throws(PostgresError) {
    guard joined.type == .bytea, joined.format == .binary, spans.isEmpty || column.type == .int4
    else {
      throw joined.mismatch([Row].self)
    }
    let lengths = column
    column = PostgresColumn(name: name, type: .bytea, format: .binary)
    var start = joined.start
    let end = start + joined.byteCount
    for place in spans.indices where spans[place].length >= 0 {
      let length = PostgresCell(
        type: lengths.type, format: .binary, column: joined.column, storage: joined.storage,
        start: spans[place].start, length: Int(spans[place].length)
      ).bigEndian(Int32.self)
      guard let length, length >= 0, Int(length) <= end - start else {
        throw joined.mismatch([Row].self, "lengths of something else")
      }
      spans[place] = ResultTable.Span(start: start, length: length)
      start += Int(length)
    }
    guard start == end else { throw joined.mismatch([Row].self, "lengths of something else") }
  }
}
