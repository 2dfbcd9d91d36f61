import Foundation
import Kafka
import Synchronization

/// Kafka for tests: the embedded cluster, or the brokers named by `RONGQIAO_KAFKA_BROKERS`.
public enum TestKafka {
  /// The real brokers to test against; nil means the embedded cluster.
  public static let externalBrokers: String? = {
    let value = ProcessInfo.processInfo.environment["RONGQIAO_KAFKA_BROKERS"] ?? ""
    return value.isEmpty ? nil : value
  }()

  /// Whether faults can be injected: only into the embedded cluster.
  public static var isEmbedded: Bool { externalBrokers == nil }

  /// A broker with these topics. On real brokers the topics get names that nobody else has;
  /// ``TestBroker/topic(_:)`` tells them. The caller closes it.
  public static func broker(topics: [TopicSpec], brokers: Int = 1) async throws -> TestBroker {
    guard let externalBrokers else {
      return TestBroker(
        embedded: try EmbeddedBroker(topics: topics, brokers: brokers), brokers: nil)
    }
    let broker = TestBroker(
      embedded: nil, brokers: externalBrokers, topics: topics.map(\.name))
    try await KafkaAdmin.createTopics(
      topics.map { topic in
        TopicSpec(
          name: broker.topic(topic.name), partitions: topic.partitions, replication: 1,
          config: topic.config)
      }, configuration: broker.configuration(), deadlineMilliseconds: 30_000)
    return broker
  }

  /// Lends a broker and closes it, whether the body returns or throws.
  public static func withBroker<Result>(
    topics: [TopicSpec], brokers: Int = 1, _ body: (TestBroker) async throws -> Result
  ) async throws -> Result {
    let broker = try await broker(topics: topics, brokers: brokers)
    do {
      let result = try await body(broker)
      await broker.close()
      return result
    } catch {
      await broker.close()
      throw error
    }
  }
}

/// A broker that a test may use as its own.
public final class TestBroker: Sendable {
  /// The embedded cluster, for fault injection; nil on real brokers.
  public let embedded: EmbeddedBroker?
  /// Every log line of clients that use ``configuration(clientID:settings:)``.
  public let logs = KafkaLogCollector()
  private let brokers: String
  private let suffix: String
  private let topics: [String]

  init(embedded: EmbeddedBroker?, brokers: String?, topics: [String] = []) {
    self.embedded = embedded
    self.topics = topics
    self.brokers = brokers ?? embedded?.bootstrapServers ?? ""
    suffix = embedded == nil ? "-" + UUID().uuidString.lowercased() : ""
  }

  /// The bootstrap servers.
  public var bootstrapServers: String { brokers }

  /// The name a topic really has.
  public func topic(_ name: String) -> String { name + suffix }

  /// A group id that no other test uses on these brokers.
  public func group(_ name: String) -> String { name + suffix }

  /// How a client reaches it.
  public func configuration(
    clientID: String = "rongqiao-test", settings: [String: String] = [:]
  ) -> KafkaConfiguration {
    var configuration = KafkaConfiguration(
      brokers: brokers, clientID: clientID, settings: settings, embedded: embedded != nil)
    configuration.onLog = { [logs] line in logs.add(line) }
    return configuration
  }

  /// The embedded cluster, in tests that are enabled only with it.
  ///
  /// - Throws: ``NotEmbedded`` on real brokers.
  public func requireEmbedded() throws -> EmbeddedBroker {
    guard let embedded else { throw NotEmbedded() }
    return embedded
  }

  /// Ends the embedded cluster, or deletes the topics made for this test on real brokers.
  public func close() async {
    if let embedded {
      await embedded.close()
    } else {
      // What cannot be deleted (no permission) stays behind under a name nobody uses.
      try? await KafkaAdmin.deleteTopics(
        topics.map(topic), configuration: configuration(), deadlineMilliseconds: 30_000)
    }
  }

  /// Fault injection was asked of real brokers.
  public struct NotEmbedded: Error {}
}

/// Keeps the last log lines of Kafka clients.
public final class KafkaLogCollector: Sendable {
  private let kept = Mutex<[KafkaLogLine]>([])
  private let limit = 2_000

  /// The lines kept, oldest first.
  public var lines: [KafkaLogLine] { kept.withLock { $0 } }

  func add(_ line: KafkaLogLine) {
    kept.withLock { lines in
      if lines.count >= limit { lines.removeFirst(limit / 2) }
      lines.append(line)
    }
  }
}
