import Domain
import Kafka
import Seeds
import Testing

@testable import OutboxRelay
@testable import Store

@Suite("What a relay deletes")
struct RelayBatchTests {
  static let ids = IdentifierSource()

  static func record(_ id: Int64, key: String) -> OutboxRecord {
    OutboxRecord(
      id: id, event: ids.next(), topic: Topic.enterprise.rawValue, key: key,
      typeName: EventType.needSubmitted.rawValue, subject: key, sequence: id, causation: nil,
      traceparent: nil, occurredAt: Instant(microseconds: 0), payload: Array("{}".utf8))
  }

  static let delivered = DeliveryOutcome.delivered(partition: 0, offset: 0)
  static let failed = DeliveryOutcome.failed(.invalidForTests)

  @Test("what is acknowledged is deleted, in a batch without failures all of it")
  func allAcknowledged() {
    let records = (1...5).map { Self.record($0, key: "k\($0 % 2)") }
    #expect(
      RelayBatch.acknowledged(records, records.map { _ in Self.delivered }) == [1, 2, 3, 4, 5])
    #expect(RelayBatch.acknowledged([], []) == [])
  }

  @Test("a failed report in the middle leaves that key's later rows, and no other key's")
  func failureHoldsItsKey() {
    let records = [("a", 1), ("b", 2), ("a", 3), ("b", 4), ("a", 5)].map {
      Self.record($0.1, key: $0.0)
    }
    let outcomes = [Self.delivered, Self.delivered, Self.failed, Self.delivered, Self.delivered]
    #expect(RelayBatch.acknowledged(records, outcomes) == [1, 2, 4])
  }

  @Test("whatever fails, repeating what was left delivers every key in order and loses nothing")
  func anyOutcomesKeepOrder() {
    let seed = SeededGenerator.seed(for: "what a relay deletes")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<300 {
      let keys = (0..<Int.random(in: 1...5, using: &random)).map { "key\($0)" }
      var outbox = (1...Int64.random(in: 1...60, using: &random)).map {
        Self.record($0, key: keys.randomElement(using: &random) ?? "")
      }
      let all = outbox
      let failures = Int.random(in: 0...90, using: &random)
      var published: [OutboxRecord] = []
      var rounds = 0
      while !outbox.isEmpty {
        rounds += 1
        let limit = Int.random(in: 1...20, using: &random)
        let batch = Array(outbox.prefix(limit))
        let outcomes = batch.map { _ in
          rounds < 40 && Int.random(in: 0..<100, using: &random) < failures
            ? Self.failed : Self.delivered
        }
        for (record, outcome) in zip(batch, outcomes) where outcome.isDelivered {
          published.append(record)
        }
        let done = Set(RelayBatch.acknowledged(batch, outcomes))
        // Nothing is deleted that was not delivered.
        #expect(done.isSubset(of: Set(published.map(\.id))))
        outbox.removeAll { done.contains($0.id) }
        guard rounds < 1_000 else {
          Issue.record("no end after \(rounds) rounds, seed \(seed)")
          return
        }
      }
      #expect(Set(published.map(\.id)) == Set(all.map(\.id)), "seed \(seed)")
      for key in keys {
        // The last time each event was published, in order of publishing: what a reader ends with.
        let ids = published.filter { $0.key == key }.map(\.id)
        var last: [Int64: Int] = [:]
        for (place, id) in ids.enumerated() { last[id] = place }
        let ends = all.filter { $0.key == key }.compactMap { last[$0.id] }
        #expect(ends == ends.sorted(), "seed \(seed)")
      }
    }
  }

  @Test("a record carries the row's bytes, its key, and CloudEvents headers")
  func recordIsWhole() {
    let row = Self.record(7, key: "ent_x")
    let record = RelayBatch.kafkaRecord(row, suffix: "-s")
    #expect(record.topic == "rongqiao.enterprise.v1-s")
    #expect(record.key == Array("ent_x".utf8))
    #expect(record.value == row.payload)
    #expect(record.headers.map(\.name).starts(with: ["ce_specversion", "ce_id", "ce_type"]))
  }
}

extension KafkaError {
  /// Any error will do.
  static var invalidForTests: KafkaError {
    do {
      _ = try OffsetInspector(configuration: KafkaConfiguration(brokers: ""), group: "")
    } catch {
      return error
    }
    preconditionFailure("an empty group is refused")
  }
}
