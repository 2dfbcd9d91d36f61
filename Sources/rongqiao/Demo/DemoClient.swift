import AsyncHTTPClient
import Domain
import NIOCore
import NIOHTTP1

/// A small client of the service's own API, as any user would write one.
struct DemoClient: Sendable {
  /// An answer that was not a success.
  struct Refused: Error, CustomStringConvertible {
    var status: Int
    var code: String
    /// What `Retry-After` said.
    var retrySeconds = 1
    var description: String { "HTTP \(status) \(code)" }
  }

  /// Bytes of an answer that are read at most.
  private static let maximumBytes = 8 << 20
  private static let timeoutSeconds: Int64 = 30
  /// How often a request is made again that came too soon.
  private static let attemptsMaximum = 100

  let client: HTTPClient
  let base: String
  let token: String

  func get(_ path: String) async throws -> JSON {
    try await send("GET", path, body: nil, key: nil)
  }

  func post(_ path: String, _ body: JSON, key: String) async throws -> JSON {
    try await send("POST", path, body: body, key: key)
  }

  private func send(
    _ method: String, _ path: String, body: JSON?, key: String?
  ) async throws -> JSON {
    for _ in 1..<Self.attemptsMaximum {
      do {
        return try await attempt(method, path, body: body, key: key)
      } catch let refused as Refused where refused.status == 429 {
        try await Task.sleep(for: .seconds(refused.retrySeconds))
      }
    }
    return try await attempt(method, path, body: body, key: key)
  }

  private func attempt(
    _ method: String, _ path: String, body: JSON?, key: String?
  ) async throws -> JSON {
    var request = HTTPClientRequest(url: base + path)
    request.method = .RAW(value: method)
    request.headers.add(name: "Authorization", value: "Bearer \(token)")
    if let key { request.headers.add(name: "Idempotency-Key", value: key) }
    if let body {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: body.canonicalBytes))
    }
    let response = try await client.execute(request, timeout: .seconds(Self.timeoutSeconds))
    let bytes = try await response.body.collect(upTo: Self.maximumBytes)
    let json = try JSONParser.parse(Array(bytes.readableBytesView))
    guard (200..<300).contains(response.status.code) else {
      throw Refused(
        status: Int(response.status.code), code: json["code"]?.stringValue ?? "",
        retrySeconds: response.headers.first(name: "Retry-After").flatMap { Int($0) } ?? 1)
    }
    return json
  }
}
