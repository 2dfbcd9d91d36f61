import Application
import Domain
import Foundation
import Kafka
import Postgres

/// Messages that cannot be handled, among needs of other enterprises: how long those wait for it.
struct PoisonPart: Sendable {
  let databases: Databases
  let subjects: FlowSubjects
  let options: FlowOptions

  struct Report: Sendable, Encodable {
    var ratePerSecond: Int
    var seconds: Int
    var poisonMessages: Int
    /// Dead letters that were kept of them.
    var deadLetters: Int
    /// From the scheduled instant until the run was committed: without poison, and with it.
    var without: LatencySummary
    var with: LatencySummary
    var lost: Int

    /// What poison adds to the slowest need of any other enterprise, and to the 99th percentile.
    var delayMaximumMs: Double { with.maximum - without.maximum }
    var delayP99Ms: Double { with.p99 - without.p99 }
  }

  private static let rate = 100
  private static let secondsMaximum = 20
  private static let settleSeconds = 6
  /// Enterprises whose facts are made unreadable; they submit needs like the others, which fail.
  private static let broken = 3
  /// On whose keys malformed records come: these enterprises submit nothing.
  private static let malformedKeys = 10..<50
  /// The first subject whose latency is measured.
  private static let firstMeasured = 100

  func run() async throws -> Report {
    try await databases.withCopy("flow_poison") { database in
      try await Crew.with(databases, database, consumers: 2) { crew in
        try await databases.withApplication(database, connections: options.connections) {
          application, _ in
          try await Task.sleep(for: .seconds(Self.settleSeconds))
          try await WarmUp(subjects: subjects).run(databases, database) { body in
            _ = try await application.submitNeed(body, actor: .system("bench"))
          }
          let seconds = min(options.seconds, Self.secondsMaximum)
          let quiet = try await submit(application, database, seconds: seconds, first: 0)
          try await spoil(database)
          async let poison = poison(application, crew, seconds: seconds)
          let loud = try await submit(
            application, database, seconds: seconds, first: Self.rate * seconds)
          let sent = try await poison
          let letters = try await withConnection(to: databases.configuration(database)) {
            try await $0.queryOne("SELECT count(*) FROM dead_letter").decode(0, as: Int64.self)
          }
          return Report(
            ratePerSecond: Self.rate, seconds: seconds, poisonMessages: sent,
            deadLetters: Int(letters), without: quiet.0, with: loud.0, lost: quiet.1 + loud.1)
        }
      }
    }
  }

  /// Facts that no program can read: the handler of every event about these enterprises fails.
  private func spoil(_ database: String) async throws {
    let ids = (0..<Self.broken).map { FlowIdentity.uuid(.enterprise, $0) }
    try await withConnection(to: databases.configuration(database)) { session in
      try await session.execute(
        "UPDATE facts_version SET body = '[[1]]' WHERE enterprise_id = ANY(\(ids))")
    }
  }

  /// Every second one malformed record on a healthy enterprise's key and one about an enterprise
  /// that does not exist; and a need of each enterprise with unreadable facts.
  private func poison(
    _ application: Application, _ crew: Crew, seconds: Int
  ) async throws -> Int {
    let producer = try KafkaProducer(
      configuration: crew.kafka, options: ProducerOptions(maxInFlightRequests: 1))
    var sent = 0
    for index in 0..<Self.broken {
      let subject = subjects.subject(index)
      _ = try await application.submitNeed(
        subject.terms.body(of: subject.id), actor: .system("bench"))
      sent += 1
    }
    for second in 0..<max(1, seconds - 5) {
      let place = Self.malformedKeys.lowerBound + second % Self.malformedKeys.count
      let healthy = EnterpriseID(FlowIdentity.uuid(.enterprise, place)).text
      let unknown = Runs.event(0xFF_FFFF, number: second, at: WallClock.system.now())
      let records = [
        KafkaRecord(
          topic: Topic.enterprise.rawValue, key: Array(healthy.utf8), value: Array("{".utf8),
          headers: [KafkaHeader(name: "ce_specversion", value: Array("1.0".utf8))]),
        KafkaRecord(
          topic: Topic.enterprise.rawValue, key: Array(unknown.key.utf8),
          value: unknown.data.canonicalBytes,
          headers: unknown.headers.map {
            KafkaHeader(name: $0.name, value: Array($0.value.utf8))
          }),
      ]
      sent += await producer.sendBatch(records).count(where: \.isDelivered)
      try await Task.sleep(for: .seconds(1))
    }
    _ = await producer.close(deadlineMilliseconds: 5_000)
    return sent
  }

  private func submit(
    _ application: Application, _ database: String, seconds: Int, first: Int
  ) async throws -> (LatencySummary, lost: Int) {
    let calls = Submissions(count: Self.rate * seconds)
    await Pacer.run(
      count: Self.rate * seconds, perSecond: Self.rate,
      from: WallClock.system.now().adding(milliseconds: 200)
    ) { index, scheduled in
      let subject = subjects.subject(
        Self.firstMeasured + (first + index) % max(1, subjects.count - Self.firstMeasured))
      await calls.note(index, scheduled) {
        try await application.submitNeed(
          subject.terms.body(of: subject.id), actor: .system("bench")
        ).body
      }
    }
    let decided = try await Decided.wait(
      databases, database, limitSeconds: 20)
    var latencies = Latencies()
    var lost = 0
    for call in calls.accepted {
      if let committed = decided[call.need] {
        latencies.record(microseconds: committed - call.scheduled)
      } else {
        lost += 1
      }
    }
    return (latencies.summary, lost)
  }
}
