import Application
import Kafka
import Postgres
import Sealing

/// What a failure says about trying again.
public enum FailureClass: String, Sendable, CaseIterable {
  /// The database or Kafka is away, or nothing is published yet: no event's fault. The worker waits,
  /// and no attempt is counted.
  case dependencyDown = "dependency_down"
  /// It may pass: another transaction was in the way, or nobody knows. Tried again a few times,
  /// waiting longer each time.
  case transient
  /// It will fail again with the same input: a dead letter at once.
  case poison

  /// The class of an error a handler threw. What nobody knows counts as transient, since giving up
  /// too early costs an operator's time, and trying again a moment's.
  public static func of(_ error: any Error) -> FailureClass {
    switch error {
    case is MatchNotReady: .dependencyDown
    case is ContendedError: .transient
    // A missing master key is told as `.unavailable`; anything else stays as it is.
    case is StoredDataError, is SealingError: .poison
    case let error as ApplicationError: of(error)
    case let error as KafkaError: error.isRetriable ? .dependencyDown : .transient
    case let error as PostgresError: of(error)
    default: .transient
    }
  }

  private static func of(_ error: ApplicationError) -> FailureClass {
    switch error {
    case .unavailable: .dependencyDown
    case .idempotencyInFlight, .staleVersion: .transient
    case .invalid, .notFound, .erased, .gone, .conflict, .forbidden, .idempotencyReused: .poison
    }
  }

  /// What no use case has translated.
  private static func of(_ error: PostgresError) -> FailureClass {
    if error.isSerializationFailure || error.sqlState == .lockNotAvailable { return .transient }
    // Class 22: a value that the database refuses, whenever it is asked (manual appendix A).
    if error.sqlState?.conditionClass == "22" { return .poison }
    return error.isTransient ? .dependencyDown : .transient
  }
}
