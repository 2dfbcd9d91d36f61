import Application
import Domain
import Kafka
import Logging
import Metrics
import ServiceLifecycle

/// How an event worker reads and gives up.
public struct EventWorkerOptions: Sendable {
  public var maximumBatchMessages = 200
  /// How long an idle worker waits before it looks whether it should stop.
  public var maximumWaitMilliseconds = 200
  /// Failures of one event on its own before it becomes a dead letter.
  public var attemptsMaximum = 5
  /// How long leaving the group may take at shutdown.
  public var closeDeadlineMilliseconds = 5_000

  public init() {}
}

/// What became of a handled batch.
public struct BatchResult: Sendable {
  /// Events the handler could not place, with a stable reason and a sentence; dead letters at once.
  public var rejected: [(event: EventID, reason: String, detail: String)]

  public init(rejected: [(event: EventID, reason: String, detail: String)] = []) {
    self.rejected = rejected
  }
}

/// Consumes a topic: batch → handle → store offsets. Each event's effect happens once, because the
/// handler keeps an inbox in its transaction; a record that cannot be handled becomes a dead letter
/// and the next one goes on; while a dependency is away nothing is given up.
public struct EventWorker: Service {
  public typealias Handler = @Sendable ([Event]) async throws -> BatchResult

  private let name: String
  private let group: String
  private let topics: [Topic]
  private let link: KafkaLink
  private let options: EventWorkerOptions
  private let application: Application
  private let clock: WallClock
  private let ids: IdentifierSource
  private let state: WorkerState
  private let logger: Logger
  private let handle: Handler

  /// - Parameters:
  ///   - group: the Kafka group; also the name under which the inbox remembers.
  ///   - handle: applies events in order; throws when none of them took effect.
  public init(
    name: String, group: String, topics: [Topic], link: KafkaLink, options: EventWorkerOptions,
    application: Application, clock: WallClock, ids: IdentifierSource, state: WorkerState,
    logger: Logger, handle: @escaping Handler
  ) {
    self.name = name
    self.group = group
    self.topics = topics
    self.link = link
    self.options = options
    self.application = application
    self.clock = clock
    self.ids = ids
    self.state = state
    self.logger = logger
    self.handle = handle
  }

  /// Returns after a graceful shutdown, when the current batch is done and the group is left.
  public func run() async throws {
    var backoff = Backoff()
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      let (generation, configuration) = link.current
      do {
        state.become(.waiting, "joining group \(group)")
        let consumer = try KafkaConsumer(
          configuration: configuration, group: group + link.suffix,
          topics: topics.map { $0.rawValue + link.suffix },
          options: ConsumerOptions(
            maxQueuedMessages: options.maximumBatchMessages * 4, autoOffsetReset: .earliest))
        await consume(consumer, generation: generation, backoff: &backoff)
        await consumer.close(deadlineMilliseconds: options.closeDeadlineMilliseconds)
      } catch {
        logger.error("cannot build the consumer", metadata: ["error": "\(error)"])
        await pause(backoff.nextMilliseconds())
      }
    }
    state.become(.stopped, "stopped")
  }

  /// Reads until shutdown, a fatal error, or a new address of the broker.
  private func consume(
    _ consumer: KafkaConsumer, generation: Int, backoff: inout Backoff
  ) async {
    while !Task.isShuttingDownGracefully, !Task.isCancelled, link.generation == generation {
      do {
        let messages = try await consumer.nextBatch(
          maxMessages: options.maximumBatchMessages,
          maxWaitMilliseconds: options.maximumWaitMilliseconds)
        if state.phase != .running, consumer.assignmentNumber > 0 {
          state.become(.running, "consuming as group \(group)")
        }
        guard !messages.isEmpty else { continue }
        if await process(messages.map(IncomingRecord.init)) {
          consumer.store(messages)
          backoff.reset()
        }
      } catch {
        if error.isClosed || error.isCancellation { return }
        logger.error("reading failed", metadata: ["error": "\(error)"])
        await pause(backoff.nextMilliseconds())
        if consumer.isFatal { return }
      }
    }
  }

  /// Handles one batch to its end.
  ///
  /// - Returns: false when shutdown came first; the batch then comes again to somebody else.
  private func process(_ records: [IncomingRecord]) async -> Bool {
    Counter(label: "rongqiao_worker_records_total", dimensions: [("worker", name)])
      .increment(by: records.count)
    let started = clock.now()
    var good: [(IncomingRecord, Event)] = []
    var letters: [Rejection] = []
    for record in records {
      switch record.event {
      case .success(let event): good.append((record, event))
      // In a rolling upgrade newer programs send what older ones do not know, and need not.
      case .failure(.unknownType): continue
      case .failure(let malformed):
        letters.append(
          Rejection(record: record, reason: malformed.code, detail: malformed.message, attempts: 1))
      }
    }
    guard await apply(good, rejected: &letters), await keep(letters, since: started) else {
      return false
    }
    Metrics.Timer(label: "rongqiao_worker_batch_seconds", dimensions: [("worker", name)])
      .recordMicroseconds(clock.now().microseconds - started.microseconds)
    return true
  }

  private struct Rejection {
    var record: IncomingRecord
    var reason: String
    var detail: String
    var attempts: Int
  }

  /// Applies events together; when that fails for their own sake, one by one.
  private func apply(
    _ batch: [(IncomingRecord, Event)], rejected: inout [Rejection]
  ) async -> Bool {
    guard !batch.isEmpty else { return true }
    switch await attempt(batch.map(\.1)) {
    case .done(let result):
      for rejection in result.rejected {
        guard let record = batch.first(where: { $0.1.id == rejection.event })?.0 else { continue }
        rejected.append(
          Rejection(
            record: record, reason: rejection.reason, detail: rejection.detail, attempts: 1))
      }
      return true
    case .interrupted: return false
    case .failed(let error):
      if batch.count > 1 {
        for one in batch {
          guard await apply([one], rejected: &rejected) else { return false }
        }
        return true
      }
      return await applyAlone(batch[0], after: error, rejected: &rejected)
    }
  }

  /// One event that failed on its own: tries again a few times, then gives it up as a dead letter.
  private func applyAlone(
    _ one: (IncomingRecord, Event), after first: any Error, rejected: inout [Rejection]
  ) async -> Bool {
    var backoff = Backoff()
    var last = first
    for number in 2...max(2, options.attemptsMaximum) {
      // Stopping cuts the pauses short; an event is not given up in that haste, it comes again.
      if Task.isShuttingDownGracefully || Task.isCancelled { return false }
      await pause(backoff.nextMilliseconds())
      switch await attempt([one.1]) {
      case .done(let result):
        for rejection in result.rejected {
          rejected.append(
            Rejection(
              record: one.0, reason: rejection.reason, detail: rejection.detail, attempts: number))
        }
        return true
      case .interrupted: return false
      case .failed(let error): last = error
      }
    }
    logger.error(
      "event given up", metadata: ["event_id": "\(one.1.id)", "error": "\(last)"])
    rejected.append(
      Rejection(
        record: one.0, reason: "handler_failed", detail: "the handler failed: \(last)",
        attempts: options.attemptsMaximum))
    return true
  }

  private enum Attempt {
    case done(BatchResult)
    /// The event's own fault, as far as one can tell.
    case failed(any Error)
    case interrupted
  }

  /// Tries until it works or fails for another reason than a missing dependency, which burns no
  /// attempt.
  private func attempt(_ events: [Event]) async -> Attempt {
    var backoff = Backoff()
    while true {
      do {
        let result = try await handle(events)
        if state.phase == .waiting { state.become(.running, "consuming as group \(group)") }
        return .done(result)
      } catch ApplicationError.unavailable {
        state.become(.waiting, "the database is away")
      } catch let notReady as MatchNotReady {
        state.become(.waiting, notReady.description)
      } catch {
        return .failed(error)
      }
      Counter(label: "rongqiao_worker_dependency_waits_total", dimensions: [("worker", name)])
        .increment()
      if Task.isShuttingDownGracefully || Task.isCancelled { return .interrupted }
      await pause(backoff.nextMilliseconds())
    }
  }

  private func keep(_ rejections: [Rejection], since firstFailedAt: Instant) async -> Bool {
    guard !rejections.isEmpty else { return true }
    let now = clock.now()
    let letters = rejections.map { rejection in
      rejection.record.deadLetter(
        id: ids.next(), consumer: group, reason: rejection.reason, detail: rejection.detail,
        attempts: rejection.attempts, firstFailedAt: firstFailedAt, now: now)
    }
    var backoff = Backoff()
    while true {
      do {
        let kept = try await application.keepDeadLetters(letters)
        Counter(label: "rongqiao_dead_letters_total", dimensions: [("worker", name)])
          .increment(by: kept)
        logger.warning("dead letters kept", metadata: ["count": "\(kept)"])
        return true
      } catch {
        logger.error("dead letters not kept yet", metadata: ["error": "\(error)"])
      }
      if Task.isShuttingDownGracefully || Task.isCancelled { return false }
      await pause(backoff.nextMilliseconds())
    }
  }

  private func pause(_ milliseconds: Int64) async {
    try? await cancelWhenGracefulShutdown {
      try await Task.sleep(for: .milliseconds(milliseconds))
    }
  }
}
