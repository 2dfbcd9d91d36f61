/// One thing that can be set: its name, its type and range, its default, and what it is for.
///
/// The table `SettingKey.all` is the only list: reading, checking, `rongqiao settings` and the
/// documentation all go by it.
struct SettingKey: Sendable, Hashable {
  /// What a value may be.
  enum Kind: Sendable, Hashable {
    case text
    /// A path; a leading `~/` stands for the home directory.
    case path
    case integer(ClosedRange<Int>)
    case choice([String])
    /// `name=value` pairs: a comma-separated text, or an array of texts in a file.
    case pairs
  }

  /// The dotted name: `http.port` is `RONGQIAO_HTTP_PORT` in the environment and
  /// `{"http": {"port": …}}` in a file.
  let name: String
  let kind: Kind
  /// As it would be written; nil when there is none.
  let fallback: String?
  /// Whether the value must never be printed or logged.
  let isSecret: Bool
  let english: String
  let chinese: String

  init(
    _ name: String, _ kind: Kind, default fallback: String? = nil, secret isSecret: Bool = false,
    en english: String, zh chinese: String
  ) {
    self.name = name
    self.kind = kind
    self.fallback = fallback
    self.isSecret = isSecret
    self.english = english
    self.chinese = chinese
  }

  static let prefix = "RONGQIAO_"

  /// The environment variable.
  var variable: String {
    Self.prefix + name.uppercased().replacing(".", with: "_")
  }

  /// The type as the table shows it.
  var typeText: String {
    switch kind {
    case .text: "text"
    case .path: "path"
    case .integer: "integer"
    case .choice: "choice"
    case .pairs: "name=value,…"
    }
  }

  /// The permitted values as the table shows them; empty when anything goes.
  var rangeText: String {
    switch kind {
    case .integer(let range): "\(range.lowerBound)…\(range.upperBound)"
    case .choice(let values): values.joined(separator: " | ")
    case .text, .path, .pairs: ""
    }
  }
}

extension SettingKey {
  static let databaseURL = SettingKey(
    "database.url", .text, secret: true,
    en: "PostgreSQL, as postgresql://user:password@host:port/name",
    zh: "PostgreSQL 地址")
  static let databaseConnections = SettingKey(
    "database.connections", .integer(2...500), default: "16",
    en: "Most connections this process opens", zh: "本进程最多打开的数据库连接数")
  static let kafkaBrokers = SettingKey(
    "kafka.brokers", .text, en: "Kafka bootstrap servers, host:port,host:port",
    zh: "Kafka 引导服务器")
  static let kafkaSettings = SettingKey(
    "kafka.settings", .pairs, secret: true,
    en:
      "More client settings by librdkafka's names; RONGQIAO_KAFKA_SECURITY_PROTOCOL sets security.protocol, and so on",
    zh: "其他 Kafka 客户端参数(librdkafka 命名)")
  static let kafkaEmbedded = SettingKey(
    "kafka.embedded", .choice(["auto", "yes", "no"]), default: "auto",
    en: "Whether the brokers are an in-memory cluster; auto asks them",
    zh: "所连 Kafka 是否为内存版")
  static let httpHost = SettingKey(
    "http.host", .text, default: "127.0.0.1", en: "Address the API listens on",
    zh: "API 监听地址")
  static let httpPort = SettingKey(
    "http.port", .integer(0...65_535), default: "8080",
    en: "Port the API listens on; 0 takes any free one", zh: "API 监听端口,0 为任选空闲端口")
  static let jwks = SettingKey(
    "jwks", .path, en: "File with the public keys that sign access tokens (RFC 7517)",
    zh: "访问令牌公钥文件")
  static let jwtKeysURL = SettingKey(
    "jwt.keys_url", .text,
    en: "Address of the identity provider's public keys (jwks_uri), instead of the file",
    zh: "身份服务公钥地址(替代公钥文件)")
  static let jwtKeysSeconds = SettingKey(
    "jwt.keys_seconds", .integer(10...86_400), default: "300",
    en: "How often those keys are read again; an unknown key name is a reason to do so at once",
    zh: "多久重新读取公钥(秒)")
  static let jwtIssuer = SettingKey(
    "jwt.issuer", .text, default: "rongqiao", en: "Issuer an access token must name (iss)",
    zh: "访问令牌签发者")
  static let jwtAudience = SettingKey(
    "jwt.audience", .text, default: "rongqiao", en: "Audience an access token must name (aud)",
    zh: "访问令牌受众")
  static let jwtKey = SettingKey(
    "jwt.key", .path, en: "File with the private key that `rongqiao token` signs with",
    zh: "签发令牌用的私钥文件")
  static let oauthKey = SettingKey(
    "oauth.key", .path,
    en:
      "File with the private key that signs the tokens of clients, the same for every API process; without it `serve` issues none",
    zh: "签发客户端令牌用的私钥文件,各 API 进程须相同;未设置时 `serve` 不签发")
  static let oauthIssuer = SettingKey(
    "oauth.issuer", .text, default: "rongqiao-clients",
    en: "Issuer that the tokens of clients name (iss)", zh: "客户端令牌的签发者")
  static let oauthTokenSeconds = SettingKey(
    "oauth.token_seconds", .integer(60...3_600), default: "900",
    en: "How long a token of a client counts, also after the client was disabled",
    zh: "客户端令牌有效期(秒),停用后仍至多有效这么久")
  static let consoleAddress = SettingKey(
    "console.address", .text,
    en:
      "Where browsers reach the console, such as https://rongqiao.example.cn; `serve` has a console when this and the issuer are set",
    zh: "浏览器访问控制台的地址,如 https://rongqiao.example.cn;与签发者一并设置后 `serve` 提供控制台")
  static let consoleIssuer = SettingKey(
    "console.issuer", .text,
    en:
      "Issuer of the OpenID provider that people sign in with; its keys are those of access tokens",
    zh: "登录所用 OpenID 身份服务的签发者,其公钥即访问令牌公钥")
  static let consoleClient = SettingKey(
    "console.client", .text, default: "rongqiao-console",
    en: "The client that the provider knows the console as; never the audience of access tokens",
    zh: "控制台在身份服务登记的客户端,不得与访问令牌受众相同")
  static let consoleClientSecret = SettingKey(
    "console.client_secret", .text, secret: true,
    en: "Its secret; without one it is a public client", zh: "该客户端的密钥,未设置时为公共客户端")
  static let consoleIdleMinutes = SettingKey(
    "console.idle_minutes", .integer(5...720), default: "30",
    en: "A session that is not used for so long is over", zh: "会话闲置多久失效(分钟)")
  static let consoleSessionHours = SettingKey(
    "console.session_hours", .integer(1...24), default: "8",
    en: "However much it is used, a session is over after so long", zh: "会话最长有效时间(小时)")
  static let sealingKeys = SettingKey(
    "sealing.keys", .path,
    en:
      "File with the master keys of sealed facts, the same for every process of a database (`rongqiao keys new`); unset: one in the state directory, which `up` makes",
    zh: "封存企业事实的主密钥文件,同一数据库的各进程须相同(`rongqiao keys new` 生成);未设置时用数据目录中的文件,由 `up` 生成")
  static let limitReads = SettingKey(
    "limit.reads", .integer(0...6_000_000), default: "120000",
    en: "Requests a minute of one client that read; 0 is no limit",
    zh: "单个客户端每分钟读请求数,0 为不限")
  static let limitWrites = SettingKey(
    "limit.writes", .integer(0...6_000_000), default: "60000",
    en: "The same of requests that change something", zh: "单个客户端每分钟写请求数")
  static let limitHeavy = SettingKey(
    "limit.heavy", .integer(0...6_000_000), default: "1200",
    en: "The same of exports, replays and what-if questions", zh: "单个客户端每分钟导出、重放与试算请求数")
  static let limitTokens = SettingKey(
    "limit.tokens", .integer(0...6_000_000), default: "600",
    en: "Requests a minute for client tokens, of one address", zh: "单个地址每分钟申请客户端令牌次数")
  static let limitTokenFailures = SettingKey(
    "limit.token_failures", .integer(0...6_000_000), default: "60",
    en: "Those of them that may fail, of one address for one client",
    zh: "单个地址对单个客户端每分钟申请令牌失败次数")
  static let limitClients = SettingKey(
    "limit.clients", .integer(10...1_000_000), default: "10000",
    en: "Clients that are counted apart; when more ask at once, further ones share",
    zh: "分别计数的客户端数,同时超出者合并计数")
  static let limitServers = SettingKey(
    "limit.servers", .integer(1...1_000), default: "1",
    en:
      "API processes that share these limits of requests: each gives a client an equal part, rounded up",
    zh: "共用上述请求限额的 API 进程数:每个进程给客户端均等的一份,向上取整")
  static let logLevel = SettingKey(
    "log.level",
    .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]),
    default: "info", en: "Least severe line that is logged", zh: "日志级别")
  static let logFormat = SettingKey(
    "log.format", .choice(["auto", "text", "json"]), default: "auto",
    en: "auto: readable lines on a terminal, else one JSON object a line", zh: "日志格式")
  static let stateDirectory = SettingKey(
    "state.directory", .path, default: ".rongqiao",
    en: "Where the embedded servers keep their files", zh: "内嵌服务的数据目录")
  static let postgresBinaries = SettingKey(
    "postgres.binaries", .path,
    en: "Directory of initdb and postgres for the embedded server; searched for when unset",
    zh: "内嵌 PostgreSQL 程序目录")
  static let matchBatch = SettingKey(
    "match.batch", .integer(1...2_000), default: "200",
    en: "Most events a match worker decides in one transaction", zh: "匹配工作者每批事件数")
  static let decisionTargetSeconds = SettingKey(
    "decision.target_seconds", .integer(1...86_400), default: "30",
    en: "How soon a need should be decided; later ones count as missed deadlines",
    zh: "需求应在多久内完成匹配(秒)")
  static let matchAttempts = SettingKey(
    "match.attempts", .integer(1...100), default: "5",
    en: "Transient failures of one event before it becomes a dead letter", zh: "单个事件失败几次转入死信")
  static let deadLetterRedrives = SettingKey(
    "dead_letter.redrives", .integer(0...100), default: "5",
    en: "How often one dead letter may be sent back to its topic", zh: "单条死信最多重投次数")
  static let heldEvents = SettingKey(
    "held.events", .integer(1...100_000), default: "1000",
    en: "Most events of one enterprise that wait behind its dead letters", zh: "单个企业在死信之后最多等待的事件数")
  static let outboxBatch = SettingKey(
    "outbox.batch", .integer(1...10_000), default: "500",
    en: "Most outbox rows the relay publishes at once", zh: "中继每批发布行数")
  static let outboxPollMilliseconds = SettingKey(
    "outbox.poll_ms", .integer(10...60_000), default: "200",
    en: "How often the relay looks for new rows", zh: "中继轮询间隔(毫秒)")
  static let sweepSeconds = SettingKey(
    "sweep.seconds", .integer(1...86_400), default: "10",
    en: "How often the sweeper looks for needs without a run", zh: "清扫间隔(秒)")
  static let sweepPatienceSeconds = SettingKey(
    "sweep.patience_seconds", .integer(1...86_400), default: "30",
    en: "How old a need without a run must be before the sweeper asks again",
    zh: "需求多久未匹配才补建(秒)")
  static let sweepBatch = SettingKey(
    "sweep.batch", .integer(1...10_000), default: "500",
    en: "Most needs the sweeper asks for again at once", zh: "清扫每批需求数")
  static let webhookPrivateAddresses = SettingKey(
    "webhook.private_addresses", .choice(["deny", "allow"]), default: "deny",
    en: "Whether webhooks may lead to addresses of our own network, and by http",
    zh: "事件回调是否允许内网地址与 http")
  static let webhookEndpoints = SettingKey(
    "webhook.endpoints", .integer(1...500), default: "32",
    en:
      "Most addresses that webhooks are sent to at once; up to 64 more that keep silent are waited for beside them",
    zh: "同时投递的回调地址数;迟迟不应答的另外等待,至多 64 个")
  static let drainSeconds = SettingKey(
    "drain.seconds", .integer(1...600), default: "25",
    en: "How long running work may finish after a stop signal", zh: "停止信号后的收尾时限(秒)")

  /// All keys, in the order in which they are shown.
  static let all: [SettingKey] = [
    databaseURL, databaseConnections, kafkaBrokers, kafkaEmbedded, kafkaSettings, httpHost,
    httpPort, jwks, jwtKeysURL, jwtKeysSeconds,
    jwtIssuer, jwtAudience, jwtKey, oauthKey, oauthIssuer, oauthTokenSeconds,
    consoleAddress, consoleIssuer, consoleClient, consoleClientSecret, consoleIdleMinutes,
    consoleSessionHours,
    sealingKeys, limitReads, limitWrites, limitHeavy, limitTokens, limitTokenFailures, limitClients,
    limitServers, logLevel,
    logFormat, stateDirectory, postgresBinaries,
    matchBatch, matchAttempts, deadLetterRedrives, heldEvents,
    decisionTargetSeconds, outboxBatch, outboxPollMilliseconds, sweepSeconds, sweepPatienceSeconds,
    sweepBatch, webhookPrivateAddresses, webhookEndpoints,
    drainSeconds,
  ]
}
