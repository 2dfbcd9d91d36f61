import Domain
import Kafka
import Postgres
import Store
import TestSupport
import Testing
import WorkerKit

@testable import OutboxRelay

/// On real brokers the suites of this target take turns by themselves: every test has names of its
/// own there.
@Suite("The relay", .timeLimit(.minutes(10)))
struct RelayTests {
  /// Events of some keys, in the order of their sequence numbers.
  static func events(_ world: World, keys: Int, each: Int) -> [Event] {
    (1...Int64(each)).flatMap { sequence in
      (0..<keys).map { key in
        Event(
          id: world.ids.next(), type: .matchRequested, key: "key-\(key)", subject: "key-\(key)",
          time: WallClock.system.now(), sequence: sequence, data: [:])
      }
    }
  }

  static func append(_ events: [Event], _ world: World) async throws {
    try await world.pool.withTransaction { try await OutboxRepository.append(events, $0) }
    world.wake.ring()
  }

  /// Whether each key's events come in the order of their numbers, each exactly once.
  static func expectInOrderOnce(_ messages: [KafkaMessage], _ events: [Event]) {
    #expect(messages.count == events.count)
    for (key, own) in Dictionary(grouping: events, by: \.key) {
      let read = messages.filter { $0.key == Array(key.utf8) }.compactMap(\.event)
      #expect(read.map(\.id) == own.map(\.id), "\(key)")
      #expect(Set(messages.filter { $0.key == Array(key.utf8) }.map(\.partition)).count == 1)
    }
  }

  @Test("each key's events are published in order, once, and deleted after the acknowledgement")
  func publishesInOrder() async throws {
    try await World.with { world in
      let events = Self.events(world, keys: 9, each: 150)
      try await running([try world.relay { $0.maximumBatchRecords = 100 }]) {
        for part in stride(from: 0, to: events.count, by: 90) {
          try await Self.append(Array(events[part..<part + 90]), world)
        }
        try await eventually("the outbox is empty") { try await world.outbox == 0 }
        let reader = try TopicReader(world, topic: .enterprise)
        let messages = try await reader.messages("all events") { $0.count >= events.count }
        await reader.close()
        Self.expectInOrderOnce(messages, events)
        let headers = messages[0].texts
        #expect(headers["ce_specversion"] == "1.0")
        #expect(headers["content-type"] == "application/json")
      }
    }
  }

  @Test("slices of work are shared out evenly over the partitions, whatever their keys are")
  func sharesOutWork() async throws {
    try await World.with { world in
      let slices = (1...Int64(96)).map { number in
        Event(
          id: world.ids.next(), type: .sweepRequested, key: "swp/\(number)", subject: "swp",
          time: WallClock.system.now(), sequence: number, data: [:])
      }
      try await running([try world.relay()]) {
        try await Self.append(slices, world)
        let reader = try TopicReader(world, topic: .work)
        let messages = try await reader.messages("all slices") { $0.count >= slices.count }
        await reader.close()
        let counts = Dictionary(grouping: messages, by: \.partition).values.map(\.count)
        #expect(counts.reduce(0, +) == slices.count)
        let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
        #expect(most - least <= 1, "\(counts)")
        #expect(counts.count == 3)
      }
    }
  }

  @Test("a transaction that commits late, after younger ones, is published all the same")
  func lateCommit() async throws {
    try await World.with { world in
      let events = Self.events(world, keys: 2, each: 1)
      try await running([try world.relay()]) {
        try await world.withConnection { early in
          try await early.execute("BEGIN")
          try await OutboxRepository.append([events[0]], early)
          // A younger row commits and is gone before the older one is there.
          try await Self.append([events[1]], world)
          try await eventually("the younger row is published") { try await world.outbox == 0 }
          try await early.execute("COMMIT")
        }
        world.wake.ring()
        try await eventually("the older row is published") { try await world.outbox == 0 }
        let reader = try TopicReader(world, topic: .enterprise)
        let messages = try await reader.messages("both") { $0.count >= 2 }
        await reader.close()
        Self.expectInOrderOnce(messages, events)
      }
    }
  }

  @Test("two relays publish each event once, and one takes over when the other is cut off")
  func leadership() async throws {
    try await World.with { world in
      let proxy = try TCPProxy(port: try await TestPostgres.shared().port ?? 5_432)
      let events = Self.events(world, keys: 5, each: 120)
      let states = (WorkerState(name: "one"), WorkerState(name: "two"))
      let first = try world.relay(
        state: states.0, wake: Wake(), database: World.through(proxy, world.url))
      let leader = Running(first)
      try await eventually("the first leads") { states.0.detail == "leading" }
      let second = Running(try world.relay(state: states.1, wake: Wake()))
      try await eventually("the second stands by") {
        states.1.phase == .running && states.1.detail != "leading"
      }
      try await Self.append(Array(events[..<300]), world)
      try await eventually("the first half is published") { try await world.outbox == 0 }
      proxy.mode = .refuse
      proxy.cut()
      try await Self.append(Array(events[300...]), world)
      try await eventually("the second leads") { states.1.detail == "leading" }
      try await eventually("the other half is published") { try await world.outbox == 0 }
      try await eventually("the first waits for the database") { states.0.phase == .waiting }
      let reader = try TopicReader(world, topic: .enterprise)
      let messages = try await reader.messages("all events") { $0.count >= events.count }
      await reader.close()
      Self.expectInOrderOnce(messages, events)
      await leader.stop()
      await second.stop()
      proxy.stop()
    }
  }

  @Test("a relay stopped between acknowledgement and deletion publishes again, in order")
  func crashBeforeDelete() async throws {
    try await World.with { world in
      let events = Self.events(world, keys: 3, each: 4)
      try await Self.refuseDeletes(world)
      try await running([try world.relay()]) {
        try await Self.append(events, world)
        let reader = try TopicReader(world, topic: .enterprise)
        _ = try await reader.messages("every event twice") { $0.count >= events.count * 2 }
        #expect(try await world.outbox == Int64(events.count))
        try await world.withConnection { try await $0.script("DROP TRIGGER refuse ON outbox") }
        try await eventually("the outbox is empty") { try await world.outbox == 0 }
        let messages = reader.messages
        await reader.close()
        for key in Set(events.map(\.key)) {
          let sequences = messages.compactMap(\.event).filter { $0.key == key }.map(\.sequence)
          // Whole rounds of 1…4, the first of them at least twice.
          #expect(sequences.starts(with: [1, 2, 3, 4, 1, 2, 3, 4]))
        }
      }
    }
  }

  /// From now on the outbox refuses to be emptied, as if the relay died before it could.
  static func refuseDeletes(_ world: World) async throws {
    try await world.withConnection {
      try await $0.script(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
          AS 'BEGIN RAISE EXCEPTION ''not now''; END';
        CREATE TRIGGER refuse BEFORE DELETE ON outbox FOR EACH STATEMENT EXECUTE FUNCTION refuse();
        """)
    }
  }

  @Test(
    "while the broker is away nothing is deleted, and all is published when it is back",
    .enabled(if: TestKafka.isEmbedded))
  func brokerAway() async throws {
    try await World.with { world in
      let broker = try world.broker.requireEmbedded()
      let events = Self.events(world, keys: 4, each: 10)
      let state = WorkerState(name: "relay")
      try await running([try world.relay(state: state) { $0.deliveryTimeoutMilliseconds = 500 }]) {
        try await eventually("it leads") { state.phase == .running }
        try broker.setDown()
        try await Self.append(events, world)
        try await eventually("it waits") { state.phase == .waiting }
        #expect(try await world.outbox == Int64(events.count))
        try broker.setUp()
        try await eventually("the outbox is empty") { try await world.outbox == 0 }
        try await eventually("it is ready again") { state.phase == .running }
        let reader = try TopicReader(world, topic: .enterprise)
        let messages = try await reader.messages("all events") {
          Set($0.compactMap(\.event?.id)).count == events.count
        }
        await reader.close()
        for key in Set(events.map(\.key)) {
          let own = messages.distinctEvents.filter { $0.key == key }
          #expect(own.map(\.sequence) == Array(1...10))
        }
      }
    }
  }

  @Test(
    "a failed report of the broker is sent again, and later rows of the key come after it",
    .enabled(if: TestKafka.isEmbedded))
  func failedReports() async throws {
    try await World.with { world in
      let broker = try world.broker.requireEmbedded()
      let events = Self.events(world, keys: 6, each: 40)
      // Refusals that the client library passes on at once: topic authorization failed.
      try broker.pushErrors(.produce, [29, 0, 29, 29, 0, 29])
      try await running([try world.relay { $0.maximumBatchRecords = 60 }]) {
        try await Self.append(events, world)
        try await eventually("the outbox is empty") { try await world.outbox == 0 }
        let reader = try TopicReader(world, topic: .enterprise)
        let messages = try await reader.messages("all events") {
          Set($0.compactMap(\.event?.id)).count == events.count
        }
        await reader.close()
        for key in Set(events.map(\.key)) {
          // After any repeats the key ends in order: the last time of each is in sequence.
          var last: [Int64: Int] = [:]
          let own = messages.compactMap(\.event).filter { $0.key == key }
          for (place, event) in own.enumerated() { last[event.sequence] = place }
          let ends = (1...40).compactMap { last[Int64($0)] }
          #expect(ends.count == 40 && ends == ends.sorted())
        }
      }
    }
  }

  @Test(
    "records that Kafka refuses hold up their keys alone, and go out in order when they are taken",
    .enabled(if: TestKafka.isEmbedded))
  func refusedRecords() async throws {
    try await World.with { world in
      let broker = try world.broker.requireEmbedded()
      let events = Self.events(world, keys: 3, each: 20)
      // MSG_SIZE_TOO_LARGE is said of the record, not of the topic.
      try broker.pushErrors(.produce, [10, 10])
      let state = WorkerState(name: "relay")
      try await running([try world.relay(state: state) { $0.maximumBatchRecords = 30 }]) {
        try await Self.append(events, world)
        try await eventually("the outbox is empty") { try await world.outbox == 0 }
        #expect(state.phase == .running)
        let reader = try TopicReader(world, topic: .enterprise)
        let messages = try await reader.messages("all events") {
          Set($0.compactMap(\.event?.id)).count == events.count
        }
        await reader.close()
        for key in Set(events.map(\.key)) {
          let own = messages.distinctEvents.filter { $0.key == key }
          #expect(own.map(\.sequence) == Array(1...20), "\(key)")
        }
      }
    }
  }

  @Test(
    "on the embedded broker unread records stay under the limit, and reading lets more in",
    .enabled(if: TestKafka.isEmbedded))
  func backlogIsBounded() async throws {
    try await World.with { world in
      let events = Self.events(world, keys: 1, each: 200)
      let relay = try world.relay {
        $0.maximumBatchRecords = 500
        $0.backlogLimits = BacklogLimits(
          events: 40, groups: [Topic.enterprise.rawValue: ["rongqiao.test"]])
      }
      try await running([relay]) {
        try await Self.append(events, world)
        // Two halves of the limit go out while nobody reads.
        try await eventually("the relay has filled the partition") {
          try await world.outbox <= 160
        }
        let handled = Shared(0)
        try await running([
          world.worker { events in
            handled.change { $0 += events.count }
            return BatchResult()
          }
        ]) {
          #expect(try await world.outbox == 160 || handled.value > 0)
          try await eventually("all are read") { handled.value == 200 }
          #expect(try await world.outbox == 0)
        }
      }
    }
  }

  @Test(
    "names that end in a suffix keep two services on one cluster apart",
    .enabled(if: TestKafka.isEmbedded))
  func suffixedNames() async throws {
    try await World.with(suffix: "-other") { world in
      let needs = try await world.registerSample(3, seed: 11)
      try await running([try world.relay(), world.matchWorker()]) {
        try await world.submit(needs)
        try await eventually("all needs are decided") { try await world.waiting == 0 }
      }
      #expect(try await world.wronglyDecided == 0)
    }
  }
}
