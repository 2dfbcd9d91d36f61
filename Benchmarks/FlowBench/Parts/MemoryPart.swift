import Domain
import Foundation
import Kafka
import Postgres
import Synchronization

/// Memory of one match worker while events pass through it: most ask for nothing new, every
/// twentieth finds needs to decide.
struct MemoryPart: Sendable {
  let databases: Databases
  let subjects: FlowSubjects
  let options: FlowOptions

  struct Sample: Sendable, Encodable {
    var events: Int
    var residentBytes: Int64
  }

  struct Report: Sendable, Encodable {
    var events: Int
    var decided: Int
    var seconds: Double
    /// After the first twentieth of the events, in the middle, and at the end.
    var startBytes: Int64
    var middleBytes: Int64
    var endBytes: Int64
    var samples: [Sample]

    /// Memory at the end over memory in the middle.
    var growth: Double { Double(endBytes) / Double(max(1, middleBytes)) }
  }

  /// Events in one go.
  private static let batch = 1_000
  /// Records that may lie unread: the broker drops what is more than 5 MiB in a partition.
  private static let unreadMaximum: Int64 = 6_000
  private static let deciding = 20
  private static let samples = 20
  private static let waitMilliseconds = 20
  private static let stallSeconds = 120

  func run() async throws -> Report {
    try await databases.withCopy("flow_memory") { database in
      try await Crew.with(databases, database, consumers: 1) { crew in
        try await feed(database, crew)
      }
    }
  }

  private func feed(_ database: String, _ crew: Crew) async throws -> Report {
    let inspector = try OffsetInspector(configuration: crew.kafka, group: "rongqiao.match")
    let producer = try KafkaProducer(
      configuration: crew.kafka, options: ProducerOptions(maxInFlightRequests: 1))
    let bar = databases.house.progress("内存 memory", options.events)
    let process = crew.workers[0].processIdentifier
    var samples: [Sample] = []
    let clock = ContinuousClock()
    let started = clock.now
    var sent = 0
    while sent < options.events {
      let count = min(Self.batch, options.events - sent)
      if (sent / Self.batch) % Self.deciding == 0 {
        try await makeDue(database, first: sent % subjects.count, count: count)
      }
      let records = (sent..<sent + count).map { number in
        let event = Runs.event(
          number % subjects.count, number: 1 + number / subjects.count,
          at: WallClock.system.now())
        return KafkaRecord(
          topic: event.type.topic.rawValue, key: Array(event.key.utf8),
          value: event.data.canonicalBytes,
          headers: event.headers.map { KafkaHeader(name: $0.name, value: Array($0.value.utf8)) })
      }
      guard await producer.sendBatch(records).allSatisfy(\.isDelivered) else {
        throw BenchFailure("the broker does not take events")
      }
      sent += count
      try await waitForReaders(inspector)
      bar.update(sent)
      if sent >= options.events * (samples.count + 1) / Self.samples,
        let usage = ProcessUsage(process)
      {
        samples.append(Sample(events: sent, residentBytes: usage.residentBytes))
      }
    }
    bar.finish(sent)
    let seconds = started.duration(to: clock.now).seconds
    _ = await producer.close(deadlineMilliseconds: 5_000)
    await inspector.close(deadlineMilliseconds: 5_000)
    let decided = try await Decided.wait(
      databases, database, limitSeconds: 60
    ).count
    guard let first = samples.first, let last = samples.last else {
      throw BenchFailure("the worker's memory cannot be read")
    }
    return Report(
      events: sent, decided: decided, seconds: seconds, startBytes: first.residentBytes,
      middleBytes: samples[samples.count / 2].residentBytes, endBytes: last.residentBytes,
      samples: samples)
  }

  /// Lets the next needs wait for a run again.
  private func makeDue(_ database: String, first: Int, count: Int) async throws {
    let ids = (first..<min(first + count, subjects.count)).map { FlowIdentity.uuid(.need, $0) }
    try await withConnection(to: databases.configuration(database)) { session in
      try await session.execute(
        "UPDATE need SET match_due_since = now() WHERE id = ANY(\(ids))")
    }
  }

  /// Waits until the broker holds few enough unread records.
  private func waitForReaders(_ inspector: OffsetInspector) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now.advanced(by: .seconds(Self.stallSeconds))
    let places = try await inspector.partitions(
      of: [Topic.enterprise.rawValue], deadlineMilliseconds: 5_000)
    while clock.now < deadline {
      let lag = try await inspector.lag(places).values.reduce(0, +)
      if lag < Self.unreadMaximum { return }
      try await Task.sleep(for: .milliseconds(Self.waitMilliseconds))
    }
    throw BenchFailure("the worker does not read on")
  }
}
