import Domain
import Store

/// How a dead letter looks to operators and auditors.
enum DeadLetterView {
  /// Without headers and payload: what a list shows and a stored answer keeps.
  static func json(_ letter: DeadLetterStatus, limits: DeadLetterLimits) -> JSON {
    let record = letter.record
    return [
      "id": .string(letter.id.text), "state": .string(letter.state.rawValue),
      "consumer": .string(record.consumer), "reason": .string(record.reason),
      "detail": .string(masked(record.detail)), "attempts": .int(Int64(record.attempts)),
      "redrives": .int(Int64(letter.redrives)),
      "redrivable": .bool(
        letter.redrivable != nil && letter.redrives < limits.redrivesMaximum),
      "enterprise_id": .optional(record.enterprise?.text),
      "blocks": .bool(record.enterprise != nil && letter.state.isUnsettled),
      "event_id": .optional(record.event?.text),
      "type": .optional(record.header("ce_type").map(masked)),
      "topic": .string(record.topic), "partition": .int(Int64(record.partition)),
      "offset": .int(record.offset), "first_failed_at": .string(record.firstFailedAt.text),
      "created_at": .string(record.createdAt.text),
      "state_changed_at": .optional(letter.stateChangedAt?.text),
      "state_changed_by": .optional(letter.stateChangedBy),
      "skip_reason": .optional(letter.skipReason),
    ]
  }

  /// With headers, payload and how many events wait behind it.
  static func whole(_ letter: DeadLetterStatus, held: Int, limits: DeadLetterLimits) -> JSON {
    guard case .object(var members) = json(letter, limits: limits) else { return .null }
    let payload = letter.record.payload
    members["headers"] = masked(letter.record.headers)
    members["held_events"] = .int(Int64(held))
    members["payload_bytes"] = .optional(payload.map { Int64($0.count) })
    members["payload_sha256"] = .optional(
      payload.map { Hexadecimal.text(Digest(ofBytes: $0).bytes) })
    // Only JSON is shown: other bytes tell a person nothing and could hide anything.
    let shown = payload.flatMap { $0.count <= shownBytesMaximum ? try? JSONParser.parse($0) : nil }
    members["payload"] = shown.map(masked) ?? .null
    return .object(members)
  }

  /// Larger payloads are told by their size and digest alone.
  static let shownBytesMaximum = 262_144

  /// A record may come from anywhere: what looks like a credit code is never shown, so that none
  /// stands beside a name.
  private static func masked(_ json: JSON) -> JSON {
    switch json {
    case .string(let text): .string(masked(text))
    case .array(let elements): .array(elements.map(masked))
    case .object(let members):
      .object(
        Dictionary(
          members.map { (masked($0.key), masked($0.value)) },
          uniquingKeysWith: { first, _ in first }))
    case .null, .bool, .int: json
    }
  }

  /// A run of exactly 18 characters of the alphabet of GB 32100-2015 becomes `***`.
  static func masked(_ text: String) -> String {
    var result = ""
    var run = ""
    func flush() {
      result += run.utf8.count == 18 ? "***" : run
      run = ""
    }
    for character in text {
      if character.isASCII, character.isLetter || character.isNumber {
        run.append(character)
      } else {
        flush()
        result.append(character)
      }
    }
    flush()
    return result
  }
}
