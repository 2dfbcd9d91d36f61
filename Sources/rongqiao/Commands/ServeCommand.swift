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
      Needs RONGQIAO_DATABASE_URL and RONGQIAO_JWKS. Kafka is not needed: accepted needs wait in
      PostgreSQL until a relay and a match worker run.

      EXAMPLES 示例
        RONGQIAO_DATABASE_URL=postgresql://… RONGQIAO_JWKS=keys.json rongqiao serve
      """)

  func run() async throws {
    let frame = try await ProcessFrame.open()
    let composition = try Composition(frame, databaseURL: frame.settings.requiredDatabaseURL())
    guard let path = frame.settings.access.publicKeysPath else {
      throw SettingsError.missing(
        .jwks, why: "the API checks access tokens with the public keys in this file")
    }
    guard let keys = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(
        .configuration, "\(SettingKey.jwks.variable): the file cannot be read")
    }
    let logger = frame.logger
    let host = frame.settings.http.host
    let api = try await composition.apiService(
      keySet: try KeySet(jwks: Array(keys)), port: frame.settings.http.port
    ) { port in logger.notice("API on http://\(host):\(port)") }
    try await frame.run([
      .init(service: composition.poolService, serviceName: "pool"),
      .init(service: composition.notifierService, serviceName: "notifier"),
      .init(service: api, serviceName: "api"),
    ])
  }
}
