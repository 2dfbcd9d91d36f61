import Domain

/// Walks over canonical JSON without building it.
struct StoredScanner {
  enum Value {
    case null
    case boolean(Bool)
    case integer(Int64)
    case text(Slice<UnsafeBufferPointer<UInt8>>)
    case set([String])
  }

  let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0
  /// Whether there is a backslash anywhere: mostly there is none, and no text is searched for one.
  private let mayEscape: Bool

  init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    mayEscape =
      bytes.baseAddress.map {
        ByteSearch.count(before: UInt8(ascii: "\\"), in: $0, count: bytes.count) != nil
      } ?? false
  }

  var isAtEnd: Bool { at == bytes.count }

  /// How many bytes have been passed.
  var position: Int { at }

  mutating func take(_ byte: UInt8) -> Bool {
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  /// Passes over exactly these bytes.
  @inline(__always)
  mutating func take(_ expected: UnsafePointer<UInt8>, count: Int) -> Bool {
    guard let base = bytes.baseAddress, count <= bytes.count - at,
      ByteSearch.isEqual(base + at, expected, count: count)
    else { return false }
    at += count
    return true
  }

  /// A text without escapes.
  mutating func text() -> Slice<UnsafeBufferPointer<UInt8>>? {
    guard take(UInt8(ascii: "\"")), let base = bytes.baseAddress, at < bytes.count,
      let length = ByteSearch.count(
        before: UInt8(ascii: "\""), in: base + at, count: bytes.count - at),
      !mayEscape
        || ByteSearch.count(before: UInt8(ascii: "\\"), in: base + at, count: length) == nil
    else { return nil }
    defer { at += length + 1 }
    return bytes[at..<at + length]
  }

  /// What a value is, by its first byte.
  enum Kind {
    case null
    case boolean
    case integer
    case text
    case list
  }

  var kind: Kind? {
    guard at < bytes.count else { return nil }
    switch bytes[at] {
    case UInt8(ascii: "\""): return .text
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "["): return .list
    default: return .integer
    }
  }

  /// Passes over a value; its bytes, with quotation marks and brackets.
  mutating func span() -> UnsafeBufferPointer<UInt8>? {
    let start = at
    switch kind {
    case nil: return nil
    case .text: guard text() != nil else { return nil }
    case .boolean: guard word("true") || word("false") else { return nil }
    case .null: guard word("null") else { return nil }
    case .integer: guard integer() != nil else { return nil }
    case .list:
      at += 1
      if take(UInt8(ascii: "]")) { break }
      repeat {
        guard text() != nil else { return nil }
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "]")) else { return nil }
    }
    return UnsafeBufferPointer(rebasing: bytes[start..<at])
  }

  mutating func value() -> Value? {
    guard at < bytes.count else { return nil }
    switch bytes[at] {
    case UInt8(ascii: "\""): return text().map(Value.text)
    case UInt8(ascii: "t"): return word("true") ? .boolean(true) : nil
    case UInt8(ascii: "f"): return word("false") ? .boolean(false) : nil
    case UInt8(ascii: "n"): return word("null") ? .null : nil
    case UInt8(ascii: "["): return texts().map(Value.set)
    default: return integer().map(Value.integer)
    }
  }

  /// Exactly these bytes.
  mutating func word(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard let base = bytes.baseAddress, at + count <= bytes.count,
      ByteSearch.isEqual(base + at, word.utf8Start, count: count)
    else { return false }
    at += count
    return true
  }

  private mutating func texts() -> [String]? {
    guard take(UInt8(ascii: "[")) else { return nil }
    if take(UInt8(ascii: "]")) { return [] }
    var texts: [String] = []
    repeat {
      guard let text = text() else { return nil }
      texts.append(String(decoding: text, as: UTF8.self))
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "]")) ? texts : nil
  }

  /// An integer within 64 bits.
  mutating func integer() -> Int64? {
    let isNegative = take(UInt8(ascii: "-"))
    let start = at
    var value: Int64 = 0
    while at < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) {
      let digit = Int64(bytes[at] - UInt8(ascii: "0"))
      let (product, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) =
        isNegative
        ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      guard !first, !second else { return nil }
      value = sum
      at += 1
    }
    return at > start ? value : nil
  }

  /// A text of hexadecimal digits, two a byte.
  mutating func hexadecimal() -> [UInt8]? {
    guard let digits = text(), digits.count % 2 == 0 else { return nil }
    var isValid = true
    let row = [UInt8](unsafeUninitializedCapacity: digits.count / 2) { row, count in
      count = digits.count / 2
      var at = digits.startIndex
      for place in 0..<count {
        let (high, low) = (Self.digit(bytes[at]), Self.digit(bytes[at + 1]))
        isValid = isValid && high < 16 && low < 16
        row.initializeElement(at: place, to: high << 4 | low & 15)
        at += 2
      }
    }
    return isValid ? row : nil
  }

  /// The value of a lowercase hexadecimal digit; 255 for anything else.
  @inline(__always)
  private static func digit(_ byte: UInt8) -> UInt8 {
    let number = byte &- UInt8(ascii: "0")
    if number < 10 { return number }
    let letter = byte &- UInt8(ascii: "a")
    return letter < 6 ? letter + 10 : 255
  }
}
