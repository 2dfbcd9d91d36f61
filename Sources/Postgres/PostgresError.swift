/// What went wrong at the boundary to PostgreSQL.
///
/// `description` is safe to log and to show: kind, SQLSTATE and object names, never SQL text, bound
/// values or a password. The server's own words can quote a value ("invalid input syntax for type
/// integer: …"), so they stand apart in `serverMessage`.
public struct PostgresError: Error, Sendable, CustomStringConvertible {
  /// Why a pool could not lend a connection, or refused the use of one.
  public enum PoolFailure: Sendable, Hashable {
    /// No connection came free within the checkout deadline.
    case checkoutTimedOut
    /// The queue of waiters was full.
    case tooManyWaiters
    /// The pool is shutting down or has shut down.
    case shutDown
    /// A session was used after the closure it was lent to had returned.
    case leaseEnded
  }

  /// The place of the failure.
  public enum Kind: Sendable, Hashable {
    /// A configuration text could not be read; the text itself is not repeated.
    case configuration
    /// The connection could not be made, was lost, or is closed.
    case connection
    /// The server answered with an error; see `sqlState`.
    case server
    /// A deadline passed: connect, statement, COPY or drain.
    case deadline
    /// The task was cancelled.
    case cancelled
    /// The pool refused.
    case pool(PoolFailure)
    /// A bound value could not be sent.
    case encoding
    /// A result value has another type or shape than asked for.
    case decoding
    /// libpq or the server left the agreed conversation, or the caller asked for something that the
    /// protocol does not allow at this point.
    case `protocol`
    /// The caller's closure that feeds or takes COPY data threw; see `underlying`.
    case copyHandler
  }

  /// The place of the failure.
  public let kind: Kind
  /// A short fixed text of ours, or libpq's words about a failed connect; never a value.
  public let reason: String
  /// The server's code, when the server answered.
  public internal(set) var sqlState: SQLState?
  /// The constraint named by the server (libpq manual 34.3.2, `PG_DIAG_CONSTRAINT_NAME`).
  public internal(set) var constraint: String?
  /// The schema named by the server.
  public internal(set) var schema: String?
  /// The table named by the server.
  public internal(set) var table: String?
  /// The column named by the server.
  public internal(set) var column: String?
  /// The server's primary message. It may quote a bound value: keep it out of logs and answers.
  public internal(set) var serverMessage: String?
  /// The server's detail, for example the duplicate key. It quotes row values: keep it private.
  public internal(set) var serverDetail: String?
  /// The server's hint.
  public internal(set) var serverHint: String?
  /// The position of the failed statement in a pipeline, counted from 0.
  public internal(set) var statementIndex: Int?
  /// The error thrown by the caller's COPY closure, or the last connect error behind a timed-out
  /// checkout.
  public internal(set) var underlying: (any Error)?
  /// A prepared statement no longer fits; a repeated attempt prepares it anew.
  var isStalePreparedStatement = false
  /// The call that failed.
  public internal(set) var file: String
  /// The line of that call.
  public internal(set) var line: Int

  /// An error of `kind` with a fixed text that holds no value.
  public init(
    kind: Kind, reason: String, sqlState: SQLState? = nil, file: String = #fileID,
    line: Int = #line
  ) {
    self.kind = kind
    self.reason = reason
    self.sqlState = sqlState
    self.file = file
    self.line = line
  }

  /// A unique index already holds the key (SQLSTATE 23505); `constraint` names the index.
  public var isUniqueViolation: Bool { sqlState == .uniqueViolation }

  /// The transaction lost against another and may be tried again: 40001 or 40P01 (manual 13.5).
  public var isSerializationFailure: Bool {
    sqlState == .serializationFailure || sqlState == .deadlockDetected
  }

  /// The same work, started again from its beginning, may succeed: a lost connection, a busy or
  /// restarting server, a lock or serialization conflict, or a pool that is full for the moment.
  ///
  /// After a lost connection the fate of a COMMIT is unknown, so the work must be idempotent.
  public var isTransient: Bool {
    if isSerializationFailure || isStalePreparedStatement { return true }
    switch kind {
    case .pool(.checkoutTimedOut), .pool(.tooManyWaiters), .deadline: return true
    case .connection where sqlState == nil: return true
    default: break
    }
    guard let sqlState else { return false }
    switch sqlState {
    case .lockNotAvailable, .adminShutdown, .cannotConnectNow: return true
    default: break
    }
    return ["08", "53"].contains(sqlState.conditionClass) || sqlState.rawValue == "57P02"
  }

  /// Kind, code and object names; safe to log.
  public var description: String {
    var text = "PostgresError(\(kind): \(reason)"
    if let sqlState { text += "; SQLSTATE \(sqlState.rawValue)" }
    if let constraint { text += "; constraint \(constraint)" }
    if let table { text += "; table \(schema.map { $0 + "." } ?? "")\(table)" }
    if let column { text += "; column \(column)" }
    if let statementIndex { text += "; statement \(statementIndex)" }
    return text + "; \(file):\(line))"
  }
}
