import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization
import TestSupport

/// A client of the service that repeats a request, with its key, until it is answered for good.
final class SiteClient: Sendable {
  struct Answer: Sendable {
    var status: Int
    var body: JSON
  }

  struct Request: Sendable {
    var method: String
    var path: String
    var body: JSON?
    var key: String?
    /// The version in `If-Match`.
    var version: Int?
    /// Nil for the operator's.
    var token: String?
  }

  private let site: FaultSite
  let ledger: Ledger
  /// How many faults of the kind ``FaultKind/retries`` are under way.
  private let doubling: Atomic<Int>

  /// How long a request is repeated.
  private static let limitMilliseconds = 180_000
  private static let answerSeconds: Int64 = 5

  init(_ site: FaultSite, _ ledger: Ledger) {
    self.site = site
    self.ledger = ledger
    doubling = Atomic(0)
  }

  /// While it is on each request with a key is sent twice at once, and again after its answer.
  func setDoubling(_ isOn: Bool) {
    doubling.add(isOn ? 1 : -1, ordering: .relaxed)
  }

  /// Sends until an answer comes that another attempt would not change.
  func settle(_ request: Request) async throws -> Answer {
    let deadline = ContinuousClock.now + .milliseconds(Self.limitMilliseconds)
    while ContinuousClock.now < deadline {
      let isDoubled = request.key != nil && doubling.load(ordering: .relaxed) > 0
      if let answer = isDoubled ? try await sendDoubled(request) : await send(request),
        Self.isFinal(answer)
      {
        return answer
      }
      await Timing.tick(milliseconds: 100)
    }
    throw StoryError("no answer to \(request.method) \(request.path) with key \(request.key ?? "")")
  }

  /// 5xx, 409 of a key under way, and 429 ask for another attempt.
  private static func isFinal(_ answer: Answer) -> Bool {
    guard answer.status < 500, answer.status != 429 else { return false }
    return answer.body["code"]?.stringValue != "idempotency_in_flight"
  }

  private func sendDoubled(_ request: Request) async throws -> Answer? {
    async let one = send(request)
    async let two = send(request)
    let answers = await [one, two].compactMap { $0 }.filter(Self.isFinal)
    guard let first = answers.first else { return nil }
    ledger.retriedOnPurpose()
    let third = await send(request).flatMap { Self.isFinal($0) ? $0 : nil }
    for other in answers.dropFirst() + [third].compactMap({ $0 })
    where other.status != first.status || other.body["id"] != first.body["id"] {
      ledger.surprise(
        "key \(request.key ?? "") was answered with \(first.status) and \(other.status), "
          + "\(first.body["id"] ?? .null) and \(other.body["id"] ?? .null)")
    }
    return first
  }

  /// One attempt; nil when no answer came.
  func send(_ request: Request) async -> Answer? {
    var http = HTTPClientRequest(url: site.base + request.path)
    http.method = .RAW(value: request.method)
    http.headers.add(name: "Authorization", value: "Bearer \(request.token ?? site.token)")
    if let key = request.key { http.headers.add(name: "Idempotency-Key", value: key) }
    if let version = request.version {
      http.headers.add(name: "If-Match", value: "\"\(version)\"")
    }
    if let body = request.body {
      http.headers.add(name: "Content-Type", value: "application/json")
      http.body = .bytes(ByteBuffer(bytes: body.canonicalBytes))
    }
    do {
      let response = try await HTTPClient.shared.execute(
        http, timeout: .seconds(Self.answerSeconds))
      let bytes = try await response.body.collect(upTo: 4 << 20)
      return Answer(
        status: Int(response.status.code),
        body: (try? JSONParser.parse(Array(bytes.readableBytesView))) ?? .null)
    } catch {
      return nil
    }
  }
}
