/// A strict reader of RFC 8259 text into `JSON`.
///
/// It refuses what lenient readers let through and what would change the meaning of a contract:
/// repeated members, numbers that are not integers, integers beyond Int64, invalid UTF-8, lone
/// surrogates, U+0000, bytes after the value, and nesting deeper than `depthLimit`.
public struct JSONParser {
  /// Where and why reading stopped.
  public struct Failure: Error, Hashable, Sendable {
    /// A stable code: `json_syntax`, `json_encoding`, `json_duplicate_member`, `json_number`,
    /// `json_depth`.
    public let code: String
    /// Byte offset into the text, from 0.
    public let offset: Int
    /// RFC 6901 pointer to the value being read.
    public let pointer: String
    public let message: String
  }

  /// Deepest nesting of arrays and objects that is read.
  public static let depthLimit = 32

  private let bytes: [UInt8]
  private var position = 0
  private var path: [String] = []

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads exactly one value from UTF-8 `bytes`.
  public static func parse(_ bytes: [UInt8]) throws(Failure) -> JSON {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Failure(code: "json_encoding", offset: 0, pointer: "", message: "not valid UTF-8")
    }
    var parser = JSONParser(bytes)
    parser.skipSpace()
    let value = try parser.value()
    parser.skipSpace()
    guard parser.position == bytes.count else {
      throw parser.failure("json_syntax", "text after the value")
    }
    return value
  }

  /// Reads exactly one value from `text`.
  public static func parse(_ text: String) throws(Failure) -> JSON { try parse(Array(text.utf8)) }

  private func failure(_ code: String, _ message: String) -> Failure {
    Failure(
      code: code, offset: position, pointer: path.map { "/" + Pointer.escape($0) }.joined(),
      message: message)
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      position += 1
    }
  }

  private mutating func expect(_ byte: UInt8, _ what: String) throws(Failure) {
    guard current == byte else { throw failure("json_syntax", "expected \(what)") }
    position += 1
  }

  private mutating func value() throws(Failure) -> JSON {
    guard path.count < Self.depthLimit else { throw failure("json_depth", "nested too deeply") }
    switch current {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number()
    default: throw failure("json_syntax", "expected a value")
    }
  }

  private mutating func word(_ text: String, _ value: JSON) throws(Failure) -> JSON {
    guard bytes[position...].starts(with: text.utf8) else {
      throw failure("json_syntax", "expected a value")
    }
    position += text.utf8.count
    return value
  }

  private mutating func object() throws(Failure) -> JSON {
    position += 1
    var members: [String: JSON] = [:]
    skipSpace()
    if current == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else {
        throw failure("json_syntax", "expected a member name")
      }
      let name = try string()
      skipSpace()
      try expect(UInt8(ascii: ":"), "':'")
      skipSpace()
      path.append(name)
      guard members[name] == nil else {
        throw failure("json_duplicate_member", "member given twice")
      }
      members[name] = try value()
      path.removeLast()
      skipSpace()
      if current == UInt8(ascii: ",") {
        position += 1
        continue
      }
      try expect(UInt8(ascii: "}"), "',' or '}'")
      return .object(members)
    }
  }

  private mutating func array() throws(Failure) -> JSON {
    position += 1
    var elements: [JSON] = []
    skipSpace()
    if current == UInt8(ascii: "]") {
      position += 1
      return .array(elements)
    }
    while true {
      skipSpace()
      path.append(String(elements.count))
      elements.append(try value())
      path.removeLast()
      skipSpace()
      if current == UInt8(ascii: ",") {
        position += 1
        continue
      }
      try expect(UInt8(ascii: "]"), "',' or ']'")
      return .array(elements)
    }
  }

  private mutating func number() throws(Failure) -> JSON {
    let start = position
    let negative = current == UInt8(ascii: "-")
    if negative { position += 1 }
    let firstDigit = position
    while let byte = current, byte >= 0x30, byte <= 0x39 { position += 1 }
    guard position > firstDigit else { throw failure("json_syntax", "expected a digit") }
    if bytes[firstDigit] == 0x30, position > firstDigit + 1 {
      throw failure("json_syntax", "a number has no leading zero")
    }
    if let byte = current, byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") {
      throw failure("json_number", "numbers are whole here, without '.' or exponent")
    }
    guard let value = Int64(String(decoding: bytes[start..<position], as: UTF8.self)) else {
      throw failure("json_number", "number out of the 64-bit range")
    }
    return .int(value)
  }

  private mutating func string() throws(Failure) -> String {
    position += 1
    var text: [UInt8] = []
    while true {
      guard let byte = current else { throw failure("json_syntax", "string without an end") }
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &text)
      case 0x00..<0x20: throw failure("json_syntax", "control character in a string")
      default: text.append(byte)
      }
    }
  }

  private mutating func escape(into text: inout [UInt8]) throws(Failure) {
    guard let byte = current else { throw failure("json_syntax", "string without an end") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var scalar = try hexadecimal()
      if scalar >= 0xD800, scalar < 0xDC00 {
        guard bytes[position...].starts(with: "\\u".utf8) else {
          throw failure("json_encoding", "surrogate without its pair")
        }
        position += 2
        let low = try hexadecimal()
        guard low >= 0xDC00, low < 0xE000 else {
          throw failure("json_encoding", "surrogate without its pair")
        }
        scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
      }
      // PostgreSQL text cannot hold U+0000; refusing it here keeps it a fault of the input.
      guard scalar != 0, let unicode = Unicode.Scalar(scalar) else {
        throw failure("json_encoding", "not a character")
      }
      text.append(contentsOf: String(Character(unicode)).utf8)
    default: throw failure("json_syntax", "unknown escape")
    }
  }

  private mutating func hexadecimal() throws(Failure) -> UInt32 {
    guard position + 4 <= bytes.count else { throw failure("json_syntax", "short \\u escape") }
    var value: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw failure("json_syntax", "expected four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }
}
