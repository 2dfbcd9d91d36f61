import Application
import Domain
import Foundation
import Kafka
import Postgres
import Synchronization

/// From accepted to decided at a fixed rate, against the floor at the same rate in the same run.
struct LatencyPart: Sendable {
  let databases: Databases
  let subjects: FlowSubjects
  let options: FlowOptions

  struct Report: Sendable, Encodable {
    var ratePerSecond: Int
    var seconds: Int
    var consumers: Int
    var submitted: Int
    /// Calls that were refused or failed.
    var failed: Int
    var lost: Int
    /// From the scheduled instant until the run was committed.
    var ours: LatencySummary
    /// When our side stood still.
    var stalls: [Stall]
    /// From the scheduled instant until the call returned.
    var accepted: LatencySummary
    var floor: LatencySummary
    /// The three steps of the floor.
    var floorWritten: LatencySummary
    var floorThroughBroker: LatencySummary
    var floorWrittenAgain: LatencySummary
    var floorMissing: Int
    /// The same way over HTTP, for the shorter of both durations and a minute.
    var http: LatencySummary?

    var p50: Double { ours.p50 / max(floor.p50, 0.001) }
    var p99: Double { ours.p99 / max(floor.p99, 0.001) }
  }

  /// Match workers that share the work.
  private static let consumers = 2
  /// How long the last needs may take after the last was submitted.
  static let tailSeconds = 60
  /// Groups settle before anything is measured.
  static let settleSeconds = 6
  private static let httpSecondsMaximum = 60

  func run() async throws -> Report {
    var report = try await databases.withCopy("flow_latency") { database in
      try await measure(database, seconds: options.seconds)
    }
    report.http = try await databases.withCopy("flow_latency") { database in
      try await measureHTTP(database, seconds: min(options.seconds, Self.httpSecondsMaximum))
    }
    return report
  }

  private func measure(_ database: String, seconds: Int) async throws -> Report {
    let count = options.rate * seconds
    try await databases.run(Floor.tables, in: database)
    return try await Crew.with(
      databases, database, consumers: Self.consumers, furtherTopics: [Floor.topic]
    ) { crew in
      try await databases.withApplication(database, connections: options.connections) {
        application, _ in
        try await databases.withApplication(database, connections: options.connections) {
          _, floorPool in
          let floor = try Floor(pool: floorPool, kafka: crew.kafka, count: count)
          let reading = Task { await floor.read() }
          try await floor.waitUntilReading()
          try await Task.sleep(for: .seconds(Self.settleSeconds))
          try await WarmUp(subjects: subjects).run(databases, database) { body in
            _ = try await application.submitNeed(body, actor: .system("bench"))
          }
          let calls = Submissions(count: count)
          let bar = databases.house.progress("时延 latency", count)
          let start = WallClock.system.now().adding(milliseconds: 200)
          async let submitting: Void = Pacer.run(
            count: count, perSecond: options.rate, from: start
          ) { index, scheduled in
            let subject = subjects.subject(index % subjects.count)
            await calls.note(index, scheduled) {
              try await application.submitNeed(
                subject.terms.body(of: subject.id), actor: .system("bench")
              ).body
            }
            bar.update(index + 1)
          }
          // Half an interval later, so that both sides meet the same machine.
          async let flooring: Void = Pacer.run(
            count: count, perSecond: options.rate,
            from: Instant(
              microseconds: start.microseconds + Pacer.offset(1, perSecond: options.rate * 2))
          ) { index, scheduled in
            await floor.item(index, scheduled: scheduled)
          }
          _ = await (submitting, flooring)
          bar.finish(count)
          let decided = try await Decided.wait(
            databases, database, limitSeconds: Self.tailSeconds)
          reading.cancel()
          await floor.close()
          await reading.value
          return try await report(
            calls, decided, floor.steps, seconds: seconds, database: database)
        }
      }
    }
  }

  private func report(
    _ calls: Submissions, _ decided: [UUID: Int64], _ floor: [Int: Floor.Steps], seconds: Int,
    database: String
  ) async throws -> Report {
    let commits = try await Decided.floorCommits(databases, database)
    let delays = FlushDelays(
      floor.compactMap { number, steps in commits[number].map { ($0, steps.done) } })
    var (ours, accepted) = (Latencies(), Latencies())
    var (lost, stalls) = (0, Stalls())
    for call in calls.accepted.sorted(by: { $0.scheduled < $1.scheduled }) {
      accepted.record(microseconds: call.returned - call.scheduled)
      guard let committed = decided[call.need] else {
        lost += 1
        continue
      }
      let taken = committed + delays.nearest(committed) - call.scheduled
      ours.record(microseconds: taken)
      stalls.record(scheduled: call.scheduled, microseconds: taken)
    }
    var (whole, first, broker, second) = (Latencies(), Latencies(), Latencies(), Latencies())
    for steps in floor.values {
      whole.record(microseconds: steps.done - steps.scheduled)
      first.record(microseconds: steps.written - steps.scheduled)
      broker.record(microseconds: steps.received - steps.written)
      second.record(microseconds: steps.done - steps.received)
    }
    return Report(
      ratePerSecond: options.rate, seconds: seconds, consumers: Self.consumers,
      submitted: calls.accepted.count, failed: calls.failed, lost: lost, ours: ours.summary,
      stalls: stalls.found, accepted: accepted.summary, floor: whole.summary,
      floorWritten: first.summary,
      floorThroughBroker: broker.summary, floorWrittenAgain: second.summary,
      floorMissing: options.rate * seconds - floor.count)
  }

  private func measureHTTP(_ database: String, seconds: Int) async throws -> LatencySummary {
    try await Crew.with(databases, database, consumers: Self.consumers) { _ in
      let server = try await databases.house.startServer(
        databases.house.databaseURL(database))
      do {
        try await Task.sleep(for: .seconds(Self.settleSeconds))
        try await WarmUp(subjects: subjects).run(databases, database) { body in
          _ = try await server.submit(body)
        }
        let calls = Submissions(count: options.rate * seconds)
        await Pacer.run(
          count: options.rate * seconds, perSecond: options.rate,
          from: WallClock.system.now().adding(milliseconds: 200)
        ) { index, scheduled in
          let subject = subjects.subject(index % subjects.count)
          await calls.note(index, scheduled) {
            try await server.submit(subject.terms.body(of: subject.id))
          }
        }
        let decided = try await Decided.wait(
          databases, database, limitSeconds: Self.tailSeconds)
        await server.process.stop()
        var latencies = Latencies()
        for call in calls.accepted {
          if let committed = decided[call.need] {
            latencies.record(microseconds: committed - call.scheduled)
          }
        }
        return latencies.summary
      } catch {
        await server.process.stop()
        throw error
      }
    }
  }
}

/// What became of submitted needs.
final class Submissions: Sendable {
  struct Call: Sendable {
    var need: UUID
    /// In microseconds after the epoch.
    var scheduled: Int64
    var returned: Int64
  }

  private struct State {
    var calls: [Call] = []
    var failed = 0
  }

  private let state = Mutex(State())

  init(count: Int) {
    state.withLock { $0.calls.reserveCapacity(count) }
  }

  /// Makes one call and remembers what it gave.
  func note(
    _ index: Int, _ scheduled: Instant, _ call: () async throws -> JSON
  ) async {
    let answer = try? await call()
    let returned = WallClock.system.now().microseconds
    guard let need = answer?["id"]?.stringValue.flatMap({ NeedID($0) }) else {
      state.withLock { $0.failed += 1 }
      return
    }
    state.withLock {
      $0.calls.append(
        Call(need: need.uuid, scheduled: scheduled.microseconds, returned: returned))
    }
  }

  var accepted: [Call] { state.withLock { $0.calls } }
  var failed: Int { state.withLock { $0.failed } }
}

/// Instants of commits, read from the server when all is over.
enum Decided {
  private static let pollMilliseconds = 200

  /// Waits until no need waits for its run, or the limit has passed.
  ///
  /// - Returns: by need, when its first run was committed, in microseconds after the epoch.
  static func wait(
    _ databases: Databases, _ database: String, limitSeconds: Int
  ) async throws -> [UUID: Int64] {
    let deadline = ContinuousClock.now + .seconds(limitSeconds)
    return try await withConnection(to: databases.patient(database)) { session in
      while ContinuousClock.now < deadline {
        let due = try await session.queryOne(
          "SELECT count(*) FROM need WHERE match_due_since IS NOT NULL"
        ).decode(0, as: Int64.self)
        if due == 0 { break }
        try await Task.sleep(for: .milliseconds(pollMilliseconds))
      }
      var found: [UUID: Int64] = [:]
      let rows = try await session.query(
        """
        SELECT need_id, min((extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint)
        FROM match_run GROUP BY need_id
        """)
      for row in rows {
        found[try row.decode(0, as: UUID.self)] = try row.decode(1, as: Int64.self)
      }
      return found
    }
  }

  /// When the floor's second rows were committed, by their number.
  static func floorCommits(
    _ databases: Databases, _ database: String
  ) async throws -> [Int: Int64] {
    try await withConnection(to: databases.patient(database)) { session in
      var found: [Int: Int64] = [:]
      let rows = try await session.query(
        """
        SELECT id, (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint
        FROM flow_after
        """)
      for row in rows {
        found[Int(try row.decode(0, as: Int64.self))] = try row.decode(1, as: Int64.self)
      }
      return found
    }
  }
}
