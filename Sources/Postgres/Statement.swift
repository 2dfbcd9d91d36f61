import Foundation

/// SQL text with its bound values apart from it.
///
/// `"SELECT name FROM account WHERE id = \(id)"` sends `… id = $1` and the value of `id` beside it,
/// so no value is ever read as SQL. Names go in through `\(identifier:)`, fixed text through
/// `\(raw:)`, and parts join with `+` or by interpolating one statement in another, which renumbers
/// the parameters.
public struct Statement: ExpressibleByStringInterpolation, Sendable {
  /// One bound value: its bytes are `bytes[start ..< start + length]`; length -1 is NULL.
  struct Parameter: Sendable {
    var type: PostgresType
    var format: PostgresFormat
    var start: Int
    var length: Int
  }

  /// The text sent to the server, with `$1`, `$2`, … in place of the values.
  public private(set) var sql: String
  /// Where each placeholder stands in the UTF-8 of `sql`.
  private var placeholders: [Range<Int>] = []
  private(set) var parameters: [Parameter] = []
  private(set) var bytes: [UInt8] = []

  /// The server keeps the parsed statement for the connection; see `prepared()`.
  public private(set) var isPrepared = false
  /// Ask for results in text format; see `textResults()`.
  public private(set) var wantsTextResults = false
  /// How long the client waits for this statement, in place of the connection's setting.
  public private(set) var timeoutMilliseconds: Int?

  private init(sql: String) {
    self.sql = sql
  }

  /// A statement without values from a literal; for text known only at run time say `unsafeSQL`.
  public init(stringLiteral value: String) {
    sql = value
  }

  /// A statement from an interpolated literal.
  public init(stringInterpolation: StringInterpolation) {
    self = stringInterpolation.statement
  }

  /// A statement from text known only at run time: migration files. The text is not checked; never
  /// build it from input.
  public static func unsafeSQL(_ text: String) -> Statement {
    Statement(sql: text)
  }

  /// The same statement, parsed once per connection and then run by name. For hot statements; the
  /// cache is bounded by `preparedStatementsMaximum` and keyed by the SQL text.
  public func prepared() -> Statement {
    var copy = self
    copy.isPrepared = true
    return copy
  }

  /// The same statement with results in text format, for types without a binary output function.
  public func textResults() -> Statement {
    var copy = self
    copy.wantsTextResults = true
    return copy
  }

  /// The same statement with its own client-side limit. The server's `statement_timeout` of the
  /// connection still holds.
  public func timeout(milliseconds: Int) -> Statement {
    var copy = self
    copy.timeoutMilliseconds = milliseconds
    return copy
  }

  /// The number of bound values.
  public var parameterCount: Int { parameters.count }

  /// The largest number of parameters in the protocol's 16-bit count (manual 55.7, Bind).
  static let parametersMaximum = 65_535

  /// Refuses what libpq or the protocol cannot carry.
  func check() throws(PostgresError) {
    guard parameters.count <= Self.parametersMaximum else {
      throw PostgresError(
        kind: .encoding, reason: "\(parameters.count) values, at most \(Self.parametersMaximum)")
    }
    guard bytes.count < Int(Int32.max) else {
      throw PostgresError(kind: .encoding, reason: "more than 2 GiB of values")
    }
    guard !holdsNUL else {
      throw PostgresError(kind: .encoding, reason: "NUL in the text of a statement")
    }
  }

  /// The text holds a NUL, which would end it early.
  private var holdsNUL: Bool {
    sql.utf8.withContiguousStorageIfAvailable { text in
      text.baseAddress.map { memchr($0, 0, text.count) != nil } ?? false
    } ?? sql.utf8.contains(0)
  }

  /// Lends the bytes of the values; there is always an address, since no address would be NULL.
  func withValueBytes<T>(_ body: (UnsafePointer<UInt8>) -> T) -> T {
    bytes.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { return body(base) }
      return withUnsafePointer(to: 0 as UInt8) { body($0) }
    }
  }

  /// Makes room for the pieces of a literal.
  fileprivate mutating func reserve(textBytes: Int, values: Int) {
    sql.reserveCapacity(textBytes)
    guard values > 0 else { return }
    placeholders.reserveCapacity(values)
    parameters.reserveCapacity(values)
    bytes.reserveCapacity(values * 24)
  }

  mutating func append(text: String) {
    sql += text
  }

  mutating func append<T: PostgresEncodable>(value: T) {
    let start = bytes.count
    if value.isPostgresNull {
      parameters.append(
        Parameter(type: T.postgresType, format: T.postgresFormat, start: start, length: -1))
    } else {
      value.encode(into: &bytes)
      parameters.append(
        Parameter(
          type: T.postgresType, format: T.postgresFormat, start: start,
          length: bytes.count - start))
      // libpq reads a value in text format up to its NUL (manual 34.3.1, PQexecParams).
      if T.postgresFormat == .text { bytes.append(0) }
    }
    appendPlaceholder(parameters.count)
  }

  mutating func appendNull<T: PostgresEncodable>(_ type: T.Type) {
    parameters.append(
      Parameter(type: T.postgresType, format: T.postgresFormat, start: bytes.count, length: -1))
    appendPlaceholder(parameters.count)
  }

  private mutating func appendPlaceholder(_ number: Int) {
    let start = sql.utf8.count
    sql += "$"
    sql += String(number)
    placeholders.append(start..<sql.utf8.count)
  }

  mutating func append(_ other: Statement) {
    let offset = bytes.count
    if parameters.isEmpty && sql.isEmpty {
      sql = other.sql
      placeholders = other.placeholders
    } else {
      let count = parameters.count
      let text = other.sql.utf8
      var rest = text.startIndex
      var position = 0
      for (index, placeholder) in other.placeholders.enumerated() {
        let start = text.index(rest, offsetBy: placeholder.lowerBound - position)
        sql += other.sql[rest..<start]
        appendPlaceholder(count + index + 1)
        rest = text.index(start, offsetBy: placeholder.count)
        position = placeholder.upperBound
      }
      sql += other.sql[rest...]
    }
    parameters += other.parameters.map { parameter in
      var moved = parameter
      moved.start += offset
      return moved
    }
    bytes += other.bytes
    isPrepared = isPrepared || other.isPrepared
    wantsTextResults = wantsTextResults || other.wantsTextResults
    timeoutMilliseconds = timeoutMilliseconds ?? other.timeoutMilliseconds
  }

  /// Joins two statements; the parameters of the second follow those of the first.
  public static func + (left: Statement, right: Statement) -> Statement {
    var joined = left
    joined.append(right)
    return joined
  }

  /// Adds a statement at the end.
  public static func += (left: inout Statement, right: Statement) {
    left.append(right)
  }

  /// Joins statements with fixed text between them, for example conditions with `" AND "`.
  public static func joined(_ parts: [Statement], separator: StaticString) -> Statement {
    var result = Statement(sql: "")
    for (index, part) in parts.enumerated() {
      if index > 0 { result.append(text: "\(separator)") }
      result.append(part)
    }
    return result
  }

  /// Collects the pieces of an interpolated literal.
  public struct StringInterpolation: StringInterpolationProtocol, Sendable {
    var statement = Statement(sql: "")

    /// Starts an empty statement.
    public init(literalCapacity: Int, interpolationCount: Int) {
      statement.reserve(
        textBytes: literalCapacity + 3 * interpolationCount, values: interpolationCount)
    }

    /// Adds text of the literal itself.
    public mutating func appendLiteral(_ literal: String) {
      statement.append(text: literal)
    }

    /// Binds a value.
    public mutating func appendInterpolation<T: PostgresEncodable>(_ value: T) {
      statement.append(value: value)
    }

    /// Binds a value, or NULL for nil. Without this form the compiler takes an optional for a
    /// mistake and warns.
    public mutating func appendInterpolation<T: PostgresEncodable>(_ value: T?) {
      if let value { statement.append(value: value) } else { statement.appendNull(T.self) }
    }

    /// Inserts another statement with its values.
    public mutating func appendInterpolation(_ part: Statement) {
      statement.append(part)
    }

    /// Inserts a quoted name.
    public mutating func appendInterpolation(identifier: SQLIdentifier) {
      statement.append(text: identifier.quoted)
    }

    /// Inserts text fixed at compile time.
    public mutating func appendInterpolation(raw text: StaticString) {
      statement.append(text: "\(text)")
    }
  }
}

/// The name of a table, column, schema or channel: a literal, or one checked against a list.
public struct SQLIdentifier: ExpressibleByStringLiteral, Hashable, Sendable {
  /// The name, unquoted.
  public let name: String

  /// A name written in the program.
  public init(stringLiteral value: StaticString) {
    name = "\(value)"
  }

  /// A name from outside, if it is in the list; throws kind `.encoding` if not.
  public init(_ name: String, among allowed: [SQLIdentifier]) throws(PostgresError) {
    guard let known = allowed.first(where: { $0.name == name }) else {
      throw PostgresError(kind: .encoding, reason: "a name is not in the list of allowed ones")
    }
    self = known
  }

  /// A name from a trusted caller inside this module, such as a channel of the listener.
  init(unchecked name: String) {
    self.name = name
  }

  /// The name in double quotes, inner quotes doubled (manual 4.1.1).
  var quoted: String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
  }
}
