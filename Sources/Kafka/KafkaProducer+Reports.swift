import CLibrdkafka
import Synchronization

/// What the library tells us, on the poller's queue.
extension KafkaProducer {
  func handle(_ event: borrowing NativeEvent) {
    switch event.kind {
    case RD_KAFKA_EVENT_DR: handleReports(event)
    case RD_KAFKA_EVENT_ERROR:
      polled.log(error: event)
      if rd_kafka_event_error_is_fatal(event.pointer) != 0 { noteFatal() }
    default: break
    }
  }

  private func handleReports(_ event: borrowing NativeEvent) {
    var reports: [(id: UInt, outcome: DeliveryOutcome)] = []
    reports.reserveCapacity(rd_kafka_event_message_count(event.pointer))
    while let message = rd_kafka_event_message_next(event.pointer) {
      reports.append((UInt(bitPattern: message.pointee._private), outcome(of: message)))
    }
    let (flights, granted, drained) = state.withLock { state in
      var flights: [(ProducerFlight, DeliveryOutcome)] = []
      flights.reserveCapacity(reports.count)
      var freed = 0
      for (id, outcome) in reports {
        guard let flight = state.flights.removeValue(forKey: id) else { continue }
        freed += flight.bytes
        if state.phase != .open && !outcome.isDelivered { state.undeliveredWhileClosing += 1 }
        flights.append((flight, outcome))
      }
      let granted = state.take(state.window.release(messages: flights.count, bytes: freed))
      return (flights, granted, state.takeDrained())
    }
    for (flight, outcome) in flights { flight.batch.resolve(flight.index, outcome) }
    for next in granted { next.resume(.success(())) }
    drained?.resume(true)
  }

  private func outcome(of message: UnsafePointer<rd_kafka_message_t>) -> DeliveryOutcome {
    let report = message.pointee
    guard report.err != RD_KAFKA_RESP_ERR_NO_ERROR else {
      return .delivered(partition: report.partition, offset: report.offset)
    }
    let error = KafkaError(report.err, operation: "deliver")
    return rd_kafka_message_status(message) == RD_KAFKA_MSG_STATUS_NOT_PERSISTED
      ? .failed(error) : .possiblyPersisted(error)
  }

  func noteFatal() {
    var text = [CChar](repeating: 0, count: 512)
    let code = rd_kafka_fatal_error(polled.client.pointer, &text, text.count)
    guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
    let error = KafkaError(code, operation: "send", isFatal: true)
    let waiters = state.withLock { state in
      state.fatal = state.fatal ?? error
      return state.takeSlotWaiters()
    }
    for waiter in waiters { waiter.resume(.failure(error)) }
  }
}
