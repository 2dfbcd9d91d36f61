import Postgres

extension PostgresError {
  /// Whether the database is away or overloaded, so that the caller should come again, rather than
  /// the statement being wrong.
  var isUnavailable: Bool {
    switch kind {
    case .connection, .pool, .deadline: true
    default:
      // A schema behind or ahead of this program, a missing grant, a standby: nobody's input.
      isTransient || sqlState?.rawValue == "25006" || sqlState?.conditionClass == "42"
    }
  }

  /// Whether the transaction lost against others, so that the same work may succeed later.
  var isContention: Bool { isSerializationFailure || sqlState == .lockNotAvailable }
}

/// A transaction lost against others again and again: a serialization failure, a deadlock, or a lock
/// that was not given in time. Nothing of it is stored.
public struct ContendedError: Error, Sendable, CustomStringConvertible {
  let cause: PostgresError
  public var description: String { "lost against other transactions: \(cause)" }
}
