import Domain
import Kafka
import Synchronization
import TestSupport

/// Reads everything about enterprises as one more consumer, and keeps a sample of the records, to
/// be sent again.
final class TopicWatcher: Sendable {
  private struct State {
    var log = EventLog()
    var sample: [KafkaMessage] = []
    var seen = 0
    var random: SplitMix
  }

  private let consumer: KafkaConsumer
  private let state: Mutex<State>
  private let reading = Mutex<Task<Void, Never>?>(nil)

  /// Records kept, at most.
  private static let sampleMaximum = 2_000

  init(_ configuration: KafkaConfiguration, seed: UInt64) throws {
    consumer = try KafkaConsumer(
      configuration: configuration, group: "faults.watcher.\(seed)",
      topics: [Topic.enterprise.rawValue])
    state = Mutex(State(random: SplitMix(seed: seed)))
    let task = Task { [self] in
      while !Task.isCancelled {
        do throws(KafkaError) {
          let batch = try await consumer.nextBatch(maxMessages: 500, maxWaitMilliseconds: 500)
          take(batch)
          consumer.store(batch)
        } catch {
          if error.isClosed || error.isCancellation || consumer.isFatal { return }
          await Timing.tick(milliseconds: 100)
        }
      }
    }
    reading.withLock { $0 = task }
  }

  var log: EventLog { state.withLock { $0.log } }

  /// Some of the records seen so far, old ones as likely as new ones.
  func sample(_ count: Int) -> [KafkaMessage] {
    state.withLock { state in
      (0..<count).compactMap { _ in state.sample.randomElement(using: &state.random) }
    }
  }

  func close() async {
    await consumer.close(deadlineMilliseconds: 3_000)
    let task = reading.withLock { $0 }
    await task?.value
  }

  private func take(_ batch: [KafkaMessage]) {
    state.withLock { state in
      for message in batch {
        guard let event = message.event else { continue }
        state.log.see(event)
        state.seen += 1
        if state.sample.count < Self.sampleMaximum {
          state.sample.append(message)
        } else {
          let place = Int.random(in: 0..<state.seen, using: &state.random)
          if place < Self.sampleMaximum { state.sample[place] = message }
        }
      }
    }
  }
}

extension KafkaMessage {
  /// The event it carries; nil when it carries none.
  fileprivate var event: Event? {
    var texts: [String: String] = [:]
    for header in headers {
      texts[header.name] = header.value.flatMap { String(validating: $0, as: UTF8.self) }
    }
    return try? Event(headers: texts, value: value ?? [])
  }

  /// The same record once more.
  var again: KafkaRecord {
    KafkaRecord(topic: topic, key: key, value: value, headers: headers)
  }
}
