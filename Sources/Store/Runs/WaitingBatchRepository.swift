import Domain
import Foundation
import Postgres

/// Enterprises a batch of events is about, locked, with what was read under their locks.
public struct LockedBatch: Sendable {
  public var enterprises: [EnterpriseID: LockedEnterprise]
  /// What holds some of them up.
  public var letters: [EnterpriseID: [BlockingLetter]]
  /// Nil before a catalog and policies are published.
  public var inForce: VersionPins?
}

/// What became of a batch of events, and the needs that wait for their run.
public struct ClaimedBatch: Sendable {
  /// Events that were not applied before.
  public var fresh: Set<EventID>
  /// In the order of their identifiers.
  public var waiting: [FullNeed]
  /// The runs whose day has come, by need: what the new ones are compared with.
  public var asked: [NeedID: RunID]
}

/// What is asked for a batch of events, in as few round trips as its steps allow: while a need waits
/// for its run, most of the time would go into waiting for the server.
public enum WaitingBatchRepository {
  /// Locks enterprises as `EnterpriseRepository.lock` does; the rest is read under the locks.
  public static func lock(
    _ enterprises: [EnterpriseID], consumer: String, _ session: any PostgresSession
  ) async throws(PostgresError) -> LockedBatch {
    let answers = try await session.pipeline([
      EnterpriseRepository.locking(enterprises),
      DeadLetterRepository.askingBlocking(enterprises, consumer: consumer),
      CatalogRepository.askingVersions,
    ])
    return LockedBatch(
      enterprises: try EnterpriseRepository.locked(answers[0]),
      letters: try DeadLetterRepository.blocking(answers[1]),
      inForce: try CatalogRepository.versions(answers[2]))
  }

  /// Notes events as applied and reads what waits.
  ///
  /// - Parameters:
  ///   - events: as the attempt sees them; see `InboxRepository.claim`.
  ///   - enterprises: those the events are about, locked.
  public static func claim(
    _ events: [Event], of enterprises: [EnterpriseID], attempt: Int, consumer: String,
    at instant: Instant, _ session: any PostgresSession
  ) async throws(PostgresError) -> ClaimedBatch {
    guard !events.isEmpty else { return ClaimedBatch(fresh: [], waiting: [], asked: [:]) }
    let answers = try await session.pipeline([
      InboxRepository.claiming(events, attempt: attempt, consumer: consumer, at: instant),
      FullNeedRepository.waiting(of: enterprises), RematchRepository.asked(of: enterprises),
    ])
    var asked: [NeedID: RunID] = [:]
    for row in answers[2] { asked[NeedID(try row.uuid(0))] = RunID(try row.uuid(1)) }
    return ClaimedBatch(
      fresh: try InboxRepository.claimed(answers[0]),
      waiting: try FullNeedRepository.records(answers[1]), asked: asked)
  }
}
