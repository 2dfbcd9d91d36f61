import Domain
import Foundation
import Kafka
import MatchWorker
import Postgres
import TestSupport
import Testing

@testable import WorkerKit

@Suite("Lag", .timeLimit(.minutes(10)))
struct LagReporterTests {
  private func at(_ seconds: Int64) -> Instant { Instant(microseconds: seconds * 1_000_000) }

  @Test("a record is as old as the first look that found it, until it is read")
  func ages() {
    var age = BacklogAge()
    #expect(age.note(next: 0, end: 0, at: at(0)) == 0)
    #expect(age.note(next: 0, end: 3, at: at(10)) == 0)
    #expect(age.note(next: 0, end: 5, at: at(20)) == 10_000)
    // The first three are read: the oldest now came with the later look.
    #expect(age.note(next: 3, end: 5, at: at(30)) == 10_000)
    #expect(age.note(next: 4, end: 5, at: at(40)) == 20_000)
    #expect(age.note(next: 5, end: 5, at: at(50)) == 0)
    #expect(age.note(next: 5, end: 6, at: at(60)) == 0)
    #expect(age.note(next: 5, end: 6, at: at(70)) == 10_000)
  }

  @Test("what lay there at the first look ages from that look, and a new partition starts anew")
  func beginnings() {
    var age = BacklogAge()
    #expect(age.note(next: 10, end: 50, at: at(0)) == 0)
    #expect(age.note(next: 10, end: 50, at: at(60)) == 60_000)
    #expect(age.note(next: 0, end: 2, at: at(70)) == 0, "the partition was made anew")
    #expect(age.note(next: 0, end: 2, at: at(75)) == 5_000)
  }

  @Test("however often it looks, it keeps a bounded number, and never tells too great an age")
  func bounded() {
    var generator = SplitMix(seed: 11)
    var age = BacklogAge(looksMaximum: 8)
    var arrivals: [Int64] = []
    var next = 0
    for second in 0..<2_000 {
      for _ in 0..<Int.random(in: 0...2, using: &generator) { arrivals.append(Int64(second)) }
      if Int.random(in: 0..<10, using: &generator) == 0 {
        next = Int.random(in: next...arrivals.count, using: &generator)
      }
      let told = age.note(next: Int64(next), end: Int64(arrivals.count), at: at(Int64(second)))
      let real = next < arrivals.count ? (Int64(second) - arrivals[next]) * 1_000 : 0
      #expect(told <= real && told >= 0, "seed 11, second \(second)")
    }
  }

  @Test("a group that has read nothing is behind by what was published, then by nothing")
  func againstBroker() async throws {
    try await World.with { world in
      let needs = try await world.registerSample(6, seed: 8)
      let reports = Shared<[String: LagReport]>([:])
      var options = LagReporterOptions()
      options.intervalMilliseconds = 50
      let reporter = LagReporter(
        link: world.link, readers: MatchWorker.readers, options: options, clock: .system,
        logger: World.logger
      ) { report in reports.change { $0[report.group] = report } }
      func lag() -> Int64? {
        let lags = reports.value[MatchWorker.group]?.lags ?? [:]
        return lags.isEmpty ? nil : lags.values.reduce(0) { $0 + ($1 ?? 1_000_000) }
      }
      try await running([reporter]) {
        // What tells of those registered waits for the relay.
        try await eventually("it sees an empty topic") { lag() == 0 }
        try await running([try world.relay()]) {
          try await world.submit(needs)
          try await eventually("all is published") { try await world.outbox == 0 }
          let published = try await world.number(
            "SELECT sum(event_sequence)::bigint FROM enterprise")
          try await eventually("it sees what was published") { lag() == published }
          try await eventually("it grows old") {
            (reports.value[MatchWorker.group]?.oldestMilliseconds ?? 0) > 0
          }
          try await running([world.matchWorker()]) {
            try await eventually("all is read") { lag() == 0 }
            try await eventually("nothing is old") {
              reports.value[MatchWorker.group]?.oldestMilliseconds == 0
            }
          }
          let topics = Set(reports.value[MatchWorker.sweepGroup]?.lags.keys.map(\.topic) ?? [])
          #expect(topics == Set(MatchWorker.sweepTopics.map(\.rawValue)), "without the suffix")
        }
      }
    }
  }

  @Test("while Kafka is away the numbers are unknown, not old", .enabled(if: TestKafka.isEmbedded))
  func away() async throws {
    try await World.with { world in
      let broker = try world.broker.requireEmbedded()
      let last = Shared<LagReport?>(nil)
      var options = LagReporterOptions()
      options.intervalMilliseconds = 50
      options.deadlineMilliseconds = 300
      let reporter = LagReporter(
        link: world.link, readers: MatchWorker.readers.filter { $0.group == MatchWorker.group },
        options: options, clock: .system, logger: World.logger
      ) { report in last.change { $0 = report } }
      try await running([reporter]) {
        try await eventually("it sees the topic") {
          last.value?.lags.isEmpty == false && last.value?.oldestMilliseconds != nil
        }
        try broker.setDown()
        try await eventually("it knows nothing") {
          guard let report = last.value, report.oldestMilliseconds == nil else { return false }
          return !report.lags.isEmpty && report.lags.values.allSatisfy { $0 == nil }
        }
        try broker.setUp()
        try await eventually("it sees again") { last.value?.oldestMilliseconds != nil }
      }
    }
  }
}
