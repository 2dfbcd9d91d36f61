import Domain
import Foundation
import Kafka

/// What the broker itself does: records produced in batches and read by one reader, in the pattern
/// of librdkafka's own performance program (send without waiting for each, take reports in bulk).
struct BrokerPart: Sendable {
  let databases: Databases

  struct Report: Sendable, Encodable {
    var records: Int
    var recordBytes: Int
    var producedPerSecond: Double
    /// Produced and read at the same time, with a bounded number unread.
    var throughPerSecond: Double
    /// Records that were acknowledged and never came.
    var missing: Int
    /// Rows committed one by one on one connection, by pgbench.
    var commitsPerSecond: Double
    /// The same on as many connections as the submit part has.
    var commitsPerSecondSideBySide: Double
  }

  private static let records = 100_000
  private static let recordBytes = 500
  private static let batch = 1_000
  private static let unreadMaximum = 4_000
  private static let produced = "flow.produced"
  private static let through = "flow.through"
  private static let stallSeconds = 20

  func run(connections: Int, seconds: Int) async throws -> Report {
    let broker = try await databases.house.startBroker([Self.produced, Self.through])
    let kafka = KafkaConfiguration(brokers: broker.address, embedded: true)
    let value = [UInt8](repeating: 0x61, count: Self.recordBytes)
    do {
      let clock = ContinuousClock()
      let producer = try KafkaProducer(
        configuration: kafka, options: ProducerOptions(maxInFlightRequests: 1))
      var started = clock.now
      for first in stride(from: 0, to: Self.records, by: Self.batch) {
        _ = await producer.sendBatch(Self.batch(first, Self.produced, value))
      }
      let produced = Double(Self.records) / started.duration(to: clock.now).seconds
      let consumer = try KafkaConsumer(
        configuration: kafka, group: Self.through, topics: [Self.through],
        options: ConsumerOptions(autoOffsetReset: .earliest))
      guard await consumer.waitForAssignment(deadlineMilliseconds: 60_000) else {
        throw BenchFailure("the reader was given no partitions")
      }
      var (sent, read) = (0, 0)
      started = clock.now
      var progressed = clock.now
      let patience = Duration.seconds(Self.stallSeconds)
      while read < Self.records, progressed.duration(to: clock.now) < patience {
        if sent < Self.records, sent - read <= Self.unreadMaximum - Self.batch {
          let outcomes = await producer.sendBatch(Self.batch(sent, Self.through, value))
          sent += outcomes.count(where: \.isDelivered)
        }
        let messages = try await consumer.nextBatch(maxMessages: 1_000, maxWaitMilliseconds: 20)
        read += messages.count
        consumer.store(messages)
        if !messages.isEmpty { progressed = clock.now }
      }
      let through = Double(read) / started.duration(to: progressed).seconds
      _ = await producer.close(deadlineMilliseconds: 5_000)
      await consumer.close(deadlineMilliseconds: 5_000)
      await broker.process.stop()
      return Report(
        records: Self.records, recordBytes: Self.recordBytes, producedPerSecond: produced,
        throughPerSecond: through, missing: sent - read,
        commitsPerSecond: try await commits(connections: 1, seconds: seconds),
        commitsPerSecondSideBySide: try await commits(connections: connections, seconds: seconds))
    } catch {
      await broker.process.stop()
      throw error
    }
  }

  private static func batch(_ first: Int, _ topic: String, _ value: [UInt8]) -> [KafkaRecord] {
    (first..<first + batch).map {
      KafkaRecord(topic: topic, key: Array(String($0).utf8), value: value)
    }
  }

  private func commits(connections: Int, seconds: Int) async throws -> Double {
    try await databases.withCopy("flow_commits") { database in
      try await databases.run(
        "CREATE TABLE flow_commit (id bigint PRIMARY KEY, body text NOT NULL)", in: database)
      return try await Pgbench(
        house: databases.house, connections: connections, seconds: seconds,
        script: """
          \\set turn :turn + 1
          \\set number :client_id * 100000000 + :turn
          INSERT INTO flow_commit VALUES (:number, repeat('a', 200));

          """
      ).run(on: database)
    }
  }
}
