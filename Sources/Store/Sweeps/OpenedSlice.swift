import Domain
import Postgres

/// What every slice of a sweep needs of it.
public struct SweepHead: Sendable, Hashable {
  public var id: SweepID
  public var kind: SweepRecord.Kind
  public var to: VersionPins
  public var finishedAt: Instant?
}

/// A slice under its lock.
public struct OpenedSlice: Sendable {
  public var slice: SliceRecord?
  /// Whether its event was not applied before.
  public var isClaimed: Bool
  public var sweep: SweepHead?

  /// From the first three answers of `SliceRepository.open`.
  init(_ answers: [[Row]]) throws(PostgresError) {
    slice = try SliceRepository.found(answers[0])
    isClaimed = try !InboxRepository.claimed(answers[1]).isEmpty
    sweep = try SweepRepository.head(answers[2])
  }
}
