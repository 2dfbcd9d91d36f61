import CLibpq

/// Where the server is and how long anything may take.
///
/// Printing it, also with `dump`, never shows the password.
public struct PostgresConfiguration: Sendable, CustomStringConvertible, CustomReflectable {
  /// libpq keywords given by the caller (manual 34.1.2).
  private(set) var keywords: [String: String]

  /// Limit for reaching the server and logging in. Name resolution itself blocks inside libpq and
  /// is bounded only by the resolver's own timeouts; a numeric address avoids it.
  public var connectTimeoutMilliseconds = 5_000
  /// The server's `statement_timeout`; the client waits `answerGraceMilliseconds` longer.
  public var statementTimeoutMilliseconds = 30_000
  /// How much longer than `statementTimeoutMilliseconds` the client waits before it cancels.
  public var answerGraceMilliseconds = 2_000
  /// The server's `idle_in_transaction_session_timeout`.
  public var idleInTransactionTimeoutMilliseconds = 60_000
  /// The server's `lock_timeout`; 0 leaves locks to `statement_timeout`.
  public var lockTimeoutMilliseconds = 0
  /// Whether the server may plan with parallel workers and compile expressions
  /// (`max_parallel_workers_per_gather`, `jit`): starting them takes longer than a statement of some
  /// milliseconds saves by them, and whoever runs many at once has no processor to spare.
  public var plansForOneAtATime = true
  /// Whether the server may plan to read a whole table where an index would do (`enable_seqscan`).
  ///
  /// The plan of a foreign key's check is kept by a session from its sixth time on. Made while the
  /// table was of a page or two, it reads the table whole, for each row, until the next ANALYZE: with
  /// some hundred rows a second coming in that is a matter of a minute and of a second a statement.
  /// A session whose statements all look up rows by an index does well to say so.
  public var mayReadWholeTables = true
  /// The second deadline, for the cancel request and the rest of the answer; past it the
  /// connection is closed.
  public var cancelTimeoutMilliseconds = 2_000
  /// `tcp_user_timeout`: how long sent data may stay unacknowledged (tcp(7), TCP_USER_TIMEOUT).
  public var tcpUserTimeoutMilliseconds = 15_000
  /// Seconds of silence before the first TCP keepalive probe.
  public var keepaliveIdleSeconds = 15
  /// Seconds between TCP keepalive probes.
  public var keepaliveIntervalSeconds = 5
  /// Unanswered TCP keepalive probes before the connection counts as lost.
  public var keepaliveCount = 3
  /// Shown in `pg_stat_activity`.
  public var applicationName = "rongqiao"
  /// Statements kept parsed per connection; the least recently used one gives way.
  public var preparedStatementsMaximum = 64
  /// Statements in one pipeline call.
  public var pipelineStatementsMaximum = 10_000
  /// Notifications kept by one connection until they are read; further ones are dropped.
  public var notificationsMaximum = 1_000

  /// Reads a URL `postgres://user:password@host:port/database?sslmode=…` or a keyword string
  /// `host=… dbname=…` (libpq manual 34.1.1). Throws kind `.configuration`, without the text.
  public init(url: String) throws(PostgresError) {
    var message: UnsafeMutablePointer<CChar>?
    guard !url.utf8.contains(0), let options = PQconninfoParse(url, &message) else {
      // The message may repeat a part of the text, password included, so it is dropped.
      PQfreemem(message)
      throw PostgresError(kind: .configuration, reason: "the connection text cannot be read")
    }
    defer { PQconninfoFree(options) }
    keywords = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val {
        keywords[String(cString: keyword)] = String(cString: value)
      }
      option += 1
    }
  }

  /// The database's name, if given.
  public var database: String? {
    get { keywords["dbname"] }
    set { keywords["dbname"] = newValue }
  }

  /// The host, address or socket directory, if given.
  public var host: String? { keywords["host"] ?? keywords["hostaddr"] }

  /// The port, if given.
  public var port: Int? { keywords["port"].flatMap(Int.init) }

  /// The role, if given.
  public var user: String? { keywords["user"] }

  /// Host, port, database and role.
  public var description: String {
    let shown = ["host", "hostaddr", "port", "dbname", "user", "sslmode"].compactMap { keyword in
      keywords[keyword].map { "\(keyword)=\($0)" }
    }
    return "PostgresConfiguration(\(shown.joined(separator: " ")))"
  }

  /// The same, so that reflection shows no secret either.
  public var customMirror: Mirror { Mirror(self, children: ["server": description]) }

  /// Removes the password from a text, should it be there.
  func redacted(_ text: String) -> String {
    var result = text
    for keyword in ["password", "sslpassword"] {
      if let secret = keywords[keyword], !secret.isEmpty {
        result = result.replacing(secret, with: "***")
      }
    }
    return result
  }

  /// All keywords for `PQconnectStartParams`; the caller's own `options` come last and win.
  var connectParameters: [(keyword: String, value: String)] {
    var all = keywords
    func set(_ keyword: String, _ value: String) {
      if all[keyword] == nil { all[keyword] = value }
    }
    set("fallback_application_name", applicationName)
    set("keepalives", "1")
    set("keepalives_idle", "\(keepaliveIdleSeconds)")
    set("keepalives_interval", "\(keepaliveIntervalSeconds)")
    set("keepalives_count", "\(keepaliveCount)")
    set("tcp_user_timeout", "\(tcpUserTimeoutMilliseconds)")
    all["client_encoding"] = "UTF8"
    var settings = [
      "statement_timeout=\(max(0, statementTimeoutMilliseconds))",
      "idle_in_transaction_session_timeout=\(max(0, idleInTransactionTimeoutMilliseconds))",
      "lock_timeout=\(max(0, lockTimeoutMilliseconds))",
      // The server too must notice that this machine is gone: it holds our session locks until then.
      "tcp_keepalives_idle=\(keepaliveIdleSeconds)",
      "tcp_keepalives_interval=\(keepaliveIntervalSeconds)",
      "tcp_keepalives_count=\(keepaliveCount)",
      "tcp_user_timeout=\(tcpUserTimeoutMilliseconds)",
      "TimeZone=UTC", "DateStyle=ISO", "IntervalStyle=postgres",
    ]
    if !plansForOneAtATime { settings += ["max_parallel_workers_per_gather=0", "jit=off"] }
    if !mayReadWholeTables { settings.append("enable_seqscan=off") }
    let own = settings.map { "-c \($0)" }.joined(separator: " ")
    all["options"] = [own, keywords["options"] ?? ""].joined(separator: " ")
    return all.sorted { $0.key < $1.key }.map { (keyword: $0.key, value: $0.value) }
  }
}
