import Configuration
import Domain
import Foundation
import Logging

/// Reads and checks the settings.
struct SettingsReader {
  /// Variables that are not settings: where the file is, and what tests and benchmarks use.
  private static let otherVariables: Set<String> = ["RONGQIAO_CONFIG"]
  private static let otherPrefixes = ["RONGQIAO_TEST_", "RONGQIAO_BENCH_", "RONGQIAO_CI_"]
  private static let kafkaPrefix = "RONGQIAO_KAFKA_"

  private let environment: [String: String]
  private let environmentReader: ConfigReader
  private let fileReader: ConfigReader?
  private var shown: [ShownSetting] = []

  /// Reads the settings.
  ///
  /// - Parameter environment: the variables; the process's own by default.
  /// - Throws: `SettingsError` that names the key or the file at fault.
  static func read(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) async throws(SettingsError) -> Settings {
    var reader = try await SettingsReader(environment: environment)
    return try await reader.settings()
  }

  private init(environment: [String: String]) async throws(SettingsError) {
    self.environment = environment
    environmentReader = ConfigReader(
      provider: EnvironmentVariablesProvider(environmentVariables: environment)
    ).scoped(to: "rongqiao")
    guard let path = environment["RONGQIAO_CONFIG"], !path.isEmpty else {
      fileReader = nil
      return
    }
    do {
      // The provider takes its path from a reader of its own, by the key `filePath`.
      let location = ConfigReader(
        provider: InMemoryProvider(values: ["filePath": .init(stringLiteral: path)]))
      fileReader = ConfigReader(provider: try await FileProvider<JSONSnapshot>(config: location))
    } catch {
      throw SettingsError(
        subject: "RONGQIAO_CONFIG",
        reason: "\(path) is not a readable JSON file with one object of settings")
    }
    try Self.checkNames(inFile: path)
  }

  /// A misspelt name in a file would otherwise be passed over in silence.
  private static func checkNames(inFile path: String) throws(SettingsError) {
    func bad(_ reason: String) -> SettingsError {
      SettingsError(subject: "RONGQIAO_CONFIG", reason: "\(path): \(reason)")
    }
    let known = Set(SettingKey.all.map(\.name))
    func walk(_ value: JSON, _ name: String) throws(SettingsError) {
      if known.contains(name) { return }
      guard case .object(let members) = value else { throw bad("there is no setting \"\(name)\"") }
      for (member, inner) in members.sorted(by: { $0.key < $1.key }) {
        try walk(inner, name.isEmpty ? member : "\(name).\(member)")
      }
    }
    guard let data = FileManager.default.contents(atPath: path) else { throw bad("cannot be read") }
    let document: JSON
    do {
      document = try JSONParser.parse(Array(data))
    } catch {
      throw bad("\(error.message) at byte \(error.offset)")
    }
    try walk(document, "")
  }

  private mutating func settings() async throws(SettingsError) -> Settings {
    let database = Settings.Database(
      url: try await text(.databaseURL),
      connectionsMaximum: try await integer(.databaseConnections))
    let kafka = Settings.Kafka(
      brokers: try await text(.kafkaBrokers),
      embedded: ["yes": true, "no": false][try await required(.kafkaEmbedded)],
      settings: try await kafkaSettings())
    let http = Settings.HTTP(
      host: try await required(.httpHost), port: try await integer(.httpPort))
    let access = Settings.Access(
      publicKeysPath: try await text(.jwks),
      publicKeysAddress: try await keysAddress(),
      publicKeysSeconds: try await integer(.jwtKeysSeconds),
      signingKeyPath: try await text(.jwtKey),
      issuer: try await required(.jwtIssuer), audience: try await required(.jwtAudience),
      clientKeyPath: try await text(.oauthKey), clientIssuer: try await required(.oauthIssuer),
      clientTokenSeconds: try await integer(.oauthTokenSeconds))
    let console = try await console(apart: access.audience)
    let sealingKeysPath = try await text(.sealingKeys)
    let limits = Settings.Limits(
      reads: try await integer(.limitReads), writes: try await integer(.limitWrites),
      heavy: try await integer(.limitHeavy), tokens: try await integer(.limitTokens),
      tokenFailures: try await integer(.limitTokenFailures),
      clientsMaximum: try await integer(.limitClients),
      servers: try await integer(.limitServers))
    let log = Settings.Log(
      level: Logger.Level(rawValue: try await required(.logLevel)) ?? .info,
      format: Settings.LogFormat(rawValue: try await required(.logFormat)) ?? .auto)
    let workers = Settings.Workers(
      matchBatchMaximum: try await integer(.matchBatch),
      decisionTargetSeconds: try await integer(.decisionTargetSeconds),
      matchAttemptsMaximum: try await integer(.matchAttempts),
      redrivesMaximum: try await integer(.deadLetterRedrives),
      heldEventsMaximum: try await integer(.heldEvents),
      outboxBatchMaximum: try await integer(.outboxBatch),
      outboxPollMilliseconds: try await integer(.outboxPollMilliseconds),
      sweepIntervalSeconds: try await integer(.sweepSeconds),
      sweepPatienceSeconds: try await integer(.sweepPatienceSeconds),
      sweepBatchMaximum: try await integer(.sweepBatch),
      webhooksAllowPrivateAddresses: try await required(.webhookPrivateAddresses) == "allow",
      webhookEndpointsMaximum: try await integer(.webhookEndpoints),
      drainSeconds: try await integer(.drainSeconds))
    let stateDirectory = try await required(.stateDirectory)
    let postgresBinaries = try await text(.postgresBinaries)
    let order = SettingKey.all.enumerated().map { ($1, $0) }
    let position = Dictionary(uniqueKeysWithValues: order)
    return Settings(
      database: database, kafka: kafka, http: http, access: access, console: console,
      sealingKeysPath: sealingKeysPath, limits: limits, log: log,
      stateDirectory: stateDirectory, postgresBinaries: postgresBinaries, workers: workers,
      shown: shown.sorted { position[$0.key, default: 0] < position[$1.key, default: 0] },
      warnings: unknownVariables().map { "\($0) is set, but there is no such setting" })
  }

  private mutating func keysAddress() async throws(SettingsError) -> KeySetAddress? {
    guard let text = try await text(.jwtKeysURL) else { return nil }
    return try KeySetAddress(text)
  }

  /// - Parameter audience: of access tokens, which an identity token must not count as.
  private mutating func console(
    apart audience: String
  ) async throws(SettingsError) -> Settings.Console {
    let console = Settings.Console(
      publicAddress: try await address(.consoleAddress), issuer: try await address(.consoleIssuer),
      clientID: try await required(.consoleClient),
      clientSecret: try await text(.consoleClientSecret),
      idleMinutes: try await integer(.consoleIdleMinutes),
      sessionHoursMaximum: try await integer(.consoleSessionHours))
    guard console.clientID != audience else {
      throw .badValue(
        .consoleClient, console.clientID,
        expected: "another name than the audience of access tokens")
    }
    guard (console.publicAddress == nil) == (console.issuer == nil) else {
      throw .missing(
        console.issuer == nil ? .consoleIssuer : .consoleAddress,
        why: "address and issuer of the console are set together")
    }
    return console
  }

  /// An address that others can be sent to, without a slash at its end.
  private mutating func address(_ key: SettingKey) async throws(SettingsError) -> String? {
    guard let text = try await text(key) else { return nil }
    guard KeySetAddress.isTrusted(text), !text.hasSuffix("/") else {
      throw .badValue(
        key, text,
        expected: "https://host without a slash at its end, or http:// for this machine only")
    }
    return text
  }

  // MARK: - One value

  /// A value as text, from the environment, else the file, else the default. An empty variable
  /// counts as not set, as compose files write it so.
  private mutating func raw(_ key: SettingKey) async throws(SettingsError) -> String? {
    let configKey = ConfigKey(key.name)
    if let value = try? await environmentReader.fetchString(
      forKey: configKey, isSecret: key.isSecret), !value.isEmpty
    {
      return note(key, value, .environment)
    }
    if let fileReader {
      do {
        if case .integer = key.kind {
          if let value = try await fileReader.fetchInt(forKey: configKey) {
            return note(key, String(value), .file)
          }
        } else if key.kind == .pairs {
          if let values = try await fileReader.fetchStringArray(
            forKey: configKey, isSecret: key.isSecret)
          {
            return note(key, values.joined(separator: ","), .file)
          }
        } else if let value = try await fileReader.fetchString(
          forKey: configKey, isSecret: key.isSecret)
        {
          return note(key, value, .file)
        }
      } catch {
        throw .badValue(key, nil, expected: "\(key.typeText) \(key.rangeText) in the file")
      }
    }
    return note(key, key.fallback, key.fallback == nil ? .none : .fallback)
  }

  private mutating func note(
    _ key: SettingKey, _ value: String?, _ source: ShownSetting.Source
  ) -> String? {
    let masked = key.isSecret ? value.map { _ in "***" } : value
    shown.append(ShownSetting(key: key, value: masked, source: source))
    return value
  }

  private mutating func text(_ key: SettingKey) async throws(SettingsError) -> String? {
    guard let value = try await raw(key) else { return nil }
    guard !value.isEmpty, !value.utf8.contains(0) else {
      throw .badValue(key, value, expected: "a text that is not empty")
    }
    if case .choice(let values) = key.kind, !values.contains(value) {
      throw .badValue(key, value, expected: "one of \(values.joined(separator: ", "))")
    }
    if key.kind == .path, value.hasPrefix("~/"), let home = environment["HOME"] {
      return home + value.dropFirst(1)
    }
    return value
  }

  private mutating func required(_ key: SettingKey) async throws(SettingsError) -> String {
    guard let value = try await text(key) else { throw .missing(key, why: "it is needed") }
    return value
  }

  private mutating func integer(_ key: SettingKey) async throws(SettingsError) -> Int {
    let value = try await raw(key)
    guard case .integer(let range) = key.kind, let value, let number = Int(value),
      range.contains(number)
    else { throw .badValue(key, value, expected: "an integer in \(key.rangeText)") }
    return number
  }

  // MARK: - Kafka pass-through

  /// `kafka.settings` first, then each `RONGQIAO_KAFKA_X_Y` as `x.y`.
  private mutating func kafkaSettings() async throws(SettingsError) -> [String: String] {
    var settings: [String: String] = [:]
    if let pairs = try await raw(.kafkaSettings) {
      for pair in pairs.split(separator: ",") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, !parts[0].isEmpty else {
          throw .badValue(.kafkaSettings, nil, expected: "name=value pairs")
        }
        settings[String(parts[0]).trimmingCharacters(in: .whitespaces)] = String(parts[1])
      }
    }
    let known = Set(SettingKey.all.map(\.variable))
    for (variable, value) in environment
    where variable.hasPrefix(Self.kafkaPrefix) && !known.contains(variable) && !value.isEmpty {
      let name = variable.dropFirst(Self.kafkaPrefix.count).lowercased()
      settings[name.replacing("_", with: ".")] = value
    }
    return settings
  }

  private func unknownVariables() -> [String] {
    let known = Set(SettingKey.all.map(\.variable)).union(Self.otherVariables)
    return environment.keys.filter { variable in
      variable.hasPrefix(SettingKey.prefix) && !known.contains(variable)
        && !variable.hasPrefix(Self.kafkaPrefix)
        && !Self.otherPrefixes.contains { variable.hasPrefix($0) }
    }.sorted()
  }
}
