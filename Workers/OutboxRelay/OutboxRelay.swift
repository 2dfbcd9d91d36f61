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
  public var deliveryTimeoutMilliseconds = 30_000
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
      let session = try RelaySession(configuration: configuration, options: options)
      state.become(.running, "leading")
      do {
        while !isStopping, link.generation == generation, !session.producer.isFatal {
          try await step(session, connection, backoff: &backoff)
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
    _ session: RelaySession, _ connection: PostgresConnection, backoff: inout Backoff
  ) async throws {
    let records = try await session.allowed(
      OutboxRepository.oldest(limit: options.maximumBatchRecords, connection))
    guard !records.isEmpty else {
      await wake.wait(milliseconds: options.pollMilliseconds)
      return
    }
    let outcomes = await session.publish(records)
    let done = RelayBatch.acknowledged(records, outcomes)
    try await OutboxRepository.delete(done, connection)
    Counter(label: "rongqiao_relay_published_total").increment(by: done.count)
    if done.count == records.count {
      backoff.reset()
      if state.phase != .running { state.become(.running, "leading") }
    } else {
      let error = outcomes.lazy.compactMap(\.error).first
      Counter(label: "rongqiao_relay_failures_total").increment(by: records.count - done.count)
      state.become(.waiting, "Kafka does not acknowledge")
      logger.warning(
        "not acknowledged",
        metadata: ["records": "\(records.count - done.count)", "error": "\(error.map { "\($0)" } ?? "")"])
      await wake.wait(milliseconds: backoff.nextMilliseconds())
    }
  }
}

/// One producer's life, with the guard that belongs to its broker.
private final class RelaySession {
  let producer: KafkaProducer
  private var backlog: BacklogGuard?
  private var inspectors: [String: OffsetInspector] = [:]
  private let configuration: KafkaConfiguration

  init(configuration: KafkaConfiguration, options: OutboxRelayOptions) throws {
    self.configuration = configuration
    // One request in flight: also where a broker does not check sequence numbers, a retried
    // request cannot be overtaken.
    producer = try KafkaProducer(
      configuration: configuration,
      options: ProducerOptions(
        maxInFlightMessages: options.maximumBatchRecords * 2,
        lingerMilliseconds: options.lingerMilliseconds,
        deliveryTimeoutMilliseconds: options.deliveryTimeoutMilliseconds, maxInFlightRequests: 1))
    backlog = options.backlogLimits.map(BacklogGuard.init)
  }

  /// As many of the oldest records as the broker may hold unread.
  func allowed(_ records: [OutboxRecord]) async throws -> [OutboxRecord] {
    guard let backlog, !records.isEmpty else { return records }
    if !backlog.partitions.isEmpty { try await lookAtReaders() }
    let sizes = records.map { Int64(RelayBatch.kafkaRecord($0).byteCount) }
    return Array(records.prefix(self.backlog?.allowance(sizes) ?? records.count))
  }

  private func lookAtReaders() async throws {
    guard var backlog else { return }
    var least: [TopicPartition: Int64] = [:]
    let byTopic = Dictionary(grouping: backlog.partitions, by: \.topic)
    for (topic, places) in byTopic {
      for group in backlog.groups(of: topic) {
        let inspector = try inspector(group)
        let committed = try await inspector.committedOffsets(places)
        for place in places {
          least[place] = min(least[place] ?? .max, committed[place] ?? 0)
        }
      }
    }
    backlog.read(upTo: least)
    self.backlog = backlog
  }

  private func inspector(_ group: String) throws -> OffsetInspector {
    if let known = inspectors[group] { return known }
    let made = try OffsetInspector(configuration: configuration, group: group)
    inspectors[group] = made
    return made
  }

  func publish(_ records: [OutboxRecord]) async -> [DeliveryOutcome] {
    let kafkaRecords = records.map(RelayBatch.kafkaRecord)
    let outcomes = await producer.sendBatch(kafkaRecords)
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
    for inspector in inspectors.values { await inspector.close(deadlineMilliseconds: deadlineMilliseconds) }
  }
}
