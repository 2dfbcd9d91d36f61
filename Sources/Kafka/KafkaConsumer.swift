import CLibrdkafka
import Dispatch
import Synchronization

/// What a group took from a consumer.
public struct Revocation: Sendable, Hashable {
  /// The partitions that are no longer ours, or will not be in a moment.
  public let partitions: Set<TopicPartition>
  /// True when the group moved on without us (an expired session): another member may already
  /// read them, nothing more is committed, and running work should be dropped.
  public let isLost: Bool
}

/// Reads topics as one member of a consumer group.
///
/// - Delivery: at least once. An offset is committed only after the owner stored it; a message
///   that was not stored comes again after a restart or in another member.
/// - Order: messages of one partition are handed out in order.
/// - Back-pressure: messages stay in the library's bounded queue of their partition until
///   ``nextBatch(maxMessages:maxWaitMilliseconds:)`` asks for them; nothing is buffered beyond it.
///   Group events are answered all the while, so a slow reader stays a member. (It follows that the
///   library cannot see a stuck handler: that needs a watchdog of the owner's.)
/// - End: ``close(deadlineMilliseconds:)`` must be called; there is no work in `deinit`.
public final class KafkaConsumer: Sendable {
  let polled: PolledClient
  let options: ConsumerOptions
  let state = Mutex(ConsumerState())
  let desk = ConsumerDesk()
  let onRevoke: (@Sendable (Revocation) -> Void)?

  /// Joins the group.
  ///
  /// - Parameters:
  ///   - group: the group's id; members share the partitions of the topics.
  ///   - topics: plain names, no patterns.
  ///   - onRevoke: called when partitions are about to be taken away, on a private queue: it must
  ///     return soon and not call back into ``close(deadlineMilliseconds:)``. After it, the
  ///     consumer waits for stores of what it handed out, at most
  ///     ``ConsumerOptions/revokeDrainMilliseconds``.
  /// - Throws: `_INVALID_ARG` for an option out of range, or for a setting the library does not
  ///   know or accept (the error names it).
  public init(
    configuration: KafkaConfiguration, group: String, topics: [String],
    options: ConsumerOptions = .init(), onRevoke: (@Sendable (Revocation) -> Void)? = nil
  ) throws(KafkaError) {
    try options.validate(group: group, topics: topics)
    self.options = options
    self.onRevoke = onRevoke
    polled = try PolledClient(
      RD_KAFKA_CONSUMER, configuration, fixed: options.settings(group: group),
      idlePollMilliseconds: options.idlePollMilliseconds)
    polled.start(
      onEvent: { [self] event in handle(event) }, afterEvents: { [self] in afterEvents() })
    let list = PartitionList(topics.map { (TopicPartition(topic: $0, partition: -1), 0) })
    let code = rd_kafka_subscribe(polled.client.pointer, list.pointer)
    // The names were checked, so this fails only on a client that is fatal from birth; the owner
    // learns it from the first batch, and still closes in the ordinary way.
    if code != RD_KAFKA_RESP_ERR_NO_ERROR {
      state.withLock { $0.fatal = KafkaError(code, operation: "subscribe", isFatal: true) }
    }
  }

  /// The partitions assigned now.
  public var assignment: Set<TopicPartition> { state.withLock { Set($0.partitions.keys) } }

  /// Counts assignments, from 1; 0 before the first.
  public var assignmentNumber: Int { state.withLock { $0.assignmentNumber } }

  /// Stores that were ignored, because their assignment had ended.
  public var staleStores: Int { state.withLock { $0.staleStores } }

  /// Offset commits that the group's coordinator refused.
  public var failedCommits: Int { state.withLock { $0.failedCommits } }

  /// Whether the library gave up on this consumer for good.
  public var isFatal: Bool { state.withLock { $0.fatal != nil } }

  /// How messages and group events were noticed.
  public var pollStatistics: PollStatistics { polled.poller.statistics }

  /// Waits for messages and takes those that are there, at most this many, of all assigned
  /// partitions in turn.
  ///
  /// - Parameter maxWaitMilliseconds: how long to wait for the first message.
  /// - Returns: an empty array when none came within the wait.
  /// - Throws: when closed (``KafkaError/isClosed``), when the calling task is cancelled
  ///   (``KafkaError/isCancellation``; no message is lost), or when the consumer is fatal.
  public func nextBatch(
    maxMessages: Int, maxWaitMilliseconds: Int
  ) async throws(KafkaError) -> [KafkaMessage] {
    guard maxMessages >= 1, maxWaitMilliseconds >= 0 else {
      throw .invalid("read", "maxMessages must be at least 1 and the wait not negative")
    }
    let waiter = BatchWaiter(maxMessages: maxMessages)
    let result: Result<[KafkaMessage], KafkaError> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let once = Once(continuation)
        onQueue { $0.add(waiter, once, maxWaitMilliseconds: maxWaitMilliseconds) }
      }
    } onCancel: {
      waiter.isCancelled.store(true, ordering: .releasing)
      onQueue { $0.drop(waiter, .failure(.cancelled("read"))) }
    }
    return try result.get()
  }

  /// Notes that this message and all before it in its partition are done. Call it after the
  /// handler's transaction has committed. The offset is committed by the next interval, revocation
  /// or close.
  ///
  /// - Returns: false when the message comes from an assignment that has ended: it is ignored and
  ///   counted in ``staleStores``, since the partition's new owner decides now.
  @discardableResult
  public func store(_ message: KafkaMessage) -> Bool {
    store([message]) == 1
  }

  /// Notes that these messages, and all before them in their partitions, are done.
  ///
  /// - Returns: how many belonged to the current assignment.
  @discardableResult
  public func store(_ messages: [KafkaMessage]) -> Int {
    guard !messages.isEmpty else { return 0 }
    let count = state.withLock { state in
      messages.reduce(0) { count, message in
        let fits = state.store(
          message.topicPartition, end: message.offset + 1, assignment: message.assignment)
        return count + (fits ? 1 : 0)
      }
    }
    if count > 0 { polled.poller.poke() }
    return count
  }

  /// Reads this message's partition again from this message on, after its handler failed.
  /// Messages of the partition that were fetched ahead are dropped and come again.
  ///
  /// - Returns: false when the message comes from an assignment that has ended; nothing is done.
  @discardableResult
  public func seekBack(to message: KafkaMessage) async -> Bool {
    await withCheckedContinuation { continuation in
      onQueue { continuation.resume(returning: $0.performSeek(message)) }
    }
  }

  /// Hands out no more messages of these partitions, until resumed or until the assignment ends.
  /// What is fetched ahead of them stays, and their place is kept.
  public func pause(_ partitions: Set<TopicPartition>) {
    state.withLock { $0.setPaused(partitions, true) }
  }

  /// Hands out messages of these partitions again.
  public func resume(_ partitions: Set<TopicPartition>) {
    state.withLock { $0.setPaused(partitions, false) }
    polled.poller.poke()
  }

  /// Waits until the group has given this member its partitions (perhaps none, when there are
  /// more members than partitions).
  ///
  /// - Returns: false when the deadline passed first, or the consumer is closed.
  public func waitForAssignment(deadlineMilliseconds: Int) async -> Bool {
    await withCheckedContinuation { continuation in
      let once = Once(continuation)
      onQueue { $0.addAssignmentWaiter(once, deadlineMilliseconds: deadlineMilliseconds) }
    }
  }

  /// Stops handing out, commits what was stored, leaves the group and destroys the client. Reads
  /// that wait fail as closed. Handlers should be done before: it does not wait for their stores.
  ///
  /// When the group cannot be left within the deadline (brokers are gone) the client is destroyed
  /// all the same; uncommitted messages come again. A second call returns at once.
  public func close(deadlineMilliseconds: Int) async {
    let isGraceful: Bool? = await withCheckedContinuation { continuation in
      let once = Once(continuation)
      onQueue { $0.beginClose(once, deadlineMilliseconds: deadlineMilliseconds) }
    }
    guard let isGraceful else { return }
    if !isGraceful {
      polled.log(severity: 4, facility: "CLOSE", "the group could not be left in time")
    }
    let isDestroyed = await polled.client.destroy(
      deadlineMilliseconds: destroyGraceMilliseconds,
      flags: isGraceful ? 0 : RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    if !isDestroyed {
      polled.log(severity: 3, facility: "CLOSE", "consumer could not be destroyed in time")
    }
  }

  /// Runs a step on the poller's queue, where the desk and every call to the library belong.
  private func onQueue(_ step: @escaping @Sendable (KafkaConsumer) -> Void) {
    polled.poller.queue.async { @Sendable [self] in step(self) }
  }
}

/// How long destroying a consumer that has left its group may take.
private let destroyGraceMilliseconds = 5_000
