import Application
import Domain
import Foundation
import Kafka
import Postgres
import ServiceLifecycle
import Store
import TestSupport
import Testing

@testable import WorkerKit

@Suite("A worker of events", .timeLimit(.minutes(10)))
struct EventWorkerTests {
  /// A record as an event of this service would be, and what a test changes in it.
  static func record(
    _ world: World, key: String, id: EventID? = nil, sequence: Int64 = 1,
    change: (inout [(name: String, value: [UInt8]?)], inout [UInt8]?) -> Void = { _, _ in }
  ) -> KafkaRecord {
    let event = Event(
      id: id ?? world.ids.next(), type: .matchRequested, key: key, subject: key,
      time: WallClock.system.now(), sequence: sequence, data: ["enterprise_id": .string(key)])
    var headers = event.headers.map { (name: $0.name, value: Optional(Array($0.value.utf8))) }
    var value: [UInt8]? = event.data.canonicalBytes
    change(&headers, &value)
    return KafkaRecord(
      topic: Topic.enterprise.rawValue + world.link.suffix, partition: 0, key: Array(key.utf8),
      value: value, headers: headers.map { KafkaHeader(name: $0.name, value: $0.value) })
  }

  static func publish(_ records: [KafkaRecord], _ world: World) async throws {
    let producer = try KafkaProducer(
      configuration: world.broker.configuration(), options: ProducerOptions(maxInFlightRequests: 1))
    let outcomes = await producer.sendBatch(records)
    _ = await producer.close(deadlineMilliseconds: 5_000)
    #expect(outcomes.allSatisfy { $0.isDelivered })
  }

  /// Every kind of record that is no event of ours, with the reason it is given up for.
  static func poison(_ world: World) -> [(record: KafkaRecord, reason: String)] {
    func header(_ name: String, _ value: [UInt8]?) -> KafkaRecord {
      record(world, key: "poison") { headers, _ in
        headers.removeAll { $0.name == name }
        if let value { headers.append((name, value)) }
      }
    }
    func value(_ bytes: [UInt8]?) -> KafkaRecord {
      record(world, key: "poison") { $1 = bytes }
    }
    func text(_ text: String) -> [UInt8] { Array(text.utf8) }
    return [
      (record(world, key: "poison") { headers, _ in headers = [] }, "event_header_ce_specversion"),
      (header("ce_specversion", text("2.0")), "event_header_ce_specversion"),
      (header("ce_type", text("com.example.thing.v1")), "event_header_ce_type"),
      (header("ce_id", text("evt_not-a-uuid")), "event_header_ce_id"),
      (header("ce_id", text("")), "event_header_ce_id"),
      (header("ce_time", text("yesterday")), "event_header_ce_time"),
      (header("ce_sequence", text("-1")), "event_header_ce_sequence"),
      (header("ce_sequence", text("01")), "event_header_ce_sequence"),
      (header("ce_partitionkey", nil), "event_header_ce_partitionkey"),
      (header("ce_subject", [0xFF, 0xFE]), "event_header_ce_subject"),
      (value(text("{\"enterprise_id\":")), "event_data"),
      (value(text("{\"a\":1,\"a\":2}")), "event_data"),
      (value([0xB0, 0xB2, 0xBB, 0xD5]), "event_data"),
      (value([]), "event_data"),
      (value(nil), "event_data"),
      (value(Array(repeating: UInt8(ascii: "["), count: 100_000)), "event_data"),
      (value(Array(repeating: 0, count: 700_000)), "event_data"),
      (
        header("x", [0]).adding(header: KafkaHeader(name: "ce_type", value: [0])),
        "event_header_ce_type"
      ),
    ]
  }

  @Test("poison goes to the dead letters with its reason, and the next event is handled")
  func poisonIsKept() async throws {
    try await World.with { world in
      let needs = try await world.registerSample(2, seed: 21)
      try await world.submit(needs.prefix(1))
      let poison = Self.poison(world)
      // What a newer program sends in a rolling upgrade is passed over: it is no poison.
      let newer = Self.record(world, key: "newer") { headers, _ in
        headers.removeAll { $0.name == "ce_type" }
        headers.append(("ce_type", Array("cn.rongqiao.need.praised.v2".utf8)))
      }
      try await Self.publish([newer] + poison.map(\.record) + [newer], world)
      let reader = try TopicReader(world, topic: .deadLetter)
      try await running([try world.relay()]) {
        let first = Running(world.matchWorker())
        try await eventually("all poison is kept") {
          try await world.deadLetters == Int64(poison.count)
        }
        try await eventually("the need is decided") { try await world.waiting == 0 }
        try await world.submit(needs.dropFirst())
        try await eventually("the next need is decided") { try await world.waiting == 0 }
        await first.stop()
        let reasons = try await world.withConnection { connection in
          try await connection.query(
            "SELECT reason FROM dead_letter ORDER BY partition_offset"
          ).map { try $0.decode(0, as: String.self) }
        }
        #expect(reasons == poison.map(\.reason))
        // The record is kept whole.
        #expect(
          try await world.number(
            "SELECT count(*) FROM dead_letter WHERE payload = decode('b0b2bbd5', 'hex')") == 1)
        #expect(
          try await world.number(
            "SELECT count(*) FROM dead_letter WHERE octet_length(payload) = 700000") == 1)
        #expect(
          try await world.number(
            "SELECT count(*) FROM dead_letter WHERE headers::text LIKE '%hex:%'")
            == 2)
        #expect(
          try await world.number("SELECT count(*) FROM dead_letter WHERE payload IS NULL") == 1)
        let told = try await reader.messages("news of each dead letter") {
          $0.count >= poison.count
        }
        #expect(told.allSatisfy { $0.event?.type == .deadLettered })
        #expect(told.count == poison.count)
        await reader.close()
      }
    }
  }

  @Test(
    "records read again, because their offsets were lost, make no second dead letter",
    .enabled(if: TestKafka.isEmbedded))
  func deadLettersOnce() async throws {
    try await World.with { world in
      // Twice the same records at the same places, and no offset known the second time.
      let records = Self.poison(world).map(\.record)
      let marker = Self.record(world, key: "marker")
      let seen = Shared(0)
      let worker = world.worker { events in
        seen.change { $0 += events.count }
        return BatchResult()
      }
      try await Self.publish(records + [marker], world)
      let second = try EmbeddedBroker(topics: World.topics)
      let producer = try KafkaProducer(
        configuration: second.configuration(), options: ProducerOptions(maxInFlightRequests: 1))
      _ = await producer.sendBatch(records + [marker])
      _ = await producer.close(deadlineMilliseconds: 5_000)
      try await running([worker]) {
        try await eventually("all poison is kept") {
          try await world.deadLetters == Int64(records.count)
        }
        try await eventually("the event behind it is handled") { seen.value == 1 }
        world.link.move(to: second.bootstrapServers)
        try await eventually("it is read again") { seen.value == 2 }
      }
      await second.close()
      #expect(try await world.deadLetters == Int64(records.count))
      #expect(
        try await world.number("SELECT count(*) FROM outbox WHERE type LIKE '%deadlettered%'")
          == Int64(records.count))
    }
  }

  @Test("an event about an enterprise that is not there is given up, and its neighbours go on")
  func unknownEnterprise() async throws {
    try await World.with { world in
      let needs = try await world.registerSample(2, seed: 22)
      let stranger: EnterpriseID = world.ids.next()
      try await Self.publish(
        [Self.record(world, key: stranger.text), Self.record(world, key: "no enterprise at all")],
        world)
      try await running([try world.relay(), world.matchWorker()]) {
        try await world.submit(needs)
        try await eventually("all needs are decided") { try await world.waiting == 0 }
        try await eventually("both are kept") { try await world.deadLetters == 2 }
      }
      #expect(
        try await world.number(
          "SELECT count(*) FROM dead_letter WHERE reason = 'unknown_enterprise'") == 2)
    }
  }

  struct Refused: Error, CustomStringConvertible {
    var description: String { "refused \u{0} " + String(repeating: "👩‍👩‍👧‍👦é", count: 2_000) }
  }

  @Test("one event of a batch that keeps failing is given up alone, after its attempts")
  func oneBadEvent() async throws {
    try await World.with { world in
      let bad: EventID = world.ids.next()
      let records = (1...20).map { number in
        Self.record(
          world, key: "k", id: number == 10 ? bad : world.ids.next(), sequence: Int64(number))
      }
      try await Self.publish(records, world)
      let attempts = Shared(0)
      let done = Shared<[Int64]>([])
      let worker = world.worker(attemptsMaximum: 3) { events in
        if events.contains(where: { $0.id == bad }) {
          if events.count == 1 { attempts.change { $0 += 1 } }
          throw Refused()
        }
        done.change { $0 += events.map(\.sequence) }
        return BatchResult()
      }
      try await running([worker]) {
        try await eventually("the others are handled") { done.value.count >= 19 }
        try await eventually("it is given up") { try await world.deadLetters == 1 }
      }
      #expect(done.value == (1...20).filter { $0 != 10 })
      #expect(attempts.value == 3)
      let letter = try await world.withConnection {
        try await $0.queryOne("SELECT reason, attempts, event_id FROM dead_letter")
      }
      #expect(try letter.decode(0, as: String.self) == "handler_failed")
      #expect(try letter.decode(1, as: Int32.self) == 3)
      #expect(EventID(try letter.decode(2, as: UUID.self)) == bad)
    }
  }

  @Test("while the database is away nothing is given up, and work resumes by itself")
  func databaseAway() async throws {
    let proxy = try TCPProxy(port: try await TestPostgres.shared().port ?? 5_432)
    defer { proxy.stop() }
    try await World.with(proxy: proxy) { world in
      let needs = try await world.registerSample(6, seed: 23)
      let state = WorkerState(name: "match")
      try await running([try world.relay(), world.matchWorker(state: state)]) {
        try await world.submit(needs.prefix(2))
        try await eventually("the first needs are decided") { try await world.waiting == 0 }
        try await world.submit(needs.dropFirst(2))
        proxy.mode = .refuse
        proxy.cut()
        try await Self.publish(
          [Self.record(world, key: world.ids.next(EnterpriseKind.self).text)], world)
        try await eventually("the worker waits for the database") {
          state.phase == .waiting && state.detail == "the database is away"
        }
        #expect(try await world.deadLetters == 0)
        proxy.mode = .pass
        try await eventually("all needs are decided") { try await world.waiting == 0 }
        try await eventually("the worker is ready again") { state.phase == .running }
        try await eventually("the stranger's event is given up") {
          try await world.deadLetters == 1
        }
      }
      #expect(try await world.wronglyDecided == 0)
      #expect(try await world.runs == Int64(needs.count))
    }
  }

  @Test("a stop signal lets the batch finish, and its offsets are committed")
  func stopFinishesBatch() async throws {
    try await World.with { world in
      try await Self.publish((1...7).map { Self.record(world, key: "k", sequence: $0) }, world)
      let entered = Gate()
      let state = WorkerState(name: "test")
      let handled = Shared(0)
      let worker = Running(
        world.worker(state: state) { events in
          entered.open()
          try await gracefulShutdown()
          handled.change { $0 += events.count }
          return BatchResult()
        })
      await entered.pass()
      await worker.beginStop()
      await worker.ended()
      #expect(state.phase == .stopped)
      #expect(handled.value > 0)
      let place = TopicPartition(
        topic: Topic.enterprise.rawValue + world.link.suffix, partition: 0)
      let committed = try await KafkaAdmin.committedOffsets(
        group: "rongqiao.test" + world.link.suffix, partitions: [place],
        configuration: world.broker.configuration(), deadlineMilliseconds: 5_000)
      #expect(committed[place] == Int64(handled.value))
    }
  }

  @Test("a stop signal in the middle of retries gives nothing up: the event comes again")
  func stopWhileRetrying() async throws {
    try await World.with { world in
      try await Self.publish([Self.record(world, key: "k")], world)
      let entered = Gate()
      let calls = Shared(0)
      let worker = Running(
        world.worker(attemptsMaximum: 50) { _ in
          if calls.change({
            $0 += 1
            return $0
          }) == 2 {
            entered.open()
            try await gracefulShutdown()
          }
          throw Refused()
        })
      await entered.pass()
      await worker.beginStop()
      await worker.ended()
      #expect(calls.value == 2)
      #expect(try await world.deadLetters == 0)
      let handled = Shared(0)
      try await running([
        world.worker { events in
          handled.change { $0 += events.count }
          return BatchResult()
        }
      ]) {
        try await eventually("it comes again") { handled.value == 1 }
      }
    }
  }

  @Test(
    "while no catalog is published nothing is given up, and needs are decided once there is one")
  func noCatalogYet() async throws {
    try await World.with { world in
      let needs = try await world.registerSample(3, seed: 24)
      try await world.submit(needs)
      // The application has read no catalog yet, so none is remembered.
      try await world.withConnection {
        try await $0.script("ALTER TABLE policy_version RENAME TO policy_version_away")
        try await $0.script("CREATE TABLE policy_version (LIKE policy_version_away)")
      }
      let state = WorkerState(name: "match")
      try await running([try world.relay(), world.matchWorker(state: state)]) {
        try await eventually("the worker waits") {
          state.phase == .waiting && state.detail.contains("no catalog or policy version")
        }
        try await world.withConnection {
          try await $0.script("DROP TABLE policy_version")
          try await $0.script("ALTER TABLE policy_version_away RENAME TO policy_version")
        }
        try await eventually("all needs are decided") { try await world.waiting == 0 }
      }
      #expect(try await world.wronglyDecided == 0)
      #expect(try await world.deadLetters == 0)
    }
  }
}

extension KafkaRecord {
  fileprivate func adding(header: KafkaHeader) -> KafkaRecord {
    var copy = self
    copy.headers.removeAll { $0.name == header.name }
    copy.headers.append(header)
    return copy
  }
}
