import Domain
import Kafka
import Logging
import Metrics
import Postgres
import ServiceLifecycle
import Store
import WorkerKit

public struct OutboxRelayOptions: Sendable {
  public var maximumBatchRecords = 500
  /// How often an idle relay looks for new rows when nobody wakes it.
  public var pollMilliseconds: Int64 = 200
  /// How often a relay that is not the leader tries to become it.
  public var electionMilliseconds: Int64 = 1_000
  public var closeDeadlineMilliseconds = 5_000
  public var lingerMilliseconds = 2
  /// Shorter than the drain at shutdown, which waits for what is under way.
  public var deliveryTimeoutMilliseconds = 10_000
  /// How long to wait when the embedded broker holds as much unread as it may.
  public var backlogPauseMilliseconds: Int64 = 20
  /// Only for the embedded broker.
  public var backlogLimits: BacklogLimits?

  public init() {}
}

/// Publishes the outbox: one leader, oldest first, in order per key, deleting what Kafka has
/// acknowledged.
///
/// Leadership is a session lock on the relay's own connection: when the connection is lost, so is
/// the lead. No transaction is open while Kafka is waited for. A crash between acknowledgement and
/// deletion publishes again; readers keep an inbox.
public struct OutboxRelay: Service {
  private let database: PostgresConfiguration
  private let link: KafkaLink
  private let options: OutboxRelayOptions
  private let wake: Wake
  private let state: WorkerState
  private let logger: Logger

  /// - Parameter wake: rung after a commit that wrote events, when they are in the same process.
  public init(
    database: PostgresConfiguration, link: KafkaLink, options: OutboxRelayOptions, wake: Wake,
    state: WorkerState, logger: Logger
  ) {
    self.database = database
    self.link = link
    self.options = options
    self.wake = wake
    self.state = state
    self.logger = logger
  }

  private var isStopping: Bool { Task.isShuttingDownGracefully || Task.isCancelled }

  public func run() async throws {
    var backoff = Backoff()
    await withGracefulShutdownHandler {
      while !isStopping {
        do {
          let connection = try await PostgresConnection.connect(database)
          do {
            try await lead(connection, backoff: &backoff)
            await connection.close()
          } catch {
            await connection.close()
            throw error
          }
        } catch {
          state.become(.waiting, "the database or Kafka is away")
          logger.warning("relay interrupted", metadata: ["error": "\(error)"])
          await wake.wait(milliseconds: backoff.nextMilliseconds())
        }
      }
    } onGracefulShutdown: {
      wake.ring()
    }
    state.become(.stopped, "stopped")
  }

  /// Waits to become the leader, then publishes until shutdown or a new broker address.
  private func lead(
    _ connection: PostgresConnection, backoff: inout Backoff
  ) async throws {
    while try await !OutboxRepository.tryLead(connection) {
      // A standby is as ready as the leader: it takes over when the leader's connection ends.
      state.become(.running, "standing by for the leading relay")
      await wake.wait(milliseconds: options.electionMilliseconds)
      if isStopping { return }
    }
    while !isStopping {
      let (generation, configuration) = link.current
      let session = try RelaySession(
        configuration: configuration, suffix: link.suffix, options: options, logger: logger)
      state.become(.running, "leading")
      do {
        while !isStopping, link.generation == generation, !session.producer.isFatal {
          try await step(session, connection)
          backoff.reset()
        }
        await session.close(options.closeDeadlineMilliseconds)
      } catch {
        await session.close(options.closeDeadlineMilliseconds)
        throw error
      }
    }
  }

  /// Reads one batch, publishes it, and deletes what was acknowledged.
  private func step(
    _ session: RelaySession, _ connection: PostgresConnection
  ) async throws {
    let held = session.holds.held(at: .now)
    let found = try await OutboxRepository.oldest(
      limit: options.maximumBatchRecords, except: held, connection)
    guard !found.isEmpty else {
      await wake.wait(milliseconds: options.pollMilliseconds)
      return
    }
    let records = await session.allowed(found)
    guard !records.isEmpty else {
      // Readers must catch up first; new rows do not change that, so nobody wakes us.
      try? await cancelWhenGracefulShutdown {
        try await Task.sleep(for: .milliseconds(options.backlogPauseMilliseconds))
      }
      return
    }
    let outcomes = await session.publish(records)
    let done = RelayBatch.acknowledged(records, outcomes)
    try await OutboxRepository.delete(done, connection)
    Counter(label: "rongqiao_relay_published_total").increment(by: done.count)
    if done.count == records.count {
      if state.phase != .running, session.holds.isEmpty { state.become(.running, "leading") }
    } else {
      let error = outcomes.lazy.compactMap(\.error).first
      Counter(label: "rongqiao_relay_failures_total").increment(by: records.count - done.count)
      state.become(.waiting, "Kafka does not acknowledge")
      logger.warning(
        "not acknowledged",
        metadata: [
          "records": "\(records.count - done.count)", "error": "\(error.map { "\($0)" } ?? "")",
        ])
    }
  }
}

/// One producer's life, with the guard that belongs to its broker.
private final class RelaySession {
  let producer: KafkaProducer
  private var backlog: BacklogGuard?
  private var inspectors: [String: OffsetInspector] = [:]
  private(set) var holds = TopicHolds()
  private let configuration: KafkaConfiguration
  private let suffix: String
  private let logger: Logger
  /// What lay unread before this session is not known until the readers were looked at once.
  private var isSeeded = false

  init(
    configuration: KafkaConfiguration, suffix: String, options: OutboxRelayOptions, logger: Logger
  ) throws {
    self.configuration = configuration
    self.suffix = suffix
    self.logger = logger
    // One request in flight: also where a broker does not check sequence numbers, a retried
    // request cannot be overtaken.
    producer = try KafkaProducer(
      configuration: configuration,
      options: ProducerOptions(
        maxInFlightMessages: options.maximumBatchRecords * 2,
        lingerMilliseconds: options.lingerMilliseconds,
        deliveryTimeoutMilliseconds: options.deliveryTimeoutMilliseconds, maxInFlightRequests: 1))
    backlog = options.backlogLimits.map { BacklogGuard($0.adding(suffix: suffix)) }
  }

  /// As many of the oldest records as the broker may hold unread; none when the readers' progress
  /// cannot be seen.
  func allowed(_ records: [OutboxRecord]) async -> [OutboxRecord] {
    guard backlog != nil else { return records }
    do {
      if !isSeeded { try await seed() }
      try await lookAtReaders()
    } catch {
      logger.warning("readers' progress not seen", metadata: ["error": "\(error)"])
      return []
    }
    let sizes = records.map { Int64(RelayBatch.kafkaRecord($0, suffix: suffix).byteCount) }
    return Array(records.prefix(backlog?.allowance(sizes) ?? records.count))
  }

  /// Counts what an earlier session left unread.
  private func seed() async throws {
    for (topic, groups) in backlog?.groups ?? [:] {
      for group in groups {
        let inspector = try inspector(group)
        let places = try await inspector.partitions(of: [topic], deadlineMilliseconds: 5_000)
        let ends = try await inspector.highWatermarks(places)
        for (place, lag) in try await inspector.lag(places) {
          backlog?.left(in: place, end: ends[place] ?? 0, count: lag)
        }
      }
    }
    isSeeded = true
  }

  private func lookAtReaders() async throws {
    guard let places = backlog?.partitions, !places.isEmpty else { return }
    var least: [TopicPartition: Int64] = [:]
    for (topic, places) in Dictionary(grouping: places, by: \.topic) {
      for group in backlog?.groups[topic] ?? [] {
        let committed = try await inspector(group).committedOffsets(places)
        for place in places {
          least[place] = min(least[place] ?? .max, committed[place] ?? 0)
        }
      }
    }
    backlog?.read(upTo: least)
  }

  private func inspector(_ group: String) throws -> OffsetInspector {
    if let known = inspectors[group] { return known }
    let made = try OffsetInspector(configuration: configuration, group: group)
    inspectors[group] = made
    return made
  }

  func publish(_ records: [OutboxRecord]) async -> [DeliveryOutcome] {
    let kafkaRecords = records.map { RelayBatch.kafkaRecord($0, suffix: suffix) }
    let outcomes = await producer.sendBatch(kafkaRecords)
    holds.note(
      zip(records, outcomes).map { (topic: $0.topic, isDelivered: $1.isDelivered) }, at: .now)
    for (record, outcome) in zip(kafkaRecords, outcomes) {
      if case .delivered(let partition, let offset) = outcome {
        backlog?.sent(
          to: TopicPartition(topic: record.topic, partition: partition), offset: offset,
          bytes: Int64(record.byteCount))
      }
    }
    return outcomes
  }

  func close(_ deadlineMilliseconds: Int) async {
    _ = await producer.close(deadlineMilliseconds: deadlineMilliseconds)
    for inspector in inspectors.values {
      await inspector.close(deadlineMilliseconds: deadlineMilliseconds)
    }
  }
}
