import Foundation

/// Rows for `COPY … FROM STDIN (FORMAT binary)` (manual 54.2.7, "Binary Format"), built in memory.
public struct CopyRows: Sendable {
  /// Signature, flags and an empty header extension.
  private static let header: [UInt8] =
    Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)

  /// Rows are sent in pieces of about this size: the server reads a piece into memory that it uses
  /// again for the next.
  private static let pieceBytes = 64 << 10

  private var pieces: [[UInt8]] = []
  private var bytes: [UInt8]
  /// Rows so far.
  public private(set) var count = 0

  public init() { bytes = Self.header }

  /// Begins a row of so many values; as many calls of `append` must follow.
  public mutating func beginRow(columns: Int16) {
    if bytes.count >= Self.pieceBytes {
      pieces.append(bytes)
      bytes = []
      bytes.reserveCapacity(Self.pieceBytes + Self.pieceBytes / 8)
    }
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

  // The same, each for one type: called from other modules these are not generic, and a row of twenty
  // values has no type to look up.

  /// A `uuid`.
  public mutating func append(_ value: UUID) {
    bytes.appendBigEndian(Int32(16))
    withUnsafeBytes(of: value.uuid) { bytes.append(contentsOf: $0) }
  }

  /// A `smallint`.
  public mutating func append(_ value: Int16) {
    bytes.appendBigEndian(Int32(2))
    bytes.appendBigEndian(value)
  }

  /// An `integer`.
  public mutating func append(_ value: Int32) {
    bytes.appendBigEndian(UInt64(4) << 32 | UInt64(UInt32(bitPattern: value)))
  }

  /// A `bytea`.
  public mutating func append(_ value: [UInt8]) {
    bytes.appendBigEndian(Int32(value.count))
    bytes.append(contentsOf: value)
  }

  /// A `timestamptz`.
  public mutating func append(_ value: PostgresTimestamp) {
    bytes.appendBigEndian(Int32(8))
    value.encode(into: &bytes)
  }

  /// A `date`.
  public mutating func append(_ value: PostgresDate) {
    bytes.appendBigEndian(Int32(4))
    value.encode(into: &bytes)
  }

  /// The pieces that are full; what follows them goes on after the last.
  public mutating func takeFull() -> [[UInt8]] {
    var full: [[UInt8]] = []
    swap(&full, &pieces)
    return full
  }

  /// What is left to be sent, with the trailer; begins anew.
  public mutating func finish() -> [[UInt8]] {
    bytes.appendBigEndian(Int16(-1))
    pieces.append(bytes)
    var all: [[UInt8]] = []
    swap(&all, &pieces)
    bytes = Self.header
    count = 0
    return all
  }
}
