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
  /// How often a paused relay looks whether it is to go on.
  public var pausePollMilliseconds: Int64 = 1_000
  /// Refusals of one record in a row after which an operator should look.
  public var refusalsBeforeAlert = 5
  public var clock = WallClock.system
  /// Only for the embedded broker.
  public var backlogLimits: BacklogLimits?

  public init() {}
}

/// Publishes the outbox: one leader, oldest first, in order per key, deleting what Kafka has
/// acknowledged.
///
/// Leadership is a session lock on the relay's own connection: when the connection is lost, so is
/// the lead. No transaction is open while Kafka is waited for. A crash between acknowledgement and
/// deletion publishes again; readers keep an inbox. What organisations may have to be told of by webhook
/// is put aside with the deletion until it is read for that: nothing else would tell of it if its topic
/// were lost.
public struct OutboxRelay: Service {
  private let database: PostgresConfiguration
  private let link: KafkaLink
  private let options: OutboxRelayOptions
  private let wake: Wake
  private let controls: WorkerControls
  private let state: WorkerState
  private let logger: Logger

  /// - Parameters:
  ///   - wake: rung after a commit that wrote events, when they are in the same process.
  ///   - controls: whether the worker `relay` is paused.
  public init(
    database: PostgresConfiguration, link: KafkaLink, options: OutboxRelayOptions, wake: Wake,
    controls: WorkerControls, state: WorkerState, logger: Logger
  ) {
    self.database = database
    self.link = link
    self.options = options
    self.wake = wake
    self.controls = controls
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
      await session.makeReady()
      do {
        while !isStopping, link.generation == generation, !session.producer.isFatal {
          // A paused leader stays the leader: nobody publishes until it goes on.
          if await isPaused() { continue }
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

  /// Waits a while when the relay is paused; a ring does not shorten it.
  private func isPaused() async -> Bool {
    guard let notice = await controls.pause(of: "relay") else {
      if state.phase == .paused { state.become(.running, "leading") }
      return false
    }
    state.become(.paused, notice.detail)
    try? await cancelWhenGracefulShutdown {
      try await Task.sleep(for: .milliseconds(options.pausePollMilliseconds))
    }
    return true
  }

  /// Reads one batch, publishes it, and deletes what was acknowledged.
  private func step(
    _ session: RelaySession, _ connection: PostgresConnection
  ) async throws {
    let found = try await OutboxRepository.oldest(
      limit: options.maximumBatchRecords, except: session.holds.held(at: .now),
      heldKeys: session.keyHolds.held(at: .now), connection)
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
    try await OutboxRepository.settle(done, at: options.clock.now(), connection)
    Counter(label: "rongqiao_relay_published_total").increment(by: done.count)
    if done.count == records.count {
      if state.phase != .running, session.holds.isEmpty { state.become(.running, "leading") }
    } else if session.holds.isEmpty {
      // A record that Kafka refuses is nobody else's trouble: the relay goes on with the others.
      if state.phase != .running { state.become(.running, "leading") }
      Counter(label: "rongqiao_relay_failures_total").increment(by: records.count - done.count)
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
  private(set) var keyHolds: KeyHolds
  private let configuration: KafkaConfiguration
  private let suffix: String
  private let logger: Logger
  /// What lay unread before this session is not known until the readers were looked at once.
  private var isSeeded = false
  private var workPartitions: (count: Int, seen: ContinuousClock.Instant)?
  /// Topics only ever grow, and seldom.
  private static let partitionsAge = Duration.seconds(60)
  /// How long a cluster may take to answer before the first record is sent all the same.
  private static let readyMilliseconds = 1_000
  /// Never joined, only a name to ask under.
  private static let lookoutGroup = "rongqiao.relay"

  init(
    configuration: KafkaConfiguration, suffix: String, options: OutboxRelayOptions, logger: Logger
  ) throws {
    self.configuration = configuration
    self.suffix = suffix
    self.logger = logger
    keyHolds = KeyHolds(alertAfter: options.refusalsBeforeAlert)
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

  /// Learns before there is anything to send what sending takes, as far as the cluster answers now;
  /// the rest is asked for when it is needed.
  func makeReady() async {
    do {
      try await producer.connect(deadlineMilliseconds: Self.readyMilliseconds)
      if backlog != nil, !isSeeded { try await seed() }
    } catch {
      logger.debug("the cluster does not answer yet", metadata: ["error": "\(error)"])
      return
    }
    _ = await workPartitionCount(of: Topic.work.rawValue + suffix)
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

  /// Slices of work need no order among each other, only an even share of the readers: left to the
  /// hashes of their keys, one reader of four gets a tenth more than the others.
  private func spread(_ records: [OutboxRecord]) async -> [KafkaRecord] {
    var spread = records.map { RelayBatch.kafkaRecord($0, suffix: suffix) }
    for (index, record) in records.enumerated() where record.topic == Topic.work.rawValue {
      guard let count = await workPartitionCount(of: spread[index].topic) else { break }
      spread[index].partition = Int32(record.sequence.magnitude % UInt64(count))
    }
    return spread
  }

  /// Nil while the cluster does not tell: then the key's hash chooses.
  private func workPartitionCount(of topic: String) async -> Int? {
    let now = ContinuousClock.now
    if let known = workPartitions, known.seen + Self.partitionsAge > now { return known.count }
    do {
      let count = try await inspector(Self.lookoutGroup).partitions(of: [topic]).count
      guard count > 0 else { return nil }
      workPartitions = (count, now)
      return count
    } catch {
      logger.debug("partitions of the work topic not seen", metadata: ["error": "\(error)"])
      return nil
    }
  }

  func publish(_ records: [OutboxRecord]) async -> [DeliveryOutcome] {
    let kafkaRecords = await spread(records)
    let outcomes = await producer.sendBatch(kafkaRecords)
    note(records, outcomes)
    if outcomes.contains(where: { !$0.isDelivered }) { workPartitions = nil }
    for (record, outcome) in zip(kafkaRecords, outcomes) {
      if case .delivered(let partition, let offset) = outcome {
        backlog?.sent(
          to: TopicPartition(topic: record.topic, partition: partition), offset: offset,
          bytes: Int64(record.byteCount))
      }
    }
    return outcomes
  }

  /// Sorts what was not taken: the record's own fault holds up its key, anything else its topic.
  private func note(_ records: [OutboxRecord], _ outcomes: [DeliveryOutcome]) {
    let refusals = outcomes.map { $0.error.map(KeyHolds.isOfRecord) }
    holds.note(
      zip(records, zip(outcomes, refusals)).compactMap { record, result in
        result.1 == true ? nil : (topic: record.topic, isDelivered: result.0.isDelivered)
      }, at: .now)
    for place in keyHolds.note(
      zip(records, refusals).map { (key: $0.key, isRefused: $1) }, at: .now)
    {
      Counter(label: "rongqiao_outbox_refused_total").increment()
      logger.error(
        "Kafka refuses a record again and again; what is behind it waits",
        metadata: [
          "event_id": "\(records[place].event)", "event_type": "\(records[place].typeName)",
          "key": "\(records[place].key)",
          "error": "\(outcomes[place].error.map { "\($0)" } ?? "")",
        ])
    }
    Gauge(label: "rongqiao_outbox_refused").record(keyHolds.alerting)
  }

  func close(_ deadlineMilliseconds: Int) async {
    _ = await producer.close(deadlineMilliseconds: deadlineMilliseconds)
    for inspector in inspectors.values {
      await inspector.close(deadlineMilliseconds: deadlineMilliseconds)
    }
  }
}
