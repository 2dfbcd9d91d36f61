import Domain
import Store

extension DeadLetterStatus {
  /// The record as it goes back to its topic: the same event with the same bytes. Nil when it cannot:
  /// its headers are not those of an event, the consumer would pass it over, or it came from a topic
  /// that is not this consumer's.
  var redrivable: EventRow? {
    guard let consumer = Consumer.named(record.consumer),
      let topic = Topic(rawValue: record.topic), consumer.topics.contains(topic),
      let event = record.event, record.header("ce_id") == event.text,
      let type = record.header("ce_type").flatMap({ EventType(rawValue: $0) }),
      consumer.types.contains(type),
      let key = record.header("ce_partitionkey"), !key.isEmpty, record.key == Array(key.utf8),
      let subject = record.header("ce_subject"), !subject.isEmpty,
      let time = record.header("ce_time").flatMap({ Instant($0) }),
      let number = record.header("ce_sequence"), let sequence = Int64(number), sequence >= 0,
      let payload = record.payload, payload.count <= EventRow.payloadBytesMaximum
    else { return nil }
    return EventRow(
      event: event, topic: topic.rawValue, key: key, typeName: type.rawValue, subject: subject,
      sequence: sequence, causation: record.header("ce_causationid"),
      traceparent: record.header("traceparent"), occurredAt: time, payload: payload)
  }

  /// Headers that tell a redriven record from the first one.
  func redriveHeaders(number: Int) -> [String: String] {
    ["rq_dead_letter": id.text, "rq_redrive": String(number)]
  }
}

/// What an operator wants done with a letter.
enum DeadLetterAction: Sendable, Hashable {
  case redrive
  case skip(reason: String)

  /// The name in answers and, after `dead_letter.`, in the audit trail.
  var name: String {
    switch self {
    case .redrive: "redrive"
    case .skip: "skip"
    }
  }

  var reason: String? {
    if case .skip(let reason) = self { reason } else { nil }
  }
}

/// Why a letter cannot be moved now.
enum DeadLetterRefusal: String, Sendable {
  /// It is on its way, or over.
  case notOpen = "letter_not_open"
  /// It was sent back as often as it may be.
  case limit = "redrive_limit"
  /// It is no event that could be sent again.
  case notRedrivable = "not_redrivable"
  /// An earlier letter of the same enterprise comes first.
  case behind = "letter_behind"

  /// - Parameter isBehind: whether an earlier letter of its enterprise is open.
  static func of(
    _ letter: DeadLetterStatus, _ action: DeadLetterAction, isBehind: Bool,
    limits: DeadLetterLimits
  ) -> DeadLetterRefusal? {
    guard letter.state == .open else { return .notOpen }
    if action == .redrive {
      guard letter.redrivable != nil else { return .notRedrivable }
      guard letter.redrives < limits.redrivesMaximum else { return .limit }
    }
    return isBehind ? .behind : nil
  }

  func error(_ letter: DeadLetterStatus) -> ApplicationError {
    switch self {
    case .notOpen:
      .conflict(
        code: rawValue, zh: "该死信当前为 \(letter.state.rawValue)",
        en: "the dead letter is \(letter.state.rawValue)")
    case .limit:
      .conflict(
        code: rawValue, zh: "已重投 \(letter.redrives) 次",
        en: "it was redriven \(letter.redrives) times")
    case .notRedrivable:
      .conflict(
        code: rawValue, zh: "该记录不是可重投的事件,只能跳过",
        en: "the record is no event that can be sent again: it can only be skipped")
    case .behind:
      .conflict(
        code: rawValue, zh: "该企业有更早的死信,请先处理",
        en: "an earlier dead letter of the same enterprise comes first")
    }
  }
}
