import CLibrdkafka
import Dispatch
import Synchronization

/// Group events; every function runs on the poller's queue.
extension KafkaConsumer {
  func handle(_ event: borrowing NativeEvent) {
    dispatchPrecondition(condition: .onQueue(polled.poller.queue))
    switch event.kind {
    case RD_KAFKA_EVENT_REBALANCE: rebalance(event)
    case RD_KAFKA_EVENT_OFFSET_COMMIT: noteCommit(event)
    case RD_KAFKA_EVENT_ERROR:
      polled.log(error: event)
      if rd_kafka_event_error_is_fatal(event.pointer) != 0 {
        let error = KafkaError(event.error, operation: "read", isFatal: true)
        state.withLock { $0.fatal = $0.fatal ?? error }
        failReaders(error)
      }
    default: break
    }
  }

  /// After each round of events: pass stores on, finish what waited for them, serve reads.
  func afterEvents() {
    flushStores()
    if desk.revocation != nil, state.withLock({ $0.isDrained }) { finishRevocation() }
    serveReaders()
    if desk.closing != nil, rd_kafka_consumer_closed(polled.client.pointer) == 1 {
      finishClose(isGraceful: true)
    }
  }

  func addAssignmentWaiter(_ once: Once<Bool>, deadlineMilliseconds: Int) {
    dispatchPrecondition(condition: .onQueue(polled.poller.queue))
    switch state.withLock({ $0.phase }) {
    case .assigned: once.resume(true)
    case .closing, .closed: once.resume(false)
    case .joining, .revoking:
      let id = (desk.assignmentWaiters.keys.max() ?? 0) + 1
      desk.assignmentWaiters[id] = once
      _ = polled.poller.schedule(afterMilliseconds: deadlineMilliseconds) { [self] in
        desk.assignmentWaiters[id] = nil
        once.resume(false)
      }
    }
  }

  /// Passes stored offsets to the library, which commits them in its own time.
  private func flushStores() {
    let pending = state.withLock { $0.takePendingStores() }
    guard !pending.isEmpty else { return }
    let list = PartitionList(pending)
    rd_kafka_offsets_store(polled.client.pointer, list.pointer)
    // `_STATE` is to be expected around a rebalance: the partition's next owner reads from the
    // last commit (swift-kafka-client #129 died of it).
    for row in list.rows
    where row.error != RD_KAFKA_RESP_ERR_NO_ERROR && row.error != RD_KAFKA_RESP_ERR__STATE {
      polled.log(
        severity: 4, facility: "STORE",
        "\(row.place): \(String(cString: rd_kafka_err2name(row.error)))")
    }
  }

  private func noteCommit(_ event: borrowing NativeEvent) {
    // Nothing to commit is no failure.
    guard event.error != RD_KAFKA_RESP_ERR_NO_ERROR, event.error != RD_KAFKA_RESP_ERR__NO_OFFSET
    else { return }
    state.withLock { $0.failedCommits += 1 }
    polled.log(
      severity: 4, facility: "COMMIT", String(cString: rd_kafka_err2name(event.error)))
  }

  // MARK: Rebalance. It is always answered, whatever happens: the whole group waits.

  private func rebalance(_ event: borrowing NativeEvent) {
    // A new event while one drains means that the group does not wait any longer.
    if desk.revocation != nil { finishRevocation() }
    switch event.error {
    case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS: assign(event.partitions)
    case RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS: revoke(event.partitions)
    default:
      polled.log(error: event)
      revoke(event.partitions)
    }
  }

  private func assign(_ places: [TopicPartition]) {
    let client = polled.client.pointer
    guard state.withLock({ $0.isOpen }) else {
      rd_kafka_assign(client, nil)
      return
    }
    // Each partition keeps a queue of its own, cut off from the group's queue *before* fetching
    // starts. So group events never queue behind messages, and a partition is held by not
    // reading its queue: the library's own pause would drop what it has fetched.
    desk.partitions = places.compactMap { place in
      let native = rd_kafka_queue_get_partition(client, place.topic, place.partition)
      guard let queue = NativeQueue(native) else { return nil }
      rd_kafka_queue_forward(queue.pointer, nil)
      polled.poller.watch(queue)
      return .init(place: place, queue: queue)
    }
    let isComplete = desk.partitions.count == places.count
    let list = PartitionList(places.map { ($0, Int64(RD_KAFKA_OFFSET_INVALID)) })
    let code = isComplete ? rd_kafka_assign(client, list.pointer) : RD_KAFKA_RESP_ERR__FAIL
    guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
      polled.log(
        severity: 3, facility: "ASSIGN", "refused: \(String(cString: rd_kafka_err2name(code)))")
      releasePartitions()
      rd_kafka_assign(client, nil)
      return
    }
    _ = state.withLock { $0.assign(places) }
    let waiters = desk.assignmentWaiters
    desk.assignmentWaiters.removeAll()
    for id in waiters.keys.sorted() { waiters[id]?.resume(true) }
  }

  private func revoke(_ places: [TopicPartition]) {
    let isLost = rd_kafka_assignment_lost(polled.client.pointer) == 1
    let (mustDrain, isOpen) = state.withLock { state in
      state.beginRevoke()
      return (!state.isDrained, state.isOpen)
    }
    onRevoke?(Revocation(partitions: Set(places), isLost: isLost))
    guard mustDrain, isOpen, !isLost, options.revokeDrainMilliseconds > 0 else {
      desk.revocation = .init(isLost: isLost, timer: nil)
      finishRevocation()
      return
    }
    let timer = polled.poller.schedule(
      afterMilliseconds: options.revokeDrainMilliseconds
    ) { [self] in finishRevocation() }
    desk.revocation = .init(isLost: isLost, timer: timer)
  }

  /// Commits and answers the revocation that is under way.
  private func finishRevocation() {
    guard let revocation = desk.revocation else { return }
    desk.revocation = nil
    if let timer = revocation.timer { polled.poller.cancel(timer) }
    let client = polled.client.pointer
    flushStores()
    if !revocation.isLost, rd_kafka_assignment_lost(client) == 0 {
      // Asynchronous, but ahead of the answer in the library's own queue.
      rd_kafka_commit(client, nil, 1)
    }
    releasePartitions()
    state.withLock { $0.endRevoke() }
    rd_kafka_assign(client, nil)
  }

  private func releasePartitions() {
    for reader in desk.partitions { polled.poller.unwatch(reader.queue) }
    desk.partitions.removeAll()
  }

  // MARK: Close

  func beginClose(_ once: Once<Bool?>, deadlineMilliseconds: Int) {
    dispatchPrecondition(condition: .onQueue(polled.poller.queue))
    guard state.withLock({ $0.isOpen }) else {
      once.resume(nil)
      return
    }
    flushStores()
    state.withLock { $0.beginClose() }
    failReaders(.closed("read"))
    let waiters = desk.assignmentWaiters.values
    desk.assignmentWaiters.removeAll()
    for waiter in waiters { waiter.resume(false) }
    finishRevocation()
    desk.closing = once
    let error = polled.withCloseQueue { queue in
      KafkaError.consume(
        rd_kafka_consumer_close_queue(polled.client.pointer, queue.pointer), operation: "close")
    }
    if let error {
      polled.log(severity: 3, facility: "CLOSE", error.description)
      finishClose(isGraceful: false)
      return
    }
    _ = polled.poller.schedule(afterMilliseconds: deadlineMilliseconds) { [self] in
      finishClose(isGraceful: false)
    }
    polled.poller.poke()
  }

  /// Drops every native object but the client, so that it can be destroyed.
  private func finishClose(isGraceful: Bool) {
    guard let once = desk.closing else { return }
    desk.closing = nil
    releasePartitions()
    state.withLock { $0.endClose() }
    polled.shutDownPolling() as Void
    once.resume(isGraceful)
  }
}
