import Domain
import Postgres
import Store

/// A batch of events with those put aside that must wait, and those added that need not any more.
struct SortedEvents {
  /// To be applied, in order.
  var apply: [Event] = []
  /// Put behind a dead letter of their enterprise, or kept in one.
  var held = 0
  /// Put aside for good: what they ask for is asked for again.
  var dropped = 0
  /// Taken from behind a dead letter.
  var released = 0
  /// Letters whose event is applied by this batch.
  var resolved = 0
  /// Events for which the line of their enterprise has no room.
  var overflowed: [EventID] = []
}

extension Application {
  /// Sorts events of locked enterprises by what holds these up. Must be called in the transaction
  /// that applies the events: letters and held events are moved here.
  ///
  /// - Parameter letters: what holds them up, read under the locks.
  func sortHeld(
    _ events: [Event], behind letters: [EnterpriseID: [BlockingLetter]], consumer: String,
    at now: Instant, _ session: any PostgresSession
  ) async throws -> SortedEvents {
    var sorted = SortedEvents()
    guard !letters.isEmpty else {
      sorted.apply = events.filter { $0.type != .deadLetterSkipped }
      return sorted
    }
    var lines: [EnterpriseID: HoldLine] = [:]
    for event in events {
      guard let id = EnterpriseID(event.key) else { continue }
      guard let own = letters[id] else {
        if event.type != .deadLetterSkipped { sorted.apply.append(event) }
        continue
      }
      lines[id, default: HoldLine(own)].take(event)
    }
    for (id, line) in lines.sorted(by: { $0.key < $1.key }) {
      try await walk(line, of: id, consumer: consumer, at: now, &sorted, session)
    }
    return sorted
  }

  private func walk(
    _ line: HoldLine, of enterprise: EnterpriseID, consumer: String, at now: Instant,
    _ sorted: inout SortedEvents, _ session: any PostgresSession
  ) async throws {
    var held: [Event] = []
    for step in line.steps {
      switch step {
      case .apply(let event): sorted.apply.append(event)
      case .drop(let event): if event.type != .deadLetterSkipped { sorted.held += 1 }
      case .hold(let event): held.append(event)
      case .resolve(let letter):
        sorted.resolved += 1
        try await DeadLetterRepository.move(
          letter.id, to: .resolved, at: now, by: consumer, session)
      case .skip(let letter):
        try await DeadLetterRepository.move(
          letter.id, to: .skipped, at: now, by: consumer, session)
        // Should its record come a second time, it is done.
        _ = try await InboxRepository.claim(
          letter.event.map { [$0] } ?? [], consumer: consumer, at: now, session)
      case .release(let number):
        // Those of this batch that came before it stand in the line by now.
        try await hold(held, of: enterprise, consumer: consumer, at: now, &sorted, session)
        held = []
        let rows = try await HeldEventRepository.take(
          enterprise, consumer: consumer, before: number, session)
        // A type this program does not know is nothing to this consumer.
        sorted.apply += rows.compactMap(\.asEvent)
        sorted.released += rows.count
      }
    }
    try await hold(held, of: enterprise, consumer: consumer, at: now, &sorted, session)
  }

  /// Puts events at the end of their enterprise's line, as long as there is room.
  private func hold(
    _ events: [Event], of enterprise: EnterpriseID, consumer: String, at now: Instant,
    _ sorted: inout SortedEvents, _ session: any PostgresSession
  ) async throws {
    guard !events.isEmpty else { return }
    let waiting =
      try await HeldEventRepository.counts([enterprise], consumer: consumer, session)[enterprise]
      ?? 0
    let kept = events.prefix(max(0, deadLetterLimits.heldEventsMaximum - waiting))
    try await HeldEventRepository.insert(
      kept.map { (enterprise, EventRow($0)) }, consumer: consumer, at: now, session)
    sorted.held += kept.count
    for event in events.dropFirst(kept.count) {
      // The sweeper asks again once nothing holds the enterprise up.
      if event.type == .matchRequested {
        sorted.dropped += 1
      } else {
        sorted.overflowed.append(event.id)
      }
    }
  }

  /// Ends letters that hold up nobody and whose events this consumer has applied after all.
  ///
  /// - Returns: how many.
  @discardableResult
  public func settleRedriven(_ events: [EventID], consumer: String) async throws -> Int {
    guard !events.isEmpty else { return 0 }
    return try await write { session in
      let now = clock.now()
      let letters = try await DeadLetterRepository.redriving(events, consumer: consumer, session)
      for id in letters {
        try await DeadLetterRepository.move(id, to: .resolved, at: now, by: consumer, session)
      }
      return letters.count
    }
  }
}
