import Crypto

/// All known facts of one subject; what is not in it is unknown.
public struct FactSheet: Hashable, Sendable {
  public private(set) var facts: [String: Fact]

  public init(_ facts: [Fact] = []) {
    self.facts = Dictionary(facts.map { ($0.path, $0) }, uniquingKeysWith: { _, last in last })
  }

  public subscript(_ path: String) -> Fact? {
    get { facts[path] }
    set { facts[path] = newValue }
  }

  /// Facts in the order of their paths, by bytes.
  public var sorted: [Fact] {
    facts.values.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// This sheet with the facts of `other` laid over it.
  public func merging(_ other: FactSheet) -> FactSheet {
    var copy = self
    copy.facts.merge(other.facts) { _, new in new }
    return copy
  }

  /// `[[path, value, source, as_of], …]` sorted by path, unknowns left out (design section 5).
  public var json: JSON { .array(sorted.map(\.json)) }

  /// SHA-256 of the RFC 8785 form of `json`.
  public var digest: Digest { Digest(of: json) }
}

/// A SHA-256 digest.
public struct Digest: Hashable, Sendable {
  /// 32 bytes.
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
  public init(ofBytes bytes: [UInt8]) { self.bytes = Array(SHA256.hash(data: bytes)) }
  /// The digest of some stretches of bytes, one after the other.
  public init(ofParts parts: [UnsafeRawBufferPointer]) {
    var hash = SHA256()
    for part in parts { hash.update(bufferPointer: part) }
    bytes = Array(hash.finalize())
  }
  /// The digest of the canonical form of `json`.
  public init(of json: JSON) { self.init(ofBytes: json.canonicalBytes) }

  /// Lowercase hexadecimal.
  public var hexadecimal: String { Hexadecimal.text(bytes) }
  /// `sha256:` and the hexadecimal digits.
  public var text: String { "sha256:" + hexadecimal }
}

public enum Hexadecimal {
  /// The lowercase digit of a value below 16.
  @inline(__always)
  static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// Lowercase, two digits a byte.
  public static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digit(byte >> 4))
      text.append(digit(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for an odd length or other characters than 0-9 a-f A-F.
  public static func bytes(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for at in stride(from: 0, to: digits.count, by: 2) {
      guard let high = value(digits[at]), let low = value(digits[at + 1]) else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
