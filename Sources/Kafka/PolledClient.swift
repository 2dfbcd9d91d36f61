import CLibrdkafka
import Foundation
import Synchronization

/// A native client with its event queue, the poller that empties it, and the log that comes out
/// of it. Producer, consumer, inspector and embedded broker are built on it.
///
/// Order of death, each step by its owner: stop accepting; ``shutDownPolling()`` (no wake-up and
/// no queue reference is left); ``NativeClient/destroy(deadlineMilliseconds:flags:)``.
///
/// `@unchecked`: `events` is touched on the poller's queue only once it runs.
final class PolledClient: @unchecked Sendable {
  let client: NativeClient
  let poller: QueuePoller
  private var events: NativeQueue?
  private let onLog: (@Sendable (KafkaLogLine) -> Void)?
  private let secrets: SecretSettings

  /// - Parameter idlePollMilliseconds: how often the queue is looked at without any wake-up.
  init(
    _ kind: rd_kafka_type_t, _ configuration: KafkaConfiguration, fixed: [(String, String)],
    idlePollMilliseconds: Int
  ) throws(KafkaError) {
    let native = try NativeClient(kind, configuration, fixed: fixed)
    client = native
    onLog = configuration.onLog
    secrets = SecretSettings(configuration.settings)
    do {
      poller = try QueuePoller(
        label: "kafka.\(configuration.clientID)", idlePollMilliseconds: idlePollMilliseconds)
    } catch {
      // No pipe means no client; it has no queue and no message yet, so it dies at once.
      Thread.detachNewThread {
        rd_kafka_destroy(native.pointer)
        KafkaHandles.add(-1, clientID: native.clientID)
      }
      throw error
    }
    rd_kafka_set_log_queue(native.pointer, nil)
    // A consumer's main queue is led into its group queue, so that one queue has everything.
    let isConsumer = kind == RD_KAFKA_CONSUMER && fixed.contains { $0.0 == "group.id" }
    if isConsumer { rd_kafka_poll_set_consumer(native.pointer) }
    events = NativeQueue(
      isConsumer
        ? rd_kafka_queue_get_consumer(native.pointer) : rd_kafka_queue_get_main(native.pointer))
  }

  /// Closing leads a consumer's group queue into a queue of the caller's choice. It gets a new
  /// one, which takes the place of the old: leading a queue into itself is not defined. Call on
  /// the poller's queue.
  func withCloseQueue(_ close: (NativeQueue) -> KafkaError?) -> KafkaError? {
    dispatchPrecondition(condition: .onQueue(poller.queue))
    guard let queue = NativeQueue(rd_kafka_queue_new(client.pointer)) else {
      return KafkaError(RD_KAFKA_RESP_ERR__FAIL, operation: "close")
    }
    if let events { poller.unwatch(events) }
    poller.watch(queue)
    let error = close(queue)
    events = queue
    return error
  }

  /// Begins to poll. `onEvent` sees every event but log lines; `afterEvents` runs each time the
  /// queue has been emptied. Both run on the poller's queue and must not block.
  func start(
    onEvent: @escaping @Sendable (borrowing NativeEvent) -> Void,
    afterEvents: @escaping @Sendable () -> Void = {}
  ) {
    if let events { poller.watch(events) }
    poller.start { [self] in
      var budget = eventsPerTurn
      while budget > 0, let event = events?.poll() {
        budget -= 1
        if event.kind == RD_KAFKA_EVENT_LOG { logEvent(event) } else { onEvent(event) }
      }
      // Beyond the budget give other work of this queue its turn, and come back.
      if budget == 0 { poller.poke() }
      afterEvents()
    }
  }

  /// Ends polling and drops the event queue. Call on the poller's queue.
  func shutDownPolling() {
    if let events { poller.unwatch(events) }
    events = nil
    poller.stop()
  }

  /// Ends polling from outside the poller's queue.
  func shutDownPolling() async {
    await withCheckedContinuation { continuation in
      poller.queue.async { @Sendable [self] in
        shutDownPolling() as Void
        continuation.resume()
      }
    }
  }

  /// Writes a line of our own beside the library's.
  func log(severity: Int, facility: String, _ message: String) {
    onLog?(
      KafkaLogLine(
        severity: severity, facility: facility, message: secrets.redact(message),
        clientID: client.clientID))
  }

  /// Writes the line of an error event.
  func log(error event: borrowing NativeEvent) {
    let text = rd_kafka_event_error_string(event.pointer).map { String(cString: $0) } ?? ""
    let name = String(cString: rd_kafka_err2name(event.error))
    log(severity: 4, facility: "ERROR", "\(name): \(text)")
  }

  private func logEvent(_ event: borrowing NativeEvent) {
    guard onLog != nil else { return }
    var facility: UnsafePointer<CChar>?
    var text: UnsafePointer<CChar>?
    var level: Int32 = 0
    guard rd_kafka_event_log(event.pointer, &facility, &text, &level) == 0 else { return }
    log(
      severity: Int(level), facility: facility.map { String(cString: $0) } ?? "",
      text.map { String(cString: $0) } ?? "")
  }
}

/// Events handled before other work of the same queue gets its turn.
private let eventsPerTurn = 10_000
