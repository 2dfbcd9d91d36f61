import Application
import Domain
import Kafka
import Logging
import ServiceLifecycle

/// Consumes a topic: batch → handle → store offsets. Each event's effect happens once, because the
/// handler keeps an inbox in its transaction; a record that cannot be handled becomes a dead letter
/// and the next one goes on; while a dependency is away nothing is given up.
public struct EventWorker: Service {
  public typealias Handler = @Sendable ([Event]) async throws -> BatchResult

  let name: String
  let group: String
  private let topics: [Topic]
  let link: KafkaLink
  let options: EventWorkerOptions
  let application: Application
  let clock: WallClock
  let ids: IdentifierSource
  let state: WorkerState
  private let controls: WorkerControls
  let logger: Logger
  let handle: Handler
  let metrics: WorkerMetrics

  /// - Parameters:
  ///   - group: the Kafka group; also the name under which the inbox remembers.
  ///   - controls: whether operators have paused the worker of this name; without a default, so that none is
  ///     forgotten.
  ///   - handle: applies events in order; throws when none of them took effect.
  public init(
    name: String, group: String, topics: [Topic], link: KafkaLink, options: EventWorkerOptions,
    application: Application, clock: WallClock, ids: IdentifierSource, state: WorkerState,
    controls: WorkerControls, logger: Logger, handle: @escaping Handler
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
    self.controls = controls
    self.logger = logger
    self.handle = handle
    metrics = WorkerMetrics(worker: name)
  }

  var isStopping: Bool { Task.isShuttingDownGracefully || Task.isCancelled }

  /// Returns after a graceful shutdown, when the current batch is done and the group is left.
  public func run() async throws {
    var backoff = Backoff()
    while !isStopping {
      let (generation, configuration) = link.current
      do {
        state.become(.waiting, "joining group \(group)")
        let consumer = try KafkaConsumer(
          configuration: configuration, group: group + link.suffix,
          topics: topics.map { $0.rawValue + link.suffix },
          options: ConsumerOptions(
            maxQueuedMessages: options.maximumBatchMessages * 4,
            fetchMaxWaitMilliseconds: configuration.embedded
              ? options.embeddedFetchMilliseconds : nil,
            autoOffsetReset: .earliest))
        let watch = BrokerWatch()
        await withTaskGroup(of: Void.self) { tasks in
          tasks.addTask { [state, options] in
            await watch.run(
              configuration, everyMilliseconds: options.brokerCheckMilliseconds,
              deadlineMilliseconds: options.brokerCheckDeadlineMilliseconds
            ) { state.become(.waiting, "Kafka is away") }
          }
          await consume(consumer, watch, generation: generation, backoff: &backoff)
          tasks.cancelAll()
        }
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
    _ consumer: KafkaConsumer, _ watch: BrokerWatch, generation: Int, backoff: inout Backoff
  ) async {
    while !isStopping, link.generation == generation {
      if await isPaused() { continue }
      do {
        let messages = try await consumer.nextBatch(
          maxMessages: options.maximumBatchMessages,
          maxWaitMilliseconds: options.maximumWaitMilliseconds)
        if !messages.isEmpty { watch.heard() }
        if state.phase != .running, consumer.assignmentNumber > 0, !watch.isAway {
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

  /// Waits a moment when operators have paused this worker. It stays a member of its group: what is
  /// fetched already waits in the library's bounded queues.
  private func isPaused() async -> Bool {
    let notice = await controls.pause(of: name)
    metrics.isPaused(notice != nil)
    guard let notice else { return false }
    state.become(.paused, notice.detail)
    await pause(options.pauseLookMilliseconds)
    return true
  }

  func pause(_ milliseconds: Int64) async {
    try? await cancelWhenGracefulShutdown {
      try await Task.sleep(for: .milliseconds(milliseconds))
    }
  }
}
