import CLibpq

/// A transaction that begins with its first statement, in that statement's round trip, and whose
/// last statements may travel with its COMMIT.
struct PooledTransaction: Sendable {
  /// `BEGIN` with its modes.
  let begin: Statement
  /// Statements that wait for the next ones, or for COMMIT.
  let deferred = Locked<[Statement]>([])
}

extension Conversation {
  /// How far the transaction of the present loan has come.
  enum TransactionStage: Equatable {
    /// Nothing has been sent for this loan.
    case none
    /// BEGIN has been answered.
    case begun(loan: UInt64)
    /// BEGIN was sent and has failed, or its answer is not known. Nothing may follow: it would run
    /// outside the transaction.
    case failed(loan: UInt64)
  }

  /// Runs one statement, within the transaction if there is one.
  func run(_ statement: Statement, in transaction: PooledTransaction?, loan: UInt64?)
    throws(PostgresError) -> Answer
  {
    try statement.check()
    let prelude = try prelude(of: transaction, loan: loan)
    if prelude.isEmpty { return try run(statement) }
    do throws(PostgresError) {
      return try run([statement], after: prelude, loan: loan)[0]
    } catch {
      // The caller asked for one statement; it counts none.
      var failure = error
      failure.statementIndex = nil
      throw failure
    }
  }

  /// Runs a pipeline, within the transaction if there is one.
  func runPipeline(_ statements: [Statement], in transaction: PooledTransaction?, loan: UInt64?)
    throws(PostgresError) -> [Answer]
  {
    try checkPipeline(statements)
    for statement in statements { try statement.check() }
    let prelude = try prelude(of: transaction, loan: loan)
    if prelude.isEmpty { return try runPipeline(statements) }
    return try run(statements, after: prelude, loan: loan)
  }

  /// Sends what must come before an operation that cannot be part of a pipeline.
  func runPrelude(of transaction: PooledTransaction?, loan: UInt64?) throws(PostgresError) {
    let prelude = try prelude(of: transaction, loan: loan)
    if !prelude.isEmpty { _ = try run([], after: prelude, loan: loan) }
  }

  /// Runs what was deferred and commits, in one round trip. A failure of a deferred statement
  /// leaves the transaction open and failed, as if it had been run before.
  func commit(_ transaction: PooledTransaction, loan: UInt64) throws(PostgresError) {
    let prelude = try prelude(of: transaction, loan: loan, begins: false)
    // A transaction in which nothing was asked has nothing to commit.
    guard stage == .begun(loan: loan) || !prelude.isEmpty else { return }
    let failed = PostgresError(
      kind: .server, reason: "the transaction had failed and was rolled back",
      sqlState: transactionFailure ?? .inFailedTransaction)
    if PQtransactionStatus(try open()) == PQTRANS_INERROR { throw failed }
    let commit: Statement = "COMMIT"
    let answer =
      if prelude.isEmpty { try run(commit) } else {
        try run([commit], after: prelude, loan: loan)[0]
      }
    // A transaction that failed before answers COMMIT with the command tag ROLLBACK and no error,
    // which would pass for success.
    guard answer.commandTag == "COMMIT" else { throw failed }
  }

  /// The code of the first failure in the transaction of this loan.
  func failure(of loan: UInt64) -> SQLState? {
    switch stage {
    case .begun(loan: loan), .failed(loan: loan): transactionFailure
    default: nil
    }
  }

  private struct Prelude {
    var statements: [Statement]
    var begins = false
    var isEmpty: Bool { statements.isEmpty }
  }

  /// Takes BEGIN, if it has not been sent, and what was deferred. What follows must have been found
  /// fit to be sent: what is taken here is gone.
  ///
  /// - Parameter begins: also when nothing was deferred.
  private func prelude(
    of transaction: PooledTransaction?, loan: UInt64?, begins: Bool = true
  ) throws(PostgresError) -> Prelude {
    guard let transaction, let loan else { return Prelude(statements: []) }
    switch stage {
    case .failed(loan: loan):
      throw PostgresError(
        kind: .server, reason: "the transaction could not begin",
        sqlState: transactionFailure ?? .inFailedTransaction)
    case .begun(loan: loan):
      return Prelude(statements: transaction.takeDeferred())
    default:
      let deferred = transaction.takeDeferred()
      if deferred.isEmpty && !begins { return Prelude(statements: []) }
      return Prelude(statements: [transaction.begin] + deferred, begins: true)
    }
  }

  /// Runs statements behind a prelude in one pipeline and gives their answers only.
  private func run(_ statements: [Statement], after prelude: Prelude, loan: UInt64?)
    throws(PostgresError) -> [Answer]
  {
    let all = prelude.statements + statements
    if prelude.begins, let loan {
      transactionFailure = nil
      stage = .failed(loan: loan)
    }
    var outcome = try exchange(all)
    if prelude.begins, let loan, outcome.answers[0].commandTag == "BEGIN" {
      stage = .begun(loan: loan)
    }
    if var failure = outcome.failure {
      let place = failure.statementIndex.map { $0 - prelude.statements.count }
      failure.statementIndex = place.flatMap { $0 >= 0 ? $0 : nil }
      throw failure
    }
    outcome.answers.removeFirst(prelude.statements.count)
    return outcome.answers
  }
}

extension PooledTransaction {
  /// Keeps statements for later; false when so many wait that they must be sent now.
  func keep(_ statements: [Statement], maximum: Int) -> Bool {
    deferred.withLock { waiting in
      guard waiting.count + statements.count <= maximum else { return false }
      waiting += statements
      return true
    }
  }

  fileprivate func takeDeferred() -> [Statement] {
    deferred.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}
