import Domain
import Store

extension Application {
  /// Keeps records that could not be handled, whole and with the reason, and tells of it on the
  /// dead-letter topic. Keeping the same record twice does nothing the second time.
  ///
  /// - Returns: how many were new.
  public func keepDeadLetters(_ letters: [DeadLetterRecord]) async throws -> Int {
    try await write { session in
      var kept = 0
      for letter in letters where try await DeadLetterRepository.insert(letter, session) {
        kept += 1
        try await OutboxRepository.append(
          [
            Event(
              id: ids.next(), type: .deadLettered, key: letter.id.text, subject: letter.id.text,
              time: letter.createdAt, sequence: 1, causation: letter.event?.text,
              data: [
                "dead_letter_id": .string(letter.id.text), "consumer": .string(letter.consumer),
                "reason": .string(letter.reason), "attempts": .int(Int64(letter.attempts)),
                "event_id": .optional(letter.event?.text), "topic": .string(letter.topic),
                "partition": .int(Int64(letter.partition)), "offset": .int(letter.offset),
              ])
          ], session)
      }
      return kept
    }
  }
}
