import Foundation

/// Where one piece of work stands in a trace: W3C Trace Context, Recommendation of 23 November 2021,
/// section 3.2 (`traceparent`, version 00).
///
/// A request is one span, and each attempt of a worker is a child of what it handles; so a trace
/// leads from the HTTP header through Kafka to the stored run, and into every line of the log.
public struct TraceContext: Hashable, Sendable {
  /// 32 lower-case hexadecimal digits, not all zero: the same on the whole way.
  public let traceID: String
  /// 16 lower-case hexadecimal digits, not all zero: one step of it.
  public let spanID: String
  /// `01`: the caller may have recorded it (section 3.2.2.5); passed on unread.
  public let flags: String

  /// Reads a `traceparent` of version 00, or of a later version whose beginning has its form
  /// (section 3.2.2); nil for anything else: a receiver then starts a trace rather than refuse.
  public init?(_ traceparent: String) {
    let bytes = Array(traceparent.utf8)
    guard bytes.count >= 55 else { return nil }
    for (index, byte) in bytes.prefix(55).enumerated() {
      if index == 2 || index == 35 || index == 52 {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) else { return nil }
      }
    }
    let zero = UInt8(ascii: "0")
    guard bytes[3..<35].contains(where: { $0 != zero }),
      bytes[36..<52].contains(where: { $0 != zero }),
      !(bytes[0] == UInt8(ascii: "f") && bytes[1] == UInt8(ascii: "f"))
    else { return nil }
    if bytes[0] == zero, bytes[1] == zero {
      guard bytes.count == 55 else { return nil }
    } else {
      guard bytes.count == 55 || bytes[55] == UInt8(ascii: "-") else { return nil }
    }
    traceID = String(decoding: bytes[3..<35], as: UTF8.self)
    spanID = String(decoding: bytes[36..<52], as: UTF8.self)
    flags = String(decoding: bytes[53..<55], as: UTF8.self)
  }

  private init(traceID: String, spanID: String, flags: String) {
    self.traceID = traceID
    self.spanID = spanID
    self.flags = flags
  }

  /// A trace that begins here; its identifier is a UUIDv7, so that traces sort by time.
  public static func root(_ ids: IdentifierSource) -> TraceContext {
    let digits = ids.next().uuidString.lowercased().filter { $0 != "-" }
    return TraceContext(traceID: digits, spanID: span(ids), flags: "01")
  }

  /// The next step of the same trace.
  public func child(_ ids: IdentifierSource) -> TraceContext {
    TraceContext(traceID: traceID, spanID: Self.span(ids), flags: flags)
  }

  /// A step of the trace a header names, or the first one of a new trace.
  public static func entering(_ traceparent: String?, _ ids: IdentifierSource) -> TraceContext {
    traceparent.flatMap(TraceContext.init)?.child(ids) ?? root(ids)
  }

  /// The half of a new UUIDv7 that counts and is random; its variant bits keep it from being zero.
  private static func span(_ ids: IdentifierSource) -> String {
    String(ids.next().uuidString.lowercased().filter { $0 != "-" }.suffix(16))
  }

  /// The header field's value.
  public var traceparent: String { "00-\(traceID)-\(spanID)-\(flags)" }
}

extension Event {
  /// The trace it belongs to; nil when it has none, or one that is not well formed.
  public var trace: TraceContext? { traceparent.flatMap(TraceContext.init) }

  /// The same event as an attempt to apply it sees it: one step further in its trace.
  public func entered(_ ids: IdentifierSource) -> Event {
    var event = self
    event.traceparent = TraceContext.entering(traceparent, ids).traceparent
    return event
  }
}
