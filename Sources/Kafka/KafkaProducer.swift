import CLibrdkafka
import Dispatch
import Synchronization

/// Writes records with an idempotent producer and tells what became of each.
///
/// - Order: records of one key, sent one after the other or in one batch, are written in that
///   order, also through retries. A record that *fails* leaves a gap while later ones that were
///   already handed over may be written (librdkafka INTRODUCTION.md, "Message timeout
///   considerations"): whoever needs strict order resends from the first failure of a key.
/// - Bound: at most ``ProducerOptions/maxInFlightMessages`` records and
///   ``ProducerOptions/maxInFlightBytes`` bytes are under way; a send waits for room with a
///   deadline.
/// - Duplicates: at least once. A broker drops the library's own repeats; a record sent anew by the
///   caller is a new record.
/// - End: ``close(deadlineMilliseconds:)`` must be called; there is no work in `deinit`.
public final class KafkaProducer: Sendable {
  let polled: PolledClient
  let options: ProducerOptions
  let state: Mutex<ProducerState>
  /// For the one call that blocks.
  private let lane: BlockingLane

  /// Makes the producer; no connection is needed yet.
  ///
  /// - Throws: `_INVALID_ARG` for an option out of range, or for a setting the library does not
  ///   know or accept (the error names it).
  public init(
    configuration: KafkaConfiguration, options: ProducerOptions = .init()
  ) throws(KafkaError) {
    try options.validate()
    self.options = options
    state = Mutex(
      ProducerState(
        window: InFlightWindow(
          maxMessages: options.maxInFlightMessages, maxBytes: options.maxInFlightBytes,
          maxWaiters: options.maxWaitingSends)))
    polled = try PolledClient(
      RD_KAFKA_PRODUCER, configuration, fixed: options.settings,
      idlePollMilliseconds: options.idlePollMilliseconds)
    lane = BlockingLane("kafka.producer.\(configuration.clientID)")
    polled.start { [self] event in handle(event) }
  }

  /// Connects and learns the cluster's topics, which the first send would else wait for: about half
  /// a second, while a number is asked for under which brokers know repeats.
  ///
  /// - Throws: `_TRANSPORT` or `_TIMED_OUT` when no broker answered in time; nothing is lost by that.
  @discardableResult
  public func connect(deadlineMilliseconds: Int) async throws(KafkaError) -> ClusterMetadata {
    try await lane.run { [self] in
      do throws(KafkaError) {
        // Asked on the lane: whoever closes waits for what is on it.
        try state.withLock { (state) throws(KafkaError) in try state.checkOpen() }
      } catch {
        return .failure(error)
      }
      return ClusterMetadata.read(polled.client, deadlineMilliseconds: deadlineMilliseconds)
    }
  }

  /// Whether the library gave up on this producer for good. The owner closes it and makes a new
  /// one; records that failed are sent again through that.
  public var isFatal: Bool { state.withLock { $0.fatal != nil } }

  /// Why, when ``isFatal``.
  public var fatalCause: KafkaError? { state.withLock { $0.fatal } }

  /// Records handed over and not yet reported on.
  public var inFlightMessages: Int { state.withLock { $0.window.messages } }

  /// Sends that wait for room now.
  public var waitingSends: Int { state.withLock { $0.window.waiting } }

  /// How the delivery reports were noticed.
  public var pollStatistics: PollStatistics { polled.poller.statistics }

  /// Sends one record and waits for its report.
  ///
  /// - Throws: when the record could not be handed over: no room within the slot deadline
  ///   (`_QUEUE_FULL`), closed, cancelled while waiting for room, refused by the library, or the
  ///   producer is fatal. Nothing was written then. Once handed over, the outcome is awaited even
  ///   if the task is cancelled; it comes within the delivery timeout.
  public func send(_ record: KafkaRecord) async throws(KafkaError) -> DeliveryOutcome {
    let batch = DeliveryBatch([record])
    try await acquireRoom(bytes: record.byteCount, deadline: slotDeadline())
    try handOver(record, batch: batch, index: 0)
    return await batch.outcomes()[0]
  }

  /// Sends records in order and waits for every report; the outcomes are in the records' order.
  ///
  /// Once a record could not be handed over, or was reported as failed meanwhile, no later record
  /// of the same topic and key (of the same partition, for null keys) is handed over: its outcome
  /// is `.failed` with the same code. The slot deadline holds for each record while there is
  /// progress; after one has met it, the others of the batch do not wait for room.
  public func sendBatch(_ records: [KafkaRecord]) async -> [DeliveryOutcome] {
    guard !records.isEmpty else { return [] }
    let batch = DeliveryBatch(records)
    var isStuck = false
    for (index, record) in records.enumerated() {
      if let obstacle = batch.obstacle(for: index) {
        batch.resolve(index, .failed(obstacle.behind))
        continue
      }
      do {
        try await acquireRoom(
          bytes: record.byteCount, deadline: isStuck ? .now : slotDeadline())
        try handOver(record, batch: batch, index: index)
      } catch {
        isStuck = isStuck || error.isQueueFull
        batch.resolve(index, .failed(error))
      }
    }
    return await batch.outcomes()
  }

  /// Stops accepting, waits for the reports under way, drops what is left at the deadline, and
  /// destroys the client.
  ///
  /// - Returns: how many records under way did not reach the brokers for certain. Each sender
  ///   has been told its own outcome. A second call returns 0 at once.
  @discardableResult
  public func close(deadlineMilliseconds: Int) async -> Int {
    let (isFirst, waiters) = state.withLock {
      state -> (Bool, [SlotWaiter]) in
      guard state.phase == .open else { return (false, []) }
      state.phase = .closing
      return (true, state.takeSlotWaiters())
    }
    guard isFirst else { return 0 }
    for waiter in waiters { waiter.resume(.failure(.closed("send"))) }

    var isDrained = await waitUntilDrained(deadlineMilliseconds)
    if !isDrained {
      // Purged records come back as failed reports, which resolve their senders.
      rd_kafka_purge(
        polled.client.pointer,
        RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING)
      isDrained = await waitUntilDrained(purgeGraceMilliseconds)
    }
    _ = try? await lane.run { Result<Void, KafkaError>.success(()) }
    await polled.shutDownPolling()
    let (leftovers, undelivered) = state.withLock { state -> ([ProducerFlight], Int) in
      state.phase = .closed
      let leftovers = Array(state.flights.values)
      state.flights.removeAll()
      return (leftovers, state.undeliveredWhileClosing + leftovers.count)
    }
    for flight in leftovers {
      flight.batch.resolve(flight.index, .possiblyPersisted(.closed("send")))
    }
    guard isDrained else {
      // Somebody may still be inside the library with a record: better a lost handle than a crash.
      polled.log(severity: 3, facility: "CLOSE", "producer left behind with unreported records")
      return undelivered
    }
    let isDestroyed = await polled.client.destroy(
      deadlineMilliseconds: destroyGraceMilliseconds)
    if !isDestroyed {
      polled.log(severity: 3, facility: "CLOSE", "producer could not be destroyed in time")
    }
    return undelivered
  }

  /// Makes the library raise a fatal error, to test how an owner rebuilds.
  @_spi(Testing)
  public func raiseFatalErrorForTesting() {
    rd_kafka_test_fatal_error(
      polled.client.pointer, RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER, "raised by a test")
  }

  private func waitUntilDrained(_ milliseconds: Int) async -> Bool {
    await withCheckedContinuation { continuation in
      let once = Once(continuation)
      let isDrained = state.withLock { state in
        if state.flights.isEmpty { return true }
        state.drained = once
        return false
      }
      if isDrained {
        once.resume(true)
        return
      }
      polled.poller.queue.async { @Sendable [self] in
        _ = polled.poller.schedule(afterMilliseconds: milliseconds) { once.resume(false) }
      }
    }
  }
}

/// How long purged records may take to come back as reports.
private let purgeGraceMilliseconds = 2_000
/// How long destroying a client without records may take.
private let destroyGraceMilliseconds = 5_000

extension KafkaError {
  /// The error of a record that was held back by an earlier failure of its key.
  fileprivate var behind: KafkaError {
    KafkaError(
      rd_kafka_resp_err_t(code), operation: "send",
      detail: "held back: an earlier record of the same key was not written", isFatal: isFatal)
  }
}
