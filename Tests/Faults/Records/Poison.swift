import Domain
import Foundation
import Kafka

/// Records that no worker can handle. Each says in its key or value that it is one, so that a dead
/// letter of anything else is found.
enum Poison: CaseIterable {
  /// No header at all.
  case bare
  /// The value is no JSON.
  case malformed
  /// A good event about an enterprise that is not there.
  case stranger
  /// No JSON, under the key of an enterprise that is there.
  case onRealKey
  /// A slice that was never cut.
  case unknownSlice

  /// In every poison record's value.
  static let mark = "poison"

  /// - Parameters:
  ///   - enterprise: one that is there.
  ///   - id: the event's.
  func record(enterprise: EnterpriseID, id: EventID, now: Instant) -> KafkaRecord {
    let stranger = EnterpriseID(id.uuid)
    switch self {
    case .bare:
      return KafkaRecord(
        topic: Topic.enterprise.rawValue, key: Array(Self.mark.utf8),
        value: Array("\(Self.mark) without headers".utf8))
    case .malformed: return broken(key: stranger.text, id: id, now: now)
    case .onRealKey: return broken(key: enterprise.text, id: id, now: now)
    case .stranger:
      return Self.kafka(
        Event(
          id: id, type: .needSubmitted, key: stranger.text, subject: NeedID(id.uuid).text,
          time: now, sequence: 1,
          data: [
            "enterprise_id": .string(stranger.text), "need_id": .string(NeedID(id.uuid).text),
            "need_version": 1, "note": .string(Self.mark),
          ]))
    case .unknownSlice:
      let sweep = SweepID(id.uuid)
      return Self.kafka(
        Event(
          id: id, type: .sweepRequested, key: "\(sweep.text)/1", subject: sweep.text, time: now,
          sequence: 1,
          data: ["sweep_id": .string(sweep.text), "slice": 1, "note": .string(Self.mark)]))
    }
  }

  private func broken(key: String, id: EventID, now: Instant) -> KafkaRecord {
    var record = Self.kafka(
      Event(
        id: id, type: .needSubmitted, key: key, subject: NeedID(id.uuid).text, time: now,
        sequence: 1, data: .null))
    record.value = Array("{\"\(Self.mark)\": ".utf8)
    return record
  }

  private static func kafka(_ event: Event) -> KafkaRecord {
    KafkaRecord(
      topic: event.type.topic.rawValue, key: Array(event.key.utf8),
      value: event.data.canonicalBytes,
      headers: event.headers.map { KafkaHeader(name: $0.name, value: Array($0.value.utf8)) })
  }
}
