import Domain
import Postgres
import Store

/// What events, and days that pass, lead to for the enterprises they are about.
extension Application {
  /// Done with an enterprise under its lock; the instant is one after that. Says how much was done.
  typealias EnterpriseWork =
    @Sendable (
      EnterpriseRecord, LockedEnterprise, Instant, any PostgresSession
    ) async throws -> Int

  /// Works on the enterprises that events are about, one transaction each, with the inbox entries.
  ///
  /// - Parameters:
  ///   - triggers: types of events that ask for it.
  ///   - consumer: the name under which the inbox remembers.
  ///   - concerned: those of some enterprises that have anything to work on; an event of another one leaves
  ///     no trace.
  /// - Returns: how much was done, and how many events ask for nothing or were applied before.
  /// - Throws: `ContendedError`; database errors. Nothing is stored then of the enterprise it was at.
  func work(
    on events: [Event], of triggers: Set<EventType>, consumer: String,
    concerned: ([EnterpriseID]) async throws -> Set<EnterpriseID> = { Set($0) },
    _ work: EnterpriseWork
  ) async throws -> (done: Int, skipped: Int) {
    let meant = events.filter { triggers.contains($0.type) }
    var (done, skipped) = (0, events.count - meant.count)
    let grouped = Dictionary(grouping: meant) { EnterpriseID($0.key) }
    let named = grouped.keys.compactMap { $0 }.sorted()
    guard !named.isEmpty else { return (done, skipped) }
    let concerned = try await concerned(named)
    for id in named {
      let own = grouped[id] ?? []
      guard concerned.contains(id) else {
        skipped += own.count
        continue
      }
      let (applied, result) = try await write(tellingContention: true) { session in
        let found = try await EnterpriseRepository.lockAndFind(id, session)
        // Facts and inbox entries carry one instant, by which lineage knows what came of an event.
        let now = clock.now()
        let new = try await InboxRepository.claim(
          own, attempt: AttemptNumber.current, consumer: consumer, at: now, session)
        guard let (enterprise, locked, further: _) = found else { return (new.count, 0) }
        return (new.count, try await work(enterprise, locked, now, session))
      }
      skipped += own.count - applied
      done += result
    }
    return (done, skipped)
  }

  /// Works on enterprises that are due, whatever became of their events, one transaction each: one that
  /// fails is left out and holds up no other.
  ///
  /// - Parameter what: what is done, for the log.
  /// - Returns: how much was done.
  func work(
    on due: [EnterpriseID], _ what: String, _ work: EnterpriseWork
  ) async throws -> Int {
    var done = 0
    for id in due {
      done += try await leavingOut(0, "\(what) of \(id)") {
        try await write { session in
          guard
            let (enterprise, locked, further: _) = try await EnterpriseRepository.lockAndFind(
              id, session)
          else { return 0 }
          return try await work(enterprise, locked, clock.now(), session)
        }
      }
    }
    return done
  }
}
