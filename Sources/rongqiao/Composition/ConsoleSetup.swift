import API
import Application
import AsyncHTTPClient
import Console
import Domain
import NIOCore
import NIOHTTP1
import Schemas
import ServiceLifecycle

/// Whom people sign in to the console with.
struct ConsoleSetup: Sendable {
  var provider: any IdentityProvider
  /// `iss` of its identity tokens.
  var issuer: String
  /// Nil for whatever address a browser uses, on this machine alone.
  var publicAddress: String?

  /// Somebody of each role, at this machine alone: nil where others could reach it, since it asks for no
  /// password.
  ///
  /// - Throws: when the key of the development issuer cannot be read.
  static func development(_ settings: Settings) throws -> ConsoleSetup? {
    guard KeySetAddress.isLoopback(settings.http.host) else { return nil }
    let client = settings.console.clientID
    return ConsoleSetup(
      provider: DevelopmentProvider(
        clientID: client, people: DevelopmentProvider.people(institution: "huishang"),
        issuer: try settings.tokenIssuer(audience: client), clock: .system),
      issuer: settings.access.issuer, publicAddress: nil)
  }
}

extension Composition {
  func console(
    _ setup: ConsoleSetup, keys: KeyRing, _ dependencies: APIDependencies
  ) throws -> Console {
    let console = settings.console
    return try Console(
      backend: application, provider: setup.provider,
      authenticator: Authenticator(
        keys: keys, issuer: setup.issuer, audience: setup.provider.clientID, clock: clock),
      limiter: dependencies.limiter, openapi: dependencies.documents.openapiJSON,
      calendar: try WorkingCalendar(csv: SchemaFiles.text("reference/calendar-cn.csv")),
      options: ConsoleOptions(
        publicAddress: setup.publicAddress,
        sessions: SessionLimits(
          idleMinutes: console.idleMinutes, hoursMaximum: console.sessionHoursMaximum)),
      clock: clock, ids: ids)
  }
}

/// Talks to the OpenID provider, until shutdown.
struct ProviderClient: Service {
  /// The provider did not answer in time.
  struct NoAnswer: Error {}

  /// Bytes of an answer that are read at most.
  private static let maximumBytes = 256 << 10
  private static let timeoutSeconds: Int64 = 5

  private let client: HTTPClient

  init() {
    var configuration = HTTPClient.Configuration()
    // Codes and secrets go to the address that was asked for, and to no other.
    configuration.redirectConfiguration = .disallow
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  /// The provider of the settings; nil without one.
  func setup(_ settings: Settings) -> ConsoleSetup? {
    let console = settings.console
    guard let issuer = console.issuer, let address = console.publicAddress else { return nil }
    let client = client
    return ConsoleSetup(
      provider: OpenIDProvider(
        issuer: issuer, clientID: console.clientID, clientSecret: console.clientSecret,
        clock: .system, send: { try await Self.send($0, client) }),
      issuer: issuer, publicAddress: address)
  }

  private static func send(
    _ request: ProviderRequest, _ client: HTTPClient
  ) async throws -> (status: Int, body: [UInt8]) {
    try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
      group.addTask { try await exchange(request, client) }
      // The client's own limit ends with the head of the answer; a body may come for ever.
      group.addTask {
        try await Task.sleep(for: .seconds(timeoutSeconds))
        throw NoAnswer()
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { throw NoAnswer() }
      return (status: first.0, body: first.1)
    }
  }

  private static func exchange(
    _ request: ProviderRequest, _ client: HTTPClient
  ) async throws -> (Int, [UInt8]) {
    var outgoing = HTTPClientRequest(url: request.url)
    outgoing.headers.add(name: "Accept", value: "application/json")
    if let authorization = request.authorization {
      outgoing.headers.add(name: "Authorization", value: authorization)
    }
    if let form = request.form {
      outgoing.method = .POST
      outgoing.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
      outgoing.body = .bytes(ByteBuffer(string: form))
    }
    let response = try await client.execute(outgoing, timeout: .seconds(timeoutSeconds))
    let body = try await response.body.collect(upTo: maximumBytes)
    return (Int(response.status.code), Array(body.readableBytesView))
  }

  func run() async throws {
    try? await gracefulShutdown()
    try? await client.shutdown()
  }
}
