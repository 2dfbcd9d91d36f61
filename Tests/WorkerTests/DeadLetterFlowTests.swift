import Application
import Domain
import EntitlementWorker
import Foundation
import Kafka
import ListingWorker
import MatchWorker
import MonitoringWorker
import Postgres
import ReceivableWorker
import ServiceLifecycle
import StatisticsWorker
import Store
import TestSupport
import Testing
import WebhookWorker

@testable import WorkerKit

/// Poison on a real enterprise's key, and what operators do about it, from topic to run.
@Suite("From dead letter to run", .timeLimit(.minutes(10)))
struct DeadLetterFlowTests {
  private static let officer = Actor(subject: "officer-1", role: .operator)

  /// The only open letter.
  private static func openLetter(_ world: World) async throws -> DeadLetterID {
    try await world.withConnection {
      DeadLetterID(
        try await $0.queryOne("SELECT id FROM dead_letter WHERE state = 'open'")
          .decode(0, as: UUID.self))
    }
  }

  private static func held(_ world: World) async throws -> Int64 {
    try await world.number("SELECT count(*) FROM held_event")
  }

  private static func settled(_ world: World, _ state: String) async throws -> Bool {
    try await world.withConnection {
      try await $0.queryOne(
        "SELECT count(*) = 1 AND bool_and(state = \(state)) FROM dead_letter"
      ).decode(0, as: Bool.self)
    }
  }

  /// Makes the stored facts of an enterprise unreadable, or readable again.
  private static func spoilFacts(
    of enterprise: EnterpriseID, _ isSpoilt: Bool, _ world: World
  ) async throws {
    _ = try await world.withConnection { connection in
      if isSpoilt {
        try await connection.execute(
          """
          UPDATE facts_version SET body = convert_to('[[1]]', 'UTF8')
          WHERE enterprise_id = \(enterprise.uuid)
          """)
      } else {
        try await connection.execute(
          """
          UPDATE facts_version SET body = convert_to('[]', 'UTF8'),
            digest = sha256(convert_to('[]', 'UTF8'))
          WHERE enterprise_id = \(enterprise.uuid)
          """)
      }
    }
  }

  @Test("a malformed record on a real key holds up that enterprise alone; skipped, all is decided")
  func malformed() async throws {
    try await World.with { world in
      let needs = try await world.registerSample(6, seed: 41)
      let key = needs[0].enterprise
      let poison = EventWorkerTests.record(world, key: key.text) { $1 = [0xB0, 0xB2] }
      let own = Int64(needs.count { $0.enterprise == key })
      try await running([try world.relay(), world.matchWorker()]) {
        // On the partition of its key, as the enterprise's own events are.
        try await EventWorkerTests.publish([poison.onItsOwnPartition], world)
        try await eventually("the poison is kept") { try await world.deadLetters == 1 }
        try await world.submit(needs)
        try await eventually("all others are decided") { try await world.waiting == own }
        try await eventually("its own events are held") { try await Self.held(world) == own }
        let id = try await Self.openLetter(world)
        let answer = try await world.application.skipDeadLetter(
          id, ["reason": "not ours"], actor: Self.officer)
        #expect(answer.body["dead_letter"]?["state"] == "skipping")
        try await eventually("it is decided too") { try await world.waiting == 0 }
        try await eventually("the letter is over") { try await Self.settled(world, "skipped") }
      }
      #expect(try await Self.held(world) == 0)
      #expect(try await world.wronglyDecided == 0)
    }
  }

  @Test("poison in the handler costs no pause: a letter at once, redriven when mended, once each")
  func refusedThenMended() async throws {
    try await World.with { world in
      let needs = try await world.registerSample(6, seed: 42)
      let key = needs[0].enterprise
      try await Self.spoilFacts(of: key, true, world)
      let own = Int64(needs.count { $0.enterprise == key })
      try await running([try world.relay(), world.matchWorker()]) {
        try await world.submit(needs)
        try await eventually("all others are decided") { try await world.waiting == own }
        try await eventually("its first event is kept, the rest held") {
          let letters = try await world.deadLetters
          let held = try await Self.held(world)
          return letters == 1 && held == own - 1
        }
        let id = try await Self.openLetter(world)
        let reason = try await world.application.deadLetter(id, actor: Self.officer)["reason"]
        #expect(reason == "handler_refused")
        // Redriven too early it fails again, and opens the same letter.
        _ = try await world.application.redriveDeadLetter(id, [:], actor: Self.officer)
        try await eventually("it is open again") {
          let letter = try await world.application.deadLetter(id, actor: Self.officer)
          return letter["state"] == "open" && letter["attempts"] == 2
        }
        #expect(try await world.deadLetters == 1)
        try await Self.spoilFacts(of: key, false, world)
        _ = try await world.application.redriveDeadLetters(["all": true], actor: Self.officer)
        try await eventually("all is decided") { try await world.waiting == 0 }
        try await eventually("the letter is over") { try await Self.settled(world, "resolved") }
      }
      #expect(try await Self.held(world) == 0)
      #expect(try await world.runs == Int64(needs.count))
      #expect(try await world.wronglyDecided == 0)
    }
  }

  @Test("workers stopped and started around a redrive, and a lost topic, lose and double nothing")
  func restarts() async throws {
    try await World.with { world in
      let needs = try await world.registerSample(5, seed: 43)
      let key = needs[0].enterprise
      try await Self.spoilFacts(of: key, true, world)
      try await running([try world.relay(), world.matchWorker()]) {
        try await world.submit(needs)
        try await eventually("the first event is kept") { try await world.deadLetters == 1 }
      }
      try await Self.spoilFacts(of: key, false, world)
      let id = try await Self.openLetter(world)
      _ = try await world.application.redriveDeadLetter(id, [:], actor: Self.officer)
      // Its record never reaches the topic: the sweeper sends it again.
      try await world.withConnection { _ = try await $0.execute("DELETE FROM outbox") }
      for _ in 0..<2 {
        try await running([try world.relay(), world.matchWorker(), world.sweeper()]) {
          try await eventually("all is decided") { try await world.waiting == 0 }
          try await eventually("the letter is over") { try await Self.settled(world, "resolved") }
          try await eventually("all is published") { try await world.outbox == 0 }
        }
      }
      #expect(try await Self.held(world) == 0)
      #expect(try await world.runs == Int64(needs.count))
      #expect(try await world.wronglyDecided == 0)
    }
  }

  @Test("two members of the group, one of them gone in the middle, end every letter once")
  func twoMembers() async throws {
    try await World.with { world in
      let needs = try await world.registerSample(8, seed: 44)
      let key = needs[0].enterprise
      try await Self.spoilFacts(of: key, true, world)
      let second = Running(world.matchWorker(state: WorkerState(name: "second")))
      try await running([try world.relay(), world.matchWorker()]) {
        try await world.submit(needs)
        try await eventually("the first event is kept") { try await world.deadLetters == 1 }
        try await Self.spoilFacts(of: key, false, world)
        let id = try await Self.openLetter(world)
        _ = try await world.application.redriveDeadLetter(id, [:], actor: Self.officer)
        await second.stop()
        try await eventually("all is decided") { try await world.waiting == 0 }
        try await eventually("the letter is over") { try await Self.settled(world, "resolved") }
      }
      #expect(try await Self.held(world) == 0)
      #expect(try await world.runs == Int64(needs.count))
      #expect(try await world.wronglyDecided == 0)
    }
  }

  @Test(
    "an event that fails for the moment holds up its own key only, and is applied in order after it"
  )
  func transient() async throws {
    try await World.with { world in
      let bad: EventID = world.ids.next()
      let records = (1...12).map { (number: Int64) -> KafkaRecord in
        let id: EventID = number == 3 ? bad : world.ids.next()
        return EventWorkerTests.record(
          world, key: number % 3 == 0 ? "slow" : "fast", id: id, sequence: number)
      }
      try await EventWorkerTests.publish(records, world)
      let failures = Shared(0)
      let done = Shared<[Int64]>([])
      let worker = world.worker(attemptsMaximum: 5) { events in
        let isAlone = events.count == 1
        if events.contains(where: { $0.id == bad }) {
          let count = failures.change { count -> Int in
            if isAlone { count += 1 }
            return count
          }
          if count < 3 { throw EventWorkerTests.Refused() }
        }
        done.change { $0 += events.map(\.sequence) }
        return BatchResult()
      }
      try await running([worker]) {
        try await eventually("all are handled") { done.value.count >= 12 }
      }
      #expect(done.value.filter { $0 % 3 != 0 } == [1, 2, 4, 5, 7, 8, 10, 11])
      #expect(done.value.filter { $0 % 3 == 0 } == [3, 6, 9, 12])
      #expect(try await world.deadLetters == 0)
    }
  }

  @Test(
    "an idle worker that no broker answers is not ready, and is again when one does",
    .enabled(if: TestKafka.isEmbedded))
  func brokerAway() async throws {
    try await World.with { world in
      let broker = try world.broker.requireEmbedded()
      let state = WorkerState(name: "test")
      var options = EventWorkerOptions()
      options.brokerCheckMilliseconds = 100
      options.brokerCheckDeadlineMilliseconds = 500
      let worker = EventWorker(
        name: "test", group: "rongqiao.test", topics: [.enterprise], link: world.link,
        options: options, application: world.application, clock: .system, ids: world.ids,
        state: state, controls: .none, logger: World.logger
      ) { _ in BatchResult() }
      try await running([worker]) {
        try await eventually("it is ready") { state.phase == .running }
        try broker.setDown()
        try await eventually("it is not ready") {
          state.phase == .waiting && state.detail == "Kafka is away"
        }
        try broker.setUp()
        try await eventually("it is ready again") { state.phase == .running }
      }
    }
  }

  @Test("the topics a letter may go back to are those its consumer reads")
  func readers() {
    let known = Dictionary(uniqueKeysWithValues: Consumer.all.map { ($0.name, $0.topics) })
    let readers =
      MatchWorker.readers + WebhookWorker.readers + ReceivableWorker.follower.readers
      + ListingWorker.follower.readers + EntitlementWorker.follower.readers
      + MonitoringWorker.follower.readers + StatisticsWorker.follower.readers
    let read = Dictionary(grouping: readers, by: \.group).mapValues { Set($0.map(\.topic)) }
    #expect(known == read)
  }
}

extension KafkaRecord {
  /// The record where Kafka's own partitioner puts its key.
  fileprivate var onItsOwnPartition: KafkaRecord {
    KafkaRecord(topic: topic, key: key, value: value, headers: headers)
  }
}
