/// One partition of one topic.
public struct TopicPartition: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let topic: String
  public let partition: Int32

  public init(topic: String, partition: Int32) {
    self.topic = topic
    self.partition = partition
  }

  public var description: String { "\(topic)[\(partition)]" }

  public static func < (left: TopicPartition, right: TopicPartition) -> Bool {
    (left.topic, left.partition) < (right.topic, right.partition)
  }
}

/// One header of a record. Names may repeat and their order is kept; a nil value is a null, which
/// is not the same as an empty one (KIP-82).
public struct KafkaHeader: Sendable, Hashable {
  public let name: String
  public let value: [UInt8]?

  public init(name: String, value: [UInt8]?) {
    self.name = name
    self.value = value
  }
}

/// One record to be written.
public struct KafkaRecord: Sendable, Hashable {
  /// The topic it goes to.
  public var topic: String
  /// The partition, or nil to let the key's hash choose (records with equal keys share one).
  public var partition: Int32?
  /// The key, or nil for a null key.
  public var key: [UInt8]?
  /// The value, or nil for a null value (a tombstone in a compacted topic).
  public var value: [UInt8]?
  /// Headers in order.
  public var headers: [KafkaHeader]

  public init(
    topic: String, partition: Int32? = nil, key: [UInt8]?, value: [UInt8]?,
    headers: [KafkaHeader] = []
  ) {
    self.topic = topic
    self.partition = partition
    self.key = key
    self.value = value
    self.headers = headers
  }

  /// The bytes this record holds in the client's buffers: key, value and headers.
  public var byteCount: Int {
    headers.reduce((key?.count ?? 0) + (value?.count ?? 0)) {
      $0 + $1.name.utf8.count + ($1.value?.count ?? 0)
    }
  }
}

/// One record that was read.
public struct KafkaMessage: Sendable, Hashable {
  public let topic: String
  public let partition: Int32
  /// The position in the partition, from 0.
  public let offset: Int64
  /// Milliseconds since 1970-01-01T00:00:00Z as the record carries it; nil when it has none.
  public let timestampMilliseconds: Int64?
  public let key: [UInt8]?
  public let value: [UInt8]?
  public let headers: [KafkaHeader]
  /// Which assignment of the group gave us this message: a number that grows with each
  /// assignment of its consumer. Storing under an older number has no effect.
  public let assignment: Int

  public init(
    topic: String, partition: Int32, offset: Int64, timestampMilliseconds: Int64?, key: [UInt8]?,
    value: [UInt8]?, headers: [KafkaHeader], assignment: Int
  ) {
    self.topic = topic
    self.partition = partition
    self.offset = offset
    self.timestampMilliseconds = timestampMilliseconds
    self.key = key
    self.value = value
    self.headers = headers
    self.assignment = assignment
  }

  /// Where the message was read.
  public var topicPartition: TopicPartition { .init(topic: topic, partition: partition) }

  /// The value of the first header with this name; nil when there is none or it is null.
  public func header(_ name: String) -> [UInt8]? {
    headers.first { $0.name == name }?.value
  }
}

/// What became of one record.
public enum DeliveryOutcome: Sendable, Hashable {
  /// The brokers acknowledged it. The offset is -1001 when they did not tell it.
  case delivered(partition: Int32, offset: Int64)
  /// It is certain that it was not written, or it was never handed to the library.
  case failed(KafkaError)
  /// It may have been written: the answer was lost. Sending it again may make a duplicate.
  case possiblyPersisted(KafkaError)

  /// Whether the brokers acknowledged it.
  public var isDelivered: Bool {
    if case .delivered = self { true } else { false }
  }

  /// The error, unless it was delivered.
  public var error: KafkaError? {
    switch self {
    case .delivered: nil
    case .failed(let error), .possiblyPersisted(let error): error
    }
  }
}

/// A topic to be created.
public struct TopicSpec: Sendable, Hashable {
  /// The topic's name.
  public var name: String
  /// How many partitions, at least 1.
  public var partitions: Int
  /// How many brokers hold each partition, at least 1.
  public var replication: Int
  /// Topic settings by the names of Kafka's topic configuration, such as `retention.ms`. The
  /// embedded broker has none and ignores them.
  public var config: [String: String]

  public init(name: String, partitions: Int, replication: Int = 1, config: [String: String] = [:]) {
    self.name = name
    self.partitions = partitions
    self.replication = replication
    self.config = config
  }
}
