import HTTPTypes
import Hummingbird
import Logging
import ServiceLifecycle

/// Takes webhooks on the loopback address and notes in the ledger which events came.
final class HookReceiver: Sendable {
  let port: Int
  private let group: ServiceGroup
  private let running: Task<Void, any Error>

  var url: String { "http://127.0.0.1:\(port)/in" }

  private init(port: Int, group: ServiceGroup, running: Task<Void, any Error>) {
    self.port = port
    self.group = group
    self.running = running
  }

  /// Lends one; it is stopped afterwards.
  static func with<T: Sendable>(
    _ ledger: Ledger, _ body: (HookReceiver) async throws -> T
  ) async throws -> T {
    let receiver = await start(ledger)
    do {
      let value = try await body(receiver)
      await receiver.stop()
      return value
    } catch {
      await receiver.stop()
      throw error
    }
  }

  private static func start(_ ledger: Ledger) async -> HookReceiver {
    let (ports, known) = AsyncStream<Int>.makeStream()
    let router = Router()
    router.on("**", method: .post) { request, _ -> Response in
      _ = try await request.body.collect(upTo: 1 << 20)
      for field in request.headers where field.name.canonicalName == "webhook-id" {
        ledger.received(webhook: field.value)
      }
      return Response(status: .ok)
    }
    let logger = Logger(label: "hooks", factory: { _ in SwiftLogNoOpLogHandler() })
    let server = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in
        known.yield(channel.localAddress?.port ?? 0)
        known.finish()
      }, logger: logger)
    let group = ServiceGroup(services: [server], logger: logger)
    let running = Task { try await group.run() }
    var port = 0
    for await found in ports { port = found }
    return HookReceiver(port: port, group: group, running: running)
  }

  private func stop() async {
    await group.triggerGracefulShutdown()
    _ = await running.result
  }
}
