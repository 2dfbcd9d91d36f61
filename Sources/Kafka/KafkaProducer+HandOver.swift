import CLibrdkafka
import Synchronization

/// Handing records to the library.
extension KafkaProducer {
  /// Puts a record, for which room was taken, into the library's queue. Never blocks.
  func handOver(
    _ record: KafkaRecord, batch: DeliveryBatch, index: Int
  ) throws(KafkaError) {
    let bytes = record.byteCount
    // The flight is entered first: its report may come before the call returns.
    let id = state.withLock { state -> UInt? in
      guard state.phase == .open else { return nil }
      let id = state.nextFlight
      state.nextFlight += 1
      state.flights[id] = ProducerFlight(batch: batch, index: index, bytes: bytes)
      return id
    }
    guard let id else {
      giveBackRoom(bytes: bytes)
      throw .closed("send")
    }
    let code = produce(record, id: id)
    guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
    state.withLock { _ = $0.flights.removeValue(forKey: id) }
    giveBackRoom(bytes: bytes)
    if code == RD_KAFKA_RESP_ERR__FATAL { noteFatal() }
    throw state.withLock { $0.fatal } ?? KafkaError(code, operation: "send")
  }

  private func giveBackRoom(bytes: Int) {
    let (granted, drained) = state.withLock { state in
      let granted = state.take(state.window.release(messages: 1, bytes: bytes))
      return (granted, state.takeDrained())
    }
    for next in granted { next.resume(.success(())) }
    drained?.resume(true)
  }

  private func produce(_ record: KafkaRecord, id: UInt) -> rd_kafka_resp_err_t {
    let client = polled.client.pointer
    let headers = nativeHeaders(record.headers)
    let code = withBytes(record.key) { key, keySize in
      withBytes(record.value) { value, valueSize in
        rongqiao_kafka_produce(
          client, record.topic, record.partition ?? RD_KAFKA_PARTITION_UA, key, keySize, value,
          valueSize, headers, UnsafeMutableRawPointer(bitPattern: id))
      }
    }
    // On success the library owns the headers, on failure they are still ours.
    if code != RD_KAFKA_RESP_ERR_NO_ERROR, let headers { rd_kafka_headers_destroy(headers) }
    return code
  }

  private func nativeHeaders(_ headers: [KafkaHeader]) -> OpaquePointer? {
    guard !headers.isEmpty else { return nil }
    let list = rd_kafka_headers_new(headers.count)
    for header in headers {
      _ = withBytes(header.value) { value, size in
        rd_kafka_header_add(list, header.name, -1, value, size)
      }
    }
    return list
  }
}
