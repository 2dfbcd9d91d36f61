import CLibrdkafka

/// What a cluster says of itself.
public struct ClusterMetadata: Sendable, Hashable {
  /// One broker as it announces itself.
  public struct Broker: Sendable, Hashable {
    public let id: Int32
    public let host: String
    public let port: Int32
  }

  /// One topic.
  public struct Topic: Sendable, Hashable {
    public let name: String
    /// How many partitions it has.
    public let partitions: Int
  }

  /// The cluster's own name for itself, when its brokers tell it.
  public let clusterID: String?
  /// The brokers that are up, by id.
  public let brokers: [Broker]
  /// The topics that we may see, by name.
  public let topics: [Topic]

  /// Whether this is librdkafka's in-memory cluster, which names itself so; a client then needs the
  /// settings of an embedded broker (`KafkaConfiguration.embedded`).
  public var isEmbedded: Bool { clusterID?.hasPrefix("mockCluster") ?? false }

  /// Asks for all topics: asking for one by name would create it on some clusters. Blocks; only
  /// for a lane.
  static func read(
    _ client: NativeClient, deadlineMilliseconds: Int
  ) -> Result<ClusterMetadata, KafkaError> {
    var raw: UnsafePointer<rd_kafka_metadata>?
    let code = rd_kafka_metadata(
      client.pointer, 1, nil, &raw, Int32(clamping: deadlineMilliseconds))
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let raw else {
      return .failure(KafkaError(code, operation: "read metadata"))
    }
    defer { rd_kafka_metadata_destroy(raw) }
    let brokers = UnsafeBufferPointer(
      start: raw.pointee.brokers, count: Int(raw.pointee.broker_cnt)
    ).map { broker in
      Broker(id: broker.id, host: broker.host.map { String(cString: $0) } ?? "", port: broker.port)
    }
    let topics = UnsafeBufferPointer(
      start: raw.pointee.topics, count: Int(raw.pointee.topic_cnt)
    ).filter { $0.err == RD_KAFKA_RESP_ERR_NO_ERROR }.map { topic in
      Topic(
        name: topic.topic.map { String(cString: $0) } ?? "",
        partitions: Int(topic.partition_cnt))
    }
    // Known since the answer above, so this does not wait.
    let name = rd_kafka_clusterid(client.pointer, 0)
    defer { if let name { rd_kafka_mem_free(client.pointer, name) } }
    return .success(
      ClusterMetadata(
        clusterID: name.map { String(cString: $0) },
        brokers: brokers.sorted { $0.id < $1.id }, topics: topics.sorted { $0.name < $1.name }))
  }
}
