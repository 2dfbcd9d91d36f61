import CLibrdkafka
import Dispatch
import Synchronization

/// Handing out messages; every function runs on the poller's queue.
extension KafkaConsumer {
  func add(
    _ waiter: BatchWaiter, _ once: ConsumerDesk.BatchContinuation, maxWaitMilliseconds: Int
  ) {
    dispatchPrecondition(condition: .onQueue(polled.poller.queue))
    if waiter.isCancelled.load(ordering: .acquiring) {
      once.resume(.failure(.cancelled("read")))
      return
    }
    let obstacle = state.withLock { $0.isOpen ? $0.fatal : .closed("read") }
    if let obstacle {
      once.resume(.failure(obstacle))
      return
    }
    guard desk.readers.count < maxReaders else {
      once.resume(.failure(.invalid("read", "more than \(maxReaders) reads wait")))
      return
    }
    desk.readers.append(.init(waiter: waiter, once: once))
    serveReaders()
    // Only a read that must wait costs a timer.
    if let index = desk.readers.firstIndex(where: { $0.waiter === waiter }) {
      desk.readers[index].timer = polled.poller.schedule(
        afterMilliseconds: maxWaitMilliseconds
      ) { [self] in drop(waiter, .success([])) }
    }
  }

  /// Ends a waiting read without messages; nothing when it has been served.
  func drop(_ waiter: BatchWaiter, _ result: Result<[KafkaMessage], KafkaError>) {
    dispatchPrecondition(condition: .onQueue(polled.poller.queue))
    guard let index = desk.readers.firstIndex(where: { $0.waiter === waiter }) else { return }
    let reader = desk.readers.remove(at: index)
    if let timer = reader.timer { polled.poller.cancel(timer) }
    reader.once.resume(result)
  }

  func failReaders(_ error: KafkaError) {
    for reader in desk.readers { drop(reader.waiter, .failure(error)) }
  }

  /// Serves waiting reads in order while there are messages.
  func serveReaders() {
    dispatchPrecondition(condition: .onQueue(polled.poller.queue))
    while let reader = desk.readers.first {
      let batch = takeMessages(max: reader.waiter.maxMessages)
      guard !batch.isEmpty else { return }
      drop(reader.waiter, .success(batch))
    }
  }

  /// Takes messages out of the partitions' queues in rounds, so that a full partition does not
  /// starve the others.
  private func takeMessages(max: Int) -> [KafkaMessage] {
    let (active, number) = state.withLock { state -> ([ConsumerDesk.PartitionReader], Int) in
      guard state.mayHandOut else { return ([], state.assignmentNumber) }
      let active = desk.partitions.filter { state.partitions[$0.place]?.isPaused == false }
      return (active, state.assignmentNumber)
    }
    guard !active.isEmpty else { return [] }
    let start = desk.firstPartition % active.count
    desk.firstPartition = start + 1
    var order = Array(active[start...] + active[..<start])
    var batch: [KafkaMessage] = []
    var bytes = 0
    while batch.count < max, bytes < options.maxBatchBytes, !order.isEmpty {
      let share = Swift.max(1, (max - batch.count) / order.count)
      order.removeAll { reader in
        var taken = 0
        while taken < share, batch.count < max, bytes < options.maxBatchBytes {
          guard let message = takeMessage(reader, assignment: number) else { return true }
          bytes += message.byteCount
          batch.append(message)
          taken += 1
        }
        return false
      }
    }
    state.withLock { state in
      for message in batch { state.handedOut(message.topicPartition, end: message.offset + 1) }
    }
    return batch
  }

  /// The next message of a partition; errors in between are logged and passed over.
  private func takeMessage(
    _ reader: ConsumerDesk.PartitionReader, assignment: Int
  ) -> KafkaMessage? {
    while let event = reader.queue.poll() {
      guard event.kind == RD_KAFKA_EVENT_FETCH,
        let native = rd_kafka_event_message_next(event.pointer),
        native.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR
      else {
        if event.kind == RD_KAFKA_EVENT_ERROR { handle(event) }
        continue
      }
      return copyMessage(native, place: reader.place, assignment: assignment)
    }
    return nil
  }

  /// Moves a partition back; see ``seekBack(to:)``.
  func performSeek(_ message: KafkaMessage) -> Bool {
    dispatchPrecondition(condition: .onQueue(polled.poller.queue))
    let place = message.topicPartition
    let fits = state.withLock {
      $0.seekBack(place, to: message.offset, assignment: message.assignment)
    }
    guard fits else { return false }
    let list = PartitionList([(place, message.offset)])
    // No timeout means asynchronous: the call makes the messages fetched so far outdated before it
    // returns, and does not wait for the rest (its wait is a thousand times too short before
    // librdkafka 2.1.0, #4230).
    let error = KafkaError.consume(
      rd_kafka_seek_partitions(polled.client.pointer, list.pointer, 0), operation: "seek")
    if let error { polled.log(severity: 3, facility: "SEEK", error.description) }
    return error == nil
  }
}

/// Copies a message that dies with its event.
private func copyMessage(
  _ native: UnsafePointer<rd_kafka_message_t>, place: TopicPartition, assignment: Int
) -> KafkaMessage {
  var kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
  let timestamp = rd_kafka_message_timestamp(native, &kind)
  return KafkaMessage(
    topic: place.topic, partition: place.partition, offset: native.pointee.offset,
    timestampMilliseconds: kind == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? nil : timestamp,
    key: copyBytes(native.pointee.key, native.pointee.key_len),
    value: copyBytes(native.pointee.payload, native.pointee.len),
    headers: copyHeaders(native), assignment: assignment)
}

private func copyHeaders(_ native: UnsafePointer<rd_kafka_message_t>) -> [KafkaHeader] {
  var list: OpaquePointer?
  guard rd_kafka_message_headers(native, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else {
    return []
  }
  var headers: [KafkaHeader] = []
  var name: UnsafePointer<CChar>?
  var value: UnsafeRawPointer?
  var size = 0
  while rd_kafka_header_get_all(list, headers.count, &name, &value, &size)
    == RD_KAFKA_RESP_ERR_NO_ERROR
  {
    headers.append(
      KafkaHeader(name: name.map { String(cString: $0) } ?? "", value: copyBytes(value, size)))
  }
  return headers
}

extension KafkaMessage {
  fileprivate var byteCount: Int {
    headers.reduce((key?.count ?? 0) + (value?.count ?? 0)) {
      $0 + $1.name.utf8.count + ($1.value?.count ?? 0)
    }
  }
}

/// Reads that may wait at once on one consumer.
private let maxReaders = 64
