import Testing

@testable import Kafka

@Suite("Configuration and errors")
struct ConfigurationTests {
  @Test(
    "a setting the library does not know or accept fails with its name and without its value",
    arguments: [("no.such.setting", "hunter2"), ("socket.timeout.ms", "hunter2")])
  func badSetting(name: String, value: String) {
    expectRefusal(["sasl.password": "hunter2", name: value], naming: name)
  }

  @Test(
    "a setting that carries a guarantee cannot be given",
    arguments: [
      "enable.idempotence", "enable.auto.offset.store", "partition.assignment.strategy", "group.id",
    ])
  func reserved(name: String) {
    expectRefusal([name: "false"], naming: name)
  }

  @Test("settings reach the library: contradictory security settings are refused by it")
  func passThrough() {
    expectRefusal(
      ["security.protocol": "sasl_plaintext", "sasl.mechanism": "NONSENSE-MECHANISM"],
      naming: "SASL mechanism")
  }

  @Test("options out of range are refused with their name")
  func options() {
    let configuration = KafkaConfiguration(brokers: "localhost:1")
    for options in [
      ProducerOptions(maxInFlightMessages: 0), ProducerOptions(maxInFlightRequests: 6),
      ProducerOptions(lingerMilliseconds: 10, deliveryTimeoutMilliseconds: 10),
    ] {
      #expect(throws: KafkaError.self) {
        try KafkaProducer(configuration: configuration, options: options)
      }
    }
    #expect(throws: KafkaError.self) {
      try KafkaConsumer(configuration: configuration, group: "", topics: ["a"])
    }
    #expect(throws: KafkaError.self) {
      try KafkaConsumer(configuration: configuration, group: "g", topics: ["^.*"])
    }
    #expect(throws: KafkaError.self) {
      try KafkaConsumer(
        configuration: configuration, group: "g", topics: ["a"],
        options: ConsumerOptions(idlePollMilliseconds: 300_000))
    }
  }

  @Test("no secret shows in a description, a dump or a log line")
  func secrets() {
    let settings = [
      "sasl.username": "the-user", "sasl.password": "hunter2", "ssl.key.password": "hunter3",
      "ssl.key.pem": "-----BEGIN", "sasl.mechanism": "PLAIN",
    ]
    let configuration = KafkaConfiguration(brokers: "kafka:9092", settings: settings)
    var dumped = ""
    dump(configuration, to: &dumped)
    for text in ["\(configuration)", String(reflecting: configuration), dumped] {
      for secret in ["the-user", "hunter2", "hunter3", "BEGIN"] {
        #expect(!text.contains(secret))
      }
      #expect(text.contains("sasl.mechanism=PLAIN"))
    }
    #expect(
      SecretSettings(settings).redact("login the-user:hunter2 failed") == "login ***:*** failed")
  }

  @Test("an error tells its code, its kind and what was being done")
  func errors() {
    let error = KafkaError.timedOut("read")
    #expect(error.name == "_TIMED_OUT" && error.isTimeout && error.isRetriable)
    #expect(error.description == "Kafka read: _TIMED_OUT: no answer in time")
    #expect(KafkaError.closed("send").isClosed)
    #expect(!KafkaError.cancelled("send").isRetriable)
  }

  private func expectRefusal(
    _ settings: [String: String], naming name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let clientID = "refused-\(name)"
    do throws(KafkaError) {
      _ = try KafkaProducer(
        configuration: KafkaConfiguration(
          brokers: "localhost:1", clientID: clientID, settings: settings))
      Issue.record("\(name) was accepted", sourceLocation: sourceLocation)
    } catch {
      #expect(error.description.contains(name), sourceLocation: sourceLocation)
      #expect(!error.description.contains("hunter2"), sourceLocation: sourceLocation)
      #expect(error.name == "_INVALID_ARG", sourceLocation: sourceLocation)
    }
    #expect(KafkaHandles.liveCount(clientID: clientID) == 0, sourceLocation: sourceLocation)
  }
}
