import Domain
import Kafka
import TestSupport

@testable import WorkerKit

/// Reads everything a topic holds, in the order of its partitions.
final class TopicReader: Sendable {
  private let consumer: KafkaConsumer
  private let read = Shared<[KafkaMessage]>([])
  private let task: Task<Void, Never>

  init(_ world: World, topic: Topic) throws {
    let consumer = try KafkaConsumer(
      configuration: world.broker.configuration(),
      group: "reader-\(topic.rawValue)" + world.link.suffix,
      topics: [topic.rawValue + world.link.suffix])
    let read = read
    self.consumer = consumer
    task = Task {
      while let batch = try? await consumer.nextBatch(maxMessages: 500, maxWaitMilliseconds: 1_000)
      {
        read.change { $0 += batch }
        consumer.store(batch)
      }
    }
  }

  /// What was read so far.
  var messages: [KafkaMessage] { read.value }

  /// Waits until what was read fulfils a condition, and gives it.
  func messages(
    _ what: String, withinMilliseconds limit: Int = 40_000,
    _ condition: @escaping @Sendable ([KafkaMessage]) -> Bool
  ) async throws -> [KafkaMessage] {
    try await eventually("topic holds \(what)", withinMilliseconds: limit) {
      condition(read.value)
    }
    return read.value
  }

  func close() async {
    await consumer.close(deadlineMilliseconds: 3_000)
    await task.value
  }
}

extension KafkaMessage {
  /// Header values as text.
  var texts: [String: String] {
    var texts: [String: String] = [:]
    for header in headers {
      texts[header.name] = header.value.flatMap { String(validating: $0, as: UTF8.self) }
    }
    return texts
  }

  var event: Event? { try? IncomingRecord(self).event.get() }
}

extension [KafkaMessage] {
  /// Events without repeats, in the order of their first reading.
  var distinctEvents: [Event] {
    var seen: Set<EventID> = []
    return compactMap(\.event).filter { seen.insert($0.id).inserted }
  }
}
