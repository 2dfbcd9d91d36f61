import Domain
import Postgres
import Store

extension Application {
  /// Sends letters on their way once more whose record was sent longer than `patienceMilliseconds`
  /// ago: their topic may have been lost. Should both arrive, the second finds nothing to do.
  ///
  /// - Parameter limit: letters at once, at most.
  /// - Returns: how many were sent.
  @discardableResult
  public func resendDeadLetters(patienceMilliseconds: Int64, limit: Int) async throws -> Int {
    let now = clock.now()
    let since = now.adding(milliseconds: -patienceMilliseconds)
    // Most calls find nothing to do: they write nothing.
    let overdue = try await read {
      try await DeadLetterRepository.overdue(
        before: since, ahead: now.adding(milliseconds: patienceMilliseconds), limit: limit, $0)
    }
    guard !overdue.isEmpty else { return 0 }
    return try await write { session in
      guard try await NeedRepository.tryLockSweep(session) else { return 0 }
      // While events wait unpublished, more of them would only wait behind.
      for topic in Topic.allCases where topic != .deadLetter {
        if let oldest = try await OutboxRepository.oldest(of: topic, session), oldest < since {
          return 0
        }
      }
      return try await sendAgain(overdue, session)
    }
  }

  /// Sends letters on their way once more, for whoever has the sweeper's turn.
  ///
  /// - Returns: how many were sent; one that was settled meanwhile, or is behind another, is not.
  func sendAgain(
    _ overdue: [DeadLetterStatus], _ session: any PostgresSession
  ) async throws -> Int {
    let now = clock.now()
    let locked = try await lockLetters(overdue, session)
    var writer = EventWriter(locked: locked.enterprises, ids: ids, time: now)
    var sent: [DeadLetterID] = []
    for letter in locked.letters where !locked.isBehind(letter) {
      switch letter.state {
      case .redriving:
        guard let row = letter.redrivable else { continue }
        try await OutboxRepository.append(
          row, extraHeaders: letter.redriveHeaders(number: letter.redrives), session)
      case .skipping:
        addSkipEvent(letter, reason: letter.skipReason ?? "", traceparent: nil, &writer)
      case .open, .resolved, .skipped: continue
      }
      sent.append(letter.id)
    }
    try await DeadLetterRepository.markSent(sent, at: now, session)
    try await writer.flush(session)
    return sent.count
  }
}
