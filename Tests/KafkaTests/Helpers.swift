import Dispatch
import Kafka
import Synchronization
import TestSupport
import Testing

/// Waits for a condition that another thread makes true, and leaves it the processor between two looks.
func waitUntil(
  _ what: String, deadline: Duration = .seconds(120), _ condition: () -> Bool,
  sourceLocation: SourceLocation = #_sourceLocation
) async {
  let end = ContinuousClock.now + deadline
  while !condition() {
    guard ContinuousClock.now < end else {
      Issue.record("not in time: \(what)", sourceLocation: sourceLocation)
      return
    }
    await timerTick(milliseconds: 2)
  }
}

/// Suspends until a timer of the system fires.
private func timerTick(milliseconds: Int) async {
  await withCheckedContinuation { continuation in
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
      continuation.resume()
    }
  }
}

/// Reads until there are `count` messages or the deadline passes.
func read(
  _ count: Int, from consumer: KafkaConsumer, deadline: Duration = .seconds(120)
) async throws -> [KafkaMessage] {
  let end = ContinuousClock.now + deadline
  var messages: [KafkaMessage] = []
  while messages.count < count, ContinuousClock.now < end {
    messages += try await consumer.nextBatch(
      maxMessages: count - messages.count, maxWaitMilliseconds: 1_000)
  }
  return messages
}

/// Writes records and demands that each is delivered.
func deliver(_ records: [KafkaRecord], through producer: KafkaProducer) async {
  for outcome in await producer.sendBatch(records) {
    #expect(outcome.isDelivered, "\(String(describing: outcome.error))")
  }
}

/// Makes a producer, delivers the records, closes it.
func deliver(_ records: [KafkaRecord], to broker: TestBroker) async throws {
  let producer = try KafkaProducer(configuration: broker.configuration())
  await deliver(records, through: producer)
  #expect(await producer.close(deadlineMilliseconds: 10_000) == 0)
}

/// Records with values 0 to count - 1 in one partition.
func numbered(_ count: Int, topic: String, partition: Int32? = 0) -> [KafkaRecord] {
  (0..<count).map { number in
    KafkaRecord(topic: topic, partition: partition, key: nil, value: text("\(number)"))
  }
}

func text(_ string: String) -> [UInt8] { Array(string.utf8) }

func string(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

func number(_ message: KafkaMessage) -> Int? { string(message.value).flatMap { Int($0) } }

/// Values that other threads add to.
final class Collected<Element: Sendable>: Sendable {
  private let kept = Mutex<[Element]>([])
  var all: [Element] { kept.withLock { $0 } }
  func add(_ element: Element) { kept.withLock { $0.append(element) } }
}
