import Domain

/// What a reader of a topic saw, judged: events that tell of one thing twice, and events out of
/// order. Pure.
struct EventLog: Sendable {
  private struct Place: Hashable {
    var key: String
    var sequence: Int64
  }

  private struct Sight {
    var event: EventID
    /// Count of records read before it came for the first time, and for the last.
    var first: Int
    var last: Int
  }

  private var sights: [Place: Sight] = [:]
  /// By what an event tells of: the event that told it first.
  private var told: [String: EventID] = [:]
  private var records = 0
  /// Two events with different ids tell of one thing, or carry one number of a key.
  private(set) var doubled: [String] = []

  /// Distinct events seen.
  var events: Int { sights.count }

  /// Takes note of the next record.
  mutating func see(_ event: Event) {
    records += 1
    let place = Place(key: event.key, sequence: event.sequence)
    if let sight = sights[place] {
      if sight.event != event.id {
        doubled.append("\(event.key) has two events of number \(event.sequence)")
      }
      sights[place]?.last = records
    } else {
      sights[place] = Sight(event: event.id, first: records, last: records)
    }
    guard let thing = Self.thing(event) else { return }
    if let other = told[thing] {
      if other != event.id { doubled.append("\(event.id) and \(other) tell of \(thing)") }
    } else {
      told[thing] = event.id
    }
  }

  /// Neighbours of one key of which the later was never seen again after the earlier had come: a
  /// reader that keeps what it has seen would have met them in the wrong order only.
  var disordered: [String] {
    sights.compactMap { place, sight in
      let next = Place(key: place.key, sequence: place.sequence + 1)
      guard let follower = sights[next], follower.last < sight.first else { return nil }
      return "\(place.key): number \(place.sequence) came only after \(next.sequence)"
    }.sorted()
  }

  /// What happened, where it can happen only once.
  private static func thing(_ event: Event) -> String? {
    func member(_ name: String) -> String { event.data[name]?.stringValue ?? "?" }
    func number(_ name: String) -> String { event.data[name]?.intValue.map { "\($0)" } ?? "?" }
    switch event.type {
    case .needDecided, .decisionFlipped, .enterpriseNewlyQualifies:
      return "\(event.type.rawValue) \(member("run_id"))"
    case .needSubmitted, .needAmended, .needWithdrawn:
      return "\(event.type.rawValue) \(member("need_id")) \(number("need_version"))"
    case .factsChanged: return "\(event.type.rawValue) \(event.key) \(number("facts_version"))"
    case .enterpriseCreated: return "\(event.type.rawValue) \(event.key)"
    // One event for each step of a case.
    case .listingStageEntered, .listingCaseEnded:
      return "listing \(member("case_id")) \(number("seq"))"
    case .listingCaseOpened: return "\(event.type.rawValue) \(member("case_id"))"
    case .claimSubmitted, .claimPaid, .claimRejected:
      return "\(event.type.rawValue) \(member("claim_id"))"
    case .warningRaised:
      return "\(event.type.rawValue) \(member("warning_id")) \(number("version"))"
    case .consentGranted, .consentRevoked:
      return "\(event.type.rawValue) \(member("consent_id"))"
    default: return nil
    }
  }
}
