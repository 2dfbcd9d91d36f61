/// Something that happened, as it stands in the outbox and travels in CloudEvents 1.0 binary mode.
///
/// Thin: ids and versions only. A worker reads the state in PostgreSQL.
public struct Event: Hashable, Sendable {
  public var id: EventID
  public var type: EventType
  /// The record key and `partitionkey`: the enterprise's id, or the code of catalog or institution.
  public var key: String
  /// What it is about: `need_…`, `ent_…`, a catalog version.
  public var subject: String
  public var time: Instant
  /// Counts up by one within an enterprise's key, so that a reader can tell a gap or a step back; a
  /// catalog event carries its catalog version, one of an institution only rises.
  public var sequence: Int64
  /// The event or request this one follows from.
  public var causation: String?
  /// W3C trace context (`traceparent`), carried on as it came.
  public var traceparent: String?
  public var data: JSON

  public init(
    id: EventID, type: EventType, key: String, subject: String, time: Instant, sequence: Int64,
    causation: String? = nil, traceparent: String? = nil, data: JSON
  ) {
    self.id = id
    self.type = type
    self.key = key
    self.subject = subject
    self.time = time
    self.sequence = sequence
    self.causation = causation
    self.traceparent = traceparent
    self.data = data
  }
}

/// CloudEvents 1.0, Kafka protocol binding, binary mode: attributes as `ce_` headers, data as value.
extension Event {
  /// `ce_source` of every event of this service.
  public static let source = "/rongqiao"

  /// The headers in a fixed order.
  public var headers: [(name: String, value: String)] {
    Self.headers(
      id: id, typeName: type.rawValue, key: key, subject: subject, time: time, sequence: sequence,
      causation: causation, traceparent: traceparent)
  }

  /// Headers of an event whose type may be newer than this program: a relay passes it on unread.
  public static func headers(
    id: EventID, typeName: String, key: String, subject: String, time: Instant, sequence: Int64,
    causation: String?, traceparent: String?
  ) -> [(name: String, value: String)] {
    var list: [(name: String, value: String)] = [
      ("ce_specversion", "1.0"), ("ce_id", id.text), ("ce_type", typeName),
      ("ce_source", source), ("ce_subject", subject), ("ce_time", time.text),
      ("ce_dataschema", EventType.schemaAddress(of: typeName)), ("ce_partitionkey", key),
      ("ce_sequence", String(sequence)), ("content-type", "application/json"),
    ]
    if let causation { list.append(("ce_causationid", causation)) }
    if let traceparent { list.append(("traceparent", traceparent)) }
    return list
  }

  /// Why a record is not an event this service understands; such a record is poison.
  public enum Malformed: Error, Hashable, Sendable {
    case header(String)
    case data(String)
    /// A type of this service that this program is too old to know; not poison.
    case unknownType(String)

    /// A stable code.
    public var code: String {
      switch self {
      case .header(let name): "event_header_\(name)"
      case .data: "event_data"
      case .unknownType: "event_unknown_type"
      }
    }

    public var message: String {
      switch self {
      case .header(let name): "header \(name) is missing or not valid"
      case .data(let why): "data is not valid: \(why)"
      case .unknownType(let name): "type \(name) is newer than this program"
      }
    }
  }

  /// Reads an event back from a record's headers and value.
  public init(
    headers: [String: String], value: [UInt8]
  ) throws(Malformed) {
    func header(_ name: String) throws(Malformed) -> String {
      guard let text = headers[name], !text.isEmpty else { throw .header(name) }
      return text
    }
    guard try header("ce_specversion") == "1.0" else { throw .header("ce_specversion") }
    guard let id = EventID(try header("ce_id")) else { throw .header("ce_id") }
    let typeName = try header("ce_type")
    guard let time = Instant(try header("ce_time")) else { throw .header("ce_time") }
    let number = try header("ce_sequence")
    guard let sequence = Int64(number), sequence >= 0, String(sequence) == number else {
      throw .header("ce_sequence")
    }
    guard let type = EventType(rawValue: typeName) else {
      throw EventType.isOwn(typeName) ? .unknownType(typeName) : .header("ce_type")
    }
    let data: JSON
    do {
      data = try JSONParser.parse(value)
    } catch {
      throw .data(error.message)
    }
    self.init(
      id: id, type: type, key: try header("ce_partitionkey"), subject: try header("ce_subject"),
      time: time, sequence: sequence, causation: headers["ce_causationid"],
      traceparent: headers["traceparent"], data: data)
  }
}
