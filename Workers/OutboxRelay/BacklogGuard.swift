import Kafka

/// Bounds of what may lie unread in one partition.
public struct BacklogLimits: Sendable {
  public var events: Int64
  public var bytes: Int64
  /// Groups that read each topic; a topic without one is not bounded, since nobody depends on it.
  public var groups: [String: [String]]

  public init(events: Int64 = 2_000, bytes: Int64 = 2 << 20, groups: [String: [String]]) {
    self.events = events
    self.bytes = bytes
    self.groups = groups
  }

  /// The same limits for topics and groups whose names end so.
  func adding(suffix: String) -> BacklogLimits {
    var copy = self
    copy.groups = [:]
    for (topic, names) in groups { copy.groups[topic + suffix] = names.map { $0 + suffix } }
    return copy
  }
}

/// Keeps what a reader has still to read far below the embedded broker's limit.
///
/// librdkafka's in-memory cluster drops the oldest records of a partition silently beyond 5 MiB,
/// read or not. The relay therefore publishes only while every partition's unread part is small,
/// counting its own bytes against the offsets the reading groups have committed.
struct BacklogGuard {
  private struct Sent {
    var end: Int64
    var bytes: Int64
  }

  private let limits: BacklogLimits
  private var unread: [TopicPartition: [Sent]] = [:]

  init(_ limits: BacklogLimits) { self.limits = limits }

  /// Partitions that hold something unread.
  var partitions: [TopicPartition] { unread.filter { !$0.value.isEmpty }.map(\.key).sorted() }

  /// Whether every partition has room for one more batch of half the limit.
  var hasRoom: Bool {
    unread.values.allSatisfy { list in
      Int64(list.count) <= limits.events / 2
        && list.reduce(0) { $0 + $1.bytes } <= limits.bytes / 2
    }
  }

  /// How many of `sizes` (bytes of records in order) may go out now, at the most, whatever
  /// partitions they go to.
  func allowance(_ sizes: [Int64]) -> Int {
    guard hasRoom else { return 0 }
    var bytes: Int64 = 0
    var count: Int64 = 0
    for size in sizes {
      bytes += size
      count += 1
      if count > limits.events / 2 || (count > 1 && bytes > limits.bytes / 2) {
        return Int(count - 1)
      }
    }
    return Int(count)
  }

  mutating func sent(to place: TopicPartition, offset: Int64, bytes: Int64) {
    guard limits.groups[place.topic]?.isEmpty == false else { return }
    unread[place, default: []].append(Sent(end: offset + 1, bytes: bytes))
  }

  /// Forgets what all groups have committed.
  ///
  /// - Parameter committed: the least committed offset of the reading groups, by partition.
  mutating func read(upTo committed: [TopicPartition: Int64]) {
    for (place, offset) in committed {
      unread[place]?.removeAll { $0.end <= offset }
    }
  }

  /// Takes note of records that lay unread before; their sizes are not known, so each counts as an
  /// equal share of the bytes that are admitted for a full partition.
  mutating func left(in place: TopicPartition, end: Int64, count: Int64) {
    guard count > 0, unread[place] == nil else { return }
    let bytes = limits.bytes / max(1, limits.events)
    unread[place] = (0..<min(count, limits.events)).reversed().map {
      Sent(end: end - $0, bytes: bytes)
    }
  }

  /// Reading groups by topic.
  var groups: [String: [String]] { limits.groups }
}
