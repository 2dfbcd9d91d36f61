@_spi(Testing) import Kafka
import TestSupport
import Testing

@Suite("Producer")
struct ProducerTests {
  @Test("a record comes back with its key, headers and nulls as they were")
  func roundTrip() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "trip", partitions: 1)]) { broker in
      let topic = broker.topic("trip")
      let headers = [
        KafkaHeader(name: "ce_id", value: text("evt_1")),
        KafkaHeader(name: "empty", value: []),
        KafkaHeader(name: "null", value: nil),
        KafkaHeader(name: "ce_id", value: text("again")),
      ]
      let records = [
        KafkaRecord(
          topic: topic, key: text("企业"), value: text("融资需求"), headers: headers),
        KafkaRecord(topic: topic, key: nil, value: nil),
        KafkaRecord(topic: topic, key: [], value: []),
        KafkaRecord(topic: topic, partition: 0, key: text("k"), value: [0, 255, 0]),
      ]
      try await deliver(records, to: broker)
      let consumer = try KafkaConsumer(
        configuration: broker.configuration(), group: broker.group("trip"), topics: [topic])
      let messages = try await read(records.count, from: consumer)
      #expect(messages.map(\.key) == records.map(\.key))
      #expect(messages.map(\.value) == records.map(\.value))
      #expect(messages.map(\.headers) == records.map(\.headers))
      #expect(messages.map(\.offset) == [0, 1, 2, 3])
      #expect(messages.allSatisfy { ($0.timestampMilliseconds ?? 0) > 0 })
      #expect(messages.first?.header("ce_id") == text("evt_1"))
      await consumer.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test("a producer learns the topics before it sends, and none that is closed connects")
  func connects() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "known", partitions: 3)]) { broker in
      let producer = try KafkaProducer(configuration: broker.configuration())
      let cluster = try await producer.connect(deadlineMilliseconds: 30_000)
      #expect(cluster.topics.first { $0.name == broker.topic("known") }?.partitions == 3)
      await producer.close(deadlineMilliseconds: 10_000)
      let error = await #expect(throws: KafkaError.self) {
        try await producer.connect(deadlineMilliseconds: 30_000)
      }
      #expect(error?.isClosed == true)
    }
  }

  @Test(
    "connecting to nobody ends at its deadline, and the producer sends once somebody is there",
    .enabled(if: TestKafka.isEmbedded))
  func connectsLater() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "late", partitions: 1)]) { broker in
      let embedded = try broker.requireEmbedded()
      try embedded.setDown()
      let producer = try KafkaProducer(configuration: broker.configuration())
      await #expect(throws: KafkaError.self) {
        try await producer.connect(deadlineMilliseconds: 200)
      }
      try embedded.setUp()
      let outcomes = await producer.sendBatch(numbered(1, topic: broker.topic("late")))
      #expect(outcomes == [.delivered(partition: 0, offset: 0)])
      await producer.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test("records of one batch are reported in order, with rising offsets of their partition")
  func batchOutcomes() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "batch", partitions: 2)]) { broker in
      let producer = try KafkaProducer(configuration: broker.configuration())
      let outcomes = await producer.sendBatch(
        numbered(500, topic: broker.topic("batch"), partition: 1))
      #expect(outcomes == (0..<500).map { .delivered(partition: 1, offset: Int64($0)) })
      #expect(await producer.sendBatch([]).isEmpty)
      #expect(producer.inFlightMessages == 0)
      #expect(await producer.close(deadlineMilliseconds: 10_000) == 0)
    }
  }

  @Test(
    "a send beyond the window waits, and goes on when a report makes room",
    .enabled(if: TestKafka.isEmbedded))
  func boundedInFlight() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "bound", partitions: 1)]) { broker in
      let embedded = try broker.requireEmbedded()
      let producer = try KafkaProducer(
        configuration: broker.configuration(),
        options: ProducerOptions(maxInFlightMessages: 2, slotDeadlineMilliseconds: 20_000))
      try embedded.setDown()
      let records = numbered(5, topic: broker.topic("bound"))
      let sends = Task { await producer.sendBatch(records) }
      await waitUntil("a send waits") { producer.waitingSends == 1 }
      #expect(producer.inFlightMessages == 2)
      try embedded.setUp()
      let outcomes = await sends.value
      #expect(outcomes == (0..<5).map { .delivered(partition: 0, offset: Int64($0)) })
      #expect(producer.inFlightMessages == 0 && producer.waitingSends == 0)
      await producer.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test(
    "a full window ends a send at its deadline with an error, and the window is whole after it",
    .enabled(if: TestKafka.isEmbedded))
  func fullWindow() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "full", partitions: 1)]) { broker in
      let embedded = try broker.requireEmbedded()
      let producer = try KafkaProducer(
        configuration: broker.configuration(),
        options: ProducerOptions(maxInFlightMessages: 1, slotDeadlineMilliseconds: 50))
      try embedded.setDown()
      let records = numbered(4, topic: broker.topic("full"))
      let first = Task { try await producer.send(records[0]) }
      await waitUntil("the first is under way") { producer.inFlightMessages == 1 }
      await #expect(throws: KafkaError.self) { try await producer.send(records[1]) }
      do throws(KafkaError) {
        _ = try await producer.send(records[2])
        Issue.record("there is no room")
      } catch {
        #expect(error.isQueueFull && error.isRetriable && !error.isFatal)
        #expect(error.name == "_QUEUE_FULL")
      }
      try embedded.setUp()
      #expect(try await first.value == .delivered(partition: 0, offset: 0))
      #expect(try await producer.send(records[3]) == .delivered(partition: 0, offset: 1))
      await producer.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test(
    "a cancelled send that waits for room ends at once and takes no room",
    .enabled(if: TestKafka.isEmbedded))
  func cancelledSend() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "cancel", partitions: 1)]) { broker in
      let embedded = try broker.requireEmbedded()
      let producer = try KafkaProducer(
        configuration: broker.configuration(),
        options: ProducerOptions(maxInFlightMessages: 1, slotDeadlineMilliseconds: 60_000))
      try embedded.setDown()
      let records = numbered(3, topic: broker.topic("cancel"))
      let first = Task { try await producer.send(records[0]) }
      await waitUntil("the first is under way") { producer.inFlightMessages == 1 }
      let second = Task { () async -> KafkaError? in
        do throws(KafkaError) {
          _ = try await producer.send(records[1])
          return nil
        } catch { return error }
      }
      await waitUntil("the second waits") { producer.waitingSends == 1 }
      second.cancel()
      #expect(await second.value?.isCancellation == true)
      #expect(producer.waitingSends == 0)
      try embedded.setUp()
      #expect(try await first.value.isDelivered)
      #expect(try await producer.send(records[2]) == .delivered(partition: 0, offset: 1))
      await producer.close(deadlineMilliseconds: 10_000)
    }
  }

  // One request in flight, as the relay has it: the embedded broker takes a later request after it
  // refused an earlier one, where a real broker would refuse both (OUT_OF_ORDER_SEQUENCE_NUMBER), and
  // the library then takes the earlier one for acknowledged too.
  @Test(
    "retriable broker errors change neither the order of a key nor lose a record",
    .enabled(if: TestKafka.isEmbedded))
  func orderThroughErrors() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "order", partitions: 2)]) { broker in
      let embedded = try broker.requireEmbedded()
      let topic = broker.topic("order")
      let producer = try KafkaProducer(
        configuration: broker.configuration(settings: ["batch.num.messages": "20"]),
        options: ProducerOptions(lingerMilliseconds: 0, maxInFlightRequests: 1))
      // NOT_LEADER_FOR_PARTITION, NOT_ENOUGH_REPLICAS, REQUEST_TIMED_OUT, LEADER_NOT_AVAILABLE.
      try embedded.pushErrors(.produce, [0, 6, 0, 19, 7, 0, 0, 6, 5, 0, 19, 19])
      let records = (0..<400).map { number in
        KafkaRecord(topic: topic, key: text("key \(number % 7)"), value: text("\(number)"))
      }
      await deliver(records, through: producer)
      await producer.close(deadlineMilliseconds: 10_000)
      let consumer = try KafkaConsumer(
        configuration: broker.configuration(), group: broker.group("order"), topics: [topic])
      // A repeat that the embedded broker does not drop would come after its first.
      var seen: Set<Int> = []
      var lastOfKey: [String: Int] = [:]
      let end = ContinuousClock.now + .seconds(30)
      while seen.count < records.count, ContinuousClock.now < end {
        for message in try await consumer.nextBatch(maxMessages: 100, maxWaitMilliseconds: 1_000) {
          let value = try #require(number(message))
          let key = try #require(string(message.key))
          guard seen.insert(value).inserted else { continue }
          #expect(value > lastOfKey[key] ?? -1, "\(key)")
          lastOfKey[key] = value
        }
      }
      #expect(seen.count == records.count)
      await consumer.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test(
    "records sent while the broker is down arrive when it is up again",
    .enabled(if: TestKafka.isEmbedded))
  func downAndUp() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "down", partitions: 1)]) { broker in
      let embedded = try broker.requireEmbedded()
      let producer = try KafkaProducer(configuration: broker.configuration())
      let records = numbered(60, topic: broker.topic("down"))
      await deliver(Array(records[..<20]), through: producer)
      try embedded.setDown()
      let sends = Task { await producer.sendBatch(Array(records[20..<40])) }
      await waitUntil("they are under way") { producer.inFlightMessages == 20 }
      try embedded.setUp()
      #expect(await sends.value.map(\.isDelivered) == .init(repeating: true, count: 20))
      await deliver(Array(records[40...]), through: producer)
      await producer.close(deadlineMilliseconds: 10_000)
      let ranges = try await KafkaAdmin.watermarks(
        partitions: [TopicPartition(topic: broker.topic("down"), partition: 0)],
        configuration: broker.configuration(), deadlineMilliseconds: 10_000)
      #expect(ranges.values.map(\.high) == [60])
    }
  }

  @Test(
    "a refused record is an outcome, and the producer goes on",
    .enabled(if: TestKafka.isEmbedded))
  func refused() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "refused", partitions: 1)]) { broker in
      let embedded = try broker.requireEmbedded()
      let producer = try KafkaProducer(configuration: broker.configuration())
      let records = numbered(2, topic: broker.topic("refused"))
      // INVALID_RECORD is permanent: no retry helps.
      try embedded.pushErrors(.produce, [87])
      let outcome = try await producer.send(records[0])
      #expect(outcome.error?.name == "INVALID_RECORD")
      #expect(outcome.error?.isRetriable == false)
      #expect(try await producer.send(records[1]).isDelivered)
      #expect(!producer.isFatal)
      await producer.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test(
    "a record whose answer is lost is told apart from one that was never sent",
    .enabled(if: TestKafka.isEmbedded))
  func possiblyPersisted() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "lost", partitions: 1)]) { broker in
      let embedded = try broker.requireEmbedded()
      let producer = try KafkaProducer(
        configuration: broker.configuration(),
        options: ProducerOptions(deliveryTimeoutMilliseconds: 4_000))
      let records = numbered(3, topic: broker.topic("lost"))
      #expect(try await producer.send(records[0]).isDelivered)
      // The library may ask again just before the time is up, so repeats are held back too.
      for _ in 0..<5 { try embedded.pushDelay(.produce, milliseconds: 20_000) }
      let lost = try await producer.send(records[1])
      guard case .possiblyPersisted(let error) = lost else {
        Issue.record("expected possiblyPersisted, got \(lost)")
        return
      }
      #expect(error.isTimeout)
      try embedded.setDown()
      let unsent = try await producer.send(records[2])
      guard case .failed(let error) = unsent else {
        Issue.record("expected failed, got \(unsent)")
        return
      }
      #expect(error.isTimeout)
      await producer.close(deadlineMilliseconds: 1_000)
    }
  }

  @Test("once a record of a key cannot be handed over, no later one of that key is")
  func heldBack() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "held", partitions: 1)]) { broker in
      let topic = broker.topic("held")
      let producer = try KafkaProducer(
        configuration: broker.configuration(),
        options: ProducerOptions(maxInFlightBytes: 10_000))
      let large = [UInt8](repeating: 1, count: 20_000)
      let outcomes = await producer.sendBatch([
        KafkaRecord(topic: topic, key: text("a"), value: text("1")),
        KafkaRecord(topic: topic, key: text("a"), value: large),
        KafkaRecord(topic: topic, key: text("a"), value: text("3")),
        KafkaRecord(topic: topic, key: text("b"), value: text("4")),
      ])
      #expect(outcomes.map(\.isDelivered) == [true, false, false, true])
      #expect(outcomes[1].error?.name == "MSG_SIZE_TOO_LARGE")
      #expect(outcomes[2].error?.detail.hasPrefix("held back") == true)
      await producer.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test("a fatal error is visible, ends every send, and a new producer works")
  func fatal() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "fatal", partitions: 1)]) { broker in
      let record = numbered(1, topic: broker.topic("fatal"))[0]
      let producer = try KafkaProducer(configuration: broker.configuration())
      #expect(try await producer.send(record).isDelivered)
      producer.raiseFatalErrorForTesting()
      await waitUntil("the error is seen") { producer.isFatal }
      do throws(KafkaError) {
        _ = try await producer.send(record)
        Issue.record("a fatal producer must not send")
      } catch {
        #expect(error.isFatal && !error.isRetriable)
      }
      await producer.close(deadlineMilliseconds: 5_000)
      try await deliver([record], to: broker)
    }
  }

  @Test(
    "close with the broker down returns in bounded time and tells what was not delivered",
    .enabled(if: TestKafka.isEmbedded))
  func closeWhileDown() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "close", partitions: 1)]) { broker in
      let embedded = try broker.requireEmbedded()
      let producer = try KafkaProducer(
        configuration: broker.configuration(clientID: "close-while-down"))
      try embedded.setDown()
      let records = numbered(3, topic: broker.topic("close"))
      let sends = Task { await producer.sendBatch(records) }
      await waitUntil("they are under way") { producer.inFlightMessages == 3 }
      #expect(await producer.close(deadlineMilliseconds: 200) == 3)
      #expect(await sends.value.allSatisfy { !$0.isDelivered })
      #expect(KafkaHandles.liveCount(clientID: "close-while-down") == 0)
      #expect(await producer.close(deadlineMilliseconds: 200) == 0)
      await #expect(throws: KafkaError.self) { try await producer.send(records[0]) }
    }
  }

  @Test("reports are noticed by wake-ups alone: no timer is needed")
  func eventDriven() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "wake", partitions: 1)]) { broker in
      let producer = try KafkaProducer(
        configuration: broker.configuration(),
        options: ProducerOptions(idlePollMilliseconds: 3_600_000))
      for record in numbered(50, topic: broker.topic("wake")) {
        #expect(try await producer.send(record).isDelivered)
      }
      let statistics = producer.pollStatistics
      #expect(statistics.timerPolls == 0)
      #expect(statistics.wakeUps >= 50)
      await producer.close(deadlineMilliseconds: 10_000)
    }
  }
}
