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
  /// The digest of the canonical form of `json`.
  public init(of json: JSON) { self.init(ofBytes: json.canonicalBytes) }

  /// Lowercase hexadecimal.
  public var hexadecimal: String { Hexadecimal.text(bytes) }
  /// `sha256:` and the hexadecimal digits.
  public var text: String { "sha256:" + hexadecimal }
}

public enum Hexadecimal {
  /// Lowercase, two digits a byte.
  public static func text(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for an odd length or other characters than 0-9 a-f A-F.
  public static func bytes(_ text: String) -> [UInt8]? {
    let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count % 2 == 0, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    var bytes: [UInt8] = []
    for at in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[at], let low = digits[at + 1] else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    return bytes
  }
}
