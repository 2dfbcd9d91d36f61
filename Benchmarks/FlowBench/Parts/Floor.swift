import Domain
import Foundation
import Kafka
import Postgres
import Synchronization

/// The least a need's way can take on this machine: a row is committed, a record goes through the
/// broker, another row is committed. By the same server, the same broker and the same settings of
/// its clients, with nothing to decide.
final class Floor: Sendable {
  static let topic = "flow.floor"
  private static let group = "flow.floor"
  private static let joinMilliseconds = 60_000

  /// The steps of one item, in microseconds after the epoch.
  struct Steps: Sendable {
    var scheduled: Int64
    var written: Int64
    var received: Int64
    var done: Int64
  }

  private struct State {
    var waiting: [Int: CheckedContinuation<Int64, Never>] = [:]
    var received: [Int: Int64] = [:]
    var steps: [Steps?]
  }

  private let pool: PostgresPool
  private let producer: KafkaProducer
  private let consumer: KafkaConsumer
  private let state: Mutex<State>
  private let value: [UInt8]
  private let clock = WallClock.system

  /// - Parameters:
  ///   - pool: as many connections as the service has on the other side.
  ///   - count: items, numbered from 0.
  init(pool: PostgresPool, kafka: KafkaConfiguration, count: Int) throws {
    self.pool = pool
    // As the relay does, and as a worker does.
    producer = try KafkaProducer(
      configuration: kafka,
      options: ProducerOptions(
        maxInFlightMessages: 10_000, lingerMilliseconds: 2, deliveryTimeoutMilliseconds: 30_000,
        maxInFlightRequests: 1))
    consumer = try KafkaConsumer(
      configuration: kafka, group: Self.group, topics: [Self.topic],
      options: ConsumerOptions(maxQueuedMessages: 800, autoOffsetReset: .earliest))
    state = Mutex(State(steps: Array(repeating: nil, count: count)))
    value = Array(
      JSON.object([
        "enterprise_id": .string(EnterpriseID(FlowIdentity.uuid(.enterprise, 0)).text),
        "need_id": .string(NeedID(FlowIdentity.uuid(.need, 0)).text), "need_version": 1,
      ]).canonicalBytes)
  }

  static let tables = """
    CREATE TABLE flow_before (id bigint PRIMARY KEY, body bytea NOT NULL);
    CREATE TABLE flow_after (id bigint PRIMARY KEY, body bytea NOT NULL);
    """

  /// Reads until the task is cancelled; joins the group first.
  func read() async {
    while !Task.isCancelled {
      guard
        let messages = try? await consumer.nextBatch(
          maxMessages: 200, maxWaitMilliseconds: 200)
      else { return }
      let now = clock.now().microseconds
      for message in messages {
        guard let number = message.key.flatMap({ Int(String(decoding: $0, as: UTF8.self)) }) else {
          continue
        }
        let waiting = state.withLock { state in
          state.received[number] = now
          return state.waiting.removeValue(forKey: number)
        }
        waiting?.resume(returning: now)
      }
      consumer.store(messages)
    }
  }

  /// Whether the reader has its partitions.
  func waitUntilReading() async throws {
    guard await consumer.waitForAssignment(deadlineMilliseconds: Self.joinMilliseconds) else {
      throw BenchFailure("the floor's reader was given no partitions")
    }
  }

  func close() async {
    _ = await producer.close(deadlineMilliseconds: 5_000)
    await consumer.close(deadlineMilliseconds: 5_000)
    let left = state.withLock { state in
      defer { state.waiting = [:] }
      return state.waiting.values.map(\.self)
    }
    for waiting in left { waiting.resume(returning: 0) }
  }

  /// One item.
  func item(_ number: Int, scheduled: Instant) async {
    do {
      try await insert("flow_before", number)
      let written = clock.now().microseconds
      let record = KafkaRecord(
        topic: Self.topic, key: Array(String(number).utf8), value: value, headers: headers(number))
      guard try await producer.send(record).isDelivered else { return }
      let received = await receipt(of: number)
      guard received > 0 else { return }
      try await insert("flow_after", number)
      let done = clock.now().microseconds
      state.withLock {
        $0.steps[number] = Steps(
          scheduled: scheduled.microseconds, written: written, received: received, done: done)
      }
    } catch {
      // Counted as missing.
    }
  }

  private func insert(_ table: SQLIdentifier, _ number: Int) async throws {
    let statement: Statement =
      "INSERT INTO \(identifier: table) (id, body) VALUES (\(Int64(number)), \(value))"
    try await pool.withConnection { session in
      try await session.execute(statement.prepared())
    }
  }

  private func headers(_ number: Int) -> [KafkaHeader] {
    let event = Runs.event(0, number: number, at: clock.now())
    return event.headers.map { KafkaHeader(name: $0.name, value: Array($0.value.utf8)) }
  }

  private func receipt(of number: Int) async -> Int64 {
    await withCheckedContinuation { continuation in
      let known = state.withLock { state -> Int64? in
        if let known = state.received[number] { return known }
        state.waiting[number] = continuation
        return nil
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  /// Items that came to their end.
  var steps: [Int: Steps] {
    state.withLock { state in
      Dictionary(
        uniqueKeysWithValues: state.steps.enumerated().compactMap { number, steps in
          steps.map { (number, $0) }
        })
    }
  }
}
