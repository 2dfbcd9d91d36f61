import Application
import Domain
import HTTPTypes
import Hummingbird

/// What a handler gives back; the pipeline turns it into a response.
struct Answer: Sendable {
  /// How long others may keep it.
  enum Caching: Sendable {
    /// Data about enterprises: nobody keeps it.
    case noStore
    /// A document of the service itself, for so many seconds.
    case publicFor(seconds: Int)
  }

  var status: HTTPResponse.Status
  var contentType: String
  var bytes: [UInt8]
  var headers: [(name: HTTPField.Name, value: String)] = []
  var entityTag: EntityTag?
  var caching = Caching.noStore

  init(
    status: HTTPResponse.Status = .ok, contentType: String = "application/json", bytes: [UInt8]
  ) {
    self.status = status
    self.contentType = contentType
    self.bytes = bytes
  }

  /// A JSON view, tagged by its content.
  static func json(_ value: JSON, status: HTTPResponse.Status = .ok) -> Answer {
    json(canonical: value.canonicalBytes, status: status)
  }

  /// The same of a view that is in RFC 8785 form already.
  static func json(canonical bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Answer {
    var answer = Answer(status: status, bytes: bytes)
    if status == .ok { answer.entityTag = EntityTag(version: nil, content: answer.bytes) }
    return answer
  }

  /// A page for print with its own security policy; nobody keeps it.
  static func page(_ page: PrintedPage) -> Answer {
    var answer = Answer(contentType: "text/html; charset=utf-8", bytes: Array(page.html.utf8))
    answer.headers.append((.securityPolicy, page.contentSecurityPolicy))
    return answer
  }

  /// A versioned JSON view, tagged by version and content.
  static func versioned(_ item: Versioned<JSON>) -> Answer {
    var answer = Answer(bytes: item.value.canonicalBytes)
    answer.entityTag = EntityTag(version: item.version, content: answer.bytes)
    return answer
  }

  /// The stored answer of an effect. Header fields that are not well formed are left out.
  static func stored(_ stored: StoredAnswer) -> Answer {
    var answer = Answer(
      status: HTTPResponse.Status(code: stored.status), bytes: stored.body.canonicalBytes)
    for (name, value) in stored.headers.sorted(by: { $0.key < $1.key }) {
      guard let name = HTTPField.Name(name) else { continue }
      answer.headers.append((name, value))
    }
    if stored.isReplay { answer.headers.append((.idempotencyReplayed, "true")) }
    return answer
  }

  /// A document of the service, tagged by its content.
  static func document(_ bytes: [UInt8], contentType: String) -> Answer {
    var answer = Answer(contentType: contentType, bytes: bytes)
    answer.entityTag = EntityTag(version: nil, content: bytes)
    answer.caching = .publicFor(seconds: 300)
    return answer
  }

  /// The response, or 304 when the caller already has it (RFC 9110 section 13.1.2).
  func response(to request: Request) -> Response {
    var fields = HTTPFields()
    for (name, value) in headers { fields[name] = value }
    if let entityTag { fields[.eTag] = entityTag.text }
    switch caching {
    case .noStore: fields[.cacheControl] = "no-store"
    case .publicFor(let seconds): fields[.cacheControl] = "public, max-age=\(seconds)"
    }
    let isRead = request.method == .get || request.method == .head
    if isRead, status == .ok, let entityTag, let header = request.headers[.ifNoneMatch],
      entityTag.isNamed(inIfNoneMatch: header)
    {
      var response = Response(status: .notModified, headers: fields)
      response.headers[.contentLength] = nil
      return response
    }
    fields[.contentType] = contentType
    return Response(
      status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
