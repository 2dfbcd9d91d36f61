import CLibrdkafka

/// Owns an `rd_kafka_conf_t` until a client is made from it.
struct NativeConfiguration: ~Copyable {
  private var pointer: OpaquePointer?
  private let secrets: SecretSettings

  /// Applies, in this order: timings for the embedded broker, the caller's settings, and what
  /// the client fixes itself.
  init(
    _ configuration: KafkaConfiguration, kind: rd_kafka_type_t, fixed: [(String, String)]
  ) throws(KafkaError) {
    pointer = rd_kafka_conf_new()
    secrets = SecretSettings(configuration.settings)
    if let name = configuration.settings.keys.sorted().first(
      where: KafkaConfiguration.reservedSettings.contains)
    {
      throw .invalid("configure", "setting \(name) is fixed by the client and cannot be given")
    }
    if configuration.embedded {
      let timings =
        embeddedTimings + (kind == RD_KAFKA_CONSUMER ? embeddedConsumerTimings : [])
      for (name, value) in timings where configuration.settings[name] == nil {
        try set(name, value)
      }
    }
    for (name, value) in configuration.settings.sorted(by: { $0.key < $1.key }) {
      try set(name, value)
    }
    try set("bootstrap.servers", configuration.brokers)
    try set("client.id", configuration.clientID)
    try set("log.queue", "true")
    for (name, value) in fixed { try set(name, value) }
    rd_kafka_conf_set_events(
      pointer,
      RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG | RD_KAFKA_EVENT_REBALANCE
        | RD_KAFKA_EVENT_OFFSET_COMMIT)
  }

  deinit {
    if let pointer { rd_kafka_conf_destroy(pointer) }
  }

  /// The error names the setting and never its value: the library's own text quotes the value,
  /// which may be a password.
  private func set(_ name: String, _ value: String) throws(KafkaError) {
    switch rd_kafka_conf_set(pointer, name, value, nil, 0) {
    case RD_KAFKA_CONF_OK: return
    case RD_KAFKA_CONF_UNKNOWN:
      throw .invalid("configure", "setting \(name) is unknown to the client library")
    default: throw .invalid("configure", "setting \(name) has a value the library refuses")
    }
  }

  /// Makes a client. `rd_kafka_new` takes the configuration over if it succeeds and leaves it to
  /// us if it fails, so the pointer is forgotten only in the first case.
  consuming func makeClient(_ kind: rd_kafka_type_t) throws(KafkaError) -> OpaquePointer {
    var text = [CChar](repeating: 0, count: 512)
    guard let client = rd_kafka_new(kind, pointer, &text, text.count) else {
      let reason = String(
        decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw .invalid("create client", secrets.redact(reason))
    }
    pointer = nil
    return client
  }
}

/// It listens on IPv4 only, and is as near as can be: no long pause before a new attempt.
private let embeddedTimings = [
  ("broker.address.family", "v4"),
  ("reconnect.backoff.ms", "50"),
  ("reconnect.backoff.max.ms", "500"),
]

/// The embedded cluster balances a group only if the session timeout exceeds 3 s (its first join
/// waits that long), and holds an empty fetch for the whole `fetch.wait.max.ms`. It may leave a
/// member's request to join unanswered for good, when another member goes while a group is being
/// balanced; the client waits `max.poll.interval.ms` and 3 s before it asks again, five minutes by
/// default.
private let embeddedConsumerTimings = [
  ("fetch.wait.max.ms", "10"),
  ("heartbeat.interval.ms", "500"),
  ("max.poll.interval.ms", "8000"),
  ("session.timeout.ms", "4000"),
]
