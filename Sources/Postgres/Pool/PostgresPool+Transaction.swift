/// The isolation of a transaction (manual 13.2).
public enum IsolationLevel: Sendable, Hashable {
  /// Each statement sees what was committed before it began.
  case readCommitted
  /// All statements see what was committed before the first.
  case repeatableRead
  /// As if transactions ran one after another.
  case serializable
}

extension PostgresPool {
  /// Runs the closure in a transaction and commits it; any error rolls it back.
  ///
  /// When the transaction loses against another (SQLSTATE 40001 or 40P01), the closure is run again
  /// from its beginning, at most `attempts` times in all, with a growing random pause between. The
  /// failure counts also when the closure wraps or hides it. The closure must therefore have no
  /// effect outside the transaction. ROLLBACK and COMMIT are not interrupted by cancellation, nor is
  /// what was deferred to COMMIT; a task cancelled before that rolls back. BEGIN travels with the
  /// first statement, and without one there is no transaction. When the connection is lost in
  /// COMMIT, kind `.connection`, it is not known whether the transaction was committed.
  @discardableResult
  public nonisolated(nonsending) func withTransaction<T: Sendable>(
    isolation: IsolationLevel = .readCommitted, readOnly: Bool = false, attempts: Int = 5,
    _ body: (any PostgresSession) async throws -> T
  ) async throws -> T {
    let begin = Self.beginStatement(isolation: isolation, readOnly: readOnly)
    var attempt = 1
    while true {
      let loan = try await checkOut()
      let outcome: Result<T, any Error>
      var failure: SQLState?
      // BEGIN goes with the first statement.
      let transaction = PooledTransaction(begin: begin)
      do {
        let value = try await body(loan.session(in: transaction))
        if Task.isCancelled {
          throw PostgresError(kind: .cancelled, reason: "the task was cancelled before COMMIT")
        }
        try await loan.connection.commit(transaction, lease: loan.number)
        outcome = .success(value)
      } catch {
        failure = await loan.connection.rollback(lease: loan.number)
        outcome = .failure(error)
      }
      await checkIn(loan)
      guard case .failure(let error) = outcome, attempt < attempts, !Task.isCancelled,
        Self.isWorthRetrying(error, transactionFailure: failure)
      else { return try outcome.get() }
      noteTransactionRetry()
      await pauseBeforeRetry(attempt: attempt)
      attempt += 1
    }
  }

  private static func isWorthRetrying(_ error: any Error, transactionFailure: SQLState?) -> Bool {
    if transactionFailure == .serializationFailure || transactionFailure == .deadlockDetected {
      return true
    }
    guard let error = error as? PostgresError else { return false }
    return error.isSerializationFailure || error.isStalePreparedStatement
  }

  private static func beginStatement(isolation: IsolationLevel, readOnly: Bool) -> Statement {
    let level: Statement =
      switch isolation {
      case .readCommitted: "BEGIN ISOLATION LEVEL READ COMMITTED"
      case .repeatableRead: "BEGIN ISOLATION LEVEL REPEATABLE READ"
      case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE"
      }
    return level + (readOnly ? " READ ONLY" : " READ WRITE")
  }
}
