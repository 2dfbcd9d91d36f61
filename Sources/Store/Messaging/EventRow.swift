import Domain

/// An event as tables keep it, with its data as the bytes that travel; its type may be newer than
/// this program.
public struct EventRow: Sendable, Hashable {
  public var event: EventID
  public var topic: String
  public var key: String
  public var typeName: String
  public var subject: String
  public var sequence: Int64
  public var causation: String?
  public var traceparent: String?
  public var occurredAt: Instant
  public var payload: [UInt8]

  /// Most bytes of data that the outbox takes.
  public static let payloadBytesMaximum = 262_144

  public init(_ event: Event) {
    self.event = event.id
    topic = event.type.topic.rawValue
    key = event.key
    typeName = event.type.rawValue
    subject = event.subject
    sequence = event.sequence
    causation = event.causation
    traceparent = event.traceparent
    occurredAt = event.time
    payload = event.data.canonicalBytes
  }

  public init(
    event: EventID, topic: String, key: String, typeName: String, subject: String,
    sequence: Int64, causation: String?, traceparent: String?, occurredAt: Instant,
    payload: [UInt8]
  ) {
    self.event = event
    self.topic = topic
    self.key = key
    self.typeName = typeName
    self.subject = subject
    self.sequence = sequence
    self.causation = causation
    self.traceparent = traceparent
    self.occurredAt = occurredAt
    self.payload = payload
  }

  /// The event as a consumer would read it; nil when this program does not understand it.
  public var asEvent: Event? {
    guard let type = EventType(rawValue: typeName), let data = try? JSONParser.parse(payload)
    else { return nil }
    return Event(
      id: event, type: type, key: key, subject: subject, time: occurredAt, sequence: sequence,
      causation: causation, traceparent: traceparent, data: data)
  }
}
