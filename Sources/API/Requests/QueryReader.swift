import Application
import Domain
import Foundation

/// The query of one request, decoded and checked against what its route knows.
struct QueryReader: Sendable {
  private(set) var values: [QueryParameter: String] = [:]

  /// - Parameter query: the raw query, nil or empty when there is none.
  /// - Throws: 400 `unknown_parameter` with every unknown name, or 400 `invalid_parameter` for what
  ///   is given twice, empty, not UTF-8, or holds control characters.
  init(_ query: String?, known: [QueryParameter]) throws(Problem) {
    var unknown: [Problem.Entry] = []
    var invalid: [Problem.Entry] = []
    for pair in (query ?? "").split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = Self.decode(parts[0]) ?? String(parts[0])
      guard let parameter = QueryParameter(rawValue: name), known.contains(parameter) else {
        unknown.append(
          .init(
            "query:\(name.prefix(64))", "unknown_parameter",
            Text(
              "此处可用:\(Self.list(known))", "known here: \(Self.list(known))")))
        continue
      }
      guard values[parameter] == nil else {
        invalid.append(
          .init("query:\(name)", "repeated", Text("只能出现一次", "may be given once")))
        continue
      }
      guard parts.count == 2, let value = Self.decode(parts[1]), !value.isEmpty else {
        invalid.append(
          .init(
            "query:\(name)", "encoding",
            Text("应为非空的 UTF-8 百分号编码", "must be non-empty percent-encoded UTF-8")))
        continue
      }
      values[parameter] = value
    }
    if !unknown.isEmpty { throw Problem(.unknownParameter, entries: unknown) }
    if !invalid.isEmpty { throw Problem(.invalidParameter, entries: invalid) }
  }

  private static func list(_ known: [QueryParameter]) -> String {
    known.isEmpty ? "-" : known.map(\.rawValue).joined(separator: ", ")
  }

  /// Percent-decoding, `+` as space; nil when it is not UTF-8 or holds a control character, which
  /// PostgreSQL text or a log line could not carry.
  static func decode(_ text: Substring) -> String? {
    let spaced = text.split(separator: "+", omittingEmptySubsequences: false)
      .joined(separator: " ")
    guard let decoded = spaced.removingPercentEncoding,
      !decoded.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
    else { return nil }
    return decoded
  }

  private func fault(
    _ parameter: QueryParameter, _ code: String, _ message: Text, limit: Int64? = nil
  ) -> Problem {
    Problem(
      .invalidParameter,
      entries: [.init("query:\(parameter.rawValue)", code, message, limit: limit)])
  }

  /// `parameter` read by `read`, or 400 with what it should be.
  func value<T>(
    _ parameter: QueryParameter, _ code: String, _ expected: Text, read: (String) -> T?
  ) throws(Problem) -> T? {
    guard let text = values[parameter] else { return nil }
    guard let value = read(text) else { throw fault(parameter, code, expected) }
    return value
  }

  /// A whole number within `range`.
  func integer(
    _ parameter: QueryParameter, in range: ClosedRange<Int64>
  ) throws(Problem) -> Int64? {
    guard let text = values[parameter] else { return nil }
    let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isPlain, text.utf8.count <= 18, let number = Int64(text) else {
      throw fault(parameter, "type", Text("应为整数", "must be a whole number"))
    }
    guard number >= range.lowerBound else {
      throw fault(
        parameter, "below_min",
        Text("不得小于 \(range.lowerBound)", "must be at least \(range.lowerBound)"),
        limit: range.lowerBound)
    }
    guard number <= range.upperBound else {
      throw fault(
        parameter, "above_max",
        Text("不得大于 \(range.upperBound)", "must be at most \(range.upperBound)"),
        limit: range.upperBound)
    }
    return number
  }

  /// A county, city or province prefix: 2, 4 or 6 digits.
  func region() throws(Problem) -> String? {
    try value(
      .region, "region", Text("应为 2、4 或 6 位行政区划代码", "must be a region code of 2, 4 or 6 digits")
    ) { text in
      let count = text.utf8.count
      let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      return isPlain && (count == 2 || count == 4 || count == 6) ? text : nil
    }
  }

  /// 18 characters of the alphabet of GB 32100-2015.
  func uscc() throws(Problem) -> String? {
    try value(
      .uscc, "alphabet", Text("应为 18 位统一社会信用代码", "must be a USCC of 18 characters")
    ) { text in
      let alphabet = Set("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
      return text.utf8.count == 18 && text.utf8.allSatisfy(alphabet.contains) ? text : nil
    }
  }

  /// A word of lower-case letters, digits, `_` and `-`, at most 64 characters.
  func word(_ parameter: QueryParameter) throws(Problem) -> String? {
    try value(
      parameter, "alphabet",
      Text("应由小写字母、数字、_ 或 - 组成", "must be lower-case letters, digits, _ or -")
    ) { text in
      let isWord = text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
          || $0 == UInt8(ascii: "-")
      }
      return isWord && text.utf8.count <= 64 ? text : nil
    }
  }

  /// Two names with a `/` between them.
  func pair(_ parameter: QueryParameter) throws(Problem) -> NamePair? {
    try value(
      parameter, "pair",
      Text("应为前一页的 next_after", "must be the next_after of the answer before")
    ) { NamePair($0) }
  }

  /// A name of lower-case letters, digits, `.`, `_` and `-`, at most 100 characters.
  func name(_ parameter: QueryParameter) throws(Problem) -> String? {
    try value(
      parameter, "alphabet",
      Text("应由小写字母、数字、.、_ 或 - 组成", "must be lower-case letters, digits, ., _ or -")
    ) { text in
      let isName = text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
          || [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")].contains($0)
      }
      return isName && text.utf8.count <= 100 ? text : nil
    }
  }

  /// One of `values`.
  func choice(_ parameter: QueryParameter, of values: [String]) throws(Problem) -> String? {
    let known = values.joined(separator: ", ")
    return try value(
      parameter, "unknown_value", Text("取值应为:\(known)", "must be one of: \(known)")
    ) { values.contains($0) ? $0 : nil }
  }

  /// An identifier with its prefix.
  func identifier<Kind>(
    _ parameter: QueryParameter, _: Kind.Type = Kind.self
  ) throws(Problem) -> Identifier<Kind>? {
    try value(
      parameter, "identifier",
      Text("应为 \(Kind.prefix)_ 开头的编号", "must be an identifier that begins with \(Kind.prefix)_")
    ) { Identifier<Kind>($0) }
  }

  /// An RFC 3339 instant with offset.
  func instant(_ parameter: QueryParameter) throws(Problem) -> Instant? {
    try value(
      parameter, "instant",
      Text("应为带时区的 RFC 3339 时间", "must be an RFC 3339 instant with an offset")
    ) { Instant($0) }
  }
}
