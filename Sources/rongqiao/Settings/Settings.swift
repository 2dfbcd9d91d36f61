import Logging

/// Everything that can be set, read once at start from the environment and an optional file.
///
/// Where each value comes from and what it may be stands in `SettingKey.all`. The environment wins
/// over the file named by `RONGQIAO_CONFIG`, and the file over the default.
struct Settings: Sendable {
  struct Database: Sendable, Hashable {
    /// `postgresql://…`; nil when not set.
    var url: String?
    var connectionsMaximum: Int
  }

  struct Kafka: Sendable, Hashable {
    /// `host:port,…`; nil when not set.
    var brokers: String?
    /// Whether the brokers are an in-memory cluster; nil to ask them.
    var embedded: Bool?
    /// Further settings of the client library by its own names, such as `security.protocol`.
    var settings: [String: String]
  }

  struct HTTP: Sendable, Hashable {
    var host: String
    /// 0 takes any free port.
    var port: Int
  }

  struct Access: Sendable, Hashable {
    /// File with the public keys (JWKS); nil when not set.
    var publicKeysPath: String?
    /// Where an identity provider serves them; nil when not set.
    var publicKeysAddress: KeySetAddress?
    var publicKeysSeconds: Int
    /// File with the signing key of `rongqiao token`; nil when not set.
    var signingKeyPath: String?
    var issuer: String
    var audience: String
    /// File with the key that signs the tokens of clients; nil when not set.
    var clientKeyPath: String?
    var clientIssuer: String
    var clientTokenSeconds: Int
  }

  struct Console: Sendable, Hashable {
    /// Where browsers reach it, without a slash at its end; nil when not set.
    var publicAddress: String?
    /// The OpenID provider; nil when not set.
    var issuer: String?
    var clientID: String
    /// Nil for a public client.
    var clientSecret: String?
    var idleMinutes: Int
    var sessionHoursMaximum: Int
  }

  /// Requests a minute of one client; 0 is no limit.
  struct Limits: Sendable, Hashable {
    var reads: Int
    var writes: Int
    var heavy: Int
    var tokens: Int
    var tokenFailures: Int
    /// Clients that are counted apart.
    var clientsMaximum: Int
    /// API processes that share the limits.
    var servers: Int
  }

  enum LogFormat: String, Sendable {
    case auto, text, json
  }

  struct Log: Sendable, Hashable {
    var level: Logger.Level
    var format: LogFormat
  }

  struct Workers: Sendable, Hashable {
    var matchBatchMaximum: Int
    var decisionTargetSeconds: Int
    /// Transient failures of one event before it becomes a dead letter.
    var matchAttemptsMaximum: Int
    /// How often one dead letter may be sent back to its topic.
    var redrivesMaximum: Int
    /// Events of one enterprise that wait behind its dead letters.
    var heldEventsMaximum: Int
    var outboxBatchMaximum: Int
    var outboxPollMilliseconds: Int
    var sweepIntervalSeconds: Int
    var sweepPatienceSeconds: Int
    var sweepBatchMaximum: Int
    /// Whether webhooks may lead to addresses of our own network.
    var webhooksAllowPrivateAddresses: Bool
    /// Addresses that webhooks are sent to at once.
    var webhookEndpointsMaximum: Int
    var drainSeconds: Int
  }

  var database: Database
  var kafka: Kafka
  var http: HTTP
  var access: Access
  var console: Console
  /// File with the master keys of sealed facts; nil when not set.
  var sealingKeysPath: String?
  var limits: Limits
  var log: Log
  /// Directory of the embedded servers' files, as given: it may be relative.
  var stateDirectory: String
  /// Directory of `initdb` and `postgres`; nil to search.
  var postgresBinaries: String?
  var workers: Workers
  /// Every key with the value in force, for `rongqiao settings`; secrets are masked.
  var shown: [ShownSetting]
  /// Things to say in the log once it is open, such as an unknown variable.
  var warnings: [String]

  /// The database address for `serve`, `worker` and `migrate`, which start no server of their own.
  ///
  /// - Throws: `SettingsError` that says what to set.
  func requiredDatabaseURL() throws(SettingsError) -> String {
    guard let url = database.url else {
      throw .missing(
        .databaseURL,
        why: "only `rongqiao up` starts a private PostgreSQL; "
          + "set it to postgresql://user:password@host:port/name")
    }
    return url
  }

  /// The Kafka brokers for `serve` and `worker`.
  ///
  /// - Throws: `SettingsError` that says what to set.
  func requiredKafkaBrokers() throws(SettingsError) -> String {
    guard let brokers = kafka.brokers else {
      throw .missing(
        .kafkaBrokers,
        why: "only `rongqiao up` starts an embedded broker; set it to host:port,host:port")
    }
    return brokers
  }
}

/// One row of `rongqiao settings`.
struct ShownSetting: Sendable, Hashable {
  enum Source: String, Sendable {
    case environment, file
    case fallback = "default"
    case none = "-"
  }

  let key: SettingKey
  /// The value in force; `***` for a secret, nil when there is none.
  let value: String?
  let source: Source
}
