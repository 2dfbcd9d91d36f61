import Domain
import HTTPTypes
import Hummingbird

/// The header fields of a request that the pipeline reads, each with its form.
enum RequestHeaders {
  /// `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): a structured string
  /// (`"…"`) or the bare value, 1 to 255 visible ASCII characters; the quotation marks do not count.
  static func idempotencyKey(_ headers: HTTPFields) throws(Problem) -> String {
    let values = headers[values: .idempotencyKey]
    guard let first = values.first else {
      throw Problem(
        .idempotencyKeyMissing,
        entries: [.init("header:Idempotency-Key", "required", Text("必填", "required"))])
    }
    var key = first.trimmingWhitespace()
    if key.utf8.count >= 2, key.first == "\"", key.last == "\"" {
      key = String(key.dropFirst().dropLast())
    }
    let isVisible = key.utf8.allSatisfy {
      (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    guard values.count == 1, isVisible, (1...255).contains(key.utf8.count) else {
      throw Problem(
        .idempotencyKeyMalformed,
        entries: [
          .init(
            "header:Idempotency-Key", "form",
            Text("应为 1–255 个可见 ASCII 字符", "must be 1 to 255 visible ASCII characters"),
            limit: 255)
        ])
    }
    return key
  }

  /// The version in `If-Match`; 428 when it is required and missing.
  static func expectedVersion(
    _ headers: HTTPFields, rule: RouteSpec.Precondition
  ) throws(Problem) -> Int? {
    guard rule != .none else { return nil }
    guard let header = headers[.ifMatch] else {
      guard rule == .required else { return nil }
      throw Problem(
        .preconditionRequired,
        entries: [.init("header:If-Match", "required", Text("必填", "required"))])
    }
    return try EntityTag.expectedVersion(ifMatch: header)
  }

  /// Whether `Accept` (RFC 9110 section 12.5.1) ranks `text/html` above `application/json`; without
  /// the field, or with neither in it, JSON is meant.
  static func prefersHTML(_ header: String?) -> Bool {
    var quality: [String: Double] = [:]
    for part in (header ?? "").split(separator: ",").prefix(20) {
      let pieces = part.split(separator: ";").map { $0.trimmingWhitespace().lowercased() }
      guard let range = pieces.first else { continue }
      let given = pieces.dropFirst().first { $0.hasPrefix("q=") }
      quality[range] = given.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
    }
    let any = quality["*/*"] ?? 0
    let html = quality["text/html"] ?? quality["text/*"] ?? any
    return html > quality["application/json"] ?? quality["application/*"] ?? any
  }

  /// The caller's `Request-Id` when it is 1 to 128 letters, digits, `.`, `_`, `:` or `-`; else nil.
  static func requestID(_ headers: HTTPFields) -> String? {
    let values = headers[values: .requestID]
    guard values.count == 1, let id = values.first, (1...128).contains(id.utf8.count) else {
      return nil
    }
    let isPlain = id.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        || byte == UInt8(ascii: ":")
    }
    return isPlain ? id : nil
  }

  /// The caller's `traceparent` when there is one and it is well formed; else nil: a trace starts anew
  /// rather than the request be refused.
  static func trace(_ headers: HTTPFields) -> TraceContext? {
    let values = headers[values: .traceparent]
    guard values.count == 1, let text = values.first else { return nil }
    return TraceContext(text)
  }
}
