import Kafka
import TestSupport
import Testing

@Suite("Consumer")
struct ConsumerTests {
  @Test("a group resumes after what it stored, and gets again what it did not store")
  func resume() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "resume", partitions: 1)]) { broker in
      let topic = broker.topic("resume")
      try await deliver(numbered(10, topic: topic), to: broker)
      let group = broker.group("resume")
      // A long interval: only the commit on close can have saved the offset.
      let options = ConsumerOptions(commitIntervalMilliseconds: 600_000)
      let first = try KafkaConsumer(
        configuration: broker.configuration(), group: group, topics: [topic], options: options)
      let messages = try await read(10, from: first)
      #expect(messages.compactMap(number) == Array(0..<10))
      #expect(first.store(Array(messages[..<6])) == 6)
      await first.close(deadlineMilliseconds: 10_000)
      let committed = try await KafkaAdmin.committedOffsets(
        group: group, partitions: [TopicPartition(topic: topic, partition: 0)],
        configuration: broker.configuration(), deadlineMilliseconds: 10_000)
      #expect(Array(committed.values) == [6])

      let second = try KafkaConsumer(
        configuration: broker.configuration(), group: group, topics: [topic], options: options)
      #expect(try await read(4, from: second).compactMap(number) == [6, 7, 8, 9])
      await second.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test("a second member takes over partitions, and a stale store moves nothing")
  func takeOver() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "take", partitions: 2)]) { broker in
      let topic = broker.topic("take")
      let group = broker.group("take")
      let places = (0..<2).map { TopicPartition(topic: topic, partition: $0) }
      for place in places {
        try await deliver(numbered(5, topic: topic, partition: place.partition), to: broker)
      }
      let revocations = Collected<Revocation>()
      let options = ConsumerOptions(commitIntervalMilliseconds: 50, revokeDrainMilliseconds: 0)
      let first = try KafkaConsumer(
        configuration: broker.configuration(), group: group, topics: [topic], options: options,
        onRevoke: { revocations.add($0) })
      let held = try await read(10, from: first)
      #expect(first.assignment == Set(places))
      let number = first.assignmentNumber

      let second = try KafkaConsumer(
        configuration: broker.configuration(), group: group, topics: [topic], options: options)
      #expect(await second.waitForAssignment(deadlineMilliseconds: 30_000))
      #expect(await first.waitForAssignment(deadlineMilliseconds: 30_000))
      await waitUntil("the first is assigned anew") { first.assignmentNumber > number }
      #expect(first.assignment.count == 1 && second.assignment.count == 1)
      #expect(first.assignment.union(second.assignment) == Set(places))
      #expect(revocations.all.first?.partitions == Set(places))
      #expect(revocations.all.first?.isLost == false)

      // All of it was read under the old number, also what is still ours.
      #expect(first.store(held) == 0)
      #expect(first.staleStores == 10)
      let again = try await read(5, from: second)
      #expect(again.map(\.offset) == Array(0..<5))
      #expect(second.store(again) == 5)
      let own = try await read(5, from: first)
      #expect(own.map(\.offset) == Array(0..<5))
      await second.close(deadlineMilliseconds: 10_000)
      await first.close(deadlineMilliseconds: 10_000)
      let committed = try await KafkaAdmin.committedOffsets(
        group: group, partitions: places, configuration: broker.configuration(),
        deadlineMilliseconds: 10_000)
      #expect(committed == [try #require(again.first).topicPartition: 5])
    }
  }

  @Test("a revocation waits for the stores of what was handed out, and commits them")
  func drain() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "drain", partitions: 1)]) { broker in
      let topic = broker.topic("drain")
      let group = broker.group("drain")
      try await deliver(numbered(6, topic: topic), to: broker)
      let revocations = Collected<Revocation>()
      let options = ConsumerOptions(
        commitIntervalMilliseconds: 600_000, revokeDrainMilliseconds: 60_000)
      let first = try KafkaConsumer(
        configuration: broker.configuration(), group: group, topics: [topic], options: options,
        onRevoke: { revocations.add($0) })
      let held = try await read(4, from: first)
      let second = try KafkaConsumer(
        configuration: broker.configuration(), group: group, topics: [topic], options: options)
      await waitUntil("the revocation begins") { !revocations.all.isEmpty }
      // While it drains nothing more is handed out.
      #expect(try await first.nextBatch(maxMessages: 1, maxWaitMilliseconds: 0).isEmpty)
      #expect(first.store(held) == 4)
      #expect(await second.waitForAssignment(deadlineMilliseconds: 30_000))
      #expect(await first.waitForAssignment(deadlineMilliseconds: 30_000))
      let owner = first.assignment.isEmpty ? second : first
      let next = try await read(2, from: owner).map(\.offset)
      // The embedded broker refuses every commit while its group rebalances (Apache Kafka takes
      // it until the members have joined anew), so there the messages come again.
      if TestKafka.isEmbedded {
        #expect(next == [0, 1] && first.failedCommits == 1)
      } else {
        #expect(next == [4, 5] && first.failedCommits == 0)
      }
      #expect(revocations.all.first?.isLost == false)
      await first.close(deadlineMilliseconds: 10_000)
      await second.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test("a paused partition is held while another flows, and goes on where it stopped")
  func pause() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "pause", partitions: 2)]) { broker in
      let topic = broker.topic("pause")
      let places = (0..<2).map { TopicPartition(topic: topic, partition: $0) }
      let consumer = try KafkaConsumer(
        configuration: broker.configuration(), group: broker.group("pause"), topics: [topic])
      #expect(await consumer.waitForAssignment(deadlineMilliseconds: 30_000))
      consumer.pause([places[0]])
      for place in places {
        try await deliver(numbered(30, topic: topic, partition: place.partition), to: broker)
      }
      let flowing = try await read(30, from: consumer)
      #expect(flowing.allSatisfy { $0.topicPartition == places[1] })
      #expect(flowing.compactMap(number) == Array(0..<30))
      #expect(try await consumer.nextBatch(maxMessages: 10, maxWaitMilliseconds: 50).isEmpty)
      consumer.resume([places[0]])
      let part = try await read(10, from: consumer)
      consumer.pause([places[0]])
      #expect(try await consumer.nextBatch(maxMessages: 10, maxWaitMilliseconds: 50).isEmpty)
      consumer.resume([places[0]])
      let rest = try await read(20, from: consumer)
      #expect((part + rest).compactMap(number) == Array(0..<30))
      await consumer.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test("after a seek back the message and all behind it come again, in order")
  func seekBack() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "seek", partitions: 1)]) { broker in
      let topic = broker.topic("seek")
      try await deliver(numbered(50, topic: topic), to: broker)
      let consumer = try KafkaConsumer(
        configuration: broker.configuration(), group: broker.group("seek"), topics: [topic])
      let messages = try await read(30, from: consumer)
      consumer.store(Array(messages[..<10]))
      for _ in 0..<3 {
        #expect(await consumer.seekBack(to: messages[10]))
        let again = try await read(40, from: consumer)
        #expect(again.compactMap(number) == Array(10..<50))
      }
      await consumer.close(deadlineMilliseconds: 10_000)
      #expect(await !consumer.seekBack(to: messages[10]))
    }
  }

  @Test("small queues hand out everything, in order, to a reader that asks for little")
  func backPressure() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "small", partitions: 2)]) { broker in
      let topic = broker.topic("small")
      for partition in Int32(0)..<2 {
        try await deliver(numbered(300, topic: topic, partition: partition), to: broker)
      }
      let consumer = try KafkaConsumer(
        configuration: broker.configuration(), group: broker.group("small"), topics: [topic],
        options: ConsumerOptions(maxQueuedMessages: 1, maxQueuedKilobytes: 1, maxBatchBytes: 1))
      var next: [Int32: Int] = [0: 0, 1: 0]
      for _ in 0..<600 {
        let batch = try await consumer.nextBatch(maxMessages: 7, maxWaitMilliseconds: 30_000)
        // The byte limit closes each batch after its first message.
        #expect(batch.count == 1)
        let message = try #require(batch.first)
        #expect(number(message) == next[message.partition])
        next[message.partition, default: 0] += 1
      }
      #expect(next == [0: 300, 1: 300])
      await consumer.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test("messages and group events are noticed by wake-ups alone: no timer is needed")
  func eventDriven() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "wake", partitions: 1)]) { broker in
      let topic = broker.topic("wake")
      let consumer = try KafkaConsumer(
        configuration: broker.configuration(), group: broker.group("wake"), topics: [topic],
        options: ConsumerOptions(idlePollMilliseconds: 60_000))
      #expect(await consumer.waitForAssignment(deadlineMilliseconds: 30_000))
      let producer = try KafkaProducer(configuration: broker.configuration())
      let before = consumer.pollStatistics
      for record in numbered(20, topic: topic) {
        await deliver([record], through: producer)
        #expect(try await read(1, from: consumer).map(\.value) == [record.value])
      }
      let after = consumer.pollStatistics
      #expect(after.timerPolls == 0)
      #expect(after.wakeUps > before.wakeUps)
      await producer.close(deadlineMilliseconds: 10_000)
      await consumer.close(deadlineMilliseconds: 10_000)
      #expect(consumer.pollStatistics.timerPolls == 0)
    }
  }

  @Test("a read that waits ends when its wait is over, its task is cancelled or the client closes")
  func endsOfWaiting() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "ends", partitions: 1)]) { broker in
      let topic = broker.topic("ends")
      let consumer = try KafkaConsumer(
        configuration: broker.configuration(), group: broker.group("ends"), topics: [topic])
      #expect(try await consumer.nextBatch(maxMessages: 1, maxWaitMilliseconds: 20).isEmpty)
      func waiting() -> Task<KafkaError?, Never> {
        Task {
          do throws(KafkaError) {
            _ = try await consumer.nextBatch(maxMessages: 1, maxWaitMilliseconds: 600_000)
            return nil
          } catch { return error }
        }
      }
      let cancelled = waiting()
      cancelled.cancel()
      #expect(await cancelled.value?.isCancellation == true)
      let closed = waiting()
      await consumer.close(deadlineMilliseconds: 10_000)
      #expect(await closed.value?.isClosed == true)
      #expect(await waiting().value?.isClosed == true)
      #expect(await !consumer.waitForAssignment(deadlineMilliseconds: 1_000))
      await consumer.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test(
    "close with the broker down returns and leaves no client behind",
    .enabled(if: TestKafka.isEmbedded))
  func closeWhileDown() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "left", partitions: 1)]) { broker in
      let embedded = try broker.requireEmbedded()
      let topic = broker.topic("left")
      try await deliver(numbered(5, topic: topic), to: broker)
      let consumer = try KafkaConsumer(
        configuration: broker.configuration(clientID: "consumer-while-down"),
        group: broker.group("left"), topics: [topic],
        options: ConsumerOptions(commitIntervalMilliseconds: 600_000))
      let messages = try await read(5, from: consumer)
      try embedded.setDown()
      consumer.store(messages)
      await consumer.close(deadlineMilliseconds: 500)
      #expect(KafkaHandles.liveCount(clientID: "consumer-while-down") == 0)
    }
  }

  @Test(
    "a consumer goes on after its broker was down",
    .enabled(if: TestKafka.isEmbedded))
  func downAndUp() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "back", partitions: 1)]) { broker in
      let embedded = try broker.requireEmbedded()
      let topic = broker.topic("back")
      let consumer = try KafkaConsumer(
        configuration: broker.configuration(), group: broker.group("back"), topics: [topic])
      try await deliver(numbered(5, topic: topic), to: broker)
      #expect(try await read(5, from: consumer).compactMap(number) == Array(0..<5))
      try embedded.setDown()
      #expect(try await consumer.nextBatch(maxMessages: 1, maxWaitMilliseconds: 100).isEmpty)
      try embedded.setUp()
      try await deliver(numbered(5, topic: topic), to: broker)
      #expect(try await read(5, from: consumer).map(\.offset) == Array(5..<10))
      await consumer.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test(
    "what the group took without asking is not committed, and is read again",
    .enabled(if: TestKafka.isEmbedded))
  func lost() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "gone", partitions: 1)]) { broker in
      let embedded = try broker.requireEmbedded()
      let topic = broker.topic("gone")
      try await deliver(numbered(3, topic: topic), to: broker)
      let revocations = Collected<Revocation>()
      let consumer = try KafkaConsumer(
        configuration: broker.configuration(), group: broker.group("gone"), topics: [topic],
        options: ConsumerOptions(
          commitIntervalMilliseconds: 600_000, revokeDrainMilliseconds: 60_000),
        onRevoke: { revocations.add($0) })
      let messages = try await read(3, from: consumer)
      // UNKNOWN_MEMBER_ID: the coordinator has expelled us.
      try embedded.pushErrors(.heartbeat, [25])
      await waitUntil("the loss is told") { !revocations.all.isEmpty }
      #expect(revocations.all.map(\.isLost) == [true])
      #expect(try await read(3, from: consumer).map(\.offset) == [0, 1, 2])
      #expect(consumer.store(messages) == 0)
      #expect(consumer.assignmentNumber == 2)
      await consumer.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test("a consumer that reads nothing for longer than the poll interval stays in its group")
  func idle() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "idle", partitions: 1)]) { broker in
      let topic = broker.topic("idle")
      let settings = ["max.poll.interval.ms": "4100", "session.timeout.ms": "4000"]
      let consumer = try KafkaConsumer(
        configuration: broker.configuration(settings: settings), group: broker.group("idle"),
        topics: [topic], options: ConsumerOptions(idlePollMilliseconds: 500))
      #expect(await consumer.waitForAssignment(deadlineMilliseconds: 30_000))
      #expect(try await consumer.nextBatch(maxMessages: 1, maxWaitMilliseconds: 5_500).isEmpty)
      #expect(consumer.assignmentNumber == 1 && consumer.assignment.count == 1)
      #expect(consumer.pollStatistics.timerPolls >= 2)
      await consumer.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test("producer, consumer and inspector leave no client behind")
  func noLeak() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "leak", partitions: 3)]) { broker in
      let topic = broker.topic("leak")
      let configuration = broker.configuration(clientID: "leak-check")
      let producer = try KafkaProducer(configuration: configuration)
      let consumer = try KafkaConsumer(
        configuration: configuration, group: broker.group("leak"), topics: [topic],
        options: ConsumerOptions(maxQueuedMessages: 10))
      let inspector = try OffsetInspector(
        configuration: configuration, group: broker.group("leak"))
      #expect(KafkaHandles.liveCount(clientID: "leak-check") == 3)
      for partition in Int32(0)..<3 {
        await deliver(numbered(200, topic: topic, partition: partition), through: producer)
      }
      // Far fewer are read than were fetched ahead.
      #expect(try await read(20, from: consumer).count == 20)
      _ = try await inspector.lag(
        [TopicPartition(topic: topic, partition: 0)], deadlineMilliseconds: 10_000)
      await consumer.close(deadlineMilliseconds: 10_000)
      await producer.close(deadlineMilliseconds: 10_000)
      await inspector.close(deadlineMilliseconds: 10_000)
      #expect(KafkaHandles.liveCount(clientID: "leak-check") == 0)
    }
  }
}
