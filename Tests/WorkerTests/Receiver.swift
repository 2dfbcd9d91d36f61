import HTTPTypes
import Hummingbird
import ServiceLifecycle

import enum Application.WebhookSignature

/// A receiver of webhooks on the loopback address, which answers as its test tells it.
final class Receiver: Sendable {
  /// One request as it came.
  struct Call: Sendable {
    var path: String
    var id: String
    var seconds: Int64
    var signature: String
    var body: [UInt8]
    var headers: [String: String]

    /// Whether it is signed by the key the API shows.
    func isSigned(by publicKey: String) -> Bool {
      WebhookSignature.isValid(
        signature, id: id, seconds: seconds, body: body, publicKey: publicKey)
    }
  }

  /// An answer without a body.
  struct Reply: Sendable {
    var status: Int
    var headers: [String: String] = [:]
  }

  /// What to answer; it may wait as long as it likes.
  typealias Answer = @Sendable (Call) async -> Reply

  private let calls = Shared<[Call]>([])
  let port: Int
  private let running: Running

  private init(port: Int, running: Running) {
    self.port = port
    self.running = running
  }

  var url: String { "http://127.0.0.1:\(port)/in" }

  /// Requests so far, in the order in which they came.
  func received() -> [Call] { calls.value }

  /// Lends a receiver; it is stopped afterwards.
  static func with<T: Sendable>(
    _ answer: @escaping Answer, _ body: (Receiver) async throws -> T
  ) async throws -> T {
    let (ports, known) = AsyncStream<Int>.makeStream()
    let inbox = Shared<(@Sendable (Call) -> Void)?>(nil)
    let router = Router()
    router.on("**", method: .post) { request, _ -> Response in
      var headers: [String: String] = [:]
      for field in request.headers { headers[field.name.canonicalName] = field.value }
      let bytes = try await request.body.collect(upTo: 1 << 20)
      let call = Call(
        path: request.uri.path, id: headers["webhook-id"] ?? "",
        seconds: headers["webhook-timestamp"].flatMap { Int64($0) } ?? 0,
        signature: headers["webhook-signature"] ?? "", body: Array(bytes.readableBytesView),
        headers: headers)
      inbox.value?(call)
      let reply = await answer(call)
      var fields = HTTPFields()
      for (name, value) in reply.headers {
        if let name = HTTPField.Name(name) { fields[name] = value }
      }
      return Response(status: HTTPResponse.Status(code: reply.status), headers: fields)
    }
    let server = Hummingbird.Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in
        known.yield(channel.localAddress?.port ?? 0)
        known.finish()
      }, logger: World.logger)
    let running = Running(server)
    var port = 0
    for await found in ports { port = found }
    let receiver = Receiver(port: port, running: running)
    inbox.change { $0 = { call in receiver.calls.change { $0.append(call) } } }
    do {
      let value = try await body(receiver)
      await running.stop()
      return value
    } catch {
      await running.stop()
      throw error
    }
  }
}
