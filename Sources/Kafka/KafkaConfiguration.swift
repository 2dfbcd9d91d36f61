/// How to reach a Kafka cluster, and who we say we are.
///
/// `settings` pass through to the client library by the names of librdkafka's CONFIGURATION.md
/// (`security.protocol`, `sasl.mechanism`, `sasl.username`, `ssl.ca.location` …). Names that carry
/// one of the client's guarantees (such as `enable.idempotence`) are refused: see
/// ``reservedSettings``. No value of a secret setting appears in a description, a dump or a log
/// line.
public struct KafkaConfiguration: Sendable {
  /// Bootstrap servers as `host:port`, separated by commas.
  public var brokers: String
  /// The name the brokers see in their logs and quotas.
  public var clientID: String
  /// Settings passed through to the library.
  public var settings: [String: String]
  /// Whether the brokers are the in-memory cluster of ``EmbeddedBroker``. Its timings differ: an
  /// empty fetch is held for its whole wait even if data arrives, and every rebalance after the
  /// first lasts the session timeout less one second, so both are made short.
  public var embedded: Bool
  /// Receives the library's log lines, on a private queue; it must return soon. Without it log
  /// lines are dropped.
  public var onLog: (@Sendable (KafkaLogLine) -> Void)?

  public init(
    brokers: String, clientID: String = "rongqiao", settings: [String: String] = [:],
    embedded: Bool = false
  ) {
    self.brokers = brokers
    self.clientID = clientID
    self.settings = settings
    self.embedded = embedded
  }

  /// Settings that the client fixes itself, because its promises hang on them; giving one is an
  /// error that names it.
  public static let reservedSettings: Set<String> = [
    "bootstrap.servers", "metadata.broker.list", "client.id", "group.id", "enable.idempotence",
    "transactional.id", "acks", "request.required.acks", "enable.auto.offset.store",
    "enable.auto.commit", "partition.assignment.strategy", "enable.partition.eof",
    "queue.buffering.max.messages", "queue.buffering.max.kbytes", "message.timeout.ms",
    "delivery.timeout.ms", "linger.ms", "queue.buffering.max.ms", "max.in.flight",
    "max.in.flight.requests.per.connection", "queued.min.messages", "queued.max.messages.kbytes",
    "partitioner", "auto.offset.reset", "auto.commit.interval.ms", "log.queue",
    "test.mock.num.brokers",
  ]
}

extension KafkaConfiguration: CustomStringConvertible, CustomReflectable {
  /// The configuration with the values of secret settings left out.
  public var description: String {
    let shown = settings.sorted { $0.key < $1.key }.map { name, value in
      "\(name)=\(SecretSettings.isSecret(name) ? "***" : value)"
    }
    let kind = embedded ? " embedded" : ""
    return "Kafka\(kind) brokers=\(brokers) client.id=\(clientID) [\(shown.joined(separator: " "))]"
  }

  /// Hides the stored properties from `dump` and debuggers' printing, where secrets would show.
  public var customMirror: Mirror { Mirror(self, children: ["configuration": description]) }
}

/// One line of the client library's log, with the values of secret settings cut out.
public struct KafkaLogLine: Sendable, Hashable {
  /// Severity of RFC 5424 section 6.2.1: 0 emergency … 3 error, 4 warning, 5 notice, 6
  /// informational, 7 debug.
  public let severity: Int
  /// The library's tag for the line, such as `FAIL` or `ASSIGN`.
  public let facility: String
  /// The text; it may name brokers by address.
  public let message: String
  /// The `client.id` of the client that wrote it.
  public let clientID: String
}

/// Decides which settings are secret and removes their values from text.
struct SecretSettings: Sendable {
  private let values: [String]

  init(_ settings: [String: String]) {
    // Very short values are left alone: cutting "1" out of every text would make it unreadable.
    values =
      settings.filter { Self.isSecret($0.key) && $0.value.count >= 3 }.map(\.value)
      .sorted { $0.count > $1.count }
  }

  static func isSecret(_ name: String) -> Bool {
    let lowered = name.lowercased()
    return ["password", "secret", "token", "username", ".pem", "oauthbearer.config", "jaas"]
      .contains { lowered.contains($0) }
  }

  func redact(_ text: String) -> String {
    values.reduce(text) { $0.replacing($1, with: "***") }
  }
}
