/// A value that can be bound to a statement, in its own wire form (manual 55.2.3 and the `*_send`
/// and `*_recv` functions of each type).
///
/// An enumeration or identifier whose raw value is encodable needs no code of its own:
/// `extension Status: PostgresEncodable {}`.
public protocol PostgresEncodable: Sendable {
  /// The type announced to the server.
  static var postgresType: PostgresType { get }
  /// Text or binary; binary unless stated.
  static var postgresFormat: PostgresFormat { get }
  /// The value is NULL, and `encode(into:)` is not called.
  var isPostgresNull: Bool { get }
  /// Appends the wire bytes, without a length.
  func encode(into bytes: inout [UInt8])
}

extension PostgresEncodable {
  /// Binary.
  public static var postgresFormat: PostgresFormat { .binary }
  /// Not NULL.
  public var isPostgresNull: Bool { false }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
  /// The raw value's type.
  public static var postgresType: PostgresType { RawValue.postgresType }
  /// The raw value's format.
  public static var postgresFormat: PostgresFormat { RawValue.postgresFormat }
  /// The raw value's answer.
  public var isPostgresNull: Bool { rawValue.isPostgresNull }
  /// Appends the raw value's bytes.
  public func encode(into bytes: inout [UInt8]) { rawValue.encode(into: &bytes) }
}

/// A value that can be read from a result cell, by the cell's type and format.
public protocol PostgresDecodable: Sendable {
  /// Reads the cell; throws kind `.decoding` when type, length or content do not fit.
  init(postgres cell: PostgresCell) throws(PostgresError)
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
  /// Reads the raw value and refuses one that is not a case.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    guard let value = Self(rawValue: try RawValue(postgres: cell)) else {
      throw cell.mismatch(Self.self, "value is none of the known ones")
    }
    self = value
  }
}

/// A value that both binds and reads.
public typealias PostgresCodable = PostgresEncodable & PostgresDecodable

/// One value of a result, as the server sent it.
///
/// It shares the bytes of its result; nothing is copied until a value is decoded.
public struct PostgresCell: Sendable {
  /// The type stated by the server.
  public let type: PostgresType
  /// The format of the bytes.
  public let format: PostgresFormat
  /// The column, counted from 0.
  public let column: Int
  let storage: [UInt8]
  let start: Int
  /// Length in bytes, or -1 for NULL.
  private let length: Int

  init(
    type: PostgresType, format: PostgresFormat, column: Int, storage: [UInt8], start: Int,
    length: Int
  ) {
    self.type = type
    self.format = format
    self.column = column
    self.storage = storage
    self.start = start
    self.length = length
  }

  /// The value is NULL.
  public var isNull: Bool { length < 0 }

  /// The number of bytes; 0 for NULL.
  public var byteCount: Int { max(0, length) }

  /// Lends the bytes for the length of the call; empty for NULL.
  public func withBytes<T>(_ body: (UnsafeRawBufferPointer) -> T) -> T {
    storage.withUnsafeBytes {
      body(UnsafeRawBufferPointer(rebasing: $0[start..<start + byteCount]))
    }
  }

  /// A copy of the bytes; empty for NULL.
  public var bytes: [UInt8] { Array(storage[start..<start + byteCount]) }

  /// A decoding error that names the column and the types, not the value.
  public func mismatch<T>(
    _ target: T.Type, _ reason: String = "the column has another type", file: String = #fileID,
    line: Int = #line
  ) -> PostgresError {
    PostgresError(
      kind: .decoding,
      reason: "column \(column) of type \(type.rawValue) as \(target): \(isNull ? "NULL" : reason)",
      file: file, line: line)
  }

  /// The cell as a big-endian integer of exactly `T`'s width, or nil when the length differs.
  func bigEndian<T: FixedWidthInteger>(_ type: T.Type) -> T? {
    guard length == MemoryLayout<T>.size else { return nil }
    return withBytes { T(bigEndian: $0.loadUnaligned(as: T.self)) }
  }

  /// A part of this cell as a cell of its own: an array element.
  func element(type: PostgresType, offset: Int, length: Int) -> PostgresCell {
    PostgresCell(
      type: type, format: format, column: column, storage: storage, start: start + offset,
      length: length)
  }
}

extension Array where Element == UInt8 {
  /// Appends an integer in network byte order.
  mutating func appendBigEndian<T: FixedWidthInteger>(_ value: T) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }

  /// Overwrites four bytes with an integer in network byte order.
  mutating func overwriteBigEndian(_ value: Int32, at offset: Int) {
    let unsigned = UInt32(bitPattern: value)
    self[offset] = UInt8(truncatingIfNeeded: unsigned >> 24)
    self[offset + 1] = UInt8(truncatingIfNeeded: unsigned >> 16)
    self[offset + 2] = UInt8(truncatingIfNeeded: unsigned >> 8)
    self[offset + 3] = UInt8(truncatingIfNeeded: unsigned)
  }
}
