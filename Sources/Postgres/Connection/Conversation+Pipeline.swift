import CLibpq

extension Conversation {
  private enum Expected {
    case parse(PreparedStatementCache.Key, PreparedStatementCache.Entry)
    case answer(Int, Known?)
  }

  /// A prepared statement of the pipeline.
  private struct Known {
    let key: PreparedStatementCache.Key
    let entry: PreparedStatementCache.Entry
    /// Parsed before this pipeline, so it may be stale.
    let isOld: Bool
  }

  /// What a pipeline gave up to its end: all answers, or those before the first failure.
  struct PipelineOutcome {
    var answers: [Answer]
    var failure: PostgresError?
  }

  /// Runs statements behind one sync, at most `pipelineStatementsMaximum`.
  func runPipeline(_ statements: [Statement]) throws(PostgresError) -> [Answer] {
    try checkPipeline(statements)
    let outcome = try exchange(statements)
    if let failure = outcome.failure { throw failure }
    return outcome.answers
  }

  /// Refuses more statements than a pipeline may have.
  func checkPipeline(_ statements: [Statement]) throws(PostgresError) {
    guard statements.count <= configuration.pipelineStatementsMaximum else {
      throw PostgresError(
        kind: .protocol,
        reason: "\(statements.count) statements in a pipeline, "
          + "at most \(configuration.pipelineStatementsMaximum)")
    }
  }

  /// Sends statements behind one sync and takes all results before pipeline mode is left. What the
  /// server refuses is in the outcome; if the conversation breaks in between, the connection is
  /// closed, and that is thrown.
  func exchange(_ statements: [Statement]) throws(PostgresError) -> PipelineOutcome {
    if statements.isEmpty { return PipelineOutcome(answers: []) }
    // Nothing has been sent yet, so a statement that cannot be sent harms nobody.
    for statement in statements { try statement.check() }
    try deallocateDiscarded()
    let pointer = try open()
    guard PQenterPipelineMode(pointer) == 1 else { throw lost() }
    do throws(PostgresError) {
      let expected = try sendPipeline(statements, pointer)
      let outcome = try readPipeline(expected, count: statements.count)
      guard PQexitPipelineMode(pointer) == 1 else { throw lost("pipeline mode did not end") }
      return outcome
    } catch {
      if let handle, PQpipelineStatus(handle.pointer) != PQ_PIPELINE_OFF { close() }
      throw error
    }
  }

  private func sendPipeline(_ statements: [Statement], _ pointer: OpaquePointer)
    throws(PostgresError) -> [Expected]
  {
    var expected: [Expected] = []
    expected.reserveCapacity(statements.count)
    var parsedHere: [PreparedStatementCache.Key: PreparedStatementCache.Entry] = [:]
    for (index, statement) in statements.enumerated() {
      var known: Known?
      if statement.isPrepared {
        let key = PreparedStatementCache.Key(statement)
        if let entry = prepared.entry(for: key) {
          known = Known(key: key, entry: entry, isOld: true)
        } else if let entry = parsedHere[key] {
          known = Known(key: key, entry: entry, isOld: false)
        } else {
          let entry = prepared.makeEntry()
          try sendPrepare(statement, name: entry.name)
          expected.append(.parse(key, entry))
          parsedHere[key] = entry
          known = Known(key: key, entry: entry, isOld: false)
        }
      }
      try send(statement, name: known?.entry.name)
      expected.append(.answer(index, known))
    }
    guard PQpipelineSync(pointer) == 1 else { throw lost() }
    try flush()
    return expected
  }

  /// Matches results to statements. A nil separates two statements; the sync result stands alone.
  private func readPipeline(_ expected: [Expected], count: Int) throws(PostgresError)
    -> PipelineOutcome
  {
    var outcome = PipelineOutcome(answers: [Answer](repeating: Answer(), count: count))
    for entry in expected {
      while let result = try nextResult() {
        switch result.status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
          switch entry {
          case .parse(let key, let entry): prepared.insert(key, entry)
          case .answer(let index, let known):
            outcome.answers[index] = Answer(result, known?.entry)
          }
        case PGRES_PIPELINE_ABORTED: break
        case PGRES_FATAL_ERROR:
          var error = note(result.error(connectionIsLost: handle?.isLost ?? true))
          if case .answer(let index, let known) = entry {
            error.statementIndex = index
            if let known, known.isOld, isStale(error) { error = forget(known.key, error) }
          }
          if handle?.isLost ?? true {
            close()
            throw self.outcome(error)
          }
          outcome.failure = outcome.failure ?? self.outcome(error)
        default: throw refuseCopy()
        }
      }
    }
    guard let sync = try nextResult(), sync.status == PGRES_PIPELINE_SYNC else {
      throw lost("the pipeline's end did not arrive")
    }
    return outcome
  }
}
