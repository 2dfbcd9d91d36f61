import API
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// Where an identity provider serves its public keys.
struct KeySetAddress: Sendable, Hashable {
  let url: String

  private static let loopback: Set<String> = ["127.0.0.1", "localhost", "[::1]"]

  /// - Throws: for an address that is not `https`; `http` is for this machine alone, since whoever
  ///   can change the keys on their way can sign tokens.
  init(_ text: String) throws(SettingsError) {
    guard Self.isTrusted(text) else {
      throw .badValue(
        .jwtKeysURL, nil, expected: "https://host/path, or http:// for this machine only")
    }
    url = text
  }

  /// Whether what goes there is read and changed by nobody on its way.
  static func isTrusted(_ text: String) -> Bool {
    let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[1].isEmpty, let host = host(of: parts[2]) else { return false }
    return parts[0] == "https:" || (parts[0] == "http:" && isLoopback(host))
  }

  static func isLoopback(_ host: String) -> Bool { loopback.contains(host) }

  /// The host, with the brackets of an IPv6 one; nil with a name or password before it.
  private static func host(of authority: Substring) -> String? {
    guard !authority.isEmpty, !authority.contains("@") else { return nil }
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      return String(authority[...end])
    }
    let host = authority.split(separator: ":", omittingEmptySubsequences: false)[0]
    return host.isEmpty ? nil : String(host)
  }
}

/// Keeps the keys of an identity provider current, until shutdown.
struct KeyRefresher: Service {
  /// The provider did not answer with a document, or not in time.
  struct NoDocument: Error {}

  /// Bytes of a key set that are read at most.
  private static let maximumBytes = 256 << 10
  private static let timeoutSeconds: Int64 = 5
  /// Between attempts as long as there are no keys.
  private static let firstPauseSeconds = 5

  let ring: KeyRing
  let client: HTTPClient
  let intervalSeconds: Int

  /// A ring that reads from an address, and the service that keeps it current. The service closes
  /// the client.
  static func make(
    _ address: KeySetAddress, intervalSeconds: Int, ring: (@escaping KeyRing.Read) -> KeyRing
  ) -> KeyRefresher {
    var configuration = HTTPClient.Configuration()
    // Another address than the configured one is another provider.
    configuration.redirectConfiguration = .disallow
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    return KeyRefresher(
      ring: ring { try await read(address, client) }, client: client,
      intervalSeconds: intervalSeconds)
  }

  private static func read(_ address: KeySetAddress, _ client: HTTPClient) async throws -> [UInt8] {
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      group.addTask { try await request(address, client) }
      // The client's own limit ends with the head of the answer; a body may come for ever.
      group.addTask {
        try await Task.sleep(for: .seconds(timeoutSeconds))
        throw NoDocument()
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { throw NoDocument() }
      return first
    }
  }

  private static func request(
    _ address: KeySetAddress, _ client: HTTPClient
  ) async throws -> [UInt8] {
    var request = HTTPClientRequest(url: address.url)
    request.headers.add(name: "Accept", value: "application/jwk-set+json, application/json")
    let response = try await client.execute(request, timeout: .seconds(timeoutSeconds))
    guard response.status == .ok else { throw NoDocument() }
    return Array(try await response.body.collect(upTo: maximumBytes).readableBytesView)
  }

  func run() async throws {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      await ring.refresh()
      let pause = ring.isReady ? intervalSeconds : Self.firstPauseSeconds
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(pause)) }
    }
    try? await client.shutdown()
  }
}
