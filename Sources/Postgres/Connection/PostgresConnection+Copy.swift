import CLibpq

extension PostgresConnection {
  @discardableResult
  public func copyIn(
    _ statement: Statement, nextChunk: @Sendable () async throws -> [UInt8]?
  ) async throws(PostgresError) -> Int {
    try await copyIn(statement, lease: nil, nextChunk: nextChunk)
  }

  public func copyOut(
    _ statement: Statement, onChunk: @Sendable ([UInt8]) async throws -> Void
  ) async throws(PostgresError) {
    try await copyOut(statement, lease: nil, onChunk: onChunk)
  }

  func copyIn(
    _ statement: Statement, lease: UInt64?, nextChunk: @Sendable () async throws -> [UInt8]?
  ) async throws(PostgresError) -> Int {
    try check(lease)
    defer { noteState() }
    let token = gate.makeToken()
    let result: Result<Int, PostgresError> = await withTaskCancellationHandler {
      do throws(PostgresError) {
        return .success(try await runCopyIn(statement, token, nextChunk))
      } catch {
        return .failure(error)
      }
    } onCancel: {
      token.cancel()
    }
    return try result.get()
  }

  func copyOut(
    _ statement: Statement, lease: UInt64?, onChunk: @Sendable ([UInt8]) async throws -> Void
  ) async throws(PostgresError) {
    try check(lease)
    defer { noteState() }
    let token = gate.makeToken()
    let result: Result<Void, PostgresError> = await withTaskCancellationHandler {
      do throws(PostgresError) {
        return .success(try await runCopyOut(statement, token, onChunk))
      } catch {
        return .failure(error)
      }
    } onCancel: {
      token.cancel()
    }
    return try result.get()
  }

  private func runCopyIn(
    _ statement: Statement, _ token: OperationToken,
    _ nextChunk: @Sendable () async throws -> [UInt8]?
  ) async throws(PostgresError) -> Int {
    try conversation.begin(token, timeoutMilliseconds: statement.timeoutMilliseconds)
    var handlerError: (any Error)?
    do throws(PostgresError) {
      try conversation.startCopy(statement, expecting: PGRES_COPY_IN)
      while true {
        let chunk: [UInt8]?
        do {
          chunk = try await nextChunk()
        } catch {
          chunk = nil
          handlerError = error
        }
        if token.isCancelled {
          try conversation.interrupt(.cancelled, sendsRequest: false)
        } else if handlerError != nil {
          try conversation.interrupt(.copyHandler, sendsRequest: false)
        }
        guard let chunk, conversation.interruption == nil,
          try conversation.sendCopyChunk(chunk)
        else { break }
      }
      let failure = conversation.interruption == nil ? nil : "stopped by the client"
      let answer = try conversation.endCopyIn(failure: failure)
      try conversation.finish()
      return answer.affectedRowCount
    } catch {
      throw ended(error, handlerError)
    }
  }

  private func runCopyOut(
    _ statement: Statement, _ token: OperationToken,
    _ onChunk: @Sendable ([UInt8]) async throws -> Void
  ) async throws(PostgresError) {
    try conversation.begin(token, timeoutMilliseconds: statement.timeoutMilliseconds)
    var handlerError: (any Error)?
    do throws(PostgresError) {
      try conversation.startCopy(statement, expecting: PGRES_COPY_OUT)
      while let chunk = try conversation.nextCopyChunk() {
        // After an interruption the rest is read and thrown away, up to the second deadline.
        if conversation.interruption != nil { continue }
        do {
          try await onChunk(chunk)
        } catch {
          handlerError = error
        }
        if token.isCancelled {
          try conversation.interrupt(.cancelled)
        } else if handlerError != nil {
          try conversation.interrupt(.copyHandler)
        }
      }
      _ = try conversation.readAnswer()
      let stopped = conversation.interruption
      try conversation.finish()
      // Rows were thrown away even if the server had already sent the last of them.
      if let stopped { throw stopped.error }
    } catch {
      throw ended(error, handlerError)
    }
  }

  /// Ends a COPY that failed; the request to cancel must have ended before the next statement.
  private func ended(_ error: PostgresError, _ handlerError: (any Error)?) -> PostgresError {
    do throws(PostgresError) {
      try conversation.finish()
    } catch {
      conversation.end()
    }
    var result = error
    if error.kind == .copyHandler { result.underlying = handlerError }
    return result
  }
}
