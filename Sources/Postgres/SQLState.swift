/// A five-character SQLSTATE code (PostgreSQL manual, Appendix A; ISO/IEC 9075-2 clause 24).
public struct SQLState: RawRepresentable, Hashable, Sendable {
  /// The code as the server sent it, for example `23505`.
  public let rawValue: String

  /// Wraps a code; nothing is checked, since a server may add codes of its own.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// The first two characters: the class of the condition.
  public var conditionClass: Substring { rawValue.prefix(2) }

  /// `23502`: a NULL met a NOT NULL column.
  public static let notNullViolation = SQLState(rawValue: "23502")
  /// `23503`: a row refers to, or is referred to by, a missing or remaining row.
  public static let foreignKeyViolation = SQLState(rawValue: "23503")
  /// `23505`: a unique index already holds the key.
  public static let uniqueViolation = SQLState(rawValue: "23505")
  /// `23514`: a CHECK constraint refused the row.
  public static let checkViolation = SQLState(rawValue: "23514")
  /// `23P01`: an exclusion constraint refused the row.
  public static let exclusionViolation = SQLState(rawValue: "23P01")
  /// `25006`: a write met a read-only transaction.
  public static let readOnlyTransaction = SQLState(rawValue: "25006")
  /// `25P02`: the transaction had already failed; only its end is accepted.
  public static let inFailedTransaction = SQLState(rawValue: "25P02")
  /// `26000`: a prepared statement of that name does not exist on this connection.
  public static let invalidStatementName = SQLState(rawValue: "26000")
  /// `0A000`: not supported; also sent when a cached plan would change its result type.
  public static let featureNotSupported = SQLState(rawValue: "0A000")
  /// `40001`: serialization failure; the transaction may be tried again.
  public static let serializationFailure = SQLState(rawValue: "40001")
  /// `40P01`: deadlock detected; the transaction may be tried again.
  public static let deadlockDetected = SQLState(rawValue: "40P01")
  /// `42501`: the role lacks a privilege.
  public static let insufficientPrivilege = SQLState(rawValue: "42501")
  /// `42P01`: the table does not exist.
  public static let undefinedTable = SQLState(rawValue: "42P01")
  /// `53300`: the server has no connection slot left.
  public static let tooManyConnections = SQLState(rawValue: "53300")
  /// `55P03`: a lock was not available (NOWAIT, or `lock_timeout`).
  public static let lockNotAvailable = SQLState(rawValue: "55P03")
  /// `57014`: the statement was cancelled by a request or by `statement_timeout`.
  public static let queryCanceled = SQLState(rawValue: "57014")
  /// `57P01`: the server is shutting the session down.
  public static let adminShutdown = SQLState(rawValue: "57P01")
  /// `57P03`: the server does not accept connections yet, or no longer.
  public static let cannotConnectNow = SQLState(rawValue: "57P03")
}
