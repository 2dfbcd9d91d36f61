import CLibrdkafka
import Synchronization

/// The readable range of one partition.
public struct Watermarks: Sendable, Hashable {
  /// The first offset that is still there.
  public let low: Int64
  /// One past the last offset.
  public let high: Int64

  public init(low: Int64, high: Int64) {
    self.low = low
    self.high = high
  }
}

/// Looks at a group's progress from outside: what it has committed, and how far its partitions
/// reach. It never joins the group, so it disturbs no member. Long-lived and safe to share; calls
/// run one after the other on a queue of their own.
public final class OffsetInspector: Sendable {
  private let polled: PolledClient
  private let lane: BlockingLane
  private let isClosed = Atomic<Bool>(false)

  /// - Parameter group: the group whose committed offsets are read.
  /// - Throws: `_INVALID_ARG` for a setting the library does not know or accept.
  public init(configuration: KafkaConfiguration, group: String) throws(KafkaError) {
    guard !group.isEmpty else { throw .invalid("inspect", "group must not be empty") }
    polled = try PolledClient(
      RD_KAFKA_CONSUMER, configuration,
      fixed: [("group.id", group), ("enable.auto.commit", "false")],
      idlePollMilliseconds: 1_000)
    lane = BlockingLane("kafka.inspector.\(configuration.clientID)")
    polled.start { [polled] event in
      if event.kind == RD_KAFKA_EVENT_ERROR { polled.log(error: event) }
    }
  }

  /// The group's committed offsets: the next offset it would read. Partitions for which it has
  /// committed nothing are left out.
  ///
  /// - Throws: `_TIMED_OUT` or `_WAIT_COORD` when the coordinator did not answer in time, or the
  ///   error it gave.
  public func committedOffsets(
    _ partitions: [TopicPartition], deadlineMilliseconds: Int = 5_000
  ) async throws(KafkaError) -> [TopicPartition: Int64] {
    try await query(partitions, "read committed offsets", offset: RD_KAFKA_OFFSET_INVALID) {
      rd_kafka_committed($0, $1, Int32(clamping: deadlineMilliseconds))
    }
  }

  /// One past the last offset of each partition, asked of the partitions' leaders together.
  ///
  /// - Throws: `_TIMED_OUT`, or the first error a leader gave.
  public func highWatermarks(
    _ partitions: [TopicPartition], deadlineMilliseconds: Int = 5_000
  ) async throws(KafkaError) -> [TopicPartition: Int64] {
    try await listOffsets(partitions, RD_KAFKA_OFFSET_END, deadlineMilliseconds)
  }

  /// The readable range of each partition.
  ///
  /// - Throws: as ``highWatermarks(_:deadlineMilliseconds:)``.
  public func watermarks(
    _ partitions: [TopicPartition], deadlineMilliseconds: Int = 5_000
  ) async throws(KafkaError) -> [TopicPartition: Watermarks] {
    let low = try await listOffsets(
      partitions, RD_KAFKA_OFFSET_BEGINNING, deadlineMilliseconds)
    let high = try await highWatermarks(partitions, deadlineMilliseconds: deadlineMilliseconds)
    return high.reduce(into: [:]) { ranges, entry in
      ranges[entry.key] = Watermarks(low: low[entry.key] ?? 0, high: entry.value)
    }
  }

  /// How many offsets of each partition the group has still to read: from its committed offset, or
  /// from the partition's beginning when it has none or it has expired.
  ///
  /// Offsets are read before watermarks, so a group that keeps up shows a lag of what came in
  /// between, and never a negative one.
  public func lag(
    _ partitions: [TopicPartition], deadlineMilliseconds: Int = 5_000
  ) async throws(KafkaError) -> [TopicPartition: Int64] {
    let committed = try await committedOffsets(
      partitions, deadlineMilliseconds: deadlineMilliseconds)
    let ranges = try await watermarks(partitions, deadlineMilliseconds: deadlineMilliseconds)
    return ranges.reduce(into: [:]) { lags, entry in
      let next = max(committed[entry.key] ?? entry.value.low, entry.value.low)
      lags[entry.key] = max(0, entry.value.high - next)
    }
  }

  /// Every partition of these topics, as the cluster knows them now; an unknown topic is left
  /// out.
  public func partitions(
    of topics: Set<String>, deadlineMilliseconds: Int = 5_000
  ) async throws(KafkaError) -> [TopicPartition] {
    let metadata = try await clusterMetadata(deadlineMilliseconds)
    return metadata.topics.filter { topics.contains($0.name) }.flatMap { topic in
      (0..<Int32(topic.partitions)).map { TopicPartition(topic: topic.name, partition: $0) }
    }
  }

  /// Ends the inspector after the calls under way. A second call returns at once.
  public func close(deadlineMilliseconds: Int) async {
    guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
    _ = try? await lane.run { Result<Void, KafkaError>.success(()) }
    await polled.shutDownPolling()
    if await !polled.client.destroy(
      deadlineMilliseconds: deadlineMilliseconds,
      flags: RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    {
      polled.log(severity: 3, facility: "CLOSE", "inspector could not be destroyed in time")
    }
  }

  private func clusterMetadata(
    _ deadlineMilliseconds: Int
  ) async throws(KafkaError) -> ClusterMetadata {
    try checkOpen()
    return try await lane.run { [polled] in
      ClusterMetadata.read(polled.client, deadlineMilliseconds: deadlineMilliseconds)
    }
  }

  /// The library's time lookup, given the protocol's two special times (ListOffsets: -1 latest,
  /// -2 earliest), asks each leader once for all its partitions and keeps its deadline;
  /// `rd_kafka_query_watermark_offsets` asks per partition and ignores its deadline before 2.3.0
  /// (#4460).
  private func listOffsets(
    _ partitions: [TopicPartition], _ time: Int32, _ deadlineMilliseconds: Int
  ) async throws(KafkaError) -> [TopicPartition: Int64] {
    try await query(partitions, "read watermarks", offset: time) {
      rd_kafka_offsets_for_times($0, $1, Int32(clamping: deadlineMilliseconds))
    }
  }

  private func query(
    _ partitions: [TopicPartition], _ operation: String, offset: Int32,
    _ call:
      @escaping @Sendable (OpaquePointer, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) ->
      rd_kafka_resp_err_t
  ) async throws(KafkaError) -> [TopicPartition: Int64] {
    try checkOpen()
    guard !partitions.isEmpty else { return [:] }
    return try await lane.run { [polled] in
      let list = PartitionList(partitions.map { ($0, Int64(offset)) })
      let code = call(polled.client.pointer, list.pointer)
      guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
        return .failure(KafkaError(code, operation: operation))
      }
      var offsets: [TopicPartition: Int64] = [:]
      for row in list.rows {
        guard row.error == RD_KAFKA_RESP_ERR_NO_ERROR else {
          return .failure(
            KafkaError(row.error, operation: operation, detail: "partition \(row.place)"))
        }
        if row.offset >= 0 { offsets[row.place] = row.offset }
      }
      return .success(offsets)
    }
  }

  private func checkOpen() throws(KafkaError) {
    if isClosed.load(ordering: .acquiring) { throw .closed("inspect") }
  }
}
