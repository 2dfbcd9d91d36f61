import CLibrdkafka

/// Single questions and orders to a cluster. Each call makes a client and destroys it; for
/// repeated looks at a group use ``OffsetInspector``.
public struct KafkaAdmin {
  /// Creates the topics that are missing; one that exists is left as it is.
  ///
  /// The embedded broker has no such request: there it is checked that the topics exist, which
  /// ``EmbeddedBroker`` creates at its start.
  ///
  /// - Throws: `_TIMED_OUT` when the controller did not answer in time; otherwise the first error
  ///   of a topic, whose name is in the description. Others may have been created.
  public static func createTopics(
    _ topics: [TopicSpec], configuration: KafkaConfiguration, deadlineMilliseconds: Int
  ) async throws(KafkaError) {
    guard !topics.isEmpty else { return }
    if configuration.embedded {
      let known = try await metadata(
        configuration: configuration, deadlineMilliseconds: deadlineMilliseconds)
      let names = Set(known.topics.map(\.name))
      guard let missing = topics.first(where: { !names.contains($0.name) }) else { return }
      throw KafkaError(
        RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, operation: "create topics",
        detail: "topic \(missing.name) must be named when the embedded broker starts")
    }
    try await withClient(configuration) { client in
      TopicRequest.create(topics, client, deadlineMilliseconds: deadlineMilliseconds)
    }
  }

  /// Deletes topics with all their records; one that does not exist is passed over. Not on the
  /// embedded broker, which has no such request.
  ///
  /// - Throws: as ``createTopics(_:configuration:deadlineMilliseconds:)``.
  public static func deleteTopics(
    _ names: [String], configuration: KafkaConfiguration, deadlineMilliseconds: Int
  ) async throws(KafkaError) {
    guard !names.isEmpty else { return }
    guard !configuration.embedded else {
      throw .invalid("delete topics", "the embedded broker cannot delete topics")
    }
    try await withClient(configuration) { client in
      TopicRequest.delete(names, client, deadlineMilliseconds: deadlineMilliseconds)
    }
  }

  /// The cluster's brokers and topics.
  ///
  /// - Throws: `_TRANSPORT` or `_TIMED_OUT` when no broker answered in time.
  public static func metadata(
    configuration: KafkaConfiguration, deadlineMilliseconds: Int
  ) async throws(KafkaError) -> ClusterMetadata {
    try await withClient(configuration) { client in
      ClusterMetadata.read(client, deadlineMilliseconds: deadlineMilliseconds)
    }
  }

  /// A group's committed offsets; see
  /// ``OffsetInspector/committedOffsets(_:deadlineMilliseconds:)``.
  public static func committedOffsets(
    group: String, partitions: [TopicPartition], configuration: KafkaConfiguration,
    deadlineMilliseconds: Int
  ) async throws(KafkaError) -> [TopicPartition: Int64] {
    let inspector = try OffsetInspector(configuration: configuration, group: group)
    let result: Result<[TopicPartition: Int64], KafkaError>
    do throws(KafkaError) {
      result = .success(
        try await inspector.committedOffsets(
          partitions, deadlineMilliseconds: deadlineMilliseconds))
    } catch {
      result = .failure(error)
    }
    await inspector.close(deadlineMilliseconds: destroyGraceMilliseconds)
    return try result.get()
  }

  /// The readable ranges of partitions; see ``OffsetInspector/watermarks(_:deadlineMilliseconds:)``.
  public static func watermarks(
    partitions: [TopicPartition], configuration: KafkaConfiguration, deadlineMilliseconds: Int
  ) async throws(KafkaError) -> [TopicPartition: Watermarks] {
    // Watermarks are of no group, but the library's consumer asks for a name. It is never joined.
    let inspector = try OffsetInspector(
      configuration: configuration, group: "\(configuration.clientID).watermarks")
    let result: Result<[TopicPartition: Watermarks], KafkaError>
    do throws(KafkaError) {
      result = .success(
        try await inspector.watermarks(partitions, deadlineMilliseconds: deadlineMilliseconds))
    } catch {
      result = .failure(error)
    }
    await inspector.close(deadlineMilliseconds: destroyGraceMilliseconds)
    return try result.get()
  }

  private static func withClient<Value: Sendable>(
    _ configuration: KafkaConfiguration,
    _ body: @escaping @Sendable (NativeClient) -> Result<Value, KafkaError>
  ) async throws(KafkaError) -> Value {
    let polled = try PolledClient(
      RD_KAFKA_PRODUCER, configuration, fixed: [], idlePollMilliseconds: 1_000)
    polled.start { event in
      if event.kind == RD_KAFKA_EVENT_ERROR { polled.log(error: event) }
    }
    let result: Result<Value, KafkaError>
    do throws(KafkaError) {
      result = .success(
        try await BlockingLane("kafka.admin").run { body(polled.client) })
    } catch {
      result = .failure(error)
    }
    await polled.shutDownPolling()
    _ = await polled.client.destroy(deadlineMilliseconds: destroyGraceMilliseconds)
    return try result.get()
  }
}

/// How long destroying a client without records may take.
private let destroyGraceMilliseconds = 5_000
