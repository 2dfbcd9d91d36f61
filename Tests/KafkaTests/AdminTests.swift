import Kafka
import TestSupport
import Testing

@Suite("Admin and inspection")
struct AdminTests {
  @Test("the inspector sees the lag before anybody joined, while members read, and after")
  func lag() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "lag", partitions: 2)]) { broker in
      let topic = broker.topic("lag")
      let group = broker.group("lag")
      let places = (0..<2).map { TopicPartition(topic: topic, partition: $0) }
      let inspector = try OffsetInspector(configuration: broker.configuration(), group: group)
      #expect(
        try await inspector.partitions(of: [topic], deadlineMilliseconds: 10_000) == places)
      #expect(try await inspector.committedOffsets(places).isEmpty)
      #expect(try await inspector.lag(places) == [places[0]: 0, places[1]: 0])
      try await deliver(numbered(8, topic: topic, partition: 0), to: broker)
      try await deliver(numbered(3, topic: topic, partition: 1), to: broker)
      #expect(try await inspector.highWatermarks(places) == [places[0]: 8, places[1]: 3])
      #expect(try await inspector.lag(places) == [places[0]: 8, places[1]: 3])
      #expect(
        try await inspector.watermarks([places[0]]) == [places[0]: Watermarks(low: 0, high: 8)])

      let consumer = try KafkaConsumer(
        configuration: broker.configuration(), group: group, topics: [topic],
        options: ConsumerOptions(commitIntervalMilliseconds: 20))
      let messages = try await read(11, from: consumer)
      consumer.store(messages.filter { $0.partition == 0 && $0.offset < 5 })
      var committed: [TopicPartition: Int64] = [:]
      let end = ContinuousClock.now + .seconds(30)
      while committed != [places[0]: 5], ContinuousClock.now < end {
        committed = try await inspector.committedOffsets(places)
      }
      #expect(try await inspector.lag(places) == [places[0]: 3, places[1]: 3])
      consumer.store(messages)
      await consumer.close(deadlineMilliseconds: 10_000)
      #expect(try await inspector.lag(places) == [places[0]: 0, places[1]: 0])
      #expect(try await inspector.lag([]).isEmpty)
      await inspector.close(deadlineMilliseconds: 10_000)
      await #expect(throws: KafkaError.self) { try await inspector.lag(places) }
    }
  }

  @Test(
    "an inspection with the broker down fails at its deadline with a retriable error",
    .enabled(if: TestKafka.isEmbedded))
  func inspectionWhileDown() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "dark", partitions: 1)]) { broker in
      let embedded = try broker.requireEmbedded()
      let place = TopicPartition(topic: broker.topic("dark"), partition: 0)
      let inspector = try OffsetInspector(
        configuration: broker.configuration(), group: broker.group("dark"))
      #expect(try await inspector.lag([place]) == [place: 0])
      try embedded.setDown()
      do throws(KafkaError) {
        _ = try await inspector.lag([place], deadlineMilliseconds: 300)
        Issue.record("there is no broker")
      } catch {
        #expect(error.isRetriable, "\(error)")
      }
      try embedded.setUp()
      #expect(try await inspector.lag([place], deadlineMilliseconds: 20_000) == [place: 0])
      await inspector.close(deadlineMilliseconds: 10_000)
    }
  }

  @Test("metadata names the brokers and the topics with their partitions")
  func metadata() async throws {
    let topics = [TopicSpec(name: "one", partitions: 1), TopicSpec(name: "three", partitions: 3)]
    try await TestKafka.withBroker(topics: topics) { broker in
      let metadata = try await KafkaAdmin.metadata(
        configuration: broker.configuration(), deadlineMilliseconds: 10_000)
      #expect(!metadata.brokers.isEmpty)
      for topic in topics {
        let seen = metadata.topics.first { $0.name == broker.topic(topic.name) }
        #expect(seen?.partitions == topic.partitions)
      }
    }
  }

  @Test("creating topics that exist is fine, and a missing one on the embedded broker is named")
  func createTopics() async throws {
    try await TestKafka.withBroker(topics: [TopicSpec(name: "there", partitions: 1)]) { broker in
      let there = TopicSpec(name: broker.topic("there"), partitions: 1)
      try await KafkaAdmin.createTopics(
        [there], configuration: broker.configuration(), deadlineMilliseconds: 10_000)
      guard TestKafka.isEmbedded else { return }
      do throws(KafkaError) {
        try await KafkaAdmin.createTopics(
          [TopicSpec(name: "absent", partitions: 1)], configuration: broker.configuration(),
          deadlineMilliseconds: 10_000)
        Issue.record("the embedded broker cannot create it")
      } catch {
        #expect(error.description.contains("absent"))
      }
    }
  }

  @Test(
    "an order that nobody answers ends at its deadline and leaves no client behind",
    .enabled(if: TestKafka.isEmbedded))
  func unanswered() async throws {
    try await TestKafka.withBroker(topics: []) { broker in
      // The embedded cluster does not know the request: sent there by a client that takes it for
      // a real one, it stays without an answer.
      let configuration = KafkaConfiguration(
        brokers: broker.bootstrapServers, clientID: "unanswered")
      for isCreation in [true, false] {
        do throws(KafkaError) {
          if isCreation {
            try await KafkaAdmin.createTopics(
              [TopicSpec(name: "t", partitions: 1, config: ["retention.ms": "1000"])],
              configuration: configuration, deadlineMilliseconds: 300)
          } else {
            try await KafkaAdmin.deleteTopics(
              ["t"], configuration: configuration, deadlineMilliseconds: 300)
          }
          Issue.record("there is nobody to do it")
        } catch {
          #expect(error.isTimeout, "\(error)")
        }
      }
      #expect(KafkaHandles.liveCount(clientID: "unanswered") == 0)
    }
  }

  @Test("the embedded broker ends once, and refuses calls after it")
  func embeddedEnd() async throws {
    let broker = try EmbeddedBroker(
      topics: [TopicSpec(name: "a", partitions: 2, replication: 2)], brokers: 2)
    #expect(broker.bootstrapServers.split(separator: ",").count == 2)
    #expect(throws: KafkaError.self) {
      try broker.createTopic(TopicSpec(name: "a", partitions: 0))
    }
    await broker.close()
    await broker.close()
    #expect(throws: KafkaError.self) { try broker.setDown() }
    #expect(throws: KafkaError.self) { try EmbeddedBroker(topics: [], brokers: 0) }
  }
}
