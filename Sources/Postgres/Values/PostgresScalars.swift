import Foundation

/// Integers read any whole-number column that fits, also a `numeric` without fraction: the type of
/// `sum(bigint)` is `numeric` (manual 9.21).
private func decodeInteger<T: FixedWidthInteger>(_ cell: PostgresCell, as target: T.Type)
  throws(PostgresError) -> T
{
  if cell.isNull { throw cell.mismatch(target) }
  let wide: Int64?
  switch (cell.type, cell.format) {
  case (.int8, .binary): wide = cell.bigEndian(Int64.self)
  case (.int4, .binary): wide = cell.bigEndian(Int32.self).map(Int64.init)
  case (.int2, .binary): wide = cell.bigEndian(Int16.self).map(Int64.init)
  case (.oid, .binary): wide = cell.bigEndian(UInt32.self).map(Int64.init)
  case (.numeric, .binary): wide = Int64(try decodeNumericText(cell))
  case (_, .text): wide = Int64(try String(postgres: cell))
  default: throw cell.mismatch(target)
  }
  guard let wide, let value = T(exactly: wide) else {
    throw cell.mismatch(target, "the number does not fit")
  }
  return value
}

extension Int16: PostgresCodable {
  /// `smallint`
  public static var postgresType: PostgresType { .int2 }
  /// Two bytes.
  public func encode(into bytes: inout [UInt8]) { bytes.appendBigEndian(self) }
  /// Reads any whole number that fits.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    self = try decodeInteger(cell, as: Int16.self)
  }
}

extension Int32: PostgresCodable {
  /// `integer`
  public static var postgresType: PostgresType { .int4 }
  /// Four bytes.
  public func encode(into bytes: inout [UInt8]) { bytes.appendBigEndian(self) }
  /// Reads any whole number that fits.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    self = try decodeInteger(cell, as: Int32.self)
  }
}

extension Int64: PostgresCodable {
  /// `bigint`
  public static var postgresType: PostgresType { .int8 }
  /// Eight bytes.
  public func encode(into bytes: inout [UInt8]) { bytes.appendBigEndian(self) }
  /// Reads any whole number that fits.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    self = try decodeInteger(cell, as: Int64.self)
  }
}

extension Int: PostgresCodable {
  /// `bigint`
  public static var postgresType: PostgresType { .int8 }
  /// Eight bytes.
  public func encode(into bytes: inout [UInt8]) { bytes.appendBigEndian(Int64(self)) }
  /// Reads any whole number that fits.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    self = try decodeInteger(cell, as: Int.self)
  }
}

extension Bool: PostgresCodable {
  /// `boolean`
  public static var postgresType: PostgresType { .bool }
  /// One byte.
  public func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }
  /// Reads a `boolean`.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    guard cell.type == .bool, cell.byteCount == 1, let byte = cell.bytes.first else {
      throw cell.mismatch(Bool.self)
    }
    self = cell.format == .binary ? byte != 0 : byte == UInt8(ascii: "t")
  }
}

extension Double: PostgresCodable {
  /// `double precision`
  public static var postgresType: PostgresType { .float8 }
  /// Eight bytes, IEEE 754.
  public func encode(into bytes: inout [UInt8]) { bytes.appendBigEndian(bitPattern) }
  /// Reads `double precision`, `real`, `numeric` and whole numbers up to 2^53.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    if cell.isNull { throw cell.mismatch(Double.self) }
    let value: Double?
    switch (cell.type, cell.format) {
    case (.float8, .binary): value = cell.bigEndian(UInt64.self).map(Double.init(bitPattern:))
    case (.float4, .binary):
      value = cell.bigEndian(UInt32.self).map { Double(Float(bitPattern: $0)) }
    case (.numeric, .binary): value = Double(try decodeNumericText(cell))
    case (.int2, .binary), (.int4, .binary), (.int8, .binary):
      value = Double(exactly: try Int64(postgres: cell))
    case (_, .text): value = Double(try String(postgres: cell))
    default: value = nil
    }
    guard let value else { throw cell.mismatch(Double.self) }
    self = value
  }
}

extension String: PostgresCodable {
  /// `text`
  public static var postgresType: PostgresType { .text }
  /// The UTF-8 bytes. The server refuses a NUL character (SQLSTATE 22021).
  public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }
  /// Reads any textual column, JSON, whole numbers, `numeric`, `uuid` and `boolean`; every column
  /// in text format.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    if cell.isNull { throw cell.mismatch(String.self) }
    if cell.format == .text || cell.type.isTextual {
      guard let text = cell.withBytes({ String(validating: $0, as: UTF8.self) }) else {
        throw cell.mismatch(String.self, "the bytes are not UTF-8")
      }
      self = text
      return
    }
    switch cell.type {
    case .jsonb: self = try PostgresJSON(postgres: cell).text
    case .int2, .int4, .int8, .oid: self = String(try Int64(postgres: cell))
    case .numeric: self = try decodeNumericText(cell)
    case .bool: self = try Bool(postgres: cell) ? "true" : "false"
    case .uuid: self = try UUID(postgres: cell).uuidString.lowercased()
    case .float8, .float4: self = String(try Double(postgres: cell))
    case .void: self = ""
    default: throw cell.mismatch(String.self)
    }
  }
}

extension UUID: PostgresCodable {
  /// `uuid`
  public static var postgresType: PostgresType { .uuid }
  /// Sixteen bytes.
  public func encode(into bytes: inout [UInt8]) {
    withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) }
  }
  /// Reads a `uuid`.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    if cell.format == .text, !cell.isNull {
      guard let value = UUID(uuidString: try String(postgres: cell)) else {
        throw cell.mismatch(UUID.self, "not a uuid")
      }
      self = value
      return
    }
    guard cell.type == .uuid, cell.byteCount == 16 else { throw cell.mismatch(UUID.self) }
    self = UUID(uuid: cell.withBytes { $0.loadUnaligned(as: uuid_t.self) })
  }
}

extension Data: PostgresCodable {
  /// `bytea`
  public static var postgresType: PostgresType { .bytea }
  /// The bytes.
  public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: self) }
  /// Reads a `bytea`.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    self = Data(try [UInt8](postgres: cell))
  }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
  /// The wrapped value's type.
  public static var postgresType: PostgresType { Wrapped.postgresType }
  /// The wrapped value's format.
  public static var postgresFormat: PostgresFormat { Wrapped.postgresFormat }
  /// nil is NULL.
  public var isPostgresNull: Bool {
    switch self {
    case .some(let value): value.isPostgresNull
    case .none: true
    }
  }
  /// The wrapped value's bytes.
  public func encode(into bytes: inout [UInt8]) { self?.encode(into: &bytes) }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
  /// NULL is nil.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    self = cell.isNull ? nil : try Wrapped(postgres: cell)
  }
}
