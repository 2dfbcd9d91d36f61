import CLibpq

extension Conversation {
  private enum Expected {
    case parse(PreparedStatementCache.Key, name: String)
    case answer(Int)
  }

  /// Runs statements behind one sync. All results are taken before pipeline mode is left; if the
  /// conversation breaks in between, the connection is closed.
  func runPipeline(_ statements: [Statement]) throws(PostgresError) -> [Answer] {
    guard statements.count <= configuration.pipelineStatementsMaximum else {
      throw PostgresError(
        kind: .protocol,
        reason: "\(statements.count) statements in a pipeline, "
          + "at most \(configuration.pipelineStatementsMaximum)")
    }
    if statements.isEmpty { return [] }
    let pointer = try open()
    guard PQenterPipelineMode(pointer) == 1 else { throw lost() }
    do throws(PostgresError) {
      let expected = try sendPipeline(statements, pointer)
      let answers = try readPipeline(expected, count: statements.count)
      guard PQexitPipelineMode(pointer) == 1 else { throw lost("pipeline mode did not end") }
      return try answers.get()
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
    var parsedHere: [PreparedStatementCache.Key: String] = [:]
    for (index, statement) in statements.enumerated() {
      let sql = statement.sql
      var name: String?
      if statement.isPrepared {
        let key = PreparedStatementCache.Key(sql: sql, types: statement.parameters.map(\.type))
        name = prepared.name(for: key) ?? parsedHere[key]
        if name == nil {
          let fresh = prepared.makeName()
          try sendPrepare(statement, sql: sql, name: fresh)
          expected.append(.parse(key, name: fresh))
          parsedHere[key] = fresh
          name = fresh
        }
      }
      try send(statement, sql: sql, name: name)
      expected.append(.answer(index))
    }
    guard PQpipelineSync(pointer) == 1 else { throw lost() }
    try flush()
    return expected
  }

  /// Matches results to statements. A nil separates two statements; the sync result stands alone.
  private func readPipeline(_ expected: [Expected], count: Int) throws(PostgresError)
    -> Result<[Answer], PostgresError>
  {
    var answers = [Answer](repeating: Answer(), count: count)
    var failure: PostgresError?
    for entry in expected {
      while let result = try nextResult() {
        switch result.status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
          switch entry {
          case .parse(let key, let name): prepared.insert(key, name: name)
          case .answer(let index):
            if result.status == PGRES_TUPLES_OK { answers[index].table = result.table() }
            answers[index].affectedRowCount = result.affectedRowCount
            answers[index].commandTag = result.commandTag
          }
        case PGRES_PIPELINE_ABORTED: break
        case PGRES_FATAL_ERROR:
          var error = note(result.error(connectionIsLost: handle?.isLost ?? true))
          if case .answer(let index) = entry { error.statementIndex = index }
          if handle?.isLost ?? true {
            close()
            throw outcome(error)
          }
          failure = failure ?? outcome(error)
        default: throw refuseCopy()
        }
      }
    }
    guard let sync = try nextResult(), sync.status == PGRES_PIPELINE_SYNC else {
      throw lost("the pipeline's end did not arrive")
    }
    if let failure { return .failure(failure) }
    return .success(answers)
  }
}
