/// One thing wrong with an input: where, which rule, and what to do about it.
///
/// Faults travel unchanged from the decoder to `problem+json` (RFC 9457 extension member `errors`)
/// and to the row errors of an import.
public struct Fault: Error, Hashable, Sendable {
  /// RFC 6901 pointer into the document, "" for the whole of it.
  public var pointer: String
  /// A stable code in snake_case, such as `required`, `type`, `range`, `checksum`.
  public var code: String
  /// One sentence in Chinese.
  public var zh: String
  /// The same sentence in English.
  public var en: String
  /// The bound that was passed, where there is one.
  public var limit: Int64?

  public init(_ pointer: String, _ code: String, zh: String, en: String, limit: Int64? = nil) {
    self.pointer = pointer
    self.code = code
    self.zh = zh
    self.en = en
    self.limit = limit
  }

  /// The fault seen from a document that holds this one at `prefix`.
  public func under(_ prefix: String) -> Fault {
    var copy = self
    copy.pointer = prefix + pointer
    return copy
  }
}

/// All faults of one input; never empty when thrown.
public struct Faults: Error, Hashable, Sendable {
  public var list: [Fault]
  public init(_ list: [Fault]) { self.list = list }
  public init(_ fault: Fault) { self.list = [fault] }
}

/// RFC 6901 helpers.
public enum Pointer {
  /// A member name as a reference token: `~` → `~0`, `/` → `~1`.
  public static func escape(_ token: String) -> String {
    guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
      return token
    }
    return token.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
      .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
  }
}
