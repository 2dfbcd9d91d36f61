/// Rows for `COPY … FROM STDIN (FORMAT binary)` (manual 54.2.7, "Binary Format"), built in memory.
public struct CopyRows: Sendable {
  /// Signature, flags and an empty header extension.
  private static let header: [UInt8] =
    Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)

  private var bytes: [UInt8]
  /// Rows so far.
  public private(set) var count = 0

  /// - Parameter capacity: bytes to make room for.
  public init(capacity: Int = 0) {
    bytes = []
    bytes.reserveCapacity(capacity + Self.header.count + 2)
    bytes += Self.header
  }

  /// Begins a row of so many values; as many calls of `append` must follow.
  public mutating func beginRow(columns: Int16) {
    bytes.appendBigEndian(columns)
    count += 1
  }

  /// One value, of exactly the type of its column: binary values are not converted.
  public mutating func append<Value: PostgresEncodable>(_ value: Value) {
    guard !value.isPostgresNull else {
      bytes.appendBigEndian(Int32(-1))
      return
    }
    let start = bytes.count
    bytes.appendBigEndian(Int32(0))
    value.encode(into: &bytes)
    bytes.overwriteBigEndian(Int32(bytes.count - start - 4), at: start)
  }

  /// The whole text to send, with the trailer.
  public consuming func finish() -> [UInt8] {
    var bytes = bytes
    bytes.appendBigEndian(Int16(-1))
    return bytes
  }
}
