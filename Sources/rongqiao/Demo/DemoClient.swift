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
    var description: String { "HTTP \(status) \(code)" }
  }

  /// Bytes of an answer that are read at most.
  private static let maximumBytes = 8 << 20
  private static let timeoutSeconds: Int64 = 30

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
      throw Refused(status: Int(response.status.code), code: json["code"]?.stringValue ?? "")
    }
    return json
  }
}
