import Application
import Domain
import Foundation
import Hummingbird

/// One request after all checks that need no use case: what a handler works with.
struct Call: Sendable {
  let spec: RouteSpec
  /// Captured path segments by name.
  let path: [String: String]
  let query: QueryReader
  let body: JSON?
  let idempotency: IdempotencyRequest?
  let expectedVersion: Int?
  let page: PageRequest
  /// The language of texts that are written in one language only.
  let language: Language
  /// Whether `Accept` prefers a page for people to JSON.
  let prefersHTML: Bool
  /// The path as it was asked for, with its identifiers: what a cursor is bound to.
  private let address: String
  private let caller: Actor?
  private let cursors: CursorSealer

  /// - Throws: `Problem`; the order of checks is query, page, key, precondition, body.
  init(
    _ spec: RouteSpec, _ request: Request, _ context: APIContext, options: APIOptions,
    cursors: CursorSealer
  ) async throws {
    self.spec = spec
    self.cursors = cursors
    address = request.uri.path
    caller = context.record.caller
    language = context.language
    prefersHTML = RequestHeaders.prefersHTML(request.headers[.accept])
    var path: [String: String] = [:]
    for (name, value) in context.parameters { path[String(name)] = String(value) }
    self.path = path
    query = try QueryReader(request.uri.query, known: spec.query)
    page = try await Self.page(
      spec, query, address: address, subject: caller?.subject ?? "", cursors)
    let key = spec.needsIdempotencyKey ? try RequestHeaders.idempotencyKey(request.headers) : nil
    expectedVersion = try RequestHeaders.expectedVersion(request.headers, rule: spec.precondition)
    let body = try await BodyReader.read(
      request, rule: spec.body, maximumBytes: options.maximumBodyBytes)
    self.body = body
    guard let key else {
      idempotency = nil
      return
    }
    idempotency = IdempotencyRequest(
      client: caller?.subject ?? "", key: key,
      fingerprint: Self.fingerprint(
        request, body: body ?? .null, version: expectedVersion, caller: caller))
  }

  /// What makes two requests the same one: method, address with its identifiers, expected version,
  /// the canonical body, and the rights they came with: a stored answer is for nobody who has less.
  private static func fingerprint(
    _ request: Request, body: JSON, version: Int?, caller: Actor?
  ) -> Digest {
    Digest(
      of: [
        "body": body,
        "caller": [
          "role": .optional(caller?.role.rawValue), "org": .optional(caller?.organisation),
          "uscc": .optional(caller?.uscc), "region": .optional(caller?.region),
        ], "if_match": .optional(version.map(Int64.init)),
        "method": .string(request.method.rawValue), "path": .string(request.uri.path),
      ])
  }

  private static func page(
    _ spec: RouteSpec, _ query: QueryReader, address: String, subject: String,
    _ cursors: CursorSealer
  ) async throws -> PageRequest {
    guard spec.query.contains(.limit) else { return PageRequest() }
    var page = PageRequest()
    if let limit = try query.integer(.limit, in: PageRequest.limitRange) { page.limit = Int(limit) }
    if let cursor = query.values[.cursor] {
      page.after = try await cursors.open(
        cursor,
        binding: CursorSealer.binding(path: address, filters: query.values, subject: subject))
    }
    return page
  }

  /// Who asks. Routes for everyone have nobody; asking there is a mistake of ours and is refused.
  func actor() throws(Problem) -> Actor {
    guard let caller else { throw Problem(.tokenMissing) }
    return caller
  }

  /// The path's identifier; one of another form names nothing, so it is 404.
  func identifier<Kind>(
    _ name: String = "id", _: Kind.Type = Kind.self
  ) throws(Problem) -> Identifier<Kind> {
    guard let text = path[name], let id = Identifier<Kind>(text) else { throw Problem(.notFound) }
    return id
  }

  /// A product's identifier or code (`^[a-z0-9][a-z0-9-]{2,63}$`); another form is 404.
  func product(_ name: String) throws(Problem) -> String {
    guard let text = path[name] else { throw Problem(.notFound) }
    if ProductID(text) != nil { return text }
    let isCode = text.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
    }
    guard isCode, (3...64).contains(text.utf8.count), text.first != "-" else {
      throw Problem(.notFound)
    }
    return text
  }

  /// The body of a route that takes JSON.
  func json() throws(Problem) -> JSON {
    guard let body else { throw Problem(.malformedJSON) }
    return body
  }

  /// `If-Match` of a route that requires it.
  func version() throws(Problem) -> Int {
    guard let expectedVersion else { throw Problem(.preconditionRequired) }
    return expectedVersion
  }

  /// A list answer: `{"data":[…],"page":{"limit","next","has_more"}}`.
  func list(_ page: Page<JSON>) async throws -> Answer {
    var next = JSON.null
    if let after = page.next {
      let binding = CursorSealer.binding(
        path: address, filters: query.values, subject: caller?.subject ?? "")
      next = .string(try await cursors.seal(after: after, binding: binding))
    }
    var answer = Answer.json([
      "data": .array(page.items),
      "page": [
        "has_more": .bool(page.next != nil), "limit": .int(Int64(self.page.limit)), "next": next,
      ],
    ])
    answer.entityTag = nil
    return answer
  }
}
