import CLibrdkafka

/// Owns one event; its messages and lists die with it and must not be kept.
struct NativeEvent: ~Copyable {
  let pointer: OpaquePointer

  var kind: Int32 { rd_kafka_event_type(pointer) }
  var error: rd_kafka_resp_err_t { rd_kafka_event_error(pointer) }

  /// Partitions of a rebalance or commit event, copied out.
  var partitions: [TopicPartition] {
    PartitionList.copy(rd_kafka_event_topic_partition_list(pointer)).map(\.place)
  }

  deinit { rd_kafka_event_destroy(pointer) }
}

/// Owns one reference to a queue of the library. It must be dropped before its client is
/// destroyed: a queue left open makes `rd_kafka_destroy` hang.
///
/// `@unchecked`: the pointer never changes, and librdkafka's queues are thread-safe
/// (INTRODUCTION.md, "Threads and callbacks").
final class NativeQueue: @unchecked Sendable {
  let pointer: OpaquePointer

  init?(_ pointer: OpaquePointer?) {
    guard let pointer else { return nil }
    self.pointer = pointer
  }

  deinit { rd_kafka_queue_destroy(pointer) }

  /// Takes one event without waiting; nil when the queue is empty.
  func poll() -> NativeEvent? {
    guard let event = rd_kafka_queue_poll(pointer, 0) else { return nil }
    return NativeEvent(pointer: event)
  }

  /// Waits for one event. Blocks its thread: only for a lane of our own.
  func wait(milliseconds: Int32) -> NativeEvent? {
    guard let event = rd_kafka_queue_poll(pointer, milliseconds) else { return nil }
    return NativeEvent(pointer: event)
  }
}

/// Owns an `rd_kafka_topic_partition_list_t`.
struct PartitionList: ~Copyable {
  /// One row of a list as plain values.
  struct Row: Sendable {
    let place: TopicPartition
    let offset: Int64
    let error: rd_kafka_resp_err_t
  }

  let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

  init(_ offsets: [(TopicPartition, Int64)]) {
    pointer = rd_kafka_topic_partition_list_new(Int32(clamping: offsets.count))
    for (place, offset) in offsets {
      let row = rd_kafka_topic_partition_list_add(pointer, place.topic, place.partition)
      row?.pointee.offset = offset
    }
  }

  deinit { rd_kafka_topic_partition_list_destroy(pointer) }

  var rows: [Row] { Self.copy(pointer) }

  /// Copies a list that someone else owns.
  static func copy(_ list: UnsafePointer<rd_kafka_topic_partition_list_t>?) -> [Row] {
    guard let list, let elements = list.pointee.elems else { return [] }
    return (0..<Int(list.pointee.cnt)).map { index in
      let row = elements[index]
      return Row(
        place: TopicPartition(topic: String(cString: row.topic), partition: row.partition),
        offset: row.offset, error: row.err)
    }
  }
}

/// Copies `count` bytes; a null pointer is a null, which differs from zero bytes.
func copyBytes(_ pointer: UnsafeRawPointer?, _ count: Int) -> [UInt8]? {
  pointer.map { Array(UnsafeRawBufferPointer(start: $0, count: count)) }
}

/// Lends the bytes with a pointer that is null only for nil: an empty array's own pointer may be
/// null too, and would turn an empty key into no key.
func withBytes<Result>(
  _ bytes: [UInt8]?, _ body: (UnsafeRawPointer?, Int) -> Result
) -> Result {
  guard let bytes else { return body(nil, 0) }
  if bytes.isEmpty {
    return withUnsafeBytes(of: UInt8(0)) { body($0.baseAddress, 0) }
  }
  return bytes.withUnsafeBytes { body($0.baseAddress, $0.count) }
}
