import Domain
import Postgres
import Store

/// Letters an operator moves, under the locks of their enterprises.
struct LockedLetters {
  var letters: [DeadLetterStatus]
  var enterprises: [EnterpriseID: LockedEnterprise]
  /// Per consumer and enterprise, the line of its letters.
  var lines: [String: [EnterpriseID: [BlockingLetter]]]

  /// Whether an open letter of the same enterprise stands before this one.
  func isBehind(_ letter: DeadLetterStatus) -> Bool {
    guard let enterprise = letter.record.enterprise, let number = letter.number else {
      return false
    }
    let line = lines[letter.record.consumer]?[enterprise] ?? []
    return line.contains { $0.number < number && $0.state == .open }
  }

  /// Notes that a letter is on its way now.
  mutating func moved(_ letter: DeadLetterStatus, to state: DeadLetterState) {
    guard let enterprise = letter.record.enterprise,
      let place = lines[letter.record.consumer]?[enterprise]?.firstIndex(where: {
        $0.id == letter.id
      })
    else { return }
    lines[letter.record.consumer]?[enterprise]?[place].state = state
  }
}

extension Application {
  /// Those who may move letters: operators of the whole country and this service.
  func requireLetterMover(_ actor: Actor) throws(ApplicationError) {
    try requireCountryOverview(actor)
    guard actor.role == .operator || actor.role == .service else {
      throw .forbidden(zh: "审计角色只能查看", en: "an auditor may only read")
    }
  }

  /// Locks letters and the enterprises they hold up, in the order in which consumers do.
  func lockLetters(
    _ letters: [DeadLetterStatus], _ session: any PostgresSession
  ) async throws -> LockedLetters {
    let enterprises = Array(Set(letters.compactMap(\.record.enterprise)))
    let locked = try await EnterpriseRepository.lock(enterprises, session)
    var again: [DeadLetterStatus] = []
    for letter in letters {
      // Read again under the lock: the consumer may have ended it meanwhile.
      if let now = try await DeadLetterRepository.find(letter.id, locking: true, session) {
        again.append(now)
      }
    }
    var lines: [String: [EnterpriseID: [BlockingLetter]]] = [:]
    for consumer in Set(letters.map(\.record.consumer)) {
      lines[consumer] = try await DeadLetterRepository.blocking(
        enterprises, consumer: consumer, session)
    }
    return LockedLetters(letters: again, enterprises: locked, lines: lines)
  }

  /// Sends letters back or past their consumers, each with its audit entry.
  func move(
    _ letters: [DeadLetterStatus], _ action: DeadLetterAction,
    locked: [EnterpriseID: LockedEnterprise], isBulk: Bool, by actor: Actor, at now: Instant,
    _ session: any PostgresSession
  ) async throws {
    var writer = EventWriter(locked: locked, ids: ids, time: now)
    for letter in letters {
      switch action {
      case .redrive: try await redrive(letter, by: actor, at: now, session)
      case .skip(let reason):
        try await skip(letter, reason: reason, by: actor, at: now, &writer, session)
      }
      try await audit(
        "dead_letter." + action.name, subject: letter.id.text, reason: action.reason,
        data: [
          "bulk": .bool(isBulk), "consumer": .string(letter.record.consumer),
          "event_id": .optional(letter.record.event?.text),
          "enterprise_id": .optional(letter.record.enterprise?.text),
          "redrives": .int(Int64(letter.redrives + (action == .redrive ? 1 : 0))),
        ], by: actor, at: now, session)
    }
    try await writer.flush(session)
  }

  private func redrive(
    _ letter: DeadLetterStatus, by actor: Actor, at now: Instant, _ session: any PostgresSession
  ) async throws {
    guard let row = letter.redrivable else { return }
    try await OutboxRepository.append(
      row, extraHeaders: letter.redriveHeaders(number: letter.redrives + 1), session)
    try await DeadLetterRepository.move(
      letter.id, to: .redriving, at: now, by: actor.subject, sentAt: now, isRedrive: true, session)
  }

  private func skip(
    _ letter: DeadLetterStatus, reason: String, by actor: Actor, at now: Instant,
    _ writer: inout EventWriter, _ session: any PostgresSession
  ) async throws {
    guard letter.record.enterprise != nil else {
      try await DeadLetterRepository.move(
        letter.id, to: .skipped, at: now, by: actor.subject, skipReason: reason, session)
      // Should its record come a second time, it is done.
      _ = try await InboxRepository.claim(
        letter.record.event.map { [$0] } ?? [], consumer: letter.record.consumer, at: now, session)
      return
    }
    addSkipEvent(letter, reason: reason, traceparent: actor.traceparent, &writer)
    try await DeadLetterRepository.move(
      letter.id, to: .skipping, at: now, by: actor.subject, sentAt: now, skipReason: reason,
      session)
  }

  /// The event that tells the consumer to go on without a letter's record.
  func addSkipEvent(
    _ letter: DeadLetterStatus, reason: String, traceparent: String?, _ writer: inout EventWriter
  ) {
    guard let enterprise = letter.record.enterprise else { return }
    writer.add(
      .deadLetterSkipped, enterprise: enterprise, subject: letter.id.text,
      data: [
        "dead_letter_id": .string(letter.id.text), "consumer": .string(letter.record.consumer),
        "reason": .string(reason),
      ], causation: letter.record.event?.text, traceparent: traceparent)
  }
}
