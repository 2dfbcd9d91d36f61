import Application
import Domain
import Foundation
import Kafka
import Postgres
import Store
import TestSupport
import Testing
import WorkerKit

@testable import OutboxRelay

@Suite("From need to run", .timeLimit(.minutes(10)))
struct MatchWorkerTests {
  @Test("every submitted need ends in one run, told by one need.decided in order per enterprise")
  func needsAreDecided() async throws {
    try await World.with { world in
      let needs = try await world.registerSample(12, seed: 1)
      let reader = try TopicReader(world, topic: .enterprise)
      try await running([try world.relay(), world.matchWorker()]) {
        try await world.submit(needs)
        try await eventually("all needs are decided") { try await world.waiting == 0 }
        try await eventually("all is published") { try await world.outbox == 0 }
        let count = needs.count
        let messages = try await reader.messages("a decision of each need") {
          $0.compactMap(\.event).count(where: { $0.type == .needDecided }) >= count
        }
        await reader.close()
        Self.expectSequences(messages)
        let decided = messages.compactMap(\.event).filter { $0.type == .needDecided }
        #expect(Set(decided.map(\.subject)).count == needs.count)
        #expect(decided.count == needs.count)
        // What caused a decision is named.
        #expect(decided.allSatisfy { $0.causation.flatMap { EventID($0) } != nil })
      }
      #expect(try await world.wronglyDecided == 0)
      #expect(try await world.deadLetters == 0)
      #expect(try await world.runs == Int64(needs.count))
    }
  }

  /// Each enterprise's events count up by one in the order of their partition.
  static func expectSequences(_ messages: [KafkaMessage]) {
    let sorted = messages.sorted { ($0.partition, $0.offset) < ($1.partition, $1.offset) }
    let events = sorted.distinctEvents
    for (key, own) in Dictionary(grouping: events, by: \.key) {
      #expect(own.map(\.sequence) == own.indices.map { Int64($0) + own[0].sequence }, "\(key)")
    }
  }

  @Test("every event delivered three times changes nothing the second and third time")
  func repeatsChangeNothing() async throws {
    try await World.with { world in
      let needs = try await world.registerSample(6, seed: 2)
      try await world.submit(needs)
      let waiting = try await world.withConnection {
        try await OutboxRepository.oldest(limit: 1_000, $0)
      }
      let events = try waiting.map {
        try Event(
          headers: Dictionary($0.headers.map { ($0.name, $0.value) }) { a, _ in a },
          value: $0.payload)
      }
      let first = try await world.application.match(events: events, consumer: "rongqiao.match")
      #expect(first.decided == needs.count)
      let outbox = try await world.outbox
      for _ in 0..<2 {
        let again = try await world.application.match(events: events, consumer: "rongqiao.match")
        #expect(again.decided == 0)
        #expect(again.skipped == events.count)
      }
      #expect(try await world.outbox == outbox)
      #expect(try await world.runs == Int64(needs.count))
      // Another consumer remembers for itself, but there is nothing left to decide.
      let other = try await world.application.match(events: events, consumer: "rongqiao.other")
      #expect(other.decided == 0)
    }
  }

  @Test("a relay that dies before it deletes publishes twice, and the effect happens once")
  func relayRepeats() async throws {
    try await World.with { world in
      let needs = try await world.registerSample(5, seed: 3)
      try await RelayTests.refuseDeletes(world)
      let reader = try TopicReader(world, topic: .enterprise)
      try await running([try world.relay(), world.matchWorker()]) {
        try await world.submit(needs)
        _ = try await reader.messages("repeats") { messages in
          let ids = messages.compactMap(\.event?.id)
          return !ids.isEmpty && ids.count >= Set(ids).count * 3
        }
        try await world.withConnection { try await $0.script("DROP TRIGGER refuse ON outbox") }
        try await eventually("all needs are decided") { try await world.waiting == 0 }
        try await eventually("all is published") { try await world.outbox == 0 }
      }
      await reader.close()
      #expect(try await world.wronglyDecided == 0)
      #expect(try await world.runs == Int64(needs.count))
      #expect(try await world.deadLetters == 0)
    }
  }

  @Test(
    "needs submitted while Kafka is away are decided when it is back",
    .enabled(if: TestKafka.isEmbedded))
  func kafkaAway() async throws {
    try await World.with { world in
      let broker = try world.broker.requireEmbedded()
      let needs = try await world.registerSample(8, seed: 4)
      let relay = try world.relay { $0.deliveryTimeoutMilliseconds = 1_000 }
      try await running([relay, world.matchWorker()]) {
        try await world.submit(needs.prefix(2))
        try await eventually("the first needs are decided") { try await world.waiting == 0 }
        try broker.setDown()
        try await world.submit(needs.dropFirst(2))
        #expect(try await world.waiting == Int64(needs.count - 2))
        try broker.setUp()
        try await eventually("all needs are decided") { try await world.waiting == 0 }
      }
      #expect(try await world.wronglyDecided == 0)
      #expect(try await world.deadLetters == 0)
    }
  }

  @Test(
    "when the broker forgot everything and is at another address, each need still gets one run",
    .enabled(if: TestKafka.isEmbedded))
  func brokerForgetsAll() async throws {
    try await World.with { world in
      let needs = try await world.registerSample(10, seed: 5)
      let relay = try world.relay { $0.deliveryTimeoutMilliseconds = 1_000 }
      let state = WorkerState(name: "match")
      try await running([relay]) {
        // Published, and then gone before anybody read it.
        try await world.submit(needs.prefix(6))
        try await eventually("all is published") { try await world.outbox == 0 }
        try await world.broker.requireEmbedded().close()
        let second = try EmbeddedBroker(topics: World.topics)
        try await running([world.matchWorker(state: state), world.sweeper()]) {
          world.link.move(to: second.bootstrapServers)
          try await world.submit(needs.dropFirst(6))
          try await eventually("all needs are decided") { try await world.waiting == 0 }
          // And once more, while the worker is reading.
          let third = try EmbeddedBroker(topics: World.topics)
          await second.close()
          world.link.move(to: third.bootstrapServers)
          let more = try await world.registerSample(14, seed: 5)
          try await world.submit(more)
          try await eventually("the new needs are decided, too") { try await world.waiting == 0 }
          #expect(state.phase == .running)
          #expect(try await world.runs == Int64(needs.count + more.count))
          // Its clients first: a broker's end is no part of this.
          world.link.move(to: second.bootstrapServers)
          await third.close()
        }
      }
      #expect(try await world.wronglyDecided == 0)
      #expect(try await world.deadLetters == 0)
    }
  }

  @Test("workers that come and go share the work: one run per need, each enterprise in order")
  func rebalancing() async throws {
    try await World.with { world in
      let needs = try await world.registerSample(30, seed: 6)
      let reader = try TopicReader(world, topic: .enterprise)
      try await running([try world.relay()]) {
        let states = (WorkerState(name: "one"), WorkerState(name: "two"))
        let one = Running(world.matchWorker(state: states.0))
        try await world.submit(needs.prefix(10))
        try await eventually("the first needs are decided") { try await world.waiting == 0 }
        let two = Running(world.matchWorker(state: states.1))
        try await world.submit(needs.dropFirst(10).prefix(10))
        try await eventually("the second worker reads") { states.1.phase == .running }
        let amended = try await Self.changeFacts(world)
        await one.stop()
        try await world.submit(needs.dropFirst(20))
        try await eventually("all needs are decided") { try await world.waiting == 0 }
        await two.stop()
        #expect(amended > 0)
        try await eventually("all is published") { try await world.outbox == 0 }
        let sequences = try await world.number("SELECT sum(event_sequence)::bigint FROM enterprise")
        let messages = try await reader.messages("every event") {
          Int64($0.distinctEvents.count) >= sequences
        }
        Self.expectSequences(messages)
      }
      await reader.close()
      #expect(
        try await world.number(
          """
          SELECT count(*) FROM need n WHERE NOT EXISTS (
            SELECT FROM match_run r JOIN enterprise e ON e.id = n.enterprise_id
            WHERE r.need_id = n.id AND r.need_version = n.version
              AND r.facts_version = e.facts_version)
          """) == 0)
      #expect(try await world.deadLetters == 0)
    }
  }

  /// New facts for every enterprise, so that their needs are decided again.
  static func changeFacts(_ world: World) async throws -> Int {
    let ids = try await world.withConnection { connection in
      try await connection.query("SELECT id FROM enterprise ORDER BY id LIMIT 10").map {
        EnterpriseID(try $0.decode(0, as: UUID.self))
      }
    }
    let today = WallClock.system.now().legalDate
    return try await world.application.mergeFacts(
      ids.map { id in
        (
          enterprise: id,
          facts: [
            Fact(
              path: "enterprise.insured_persons", value: .integer(321), source: "test", asOf: today)
          ]
        )
      }, actor: World.actor)
  }
}
