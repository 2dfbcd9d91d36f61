/// Limits and timings of a consumer.
public struct ConsumerOptions: Sendable, Hashable {
  /// Where reading begins in a partition for which the group has no committed offset.
  public enum OffsetReset: String, Sendable, Hashable {
    case earliest
    case latest
  }

  /// Records the library fetches ahead of the reader, per partition (`queued.min.messages`).
  public var maxQueuedMessages: Int
  /// Kilobytes it fetches ahead, per partition; one fetch may overshoot it
  /// (`queued.max.messages.kbytes`).
  public var maxQueuedKilobytes: Int
  /// Bytes of keys, values and headers after which a batch is closed even if it has fewer
  /// messages than asked for.
  public var maxBatchBytes: Int
  /// How long a broker may hold a fetch with less than ``fetchMinBytes`` (`fetch.wait.max.ms`); nil
  /// leaves the library's default, or 10 ms on the embedded broker.
  public var fetchMaxWaitMilliseconds: Int?
  /// Bytes a broker gathers before it answers a fetch (`fetch.min.bytes`).
  public var fetchMinBytes: Int
  /// See ``OffsetReset``.
  public var autoOffsetReset: OffsetReset
  /// How often stored offsets are committed (`auto.commit.interval.ms`). They are committed on
  /// revocation and on close, too.
  public var commitIntervalMilliseconds: Int
  /// How long a revocation waits until what was handed out of the revoked partitions has been
  /// stored. Must stay well under the session timeout.
  public var revokeDrainMilliseconds: Int
  /// How often the queues are looked at without any wake-up; it keeps an idle consumer in its
  /// group, so it must stay well under `max.poll.interval.ms`.
  public var idlePollMilliseconds: Int

  public init(
    maxQueuedMessages: Int = 1_000, maxQueuedKilobytes: Int = 16_384,
    maxBatchBytes: Int = 8 << 20, fetchMaxWaitMilliseconds: Int? = nil, fetchMinBytes: Int = 1,
    autoOffsetReset: OffsetReset = .earliest, commitIntervalMilliseconds: Int = 1_000,
    revokeDrainMilliseconds: Int = 2_000, idlePollMilliseconds: Int = 1_000
  ) {
    self.maxQueuedMessages = maxQueuedMessages
    self.maxQueuedKilobytes = maxQueuedKilobytes
    self.maxBatchBytes = maxBatchBytes
    self.fetchMaxWaitMilliseconds = fetchMaxWaitMilliseconds
    self.fetchMinBytes = fetchMinBytes
    self.autoOffsetReset = autoOffsetReset
    self.commitIntervalMilliseconds = commitIntervalMilliseconds
    self.revokeDrainMilliseconds = revokeDrainMilliseconds
    self.idlePollMilliseconds = idlePollMilliseconds
  }

  func validate(group: String, topics: [String]) throws(KafkaError) {
    let checks: [(Bool, String)] = [
      (!group.isEmpty, "group must not be empty"),
      (!topics.isEmpty, "topics must not be empty"),
      // The library reads a leading circumflex as a regular expression.
      (topics.allSatisfy { !$0.isEmpty && !$0.hasPrefix("^") }, "topics must be plain names"),
      (maxQueuedMessages >= 1, "maxQueuedMessages must be at least 1"),
      (maxQueuedKilobytes >= 1, "maxQueuedKilobytes must be at least 1"),
      (maxBatchBytes >= 1, "maxBatchBytes must be at least 1"),
      (fetchMinBytes >= 1, "fetchMinBytes must be at least 1"),
      (commitIntervalMilliseconds >= 10, "commitIntervalMilliseconds must be at least 10"),
      (revokeDrainMilliseconds >= 0, "revokeDrainMilliseconds must not be negative"),
      (
        (10...60_000).contains(idlePollMilliseconds),
        "idlePollMilliseconds must be 10 to 60000, well under max.poll.interval.ms"
      ),
    ]
    for (holds, text) in checks where !holds { throw .invalid("create consumer", text) }
  }

  /// `range` is the only assignor: closing a cooperative consumer before its first assignment
  /// crashes librdkafka before 2.3.0 (#4381), and members that list different assignors first
  /// abort the embedded broker.
  func settings(group: String) -> [(String, String)] {
    var fixed = [
      ("group.id", group),
      ("enable.auto.commit", "true"),
      ("enable.auto.offset.store", "false"),
      ("enable.partition.eof", "false"),
      ("partition.assignment.strategy", "range"),
      ("auto.offset.reset", autoOffsetReset.rawValue),
      ("auto.commit.interval.ms", String(commitIntervalMilliseconds)),
      ("queued.min.messages", String(maxQueuedMessages)),
      ("queued.max.messages.kbytes", String(maxQueuedKilobytes)),
      ("fetch.min.bytes", String(fetchMinBytes)),
    ]
    if let fetchMaxWaitMilliseconds {
      fixed.append(("fetch.wait.max.ms", String(fetchMaxWaitMilliseconds)))
    }
    return fixed
  }
}
