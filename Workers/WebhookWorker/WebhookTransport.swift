import Application
import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOHTTP1

/// Connections to one address for the length of one turn.
///
/// The name is resolved once, every address it leads to is checked, and connections go to a checked
/// one and nowhere else: whoever answers for the name cannot send us elsewhere between the check and
/// the connection. The name is still what the certificate must be for.
struct WebhookTransport: Sendable {
  /// Why nothing can be sent there.
  struct Refused: Error {
    let failure: WebhookFailure
  }

  private let client: HTTPClient
  private let address: WebhookAddress
  private let options: WebhookSenderOptions
  private let clock: WallClock

  /// - Parameters:
  ///   - turn: how often it failed before decides which of several addresses is tried.
  ///   - allowsPrivate: connects to addresses of our own network, too.
  static func open(
    _ turn: WebhookTurn, resolver: HostResolver, allowsPrivate: Bool,
    options: WebhookSenderOptions, clock: WallClock
  ) async throws(Refused) -> WebhookTransport {
    // How another reader takes the address is how it would be connected to.
    guard let address = turn.address,
      URL(string: address.text)?.host?.trimmingCharacters(in: ["[", "]"]) == address.host
    else { throw Refused(failure: .address) }
    let found: [IPAddress]
    do {
      found = try await withLimit(milliseconds: options.timeoutMilliseconds) {
        try await resolver.addresses(of: address.host)
      }
    } catch {
      throw Refused(failure: .name)
    }
    guard !found.isEmpty else { throw Refused(failure: .name) }
    // A name that leads inside, if only now and then, is not to be trusted at all.
    guard allowsPrivate || found.allSatisfy(\.isPublic) else { throw Refused(failure: .address) }
    let chosen = found[(turn.requests.first?.attempts ?? 0) % found.count]
    var configuration = HTTPClient.Configuration()
    if IPAddress(address.host) == nil { configuration.dnsOverride = [address.host: chosen.text] }
    // Another address than the one that was checked is another receiver.
    configuration.redirectConfiguration = .disallow
    configuration.decompression = .disabled
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
      options.inFlightMaximum
    configuration.timeout.connect = .milliseconds(options.timeoutMilliseconds)
    return WebhookTransport(
      client: HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration),
      address: address, options: options, clock: clock)
  }

  func close() async { try? await client.shutdown() }

  /// Sends one request and waits for its answer, within the limits.
  func send(_ request: WebhookRequest) async throws -> WebhookAnswer {
    var message = HTTPClientRequest(url: address.text)
    message.method = .POST
    for header in try request.headers(at: clock.now()) {
      message.headers.add(name: header.name, value: header.value)
    }
    message.body = .bytes(ByteBuffer(bytes: request.body))
    let response: HTTPClientResponse
    do {
      response = try await client.execute(
        message, timeout: .milliseconds(options.timeoutMilliseconds))
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      return .failure(Self.failure(error))
    }
    await drain(response.body)
    let retryAfter = response.headers.first(name: "retry-after")
      .flatMap { RetryAfter.seconds($0, at: clock.now()) }
    return .status(Int(response.status.code), retryAfter: retryAfter)
  }

  /// Reads a short body, so that the connection can be used again; a long or slow one is cut off.
  private func drain(_ body: HTTPClientResponse.Body) async {
    let maximum = options.bodyMaximumBytes
    try? await withLimit(milliseconds: options.bodyMilliseconds) {
      var read = 0
      for try await part in body {
        read += part.readableBytes
        if read > maximum { break }
      }
    }
  }

  private static func failure(_ error: any Error) -> WebhookFailure {
    if let error = error as? HTTPClientError {
      switch error {
      case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded,
        .getConnectionFromPoolTimeout, .tlsHandshakeTimeout:
        return .timeout
      case .remoteConnectionClosed: return .broken
      case .invalidURL, .emptyHost, .emptyScheme: return .address
      default: return .broken
      }
    }
    let name = String(describing: type(of: error))
    if name.contains("SSL") { return .tls }
    if name.contains("HTTPParser") { return .broken }
    return .connect
  }
}

/// The time for something was up.
struct LimitPassed: Error {}

/// Runs `body`, which must end when it is cancelled, for so long at most.
func withLimit<T: Sendable>(
  milliseconds: Int64, _ body: @escaping @Sendable () async throws -> T
) async throws -> T {
  try await withThrowingTaskGroup(of: T.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try await Task.sleep(for: .milliseconds(milliseconds))
      throw LimitPassed()
    }
    defer { group.cancelAll() }
    guard let first = try await group.next() else { throw LimitPassed() }
    return first
  }
}
