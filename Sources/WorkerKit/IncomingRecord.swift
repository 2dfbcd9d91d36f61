import Domain
import Kafka
import Store

/// A Kafka record as a worker sees it: an event, or what is wrong with it.
struct IncomingRecord: Sendable {
  var message: KafkaMessage
  var event: Result<Event, Event.Malformed>

  init(_ message: KafkaMessage) {
    self.message = message
    var headers: [String: String] = [:]
    for header in message.headers {
      if let value = header.value.flatMap({ String(validating: $0, as: UTF8.self) }) {
        headers[header.name] = value
      }
    }
    do {
      event = .success(try Event(headers: headers, value: message.value ?? []))
    } catch {
      event = .failure(error)
    }
  }

  /// Whether an operator has sent it back to its topic.
  var isRedriven: Bool { message.header("rq_dead_letter") != nil }

  /// The record as a dead letter, whole.
  ///
  /// - Parameters:
  ///   - suffix: ends the topic's name, and is no part of what is kept.
  ///   - isHolding: whether it holds up the enterprise it is about.
  func deadLetter(
    id: DeadLetterID, consumer: String, reason: String, detail: String, attempts: Int,
    firstFailedAt: Instant, now: Instant, suffix: String = "", isHolding: Bool = false
  ) -> DeadLetterRecord {
    var headers: [String: JSON] = [:]
    for header in message.headers {
      headers[Self.printable(header.name)] =
        header.value.map { value in
          let text = String(validating: value, as: UTF8.self)
          // PostgreSQL's jsonb cannot hold U+0000.
          if let text, !text.utf8.contains(0) { return .string(text) }
          return .string("hex:" + Hexadecimal.text(value))
        } ?? .null
    }
    return DeadLetterRecord(
      id: id, consumer: consumer, event: eventID,
      topic: message.topic.hasSuffix(suffix)
        ? String(message.topic.dropLast(suffix.count)) : message.topic,
      partition: message.partition, offset: message.offset, key: message.key,
      headers: .object(headers), payload: message.value, reason: reason,
      detail: Self.storable(detail),
      attempts: attempts, firstFailedAt: firstFailedAt, createdAt: now,
      enterprise: isHolding ? enterprise : nil)
  }

  /// Whom it is about, by its event or, where that cannot be read, by its key.
  private var enterprise: EnterpriseID? {
    if case .success(let event) = event { return EnterpriseID(event.key) }
    return message.key.flatMap { String(validating: $0, as: UTF8.self) }
      .flatMap { EnterpriseID($0) }
  }

  /// The event's id, also where the rest of the record cannot be read.
  private var eventID: EventID? {
    if case .success(let event) = event { return event.id }
    return message.header("ce_id").flatMap { String(validating: $0, as: UTF8.self) }
      .flatMap { EventID($0) }
  }

  /// An error's text may hold anything, and a text that PostgreSQL refuses would block the
  /// partition: no U+0000, and characters are counted as the database counts them.
  private static func storable(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    kept.append(contentsOf: text.unicodeScalars.lazy.filter { $0.value != 0 }.prefix(1_000))
    return String(kept)
  }

  private static func printable(_ name: String) -> String {
    name.utf8.contains(0) ? "hex:" + Hexadecimal.text(Array(name.utf8)) : name
  }
}
