import Domain

/// A refusal on its way to `application/problem+json` (RFC 9457).
///
/// Texts come from this module and from `Fault`s: never from a driver, a file system or a token.
struct Problem: Error, Sendable {
  /// One entry of the extension member `errors`.
  struct Entry: Sendable, Hashable {
    /// RFC 6901 pointer into the body, or `query:NAME`, `header:NAME` for what is not in the body.
    var pointer: String
    var code: String
    var message: Text
    var limit: Int64?
    /// Byte offset into the body, for what could not be read as JSON.
    var offset: Int?

    init(
      _ pointer: String, _ code: String, _ message: Text, limit: Int64? = nil, offset: Int? = nil
    ) {
      self.pointer = pointer
      self.code = code
      self.message = message
      self.limit = limit
      self.offset = offset
    }

    init(_ fault: Fault) {
      self.init(fault.pointer, fault.code, Text(fault.zh, fault.en), limit: fault.limit)
    }
  }

  var kind: ProblemCode
  /// The `code` member; differs from `kind` only for a conflict this module does not list.
  var code: String
  var detail: Text?
  var entries: [Entry]
  /// The extension member `erased_at`: since when there is nothing here any more.
  var erasedAt: String?
  /// Extra header fields, such as `Allow` or `Retry-After`.
  var headers: [(name: String, value: String)]

  init(
    _ kind: ProblemCode, detail: Text? = nil, entries: [Entry] = [],
    headers: [(name: String, value: String)] = []
  ) {
    self.kind = kind
    code = kind.rawValue
    self.detail = detail
    self.entries = entries
    self.headers = headers
  }

  /// The document. `instance` is the request's path without its query.
  func json(
    language: Language, instance: String, requestID: String, traceID: String?
  ) -> JSON {
    var members: [String: JSON] = [
      "type": .string("/problems/\(kind.rawValue)"),
      "title": .string(kind.title.inLanguage(language)),
      "status": .int(Int64(kind.status)),
      "code": .string(code),
      "instance": .string(instance),
      "request_id": .string(requestID),
      "retryable": .bool(kind.isRetryable),
    ]
    if let traceID { members["trace_id"] = .string(traceID) }
    if let detail { members["detail"] = .string(detail.inLanguage(language)) }
    if let erasedAt { members["erased_at"] = .string(erasedAt) }
    if !entries.isEmpty {
      members["errors"] = .array(entries.map { $0.json(language: language) })
    }
    return .object(members)
  }
}

extension Problem.Entry {
  fileprivate func json(language: Language) -> JSON {
    var members: [String: JSON] = [
      "pointer": .string(pointer), "code": .string(code),
      "message": .string(message.inLanguage(language)),
    ]
    if language != .english { members["message_en"] = .string(message.en) }
    if let limit { members["limit"] = .int(limit) }
    if let offset { members["offset"] = .int(Int64(offset)) }
    return .object(members)
  }
}
