import Domain
import Postgres
import Store

extension Application {
  /// Keeps records that could not be handled, whole and with the reason, and tells of it on the
  /// dead-letter topic. Keeping the same record twice does nothing the second time.
  ///
  /// A record that names a registered enterprise holds it up from here on: the consumer puts that
  /// enterprise's later events aside, in order. A record that was sent again and failed once more
  /// opens its letter again. One that another consumer process has applied meanwhile is not kept.
  ///
  /// - Parameter letters: `enterprise` names whom each would hold up; one that is not registered
  ///   holds up nobody.
  /// - Returns: which were kept or opened again.
  @discardableResult
  public func keepDeadLetters(_ letters: [DeadLetterRecord]) async throws -> [DeadLetterID] {
    try await write { session in
      let locked = try await EnterpriseRepository.lock(
        Array(Set(letters.compactMap(\.enterprise))), session)
      var kept: [DeadLetterID] = []
      for letter in letters {
        var letter = letter
        letter.enterprise =
          isPassedOver(letter) ? nil : letter.enterprise.flatMap { locked[$0]?.id }
        guard let (id, times) = try await keep(letter, session) else { continue }
        kept.append(id)
        try await OutboxRepository.append([deadLettered(letter, id: id, times: times)], session)
      }
      return kept
    }
  }

  /// - Returns: the letter and how often it has been opened; nil when nothing was new.
  private func keep(
    _ letter: DeadLetterRecord, _ session: any PostgresSession
  ) async throws -> (id: DeadLetterID, times: Int)? {
    if let skipped = skippedLetter(in: letter) {
      return try await reopen(skipped, after: letter, from: .skipping, session)
    }
    if let known = try await DeadLetterRepository.unsettled(like: letter, session) {
      guard known.state == .redriving else { return nil }
      return try await reopen(known, after: letter, from: .redriving, session)
    }
    if let event = letter.event,
      try await InboxRepository.contains(event, consumer: letter.consumer, session)
    {
      return nil
    }
    guard try await DeadLetterRepository.insert(letter, session) else { return nil }
    return (letter.id, 1)
  }

  /// Whether the consumer would not act on such a record if it were whole: nothing is missing then.
  private func isPassedOver(_ letter: DeadLetterRecord) -> Bool {
    guard let consumer = Consumer.named(letter.consumer),
      let type = letter.header("ce_type").flatMap({ EventType(rawValue: $0) })
    else { return false }
    return !consumer.types.contains(type)
  }

  /// The letter that a failed event was to skip.
  private func skippedLetter(in letter: DeadLetterRecord) -> DeadLetterID? {
    guard letter.header("ce_type") == EventType.deadLetterSkipped.rawValue else { return nil }
    let data = letter.payload.flatMap { try? JSONParser.parse($0) }
    return data?["dead_letter_id"]?.stringValue.flatMap { DeadLetterID($0) }
  }

  private func reopen(
    _ id: DeadLetterID, after failed: DeadLetterRecord, from state: DeadLetterState,
    _ session: any PostgresSession
  ) async throws -> (id: DeadLetterID, times: Int)? {
    guard let known = try await DeadLetterRepository.find(id, locking: true, session) else {
      return nil
    }
    return try await reopen(known, after: failed, from: state, session)
  }

  private func reopen(
    _ known: DeadLetterStatus, after failed: DeadLetterRecord, from state: DeadLetterState,
    _ session: any PostgresSession
  ) async throws -> (id: DeadLetterID, times: Int)? {
    guard known.state == state else { return nil }
    try await DeadLetterRepository.reopen(
      known.id, reason: failed.reason, detail: failed.detail, attempts: failed.attempts,
      at: failed.createdAt, by: failed.consumer, session)
    return (known.id, known.redrives + 1)
  }

  private func deadLettered(_ letter: DeadLetterRecord, id: DeadLetterID, times: Int) -> Event {
    Event(
      id: ids.next(), type: .deadLettered, key: id.text, subject: id.text,
      time: letter.createdAt, sequence: Int64(times), causation: letter.event?.text,
      traceparent: TraceContext.entering(letter.header("traceparent"), ids).traceparent,
      data: [
        "dead_letter_id": .string(id.text), "consumer": .string(letter.consumer),
        "reason": .string(letter.reason), "attempts": .int(Int64(letter.attempts)),
        "event_id": .optional(letter.event?.text), "topic": .string(letter.topic),
        "partition": .int(Int64(letter.partition)), "offset": .int(letter.offset),
      ])
  }
}
