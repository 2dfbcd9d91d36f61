import Foundation

/// A type that can be the element of a PostgreSQL array; `UInt8` is the exception whose array is a
/// `bytea`.
public protocol PostgresArrayElement: Sendable {
  /// The type of an array of such elements.
  static var postgresArrayType: PostgresType { get }
  /// Appends the wire form of the whole array.
  static func encodeArray(_ elements: [Self], into bytes: inout [UInt8])
  /// Reads a whole array.
  static func decodeArray(_ cell: PostgresCell) throws(PostgresError) -> [Self]
}

/// What stands before the elements of an array of at most one dimension, as in `array_send`: dimension
/// count, null flag, element type, then size and lower bound of the dimension. Each element follows behind
/// its length (-1 for NULL).
struct PostgresArrayHead {
  /// An array without elements has no dimension, and so less.
  static let byteCount = 20

  let type: PostgresType
  let count: Int

  /// Nil of what is no such array, or says to have more elements than it has room for.
  init?(_ bytes: UnsafeRawBufferPointer) {
    func integer(_ offset: Int) -> Int32 {
      Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
    }
    guard bytes.count >= 12, 0...1 ~= integer(0) else { return nil }
    type = PostgresType(rawValue: UInt32(bitPattern: integer(8)))
    guard integer(0) == 1 else {
      count = 0
      return
    }
    guard bytes.count >= Self.byteCount else { return nil }
    count = Int(integer(12))
    guard count >= 0, count <= (bytes.count - Self.byteCount) / 4 else { return nil }
  }
}

extension PostgresArrayElement where Self: PostgresEncodable {
  /// Appends a one-dimensional array with lower bound 1; an empty one has no dimension.
  public static func encodeArray(_ elements: [Self], into bytes: inout [UInt8]) {
    bytes.appendBigEndian(Int32(elements.isEmpty ? 0 : 1))
    let nullFlag = bytes.count
    bytes.appendBigEndian(Int32(0))
    bytes.appendBigEndian(Self.postgresType.rawValue)
    if elements.isEmpty { return }
    bytes.appendBigEndian(Int32(elements.count))
    bytes.appendBigEndian(Int32(1))
    for element in elements {
      if element.isPostgresNull {
        bytes.appendBigEndian(Int32(-1))
        bytes[nullFlag + 3] = 1
        continue
      }
      let start = bytes.count
      bytes.appendBigEndian(Int32(0))
      element.encode(into: &bytes)
      bytes.overwriteBigEndian(Int32(bytes.count - start - 4), at: start)
    }
  }
}

extension PostgresArrayElement where Self: PostgresDecodable {
  /// Reads an array of at most one dimension.
  public static func decodeArray(_ cell: PostgresCell) throws(PostgresError) -> [Self] {
    if cell.isNull || cell.format == .text { throw cell.mismatch([Self].self) }
    guard let head = cell.withBytes({ PostgresArrayHead($0) }) else {
      throw cell.mismatch([Self].self, "not an array of one dimension")
    }
    func integer(_ offset: Int) -> Int32 {
      cell.withBytes { Int32(bigEndian: $0.loadUnaligned(fromByteOffset: offset, as: Int32.self)) }
    }
    var elements: [Self] = []
    elements.reserveCapacity(head.count)
    var offset = PostgresArrayHead.byteCount
    for _ in 0..<head.count {
      guard offset + 4 <= cell.byteCount else {
        throw cell.mismatch([Self].self, "broken array")
      }
      let length = Int(integer(offset))
      offset += 4
      guard offset + max(0, length) <= cell.byteCount else {
        throw cell.mismatch([Self].self, "broken array")
      }
      elements.append(
        try Self(postgres: cell.element(type: head.type, offset: offset, length: length)))
      offset += max(0, length)
    }
    return elements
  }
}

extension PostgresArrayElement where Self: RawRepresentable, RawValue: PostgresArrayElement {
  /// The raw value's array type.
  public static var postgresArrayType: PostgresType { RawValue.postgresArrayType }
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
  /// The element's array type.
  public static var postgresType: PostgresType { Element.postgresArrayType }
  /// The array's wire form.
  public func encode(into bytes: inout [UInt8]) { Element.encodeArray(self, into: &bytes) }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
  /// Reads a whole array.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    self = try Element.decodeArray(cell)
  }
}

extension UInt8: PostgresArrayElement {
  /// An array of bytes is a `bytea`.
  public static var postgresArrayType: PostgresType { .bytea }
  /// Appends the bytes themselves.
  public static func encodeArray(_ elements: [UInt8], into bytes: inout [UInt8]) {
    bytes.append(contentsOf: elements)
  }
  /// Reads a `bytea`, also in its hexadecimal text form (manual 8.4.1), or the bytes of JSON.
  public static func decodeArray(_ cell: PostgresCell) throws(PostgresError) -> [UInt8] {
    if cell.isNull { throw cell.mismatch([UInt8].self) }
    switch (cell.type, cell.format) {
    case (.bytea, .binary): return cell.bytes
    case (.json, _), (.jsonb, _): return try PostgresJSON(postgres: cell).bytes
    case (.bytea, .text):
      let digits = cell.bytes.dropFirst(2).map { $0 <= 57 ? $0 &- 48 : ($0 | 32) &- 87 }
      guard cell.bytes.starts(with: [92, 120]), digits.count.isMultiple(of: 2),
        digits.allSatisfy({ $0 < 16 })
      else { throw cell.mismatch([UInt8].self, "not in hexadecimal form") }
      return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    default: throw cell.mismatch([UInt8].self)
    }
  }
}

extension Array: PostgresArrayElement where Element == UInt8 {
  /// `bytea[]`
  public static var postgresArrayType: PostgresType { .byteaArray }
}

extension Optional: PostgresArrayElement
where Wrapped: PostgresArrayElement & PostgresEncodable & PostgresDecodable {
  /// The wrapped element's array type.
  public static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }
}

extension Bool: PostgresArrayElement {
  /// `boolean[]`
  public static var postgresArrayType: PostgresType { .boolArray }
}

extension Int16: PostgresArrayElement {
  /// `smallint[]`
  public static var postgresArrayType: PostgresType { .int2Array }
}

extension Int32: PostgresArrayElement {
  /// `integer[]`
  public static var postgresArrayType: PostgresType { .int4Array }
}

extension Int64: PostgresArrayElement {
  /// `bigint[]`
  public static var postgresArrayType: PostgresType { .int8Array }
}

extension Int: PostgresArrayElement {
  /// `bigint[]`
  public static var postgresArrayType: PostgresType { .int8Array }
}

extension Double: PostgresArrayElement {
  /// `double precision[]`
  public static var postgresArrayType: PostgresType { .float8Array }
}

extension String: PostgresArrayElement {
  /// `text[]`
  public static var postgresArrayType: PostgresType { .textArray }
}

extension UUID: PostgresArrayElement {
  /// `uuid[]`
  public static var postgresArrayType: PostgresType { .uuidArray }
}

extension Data: PostgresArrayElement {
  /// `bytea[]`
  public static var postgresArrayType: PostgresType { .byteaArray }
}
