import Domain
import Postgres
import Store

/// Numbers the events of locked enterprises and appends them to the outbox.
struct EventWriter {
  private var enterprises: [EnterpriseID: LockedEnterprise]
  private var events: [Event] = []
  private let ids: IdentifierSource
  private let time: Instant

  init(locked: [EnterpriseID: LockedEnterprise], ids: IdentifierSource, time: Instant) {
    enterprises = locked
    self.ids = ids
    self.time = time
  }

  /// Adds one event about a locked enterprise.
  mutating func add(
    _ type: EventType, enterprise: EnterpriseID, subject: String, data: [String: JSON],
    causation: String? = nil, traceparent: String? = nil
  ) {
    guard var locked = enterprises[enterprise] else {
      preconditionFailure("an event about an enterprise that is not locked")
    }
    locked.eventSequence += 1
    enterprises[enterprise] = locked
    var members = data
    members["enterprise_id"] = .string(enterprise.text)
    events.append(
      Event(
        id: ids.next(), type: type, key: enterprise.text, subject: subject, time: time,
        sequence: locked.eventSequence, causation: causation, traceparent: traceparent,
        data: .object(members)))
  }

  /// Writes the events and the sequence numbers they used.
  func flush(_ session: any PostgresSession) async throws {
    guard !events.isEmpty else { return }
    try await session.pipeline(statements)
  }

  /// What `flush` runs; nothing without events.
  var statements: [Statement] {
    guard !events.isEmpty else { return [] }
    let touched = Set(events.map(\.key))
    return [
      EnterpriseRepository.savingSequences(
        enterprises.values.filter { touched.contains($0.id.text) }.sorted { $0.id < $1.id }),
      OutboxRepository.appending(events),
    ]
  }
}

extension EventWriter {
  /// Adds the event that tells of a need's run.
  mutating func addDecided(_ run: RunRecord) {
    add(
      .needDecided, enterprise: run.enterprise, subject: run.need.text,
      data: [
        "need_id": .string(run.need.text), "need_version": .int(Int64(run.needVersion)),
        "run_id": .string(run.id.text), "eligible": .int(Int64(run.eligible)),
        "ineligible": .int(Int64(run.ineligible)), "needs_info": .int(Int64(run.needsInfo)),
      ],
      causation: run.cause.text, traceparent: run.traceparent)
  }
}
