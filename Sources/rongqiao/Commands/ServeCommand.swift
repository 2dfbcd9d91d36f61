import API
import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle

/// `rongqiao serve`: the API alone, over a configured PostgreSQL.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve the API over a configured PostgreSQL. 启动 API 服务",
    discussion: """
      Needs RONGQIAO_DATABASE_URL and the keys of access tokens: RONGQIAO_JWKS, a file, or
      RONGQIAO_JWT_KEYS_URL, where an identity provider serves them and changes them. Kafka is not
      needed: accepted needs wait in PostgreSQL until a relay and a match worker run. Clients of
      institutions get tokens when RONGQIAO_OAUTH_KEY names a key file, which must be there. People sign
      in to the console when RONGQIAO_CONSOLE_ADDRESS and RONGQIAO_CONSOLE_ISSUER are set.

      EXAMPLES 示例
        RONGQIAO_DATABASE_URL=postgresql://… RONGQIAO_JWKS=keys.json rongqiao serve
        RONGQIAO_JWT_KEYS_URL=https://id.example.cn/jwks RONGQIAO_DATABASE_URL=… rongqiao serve
      """)

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
    let access = frame.settings.access
    let refresher = access.publicKeysAddress.map { composition.keyService($0) }
    let keys: KeyRing
    if let refresher {
      keys = refresher.ring
    } else {
      let set = try Self.keySet(access)
      keys = await KeyRing(fixed: set)
    }
    let logger = frame.logger
    let host = frame.settings.http.host
    let provider = ProviderClient()
    let api = try await composition.apiService(
      keys: keys, clientIssuer: try frame.settings.configuredClientIssuer(),
      console: provider.setup(frame.settings), port: frame.settings.http.port
    ) { port in
      logger.notice("API on http://\(host):\(port)")
    }
    var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
      .init(service: composition.poolService, serviceName: "pool"),
      .init(service: composition.notifierService, serviceName: "notifier"),
    ]
    services.append(.init(service: provider, serviceName: "provider"))
    if let refresher { services.append(.init(service: refresher, serviceName: "keys")) }
    try await frame.run(services + [.init(service: api, serviceName: "api")])
  }

  private static func keySet(_ access: Settings.Access) throws -> KeySet {
    guard let path = access.publicKeysPath else {
      throw SettingsError.missing(
        .jwks,
        why: "the API checks access tokens with the public keys in this file; "
          + "or set \(SettingKey.jwtKeysURL.variable) to where they are served")
    }
    guard let keys = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(
        .configuration, "\(SettingKey.jwks.variable): the file cannot be read")
    }
    return try KeySet(jwks: Array(keys))
  }
}
