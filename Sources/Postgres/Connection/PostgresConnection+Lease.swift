import CLibpq

/// What a connection is worth when it comes back from a loan.
enum ReturnedState: Sendable, Hashable {
  /// Idle, outside a transaction: it may be lent again.
  case usable
  /// Was in a transaction, which has been rolled back: it may be lent again.
  case rolledBack
  /// Active, lost or unknown: it has been closed.
  case unusable
}

extension PostgresConnection {
  private static let idleReadsMaximum = 16

  /// The connection, idle until now, has not ended meanwhile. Data that waits on an idle connection
  /// is a notification, a parameter change, or the server's last words.
  func isAlive() -> Bool {
    guard let handle = conversation.handle, !conversation.isBusy else { return false }
    // The last words and the end of the stream are read one after the other.
    for _ in 0..<Self.idleReadsMaximum where conversation.hasInputWaiting {
      _ = PQconsumeInput(handle.pointer)
      conversation.collectNotifications(handle.pointer)
      if handle.isLost {
        conversation.close()
        return false
      }
    }
    return true
  }

  /// Ends the loan: its sessions are refused from now on. The server's own word on the transaction
  /// decides, since a cancelled BEGIN may have taken effect. This path ignores task cancellation.
  nonisolated(nonsending) func endLoan() async -> ReturnedState {
    _ = loans.advance()
    // The note was taken from PQtransactionStatus when the last operation ended.
    return loans.isIdle ? .usable : await settle()
  }

  private func settle() -> ReturnedState {
    guard !conversation.isBusy else {
      conversation.close()
      return .unusable
    }
    switch transactionStatus {
    case .idle:
      loans.set(.idle)
      return .usable
    case .inTransaction, .inFailedTransaction:
      _ = try? performShielded(timeoutMilliseconds: cleanUpTimeoutMilliseconds) {
        conversation throws(PostgresError) in try conversation.run("ROLLBACK")
      }
      if transactionStatus == .idle { return .rolledBack }
    case .active, .unknown: break
    }
    conversation.close()
    return .unusable
  }

  /// BEGIN, ROLLBACK and the like answer at once on a healthy connection.
  private var cleanUpTimeoutMilliseconds: Int {
    conversation.configuration.cancelTimeoutMilliseconds
  }

  /// Sends what was deferred and commits, not interruptible by cancellation: a COMMIT has either
  /// happened or not, and its answer should be heard. When the connection is lost meanwhile, kind
  /// `.connection`, nobody knows which.
  func commit(_ transaction: PooledTransaction, lease: UInt64) throws(PostgresError) {
    try check(lease)
    try performShielded(timeoutMilliseconds: nil) { conversation throws(PostgresError) in
      try conversation.commit(transaction, loan: lease)
    }
  }

  /// Rolls back, not interruptible by cancellation, and returns the code of the transaction's first
  /// failure. A failure of the ROLLBACK itself shows when the loan ends.
  @discardableResult
  func rollback(lease: UInt64) -> SQLState? {
    guard lease == loans.current else { return nil }
    let failure = conversation.failure(of: lease)
    if transactionStatus != .idle, !conversation.isBusy {
      _ = try? performShielded(timeoutMilliseconds: cleanUpTimeoutMilliseconds) {
        conversation throws(PostgresError) in try conversation.run("ROLLBACK")
      }
    }
    return failure
  }
}
