import Kafka
import Store

/// What a relay does with the reports of one batch; pure.
enum RelayBatch {
  /// The rows that may be deleted: per key, everything up to its first record that Kafka did not
  /// acknowledge. What follows a failure stays, even when it was acknowledged, so that the resend
  /// begins at the failure and a reader sees every key in order at least once.
  static func acknowledged(
    _ records: [OutboxRecord], _ outcomes: [DeliveryOutcome]
  ) -> [Int64] {
    var failedKeys: Set<String> = []
    var ids: [Int64] = []
    for (record, outcome) in zip(records, outcomes) {
      if !outcome.isDelivered { failedKeys.insert(record.key) }
      if !failedKeys.contains(record.key) { ids.append(record.id) }
    }
    return ids
  }

  /// - Parameter suffix: ends the topic's name; see `KafkaLink.suffix`.
  static func kafkaRecord(_ record: OutboxRecord, suffix: String) -> KafkaRecord {
    KafkaRecord(
      topic: record.topic + suffix, key: Array(record.key.utf8), value: record.payload,
      headers: record.headers.map { KafkaHeader(name: $0.name, value: Array($0.value.utf8)) })
  }
}
