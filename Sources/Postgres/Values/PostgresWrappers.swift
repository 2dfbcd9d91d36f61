/// An instant as microseconds since 1970-01-01T00:00:00Z; a `timestamptz` (manual 8.5).
public struct PostgresTimestamp: PostgresCodable, PostgresArrayElement, Hashable, Comparable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  public var microseconds: Int64

  /// 2000-01-01T00:00:00Z, the server's own zero (`POSTGRES_EPOCH_JDATE`), in Unix microseconds.
  private static let serverEpochMicroseconds: Int64 = 946_684_800_000_000

  /// An instant from microseconds since 1970-01-01T00:00:00Z.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// `timestamptz`
  public static var postgresType: PostgresType { .timestamptz }
  /// `timestamptz[]`
  public static var postgresArrayType: PostgresType { .timestamptzArray }

  /// Eight bytes: microseconds since 2000. The ends of the 64-bit range, which mean ± infinity
  /// there, are reached by saturation.
  public func encode(into bytes: inout [UInt8]) {
    let (value, overflow) = microseconds.subtractingReportingOverflow(Self.serverEpochMicroseconds)
    bytes.appendBigEndian(overflow ? Int64.min : value)
  }

  /// Reads a `timestamptz`, or a `timestamp` taken as UTC; infinity is refused.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    guard cell.format == .binary, cell.type == .timestamptz || cell.type == .timestamp,
      let value = cell.bigEndian(Int64.self)
    else { throw cell.mismatch(PostgresTimestamp.self) }
    let (sum, overflow) = value.addingReportingOverflow(Self.serverEpochMicroseconds)
    if overflow || value == .min { throw cell.mismatch(PostgresTimestamp.self, "infinity") }
    microseconds = sum
  }

  /// From its binary form; nil when that is none, or infinity.
  @inline(__always)
  init?(wire: UnsafeRawBufferPointer) {
    guard wire.count == 8 else { return nil }
    let value = Int64(bigEndian: wire.loadUnaligned(as: Int64.self))
    let (sum, overflow) = value.addingReportingOverflow(Self.serverEpochMicroseconds)
    guard !overflow, value != .min else { return nil }
    microseconds = sum
  }

  /// Earlier is less.
  public static func < (left: PostgresTimestamp, right: PostgresTimestamp) -> Bool {
    left.microseconds < right.microseconds
  }
}

/// A calendar day as days since 1970-01-01; a `date` (manual 8.5).
public struct PostgresDate: PostgresCodable, PostgresArrayElement, Hashable, Comparable {
  /// Days since 1970-01-01.
  public var days: Int32

  /// 2000-01-01, the server's own zero, in days since 1970-01-01.
  private static let serverEpochDays: Int32 = 10_957

  /// A day from days since 1970-01-01.
  public init(days: Int32) {
    self.days = days
  }

  /// `date`
  public static var postgresType: PostgresType { .date }
  /// `date[]`
  public static var postgresArrayType: PostgresType { .dateArray }

  /// Four bytes: days since 2000-01-01; saturating.
  public func encode(into bytes: inout [UInt8]) {
    let (value, overflow) = days.subtractingReportingOverflow(Self.serverEpochDays)
    bytes.appendBigEndian(overflow ? Int32.min : value)
  }

  /// Reads a `date`; infinity is refused.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    guard cell.format == .binary, cell.type == .date, let value = cell.bigEndian(Int32.self) else {
      throw cell.mismatch(PostgresDate.self)
    }
    let (sum, overflow) = value.addingReportingOverflow(Self.serverEpochDays)
    if overflow || value == .min { throw cell.mismatch(PostgresDate.self, "infinity") }
    days = sum
  }

  /// Earlier is less.
  public static func < (left: PostgresDate, right: PostgresDate) -> Bool {
    left.days < right.days
  }
}

/// JSON text as bytes, bound as `jsonb` (manual 8.14); the server checks it (SQLSTATE 22P02).
public struct PostgresJSON: PostgresCodable, PostgresArrayElement, Hashable {
  /// The UTF-8 text of the document.
  public var bytes: [UInt8]

  /// A document from its UTF-8 text.
  public init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A document from its text.
  public init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// The text of the document.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// `jsonb`
  public static var postgresType: PostgresType { .jsonb }
  /// `jsonb[]`
  public static var postgresArrayType: PostgresType { .jsonbArray }

  /// The version byte of `jsonb_send`.
  private static let binaryVersion: UInt8 = 1

  /// The version byte, then the text.
  public func encode(into bytes: inout [UInt8]) {
    bytes.append(Self.binaryVersion)
    bytes.append(contentsOf: self.bytes)
  }

  /// Reads `jsonb`, `json` or text.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    if cell.isNull { throw cell.mismatch(PostgresJSON.self) }
    if cell.type == .jsonb, cell.format == .binary {
      var bytes = cell.bytes
      guard bytes.first == Self.binaryVersion else {
        throw cell.mismatch(PostgresJSON.self, "unknown version of jsonb")
      }
      bytes.removeFirst()
      self.bytes = bytes
    } else if cell.format == .text || cell.type.isTextual {
      bytes = cell.bytes
    } else {
      throw cell.mismatch(PostgresJSON.self)
    }
  }
}

/// A `numeric` by its decimal text, for example `-12.50`; exact at any length (manual 8.1.2).
public struct PostgresNumeric: PostgresCodable, PostgresArrayElement, Hashable {
  /// The decimal text, or `NaN`, `Infinity`, `-Infinity`.
  public var text: String

  /// A number from its decimal text; the server checks it when it is bound.
  public init(_ text: String) {
    self.text = text
  }

  /// `numeric`
  public static var postgresType: PostgresType { .numeric }
  /// `numeric[]`
  public static var postgresArrayType: PostgresType { .numericArray }

  /// Base-10 000 digits, as in `numeric_send`; a text that is no number is sent in a form that the
  /// server refuses (SQLSTATE 22P03).
  public func encode(into bytes: inout [UInt8]) {
    encodeNumeric(text, into: &bytes)
  }

  /// Reads a `numeric` or a whole number.
  public init(postgres cell: PostgresCell) throws(PostgresError) {
    text = try String(postgres: cell)
  }
}

/// A value sent as text whose type the server infers, for enums, intervals, ranges and the like.
public struct PostgresUntyped: PostgresEncodable, Hashable {
  /// The value in the type's input syntax.
  public var text: String

  /// A value in the type's input syntax.
  public init(_ text: String) {
    self.text = text
  }

  /// Left to the server.
  public static var postgresType: PostgresType { .unspecified }
  /// Text.
  public static var postgresFormat: PostgresFormat { .text }
  /// The UTF-8 bytes.
  public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: text.utf8) }
}
