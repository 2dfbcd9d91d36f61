import Domain

/// What is sent: thin, so that whoever wants to know more reads it through the API, where every read
/// is checked and noted.
enum WebhookPayload {
  /// The type of a delivery that only tries an address.
  static let testType = "cn.rongqiao.webhook.test.v1"

  /// `{"type","timestamp","data"}` in RFC 8785 form; `data` holds the event's ids and versions. An
  /// institution is not told which enterprise it is about, nor who owes it: that it reads under a consent.
  /// Who invites a supplier is not told by what identifier it is registered.
  static func bytes(_ event: Event, to organisation: String) -> [UInt8] {
    var data = event.data
    if case .object(var members) = data {
      if organisation == event.key {
        members["supplier_id"] = nil
      } else {
        members["enterprise_id"] = nil
        // A debtor knows that it is one.
        if members["debtor_id"] != .string(organisation) { members["debtor_id"] = nil }
      }
      data = .object(members)
    }
    return bytes(type: event.type.rawValue, at: event.time, data: thin(data))
  }

  /// The same of a test.
  static func test(_ endpoint: WebhookID, at now: Instant) -> [UInt8] {
    bytes(type: testType, at: now, data: ["webhook_id": .string(endpoint.text)])
  }

  private static func bytes(type: String, at time: Instant, data: JSON) -> [UInt8] {
    let body: JSON = ["type": .string(type), "timestamp": .string(time.text), "data": data]
    return body.canonicalBytes
  }

  /// The members that are ids, codes, versions and counts. Events hold nothing else; should one come
  /// to hold words for people, they stay inside.
  static func thin(_ data: JSON) -> JSON {
    guard case .object(let members) = data else { return [:] }
    return .object(members.compactMapValues(thinValue))
  }

  private static func thinValue(_ value: JSON) -> JSON? {
    switch value {
    case .null, .bool, .int: return value
    case .string(let text) where isCode(text): return value
    case .array(let elements): return .array(elements.prefix(100).compactMap(thinValue))
    // `nil` alone would be the JSON value.
    case .string, .object: return Optional<JSON>.none
    }
  }

  /// An identifier, a code, a word of a closed list, or an instant; never a USCC, which is of capitals
  /// and digits.
  private static func isCode(_ text: String) -> Bool {
    if Instant(text) != nil || LegalDate(text) != nil { return true }
    guard (1...100).contains(text.utf8.count), let first = text.utf8.first,
      (0x61...0x7A).contains(first) || text.utf8.count < 18
    else { return false }
    return text.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
        || $0 == 0x2E
    }
  }
}
